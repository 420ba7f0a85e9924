"""Which articles a search looks at: of a station, from a source, between two days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archive.model.errors import UsageError

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, a month or a year, as ISO 8601 writes them.

    >>> [is_date(text) for text in ("2026-02-28", "2026-02-30", "2026-13", "2026")]
    [True, False, False, True]
    """
    try:
        date.fromisoformat(f"{text}-01-01"[: len("2022-07-22")])
    except ValueError:
        return False
    return bool(_DATE.fullmatch(text))


def refuse_no_date(*days: str | None) -> None:
    """Raises UsageError where one of these is given and is no day, month or year."""
    for day in days:
        if day is not None and not is_date(day):
            raise UsageError(f"{day!r} is no date: write 2022-07-22, 2022-07 or 2022")


@dataclass(frozen=True, slots=True)
class Conditions:
    """SQL conditions on `articles AS a`, each with one parameter, and the values of these."""

    sql: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @classmethod
    def of(cls, wanted: list[tuple[str, str | None]]) -> Conditions:
        """The conditions that have a value."""
        given = [(sql, value) for sql, value in wanted if value is not None]
        return cls(tuple(sql for sql, _ in given), tuple(value for _, value in given))

    @property
    def where(self) -> str:
        """All of them, for a WHERE clause."""
        return " AND ".join(self.sql) or "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What articles are looked at: all, unless something is named.

    `since` and `until` are days, months or years (2022-07-22, 2022-07, 2022) as the station
    printed them, both included; with either, articles without a date are left out.
    """

    station: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        refuse_no_date(self.since, self.until)

    def conditions(self, after: str | None = None, before: str | None = None) -> Conditions:
        """These filters, and the days of a query: from the first, until the second begins."""
        return Conditions.of(
            [
                ("a.station = ?", self.station),
                ("a.source = ?", self.source),
                ("a.published_at >= ?", self.since),
                # every printed time of a day begins with the day: "2022-07-22T…" < "2022-07-22~"
                ("a.published_at < ?", self.until and self.until + "~"),
                ("a.published_at >= ?", after),
                ("a.published_at < ?", before),
            ]
        )


NO_FILTERS = Filters()
