"""Facets: of all that a query finds, how many articles each station, source or person has."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from archive.db.filters import NO_FILTERS, Filters
from archive.figures.days import spanned
from archive.figures.kept_counts import IS_MONTH, by_month, by_name, by_source
from archive.model.article import EDITING_ROLES, WRITING_ROLES
from archive.search.search import matching


def _listed(roles: frozenset[str]) -> str:
    """Names of ours as SQL texts."""
    return ", ".join(f"'{role}'" for role in sorted(roles))


#: Facet → SQL of its value, and what is joined to `articles AS a` for it.
_CREDITS = " JOIN credits AS c ON c.article = a.id AND c.revision = a.revision AND c.role IN ({})"
_VALUES = {
    "station": ("a.station", ""),
    "place": ("s.place", " JOIN stations AS s ON s.name = a.station"),
    "source": ("a.source", ""),
    "author": ("c.name", _CREDITS.format(_listed(WRITING_ROLES))),
    "editor": ("c.name", _CREDITS.format(_listed(EDITING_ROLES))),
}
FACETS = ("station", "place", "source", "year", "author", "editor")
_MOST = 8  # values of a facet that are shown,
_MOST_YEARS = 40  # and years
Counted = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how it is named, how it is shown, and how many articles have it."""

    name: str
    label: str
    articles: int


def facets(
    connection: sqlite3.Connection, query: str | None, filters: Filters
) -> dict[str, list[Value]]:
    """Facet → its most frequent values, the most frequent first; of years all, the latest first."""
    is_all = query is None and filters == NO_FILTERS
    counted = _of_all(connection) if is_all else _of_found(connection, query, filters)
    titles = dict(connection.execute("SELECT name, title FROM stations").fetchall())
    places = dict(connection.execute("SELECT place, place_name FROM stations").fetchall())
    labels = {"station": titles, "place": places}
    return {
        facet: [
            Value(name, labels.get(facet, {}).get(name) or name, number)
            for name, number in counted[facet]
        ]
        for facet in FACETS
    }


def _of_found(connection: sqlite3.Connection, query: str | None, filters: Filters) -> Counted:
    """Facet → its values, counted among what a query finds."""
    found, values = matching(connection, query, filters)
    counted = {facet: _counted(connection, facet, found, values) for facet in _VALUES}
    return counted | {"year": _years(_by_month(connection, found, values))}


def _of_all(connection: sqlite3.Connection) -> Counted:
    """The same of all articles, from the counts that are kept."""
    stations = dict(
        connection.execute("SELECT station, articles FROM station_counts WHERE articles").fetchall()
    )
    places: Counter[str] = Counter()
    for station, place in connection.execute("SELECT name, place FROM stations WHERE place <> ''"):
        places[place] += stations.get(station, 0)
    return {
        "station": _most_frequent(stations),
        "place": _most_frequent(+places),
        "source": [(row["name"], row["articles"]) for row in by_source(connection, limit=_MOST)],
        "year": _years(by_month(connection)),
        "author": _names(connection, WRITING_ROLES),
        "editor": _names(connection, EDITING_ROLES),
    }


def _years(months: Mapping[str, int]) -> list[tuple[str, int]]:
    """The years of these months, the latest first."""
    years: Counter[str] = Counter()
    for month, number in months.items():
        years[month[:4]] += number
    return sorted(years.items(), reverse=True)[:_MOST_YEARS]


def _names(connection: sqlite3.Connection, roles: Collection[str]) -> list[tuple[str, int]]:
    return [(row["name"], row["articles"]) for row in by_name(connection, roles, limit=_MOST)]


def _most_frequent(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:_MOST]


def months(
    connection: sqlite3.Connection, query: str | None, filters: Filters
) -> list[tuple[str, int]]:
    """Month (2022-07) and number of articles, from the first month to the last.

    A month without articles has 0; where they are further apart than a century, it is left out.
    """
    if query is None and filters == NO_FILTERS:
        counted = by_month(connection)
        return [(month, counted.get(month, 0)) for month in spanned(counted)]
    found, values = matching(connection, query, filters)
    counted = _by_month(connection, found, values)
    return [(month, counted.get(month, 0)) for month in spanned(counted)]


def _by_month(connection: sqlite3.Connection, found: str, values: Sequence[str]) -> dict[str, int]:
    """Month → number of articles among what a query finds."""
    sql = (
        f"SELECT substr(a.published_at, 1, 7) AS month, count(*) FROM {found}"
        f" GROUP BY month HAVING {IS_MONTH}"
    )
    return dict(connection.execute(sql, values).fetchall())


def _counted(
    connection: sqlite3.Connection, facet: str, found: str, values: Sequence[str]
) -> list[tuple[str, int]]:
    value, joined = _VALUES[facet]
    sql = (
        f"SELECT {value}, count(DISTINCT a.key) FROM {_with(found, joined)} AND {value} <> ''"
        f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MOST}"
    )
    return connection.execute(sql, values).fetchall()


def _with(found: str, joined: str) -> str:
    """What stands after FROM, with a further table joined before its WHERE."""
    tables, _, conditions = found.partition(" WHERE ")
    return f"{tables}{joined} WHERE {conditions or '1'}"
