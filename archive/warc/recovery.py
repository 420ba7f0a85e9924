"""What a dead run left in `.open` files: whole records are adopted, torn ones go.

Torn is what was not synced before power was cut: the end of the file or, where a later write
reached the disk before an earlier one, a record before the last whole one. No row ever named it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.files.plain_file import descriptor, reading, refuse_other, replacing, sync_folder
from archive.model.errors import StorageError
from archive.warc.reader import Scanned, Stored, Torn, Unfit, scan, stored_in
from archive.warc.writer import OPEN_SUFFIX, seal

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Leftover:
    """One `.open` file without what was torn: what it holds that has no row yet.

    All of it is on disk. `seal(folder)` closes it, after the rows are committed.
    """

    file: str
    committed: int  # where what has no row begins
    cut: int  # bytes that were torn
    damage: tuple[Torn, ...]  # torn records before the last whole one, and where they stood

    def captures(self, folder: Path) -> Iterator[Stored | Unfit]:
        """The captures that have no row yet, and what makes none, one after the other."""
        for item in stored_in(folder / f"{self.file}{OPEN_SUFFIX}", self.committed):
            if not isinstance(item, Torn):
                yield item

    def seal(self, folder: Path) -> None:
        """Give the file its final name; one in which nothing is whole is removed."""
        path = folder / f"{self.file}{OPEN_SUFFIX}"
        if path.stat().st_size == 0:
            path.unlink()
        else:
            seal(folder, self.file)


def recover(folder: Path, committed: Callable[[str], int]) -> list[Leftover]:
    """The `.open` files in `folder`, each with its whole records alone.

    `committed` says where, in a file, the last response record ends that has a row; only what
    follows is looked at, and nothing before it is ever cut. Raises StorageError, also where a link
    stands among them.
    """
    return [
        _recovered(path, committed(path.name.removesuffix(OPEN_SUFFIX)))
        for path in sorted(folder.glob(f"*.warc.gz{OPEN_SUFFIX}"))
    ]


def _recovered(path: Path, committed: int) -> Leftover:
    refuse_other(path)
    file = path.name.removesuffix(OPEN_SUFFIX)
    size = path.stat().st_size
    if size < committed:
        lost = Torn(size, f"the file ends before its last held record, at {committed}", None)
        return Leftover(file, committed, 0, (lost,))
    whole: list[tuple[int, int]] = []  # begin and end of each record
    torn: list[Torn] = []
    for item in scan(path, committed):
        if isinstance(item, Scanned):
            whole.append((item.offset, item.offset + item.length))
        else:
            torn.append(item)
    damage = tuple(each for each in torn if whole and each.offset < whole[-1][0])
    if damage:
        _leave_out(path, damage[0].offset, whole)
    _cut(path, committed + sum(end - begin for begin, end in whole))
    return Leftover(file, committed, size - path.stat().st_size, damage)


def _leave_out(path: Path, first: int, whole: list[tuple[int, int]]) -> None:
    """Write the file again without what is torn from `first` on; until it is whole, it stands."""
    try:
        with reading(path) as file, replacing(path) as to:
            for begin, end in [(0, first), *(span for span in whole if span[0] > first)]:
                _copy(file, to, begin, end)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written again: {error.strerror}") from error


def _copy(file: BinaryIO, to: BinaryIO, begin: int, end: int) -> None:
    file.seek(begin)
    while piece := file.read(min(_PIECE, end - file.tell())):
        to.write(piece)


def _cut(path: Path, length: int) -> None:
    """Cut the file to `length` and sync it: whoever wrote it may not have."""
    try:
        opened = descriptor(path, os.O_RDWR)
        try:
            if os.fstat(opened).st_size > length:
                os.ftruncate(opened, length)
            os.fsync(opened)
        finally:
            os.close(opened)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"{path}: its torn end cannot be cut: {error.strerror}") from error
