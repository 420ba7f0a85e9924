"""When an article was published, as an interval: what is printed has a precision.

`2022-07-22` is any moment of that day, `08:51` any of that minute. Of two intervals that overlap
nobody can say which came first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from archive.model.article import PrintedTime

_LENGTH = {"second": 1, "minute": 60, "day": 86_400}
#: A bare date is a day in China, as everywhere in the archive.
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Moment:
    """From `start` up to, but not including, `end`: seconds since 1970, UTC."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """What moments are sorted by where an order is needed at all."""
        return (self.start + self.end) / 2


def moment_of(printed: PrintedTime | None) -> Moment | None:
    """The interval that a printed time stands for.

    >>> from datetime import date
    >>> day = moment_of(PrintedTime(value=date(2022, 7, 22), precision="day"))
    >>> day.end - day.start
    86400.0
    """
    if printed is None:
        return None
    value = printed.value
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=_CHINA)
    start = value.timestamp()
    return Moment(start, start + _LENGTH[printed.precision])


def lag(earlier: Moment, later: Moment) -> tuple[float, float]:
    """The least and the greatest time in seconds from one to the other; the least may be below 0.

    >>> lag(Moment(0, 60), Moment(120, 180))
    (60, 180)
    """
    return later.start - earlier.end, later.end - earlier.start


def decided(one: Moment, other: Moment) -> bool:
    """Whether one was before the other beyond doubt."""
    return one.end <= other.start or other.end <= one.start
