"""Articles as CSV for spreadsheets and statistics: UTF-8 with BOM, no cell that is a formula."""

from __future__ import annotations

import csv as standard
import io
from collections.abc import Iterable, Iterator
from typing import Any

from archive.dataset.codebook import CSV_COLUMNS
from archive.db.rows import NAME_SEPARATOR

#: A spreadsheet takes a cell that begins with one of these for a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r")


def csv(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A header line, then one row for each record; names are joined by 、."""
    yield "\ufeff".encode() + _line(CSV_COLUMNS)
    for record in records:
        yield _line(_cell(record[column]) for column in CSV_COLUMNS)


def _line(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO(newline="")
    standard.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()


def _cell(value: Any) -> str:
    """A value as text that no spreadsheet calculates.

    >>> [_cell(value) for value in (None, True, ["甲", "乙"], "=1+1", "-")]
    ['', 'true', '甲、乙', "'=1+1", "'-"]
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = NAME_SEPARATOR.join(value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(RISKY) else text
