"""The records of a file that another program wrote: JSON lines, JSON, or CSV."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from archive.dataset.csv import unguarded
from archive.dataset.load import LONGEST_LINE, Line, lines_of
from archive.history.article_rows import NAME_SEPARATOR
from archive.interchange.foreign_table import ForeignTable, delimiter_of
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
    delimiter = delimiter_of(path)
    is_table = delimiter is not None
    if not is_table and mapping is None and station is None:
        yield from lines_of(path)
        return
    for record in _objects(path) if delimiter is None else _rows(path, delimiter, mapping):
        if not isinstance(record, dict):
            yield record if isinstance(record, Line) else json.dumps(record).encode()
        elif mapping is not None:
            yield as_line(mapping.record(record, station))
        else:
            ours = _own(record) if is_table else record
            yield as_line(ours if station is None else ours | {"station": station})


def _rows(
    path: Path, delimiter: str, mapping: FieldMapping | None
) -> Iterator[dict[str, str] | BadRecord]:
    """The rows of a table, which a mapping may say more of."""
    if mapping is None:
        return ForeignTable(path, "utf-8", delimiter).rows(("url",))
    table = ForeignTable(path, mapping.encoding, mapping.delimiter or delimiter)
    return table.rows(mapping.fields["url"])


def _own(row: dict[str, str]) -> dict[str, Any]:
    """The record of a row of an export; a name that holds the separator is two."""
    cells = {name: unguarded(cell) for name, cell in row.items() if cell and name in _COLUMNS}
    lists = {name: cells[name].split(NAME_SEPARATOR) for name in _LISTS if name in cells}
    return cells | {name: [each for each in parts if each] for name, parts in lists.items()}


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
