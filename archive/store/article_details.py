"""Everything that is held about one article: what it says, where it stood, what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.db.filters import refuse_no_date
from archive.db.sql import Row, one, rows
from archive.files.outside_json import Unreadable, parsed
from archive.history.revisions import cited
from archive.model.article import Article
from archive.model.counting import many
from archive.model.errors import NothingFound, UsageError
from archive.model.suggest import proposed
from archive.schema.custody import PREMIS

if TYPE_CHECKING:
    import sqlite3

    from archive.store.archive import Archive

_NAME = 14  # digits of the name of a revision
#: Bytes of what an event may tell beside its columns.
_LARGEST = 1 << 26
#: Types of events: ours, those that the view `premis_events` adds, and the terms of PREMIS.
_TYPES = frozenset({*PREMIS, *PREMIS.values(), "capture", "reading"})


def dossier(archive: Archive, article_id: str, revision: str | None = None) -> dict[str, Any]:
    """The record of an article, or of one of its revisions, with all that is held beside it.

    To the record's keys come `revision`, `state`, `first_seen_at`, `last_seen_at`, `addresses`,
    `revisions` and `captures` (WARC file, offset and length of each). Raises NothingFound.
    """
    connection = archive.connection
    article = archive.article(article_id, revision)
    row = one(
        connection,
        "SELECT revision, state, first_seen_at, last_seen_at FROM articles WHERE id = ?",
        article_id,
    )
    assert row is not None
    return {
        **article.to_dict(),
        **row,
        "revision": _revision_id(connection, article_id, revision) or row["revision"],
        "addresses": rows(
            connection,
            "SELECT url, role, station, first_seen_at FROM addresses WHERE article = ?"
            " ORDER BY role <> 'canonical', first_seen_at, url",
            article_id,
        ),
        "revisions": rows(
            connection,
            "SELECT revision, revised_at, superseded_at, title, is_current FROM history"
            " WHERE article = ? ORDER BY revision",
            article_id,
        ),
        "captures": rows(
            connection,
            "SELECT c.id, c.url, c.status, c.captured_at, r.revision, r.part, c.warc_file,"
            " c.warc_offset, c.warc_length, c.payload_digest"
            " FROM revision_captures AS r JOIN captures AS c ON c.id = r.capture"
            " WHERE r.article = ? ORDER BY r.revision, r.part",
            article_id,
        ),
    }


def before(archive: Archive, article_id: str, revision: str | None = None) -> tuple[str, Article]:
    """The revision before the given one, or before the current one. Raises NothingFound."""
    archive.article(article_id, revision)
    history = rows(
        archive.connection,
        "SELECT revision FROM history WHERE article = ? ORDER BY revision",
        article_id,
    )
    names = [row["revision"] for row in history]
    revision_id = _revision_id(archive.connection, article_id, revision)
    index = names.index(revision_id) if revision_id else len(names) - 1
    if index == 0:
        raise NothingFound(f"{article_id}@{names[0]}: it is the first revision that is held")
    return names[index - 1], archive.article(article_id, names[index - 1])


def numbered(archive: Archive, article_id: str, revision: str) -> str:
    """The name of the Nth revision of an article, from 1; a name of 14 digits as it is.

    Raises NothingFound.
    """
    if not revision.isdecimal() or len(revision) >= _NAME:
        return revision
    history = rows(
        archive.connection,
        "SELECT revision FROM history WHERE article = ? ORDER BY revision",
        article_id,
    )
    if not 1 <= int(revision) <= len(history):
        archive.article(article_id)
        raise NothingFound(f"{article_id}: it has {many(len(history), 'revision')}")
    return str(history[int(revision) - 1]["revision"])


def _revision_id(
    connection: sqlite3.Connection, article_id: str, citation: str | None
) -> str | None:
    """What the revision that a citation names is called today."""
    row = cited(connection, article_id, citation) if citation else None
    return row["revision"] if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events: of these types (ours or of PREMIS), since a day, of one article; the latest."""

    types: tuple[str, ...] = ()
    since: str | None = None
    article: str | None = None
    limit: int = 100

    def __post_init__(self) -> None:
        """Raises UsageError where `since` is no date."""
        refuse_no_date(self.since)


def events_like(archive: Archive, wanted: Wanted) -> list[Row]:
    """What happened, over all articles: rows of `premis_events`, the latest of them, in order.

    Raises UsageError where nothing is of these types, and one of them is no type of ours.
    """
    matching = rows(
        archive.connection,
        "SELECT at, event_type, type, article, revision, capture, agent, outcome, detail"
        " FROM premis_events WHERE (?1 = '[]' OR type IN (SELECT value FROM json_each(?1))"
        " OR event_type IN (SELECT value FROM json_each(?1)))"
        " AND at >= ?2 AND (?3 IS NULL OR article = ?3)"
        " ORDER BY at DESC, event DESC, capture DESC LIMIT ?4",
        json.dumps(wanted.types),
        wanted.since or "",
        wanted.article,
        wanted.limit,
    )
    unknown = [] if matching else [each for each in wanted.types if each not in _TYPES]
    for each in unknown:
        raise UsageError(f"no event is of the type {each!r}; {proposed(each, _TYPES)}")
    return [row | {"detail": _detail(row)} for row in matching[::-1]]


def events_of(archive: Archive, article_id: str) -> list[Row]:
    """What happened to an article, oldest first; nothing where another program wrote it.

    Raises NothingFound.
    """
    events = rows(
        archive.connection,
        "SELECT at, type, revision, capture, agent, outcome, detail FROM events"
        " WHERE article = ? ORDER BY at, id",
        article_id,
    )
    if not events:
        archive.article(article_id)
    return [row | {"detail": _detail(row)} for row in events]


def _detail(row: Row) -> Any:
    """What an event tells beside its columns; what is no JSON, as it stands."""
    try:
        return row["detail"] and parsed(row["detail"], largest=_LARGEST)
    except (Unreadable, TypeError):
        return row["detail"]
