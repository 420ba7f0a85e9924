"""Trends: what share of the articles of each month or year a term is in, for each scope."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from archive.db.filters import NO_FILTERS, Filters
from archive.db.moment import one_moment
from archive.figures.days import spanned
from archive.figures.kept_counts import IS_MONTH, by_month
from archive.model.errors import UsageError
from archive.search.search import matching
from archive.search.stations import known_in

Period = Literal["month", "year"]
PERIODS: tuple[Period, ...] = get_args(Period)
COLUMNS = ("period", "term", "scope", "n", "total", "share")
#: Lines that one picture can hold.
MOST_SERIES = 5
_LENGTHS: dict[Period, int] = {"month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Point:
    """One period: `n` articles with the term, of `total` that were published."""

    period: str
    n: int
    total: int

    @property
    def share(self) -> float | None:
        """The share of articles that have the term; None where there are no articles."""
        return round(self.n / self.total, 6) if self.total else None


@dataclass(frozen=True, slots=True)
class Series:
    """A term in one scope: a station (or glob), a place, or (None) all that is held."""

    term: str
    kind: Literal["station", "place"] | None
    scope: str | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """By which period is counted, and from which to which month or year, both included."""

    by: Period = "month"
    since: str | None = None
    until: str | None = None

    def summed(self, months: dict[str, int]) -> Counter[str]:
        """Months put together to periods, within the bounds, which may cut a year."""
        first, last = ((day or "")[: _LENGTHS["month"]] for day in (self.since, self.until))
        summed: Counter[str] = Counter()
        for month, number in months.items():
            if first <= month and month[: len(last)] <= last:
                summed[month[: _LENGTHS[self.by]]] += number
        return summed


def trends(
    connection: sqlite3.Connection, terms: Sequence[str], scopes: Sequence[Filters], span: Span
) -> list[Series]:
    """A series for each term in each scope, all over the same periods without a gap.

    A scope names one station (or glob) or one place, or nothing: all. Raises UsageError for more
    than five series and for what no station has.
    """
    scopes = scopes or [NO_FILTERS]
    if len(terms) * len(scopes) > MOST_SERIES:
        raise UsageError(
            f"{len(terms)} terms in {len(scopes)} stations and places:"
            f" a picture holds {MOST_SERIES} lines"
        )
    with one_moment(connection):
        totals = {scope: span.summed(_total(connection, scope)) for scope in scopes}
        found = {
            (term, scope): span.summed(_months(connection, term, scope))
            for term in terms
            for scope in scopes
        }
    periods = spanned({period for total in totals.values() for period in total})
    return [
        Series(
            term,
            "station" if scope.stations else "place" if scope.places else None,
            next(iter((*scope.stations, *scope.places)), None),
            tuple(Point(each, counted[each], totals[scope][each]) for each in periods),
        )
        for (term, scope), counted in found.items()
    ]


def _months(connection: sqlite3.Connection, term: str, scope: Filters) -> dict[str, int]:
    """Month → how many articles of a scope have the term."""
    found, values = matching(connection, term, scope)
    sql = (
        f"SELECT substr(a.published_at, 1, 7) AS month, count(*) FROM {found}"
        f" GROUP BY month HAVING {IS_MONTH}"
    )
    return dict(connection.execute(sql, values).fetchall())


def _total(connection: sqlite3.Connection, scope: Filters) -> dict[str, int]:
    """Month → how many articles a scope has."""
    if not scope.stations and not scope.places:
        return by_month(connection)
    known = known_in(connection, scope)
    where = known.conditions()
    sql = f"SELECT a.station FROM (SELECT name AS station FROM stations) AS a WHERE {where.where}"
    stations = {name for (name,) in connection.execute(sql, where.values)} | set(known.stations)
    return by_month(connection, stations)
