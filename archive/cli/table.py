"""Rows as lines of equal columns, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

import click

from archive.model.safe_text import visible_line

_WIDEST = 40  # places to which a cell is filled up; one long name moves its own line alone


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a heading and a line for each row; a Chinese character is two places wide."""
    for line in lines(columns, rows):
        click.echo(visible_line(line))


def lines(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of the table.

    >>> lines(("station", "mean_lag"), [{"station": "湘潭", "mean_lag": None}])
    ['station  mean lag', '湘潭     -']
    >>> [len(line) for line in lines(("station", "n"), [{"station": "x" * 300, "n": 1}])]
    [43, 303]
    """
    cells = [[name.replace("_", " ") for name in columns]]
    cells += [["-" if row[name] is None else str(row[name]) for name in columns] for row in rows]
    widths = [min(max(map(_width, column)), _WIDEST) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in cells
    ]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
