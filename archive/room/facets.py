"""Facets: of all that a query finds, how many articles each station, source, month or person has.

Of very many articles a sample is counted, and what it says of all is told as such.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.db.sql import numbers
from archive.figures.days import spanned
from archive.figures.kept_counts import IS_MONTH, by_month, by_name, by_source
from archive.model.article import EDITING_ROLES, WRITING_ROLES

FACETS = ("station", "place", "source", "year", "author", "editor")
_MOST = 8  # values of a facet that are shown,
_MOST_YEARS = 40  # and years
_LEAST = 3  # articles of a sample that must have a value

_HELD = f"""
SELECT a.station, a.source, CASE WHEN {IS_MONTH} THEN month END FROM (
    SELECT a.station AS station, a.source AS source, substr(a.published_at, 1, 7) AS month
    FROM json_each(?) AS k CROSS JOIN articles AS a INDEXED BY articles_filters ON a.key = k.value
) AS a"""
# Which roles these are is asked in Python: with a condition on them, SQLite reads all credits there
# are to leave out keys that have none.
_CREDITED = (
    "SELECT k.value, c.role, c.name FROM json_each(?) AS k"
    " CROSS JOIN search_credits AS c ON c.key = k.value"
)
Counted = Mapping[str, Mapping[str, int]]  # facet, or month → value → articles


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


def breakdown(connection: sqlite3.Connection, total: int, sample: Sequence[int]) -> Breakdown:
    """The facets and months of `total` articles, of which the sample has all or some keys."""
    found = _of_sample(connection, sample)
    if not 0 < len(sample) < total:
        return _shown(connection, found)
    scaled = {
        facet: _scaled(values, total, len(sample), 1 if facet == "month" else _LEAST)
        for facet, values in found.items()
    }
    return _shown(connection, scaled, len(sample))


def _shown(connection: sqlite3.Connection, found: Counted, sampled: int | None = None) -> Breakdown:
    months = found["month"]
    return Breakdown(
        _labelled(connection, found),
        [(month, months.get(month, 0)) for month in spanned(months)],
        sampled,
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


def _of_sample(connection: sqlite3.Connection, sample: Sequence[int]) -> Counted:
    """Facet → its values, counted among the articles of these keys."""
    keys = numbers(sorted(sample))
    held = connection.execute(_HELD, (keys,)).fetchall()
    credits = connection.execute(_CREDITED, (keys,)).fetchall()
    stations = _counted(station for station, _, _ in held)
    return {
        "station": stations,
        "place": _by_place(connection, stations),
        "source": _counted(source for _, source, _ in held),
        "month": _counted(month for _, _, month in held),
        "author": _credited(credits, WRITING_ROLES),
        "editor": _credited(credits, EDITING_ROLES),
    }


def _counted(values: Iterable[object]) -> Counter[str]:
    """How often each text is among these; an archive of other origin may hold anything as one."""
    return Counter(value for value in values if isinstance(value, str) and value)


def _credited(credits: Iterable[tuple[int, str, str]], roles: Collection[str]) -> Counter[str]:
    """Name → the articles that credit it in one of these roles."""
    return _counted(
        name for _, name in {(key, name) for key, role, name in credits if role in roles}
    )


def breakdown_of_all(connection: sqlite3.Connection) -> Breakdown:
    """The facets and months of all articles, from the counts that are kept."""
    stations = dict(
        connection.execute("SELECT station, articles FROM station_counts WHERE articles").fetchall()
    )
    found: Counted = {
        "station": stations,
        "place": _by_place(connection, stations),
        "source": {row["name"]: row["articles"] for row in by_source(connection, limit=_MOST)},
        "month": by_month(connection),
        "author": _names(connection, WRITING_ROLES),
        "editor": _names(connection, EDITING_ROLES),
    }
    return _shown(connection, found)


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
