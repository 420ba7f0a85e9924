"""The table of captures whose clock was wrong, and of when they count as made."""

from __future__ import annotations

import sqlite3

TABLE = """CREATE TABLE capture_times (
    capture  TEXT PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    moment   TEXT,
    why      TEXT NOT NULL,
    decision TEXT
) WITHOUT ROWID"""


def create_clocks(connection: sqlite3.Connection) -> None:
    """The table, inside the migration's own transaction."""
    connection.execute(TABLE)
