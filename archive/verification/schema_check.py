"""Whether the tables, views, triggers and indexes of archive.db are those that this version makes.

What other programs have added is theirs, unless it would run when we write. Views, triggers,
indexes and the tables of the index can be made again; others cannot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from archive.db.foreign_schema import Made, foreign_in, held_in, made_by
from archive.model.trust import is_trusting
from archive.schema.migrations import migrations
from archive.schema.search import RANK, SET_WEIGHTS
from archive.search import index as search_index
from archive.verification.check import Context
from archive.verification.problem import REPAIR, REREAD, Problem

_STORED_RANK = "SELECT v FROM articles_fts_config WHERE k = 'rank'"


class Schema:
    """What is missing, is not what this version makes, or would run when it is written to."""

    name = "schema"
    covers = "tables, views, triggers and indexes"

    def run(self, context: Context) -> Iterator[Problem]:
        """Compare the schema with the one that this version makes."""
        connection = context.connection
        made = made_by(migrations)
        stored = held_in(connection)
        yield from (
            _problem(each, "it is missing")
            for each in made.values()
            if each.name.lower() not in stored
        )
        added = []
        for other in foreign_in(connection, made):
            ours = made.get(other.object.name.lower())
            if ours is not None and ours.type == other.object.type:
                yield _problem(ours, str(other.fault))
            elif other.fault and not is_trusting():
                yield Problem(record=str(other.object), found=other.fault, remedy=other.remedy)
            if ours is None and (other.fault is None or is_trusting()):
                added.append(str(other.object))
        if _rank(connection) != RANK:
            yield Problem(record="full-text index", found="its columns are weighted otherwise",
                          remedy=REPAIR, repair="schema")  # fmt: skip
        if added:
            note = f"what other programs have added: {', '.join(added)}"
            context.result.not_compared.append(note)


def mend_schema(connection: sqlite3.Connection, problems: Sequence[Problem]) -> list[str]:
    """Make again what is missing or different and holds nothing of its own."""
    if not any(problem.repair == "schema" for problem in problems):
        return []
    done = mend_made(connection, made_by(migrations).values())
    if _rank(connection) not in (RANK, None):
        connection.execute(SET_WEIGHTS)
        done.append("full-text index: its columns weighted again")
    return done


def mend_made(connection: sqlite3.Connection, made: Iterable[Made]) -> list[str]:
    """The same for what a version makes, in one transaction; what was made again, in words."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = [f"{each.type} {each.name} made again" for each in made
                if _made_again(connection, each)]  # fmt: skip
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return done


def _made_again(connection: sqlite3.Connection, made: Made) -> bool:
    """Whether it was made: it was missing, or another of its kind stood in its place."""
    all_stored = held_in(connection)
    stored = all_stored.get(made.name.lower())
    if not made.is_mendable or stored == made or (stored is not None and stored.type != made.type):
        return False
    if made.type in {"trigger", "index"} and made.on not in all_stored:
        return False
    if made.name == "articles_fts":
        search_index.make_empty(connection)
        return True
    if stored is not None:
        connection.execute(f'DROP {made.type} "{made.name}"')
    connection.execute(made.sql)
    return True


def _problem(made: Made, difference: str) -> Problem:
    if made.is_mendable:
        return Problem(record=str(made), found=difference, remedy=REPAIR, repair="schema")
    return Problem(record=str(made), found=difference, remedy=REREAD)


def _rank(connection: sqlite3.Connection) -> str | None:
    """How the index weights its columns; None where it does not say, or is broken."""
    try:
        row = connection.execute(_STORED_RANK).fetchone()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None
