"""The writer's lock: one run at a time may change an archive; a dead one holds nothing."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.files import outside_json, plain_file
from archive.model.errors import Locked, StorageError

#: In the archive's folder.
LOCK = "archive.lock"


class WriterLock:
    """Held from construction to `release`. Raises Locked, naming process and age of the holder,
    or StorageError.
    """

    def __init__(self, path: Path) -> None:
        plain_file.refuse_other(path)
        try:
            self._descriptor = plain_file.descriptor(path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}; is the folder writable?") from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._descriptor, 1000, 0)
            os.close(self._descriptor)
            raise Locked(f"{path.parent}: {_holder(holder)}; wait for it, or end it") from error
        except OSError as error:  # a file system that knows no locks
            os.close(self._descriptor)
            raise StorageError(f"{path}: cannot be locked: {error.strerror}") from error
        about = {"pid": os.getpid(), "started_at": datetime.now(UTC).isoformat(timespec="seconds")}
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, json.dumps(about).encode() + b"\n", 0)
        except OSError as error:
            self.release()
            raise StorageError(
                f"{path}: {error.strerror}; make room or mend the disk and start again"
            ) from error

    def release(self) -> None:
        """Let the next run begin; the file stays, its lock does not."""
        if self._descriptor >= 0:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            os.close(self._descriptor)
            self._descriptor = -1

    @contextmanager
    def released_on_error(self) -> Iterator[None]:
        """Release the lock where the block fails; else it stays taken."""
        try:
            yield
        except BaseException:
            self.release()
            raise


def _holder(holder: bytes) -> str:
    """Who holds the lock, as its file says it; that may be of any origin."""
    try:
        about = outside_json.parsed(holder)
        pid, since = about["pid"], datetime.fromisoformat(about["started_at"])
        minutes = int((datetime.now(UTC) - since).total_seconds()) // 60
    except (ValueError, KeyError, TypeError):  # it has taken the lock but not yet written to it
        return "another run holds the archive (it has only just started)"
    stopped = ", stopped: kill -CONT lets it go on" if _is_stopped(pid) else ""
    return f"another run holds the archive (process {pid}, for {minutes} min{stopped})"


def _is_stopped(pid: object) -> bool:
    """Whether a process was stopped (SIGSTOP, Ctrl-Z), where the system tells."""
    try:
        return (
            isinstance(pid, int)
            and Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] == b"T"
        )
    except (OSError, IndexError):
        return False
