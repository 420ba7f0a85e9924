"""The days of a station as its tallies hold them: what was usual, and what is now."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: Days of the past that a station is compared with.
WINDOW = 400
#: Outcomes of a visit without an answer; `postponed`: its host did not even give a robots.txt.
NO_ANSWER = frozenset({"failed", "postponed"})
TROUBLED = NO_ANSWER | {"quarantined"}


def _measures(*outcomes: str) -> tuple[str, ...]:
    return tuple(f"{kind}:{outcome}" for kind in ("article", "list") for outcome in outcomes)


ANSWERED = _measures(
    "captured", "unchanged", "redirect", "gone", "withdrawn", "quarantined", "suspected"
)
_TROUBLED = _measures(*TROUBLED)
_VISITS = (*ANSWERED, *_measures(*NO_ANSWER))


@dataclass(frozen=True, slots=True)
class Day:
    """What the visits of one day brought; a measure that is missing is 0."""

    day: date
    counts: Mapping[str, int]

    def __getitem__(self, measure: str) -> int:
        return self.counts.get(measure, 0)


def answered(counts: Mapping[str, int]) -> int:
    """Visits that were answered, also by what cannot be read."""
    return _total(counts, ANSWERED)


def troubled(counts: Mapping[str, int]) -> int:
    """Visits without an answer, and those that brought what cannot be read.

    Those without an answer for a cause of this computer are not the station's.
    """
    return max(0, _total(counts, _TROUBLED) - counts.get("outage", 0))


def visits(counts: Mapping[str, int]) -> int:
    """All visits that the station could answer."""
    return max(0, _total(counts, _VISITS) - counts.get("outage", 0))


def _total(counts: Mapping[str, int], measures: Iterable[str]) -> int:
    return sum([counts[each] for each in measures if each in counts])


def sums(days: Iterable[Day]) -> Counter[str]:
    """The measures of several days together."""
    total = Counter[str]()
    for day in days:
        total.update(day.counts)
    return total


def read_days(
    connection: sqlite3.Connection, until: date, stations: Sequence[str]
) -> dict[str, list[Day]]:
    """Station → its days in order, each on which something was visited, up to and with `until`.

    The table is read in its own order, by station and day: the index of days leads all over it.
    """
    if not stations:
        return {}
    named = ", ".join("?" * len(stations))
    first = until - timedelta(days=WINDOW)
    rows = connection.execute(
        f"""SELECT station, day, measure, count FROM crawl_tallies
            WHERE station IN ({named}) AND +day BETWEEN ? AND ? ORDER BY station, day""",
        (*stations, first.isoformat(), until.isoformat()),
    )
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for station, day, measure, count in rows:
        found[station][day][measure] = count
    return {
        station: [Day(date.fromisoformat(day), counts) for day, counts in days.items()]
        for station, days in found.items()
    }
