"""The files of a dataset: none stands under its final name before all are written and synced."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from archive.files.plain_file import making, sync_folder
from archive.model.errors import UsageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer


#: Pieces that may wait to be written: memory is bounded by it.
_MOST_WAITING = 4


class HashedFile(RawIOBase):
    """A file that is written once from its beginning to its end, and digested on the way.

    A thread writes and digests while the next rows are read: a third of the time, on two cores.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._bytes = 0
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

    A name may have folders in it: `articles/year=2022/part-0.parquet`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[dict[str, Any]] = []
        self._tops: dict[str, None] = {}  # names in the folder, in the order of their first file
        self._made: list[Path] = []  # folders, the innermost first

    def __enter__(self) -> Output:
        """Make the folder where it is not there."""
        self._made = [each for each in (self.folder, *self.folder.parents) if not each.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what has no final name, and the folders that were made for nothing."""
        for top in self._tops:
            _remove(unfinished(self.folder, top))
        for made in self._made:
            with suppress(OSError):  # what was written has its name there
                made.rmdir()

    @contextmanager
    def file(self, name: str) -> Iterator[HashedFile]:
        """A new file, under its unfinished name; it is synced, and told of in `files`."""
        top, _, below = name.partition("/")
        if any(name == written["name"] for written in self.files):
            raise ValueError(f"{name}: written twice")
        if top not in self._tops:
            _remove(unfinished(self.folder, top))  # a killed run left it
        path = unfinished(self.folder, top) / below if below else unfinished(self.folder, top)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._tops.setdefault(top)
        with making(path) as file:
            hashed = HashedFile(file)
            with closing(hashed):
                yield hashed
                hashed.finish()
                file.flush()
            os.fsync(file.fileno())
        self.files.append({"name": name, **hashed.entry(), "rows": None})

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
        (self.folder / manifest).unlink(missing_ok=True)
        for name in former - {*self._tops}:
            _remove(self.folder / name)
        for top in (*tops, manifest):
            if (self.folder / top).is_dir():
                _remove(self.folder / top)
            unfinished(self.folder, top).rename(self.folder / top)
        sync_folder(self.folder)


def unfinished(folder: Path, top: str) -> Path:
    """Where a file or folder of a dataset is written until all of them get their names."""
    return folder / f".{top}.unfinished"


def refuse_others(folder: Path, names: Iterable[str], former: Collection[str]) -> None:
    """Raises UsageError where one of the names is taken, and not by the former dataset."""
    for name in names:
        if name not in former and os.path.lexists(folder / name):
            raise UsageError(
                f"{folder / name}: it is no part of an earlier dataset, and would be replaced;"
                " name another folder or file"
            )


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
