"""How far a backfill has come: the days of which articles are held, the gaps, what is still due."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_SHOWN = 5  # gaps that a line names


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillState:
    """One station between two days, both included. Days are those that its pages print."""

    station: str
    days: int
    articles: int
    held_days: int  # of which at least one article is held
    gaps: tuple[tuple[date, date], ...]  # first and last day of each run of days without one
    due: int  # addresses that were found and not visited yet

    def __str__(self) -> str:
        text = (
            f"{self.station}: {self.articles} articles of {self.held_days} of {self.days} days;"
            f" {self.due} addresses still due"
        )
        if not self.gaps:
            return text
        shown = ", ".join(_range(*gap) for gap in self.gaps[:_SHOWN])
        more = len(self.gaps) - _SHOWN
        return f"{text}; no article of {shown}" + (f" and {more} further gaps" if more > 0 else "")


def backfill_state(
    connection: sqlite3.Connection, station: str, first: date, last: date
) -> BackfillState:
    """The state of a station in an archive that was crawled."""
    held = dict(
        connection.execute(
            """SELECT substr(published_at, 1, 10), count(*) FROM articles
               WHERE station = ? AND published_at >= ? AND published_at < ? GROUP BY 1""",
            (station, first.isoformat(), (last + timedelta(days=1)).isoformat()),
        ).fetchall()
    )
    (due,) = connection.execute(
        """SELECT count(*) FROM crawl_frontier WHERE station = ? AND state IN ('pending', 'retry')
           AND (published_on IS NULL OR published_on BETWEEN ? AND ?)""",
        (station, first.isoformat(), last.isoformat()),
    ).fetchone()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return BackfillState(
        station=station,
        days=len(days),
        articles=sum(held.values()),
        held_days=len(held),
        gaps=tuple(_runs([day for day in days if day.isoformat() not in held])),
        due=due,
    )


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """The runs of days that follow each other, each by its first and last.

    >>> _runs([date(2026, 7, 1), date(2026, 7, 2), date(2026, 7, 4)])[0]
    (datetime.date(2026, 7, 1), datetime.date(2026, 7, 2))
    """
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _range(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"
