"""Check the full-text index against the articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.custody.index_copies import COPY, remove_copies
from archive.db import connection as database
from archive.db.foreign_schema import foreign_in, made_by
from archive.model.errors import Damaged, Locked, StorageError
from archive.schema.migrations import migrations
from archive.search import index
from archive.store.archive import Archive
from archive.verification.check import Context
from archive.verification.problem import REPAIR, REREAD, Problem

#: What must not be → a query that counts it. Each takes a moment, also of a million articles.
_OUT_OF_STEP = {
    "articles are not in it": (
        "SELECT count(*) FROM articles WHERE key NOT IN (SELECT id FROM articles_fts_docsize)"
    ),
    "articles in it are not held": (
        "SELECT count(*) FROM articles_fts_docsize WHERE id NOT IN (SELECT key FROM articles)"
    ),
}
#: What the index has taken over does not say → the rows that are held, and those taken over.
_TAKEN_OVER = {
    "what the stations are called": (
        "SELECT name, title FROM stations",
        "SELECT name, title FROM search_stations",
    ),
    "who is credited": (
        "SELECT a.key, c.position, c.role, c.name FROM articles AS a CROSS JOIN credits AS c"
        " ON c.article = a.id AND c.revision = a.revision",
        "SELECT key, position, role, name FROM search_credits",
    ),
}


class IndexAtAGlance:
    """What is wrong with the index, as far as it shows without comparing words."""

    name = "index at a glance"
    covers = "the full-text index, at a glance"

    def run(self, context: Context) -> Iterator[Problem]:
        """Count articles that the index lacks, and rows that wait to be indexed."""
        return _at_a_glance(context.connection)


class IndexWords:
    """The words of the index against the articles; the comparison began before the first check."""

    name = "index"
    covers = "the words of the full-text index"

    def run(self, context: Context) -> Iterator[Problem]:
        """Wait for the comparison; a problem that was reported at a glance comes once."""
        try:
            problem = context.index_words()
        except StorageError as error:
            context.result.left_out.append(f"full-text index: {error}")
            return
        except Damaged as error:
            yield Problem(record="archive.db", found=str(error), remedy=REREAD)
            return
        context.result.count("index")
        reported = {each.repair for each in context.result.problems}
        if problem is not None and problem.repair not in reported:
            yield problem


def _at_a_glance(connection: sqlite3.Connection) -> Iterator[Problem]:
    try:
        yield from _quick_problems(connection)
    except sqlite3.OperationalError as error:
        yield _problem(f"it cannot be read ({error})")


def _quick_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    (waiting,) = connection.execute("SELECT count(*) FROM search_pending").fetchone()
    if waiting:  # it is empty between transactions
        yield Problem(record="table search_pending",
                      found=f"{waiting:,} rows were left in it: what other programs write is not"
                      " indexed", remedy=REPAIR, repair="waiting")  # fmt: skip
    problems = []
    for what, query in _OUT_OF_STEP.items():
        (number,) = connection.execute(query).fetchone()
        problems += [f"{number:,} {what}"] if number else []
    for what, (stored, indexed) in _TAKEN_OVER.items():
        differ = f"SELECT EXISTS ({stored} EXCEPT {indexed}) OR EXISTS ({indexed} EXCEPT {stored})"
        if connection.execute(differ).fetchone()[0]:
            problems.append(f"it does not say {what}")
    if problems:
        yield _problem("; ".join(problems))


def is_out_of_step(connection: sqlite3.Connection) -> bool:
    """Whether the index is to be made again; on a connection that may write."""
    is_lacking = any(problem.repair == "index" for problem in _at_a_glance(connection))
    return is_lacking or _word_problem(connection) is not None


def _problem(difference: str) -> Problem:
    return Problem(record="full-text index", found=difference, remedy=REPAIR, repair="index")


def word_problem(archive: Archive, in_place: bool) -> Problem | None:
    """What is wrong with the words of the index; the check takes the writer's lock.

    Beside a run, or where nothing may be written (not `in_place`), a copy of the database is looked
    at: the check would hold up the run. Raises StorageError where there is no room for it, Damaged.
    """
    if not in_place:
        return _in_copy(archive, None)
    remove_copies(archive.folder)
    try:
        with Archive.open(archive.folder) as writer:
            return _word_problem(writer.connection)
    except (Locked, Damaged):  # one whose schema is refused is looked at in a copy too
        return _in_copy(archive, archive.folder)


def _word_problem(connection: sqlite3.Connection) -> Problem | None:
    """What is wrong with the words of the index; on a connection that may write."""
    try:
        if any(each.fault for each in foreign_in(connection, made_by(migrations))):
            connection.execute(index.COMPARE_WORDS)  # a schema that is not to be trusted
        else:
            index.compare_words(connection)
    except sqlite3.DatabaseError as error:
        return _problem(f"it does not say what the articles say ({error})")
    return None


def _in_copy(archive: Archive, folder: Path | None) -> Problem | None:
    """Check a copy of the database as it stands now, in this folder or among temporary files."""
    try:
        with TemporaryDirectory(prefix=COPY, dir=folder) as scratch:
            copy = Path(scratch, database.NAME)
            with database.storage_errors(archive.folder):
                database.copy_into(archive.connection, copy)
                with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                    connection.execute("PRAGMA trusted_schema = OFF")
                    return _word_problem(connection)
    except OSError as error:
        raise StorageError(f"no copy can be made to check it in: {error.strerror}") from error
