"""The days of a station as its tallies hold them: what was usual, and what is now."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: Days of the past that a station is compared with.
WINDOW = 400


@dataclass(frozen=True, slots=True)
class Day:
    """What the visits of one day brought; a measure that is missing is 0."""

    day: date
    counts: Mapping[str, int]

    def __getitem__(self, measure: str) -> int:
        return self.counts.get(measure, 0)

    @property
    def answered(self) -> int:
        """Visits that brought a page: of a list or of an article."""
        return answered(self.counts)

    @property
    def visits(self) -> int:
        """All visits of which the station might have answered."""
        return visits(self.counts)


def answered(counts: Mapping[str, int]) -> int:
    """Visits that brought a page: of a list or of an article."""
    return _outcomes(counts, ("captured", "unchanged", "redirect", "gone", "withdrawn"))


def troubled(counts: Mapping[str, int]) -> int:
    """Visits that failed, or brought what cannot be read."""
    return _outcomes(counts, ("failed", "quarantined"))


def visits(counts: Mapping[str, int]) -> int:
    """All visits of which the station might have answered."""
    return answered(counts) + troubled(counts)


def _outcomes(counts: Mapping[str, int], outcomes: tuple[str, ...]) -> int:
    return sum(
        counts.get(f"{kind}:{outcome}", 0) for kind in ("article", "list") for outcome in outcomes
    )


def sums(days: Iterable[Day]) -> Counter[str]:
    """The measures of several days together."""
    total = Counter[str]()
    for day in days:
        total.update(day.counts)
    return total


def read_days(
    connection: sqlite3.Connection, until: date, stations: Sequence[str] | None = None
) -> dict[str, list[Day]]:
    """Station → its days in order, each on which something was visited, up to and with `until`.

    All stations, or those that are named.
    """
    first = (until - timedelta(days=WINDOW)).isoformat()
    named = "" if stations is None else f"AND station IN ({', '.join('?' * len(stations))})"
    rows = connection.execute(
        f"""SELECT station, day, measure, count FROM crawl_tallies
            WHERE day BETWEEN ? AND ? {named} ORDER BY station, day""",
        (first, until.isoformat(), *(stations or ())),
    )
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for station, day, measure, count in rows:
        found[station][day][measure] = count
    return {
        station: [Day(date.fromisoformat(day), counts) for day, counts in days.items()]
        for station, days in found.items()
    }
