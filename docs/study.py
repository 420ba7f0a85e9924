"""A worked study: who reprints whom, and how soon; of an export as CSV, drawn as docs/study.svg.

archive export --format csv --output region-csv --archive demo-archive
python docs/study.py region-csv docs/study.svg
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median

LEFT, TOP, CELL, ROW, LAGS = 130, 130, 64, 34, 250
BOLD = 'font-weight="bold"'


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that carries the text of an earlier one: who took it from whom, after how long.

    `hours` is the middle of the range in which the lag lies; None where a time is not printed, or
    the order is undecided.
    """

    taker: str
    source: str
    hours: float | None


def copies_in(folder: Path) -> list[Copy]:
    """The copies in an export whose parent is in it, too."""
    with (folder / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    return [
        Copy(row["station_title"], rows[row["parent"]]["station_title"], _hours(row))
        for row in rows.values()
        if row["parent"] in rows
    ]


def _hours(row: dict[str, str]) -> float | None:
    if not row["lag_at_least"] or int(row["lag_at_least"]) < 0:
        return None
    return (int(row["lag_at_least"]) + int(row["lag_at_most"])) / 7200


def picture(copies: Iterable[Copy]) -> str:
    """A table of who took how much from whom, shaded, and beside it how soon."""
    copies = list(copies)
    flows = Counter((copy.taker, copy.source) for copy in copies)
    takers = _by_weight(Counter(copy.taker for copy in copies))
    sources = _by_weight(Counter(copy.source for copy in copies))
    hours = defaultdict(list)
    for copy in copies:
        if copy.hours is not None:
            hours[copy.taker].append(copy.hours)
    right = LEFT + len(sources) * CELL + 24
    width, height = right + LAGS + 40, TOP + len(takers) * ROW + 40
    longest = max((max(each) for each in hours.values()), default=1.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="13">',
        "<title>Who reprints whom, and after how many hours</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(LEFT, 20, "articles taken from", BOLD),
        _text(right, 20, "hours until then: range and median", BOLD),
        _text(12, TOP - 10, "taken by", BOLD),
    ]
    for column, source in enumerate(sources):
        x = LEFT + column * CELL + CELL // 2
        parts.append(
            f'<text transform="translate({x} {TOP - 8}) rotate(-30)">{escape(source)}</text>'
        )
    most = max(flows.values(), default=1)
    for row, taker in enumerate(takers):
        y = TOP + row * ROW
        parts.append(_text(12, y + 22, taker))
        for column, source in enumerate(sources):
            parts += _cell(LEFT + column * CELL, y, flows[taker, source], most)
        parts += _range(right, y + ROW // 2, hours[taker], longest)
    return "\n".join((*parts, "</svg>", ""))


def _by_weight(counted: Counter[str]) -> list[str]:
    return sorted(counted, key=lambda name: (-counted[name], name))


def _cell(x: int, y: int, count: int, most: int) -> list[str]:
    if not count:
        return []
    box = f'<rect x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{ROW - 2}" fill="#44607c"'
    shade = 0.15 + 0.85 * count / most
    ink = "#ffffff" if shade > 0.5 else "#000000"
    return [
        f'{box} fill-opacity="{shade:.2f}"/>',
        _text(x + CELL // 2, y + 22, str(count), f'text-anchor="middle" fill="{ink}"'),
    ]


def _range(x: int, y: int, hours: Sequence[float], longest: float) -> list[str]:
    if not hours:
        return [_text(x, y + 5, "no time of day is printed")]
    low, middle, high = (
        x + round(LAGS * each / longest) for each in (min(hours), median(hours), max(hours))
    )
    return [
        f'<line x1="{low}" y1="{y}" x2="{high}" y2="{y}" stroke="#44607c" stroke-width="2"/>',
        f'<circle cx="{middle}" cy="{y}" r="5" fill="#b5482e"/>',
        _text(high + 6, y + 5, f"{median(hours):.1f}"),
    ]


def _text(x: int, y: int, text: str, style: str = "") -> str:
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(picture(copies_in(Path(sys.argv[1]))), "utf-8")
