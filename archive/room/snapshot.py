"""A copy of the database to serve, as it stands at one moment; it is removed at the end."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from archive.db.connection import NAME, copy_into, storage_errors
from archive.model.errors import StorageError
from archive.room.signals import ended_by
from archive.store.archive import Archive

_STEPS = 100_000  # of SQLite's machine, after which a signal is heard


@contextmanager
def snapshot(folder: Path) -> Iterator[Path]:
    """A folder for temporary files with a copy of archive.db, and the archive's own captures.

    Raises what `Archive.read_only` raises, and StorageError where the copy finds no room. SIGTERM
    and SIGHUP end the block as Ctrl+C does, so that the copy is removed.
    """
    with ended_by(signal.SIGTERM, signal.SIGHUP):
        made = _folder()
        try:
            _copy(folder, made)
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _folder() -> Path:
    """A new folder in the one for temporary files. Raises StorageError where it cannot be made."""
    named = os.environ.get("TMPDIR")
    if named and not Path(named).is_dir():
        raise StorageError(f"TMPDIR is {named}, which is no folder: make it, or name another")
    try:
        return Path(mkdtemp(prefix="archive-snapshot-"))
    except OSError as error:
        raise _no_copy(error) from None


def _no_copy(error: OSError) -> StorageError:
    return StorageError(f"a copy cannot be made: {error}; TMPDIR names another folder")


def _copy(folder: Path, made: Path) -> None:
    """Copy the database, and link the captures. Raises StorageError."""
    try:
        _copy_database(folder, made)
        (made / "warc").symlink_to((folder / "warc").resolve())
    except OSError as error:
        raise _no_copy(error) from None


def _copy_database(folder: Path, made: Path) -> None:
    """Raises StorageError, OSError, and KeyboardInterrupt where a signal came."""
    with Archive.read_only(folder) as archive:
        needed, free = (folder / NAME).stat().st_size, shutil.disk_usage(made).free
        if needed > free:
            raise StorageError(
                f"{made.parent}: a copy needs {needed:,} bytes, and {free:,} are free;"
                " TMPDIR names another folder"
            )
        archive.connection.set_progress_handler(lambda: 0, _STEPS)
        try:
            with storage_errors(made):
                copy_into(archive.connection, made / NAME)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            raise KeyboardInterrupt from error
