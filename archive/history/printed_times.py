"""Printed times of one publication: whether two agree, and which of them says more.

Sites print 3小时前, then 1天前, 上周 or nothing, 07-01 09:00 and at last 2026-07-01 09:00:12,
all of one moment; and those that know the day alone print 2026-07-01 00:00:00.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import chain

from archive.model.article import COUNTED_BACK, YEAR_OF_CAPTURE, Article, PrintedTime

#: 1天前 is said of the last day and of most of the one before it.
_ROUNDED = timedelta(days=1)


def same_time(one: Article, other: Article) -> bool:
    """Whether the times that two readings of a page print can be one moment.

    No time, or words that name none (上周), may mean any; what is counted back is sure to a day.
    """
    if one.published is None or other.published is None:
        return True
    first, second = _as_sure(one.published), _as_sure(other.published)
    if first.agrees_with(second):
        return True
    reasons = _doubts(one) | _doubts(other)
    if COUNTED_BACK in reasons:
        return abs(_day(first) - _day(second)) <= _ROUNDED
    return YEAR_OF_CAPTURE in reasons and _in_year_of(first, second)


def says_more(article: Article, than: Article) -> bool:
    """Whether a reading prints its time more surely, or more finely, than one that agrees."""
    return _sureness(article) > _sureness(than)


def _doubts(article: Article) -> frozenset[str]:
    """Why the time of a reading is not sure, as its evidence says."""
    why = (each.why or "" for each in article.evidence if each.field == "published" and each.chosen)
    return frozenset(chain.from_iterable(each.split("; ") for each in why))


def _sureness(article: Article) -> tuple[bool, bool, int]:
    doubts, published = _doubts(article), article.published
    if published is None:
        return False, False, 0
    return (
        COUNTED_BACK not in doubts,
        YEAR_OF_CAPTURE not in doubts,
        _as_sure(published).fineness + 1,
    )


def _as_sure(printed: PrintedTime) -> PrintedTime:
    """A time without what fills it up: midnight is said of a day, and :00 of a minute.

    >>> _as_sure(PrintedTime.from_iso("2026-07-01T00:00:00+08:00", "second")).iso()
    '2026-07-01'
    """
    value = printed.value
    if not isinstance(value, datetime) or value.second or value.microsecond:
        return printed
    if value.hour == value.minute == 0:
        return PrintedTime(value=value.date(), precision="day")
    return PrintedTime(value=value, precision="minute")


def _day(printed: PrintedTime) -> date:
    value = printed.value
    return value.date() if isinstance(value, datetime) else value


def _in_year_of(one: PrintedTime, other: PrintedTime) -> bool:
    """Whether two times agree but for their years."""
    try:
        moved = PrintedTime(value=one.value.replace(year=other.value.year), precision=one.precision)
    except ValueError:  # 29 February
        return False
    return moved.agrees_with(other)
