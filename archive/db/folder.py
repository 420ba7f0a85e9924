"""The folder of an archive: made, and refused where there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from archive.db import connection as database
from archive.model.errors import Damaged, NoArchive, StorageError, UsageError

#: What a backup has and an archive has not: the digest of each of its files.
BACKUP_MANIFEST = "backup.json"


def make(folder: Path) -> None:
    """Make the folder and those in it. Raises UsageError where that cannot be done."""
    try:
        for name in ("warc", "reports", "stations", "platforms"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: no archive can be made here: {error.strerror}") from error


def refuse_no_archive(folder: Path) -> None:
    """Raises NoArchive, or Damaged where captures are left without a database."""
    if (folder / database.NAME).exists():
        return
    refuse_orphaned_captures(folder)
    raise NoArchive(f"{folder}: there is no archive in this folder")


def refuse_orphaned_captures(folder: Path) -> None:
    """Raises Damaged where there are captures in the folder: it had a database once."""
    if any((folder / "warc").glob("*.warc.gz*")):
        raise Damaged(
            f"{folder}: there are captures in warc/, but archive.db is gone; "
            f"make it again from them with `harvest reread --rebuild`"
        )


def refuse_to_write(folder: Path) -> None:
    """Raises where nothing may be written: in a backup, or through a link into another folder.

    That is UsageError, StorageError where `reports` is a link, and Damaged where `warc` leads into
    another archive. An operator may keep `warc` on another disk.
    """
    refuse_backup(folder)
    if (folder / "reports").is_symlink():
        raise StorageError(
            f"{folder / 'reports'}: it is a symbolic link, where reports are written; make it a"
            " folder of its own"
        )
    warc = folder / "warc"
    beside = warc.resolve().parent
    if warc.is_symlink() and beside != folder.resolve() and (beside / database.NAME).exists():
        raise Damaged(
            f"{warc}: it is a symbolic link into another archive, {beside}, which would be written"
            " to; put the WARC files of this archive there, or take the link away"
        )


def is_backup(folder: Path) -> bool:
    """Whether the folder was made by `archive backup`."""
    return (folder / BACKUP_MANIFEST).exists()


def refuse_backup(folder: Path) -> None:
    """Raises UsageError in the folder of a backup: written to, it would fail its own check."""
    if is_backup(folder):
        raise UsageError(
            f"{folder}: this is a backup, which stays as it is; make an archive of it with"
            f" `archive restore {folder} TO`, and write there"
        )


def former_database(folder: Path) -> Path:
    """A free name for the database as it was before it is replaced, or its tables are changed."""
    stamp = f"{database.NAME}.before-{datetime.now(UTC):%Y%m%d%H%M%S}"
    names = (folder / (stamp if number == 1 else f"{stamp}-{number}") for number in count(1))
    return next(path for path in names if not path.exists())


def refuse_within(target: Path) -> None:
    """Raises UsageError for a new folder within a backup or an archive: it would be no part."""
    for folder in target.resolve().parents:
        what = "a backup" if is_backup(folder) else "an archive"
        if is_backup(folder) or (folder / database.NAME).exists():
            raise UsageError(f"{target}: it would stand within {what}, {folder}; choose a folder"
                             " beside it")  # fmt: skip
