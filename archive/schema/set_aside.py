"""The table of what was kept and cannot be recorded, decoded or read."""

from __future__ import annotations

import sqlite3

TABLE = """CREATE TABLE set_aside (
    id            INTEGER PRIMARY KEY,
    capture       TEXT UNIQUE REFERENCES captures (id) ON DELETE CASCADE,
    record        TEXT,
    warc_file     TEXT,
    warc_offset   INTEGER,
    warc_length   INTEGER,
    record_digest TEXT,
    url           TEXT NOT NULL,
    reason        TEXT NOT NULL,
    found         TEXT,
    first_seen_at TEXT NOT NULL,
    tries         INTEGER NOT NULL DEFAULT 1,
    UNIQUE (warc_file, warc_offset),
    CHECK ((capture IS NULL) <> (warc_file IS NULL))
)"""


def create_set_aside(connection: sqlite3.Connection) -> None:
    """The table and its index, inside the migration's own transaction."""
    connection.execute(TABLE)
    connection.execute("CREATE INDEX set_aside_record ON set_aside (record)")
