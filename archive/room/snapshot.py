"""A copy of the database to serve, as it stands at one moment; it is removed at the end."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from types import FrameType

from archive.db.connection import NAME, copy_into, storage_errors
from archive.model.errors import StorageError
from archive.store.archive import Archive

_STEPS = 100_000  # of SQLite's machine, after which a signal is heard
_TERMINATED = 143


@contextmanager
def snapshot(folder: Path) -> Iterator[Path]:
    """A folder for temporary files with a copy of archive.db, and the archive's own captures.

    Raises what `Archive.read_only` raises, and StorageError where the copy finds no room. SIGTERM
    ends the block as Ctrl+C does, so that the copy is removed.
    """
    former = signal.signal(signal.SIGTERM, _end)
    made: Path | None = None
    try:
        made = Path(mkdtemp(prefix="archive-snapshot-"))
        _copy(folder, made)
        (made / "warc").symlink_to((folder / "warc").resolve())
        yield made
    except OSError as error:
        raise StorageError(f"a copy cannot be made: {error}; TMPDIR names another folder") from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        signal.signal(signal.SIGTERM, former)


def _copy(folder: Path, made: Path) -> None:
    """Copy the database. Raises StorageError, and KeyboardInterrupt where a signal came."""
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


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(_TERMINATED)
