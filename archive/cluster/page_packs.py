"""A database file as its pages: whole and packed, or only those that a run has changed.

A pack is a zstd frame: how many bytes a page has, how many pages the file has then, and each
changed page behind its number. Where a tenth of the pages change, the rest need not be sent again.
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.files.plain_file import making, reading
from archive.model.errors import Damaged

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MAGIC = b"pages1\n\0"
_HEAD = struct.Struct(">8sII")
_NUMBER = struct.Struct(">I")
_LEVEL = 3
_PIECE = 1 << 20
_LARGEST_PAGE = 1 << 16


def page_size(path: Path) -> int:
    """How many bytes a page of a database has. Raises Damaged where it is none."""
    with reading(path) as file:
        head = file.read(18)
    (size,) = struct.unpack(">H", head[16:18]) if len(head) == 18 else (0,)
    size = _LARGEST_PAGE if size == 1 else size
    if not head.startswith(b"SQLite format 3\0") or size < 512:
        raise Damaged(f"{path}: it is no database")
    return int(size)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with reading(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack_whole(path: Path, to: Path) -> None:
    """Pack a file."""
    with reading(path) as file, _packing(to) as packed:
        while piece := file.read(_PIECE):
            packed.write(piece)


def unpack_whole(packed: Path, to: Path) -> None:
    """The file again. Raises Damaged."""
    with _unpacking(packed) as file, making(to) as target:
        while piece := file.read(_PIECE):
            target.write(piece)


def pack_changed(before: Path, now: Path, to: Path) -> None:
    """Pack the pages of a database that differ from those that it had before."""
    size = page_size(now)
    pages = now.stat().st_size // size
    with reading(before) as old, reading(now) as new, _packing(to) as packed:
        packed.write(_HEAD.pack(_MAGIC, size, pages))
        for number, page in _changed(old, new, size):
            packed.write(_NUMBER.pack(number) + page)


def apply_changed(packed: Path, to: Path) -> None:
    """Put packed pages into the database that they were compared with. Raises Damaged."""
    with _unpacking(packed) as file, to.open("r+b") as target:
        head = file.read(_HEAD.size)
        magic, size, pages = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0, 0)
        if magic != _MAGIC or not 512 <= size <= _LARGEST_PAGE:
            raise Damaged(f"{packed}: it holds no pages of a database")
        while entry := file.read(_NUMBER.size + size):
            (number,) = _NUMBER.unpack_from(entry.ljust(_NUMBER.size))
            if len(entry) != _NUMBER.size + size or number >= pages:
                raise Damaged(f"{packed}: it is torn at a page")
            target.seek(number * size)
            target.write(entry[_NUMBER.size :])
        target.truncate(pages * size)
        target.flush()
        os.fsync(target.fileno())


def _changed(old: BinaryIO, new: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    """The pages that differ, each with its number; a piece that is the same is passed over."""
    pages = max(1, _PIECE // size)
    first = 0
    while piece := new.read(pages * size):
        before = old.read(pages * size)
        if piece != before:
            for at in range(0, len(piece), size):
                page = piece[at : at + size]
                if page != before[at : at + size]:
                    yield first + at // size, page
        first += pages


def _packing(to: Path) -> zstd.ZstdFile:
    to.unlink(missing_ok=True)
    return zstd.ZstdFile(to, "wb", level=_LEVEL)


@contextmanager
def _unpacking(path: Path) -> Iterator[zstd.ZstdFile]:
    """What a frame holds. Raises Damaged where it is torn."""
    try:
        with reading(path) as file, zstd.ZstdFile(file, "rb") as packed:
            yield packed
    except (zstd.ZstdError, EOFError) as error:
        raise Damaged(f"{path}: it is torn: {error}") from error
