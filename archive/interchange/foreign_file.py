"""The records of a file that another program wrote: JSON lines, JSON, or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from archive.dataset.csv import unguarded
from archive.dataset.load import LONGEST_LINE, Line, lines_of
from archive.history.article_rows import NAME_SEPARATOR
from archive.interchange.mapping import FIELDS, FieldMapping, as_line
from archive.model.errors import BadRecord, UsageError

#: The columns of a table of ours that a record has, and those of them that are lists.
_COLUMNS = frozenset((*FIELDS, "published_precision", "layout", "reader"))
_LISTS = ("authors", "editors")


def mapped_lines(path: Path, mapping: FieldMapping | None, station: str | None) -> Iterator[Line]:
    """The records of a file as lines of ours; those that are none, as they stand, or why.

    Without a mapping they are records of ours. `station` is the name that all of them have. Raises
    UsageError for a file that cannot be read.
    """
    is_table = Path(path.name.removesuffix(".gz")).suffix == ".csv"
    if not is_table and mapping is None and station is None:
        yield from lines_of(path)
        return
    for record in _cells(path) if is_table else _objects(path):
        if not isinstance(record, dict):
            yield record if isinstance(record, Line) else json.dumps(record).encode()
        elif mapping is not None:
            yield as_line(mapping.record(record, station))
        else:
            ours = _own(record) if is_table else record
            yield as_line(ours if station is None else ours | {"station": station})


def _own(row: dict[str, str]) -> dict[str, Any]:
    """The record of a row of an export."""
    cells = {name: unguarded(cell) for name, cell in row.items() if cell and name in _COLUMNS}
    return cells | {name: cells[name].split(NAME_SEPARATOR) for name in _LISTS if name in cells}


def _cells(path: Path) -> Iterator[dict[str, str] | BadRecord]:
    """The rows of a table; cells beyond the header belong to no column.

    A row that cannot be read is told with its line, and the next line begins another row.
    """
    csv.field_size_limit(LONGEST_LINE)
    lines = _RowLines(lines_of(path))
    header: list[str] = []
    rows = csv.reader(lines, strict=True)
    while True:
        try:
            row = next(rows, None)
        except (csv.Error, UnicodeDecodeError) as error:
            if not header:
                raise UsageError(f"{path}: it is no CSV in UTF-8: {error}") from error
            yield BadRecord(f"line {lines.first} of the table: no CSV in UTF-8: {error}")
            lines.give_again()
            rows = csv.reader(lines, strict=True)
            continue
        if row is None:
            return
        if header and row:
            yield dict(zip(header, row, strict=False))
        header = header or row
        lines.begin_row()


class _RowLines:
    """The lines of a table, and those of them that the row which is being read has taken."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._again: deque[bytes] = deque()
        self._taken: list[bytes] = []
        self.first = 1  # number of the line in which the row begins

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        is_first = self.first == len(self._taken) == 1
        return line.decode("utf-8-sig" if is_first else "utf-8")

    def begin_row(self) -> None:
        """The row is whole: the next line is the first of another."""
        self.first += len(self._taken)
        self._taken.clear()

    def give_again(self) -> None:
        """The row is none: its second line is the first of another."""
        self._again.extendleft(reversed(self._taken[1:]))
        self._taken.clear()
        self.first += 1


def _objects(path: Path) -> Iterator[Any]:
    """The objects of a file: one a line, one in all, or a list of them.

    A line that is no JSON is given as it stands.
    """
    lines = lines_of(path)
    first = next(lines, b"")
    try:
        json.loads(first)
        is_whole = first.lstrip(b"\xef\xbb\xbf \t").startswith(b"[")
    except (ValueError, RecursionError):
        is_whole = True  # an object or list in several lines
    if not is_whole:
        yield from map(_parsed, chain([first], lines))
        return
    whole = io.BytesIO()
    for line in chain([first], lines):
        whole.write(line)
        if whole.tell() > LONGEST_LINE:
            raise UsageError(
                f"{path}: its JSON is longer than {LONGEST_LINE >> 20} MB; write one record a line"
            )
    try:
        value = json.loads(whole.getvalue().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        yield from map(_parsed, whole.getvalue().splitlines(keepends=True))
        return
    yield from value if isinstance(value, list) else [value]


def _parsed(line: bytes) -> Any:
    """The record of a line, or the line."""
    try:
        return json.loads(line.decode("utf-8-sig")) if line.strip() else line
    except (ValueError, RecursionError):
        return line
