"""The records of a shard, row by row into the new archive, each held against its digest before.

Numbers that SQLite gave (of articles and of events) are raised by what the new archive has already;
all else stays as it was.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.db.record_digests import digest_of
from archive.db.sql import rows
from archive.merging.shard import Shard
from archive.model.errors import Damaged, UsageError
from archive.schema.records import RECORDS, Part
from archive.search.index import settings_for_many
from archive.store import withheld
from archive.store.archive import Archive

#: Records that are copied in one transaction.
BATCH = 2_000
#: Called with the number of records that were copied.
OnCopied = Callable[[int], None]

#: The kinds in an order in which no row comes before one that it points at.
_KINDS = (
    "station", "station file", "run", "WARC file", "capture", "article", "event", "takedown",
)  # fmt: skip
#: Table → its column that no two shards may share a value of, and what shares it.
_UNIQUE = {
    "runs": ("id", "a run"),
    "warc_files": ("name", "a WARC file"),
    "captures": ("id", "a capture"),
    "articles": ("id", "an article"),
    "addresses": ("url", "an address"),
    "takedowns": ("article", "an article"),
    "takedown_addresses": ("url", "an address"),
}
_TAKEN_DOWN = """
SELECT article FROM takedowns WHERE article IN (SELECT id FROM articles)
UNION ALL
SELECT url FROM takedown_addresses WHERE url IN (SELECT url FROM addresses) LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Offsets:
    """By how much the numbers of a shard's articles and events are raised."""

    articles: int
    events: int

    @classmethod
    def behind(cls, connection: sqlite3.Connection) -> Offsets:
        """Those by which what comes next stands behind all that is held, or is hidden."""
        (articles, events) = connection.execute(
            "SELECT (SELECT coalesce(max(key), 0) FROM articles),"
            " (SELECT coalesce(max(id), 0) FROM events)"
        ).fetchone()
        hidden = [
            row["key"] for _, packed in withheld.hidden(connection) for row in packed["articles"]
        ]
        return cls(max([articles, *hidden]), events)


def number_of_records(shard: Shard) -> int:
    """How many records a shard has."""
    return shard.number("SELECT count(*) FROM fixity")


def copy_records(archive: Archive, shard: Shard, on_copied: OnCopied) -> Offsets:
    """Copy all records; by how much numbers were raised.

    Raises Damaged for a record that is not what was stored, UsageError for one that another shard
    has as well.
    """
    offsets = Offsets.behind(archive.connection)
    for kind in _KINDS:
        left = _ids(shard.connection, kind)
        while batch := list(islice(left, BATCH)):
            with archive.transaction() as connection, settings_for_many(connection):
                _refuse_damaged(shard, kind, batch)
                for part in RECORDS[kind]:
                    _copy(connection, shard, part, batch, offsets)
            on_copied(len(batch))
    return offsets


def refuse_taken_down(archive: Archive) -> None:
    """Raises UsageError where one shard holds what another has taken down."""
    found = archive.connection.execute(_TAKEN_DOWN).fetchone()
    if found is not None:
        raise UsageError(
            f"{found[0]}: one shard holds it, and another has taken it down; take it down in both,"
            " or put their stations into one archive"
        )


def _ids(connection: sqlite3.Connection, kind: str) -> Iterator[str]:
    """The ids of all records of a kind, in the order in which they came in."""
    first, *others = RECORDS[kind]
    only = f" WHERE {first.only}" if first.only else ""
    held = f"SELECT CAST({first.key} AS TEXT) FROM {first.table}{only} ORDER BY rowid"
    yield from (identifier for (identifier,) in connection.execute(held))
    if others:  # what is left of an article that was taken down
        parts = " UNION ".join(part.keys for part in others)
        rest = f"SELECT id FROM ({parts}) WHERE id NOT IN (SELECT {first.key} FROM {first.table})"
        yield from (identifier for (identifier,) in connection.execute(f"{rest} ORDER BY id"))


def _refuse_damaged(shard: Shard, kind: str, batch: list[str]) -> None:
    """Raises Damaged where a record is not what was stored: a copy would prove it whole."""
    stored = dict(
        shard.connection.execute(
            "SELECT id, digest FROM fixity WHERE kind = ? AND id IN"
            " (SELECT value FROM json_each(?))",
            (kind, json.dumps(batch)),
        )
    )
    for identifier in batch:
        actual = digest_of(shard.connection, kind, identifier)
        if actual is None or stored.get(identifier) != actual.digest:
            fault = "is not what was stored" if identifier in stored else "has no digest"
            raise Damaged(
                f"{shard.folder}: {kind} {identifier} {fault}; `archive verify"
                f" --archive {shard.folder}` tells more"
            )


def _copy(
    connection: sqlite3.Connection, shard: Shard, part: Part, batch: list[str], offsets: Offsets
) -> None:
    """Copy the rows of one table that belong to these records."""
    copied = rows(
        shard.connection,
        f"""SELECT {", ".join(_raised(part.table, column, offsets) for column in part.columns)}
            FROM (SELECT key AS _place, value AS _record FROM json_each(?1))
            CROSS JOIN {part.table} ON {part.key} = _record
            {part.only and "WHERE " + part.only} ORDER BY _place, {part.order}""",
        json.dumps(batch),
    )
    if part.table == "takedowns":
        for row in copied:
            if row["withheld"] is not None:
                row["withheld"] = withheld.renumbered(row, offsets.articles, offsets.events)
    columns = ", ".join(part.columns)
    values = ", ".join("?" * len(part.columns))
    twice = _KEPT_ONCE if part.table == "station_files" else ""
    try:
        connection.executemany(
            f"INSERT INTO {part.table} ({columns}) VALUES ({values}){twice}",
            [tuple(row.values()) for row in copied],
        )
    except sqlite3.IntegrityError as error:
        raise UsageError(_shared(connection, shard, part, copied) or str(error)) from error


#: Two stations may have had one text: what it said, and since when.
_KEPT_ONCE = (
    " ON CONFLICT (digest) DO UPDATE SET first_used_at = min(first_used_at, excluded.first_used_at)"
)


def _raised(table: str, column: str, offsets: Offsets) -> str:
    """SQL for a column as the new archive has it."""
    raised = {("articles", "key"): offsets.articles, ("events", "id"): offsets.events}
    offset = raised.get((table, column))
    return column if offset is None else f"{column} + {offset} AS {column}"


def _shared(
    connection: sqlite3.Connection, shard: Shard, part: Part, copied: list[dict[str, object]]
) -> str | None:
    """What the shard has that came from another one already, in a sentence."""
    if part.table not in _UNIQUE:
        return None
    column, what = _UNIQUE[part.table]
    found = connection.execute(
        f"SELECT {column} FROM {part.table} WHERE {column} IN (SELECT value FROM json_each(?))",
        (json.dumps([row[column] for row in copied]),),
    ).fetchone()
    if found is None:
        return None
    return (
        f"{found[0]}: {what} of {shard.folder}, and of a shard that was named before it. Stations"
        " that print the same articles (of one id_space or one host) belong in one archive:"
        " `harvest import` brings the WARC files of one into the other"
    )
