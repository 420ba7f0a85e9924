"""An article: its text, credits, where each field came from, and what became of it."""

from __future__ import annotations

from typing import Any

from archive.lineage.tree import lineage_tree
from archive.model.errors import ArchiveError
from archive.publish.cite import article_reference
from archive.publish.reference import STYLES, written
from archive.room.answer import Page
from archive.room.request import Request
from archive.store.archive import Archive
from archive.store.article_details import dossier, events_of
from archive.store.naming import article_named, cited_in

#: Fields of a record that are shown with the words that were printed for them.
_TRACED = ("title", "kicker", "subtitle", "published", "source", "credits", "body")


def article_page(archive: Archive, request: Request, cited: str) -> Page:
    """One article as it stands, or as one of its revisions said. Raises NothingFound, TakenDown."""
    name, revision = cited_in(cited)
    identifier = article_named(archive.connection, name)
    details = dossier(archive, identifier, revision)
    details["captures"] = [
        capture | {"fixity": _fixity(archive, capture)}
        for capture in details["captures"]
        if capture["revision"] == details["revision"]
    ]
    details["provenance"] = [
        {"field": field, **details["evidence"][field]}
        for field in _TRACED
        if field in details["evidence"]
    ]
    details["is_cited"] = revision is not None
    details["station_title"] = _station(archive, details["station"])
    details["lineage"] = _lineage(archive, identifier)
    reference = article_reference(archive, identifier, details["revision"])
    details["citations"] = {style: written(reference, style) for style in STYLES}
    details["events"] = [
        {key: event[key] for key in ("at", "type", "outcome", "agent")}
        for event in events_of(archive, identifier)
    ]
    return Page(template="article.html", data=details)


def _fixity(archive: Archive, capture: dict[str, Any]) -> str:
    """Whether a capture has the digest that was noted, computed now: ok, or what is wrong."""
    try:
        held = archive.capture(capture["id"]).payload_digest
    except ArchiveError as error:
        return str(error)
    return "ok" if held == capture["payload_digest"] else f"the payload has the digest {held}"


def _station(archive: Archive, name: str) -> str:
    row = archive.connection.execute(
        "SELECT title FROM stations WHERE name = ?", (name,)
    ).fetchone()
    return row[0] if row else name


def _lineage(archive: Archive, identifier: str) -> dict[str, Any]:
    """What the page says of the lineage: its size, the origin, and where it came from."""
    tree = lineage_tree(archive.connection, identifier)
    own = next(copy for copy in tree.copies if copy.id == identifier)
    origin = next((copy for copy in tree.copies if copy.id == tree.origin), None)
    return {
        "articles": len(tree.copies),
        "origin": tree.origin,
        "origin_station": origin.outlet if origin else None,
        "parent": own.parent,
        "relation": own.relation,
        "links": len(tree.ties),
    }
