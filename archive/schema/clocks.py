"""The table of captures whose clock was wrong, and of when they count as made."""

from __future__ import annotations

import sqlite3

TABLE = """CREATE TABLE capture_times (
    capture  TEXT PRIMARY KEY REFERENCES captures (id) ON DELETE CASCADE,
    moment   TEXT,
    why      TEXT NOT NULL,
    decision TEXT
) WITHOUT ROWID"""

#: When a row of `captures` counts as made, as far as its own rows tell.
MADE_AT = (
    "coalesce((SELECT moment FROM capture_times WHERE capture = captures.id), captures.captured_at)"
)


def create_clocks(connection: sqlite3.Connection) -> None:
    """The table, inside the migration's own transaction."""
    connection.execute(TABLE)
