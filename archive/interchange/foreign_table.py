"""The rows of a table that another program wrote: CSV in any encoding, with any delimiter."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.dataset.load import LONGEST_LINE, opened
from archive.model.errors import BadRecord, UsageError

#: The endings of tables, and what stands between their cells.
_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: Stands for bytes that are no character: half a character, which no encoding gives.
_NONE = "\udc80"
codecs.register_error("archive.no_character", lambda error: (_NONE, error.end))  # type: ignore[attr-defined]


def delimiter_of(path: Path) -> str | None:
    """What stands between the cells of a file, by its ending; None where it is no table.

    >>> delimiter_of(Path("a.csv.gz")), delimiter_of(Path("a.jsonl"))
    (',', None)
    """
    return _DELIMITERS.get(Path(path.name.removesuffix(".gz")).suffix.lower())


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table; one that begins with a byte order mark is in the encoding that this says."""

    path: Path
    encoding: str
    delimiter: str

    def rows(self, wanted: tuple[str, ...]) -> Iterator[dict[str, str] | BadRecord]:
        """Its rows by the names of the columns; cells beyond the header belong to no column.

        A row that cannot be read is told with its line, and the next line begins another row.
        Raises UsageError where the header cannot be read, or has none of the `wanted` columns.
        """
        csv.field_size_limit(LONGEST_LINE)
        lines = _RowLines(self._lines())
        header: list[str] = []
        rows = self._reader(lines)
        while True:
            try:
                row = next(rows, None)
            except (csv.Error, UnicodeError) as error:
                if not header:
                    raise UsageError(
                        f"{self.path}: it is no CSV in {self.encoding}: {error}; a mapping may say"
                        " another `encoding`"
                    ) from error
                why = f"no CSV in {self.encoding}: {error}"
                yield BadRecord(f"line {lines.first} of the table: {why}")
                lines.give_again()
                rows = self._reader(lines)
                continue
            if row is None:
                return
            if header and row:
                yield dict(zip(header, row, strict=False))
            elif row:
                header = row
                self._check(header, wanted)
            lines.begin_row()

    def _reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        return csv.reader(lines, strict=True, delimiter=self.delimiter)

    def _check(self, header: list[str], wanted: tuple[str, ...]) -> None:
        if not {*header} & {*wanted}:
            columns = ", ".join(header)
            raise UsageError(
                f"{self.path}: it has no column {' or '.join(wanted)}; its columns are"
                f" {columns[:200]}; a mapping may say which, and another `delimiter` than"
                f" {self.delimiter!r}"
            )

    def _lines(self) -> Iterator[str]:
        with opened(self.path) as file:
            encoding = self.encoding
            for mark, of_mark in _MARKS.items():
                if file.peek(len(mark)).startswith(mark):
                    encoding = of_mark
            text = io.TextIOWrapper(file, encoding, errors="archive.no_character", newline="\n")
            while line := text.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise UsageError(f"{self.path}: a line is longer than {LONGEST_LINE >> 20} MB")
                yield line


class _RowLines:
    """The lines of a table, and those of them that the row which is being read has taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.first = 1  # number of the line in which the row begins

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        if _NONE in line:
            raise UnicodeError("it has bytes that are no character")
        return line

    def begin_row(self) -> None:
        """The row is whole: the next line is the first of another."""
        self.first += len(self._taken)
        self._taken.clear()

    def give_again(self) -> None:
        """The row is none: its second line is the first of another."""
        self._again.extendleft(reversed(self._taken[1:]))
        self._taken.clear()
        self.first += 1
