"""What a station changed between two revisions of an article."""

from __future__ import annotations

import re
from typing import Any

from archive.history.changes import changes
from archive.model.errors import NothingFound
from archive.room.answer import Page
from archive.room.request import Request
from archive.store.archive import Archive
from archive.store.article_details import before, dossier
from archive.store.naming import article_named, cited_in

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]\n*|[^。！？!?\n]+")


def changes_page(archive: Archive, request: Request, cited: str) -> Page:
    """The changes up to a revision, since the one before it or since `since=`."""
    name, revision = cited_in(cited)
    identifier = article_named(archive.connection, name)
    details = dossier(archive, identifier, revision)
    now = archive.article(identifier, revision)
    since = request.text("since")
    if since:
        former, was = since, archive.article(identifier, since)
    elif len(details["revisions"]) == 1:
        raise NothingFound(f"{identifier}: it has one revision; nothing was changed")
    else:
        former, was = before(archive, identifier, revision)
    data = {
        "id": identifier, "title": now.title, "revision": details["revision"], "former": former,
        "revisions": details["revisions"],
        "fields": [
            {"field": field, "sentences": list(_sentences(changed))}
            for field, changed in changes(was, now).items()
        ],
    }  # fmt: skip
    return Page(template="changes.html", data=data)


def _sentences(changed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes by sentence: runs of unchanged sentences as one, which a page can fold.

    Each has `pieces` (kind, old, new as `diff` gives them) and `unchanged`, a number of sentences.
    """
    folded: list[dict[str, Any]] = []
    for pieces in _cut(changed):
        if all(piece["kind"] == "equal" for piece in pieces):
            if folded and folded[-1]["unchanged"]:
                folded[-1]["unchanged"] += 1
                folded[-1]["pieces"] += pieces
            else:
                folded.append({"unchanged": 1, "pieces": pieces})
        else:
            folded.append({"unchanged": 0, "pieces": pieces})
    return folded


def _cut(changed: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The pieces of each sentence; a sentence ends where equal text ends one."""
    sentences: list[list[dict[str, Any]]] = [[]]
    for change in changed:
        if change["kind"] != "equal":
            sentences[-1].append(change)
            continue
        for part in _SENTENCE.findall(change["new"]):
            sentences[-1].append({"kind": "equal", "old": part, "new": part})
            if part[-1] in "。！？!?\n":
                sentences.append([])
    return [sentence for sentence in sentences if sentence]
