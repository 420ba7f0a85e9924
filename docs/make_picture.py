"""Draw the straight line of the product as docs/line.svg.

python docs/make_picture.py
"""

from __future__ import annotations

from html import escape
from pathlib import Path

#: Noun, what it is, and where it is kept.
STEPS = (
    ("address", "网址", "frontier"),
    ("capture", "kept as sent", "WARC"),
    ("page", "as printed", "evidence"),
    ("article", "as meant", "revisions"),
    ("archive", "one SQLite file", "archive.db"),
)
ENDS = ("search", "lineage", "export")
WIDTH, HEIGHT, GAP, TOP = 124, 74, 30, 40


def picture() -> str:
    """The whole drawing, the same for the same steps."""
    parts = [_box(number, *step) for number, step in enumerate(STEPS)]
    parts += [_arrow(_left(number) - GAP, TOP + HEIGHT // 2) for number in range(1, len(STEPS))]
    right = _left(len(STEPS))
    for number, name in enumerate(ENDS):
        y = TOP + 6 + number * 31
        parts.append(_arrow(right - GAP, y))
        parts.append(f'<text x="{right + 4}" y="{y + 5}">{name}</text>')
    width, height = right + 80, TOP * 2 + HEIGHT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="15">',
            "<title>address, capture, page, article, archive; search, lineage, export</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _left(number: int) -> int:
    return 16 + number * (WIDTH + GAP)


def _box(number: int, noun: str, what: str, where: str) -> str:
    x, middle = _left(number), _left(number) + WIDTH // 2
    lines = ((26, "bold", noun), (46, "normal", what), (64, "normal", where))
    texts = "".join(
        f'<text x="{middle}" y="{TOP + y}" text-anchor="middle" font-weight="{weight}" '
        f'font-size="{15 if weight == "bold" else 12}">{escape(text)}</text>'
        for y, weight, text in lines
    )
    box = f'<rect x="{x}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" rx="6" '
    return f'{box}fill="#eef3f8" stroke="#44607c"/>{texts}'


def _arrow(x: int, y: int) -> str:
    line = f'<path d="M{x + 4} {y}H{x + GAP - 6}" stroke="#44607c" stroke-width="2"/>'
    return f'{line}<path d="M{x + GAP - 10} {y - 5}l8 5l-8 5z" fill="#44607c"/>'


if __name__ == "__main__":
    Path(__file__).with_name("line.svg").write_text(picture(), encoding="utf-8")
