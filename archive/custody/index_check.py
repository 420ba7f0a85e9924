"""Whether the full-text index says what the articles say."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.custody.problem import REPAIR, Problem
from archive.db import connection as database
from archive.model.errors import Damaged, Locked, StorageError
from archive.store.archive import Archive

#: How a copy is called in which the index is checked.
COPY = f"{database.NAME}.verification-"

#: What must not be → a query that counts it. Each takes a moment, also of a million articles.
_OUT_OF_STEP = {
    "articles are not in it": (
        "SELECT count(*) FROM articles WHERE key NOT IN (SELECT id FROM articles_fts_docsize)"
    ),
    "articles in it are not held": (
        "SELECT count(*) FROM articles_fts_docsize WHERE id NOT IN (SELECT key FROM articles)"
    ),
}
_HELD, _INDEXED = (f"SELECT name, title FROM {table}" for table in ("stations", "search_stations"))
_OTHER_TITLES = f"SELECT EXISTS ({_HELD} EXCEPT {_INDEXED}) OR EXISTS ({_INDEXED} EXCEPT {_HELD})"


def plain_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """What is seen at once, without comparing words: articles that the index lacks, and why."""
    try:
        yield from _seen_at_once(connection)
    except sqlite3.OperationalError as error:
        yield _problem(f"it cannot be read ({error})")


def _seen_at_once(connection: sqlite3.Connection) -> Iterator[Problem]:
    (waiting,) = connection.execute("SELECT count(*) FROM search_pending").fetchone()
    if waiting:  # it is empty between transactions
        yield Problem(record="table search_pending",
                      found=f"{waiting:,} rows were left in it: what other programs write is not"
                      " indexed", to_do=REPAIR, repair="waiting")  # fmt: skip
    found = []
    for what, query in _OUT_OF_STEP.items():
        (number,) = connection.execute(query).fetchone()
        found += [f"{number:,} {what}"] if number else []
    if connection.execute(_OTHER_TITLES).fetchone()[0]:
        found.append("it does not say what the stations are called")
    if found:
        yield _problem("; ".join(found))


def is_out_of_step(connection: sqlite3.Connection) -> bool:
    """Whether the index is to be made again; on a connection that may write."""
    seen = any(problem.repair == "index" for problem in plain_problems(connection))
    return seen or index_problem(connection) is not None


def _problem(found: str) -> Problem:
    return Problem(record="full-text index", found=found, to_do=REPAIR, repair="index")


def find_problem(archive: Archive, *, in_place: bool) -> Problem | None:
    """What is wrong with the index; the check takes the writer's lock.

    Beside a run, or where nothing may be written (not `in_place`), a copy of the database is looked
    at: the check would hold up the run. Raises StorageError where there is no room for it, Damaged.
    """
    if not in_place:
        return _in_copy(archive, None)
    remove_copies(archive.folder)
    try:
        with Archive.open(archive.folder) as writer:
            return index_problem(writer.connection)
    except (Locked, Damaged):  # one whose schema is refused is looked at in a copy too
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
        return _problem(f"it does not say what the articles say ({error})")
    return None


def _in_copy(archive: Archive, where: Path | None) -> Problem | None:
    """The same for a copy as it stands now, beside archive.db or among temporary files."""
    try:
        with TemporaryDirectory(prefix=COPY, dir=where) as place:
            copy = Path(place, database.NAME)
            with database.storage_errors(archive.folder):
                database.copy_into(archive.connection, copy)
                with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                    connection.execute("PRAGMA trusted_schema = OFF")
                    return index_problem(connection)
    except OSError as error:
        raise StorageError(f"no copy can be made to check it in: {error.strerror}") from error
