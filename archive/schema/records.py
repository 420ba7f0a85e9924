"""The records of an archive: which rows make one, and the triggers that note which was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.schema.revision_columns import REVISION_COLUMN_NAMES


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
            ("key", "id", "station", "url", *REVISION_COLUMN_NAMES, "first_seen_at", "last_seen_at",
             "state"), "key",
        ),
        Part(
            "revisions", "article",
            ("article", "station", "url", *REVISION_COLUMN_NAMES, "superseded_at"), "revision",
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
            ("id", "url", "station", "run", "kind", "method", "status", "captured_at",
             "content_type", "payload_bytes", "payload_digest", "record_digest", "warc_file",
             "warc_offset", "warc_length", "ip", "found", "revisit_of"), "id",
        ),
    ),
    "station": (
        Part(
            "stations", "name",
            ("name", "title", "publisher", "place", "place_name", "home", "language", "timezone",
             "tested_on", "digest"), "name",
        ),
    ),
    "station file": (
        Part("station_files", "digest", ("digest", "station", "text", "first_used_at"), "digest"),
    ),
    "run": (
        Part(
            "runs", "id",
            ("id", "command", "stations", "started_at", "ended_at", "state", "counts", "exit_code",
             "version", "user_agent"), "id",
        ),
    ),
    "event": (Part("events", "id", _EVENT, "id", only="article IS NULL"),),
    "WARC file": (Part("warc_files", "name", ("name", "bytes", "digest", "digested_at"), "name"),),
    "takedown": (
        Part(
            "takedowns", "article",
            ("article", "action", "at", "by", "reason", "basis", "decision", "digests", "withheld",
             "finished"), "article",
        ),
        Part("takedown_addresses", "article", ("url", "article"), "url"),
    ),
}  # fmt: skip


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
    name = f"{part.table}_{change.lower()}_pending_{renamed}{kind.replace(' ', '_')}".lower()
    columns = f" OF {', '.join(part.columns)}" if change == "UPDATE" else ""
    value = f"CAST({side}.{part.key} AS TEXT)"
    conditions = [f"{value} IS NOT NULL"]
    if part.only:
        conditions.append(f"{side}.{part.only}")
    conditions.append(
        f"NOT EXISTS (SELECT 1 FROM fixity_pending WHERE kind = '{kind}' AND id = {value})"
    )
    return (
        f"CREATE TRIGGER {name} AFTER {change}{columns} ON {part.table}"
        f" WHEN {' AND '.join(conditions)}"
        f" BEGIN INSERT INTO fixity_pending (kind, id) VALUES ('{kind}', {value}); END"
    )
