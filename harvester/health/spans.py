"""Spans: the last days of a station beside the days before them, for many numbers of last days.

A sharp change shows on its first day, a slow one or one of a slow station after weeks. One of the
spans begins with the change, or holds an eighth more days at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from harvester.health.days import Day

#: How many days are looked at as the last ones.
LENGTHS = (*range(1, 9), *(round(8 * 1.125**number) for number in range(1, 24)))
#: Days with articles, just before the last ones, that these are compared with: of a slow station
#: they are most of a year.
_BASE = 90
LEAST_READ = 8  # articles or visits, for a share of them to mean something
LEAST_BASE = 40  # and of the past


@dataclass(frozen=True, slots=True)
class Span:
    """The sums of the last days, and of those before them; `since` is the first of the last."""

    since: date
    now: Counter[str]
    past: Counter[str]

    @property
    def is_told_by_articles(self) -> bool:
        """Whether enough articles were read, now and before, for their shares to mean something."""
        return self.now["read"] >= LEAST_READ and self.past["read"] >= LEAST_BASE


def spans(days: Sequence[Day], today: date) -> Iterator[Span]:
    """All spans that end today, the shortest first."""
    ends = [today - timedelta(days=length) for length in LENGTHS]  # a span begins the day after
    now, past = Counter[str](), Counter[str]()
    begin = end = len(days)  # of the past
    articles = 0  # days of the past on which some were read
    for number in range(len(days) - 1, -1, -1):
        if days[number].day <= ends[-1]:
            return
        now.update(days[number].counts)
        if number < end and begin < end:
            past.subtract(days[number].counts)
            articles -= days[number]["read"] > 0
        end = number
        begin = min(begin, end)
        while begin > 0 and articles < _BASE:
            begin -= 1
            past.update(days[begin].counts)
            articles += days[begin]["read"] > 0
        if number == 0 or any(days[number - 1].day <= each < days[number].day for each in ends):
            yield Span(days[number].day, now.copy(), past.copy())
