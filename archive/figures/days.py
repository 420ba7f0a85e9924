"""Days as texts: those of a month or year, and all between two."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, timedelta

_MOST_YEARS = 100


def first_day(day: str) -> str:
    """The first day of a day, month or year.

    >>> first_day("2022"), first_day("2022-07"), first_day("2022-07-22")
    ('2022-01-01', '2022-07-01', '2022-07-22')
    """
    return f"{day}-01-01"[:10]


def last_day(day: str) -> str:
    """The last day of a day, month or year.

    >>> last_day("2024"), last_day("2024-02"), last_day("2022-07-22")
    ('2024-12-31', '2024-02-29', '2022-07-22')
    """
    year, month = (f"{day}-12"[:7]).split("-")
    return f"{day[:4]}-{month}-{monthrange(int(year), int(month))[1]:02}" if day[7:] == "" else day


def days_between(first: str, last: str) -> Iterator[str]:
    """All days from the first to the last, both included.

    >>> list(days_between("2022-02-27", "2022-03-01"))
    ['2022-02-27', '2022-02-28', '2022-03-01']
    >>> list(days_between("9999-12-30", "9999-12-31"))
    ['9999-12-30', '9999-12-31']
    """
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    if day > end:
        return
    while day < end:
        yield day.isoformat()
        day += timedelta(days=1)
    yield day.isoformat()  # the calendar may end here


def spanned(periods: Collection[str]) -> list[str]:
    """All months, or all years, from the first of these to the last.

    Where they are further apart than a century, a date is wrong: these alone.

    >>> spanned({"2021-12", "2022-02"}), spanned({"2020", "2022"})
    (['2021-12', '2022-01', '2022-02'], ['2020', '2021', '2022'])
    >>> spanned({"1000", "2024"}), spanned({"1000-01", "2024-07"})
    (['1000', '2024'], ['1000-01', '2024-07'])
    """
    if not periods:
        return []
    begin, end = _number(min(periods)), _number(max(periods))
    are_years = len(min(periods)) == len("2022")
    if end - begin >= _MOST_YEARS * (1 if are_years else 12):
        return sorted(periods)
    if are_years:
        return [f"{number:04}" for number in range(begin, end + 1)]
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]


def _number(period: str) -> int:
    return int(period[:4]) * 12 + int(period[5:]) - 1 if period[4:] else int(period)
