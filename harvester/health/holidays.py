"""Days on which a Chinese station may well print nothing: weekends and public holidays.

Public holidays come from the package chinesecalendar (extra `holidays`), year by year as the State
Council announces them. In a year that it does not know, and without the package, only weekends are
quiet: then a silence over the New Year may be reported.
"""

from __future__ import annotations

from datetime import date
from functools import cache

SATURDAY = 5


@cache
def is_quiet(day: date) -> bool:
    """Whether few stations print on this day.

    >>> is_quiet(date(2026, 11, 28)), is_quiet(date(2026, 11, 30))
    (True, False)
    """
    try:
        import chinese_calendar
    except ImportError:
        return day.weekday() >= SATURDAY
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:  # a year that it does not know
        return day.weekday() >= SATURDAY
