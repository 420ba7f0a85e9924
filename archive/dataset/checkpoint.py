"""How far a dataset is written, so that the same export goes on from there after an interrupt.

A checkpoint names the files that are whole, and of the one under way how much of it is whole rows,
each with its digest. Nothing is synced for it: what a power cut took away has another digest.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.dataset import pseudonyms
from archive.dataset.file_names import unfinished
from archive.db import connection as database
from archive.files import plain_file
from archive.files.contained_path import why_not
from archive.files.outside_json import LARGEST_LIST, Unreadable, parsed
from archive.model.errors import Locked

if TYPE_CHECKING:
    from hashlib import _Hash

#: Bytes that are written between two checkpoints: at most so much is written again.
EVERY = 8_000_000
_AT_ONCE = 1 << 20
#: The files of an archive from which datasets are made.
_SOURCES = (database.NAME, f"{database.NAME}-wal", pseudonyms.KEY)


def last_written(folder: Path) -> list[list[int]]:
    """Size and time of what datasets are made from: the same as long as nobody writes to it.

    A journal that is empty is as none: SQLite makes it for whoever reads.
    """
    states = [path.stat() for name in _SOURCES if (path := folder / name).exists()]
    return [[state.st_size, state.st_mtime_ns] for state in states if state.st_size]


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a file: its bytes and rows, and its digest, to which more is added."""

    name: str
    bytes: int
    rows: int
    digest: _Hash


@dataclass(frozen=True, slots=True)
class Written:
    """What an interrupted export has written: whole files, as a manifest lists them, and one more.

    `refused` says why a checkpoint that is there is of no use.
    """

    files: tuple[dict[str, Any], ...] = ()
    begun: Begun | None = None
    refused: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files."""
        whole = tuple(each["name"] for each in self.files)
        return (*whole, self.begun.name) if self.begun else whole


class Checkpoints:
    """The checkpoints of one dataset, in one file, which other commands leave alone meanwhile.

    `depends_on` is, by name, all that decides the bytes of the dataset.
    """

    def __init__(self, folder: Path, name: str, depends_on: dict[str, Any]) -> None:
        self._folder = folder
        self._path = unfinished(folder, name)
        self._depends_on = depends_on
        self._opened = -1

    @property
    def is_there(self) -> bool:
        """Whether there is something to go on with."""
        return self._opened >= 0

    def load(self) -> Written:
        """What the last checkpoint says, where the files bear it out: all of it, or nothing.

        Raises Locked where another command is writing the dataset.
        """
        try:
            self._open(os.O_RDWR)
            written = self._stored()
        except FileNotFoundError as error:
            written = Written(refused=f"{error.filename} is gone" if self.is_there else "")
        except (OSError, Unreadable, LookupError, TypeError, AttributeError) as error:
            written = Written(refused=f"it cannot be read: {error}")
        if written.refused:
            self.remove()
        return written

    def _open(self, flags: int) -> None:
        opened = plain_file.descriptor(self._path, flags)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            raise Locked(
                f"{self._folder}: another command is writing this dataset; wait for it, or end it"
            ) from None
        self._opened = opened

    def _stored(self) -> Written:
        """What stands in the file: one line, and maybe the end of a longer one before it."""
        line = os.pread(self._opened, LARGEST_LIST, 0).partition(b"\n")[0]
        stored = parsed(line, largest=LARGEST_LIST)
        former = stored["depends_on"]
        others = [name for name, value in self._depends_on.items() if former.get(name) != value]
        if others:
            return Written(refused=f"it was made with another {' and '.join(others)}")
        files = tuple(entry for entry in stored["files"] if self._begun(entry))
        return Written(files, stored["begun"] and self._begun(stored["begun"]))

    def _begun(self, entry: dict[str, Any]) -> Begun:
        """The beginning of a file that an entry names. Raises Unreadable where it is another."""
        name, left = entry["name"], entry["bytes"]
        if any(map(why_not, name.split("/"))):
            raise Unreadable(f"{name!r} is no name of a file")
        digest = hashlib.sha256()
        with plain_file.reading(unfinished(self._folder, name)) as file:
            while piece := file.read(min(_AT_ONCE, left)):
                digest.update(piece)
                left -= len(piece)
        if digest.hexdigest() != entry["sha256"]:
            raise Unreadable(f"{name} is not as it was written")
        return Begun(name, entry["bytes"], entry["rows"], digest)

    def save(self, files: list[dict[str, Any]], begun: dict[str, Any] | None) -> None:
        """Write a checkpoint over the one before. Raises OSError, or Locked."""
        state = {"depends_on": self._depends_on, "files": files, "begun": begun}
        if not self.is_there:
            self._open(os.O_RDWR | os.O_CREAT)
        os.pwrite(self._opened, json.dumps(state, ensure_ascii=False).encode() + b"\n", 0)

    def close(self) -> None:
        """Leave the last checkpoint for the next command."""
        if self.is_there:
            os.close(self._opened)
            self._opened = -1

    def remove(self) -> None:
        """Take the checkpoint away."""
        if self.is_there:
            self._path.unlink(missing_ok=True)
            self.close()
