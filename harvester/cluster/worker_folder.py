"""The folder in which a worker runs a shard: one for each lease, and the last one is used again.

`WORK/<catalogue>/<shard>/<fence>/` holds `archive/`, the archive's folder, and `published.db`, its
database as the current snapshot has it. A worker that is stopped or thought dead keeps its own
folder locked, so that the next one on the same machine begins in another.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from archive.files.plain_file import descriptor, read_bytes, replace
from archive.model.closable import Closable
from archive.model.errors import StorageError

_LOCK = "lock"
_PUBLISHED = "published"  # the key of the snapshot that the folder is as it was published


class WorkerFolder(Closable):
    """The folder of one lease, locked until it is closed.

    `is_current` says whether it already holds the current snapshot.
    """

    def __init__(self, shard: Path, fence: int, snapshot: str | None) -> None:
        self.path = shard / f"{fence:08d}"
        try:
            shard.mkdir(parents=True, exist_ok=True)
            self._descriptor, self.is_current = self._found(shard, snapshot)
        except OSError as error:
            raise StorageError(f"{shard}: no worker can begin here: {error.strerror}") from error

    @property
    def archive(self) -> Path:
        """The archive's folder."""
        return self.path / "archive"

    @property
    def published(self) -> Path:
        """Its database as it was published last."""
        return self.path / "published.db"

    @property
    def log(self) -> Path:
        """What the run prints."""
        return self.path / "run.log"

    def is_changed(self) -> None:
        """From now on the folder is not as it was published."""
        (self.path / _PUBLISHED).unlink(missing_ok=True)

    def is_published(self, snapshot: str) -> None:
        """The folder is as this snapshot has it."""
        replace(self.path / _PUBLISHED, snapshot.encode())

    def close(self) -> None:
        """Let others have the folder."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _found(self, shard: Path, snapshot: str | None) -> tuple[int, bool]:
        """Take over the folder of an earlier lease that has the snapshot, and remove the others."""
        mine = -1
        for path in sorted(shard.iterdir()):
            if not (path.name.isdigit() and int(path.name) < int(self.path.name)):
                continue
            lock = _locked(path)
            if lock is None:  # its worker lives
                continue
            if mine < 0 and snapshot is not None and _published(path) == snapshot:
                path.rename(self.path)
                mine = lock
            else:
                shutil.rmtree(path)
                os.close(lock)
        if mine >= 0:
            return mine, True
        self.path.mkdir()
        lock = _locked(self.path)
        assert lock is not None
        return lock, False


def _locked(path: Path) -> int | None:
    opened = descriptor(path / _LOCK, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


def _published(path: Path) -> str | None:
    try:
        return read_bytes(path / _PUBLISHED, 1000).decode()
    except FileNotFoundError:
        return None
