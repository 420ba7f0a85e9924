"""Rows beside the records: what captures reserve, whose clocks were wrong, what was set aside.

And the links that people have overruled. They have no digests.
"""

from __future__ import annotations

import sqlite3
from itertools import islice

from archive.merging.record_rows import BATCH
from archive.merging.shard import Shard
from archive.store.archive import Archive

#: Table → the columns that are copied.
_TABLES = {
    "reservations": "capture, place, name, value",
    "capture_times": "capture, moment, why, decision",
    "set_aside": (
        "capture, record, warc_file, warc_offset, warc_length, record_digest, url, reason, found,"
        " first_seen_at, tries"
    ),
    "lineage_overrides": "article, other, relation, decision",
}


def copy_further(archive: Archive, shard: Shard) -> None:
    """Copy the rows of these tables."""
    for table, columns in _TABLES.items():
        copied = shard.connection.execute(f"SELECT {columns} FROM {table}")
        while batch := list(islice(copied, BATCH)):
            with archive.transaction() as connection:
                _insert(connection, table, columns, batch)


def _insert(
    connection: sqlite3.Connection, table: str, columns: str, batch: list[tuple[object, ...]]
) -> None:
    places = ", ".join("?" * len(batch[0]))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", batch)
