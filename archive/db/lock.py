"""The writer's lock: one run at a time may change an archive; a dead one holds nothing."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.files import outside_json, plain_file
from archive.model.errors import Locked, StorageError

#: In the archive's folder.
LOCK = "archive.lock"
#: How often, and after which pause, a taken lock is tried again: `holder` has it for a moment.
_TRIES, _PAUSE_SECONDS = 10, 0.02


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
            _take(self._descriptor)
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


def holder(path: Path) -> str | None:
    """Who holds the lock, in words; None where nobody does. Raises StorageError.

    Nothing is written, and the file need not be writable.
    """
    plain_file.refuse_other(path)
    try:
        opened = plain_file.descriptor(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(os.pread(opened, 1000, 0))
    except OSError as error:  # a file system that knows no locks
        raise StorageError(f"{path}: cannot be locked: {error.strerror}") from error
    finally:
        os.close(opened)
    return None


@contextmanager
def without_writer(path: Path) -> Iterator[None]:
    """Keep writers out while the block reads the archive. Raises Locked where one is at work.

    Nothing is written, and the file need not be writable; where there is none nobody has written.
    """
    plain_file.refuse_other(path)
    try:
        opened = plain_file.descriptor(path, os.O_RDONLY)
    except FileNotFoundError:
        yield
        return
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    try:
        _share(opened, path)
        yield
    finally:
        os.close(opened)


def _share(descriptor: int, path: Path) -> None:
    """Lock the file against writers alone. Raises Locked or StorageError."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        who = _holder(os.pread(descriptor, 1000, 0))
        raise Locked(f"{path.parent}: {who}; wait for it, or end it") from error
    except OSError as error:  # a file system that knows no locks
        raise StorageError(f"{path}: cannot be locked: {error.strerror}") from error


def _take(descriptor: int) -> None:
    """Lock the file for writing. Raises BlockingIOError where it stays locked."""
    for _ in range(_TRIES):
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE_SECONDS)
    return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
