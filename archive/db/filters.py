"""Which articles are looked at: of stations, places and sources, between two days, once a lineage.

The same for a search, an export, a count and a sample.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.model.errors import UsageError

State = Literal["live", "changed", "gone", "withdrawn"]
Names = str | Sequence[str] | None  # one name, several of which one must hold, or any

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# GB/T 2260, or ISO 3166: what lies below a place has a code that begins with that of the place.
_CODE = re.compile(r"(?:\d\d){1,3}|[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_IS_NO_COPY = (
    "NOT EXISTS (SELECT 1 FROM lineage_members AS m WHERE m.article = a.key AND m.lineage <> a.key)"
)


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


def refuse_no_span(since: str | None, until: str | None) -> None:
    """Raises UsageError where the two are no days, months or years, or the first is the later."""
    refuse_no_date(since, until)
    if since and until and since > until and not since.startswith(until):
        raise UsageError(f"from {since} to {until}: the first is later than the last")


def several(names: Names) -> tuple[str, ...]:
    """The names that are given, each once, in their order.

    >>> several("xt"), several(None), several(["b", "a", "b"])
    (('xt',), (), ('b', 'a'))
    """
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))


Condition = tuple[str, tuple[str, ...]]  # SQL on `articles AS a`, and the values of its parameters


@dataclass(frozen=True, slots=True)
class Conditions:
    """SQL conditions on `articles AS a`, and the values of their parameters, in order."""

    sql: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @classmethod
    def of(cls, conditions: Sequence[Condition]) -> Conditions:
        """All of these hold."""
        return cls(
            tuple(sql for sql, _ in conditions),
            tuple(value for _, values in conditions for value in values),
        )

    @property
    def where(self) -> str:
        """All of them, for a WHERE clause."""
        return " AND ".join(self.sql) or "1"

    @property
    def is_dated(self) -> bool:
        """Whether they ask for articles of certain days."""
        return any("published_at" in sql for sql in self.sql)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What articles are looked at: all, unless something is named.

    Of several stations, sources, places or states one must hold. A station may be a glob
    (rednet-*), which `archive.search.stations.known_in` resolves. A place is a code (430300, 43,
    DE) or a part of a name (湘潭), and stands for everything below it. `since` and `until` are
    days, months or years (2022-07-22, 2022-07, 2022) as the station printed them, both included;
    with either, articles without a date are left out. `lineage="origin"` takes one article of each
    lineage: its origin, or the earliest known copy.
    """

    station: Names = None
    source: Names = None
    since: str | None = None
    until: str | None = None
    place: Names = None
    state: Names = None
    lineage: Literal["origin", "all"] = "all"

    def __post_init__(self) -> None:
        refuse_no_span(self.since, self.until)
        for name in ("station", "source", "place", "state"):
            object.__setattr__(self, name, several(getattr(self, name)))

    @property
    def stations(self) -> tuple[str, ...]:
        """The names of stations that are given."""
        return several(self.station)

    @property
    def places(self) -> tuple[str, ...]:
        """The places that are given."""
        return several(self.place)

    def conditions(self, after: str | None = None, before: str | None = None) -> Conditions:
        """These filters, and the days of a query: from the first, until the second begins."""
        bounds = (
            ("a.published_at >= ?", self.since),
            # every printed time of a day begins with the day: "2022-07-22T…" < "2022-07-22~"
            ("a.published_at < ?", self.until and self.until + "~"),
            ("a.published_at >= ?", after),
            ("a.published_at < ?", before),
        )
        conditions = [
            *_one_of("a.station", self.stations),
            *_one_of("a.source", several(self.source)),
            *((sql, (value,)) for sql, value in bounds if value is not None),
            *_one_of("a.state", several(self.state)),
        ]
        if self.places:
            lie, values = lying_in(self.places)
            conditions.append(
                (f"a.station IN (SELECT s.name FROM stations AS s WHERE {lie})", values)
            )
        if self.lineage == "origin":
            conditions.append((_IS_NO_COPY, ()))
        return Conditions.of(conditions)


def lying_in(places: Sequence[str]) -> Condition:
    """The condition that a station (`s`) lies in one of these places.

    >>> lying_in(["430300", "湘潭"])
    ('(s.place GLOB ? OR instr(s.place_name, ?))', ('4303*', '湘潭'))
    """
    codes = [bool(_CODE.fullmatch(place)) for place in places]
    sql = " OR ".join("s.place GLOB ?" if code else "instr(s.place_name, ?)" for code in codes)
    values = (
        f"{_without_zeros(place)}*" if code else place
        for place, code in zip(places, codes, strict=True)
    )
    return f"({sql})", tuple(values)


def _without_zeros(code: str) -> str:
    """The digits of a code that all places below it share: 43 of 430000."""
    return re.sub("(?:00)+$", "", code) if code.isdecimal() else code


def _one_of(column: str, names: tuple[str, ...]) -> list[Condition]:
    """The condition that a column holds one of these names; none where none is given."""
    if not names:
        return []
    if len(names) == 1:
        return [(f"{column} = ?", names)]
    return [(f"{column} IN ({', '.join('?' * len(names))})", names)]


NO_FILTERS = Filters()
