"""Upgrade: the tables of an archive that an older version made become those of this version.

The database as it was is kept beside it; the WARC files are not touched. Every command that writes
upgrades as well, without a copy.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from archive.custody.opening import open_archive
from archive.db import connection as database
from archive.db.folder import is_backup
from archive.db.lock import LOCK, WriterLock
from archive.files.plain_file import sync_folder
from archive.model.errors import StorageError, UsageError
from archive.verification.repair import mend_older


def changes(folder: Path) -> list[str]:
    """What an upgrade would change, one line for each step; nothing where all is of today.

    Raises NoArchive, NewerArchive, OlderArchive (made before 0.2.0) or Damaged.
    """
    return database.pending_changes(folder)


def upgrade(folder: Path) -> Path:
    """Upgrade an archive; gives the copy of the database as it was.

    Raises UsageError for a backup, Locked, StorageError where there is no room for the copy. Where
    a step fails, the database is as it was before that step.
    """
    if is_backup(folder):
        raise UsageError(f"{folder}: this is a backup, which stays as it is; restore it first")
    path = folder / database.NAME
    copy = folder / f"{database.NAME}.before-{datetime.now(UTC):%Y%m%d%H%M%S}"
    lock = WriterLock(folder / LOCK)
    try:
        _copy(path, copy)
    finally:
        lock.release()
    mend_older(folder)  # what is not as that version made it would stand in the way
    open_archive(folder).close()
    return copy


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
