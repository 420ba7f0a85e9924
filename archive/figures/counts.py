"""Counts: how many articles a query finds, beside all there are, by station, period and more."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from archive.db.filters import Filters
from archive.db.moment import one_moment
from archive.figures.coverage import Looked
from archive.figures.days import days_between, first_day, last_day
from archive.figures.dimensions import DIMENSIONS, OF_STATIONS, PERIODS, refuse_other
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

    By a period, alone or with stations and places, there is a row for each one between the first
    and the last, also where nothing was published: `days_looked` says on how many of its `days`
    somebody looked at a station of the cell. Raises UsageError.
    """
    names = refuse_other(by)
    with one_moment(connection):
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
        self._of_stations = [at for at, name in enumerate(by) if name in OF_STATIONS]
        published = sorted({cell[self._at] for cell in total} - {""})
        self._days: Counter[str] = Counter()
        self._looked: Counter[tuple[Cell, str]] = Counter()
        self._cells: set[Cell] = set()
        if published or (filters.since and filters.until):
            first = first_day(filters.since or published[0])
            last = last_day(filters.until or published[-1])
            length = PERIODS[period]
            self._days.update(day[:length] for day in days_between(first, last))
            self._looked.update(
                (of_stations, day[:length])
                for of_stations, day in self._seen(connection, filters, by)
                if first <= day <= last
            )
        if len(self._of_stations) == len(by) - 1:
            others = {(cell[: self._at], cell[self._at + 1 :]) for cell in total}
            self._cells = {(*of[0], name, *of[1]) for of in others for name in self._days}

    def cells(self) -> set[Cell]:
        """Each period for each combination of stations and places.

        There are none where articles are told apart by more than these: no medium is looked at, and
        there may be any number of them.
        """
        return self._cells

    def looked(self, cell: Cell) -> dict[str, int | None]:
        """How many days the period has, and on how many somebody looked."""
        period = cell[self._at]
        if period not in self._days:  # no date is printed
            return {"days": None, "days_looked": None}
        of_stations = tuple(cell[at] for at in self._of_stations)
        return {"days": self._days[period], "days_looked": self._looked[of_stations, period]}

    def _seen(
        self, connection: sqlite3.Connection, filters: Filters, by: Sequence[str]
    ) -> set[tuple[Cell, str]]:
        """Each day on which somebody looked, once for all stations of a combination."""
        combination = {
            station: tuple({"station": station, "place": place}[by[at]] for at in self._of_stations)
            for station, place in _stations(connection, filters).items()
        }
        return {
            (combination[station], day) for station, day in Looked(connection, combination).days()
        }


def _stations(connection: sqlite3.Connection, filters: Filters) -> dict[str, str]:
    """The stations that the filters let through, and the place of each."""
    where = Filters(station=filters.station, place=filters.place).conditions()
    sql = (
        "SELECT a.station, a.place FROM (SELECT name AS station, coalesce(place, '') AS place"
        f" FROM stations) AS a WHERE {where.where}"
    )
    return dict(connection.execute(sql, where.values).fetchall())
