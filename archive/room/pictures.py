"""Where the bars, days and lines of a picture stand; the templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, sqrt
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


def timeline(moments: Sequence[str | None]) -> list[float | None]:
    """Where each printed moment stands between the first and the last, from 0 to 720.

    None for one that is none; all None where there are no two different ones.

    >>> timeline(["2022-07-22", "2022-07-22T12:00:00+08:00", None, "2022-07-24T00:00:00+08:00"])
    [0.0, 180.0, None, 720.0]
    """
    days = [_days(moment) for moment in moments]
    known = [day for day in days if day is not None]
    first, last = min(known, default=0.0), max(known, default=0.0)
    if first == last:
        return [None] * len(days)
    return [day and round(_WIDTH * (day - first) / (last - first), 1) for day in days]


def _days(moment: str | None) -> float | None:
    """Days, by the clock that is printed; an archive of other origin may hold anything as one."""
    try:
        read = datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    return read.toordinal() + (read.hour * 60 + read.minute) / 1440


def shade(number: int, most: int) -> int:
    """Which of four shades a cell of a table has, by its number; none, 0, where it is empty.

    >>> [shade(number, 20) for number in (0, 1, 5, 11, 20)]
    [0, 1, 2, 3, 4]
    """
    return ceil(4 * sqrt(number / most) - 0.25) if number else 0


_LEFT, _TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 70, 14, 640, 200
_FEW = 3  # of so few periods each has a dot, because a line of one point is not seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series: runs of points that are joined, and the points by themselves where few are."""

    runs: list[str]
    dots: list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Series over the same periods, with the greatest share and the ends of the time below."""

    lines: list[Line]
    most: float
    first: str
    last: str


def chart(series: Sequence[Mapping[str, Any]]) -> Chart | None:
    """The shares of some series as lines; None where there is no period.

    A period without articles interrupts a line: what share it had is not known.

    >>> points = [{"period": p, "share": s} for p, s in (("2020", 0.1), ("2021", 0.2))]
    >>> chart([{"points": points}]).lines[0].runs
    ['70.0,114.0 710.0,14.0']
    """
    points = series[0]["points"] if series else []
    if not points:
        return None
    most = max((p["share"] or 0 for each in series for p in each["points"]), default=0) or 1
    step = _PLOT_WIDTH / max(len(points) - 1, 1)
    lines = [_line(each["points"], step, most) for each in series]
    return Chart(lines=lines, most=most, first=points[0]["period"], last=points[-1]["period"])


def _line(points: Sequence[Mapping[str, Any]], step: float, most: float) -> Line:
    runs: list[list[tuple[float, float]]] = [[]]
    for at, point in enumerate(points):
        if point["share"] is None:
            runs.append([])
        else:
            height = _PLOT_HEIGHT * point["share"] / most
            place = round(_LEFT + at * step, 1), round(_TOP + _PLOT_HEIGHT - height, 1)
            runs[-1].append(place)
    alone = [run[0] for run in runs if len(run) == 1]
    few = [place for run in runs for place in run] if len(points) <= _FEW else alone
    joined = [" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1]
    return Line(runs=joined, dots=few)
