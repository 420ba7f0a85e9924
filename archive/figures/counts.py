"""Counts: how many articles a query finds, beside all there are, by station, period and more."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from archive.db.filters import Filters
from archive.figures.coverage import Looked
from archive.figures.days import days_between, first_day, last_day
from archive.figures.dimensions import DIMENSIONS, PERIODS, refuse_other
from archive.search.search import matching
from archive.search.stations import known_in

Cell = tuple[str, ...]


def columns(by: Sequence[str]) -> tuple[str, ...]:
    """The columns of the table: dimensions, figures, and of periods the days that were looked at.

    >>> columns(["station", "month"])
    ('station', 'month', 'n', 'total', 'share', 'days', 'days_looked')
    """
    return (*by, "n", "total", "share", *(("days", "days_looked") if _period(by) else ()))


def counts(
    connection: sqlite3.Connection, query: str | None, filters: Filters, by: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """A row for each cell: `n` articles of the query, `total` of all, and their `share`.

    By a period there is a row for each one between the first and the last, also where nothing was
    published: `days_looked` says on how many of its `days` somebody looked at a station of the
    cell. Raises UsageError.
    """
    names = refuse_other(by)
    filters = known_in(connection, filters)
    total = _count(connection, None, filters, names)
    n = total if query is None else _count(connection, query, filters, names)
    days = _Days(connection, filters, names, total) if _period(names) else None
    for cell in sorted(total.keys() | (days.cells() if days else set())):
        row: dict[str, Any] = dict(zip(names, cell, strict=True))
        row |= {"n": n[cell], "total": total[cell]}
        row["share"] = round(n[cell] / total[cell], 6) if total[cell] else None
        yield row | (days.looked(cell) if days else {})


def _period(by: Sequence[str]) -> str | None:
    return next((name for name in by if name in PERIODS), None)


def _count(
    connection: sqlite3.Connection, query: str | None, filters: Filters, by: Sequence[str]
) -> Counter[Cell]:
    """How many articles are in each cell."""
    found, values = matching(connection, query, filters)
    cells = ", ".join((*(DIMENSIONS[name] for name in by), "count(*)"))
    group = f" GROUP BY {', '.join(str(at + 1) for at in range(len(by)))}" if by else ""
    rows = connection.execute(f"SELECT {cells} FROM {found}{group}", values)
    return Counter({tuple(cell): count for *cell, count in rows})


class _Days:
    """The days of each period, and on how many of them somebody looked at stations of a cell."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        filters: Filters,
        by: Sequence[str],
        total: Counter[Cell],
    ) -> None:
        period = _period(by)
        assert period is not None
        self._at = by.index(period)
        length = PERIODS[period]
        self._others = {self._without(cell) for cell in total}
        published = sorted({cell[self._at] for cell in total} - {""})
        self._days: dict[str, list[str]] = {}
        if published or (filters.since and filters.until):
            first = first_day(filters.since or published[0])
            last = last_day(filters.until or published[-1])
            days = days_between(first, last)
            self._days = {name: list(of) for name, of in groupby(days, lambda day: day[:length])}
        self._looked: Counter[Cell] = Counter()
        self._count(connection, filters, by, length)

    def cells(self) -> set[Cell]:
        """Each period for each combination of the other dimensions."""
        return {
            (*others[: self._at], period, *others[self._at :])
            for others in self._others
            for period in self._days
        }

    def looked(self, cell: Cell) -> dict[str, int | None]:
        """How many days the period has, and on how many somebody looked."""
        days = self._days.get(cell[self._at])
        if days is None:  # no date is printed
            return {"days": None, "days_looked": None}
        return {"days": len(days), "days_looked": self._looked[cell]}

    def _without(self, cell: Cell) -> Cell:
        return (*cell[: self._at], *cell[self._at + 1 :])

    def _count(
        self, connection: sqlite3.Connection, filters: Filters, by: Sequence[str], length: int
    ) -> None:
        """Count each day once for a cell, however many of its stations were looked at."""
        known = {day for days in self._days.values() for day in days}
        cells_of = {
            station: self._cells_of({"station": station, "place": place}, by)
            for station, place in _stations(connection, filters).items()
        }
        seen = {
            ((*others[: self._at], day[:length], *others[self._at :]), day)
            for station, day in Looked(connection).days()
            if day in known
            for others in cells_of.get(station, ())
        }
        self._looked.update(cell for cell, _ in seen)

    def _cells_of(self, of_station: dict[str, str], by: Sequence[str]) -> list[Cell]:
        """The combinations of the other dimensions that a station belongs to."""
        named = self._without(tuple(by))
        return [
            others
            for others in self._others
            if all(
                of_station.get(name, value) == value
                for name, value in zip(named, others, strict=True)
            )
        ]


def _stations(connection: sqlite3.Connection, filters: Filters) -> dict[str, str]:
    """The stations that the filters let through, and the place of each."""
    where = Filters(station=filters.station, place=filters.place).conditions()
    sql = (
        "SELECT a.station, a.place FROM (SELECT name AS station, coalesce(place, '') AS place"
        f" FROM stations) AS a WHERE {where.where}"
    )
    return dict(connection.execute(sql, where.values).fetchall())
