"""Whether the tables, views, triggers and indexes of archive.db are those that this version makes.

They are compared, by name, with those of an empty archive in memory. What other programs have added
is theirs. Views, triggers, indexes and the tables of the index can be made again; others cannot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from archive import database, search_index
from archive.verification import REPAIR, REREAD, Problem

_OBJECTS = (
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    " AND name NOT GLOB 'articles_fts_*' AND name NOT GLOB 'sqlite_*' ORDER BY rowid"
)
#: Tables that hold nothing of their own: they are filled again from the others.
_FILLED_AGAIN = frozenset(
    {
        "articles_fts", "articles_terms", "characters",
        "search_stations", "search_waiting", "search_replacing",
    }
)  # fmt: skip
_RANK = "SELECT v FROM articles_fts_config WHERE k = 'rank'"


@dataclass(frozen=True, slots=True)
class _Made:
    """A table, view, trigger or index, and the statement that makes it."""

    type: str
    name: str
    on: str  # the table of a trigger or an index; of others their own name
    sql: str

    @property
    def is_mendable(self) -> bool:
        return self.type != "table" or self.name in _FILLED_AGAIN


def schema_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """What is missing, or is not what this version makes."""
    with closing(database.in_memory()) as empty:
        held = _objects(connection)
        for made in _objects(empty).values():
            found = _difference(made, held.get(made.name))
            if found is not None:
                yield _problem(made, found)
        if _rank(connection) != _rank(empty):
            yield Problem(record="full-text index", found="its columns are weighted otherwise",
                          to_do=REPAIR, repair="schema")  # fmt: skip


def mend_schema(connection: sqlite3.Connection, problems: Sequence[Problem]) -> list[str]:
    """Make again, in one transaction, what is missing or different and holds nothing of its own."""
    if not any(problem.repair == "schema" for problem in problems):
        return []
    with closing(database.in_memory()) as empty:
        made, rank = _objects(empty), _rank(empty)
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = [f"{each.type} {each.name} made again" for each in made.values()
                if _made_again(connection, each)]  # fmt: skip
        if _rank(connection) not in (rank, None):
            connection.execute(
                "INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', ?)", (rank,)
            )
            done.append("full-text index: its columns weighted again")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return done


def _made_again(connection: sqlite3.Connection, made: _Made) -> bool:
    """Whether it was made: it was missing, or another of its kind stood in its place."""
    all_held = _objects(connection)
    held = all_held.get(made.name)
    if not made.is_mendable or held == made or (held is not None and held.type != made.type):
        return False
    if made.type in {"trigger", "index"} and made.on not in all_held:
        return False
    if made.name == "articles_fts":
        search_index.make_empty(connection)
        return True
    if held is not None:
        connection.execute(f'DROP {made.type} "{made.name}"')
    connection.execute(made.sql)
    return True


def _problem(made: _Made, found: str) -> Problem:
    record = f"{made.type} {made.name}"
    if made.is_mendable:
        return Problem(record=record, found=found, to_do=REPAIR, repair="schema")
    return Problem(record=record, found=found, to_do=REREAD)


def _difference(made: _Made, held: _Made | None) -> str | None:
    if held is None:
        return "it is missing"
    if held.type != made.type:
        return f"it is a {held.type}; rename that"
    return None if held == made else "it is not the one of this version"


def _objects(connection: sqlite3.Connection) -> dict[str, _Made]:
    return {row[1]: _Made(*row) for row in connection.execute(_OBJECTS)}


def _rank(connection: sqlite3.Connection) -> str | None:
    """How the index weights its columns; None where it does not say, or is broken."""
    try:
        row = connection.execute(_RANK).fetchone()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None
