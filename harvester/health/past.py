"""The past of one station, looked up and added up by SQLite.

A year of all measures of 300 stations takes Python four seconds to read.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from harvester.health.days import ANSWERED, WINDOW


def visited(connection: sqlite3.Connection) -> list[str]:
    """The stations that have tallies: one look into the index for each, not one for each tally."""
    rows = connection.execute(
        """WITH RECURSIVE visited (station) AS (
               SELECT min(station) FROM crawl_tallies UNION ALL
               SELECT (SELECT min(t.station) FROM crawl_tallies AS t WHERE t.station > v.station)
               FROM visited AS v WHERE v.station IS NOT NULL)
           SELECT station FROM visited WHERE station IS NOT NULL"""
    )
    return [station for (station,) in rows]


@dataclass(frozen=True, slots=True)
class Past:
    """The tallies of a station up to and with `today`, as far back as they are compared."""

    connection: sqlite3.Connection
    station: str
    today: date

    def first_day(self) -> date | None:
        """The first day on which something was visited."""
        return self._day("SELECT min(day) FROM TALLIES")

    def last_success(self) -> date | None:
        """The last day on which a visit was answered."""
        kinds = json.dumps(ANSWERED)
        return self._day(
            """SELECT day FROM TALLIES AND count AND measure IN (SELECT value FROM json_each(?))
               ORDER BY day DESC LIMIT 1""",
            kinds,
        )

    def new_days(self) -> list[date]:
        """The days that brought new articles, in order."""
        rows = self.connection.execute(
            """SELECT t.day FROM json_each(?) AS d JOIN crawl_tallies AS t
                   ON t.station = ? AND t.day = d.value AND t.measure = 'new' AND t.count
               ORDER BY d.key""",
            (_days_until(self.today), self.station),
        )
        return [date.fromisoformat(day) for (day,) in rows]

    def sums(self, length: int, until: date | None = None) -> Counter[str]:
        """The measures of so many days together, up to and with a day."""
        last = until or self.today
        rows = self.connection.execute(
            """SELECT measure, sum(count) FROM crawl_tallies
               WHERE station = ? AND day BETWEEN ? AND ? GROUP BY measure""",
            (self.station, _iso(last - timedelta(days=length - 1)), _iso(last)),
        )
        return Counter(dict(rows.fetchall()))

    def _day(self, query: str, *values: str) -> date | None:
        """The day that a query about the whole past gives."""
        tallies = "crawl_tallies WHERE station = ? AND day BETWEEN ? AND ?"
        limits = _iso(self.today - timedelta(days=WINDOW)), _iso(self.today)
        row = self.connection.execute(
            query.replace("TALLIES", tallies),
            (self.station, *limits, *values),
        ).fetchone()
        return date.fromisoformat(row[0]) if row and row[0] else None


@cache
def _days_until(today: date) -> str:
    """The days of the whole past as JSON: to look each up is faster than to read what it has."""
    return json.dumps([_iso(today - timedelta(days=ago)) for ago in range(WINDOW, -1, -1)])


def _iso(day: date) -> str:
    return day.isoformat()
