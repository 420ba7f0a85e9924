"""Corrections that a person took back, by the captures and the layout that showed them."""

from __future__ import annotations

import sqlite3

from archive.db.sql import rows
from archive.files.outside_json import Unreadable, parsed

#: Type of the event that takes corrections back, and their outcome from then on.
EVENT = "undone"


def undone_captures(
    connection: sqlite3.Connection, article_id: str, layout: str | None
) -> list[str]:
    """The captures whose reading with a layout was taken back, in the order of the decisions."""
    captures: list[str] = []
    for row in rows(
        connection, "SELECT detail FROM events WHERE article = ? AND type = ?", article_id, EVENT
    ):
        try:
            detail = parsed(row["detail"])
        except (Unreadable, TypeError):
            continue
        if isinstance(detail, dict) and detail.get("layout") == (layout or ""):
            captures += [each for each in detail.get("captures", ()) if isinstance(each, str)]
    return captures
