"""Rows as CSV for spreadsheets and statistics: UTF-8, no cell that a spreadsheet calculates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson

from archive.dataset.columns import Column, Kind
from archive.dataset.values import Sink, Values
from archive.history.article_rows import NAME_SEPARATOR

BYTE_ORDER_MARK = "\ufeff".encode()
#: A spreadsheet takes a cell that begins with one of these for a formula; the last is our own mark.
RISKY = frozenset("=+-@\t\r'")
#: Characters that a cell of Excel holds.
EXCEL_CELL = 32_767


def write(sink: Sink, columns: Sequence[Column], batches: Iterable[list[Values]]) -> None:
    """Write one line for each row. Texts are quoted, so that an empty text is told from nothing."""
    for _ in passing(sink, columns, batches):
        pass


def write_header(sink: Sink, columns: Sequence[Column], *, mark: bool) -> None:
    """Write the line that names the columns; `mark` puts a byte order mark before it."""
    header = ",".join(column.name for column in columns)
    sink.write((BYTE_ORDER_MARK if mark else b"") + f"{header}\r\n".encode())


def passing(
    sink: Sink, columns: Sequence[Column], batches: Iterable[list[Values]]
) -> Iterator[list[Values]]:
    """The same batches, each written on its way to another writer."""
    cells = [_CELLS.get(column.kind, _text) for column in columns]
    for batch in batches:
        by_column = [
            [("" if value is None else cell(value)) for value in values]
            for cell, values in zip(cells, zip(*batch, strict=True), strict=True)
        ]
        lines = map(",".join, zip(*by_column, strict=True))
        sink.write(("\r\n".join(lines) + "\r\n").encode())
        yield batch


def lines(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A small table, line by line, without line ends.

    >>> print(*lines(["name", "n"], [["=甲", 3], [None, 0.5]]))
    name,n "'=甲",3 ,0.5
    """
    yield ",".join(names)
    for row in rows:
        yield ",".join(_any(value) for value in row)


def _any(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _truth(value)
    return _text(value) if isinstance(value, str) else repr(value)


def unguarded(cell: str) -> str:
    """The text of a cell without the mark that keeps a spreadsheet from calculating it.

    >>> unguarded("'=1+1"), unguarded("''tis"), unguarded("路灯")
    ('=1+1', "'tis", '路灯')
    """
    return cell[1:] if cell.startswith("'") else cell


def _text(value: str) -> str:
    """A text, quoted, that no spreadsheet calculates.

    >>> print(_text("题"), _text("=1+1"), _text("'tis"), _text(""), _text('5" tall'))
    "题" "'=1+1" "''tis" "" "5"" tall"
    """
    if '"' in value:
        value = value.replace('"', '""')
    return f'"\'{value}"' if value[:1] in RISKY else f'"{value}"'


def _texts(value: list[str]) -> str:
    return _text(NAME_SEPARATOR.join(value)) if value else ""


def _json(value: Any) -> str:
    return _text(orjson.dumps(value).decode())


def _truth(value: bool) -> str:
    return "true" if value else "false"


_CELLS: dict[Kind, Callable[[Any], str]] = {
    "texts": _texts,
    "objects": _json,
    "object": _json,
    "counts": _json,
    "boolean": _truth,
    "integer": str,
    "number": repr,
    "date": str,
    "moment": str,
}
