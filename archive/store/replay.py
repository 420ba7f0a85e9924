"""Which captures other programs may be given to replay, and how an index tells of each.

Left out are captures that show an article which was taken down, and those that would be replayed as
an empty page: a 304 without the capture that it repeats, or with its head in its block.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.db.sql import Row, rows
from archive.model.errors import Damaged
from archive.store.withheld import hidden
from archive.warc import Location, block_is_empty
from archive.warc.cdxj import Entry

#: Why a capture is in no index.
TAKEN_DOWN = "taken down"
NO_ORIGINAL = "a 304 without the capture that it repeats"
FORMER_304 = "a 304 as version 0.1 wrote it, which programs replay as an empty page"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A row of `captures` as an index tells of it; or the reason why it does not."""

    id: str
    entry: Entry | None
    why_not: str | None = None


def captures_taken_down(connection: sqlite3.Connection) -> frozenset[str]:
    """The captures that may show a hidden article: its own, and those with the same payload."""
    own = [
        row["capture"] for _, packed in hidden(connection) for row in packed["revision_captures"]
    ]
    linked = rows(
        connection,
        """WITH RECURSIVE mine (id) AS (
               SELECT value FROM json_each(?1)
               UNION SELECT c.id FROM captures AS c JOIN takedown_addresses AS t ON t.url = c.url
               UNION SELECT c.id FROM captures AS c JOIN mine ON c.revisit_of = mine.id
               UNION SELECT c.revisit_of FROM captures AS c JOIN mine ON c.id = mine.id
                   WHERE c.revisit_of IS NOT NULL)
           SELECT id FROM mine""",
        json.dumps(own),
    )
    return frozenset(row["id"] for row in linked)


_ROWS = """SELECT c.id, c.url, c.status, c.captured_at, c.content_type, c.payload_digest,
        c.record_digest, c.warc_file, c.warc_offset, c.warc_length, c.revisit_of,
        o.payload_digest AS repeated
    FROM captures AS c LEFT JOIN captures AS o ON o.id = c.revisit_of"""


def all_captures(connection: sqlite3.Connection) -> Iterator[Row]:
    """The rows of all captures, as `replayed` takes them."""
    captures = connection.execute(_ROWS)
    names = [column[0] for column in captures.description]
    for row in captures:
        yield dict(zip(names, row, strict=True))


def replayed(folder: Path, row: Row, taken_down: frozenset[str]) -> Replayed:
    """How an index tells of a capture. `folder` is that of the WARC files. Raises Damaged."""
    if row["id"] in taken_down:
        return Replayed(row["id"], None, TAKEN_DOWN)
    not_modified = row["status"] == 304
    if not_modified and row["revisit_of"] is None:
        return Replayed(row["id"], None, NO_ORIGINAL)
    if not_modified and not block_is_empty(folder, location(row)):
        return Replayed(row["id"], None, FORMER_304)
    return Replayed(row["id"], entry_of(row))


def entry_of(row: Row) -> Entry:
    """The entry of a capture in an index."""
    not_modified = row["status"] == 304
    return Entry(
        url=row["url"],
        captured_at=row["captured_at"],
        content_type=row["content_type"],
        is_revisit=row["revisit_of"] is not None,
        status=None if not_modified else row["status"],
        digest=row["repeated"] if not_modified and row["repeated"] else row["payload_digest"],
        length=row["warc_length"],
        offset=row["warc_offset"],
        file=row["warc_file"],
    )


def location(row: Row) -> Location:
    """Where the record of a capture stands. Raises Damaged where that is no place in a file."""
    position = row["warc_offset"], row["warc_length"]
    if not all(isinstance(number, int) and number >= 0 for number in position):
        raise Damaged(f"capture {row['id']}: its row names no place in a WARC file: {position}")
    return Location(row["warc_file"], *position, row["record_digest"])


def captures_of(connection: sqlite3.Connection, article: str) -> list[Row]:
    """The rows of all captures at an article's addresses and of its pages' further parts.

    And of those that they repeat.
    """
    return rows(
        connection,
        f"""{_ROWS} WHERE c.id IN (
            WITH mine (url) AS (
                SELECT url FROM addresses WHERE article = ?1
                UNION SELECT p.url FROM revision_captures AS r JOIN captures AS p
                    ON p.id = r.capture WHERE r.article = ?1)
            SELECT id FROM captures WHERE url IN (SELECT url FROM mine)
            UNION SELECT revisit_of FROM captures WHERE url IN (SELECT url FROM mine))""",
        article,
    )
