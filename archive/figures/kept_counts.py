"""What the kept counts say of stations: their articles by month, and the sources they credit.

Nothing here reads an article, so that it costs the same in an archive of a million.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from typing import Any

from archive.db.sql import rows

#: Stations by name; None means all of the archive.
Stations = Collection[str] | None
#: SQL for a `month` of the calendar: a file of other origin may hold any text as a date.
IS_MONTH = (
    "month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]' AND month >= '0001'"
    " AND substr(month, 6) BETWEEN '01' AND '12'"
)
_AMONG = "(?1 IS NULL OR station IN (SELECT value FROM json_each(?1)))"


def by_month(connection: sqlite3.Connection, stations: Stations = None) -> dict[str, int]:
    """Month (2022-07) → number of articles, ascending; those without a date are left out."""
    counted = connection.execute(
        f"SELECT month, sum(articles) FROM month_counts WHERE {_AMONG} AND {IS_MONTH}"
        " GROUP BY month ORDER BY month",
        (_listed(stations),),
    )
    return dict(counted.fetchall())


def by_source(
    connection: sqlite3.Connection, stations: Stations = None, *, limit: int
) -> list[dict[str, Any]]:
    """The sources that stations credit most: `name`, `articles`, and how many `stations` do so."""
    return rows(
        connection,
        "SELECT source AS name, sum(articles) AS articles, count(*) AS stations"
        f" FROM source_counts WHERE {_AMONG} GROUP BY source ORDER BY 2 DESC, 1 LIMIT ?2",
        _listed(stations),
        limit,
    )


def crediting(connection: sqlite3.Connection, source: str) -> list[dict[str, Any]]:
    """The stations that credit a source, the most frequent first: `station`, `articles`."""
    return rows(
        connection,
        "SELECT station, articles FROM source_counts WHERE source = ? ORDER BY 2 DESC, 1",
        source,
    )


def by_name(
    connection: sqlite3.Connection,
    roles: Collection[str],
    stations: Stations = None,
    *,
    limit: int,
) -> list[dict[str, Any]]:
    """The names most often credited in any of these roles: `name`, `articles`.

    An article in which a name has two of the roles counts once.
    """
    frequent = connection.execute(
        f"SELECT name FROM name_counts WHERE {_AMONG}"
        " AND role IN (SELECT value FROM json_each(?2))"
        " GROUP BY name ORDER BY sum(articles) DESC, name LIMIT ?3",
        (_listed(stations), _listed(roles), limit),
    ).fetchall()
    counted = (
        "SELECT count(DISTINCT key) FROM credited WHERE name = ?3"
        f" AND role IN (SELECT value FROM json_each(?2)) AND {_AMONG}"
    )
    values = _listed(stations), _listed(roles)
    return [
        {"name": name, "articles": connection.execute(counted, (*values, name)).fetchone()[0]}
        for (name,) in frequent
    ]


def _listed(names: Collection[str] | None) -> str | None:
    return None if names is None else json.dumps(sorted(names))
