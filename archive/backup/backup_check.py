"""Check a backup: its files against `backup.json`, and what is in its archive.db and WARC files."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from archive.backup.backup_manifest import Listed, manifest_of
from archive.db import connection as database
from archive.db.folder import BACKUP_MANIFEST as MANIFEST
from archive.db.foreign_schema import foreign_in
from archive.files.plain_file import not_plain, reading
from archive.model.errors import Damaged, OlderArchive
from archive.store import erased, warc_files
from archive.store.archive import Archive
from archive.verification.verification import Verification

#: What is made in the folder of a backup when it is read, and no part of it.
_WRITTEN_LATER = ("archive.lock", "verification.json")
_PIECE = 1 << 20  # bytes that are read at once


@dataclass(frozen=True, slots=True)
class Examined:
    """What is wrong with a backup, and what was looked at, in one line."""

    problems: list[str]
    summary: str


def examine(backup: Path) -> Examined:
    """Look at all of a backup and write nothing: files, schema, names, records, captures.

    Of one that an older version made, records are not compared. Raises NoArchive or Damaged where
    there is nothing to look at.
    """
    from archive.verification.verify import verify

    problems = list(check(backup))
    try:
        with database.storage_errors(backup), Archive.read_only(backup) as archive:
            done = verify(archive, Verification(remember=False))
    except OlderArchive:
        problems += _problems_of_older(backup)
        return Examined(problems, "made by an older version: its records are not compared")
    except Damaged as error:
        return Examined([*problems, str(error)], "files")
    return Examined(problems + [str(problem) for problem in done.problems], done.summary())


def check(backup: Path) -> Iterator[str]:
    """What is wrong with the files of a backup: missing, of another digest, or not listed."""
    listed = manifest_of(backup).files
    there = {path.relative_to(backup).as_posix(): path for path in backup.rglob("*")}
    for name, expected in sorted(listed.items()):
        if name not in there:
            yield f"{backup / name}: it is missing; take another backup"
        elif fault := not_plain(backup / name):
            yield f"{backup / name}: {fault}"
        elif difference_found := _other(backup / name, expected):
            yield f"{backup / name}: {difference_found}; take another backup"
    for name in sorted(there.keys() - listed.keys() - {MANIFEST, *_WRITTEN_LATER}):
        path = there[name]
        if path.is_symlink() or not path.is_dir():
            yield f"{path}: {MANIFEST} does not list it; who put it there?"


def _problems_of_older(backup: Path) -> Iterator[str]:
    """Of a database whose tables are not of today: its schema, and the names in it."""
    path = backup / database.NAME
    try:
        with closing(database.snapshot(path)) as connection:
            for foreign in foreign_in(connection, database.schema_of(connection)):
                if foreign.fault:
                    yield f"{path}, {foreign.object}: {foreign.fault}; {foreign.remedy}"
            for faults in (warc_files.faults, erased.faults):
                for record, fault in faults(connection):
                    yield f"{path}, {record}: {fault}"
    except sqlite3.DatabaseError as error:
        yield f"{path}: cannot be read: {error}; take another backup"


def _other(path: Path, expected: Listed) -> str | None:
    """What of a file is not as it was listed."""
    try:
        with reading(path) as file:
            actual = poured(file, expected.bytes)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    return difference(actual, expected)


def poured(
    file: BufferedReader, most: int, write: Callable[[bytes], object] = lambda _: None
) -> Listed:
    """Read a file, also to where it is written; of one that grows, a piece more than `most`."""
    digest, size = hashlib.sha256(), 0
    while size <= most and (piece := file.read(_PIECE)):
        digest.update(piece)
        write(piece)
        size += len(piece)
    return Listed(size, digest.hexdigest())


def difference(actual: Listed, expected: Listed) -> str | None:
    """What of a file differs from what was listed; None where nothing does."""
    if actual.bytes > expected.bytes:
        return f"it has more than the {expected.bytes} bytes that are listed"
    if actual.sha256 != expected.sha256:
        return f"its SHA-256 is {actual.sha256}, expected {expected.sha256}"
    return None
