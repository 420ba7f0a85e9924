"""The days of one station over all its years: published, looked at in vain, or not looked at."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.db.filters import is_date
from archive.db.moment import one_moment
from archive.figures.coverage import Day, Looked
from archive.figures.days import days_between, first_day, last_day, spanned

#: SQL for a day in one of the years 1 to 9999, which are those of the calendar.
_IS_DAY = "day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND day >= '0001'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month: its articles, and how many of its days have which status."""

    month: str
    articles: int
    published: int
    nothing: int
    not_looked: int


class StationDays:
    """Every day of a station, from the first year of which anything is known to the last."""

    def __init__(self, connection: sqlite3.Connection, station: str) -> None:
        self._station = station
        with one_moment(connection):
            self._looked = Looked(connection, [station])
            self._published: Counter[str] = Counter(
                dict(
                    connection.execute(
                        "SELECT substr(published_at, 1, 10) AS day, count(*) FROM articles"
                        f" WHERE station = ? GROUP BY day HAVING {_IS_DAY}",
                        (station,),
                    ).fetchall()
                )
            )
        known = {*self._published, *(day for _, day in self._looked.days() if is_date(day))}
        self.years = spanned({day[:4] for day in known})

    def days(self, year: str) -> list[Day]:
        """The days of a year."""
        return [
            self._looked.day_of(self._station, day, self._published[day])
            for day in days_between(first_day(year), last_day(year))
        ]

    def months(self) -> Iterator[Month]:
        """Each month of all years."""
        for year in self.years:
            of_month: dict[str, list[Day]] = {}
            for day in self.days(year):
                of_month.setdefault(day.day[:7], []).append(day)
            for month, days in of_month.items():
                status = Counter(day.status for day in days)
                yield Month(
                    month=month,
                    articles=sum(day.articles for day in days),
                    published=status["published"],
                    nothing=status["nothing"],
                    not_looked=status["not looked"],
                )
