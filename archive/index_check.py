"""Whether the full-text index says what the articles say."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from archive import database
from archive.errors import Locked, StorageError
from archive.store import Archive
from archive.verification import REPAIR, Problem

#: How a copy is called in which the index is checked.
COPY = f"{database.NAME}.verification-"

_HELD, _INDEXED = (f"SELECT name, title FROM {table}" for table in ("stations", "search_stations"))
_OTHER_TITLES = f"SELECT EXISTS ({_HELD} EXCEPT {_INDEXED}) OR EXISTS ({_INDEXED} EXCEPT {_HELD})"


def find_problem(archive: Archive, *, in_place: bool) -> Problem | None:
    """What is wrong with the index; the check takes the writer's lock.

    Beside a run, or where nothing may be written (not `in_place`), a copy of the database is looked
    at: the check would hold up the run. Raises StorageError where there is no room for it, Damaged.
    """
    if not in_place:
        return _in_copy(archive, None)
    remove_copies(archive.folder)
    try:
        with Archive.upkeep(archive.folder) as writer:
            return index_problem(writer.connection)
    except Locked:
        return _in_copy(archive, archive.folder)


def remove_copies(folder: Path) -> None:
    """Remove the copies that a dead process left."""
    for left in folder.glob(f"{COPY}*"):
        shutil.rmtree(left, ignore_errors=True)


def index_problem(connection: sqlite3.Connection) -> Problem | None:
    """The same, on a connection that may write."""
    try:
        connection.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
        )
    except sqlite3.DatabaseError as error:
        found = f"it does not say what the articles say ({error})"
        return Problem(record="full-text index", found=found, to_do=REPAIR, repair="index")
    if connection.execute(_OTHER_TITLES).fetchone()[0]:
        found = "it does not say what the stations are called"
        return Problem(record="full-text index", found=found, to_do=REPAIR, repair="index")
    return None


def _in_copy(archive: Archive, where: Path | None) -> Problem | None:
    """The same for a copy as it stands now, beside archive.db or among temporary files."""
    try:
        with TemporaryDirectory(prefix=COPY, dir=where) as place:
            copy = Path(place, database.NAME)
            with database.storage_errors(archive.folder):
                database.copy_into(archive.connection, copy)
                with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                    return index_problem(connection)
    except OSError as error:
        raise StorageError(f"no copy can be made to check it in: {error.strerror}") from error
