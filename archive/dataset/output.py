"""The files of a dataset: none stands under its final name before all are written and synced."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from archive.dataset.checkpoint import EVERY, Begun, Checkpoints
from archive.dataset.file_names import refuse_others, unfinished
from archive.files.plain_file import adding, making, sync_folder

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


#: Pieces that may wait to be written: memory is bounded by it.
_MOST_WAITING = 4


class HashedFile(RawIOBase):
    """A file that is written once from its beginning to its end, and digested on the way.

    A thread writes and digests while the next rows are read: a third of the time, on two cores.
    `begun` is what of it is there already.
    """

    def __init__(self, file: BinaryIO, begun: Begun | None = None) -> None:
        self._file = file
        self._digest = begun.digest if begun else hashlib.sha256()
        self._bytes = begun.bytes if begun else 0
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def write(self, piece: Buffer) -> int:
        """Write a piece; raises what went wrong with a former one."""
        if len(self._waiting) >= _MOST_WAITING:
            self._waiting.popleft().result()
        content = bytes(piece)
        self._waiting.append(self._thread.submit(self._put, content))
        self._bytes += len(content)
        return len(content)

    def then(self, call: Callable[[dict[str, Any]], None]) -> None:
        """Call this with digest and length of what is written so far, once it is."""
        length = self._bytes

        def told() -> None:
            self._file.flush()
            call({"sha256": self._digest.hexdigest(), "bytes": length})

        self._waiting.append(self._thread.submit(told))

    def _put(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)

    def finish(self) -> None:
        """Wait until all is written."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """End the thread; what waits is dropped."""
        self._thread.shutdown(cancel_futures=True)
        super().close()

    def writable(self) -> bool:
        """It is written to."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self._bytes

    def entry(self) -> dict[str, Any]:
        """Its digest and its length."""
        return {"sha256": self._digest.hexdigest(), "bytes": self._bytes}


class Output:
    """Files of one folder that get their names together, the last of them last.

    A name may have folders in it: `articles/year=2022/part-0.parquet`. With `checkpoints`, what an
    interrupted export has written stays, and `files` begins with those of it that are whole.
    """

    def __init__(self, folder: Path, checkpoints: Checkpoints | None = None) -> None:
        self.folder = folder
        self.files: list[dict[str, Any]] = []
        self.refused = ""  # why what an interrupted export has written is of no use
        self._checkpoints = checkpoints
        self._begun: Begun | None = None
        self._saved = 0  # bytes that the last checkpoint tells of
        self._tops: dict[str, None] = {}  # names in the folder, in the order of their first file
        self._made: list[Path] = []  # folders, the innermost first

    def __enter__(self) -> Output:
        """Make the folder where it is not there; see what an interrupted export has written."""
        self._made = [each for each in (self.folder, *self.folder.parents) if not each.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._checkpoints:
            written = self._checkpoints.load()
            self.files, self._begun, self.refused = [*written.files], written.begun, written.refused
            self._tops = dict.fromkeys(written.tops)
            for top in {*self._checkpoints.tops} - {*written.tops}:
                _remove(unfinished(self.folder, top))  # in another form, they may be of gigabytes
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Take away what has no final name, and the folders that were made for nothing.

        After an interrupt, what the last checkpoint tells of stays.
        """
        if self._checkpoints:
            if kind is KeyboardInterrupt and self._checkpoints.is_there:
                self._checkpoints.close()
                return
            self._checkpoints.remove()
        for top in self._tops:
            _remove(unfinished(self.folder, top))
        for made in self._made:
            with suppress(OSError):  # what was written has its name there
                made.rmdir()

    @contextmanager
    def file(self, name: str) -> Iterator[HashedFile]:
        """A file, new or begun, under its unfinished name; it is synced, and told of in `files`."""
        if self.has(name):
            raise ValueError(f"{name}: written twice")
        top = name.partition("/")[0]
        if top not in self._tops:
            _remove(unfinished(self.folder, top))  # a killed run left it
        self._tops.setdefault(top)
        path = unfinished(self.folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        begun = self._begun if self._begun and self._begun.name == name else None
        if begun:
            self._begun = None
        with adding(path, begun.bytes) if begun else making(path) as file:
            hashed = HashedFile(file, begun)
            with closing(hashed):
                yield hashed
                hashed.finish()
                file.flush()
            os.fsync(file.fileno())
        self.files.append({"name": name, **hashed.entry(), "rows": None})

    def has(self, name: str) -> bool:
        """Whether a file is whole."""
        return any(name == written["name"] for written in self.files)

    def rows_in(self, name: str) -> int:
        """How many rows a file, or the files of a folder, have so far."""
        rows = self._begun.rows if self._begun and self._begun.name == name else 0
        for each in self.files:
            if each["name"] == name or each["name"].startswith(f"{name}/"):
                rows += each["rows"]
        return rows

    def reached(self, name: str, file: HashedFile, rows: int) -> None:
        """Note that what is written of a file under way are so many whole rows."""
        if self._checkpoints and self._is_due(file.tell()):
            save, whole = self._checkpoints.save, [*self.files]
            file.then(lambda written: save(whole, {"name": name, "rows": rows, **written}))

    def counted(self, rows: int) -> None:
        """Note how many rows the file has that was written last."""
        self.files[-1]["rows"] = rows
        if self._checkpoints and self._is_due():
            self._checkpoints.save(self.files, None)

    def _is_due(self, under_way: int = 0) -> bool:
        """Whether so much was written since the last checkpoint that now comes another one."""
        written: int = under_way + sum(each["bytes"] for each in self.files)
        if written - self._saved < EVERY:
            return False
        self._saved = written
        return True

    def write(self, name: str, content: bytes) -> None:
        """Write a file at once."""
        with self.file(name) as file:
            file.write(content)

    def publish(self, former: Iterable[str]) -> None:
        """Give all files their names; the last, a manifest, goes first where it stood before.

        `former` are files and folders of the dataset that this one takes the place of; nothing
        else is removed or replaced. Raises UsageError where something else has one of the names.
        """
        *tops, manifest = self._tops
        former = {*former}
        refuse_others(self.folder, self._tops, former)
        if self._checkpoints:
            self._checkpoints.forget()
        (self.folder / manifest).unlink(missing_ok=True)
        for name in former - {*self._tops}:
            _remove(self.folder / name)
        for top in (*tops, manifest):
            if (self.folder / top).is_dir():
                _remove(self.folder / top)
            unfinished(self.folder, top).rename(self.folder / top)
        sync_folder(self.folder)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
