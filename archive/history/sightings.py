"""When an article was seen, in which captures, and which revision they showed.

What an article's history is follows from its sightings in the order of their moments, whatever
the order in which they came in: those that follow each other and show the same are one revision.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from archive.db.events import Event, write_event
from archive.db.sql import Row, insert, one, rows
from archive.files.outside_json import Unreadable, parsed
from archive.model.errors import Damaged


@dataclass(frozen=True, slots=True)
class Sighting:
    """The captures an article was read from, in the order of parts, and when the first was made.

    `moment` is UTC to the second; of a record that was loaded, and has no captures, when it was.
    It is empty where a clock was wrong and nothing tells the time: before all others.
    """

    captures: tuple[str, ...]
    moment: str
    url: str | None  # that the first capture was asked for
    agent: str  # who reads them now
    repeats: str | None = None  # the capture whose payload the first one does not repeat

    @property
    def at(self) -> str | None:
        """When the station showed it; None where there are no captures, or nothing tells."""
        return self.moment or None if self.captures else None

    @property
    def sort_key(self) -> tuple[str, str]:
        """By which sightings are ordered; two captures of one second have an order too."""
        return self.moment, _listed(self.captures)


@dataclass(frozen=True, slots=True)
class StoredSighting:
    """A row of `sightings`: a sighting, and the revision that it showed."""

    at: str
    captures: tuple[str, ...]
    revision: str

    @property
    def sort_key(self) -> tuple[str, str]:
        """As in `Sighting`."""
        return self.at, _listed(self.captures)


def add(connection: sqlite3.Connection, article: str, sighting: Sighting, revision: str) -> None:
    """Note what a sighting showed."""
    at, captures = sighting.sort_key
    row = {"article": article, "at": at, "captures": captures, "revision": revision}
    insert(connection, "sightings", row)


def neighbours(
    connection: sqlite3.Connection, article: str, sighting: Sighting
) -> tuple[StoredSighting | None, StoredSighting | None]:
    """The sightings before and after this one."""
    query = "SELECT at, captures, revision FROM sightings WHERE article = ? AND (at, captures)"
    before = one(
        connection,
        f"{query} <= (?, ?) ORDER BY at DESC, captures DESC, rowid DESC LIMIT 1",
        article,
        *sighting.sort_key,
    )
    after = one(
        connection,
        f"{query} > (?, ?) ORDER BY at, captures, rowid LIMIT 1",
        article,
        *sighting.sort_key,
    )
    return _stored(before), _stored(after)


def shows(connection: sqlite3.Connection, article: str, revision: str) -> bool:
    """Whether there is a sighting of a revision."""
    exists = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM sightings WHERE article = ? AND revision = ?)",
        (article, revision),
    )
    return bool(exists.fetchone()[0])


def of_capture(
    connection: sqlite3.Connection, article: str, capture: str | None = None
) -> StoredSighting | None:
    """The sighting whose first capture this is; None where no capture is given."""
    row = one(
        connection,
        "SELECT at, captures, revision FROM sightings"
        " WHERE article = ? AND json_extract(captures, '$[0]') = ?",
        article,
        capture,
    )
    return _stored(row)


def of_article(connection: sqlite3.Connection, article: str) -> list[StoredSighting]:
    """All sightings, in order."""
    stored = rows(
        connection,
        "SELECT at, captures, revision FROM sightings WHERE article = ?"
        " ORDER BY at, captures, rowid",
        article,
    )
    return [_of_row(row) for row in stored]


def at_capture(connection: sqlite3.Connection, capture: str) -> list[str]:
    """The articles that were seen in a capture first, or as a whole."""
    articles = connection.execute(
        "SELECT DISTINCT article FROM sightings WHERE json_extract(captures, '$[0]') = ?",
        (capture,),
    )
    return [article for (article,) in articles]


def redate(connection: sqlite3.Connection, article: str, capture: str, moment: str) -> None:
    """Correct when a sighting was, which is known by its first capture."""
    connection.execute(
        "UPDATE sightings SET at = ? WHERE article = ? AND json_extract(captures, '$[0]') = ?",
        (moment, article, capture),
    )


def extend(connection: sqlite3.Connection, article: str, sighting: Sighting) -> None:
    """Add the captures of further parts to a stored sighting."""
    connection.execute(
        "UPDATE sightings SET captures = ?"
        " WHERE article = ? AND json_extract(captures, '$[0]') = ?",
        (_listed(sighting.captures), article, sighting.captures[0]),
    )


def move(
    connection: sqlite3.Connection, article: str, stored: list[StoredSighting], revision: str
) -> None:
    """Correct which revision these sightings showed."""
    connection.executemany(
        "UPDATE sightings SET revision = ? WHERE article = ? AND at = ? AND captures = ?",
        [(revision, article, *each.sort_key) for each in stored],
    )


def forget(connection: sqlite3.Connection, article: str, capture: str) -> None:
    """Forget that the article was seen in this capture, or in those that it begins."""
    connection.execute(
        "DELETE FROM sightings WHERE article = ? AND json_extract(captures, '$[0]') = ?",
        (article, capture),
    )


def forget_capture(connection: sqlite3.Connection, capture: str) -> None:
    """A capture is erased; where another article was seen in it, the moment stays."""
    connection.execute(
        """UPDATE sightings SET captures =
           (SELECT json_group_array(value) FROM json_each(captures) WHERE value <> ?1)
           WHERE instr(captures, json_quote(?1))""",
        (capture,),
    )


def _listed(captures: tuple[str, ...]) -> str:
    """As SQLite's json_group_array writes it."""
    return json.dumps(captures, separators=(",", ":"))


def _stored(row: Row | None) -> StoredSighting | None:
    return None if row is None else _of_row(row)


def _of_row(row: Row) -> StoredSighting:
    """A row of `sightings`. Raises Damaged where its captures are no list of ids."""
    try:
        captures = parsed(row["captures"])
    except (Unreadable, TypeError):
        captures = None
    if not (isinstance(captures, list) and all(isinstance(each, str) for each in captures)):
        raise Damaged(
            f"archive.db, sighting at {row['at']}: its captures are no list of ids;"
            " `harvest reread --rebuild` makes archive.db again"
        )
    return StoredSighting(row["at"], tuple(captures), row["revision"])


def write_sighting_event(
    connection: sqlite3.Connection, kind: str, row: Row, sighting: Sighting, **more: Any
) -> None:
    """Write an event of the article of a row (`id`, `revision`) that a sighting showed.

    Its agent is the crawl that made the capture, whoever reads it today, so that a
    rebuild writes the same.
    """
    capture = next(iter(sighting.captures), None)
    event = Event(
        type=kind,
        agent=_maker(connection, capture) or sighting.agent,
        at=sighting.moment,
        article=row["id"],
        revision=row["revision"],
        capture=capture,
        **more,
    )
    write_event(connection, event)


def _maker(connection: sqlite3.Connection, capture: str | None) -> str | None:
    """The crawl that made a capture, as `events` names it; None where that is not known."""
    if capture is None:
        return None
    row = one(connection, "SELECT run FROM captures WHERE id = ?", capture)
    return f"run {row['run']}" if row is not None and row["run"] else None
