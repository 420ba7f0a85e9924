"""How much an archive holds, station by station, and how often its fields are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.db.sql import one, rows
from archive.schema.kept_counts import FIELDS, STATES

if TYPE_CHECKING:
    import sqlite3


def figures(connection: sqlite3.Connection) -> dict[str, Any]:
    """Counts of the archive as a whole and of each of its stations, by name.

    `filled` gives the share of articles, 0 to 1, whose field is not empty.
    """
    total = one(
        connection,
        "SELECT coalesce(sum(articles), 0) AS articles,"
        " coalesce(sum(articles + superseded), 0) AS revisions,"
        " coalesce(sum(captures), 0) AS captures FROM station_counts",
    )
    assert total is not None
    return {**total, "stations": [_station(row) for row in _stations(connection)]}


def _stations(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The kept counts of each station; the ends of its times stand in indexes."""
    ends = ", ".join(
        f"(SELECT {end}({column}) FROM articles WHERE station = s.name) AS {name}"
        for name, end, column in (
            ("first_published", "min", "published_at"),
            ("last_published", "max", "published_at"),
            ("first_seen_at", "min", "first_seen_at"),
            ("last_seen_at", "max", "last_seen_at"),
        )
    )
    return rows(
        connection,
        f"SELECT s.name, s.title, c.*, {ends} FROM stations AS s"
        " LEFT JOIN station_counts AS c ON c.station = s.name ORDER BY s.name",
    )


def _station(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "title": row["title"],
        "articles": row["articles"] or 0,
        "states": {state: row[state] or 0 for state in STATES},
        "revisions": (row["articles"] or 0) + (row["superseded"] or 0),
        "captures": row["captures"] or 0,
        "filled": {field: _share(row, f"filled_{field}") for field in FIELDS}
        | {"complete": _share(row, "complete")},
        "first_published": row["first_published"],
        "last_published": row["last_published"],
        "first_seen_at": row["first_seen_at"],
        "last_seen_at": row["last_seen_at"],
    }


def _share(row: dict[str, Any], column: str) -> float | None:
    return round(row[column] / row["articles"], 4) if row["articles"] else None
