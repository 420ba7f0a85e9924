"""Facets: of all that a query finds, how many articles each station, source or person has."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive.db.filters import Filters
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
    "year": ("substr(a.published_at, 1, 4)", ""),
    "author": ("c.name", _CREDITS.format(_listed(WRITING_ROLES))),
    "editor": ("c.name", _CREDITS.format(_listed(EDITING_ROLES))),
}
FACETS = tuple(_VALUES)
_MOST = 8  # values of a facet that are shown
_MOST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how it is named, how it is shown, and how many articles have it."""

    name: str
    label: str
    articles: int


def facets(
    connection: sqlite3.Connection, query: str | None, filters: Filters
) -> dict[str, list[Value]]:
    """Facet → its most frequent values, the most frequent first."""
    found, values = matching(connection, query, filters)
    titles = dict(connection.execute("SELECT name, title FROM stations").fetchall())
    places = dict(connection.execute("SELECT place, place_name FROM stations").fetchall())
    labels = {"station": titles, "place": places}
    return {
        facet: [
            Value(name, labels.get(facet, {}).get(name) or name, number)
            for name, number in _counted(connection, facet, found, values)
        ]
        for facet in FACETS
    }


def months(
    connection: sqlite3.Connection, query: str | None, filters: Filters
) -> list[tuple[str, int]]:
    """Month (2022-07) and number of articles, from the first month to the last.

    A month without articles has 0; where they are further apart than a century, it is left out.
    """
    found, values = matching(connection, query, filters)
    counted = dict(
        connection.execute(
            "SELECT substr(a.published_at, 1, 7), count(*)"
            f" FROM {_with(found, '')} AND a.published_at IS NOT NULL GROUP BY 1",
            values,
        ).fetchall()
    )
    if not counted:
        return []
    between = _between(min(counted), max(counted))
    shown = between if len(between) <= _MOST_MONTHS else sorted(counted)
    return [(month, counted.get(month, 0)) for month in shown]


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


def _between(first: str, last: str) -> Sequence[str]:
    """All months from one to another.

    >>> _between("2021-12", "2022-02")
    ['2021-12', '2022-01', '2022-02']
    """
    begin, end = _number(first), _number(last)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
