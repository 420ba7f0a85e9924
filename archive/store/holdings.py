"""How much an archive holds, station by station, and how often its fields are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.db.sql import one, rows

if TYPE_CHECKING:
    import sqlite3

#: Fields whose share of filled articles is told.
FIELDS = ("title", "published_at", "source", "authors", "editors", "body")


def figures(connection: sqlite3.Connection) -> dict[str, Any]:
    """Counts of the archive as a whole and of each of its stations, by name.

    `filled` gives the share of articles, 0 to 1, whose field is not empty.
    """
    total = one(
        connection,
        "SELECT (SELECT count(*) FROM articles) AS articles,"
        " (SELECT count(*) FROM history) AS revisions,"
        " (SELECT count(*) FROM captures) AS captures",
    )
    assert total is not None
    return {**total, "stations": [_station(row) for row in _stations(connection)]}


def _stations(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    filled = ", ".join(f"avg(coalesce({field}, '') <> '') AS filled_{field}" for field in FIELDS)
    states = ", ".join(
        f"count(*) FILTER (WHERE state = '{state}') AS {state}"
        for state in ("live", "changed", "gone", "withdrawn")
    )
    return rows(
        connection,
        f"""
        SELECT s.name, s.title, coalesce(a.articles, 0) AS articles,
            coalesce(r.revisions, 0) + coalesce(a.articles, 0) AS revisions,
            coalesce(c.captures, 0) AS captures, a.*
        FROM stations AS s
        LEFT JOIN (
            SELECT station, count(*) AS articles, {states},
                avg(complete) AS filled_complete, {filled},
                min(published_at) AS first_published, max(published_at) AS last_published,
                min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at
            FROM articles GROUP BY station) AS a ON a.station = s.name
        LEFT JOIN (SELECT station, count(*) AS revisions FROM revisions GROUP BY station) AS r
            ON r.station = s.name
        LEFT JOIN (SELECT station, count(*) AS captures FROM captures GROUP BY station) AS c
            ON c.station = s.name
        ORDER BY s.name""",
    )


def _station(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "title": row["title"],
        "articles": row["articles"] or 0,
        "states": {state: row[state] or 0 for state in ("live", "changed", "gone", "withdrawn")},
        "revisions": row["revisions"],
        "captures": row["captures"],
        "filled": {
            field: None if row[f"filled_{field}"] is None else round(row[f"filled_{field}"], 4)
            for field in (*FIELDS, "complete")
        },
        "first_published": row["first_published"],
        "last_published": row["last_published"],
        "first_seen_at": row["first_seen_at"],
        "last_seen_at": row["last_seen_at"],
    }
