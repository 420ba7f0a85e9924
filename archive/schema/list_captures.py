"""The index of captures that show on which days a station was looked at: of its lists.

They are few among those of articles. What stands here is part of one migration: SQLite uses the
index for a query that has the same conditions, which is why they are written once.
"""

from __future__ import annotations

import sqlite3

#: The captures that count, as a query says it.
IS_LIST_CAPTURE = (
    "kind IN ('list', 'sitemap', 'feed', 'json') AND status < 400 AND station IS NOT NULL"
)


def create_list_captures(connection: sqlite3.Connection) -> None:
    """The index, inside the migration's own transaction."""
    connection.execute(
        "CREATE INDEX captures_looked ON captures (station, captured_at, kind, status)"
        f" WHERE {IS_LIST_CAPTURE}"
    )
