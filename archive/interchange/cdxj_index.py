"""A CDXJ index of the archive's WARC files, for programs that replay them.

It is made from the rows of the captures, so that it has responses and revisits alone, whatever else
stands in the files. A file that is there already is brought up to date: what is new comes in, what
was taken down or erased goes out, and all else stays as it is.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.db.moment import one_moment
from archive.files.atomic_file import written
from archive.model.errors import Damaged, StorageError, UsageError
from archive.store.archive import Archive
from archive.store.replay import all_captures, captures_taken_down, replayed
from archive.warc.cdxj import LONGEST_LINE, place_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """How many captures an index has, how many of them are new, how many went out.

    `left_out` says of captures that are in no index why, and of how many.
    """

    captures: int
    added: int
    removed: int
    left_out: dict[str, int]


def write_index(archive: Archive, output: Path | None) -> Indexed:
    """Write the index to a file, or bring it up to date; None is standard output.

    Raises UsageError where the file is no index, and StorageError; then it stays as it was.
    """
    try:
        with closing(_Lines()) as lines:
            if output is not None and output.is_file():
                lines.take_over(output)
            left_out = _look_through(archive, lines)
            with written(output) as file:
                for line in lines.sorted():
                    file.write(f"{line}\n")
            return lines.summary(left_out)
    except OSError as error:
        raise StorageError(f"{output}: {error.strerror}; the index stays as it was") from error


def _look_through(archive: Archive, lines: _Lines) -> Counter[str]:
    """Give `lines` each capture; the number of those left out, by reason."""
    left_out: Counter[str] = Counter()
    connection = archive.connection
    with one_moment(connection):
        taken_down = captures_taken_down(connection)
        for row in all_captures(connection):
            if row["id"] not in taken_down and lines.keep(row["warc_file"], row["warc_offset"]):
                continue
            try:
                item = replayed(archive.captures.folder, row, taken_down)
            except Damaged as error:
                left_out[f"damaged: {error}"] += 1
                continue
            if item.entry is None:
                left_out[item.why_not or ""] += 1
            else:
                lines.add(item.entry.file, item.entry.offset, item.entry.line())
    return left_out


class _Lines:
    """Lines by their place, in a database of their own on disk: an index may outgrow memory."""

    def __init__(self) -> None:
        self._scratch = sqlite3.connect("", isolation_level=None)
        self._scratch.execute(
            "CREATE TABLE lines (file TEXT, offset INTEGER, line TEXT, is_held INTEGER,"
            " PRIMARY KEY (file, offset)) WITHOUT ROWID"
        )
        self._scratch.execute("BEGIN")
        self._former = 0
        self._added = 0

    def close(self) -> None:
        """Drop all lines."""
        self._scratch.close()

    def take_over(self, path: Path) -> None:
        """The lines of an index; each goes out unless it is kept. Raises UsageError."""
        with path.open(encoding="utf-8", errors="replace") as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                try:
                    location = place_in(line)
                except ValueError as error:
                    raise UsageError(
                        f"{path}, line {number}: {error}; name another file, or remove this one"
                    ) from error
                self._scratch.execute(
                    "INSERT OR REPLACE INTO lines VALUES (?, ?, ?, 0)",
                    (*location, line.removesuffix("\n")),
                )
        (self._former,) = self._scratch.execute("SELECT count(*) FROM lines").fetchone()

    def keep(self, file: str, offset: int) -> bool:
        """Keep the line of a place; False where there is none."""
        updated = self._scratch.execute(
            "UPDATE lines SET is_held = 1 WHERE file = ? AND offset = ?", (file, offset)
        )
        return updated.rowcount > 0

    def add(self, file: str, offset: int, line: str) -> None:
        """Add the line of a place."""
        self._added += 1
        self._scratch.execute("INSERT INTO lines VALUES (?, ?, ?, 1)", (file, offset, line))

    def sorted(self) -> Iterator[str]:
        """The lines in the order of their bytes."""
        for (line,) in self._scratch.execute("SELECT line FROM lines WHERE is_held ORDER BY line"):
            yield line

    def summary(self, left_out: Counter[str]) -> Indexed:
        """What became of the index."""
        (captures,) = self._scratch.execute("SELECT count(*) FROM lines WHERE is_held").fetchone()
        return Indexed(
            captures=captures,
            added=self._added,
            removed=self._former + self._added - captures,
            left_out=dict(left_out),
        )
