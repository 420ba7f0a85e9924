"""Facets: of all that a query finds, how many articles each station, source, month or person has.

Of very many articles a sample is counted, and what it says of all is told as such.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from archive.db.filters import NO_FILTERS, Filters
from archive.figures.days import spanned
from archive.figures.kept_counts import IS_MONTH, by_month, by_name, by_source
from archive.model.article import EDITING_ROLES, WRITING_ROLES
from archive.search.search import sample

FACETS = ("station", "place", "source", "year", "author", "editor")
_MOST = 8  # values of a facet that are shown,
_MOST_YEARS = 40  # and years
SAMPLE = 3_000  # articles that are counted, at most
_LEAST = 3  # articles of a sample that must have a value


def _listed(roles: frozenset[str]) -> str:
    """Names of ours as SQL texts."""
    return ", ".join(f"'{role}'" for role in sorted(roles))


def _top(facet: str) -> str:
    """SQL for the most frequent names of writers or editors."""
    return (
        f"SELECT * FROM (SELECT facet, name, articles FROM named WHERE facet = '{facet}'"
        f" ORDER BY articles DESC, name LIMIT {_MOST})"
    )


#: Facet, value and number of articles, of all facets at once; the keys are asked for once.
_COUNTED = f"""
WITH found AS MATERIALIZED (
    SELECT a.key AS key, a.station AS station, a.source AS source,
        substr(a.published_at, 1, 7) AS month
    FROM ({{keys}}) AS k CROSS JOIN articles AS a INDEXED BY articles_filters ON a.key = k.key
),
named AS MATERIALIZED (
    SELECT iif(role IN ({_listed(WRITING_ROLES)}), 'author', 'editor') AS facet, name,
        count(DISTINCT key) AS articles
    FROM found CROSS JOIN search_credits USING (key)
    WHERE role IN ({_listed(WRITING_ROLES | EDITING_ROLES)}) AND name <> '' GROUP BY 1, 2
)
SELECT 'station', station, count(*) FROM found WHERE station <> '' GROUP BY station
UNION ALL SELECT * FROM (SELECT 'source', source, count(*) FROM found WHERE source <> ''
    GROUP BY source ORDER BY 3 DESC, 2 LIMIT {_MOST})
UNION ALL SELECT 'month', month, count(*) FROM found WHERE {IS_MONTH} GROUP BY month
UNION ALL {_top("author")}
UNION ALL {_top("editor")}
UNION ALL SELECT 'all', '', count(*) FROM found"""
Counted = dict[str, Mapping[str, int]]  # facet, or month → value → articles


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how it is named, how it is shown, and how many articles have it."""

    name: str
    label: str
    articles: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What a query finds, by facet and by month.

    Of a facet the most frequent values, the most frequent first; of years all, the latest first.
    Months go from the first to the last; one without articles has 0, and is left out where they are
    further apart than a century. `sampled` is how many articles were counted, where not all were:
    then the numbers are what these say of all.
    """

    facets: dict[str, list[Value]]
    months: list[tuple[str, int]]
    sampled: int | None = None


def breakdown(
    connection: sqlite3.Connection, query: str | None, filters: Filters, total: int
) -> Breakdown:
    """The facets and months of the `total` articles that a query finds."""
    is_all = query is None and filters == NO_FILTERS
    found = _of_all(connection) if is_all else _of_found(connection, query, filters, total)
    sampled = found.pop("all", {}).get("", total)
    if 0 < sampled < total:
        found = {
            facet: _scaled(values, total, sampled, 1 if facet == "month" else _LEAST)
            for facet, values in found.items()
        }
    return Breakdown(
        _labelled(connection, found),
        [(month, found["month"].get(month, 0)) for month in spanned(found["month"])],
        sampled if 0 < sampled < total else None,
    )


def _scaled(values: Mapping[str, int], total: int, sampled: int, least: int) -> Mapping[str, int]:
    """What the numbers of a sample say of all; a value that is hardly in it says nothing."""
    return {
        value: round(number * total / sampled)
        for value, number in values.items()
        if number >= least
    }


def _labelled(connection: sqlite3.Connection, found: Counted) -> dict[str, list[Value]]:
    """The values of each facet that are shown, as they are shown."""
    titles = dict(connection.execute("SELECT name, title FROM stations").fetchall())
    places = dict(connection.execute("SELECT place, place_name FROM stations").fetchall())
    labels = {"station": titles, "place": places}
    counted = {name: _most_frequent(found[name]) for name in FACETS if name != "year"}
    counted["year"] = _years(found["month"])
    return {
        facet: [
            Value(name, labels.get(facet, {}).get(name) or name, number)
            for name, number in counted[facet]
        ]
        for facet in FACETS
    }


def _of_found(
    connection: sqlite3.Connection, query: str | None, filters: Filters, total: int
) -> Counted:
    """Facet → its values, counted among what a query finds, or a sample of it."""
    keys, values = sample(connection, query, filters, total, SAMPLE)
    found: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "month")}
    for facet, value, number in connection.execute(_COUNTED.format(keys=keys), values):
        found.setdefault(facet, {})[value] = number
    return {**found, "place": _by_place(connection, found["station"])}


def _of_all(connection: sqlite3.Connection) -> Counted:
    """The same of all articles, from the counts that are kept."""
    stations = dict(
        connection.execute("SELECT station, articles FROM station_counts WHERE articles").fetchall()
    )
    return {
        "station": stations,
        "place": _by_place(connection, stations),
        "source": {row["name"]: row["articles"] for row in by_source(connection, limit=_MOST)},
        "month": by_month(connection),
        "author": _names(connection, WRITING_ROLES),
        "editor": _names(connection, EDITING_ROLES),
    }


def _by_place(connection: sqlite3.Connection, stations: Mapping[str, int]) -> Counter[str]:
    """Place → the articles of its stations."""
    places: Counter[str] = Counter()
    for station, place in connection.execute("SELECT name, place FROM stations WHERE place <> ''"):
        places[place] += stations.get(station, 0)
    return +places


def _years(months: Mapping[str, int]) -> list[tuple[str, int]]:
    """The years of these months, the latest first."""
    years: Counter[str] = Counter()
    for month, number in months.items():
        years[month[:4]] += number
    return sorted(years.items(), reverse=True)[:_MOST_YEARS]


def _names(connection: sqlite3.Connection, roles: Collection[str]) -> dict[str, int]:
    return {row["name"]: row["articles"] for row in by_name(connection, roles, limit=_MOST)}


def _most_frequent(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return heapq.nsmallest(_MOST, counted.items(), key=lambda each: (-each[1], each[0]))
