"""Open an archive for writing: recover what a crashed run left, apply decisions that wait."""

from __future__ import annotations

from pathlib import Path

from archive.custody import decisions
from archive.db.connection import NAME, storage_errors
from archive.db.lock import WriterLock
from archive.store import crash_recovery, set_aside
from archive.store.archive import Archive


def open_archive(folder: Path) -> Archive:
    """The archive in a folder, open for writing.

    Captures that a crashed run kept are indexed, decisions that wait are applied. Raises what
    `Archive.open` raises.
    """
    return _recovered(Archive.open(folder))


def open_locked(folder: Path, lock: WriterLock) -> Archive:
    """The same, for a caller who has the writer's lock; the archive releases it."""
    return _recovered(Archive.open(folder, lock))


def open_or_create(folder: Path) -> Archive:
    """The same; where there is no archive in the folder, an empty one is made."""
    is_there = (folder / NAME).exists()
    return _recovered(Archive.open(folder) if is_there else Archive.create(folder))


def _recovered(archive: Archive) -> Archive:
    try:
        with storage_errors(archive.folder):
            archive.aside_before = set_aside.count(archive.connection)
            archive.adopted = crash_recovery.recover_from(archive)
            archive.record_file_digests()
            decisions.resume(archive)
    except BaseException:
        archive.close()
        raise
    return archive
