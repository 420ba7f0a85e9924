"""The interval in which an article was published, by the precision of the printed time.

`2022-07-22` stands for all of that day, `08:51` for all of that minute. The order of two intervals
that overlap is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from archive.model.article import PrintedTime

_LENGTH = {"second": 1, "minute": 60, "day": 86_400}
#: A bare date is a day in China, as everywhere in the archive.
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """From `start` up to, but not including, `end`: seconds since 1970, UTC."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """The sort key where an order is needed."""
        return (self.start + self.end) / 2


def interval_of(printed: PrintedTime | None) -> TimeInterval | None:
    """The interval that a printed time stands for.

    >>> from datetime import date
    >>> day = interval_of(PrintedTime(value=date(2022, 7, 22), precision="day"))
    >>> day.end - day.start
    86400.0
    """
    if printed is None:
        return None
    value = printed.value
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=_CHINA)
    start = value.timestamp()
    return TimeInterval(start, start + _LENGTH[printed.precision])


def lag(earlier: TimeInterval, later: TimeInterval) -> tuple[float, float]:
    """The least and the greatest time in seconds from one to the other; the least may be negative.

    >>> lag(TimeInterval(0, 60), TimeInterval(120, 180))
    (60, 180)
    """
    return later.start - earlier.end, later.end - earlier.start


def are_ordered(one: TimeInterval, other: TimeInterval) -> bool:
    """Whether the intervals do not overlap, so that their order is known."""
    return one.end <= other.start or other.end <= one.start
