"""A plain file in the archive's folder: read, made, added to or replaced, never through a link.

What stands there under a name of ours may be of other origin: a symbolic link that leads out of the
folder, a pipe, a device. Whoever opens such a name here gets an OSError that says so, before a byte
is read or written; what is written anew is written to a file that was not there.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import IO

from archive.files.atomic_file import replaced
from archive.model.errors import StorageError

_LINK = "it is a symbolic link, where only a plain file may stand; put the file itself there"
_OTHER = "it is no plain file (a folder, a pipe or a device); move it elsewhere"
_NOT_PLAIN = {errno.ELOOP: _LINK, errno.EISDIR: _OTHER, errno.ENXIO: _OTHER}


def descriptor(path: Path, flags: int) -> int:
    """Open a plain file, as `os.open` does; O_TRUNC is for those who know what they have opened."""
    try:
        opened = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
    except OSError as error:
        reason = _NOT_PLAIN.get(error.errno or 0)
        raise OSError(error.errno, reason or error.strerror, str(path)) from None
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(errno.EINVAL, _OTHER, str(path))
    return opened


def reading(path: Path) -> BufferedReader:
    """The file, opened to be read."""
    return os.fdopen(descriptor(path, os.O_RDONLY), "rb")


def making(path: Path) -> BufferedWriter:
    """A new file, opened to be written; what a dead process left under its name goes."""
    path.unlink(missing_ok=True)
    return os.fdopen(descriptor(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")


def adding(path: Path, length: int) -> BufferedWriter:
    """The file, cut to this length, opened to be added to."""
    opened = os.fdopen(descriptor(path, os.O_WRONLY), "wb")
    opened.truncate(length)
    opened.seek(length)
    return opened


def read_bytes(path: Path, largest: int) -> bytes:
    """What stands in the file; of one that is larger, one byte more than `largest`."""
    with reading(path) as file:
        return file.read(largest + 1)


def close_like(source: IO[bytes], copy: IO[bytes]) -> None:
    """Close a copy to all but its owner to whom its source is closed."""
    closed_to = ~os.fstat(source.fileno()).st_mode & 0o077
    os.fchmod(copy.fileno(), os.fstat(copy.fileno()).st_mode & ~closed_to)


def add_line(path: Path, line: bytes) -> None:
    """Add a line to the file, durably; one that is torn does not swallow it."""
    with os.fdopen(descriptor(path, os.O_RDWR | os.O_CREAT | os.O_APPEND), "r+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, content: bytes) -> None:
    """Write the file again, durably: all of it, or it stays as it was."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BufferedWriter]:
    """A new file that takes the place of the former one, durably, at the end of the block.

    Where the block fails, the former one stays as it was. Raises OSError.
    """
    with replaced(path, making) as file:
        yield file
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def not_plain(path: Path) -> str | None:
    """What stands there instead of a plain file; None where one does, or nothing."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode):
        return None
    return _LINK if stat.S_ISLNK(mode) else _OTHER


def refuse_other(path: Path) -> None:
    """Raises StorageError where something else stands than a plain file, which others will open.

    SQLite is one that does.
    """
    if reason := not_plain(path):
        raise StorageError(f"{path}: {reason}")
