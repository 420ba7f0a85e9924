"""What a dead run left in `.open` files: whole records are adopted, only a torn tail is cut."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import StorageError
from archive.warc.reader import Scanned, Stored, Torn, scan, stored_in
from archive.warc.writer import OPEN_SUFFIX, seal, sync_folder


@dataclass(frozen=True, slots=True)
class Leftover:
    """One `.open` file, its torn tail cut: what it holds that has no row yet, and what is wrong.

    All of it is on disk. `seal(folder)` closes it, after the rows are committed.
    """

    file: str
    committed: int  # where what has no row begins
    cut: int  # bytes of the torn tail
    damage: tuple[Torn, ...]  # holes before the last whole record: left as they are

    def captures(self, folder: Path) -> Iterator[Stored]:
        """The captures that have no row yet, one after the other."""
        for item in stored_in(folder / f"{self.file}{OPEN_SUFFIX}", self.committed):
            if isinstance(item, Stored):
                yield item

    def seal(self, folder: Path) -> None:
        """Give the file its final name; one in which nothing is whole is removed."""
        path = folder / f"{self.file}{OPEN_SUFFIX}"
        if path.stat().st_size == 0:
            path.unlink()
        else:
            seal(folder, self.file)


def recover(folder: Path, committed: Callable[[str], int]) -> list[Leftover]:
    """The `.open` files in `folder`, each cut to its last whole record.

    `committed` says where, in a file, the last response record ends that has a row; only what
    follows is looked at, and nothing before it is ever cut.
    """
    return [
        _recovered(path, committed(path.name.removesuffix(OPEN_SUFFIX)))
        for path in sorted(folder.glob(f"*.warc.gz{OPEN_SUFFIX}"))
    ]


def _recovered(path: Path, committed: int) -> Leftover:
    file = path.name.removesuffix(OPEN_SUFFIX)
    size = path.stat().st_size
    if size < committed:
        lost = Torn(size, f"the file ends before its last held record, at {committed}", None)
        return Leftover(file, committed, 0, (lost,))
    places = _places(path, committed)
    whole_to = max([committed, *(end for end, torn in places if torn is None)])
    damage = tuple(torn for _, torn in places if torn is not None and torn.offset < whole_to)
    return Leftover(file, committed, _cut(path, whole_to), damage)


def _places(path: Path, start: int) -> list[tuple[int, Torn | None]]:
    """Where each whole record ends, and what is torn; the records themselves are let go."""
    return [
        (item.offset + item.length, None) if isinstance(item, Scanned) else (item.offset, item)
        for item in scan(path, start)
    ]


def _cut(path: Path, length: int) -> int:
    """Cut the file to `length` and sync it: whoever wrote it may not have. The bytes that went."""
    size = path.stat().st_size
    try:
        if size > length:
            os.truncate(path, length)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"{path}: its torn end cannot be cut: {error.strerror}") from error
    return max(0, size - length)
