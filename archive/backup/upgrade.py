"""Upgrade: the tables of an archive that an older version made become those of this version.

The database as it was is kept beside it; the WARC files are not touched. Every command that writes
upgrades as well, without a copy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from archive.custody.opening import open_locked
from archive.db import connection as database
from archive.db.folder import former_database, refuse_no_archive, refuse_to_write
from archive.db.lock import LOCK, WriterLock
from archive.files.plain_file import sync_folder
from archive.model.errors import StorageError
from archive.verification.repair import mend_older


def changes(folder: Path) -> list[str]:
    """What an upgrade would change, one line for each step; nothing where all is of today.

    Raises NoArchive, UsageError (a backup), NewerArchive, OlderArchive (made before 0.2.0) or
    Damaged.
    """
    refuse_no_archive(folder)
    refuse_to_write(folder)
    return database.pending_changes(folder)


def upgrade(folder: Path, begin: Callable[[list[str]], None]) -> Path | None:
    """Upgrade an archive; gives the copy of the database as it was, None where all is of today.

    `begin` is given the changes once nothing stands in their way. Raises what `changes` does, and
    Locked, or StorageError where there is no room for the copy. Where a step fails, the database is
    as it was before that step. Nobody else writes between the copy and the last step.
    """
    changes(folder)  # refuses what is not to be written to, before the lock is made
    lock = WriterLock(folder / LOCK)
    with lock.released_on_error():
        pending = changes(folder)
        if not pending:
            lock.release()
            return None
        copy = former_database(folder)
        _copy(folder / database.NAME, copy)
        begin(pending)
        _step(folder, lock)
    return copy


def bring_up_to_date(folder: Path) -> list[str]:
    """Upgrade without a copy; what was mended on the way, in words."""
    lock = WriterLock(folder / LOCK)
    with lock.released_on_error():
        return _step(folder, lock)


def _step(folder: Path, lock: WriterLock) -> list[str]:
    mended = mend_older(folder)  # what is not as that version made it would stand in the way
    open_locked(folder, lock).close()
    return mended


def _copy(path: Path, copy: Path) -> None:
    """The database at this moment, whole, without a journal."""
    partial = copy.with_name(f"{copy.name}.part")
    try:
        with (
            closing(database.open_connection(path)) as source,
            closing(sqlite3.connect(partial)) as target,
        ):
            source.backup(target)
        partial.rename(copy)
        sync_folder(copy.parent)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise StorageError(
            f"{copy}: the database could not be copied: {error}; nothing was upgraded"
        ) from error
