"""Archives open for the room's threads: each thread has its own, opened again now and then."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.db.connection import NAME, storage_errors
from archive.model.errors import StorageError
from archive.store.archive import Archive

_KEPT = 30.0  # seconds for which an archive stays open: a reader is never long in a writer's way
_LONGEST = 5.0  # seconds that one page may ask the database
_TOO_LONG = f"this takes more than {_LONGEST:g} seconds; ask for less"
_TOO_LARGE = "a value that is held is larger than any page can show"
_TOLD = {sqlite3.SQLITE_INTERRUPT: _TOO_LONG, sqlite3.SQLITE_TOOBIG: _TOO_LARGE}
_STEPS = 10_000  # of SQLite's machine, between two looks at the clock
_CACHE_KIBIBYTES = 32_768  # memory of one thread for pages: a search visits thousands
_LARGEST = 64_000_000  # bytes of one text or row, whatever a function makes


class Reading:
    """Opens an archive for each thread that reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = threading.local()

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """This thread's archive; a page that asks too long of it ends with StorageError.

        Raises what `Archive.read_only` raises.
        """
        archive = self._opened()
        until = time.monotonic() + _LONGEST
        archive.connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            with storage_errors(self.folder):
                yield archive
        except sqlite3.DatabaseError as error:
            told = _TOLD.get(getattr(error, "sqlite_errorcode", 0))
            if told is None:
                raise
            raise StorageError(told) from error

    def _opened(self) -> Archive:
        archive: Archive | None = getattr(self._own, "archive", None)
        file = file_of(self.folder)
        if archive is not None and time.monotonic() < self._own.until and file == self._own.file:
            return archive
        if archive is not None:
            self._own.archive = None
            archive.close()
        archive = Archive.read_only(self.folder)
        archive.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        archive.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        self._own.archive, self._own.until = archive, time.monotonic() + _KEPT
        self._own.file = file
        return archive


def file_of(folder: Path) -> int | None:
    """Which file archive.db is today, None where there is none: a rebuild makes another one."""
    try:
        return (folder / NAME).stat().st_ino
    except OSError:
        return None
