"""Where the parts of a picture stand; the templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

_WIDTH, _HEIGHT = 720, 80
_MOST_BARS = 120
_LEAST_BARS = 24  # so many find room: two bars are no walls
_CELL = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its month or year, its number, and its place from the upper left corner."""

    name: str
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of a calendar: a column a week, a row a day of the week from Monday."""

    day: str
    articles: int
    status: str
    x: int
    y: int


def bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar a month; a bar a year, where there are many months.

    >>> [(bar.name, bar.x, bar.y, bar.height) for bar in bars([("2022-07", 1), ("2022-08", 4)])]
    [('2022-07', 0.0, 60.0, 20.0), ('2022-08', 30.0, 0.0, 80.0)]
    """
    shown = counted if len(counted) <= _MOST_BARS else _by_year(counted)
    most = max((number for _, number in shown), default=0)
    step = _WIDTH / max(len(shown), _LEAST_BARS)
    return [
        Bar(name=name, number=number, x=at * step, y=_HEIGHT - _HEIGHT * number / most,
            width=max(step - 1, 0.5), height=_HEIGHT * number / most)
        for at, (name, number) in enumerate(shown)
        if most
    ]  # fmt: skip


def _by_year(counted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    years: dict[str, int] = {}
    for month, number in counted:
        years[month[:4]] = years.get(month[:4], 0) + number
    return list(years.items())


def calendar(days: Sequence[dict[str, Any]]) -> Iterator[Cell]:
    """The days of a year, in order, each with its place."""
    for at, day in enumerate(days):
        place = at + date.fromisoformat(days[0]["day"]).weekday()
        x, y = place // 7 * _CELL, place % 7 * _CELL
        yield Cell(day=day["day"], articles=day["articles"], status=day["status"], x=x, y=y)
