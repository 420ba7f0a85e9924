"""The table of what servers say against archiving, indexing or mining."""

from __future__ import annotations

import sqlite3

TABLE = """CREATE TABLE reservations (
    capture TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    place   TEXT NOT NULL CHECK (place IN ('header', 'meta', 'robots.txt')),
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (capture, place, name, value)
) WITHOUT ROWID"""


def create_reservations(connection: sqlite3.Connection) -> None:
    """The table and its index, inside the migration's own transaction."""
    connection.execute(TABLE)
    connection.execute("CREATE INDEX reservations_name ON reservations (name)")
