"""How far a dataset is written, so that the same export goes on from there after an interrupt.

A checkpoint names the files that are whole, and of the one under way how much of it is whole rows,
each with its digest, and has one itself. Nothing is synced for it: what a power cut took away has
another digest. Its file is locked from the first moment of an export to the last, so that no two
write one dataset.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.dataset import pseudonyms
from archive.dataset.file_names import FileNames, unfinished
from archive.dataset.related import RELATED
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
_MOST = 1 << 48  # of rows and bytes: no file has more
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
    def tops(self) -> tuple[str, ...]:
        """The names in the folder of the dataset, in the order of their first file."""
        names = [each["name"] for each in self.files] + ([self.begun.name] if self.begun else [])
        return tuple(dict.fromkeys(name.partition("/")[0] for name in names))


class Checkpoints:
    """The checkpoints of one dataset, in one file, which other commands leave alone meanwhile.

    `depends_on` is, by name, all that decides the bytes of the dataset.
    """

    def __init__(self, names: FileNames, depends_on: dict[str, Any]) -> None:
        self._folder = names.folder
        self._path = unfinished(names.folder, names.checkpoint)
        self._depends_on = depends_on
        self._opened = -1
        #: All names that files and folders of the dataset may have, in whatever form.
        self.tops = names.of_any_form(RELATED)

    @property
    def is_locked(self) -> bool:
        """Whether this command alone writes the dataset."""
        return self._opened >= 0

    @property
    def is_there(self) -> bool:
        """Whether there is something to go on with."""
        return self.is_locked and os.fstat(self._opened).st_size > 0

    def load(self) -> Written:
        """Lock the dataset; what the last checkpoint says, where the files bear it out, or nothing.

        Raises OSError, or Locked where another command is writing the dataset.
        """
        self._lock()
        line = os.pread(self._opened, LARGEST_LIST, 0).partition(b"\n")[0]
        if not line:
            return Written()
        try:
            stored = _state_in(line)
            _check(stored, self.tops)
        except Unreadable as error:
            written = Written(refused=f"{self._path} {error}")
        else:
            written = self._borne_out(stored)
        if written.refused:
            self.forget()
        return written

    def _lock(self) -> None:
        """Open the file and lock it; once more where another command has just removed it."""
        while not self.is_locked:
            opened = plain_file.descriptor(self._path, os.O_RDWR | os.O_CREAT)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(opened), self._path.lstat()):
                    self._opened = opened
            except BlockingIOError:
                raise Locked(
                    f"{self._folder}: another command is writing this dataset;"
                    " wait for it, or end it"
                ) from None
            except FileNotFoundError:
                continue
            finally:
                if self._opened != opened:
                    os.close(opened)

    def _borne_out(self, stored: dict[str, Any]) -> Written:
        """What a checkpoint says, if the same is asked for, and its files are as they were."""
        former = stored["depends_on"]
        others = [name for name, value in self._depends_on.items() if former.get(name) != value]
        if others:
            return Written(refused=f"it was made with another {' and '.join(others)}")
        try:
            for each in stored["files"]:
                self._begun(each)
            begun = self._begun(stored["begun"]) if stored["begun"] else None
        except FileNotFoundError as error:
            return Written(refused=f"{error.filename} is gone")
        except (OSError, Unreadable) as error:
            return Written(refused=str(error))
        return Written(tuple(stored["files"]), begun)

    def _begun(self, entry: dict[str, Any]) -> Begun:
        """The beginning of a file that an entry names. Raises Unreadable where it is another."""
        name, left = entry["name"], entry["bytes"]
        path = unfinished(self._folder, name)
        digest = hashlib.sha256()
        with plain_file.reading(path) as file:
            while piece := file.read(min(_AT_ONCE, left)):
                digest.update(piece)
                left -= len(piece)
        if left or digest.hexdigest() != entry["sha256"]:
            raise Unreadable(f"{path} is not as it was written")
        return Begun(name, entry["bytes"], entry["rows"], digest)

    def save(self, files: list[dict[str, Any]], begun: dict[str, Any] | None) -> None:
        """Write a checkpoint over the one before. Raises OSError."""
        state = {"depends_on": self._depends_on, "files": files, "begun": begun}
        line = json.dumps({"state": state, "sha256": _digest(state)}, ensure_ascii=False)
        os.pwrite(self._opened, line.encode() + b"\n", 0)

    def forget(self) -> None:
        """Leave nothing to go on with; the dataset stays locked."""
        os.ftruncate(self._opened, 0)

    def close(self) -> None:
        """Leave the last checkpoint for the next command."""
        if self.is_locked:
            os.close(self._opened)
            self._opened = -1

    def remove(self) -> None:
        """Take the checkpoint away."""
        if self.is_locked:
            self._path.unlink(missing_ok=True)
            self.close()


def _digest(state: Any) -> str:
    """The digest of what a checkpoint says."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def _state_in(line: bytes) -> dict[str, Any]:
    """What a checkpoint says. Raises Unreadable where it is damaged, or was changed."""
    found = parsed(line, largest=LARGEST_LIST)
    state = found.get("state") if isinstance(found, dict) else None
    if not isinstance(state, dict) or found.get("sha256") != _digest(state):
        raise Unreadable("is damaged, or was changed")
    return state


def _check(state: dict[str, Any], tops: Collection[str]) -> None:
    """Raises Unreadable where a checkpoint has values that no export of this dataset writes."""
    try:
        begun = [state["begun"]] if state["begun"] else []
        fits = isinstance(state["depends_on"], dict) and isinstance(state["files"], list)
        entries = [*state["files"], *begun]
        fits = fits and all(_is_entry(each) for each in entries)
        names = [each["name"] for each in entries]
    except (LookupError, TypeError):
        fits, names = False, []
    if not fits:
        raise Unreadable("has values that no export writes")
    for name in names:
        top, *below = name.split("/")
        if top not in tops or any(map(why_not, below)):
            raise Unreadable("names files that are not of this dataset")
    if len(set(names)) < len(names):
        raise Unreadable("names a file twice")


def _is_entry(entry: dict[str, Any]) -> bool:
    """Whether an entry has all values of a file. Raises LookupError or TypeError."""
    numbers, texts = (entry["bytes"], entry["rows"]), (entry["name"], entry["sha256"])
    return all(type(number) is int and 0 <= number <= _MOST for number in numbers) and all(
        isinstance(text, str) for text in texts
    )
