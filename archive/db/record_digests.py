"""The digest of each record: written with every commit of ours, compared by `archive verify`.

SQLite's own check looks at pages, not at what is written on them. So a record (an article with all
that is held of it, a capture, a station …) has a row in `fixity` with the SHA-256 of its columns.
Triggers note in `unsealed` which records were written, whoever wrote. Our own commits seal what
they wrote and nothing else: what another program wrote stays in `unsealed`, and is told by
`archive verify` as a difference, never taken over silently.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive.schema.revision_columns import SAID_COLUMNS


@dataclass(frozen=True)
class Part:
    """The rows of one table that belong to a record: `key` is the column that names the record."""

    table: str
    key: str
    columns: tuple[str, ...]
    order: str
    only: str = ""  # which rows, where the table belongs to several kinds

    @cached_property
    def query(self) -> str:
        """The columns of the rows of one record, in a fixed order."""
        where = f"WHERE {self.key} = ?{self.only and ' AND ' + self.only}"
        columns = ", ".join(self.columns)
        return f"SELECT {columns} FROM {self.table} {where} ORDER BY {self.order}"

    @cached_property
    def keys(self) -> str:
        """The records that have rows in this table."""
        where = f" WHERE {self.key} IS NOT NULL{self.only and ' AND ' + self.only}"
        return f"SELECT DISTINCT CAST({self.key} AS TEXT) AS id FROM {self.table}{where}"


_EVENT = ("id", "at", "type", "article", "revision", "capture", "agent", "outcome", "detail")

#: Kind of record → its parts. A column that is not named here follows from those that are.
RECORDS = {
    "article": (
        Part(
            "articles", "id",
            ("key", "id", "station", "url", *SAID_COLUMNS, "first_seen_at", "last_seen_at",
             "state"), "key",
        ),
        Part(
            "revisions", "article",
            ("article", "station", "url", *SAID_COLUMNS, "superseded_at"), "revision",
        ),
        Part(
            "credits", "article",
            ("article", "revision", "position", "role", "role_printed", "name", "affiliation"),
            "revision, position",
        ),
        Part("addresses", "article", ("url", "article", "station", "role", "first_seen_at"), "url"),
        Part(
            "revision_captures", "article", ("article", "revision", "part", "capture"),
            "revision, part",
        ),
        Part("sightings", "article", ("article", "at", "captures", "revision"), "at, captures"),
        Part("events", "article", _EVENT, "id"),
    ),
    "capture": (
        Part(
            "captures", "id",
            ("id", "url", "station", "crawl", "kind", "method", "status", "captured_at",
             "content_type", "payload_bytes", "payload_digest", "record_digest", "warc_file",
             "warc_offset", "warc_length", "ip", "found", "revisit_of"), "id",
        ),
    ),
    "station": (
        Part(
            "stations", "name",
            ("name", "title", "publisher", "place", "place_name", "home", "language", "timezone",
             "reads", "digest"), "name",
        ),
    ),
    "station file": (
        Part("station_files", "digest", ("digest", "station", "text", "first_used_at"), "digest"),
    ),
    "crawl": (
        Part(
            "crawls", "id",
            ("id", "command", "stations", "started_at", "ended_at", "state", "counts", "exit_code",
             "version", "user_agent"), "id",
        ),
    ),
    "event": (Part("events", "id", _EVENT, "id", only="article IS NULL"),),
    "WARC file": (Part("warc_files", "name", ("name", "bytes", "digest", "sealed_at"), "name"),),
    "takedown": (
        Part(
            "takedowns", "article",
            ("article", "action", "at", "by", "reason", "basis", "decision", "digests", "held",
             "finished"), "article",
        ),
        Part("takedown_addresses", "article", ("url", "article"), "url"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seal:
    """The digest of a record, and the beginnings of those of its parts, which tell them apart."""

    digest: str
    parts: str

    def proves(self, stored: Seal) -> bool:
        """Whether the record is what was stored, and only what stands of it in `fixity` is not.

        The digest alone says so, and the beginnings of those of its parts alone.
        """
        return self != stored and (self.digest == stored.digest or self.parts == stored.parts)

    def differing(self, other: Seal, kind: str) -> list[str]:
        """The tables in which two states of one record differ."""
        pairs = zip(RECORDS[kind], self.parts.split(), other.parts.split(), strict=False)
        return [part.table for part, mine, theirs in pairs if mine != theirs]


def seal_of(connection: sqlite3.Connection, kind: str, identifier: str) -> Seal | None:
    """The seal of a record as it stands; None where there is no such record."""
    digests = []
    found = False
    for part in RECORDS[kind]:
        rows = connection.execute(part.query, (identifier,)).fetchall()
        found = found or bool(rows)
        digests.append(hashlib.sha256(_bytes(rows)).hexdigest() if rows else _NO_ROWS)
    if not found:
        return None
    whole = (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    )
    return Seal(f"sha256:{whole}", " ".join(digest[:8] for digest in digests))


def begin(connection: sqlite3.Connection) -> None:
    """At the begin of a transaction of ours: whatever is unsealed now, another program wrote."""
    if connection.execute("SELECT EXISTS (SELECT 1 FROM unsealed)").fetchone()[0]:
        connection.execute("UPDATE unsealed SET by_another = 1 WHERE by_another = 0")


def seal(connection: sqlite3.Connection) -> None:
    """Before the commit of a transaction of ours: seal what it wrote."""
    written = connection.execute("SELECT kind, id FROM unsealed WHERE by_another = 0").fetchall()
    for kind, identifier in written:
        reseal(connection, kind, identifier)
    if written:
        connection.execute("DELETE FROM unsealed WHERE by_another = 0")


def reseal(connection: sqlite3.Connection, kind: str, identifier: str) -> None:
    """Write down the digest of a record as it stands; of one that is gone, take it away."""
    found = seal_of(connection, kind, identifier)
    if found is None:
        connection.execute("DELETE FROM fixity WHERE kind = ? AND id = ?", (kind, identifier))
        return
    connection.execute(
        "INSERT INTO fixity (kind, id, digest, parts) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (kind, id) DO UPDATE SET digest = excluded.digest, parts = excluded.parts",
        (kind, identifier, found.digest, found.parts),
    )


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal every record as it stands: for an archive whose records have no digests yet."""
    for kind, parts in RECORDS.items():
        for part in parts:
            for (identifier,) in connection.execute(part.keys).fetchall():
                reseal(connection, kind, identifier)


def triggers() -> Iterator[str]:
    """The triggers that note what was written; one for each table, kind of record and change."""
    for kind, parts in RECORDS.items():
        for part in parts:
            yield _trigger(kind, part, "INSERT", "new")
            yield _trigger(kind, part, "UPDATE", "new")
            yield _trigger(kind, part, "UPDATE", "old")
            yield _trigger(kind, part, "DELETE", "old")


def _trigger(kind: str, part: Part, change: str, side: str) -> str:
    """NOT EXISTS, because OR IGNORE would give way to what the writer's own statement says.

    It stands in WHEN: asked by the INSERT itself, it would make SQLite keep the row in a table of
    its own first, which takes twice as long.
    """
    renamed = "former_" if (change, side) == ("UPDATE", "old") else ""
    name = f"{part.table}_{change.lower()}_unseals_{renamed}{kind.replace(' ', '_')}".lower()
    columns = f" OF {', '.join(part.columns)}" if change == "UPDATE" else ""
    value = f"CAST({side}.{part.key} AS TEXT)"
    conditions = [f"{value} IS NOT NULL"]
    if part.only:
        conditions.append(f"{side}.{part.only}")
    conditions.append(f"NOT EXISTS (SELECT 1 FROM unsealed WHERE kind = '{kind}' AND id = {value})")
    return (
        f"CREATE TRIGGER {name} AFTER {change}{columns} ON {part.table}"
        f" WHEN {' AND '.join(conditions)}"
        f" BEGIN INSERT INTO unsealed (kind, id) VALUES ('{kind}', {value}); END"
    )


def _bytes(rows: list[tuple[Any, ...]]) -> bytes:
    """Rows as bytes that differ where any value or its type differs."""
    return _encode(rows).encode()


def _blob(value: bytes) -> list[str]:
    return [value.hex()]


_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_blob
).encode
_NO_ROWS = hashlib.sha256(_bytes([])).hexdigest()
