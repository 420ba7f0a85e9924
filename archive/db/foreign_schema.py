"""What stands in the schema of archive.db and is not of this version, and whether it could run.

SQLite runs triggers, defaults, checks and expressions of a file with whatever is written to it,
whoever put them there. So the schema is compared, text by text, with what the migrations of this
version say, before anything is written. Tables, views and indexes of other programs that our writes
never touch are theirs.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from archive.model.errors import Damaged
from archive.model.trust import is_trusting

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
_CREATE = re.compile(r"CREATE (?:UNIQUE )?(?:VIRTUAL )?(TABLE|INDEX|VIEW|TRIGGER) (\w+)", re.ASCII)
_ON = re.compile(r" ON (\w+)", re.ASCII)
#: Tables that SQLite, FTS5 and sqlite-utils make by themselves, in words of their own.
_MADE_BY_OTHERS = frozenset(
    {
        "articles_fts_config", "articles_fts_data", "articles_fts_docsize", "articles_fts_idx",
        "_sqlite_migrations", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4",
    }
)  # fmt: skip
#: Tables that hold nothing of their own: they are filled again from the others.
_FILLED_AGAIN = frozenset(
    {
        "articles_fts", "articles_terms", "characters", "credited", "month_counts", "name_counts",
        "search_credits", "search_pending", "search_stations", "source_counts", "station_counts",
    }
)  # fmt: skip
#: The harvester's tables and indexes begin so, and this is its view.
_CRAWL = "crawl_"
_CRAWL_VIEW = "coverage"
_COLLATIONS = frozenset({"BINARY", "NOCASE", "RTRIM"})


@dataclass(frozen=True, slots=True)
class Made:
    """A table, view, trigger or index, and the statement that makes it."""

    type: str
    name: str
    on: str  # the table of a trigger or an index; of others their own name
    sql: str

    @property
    def is_mendable(self) -> bool:
        """Whether it can be made again: it holds nothing of its own."""
        return self.type != "table" or self.name in _FILLED_AGAIN

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that is not of this version: what it is, what is wrong with it, what to do.

    `fault` is None where it is another program's, and nothing of ours ever meets it.
    """

    object: Made
    fault: str | None = None
    remedy: str = ""


class _StatementRecorder:
    """Takes the statements of a migration down, instead of running them."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def conn(self) -> _StatementRecorder:
        return self

    def execute(self, statement: str, *_: object) -> _StatementRecorder:
        self.statements.append(statement.strip().rstrip(";"))
        return self

    def executemany(self, *_: object) -> None:
        """Rows are no schema."""

    def fetchall(self) -> list[tuple[object, ...]]:
        return []


def made_by(migrations: Migrations, applied: Collection[str] | None = None) -> dict[str, Made]:
    """What these migrations make, by name in small letters: all, or those that are applied."""
    return _made_by(migrations, None if applied is None else frozenset(applied))


@cache
def _made_by(migrations: Migrations, applied: frozenset[str] | None) -> dict[str, Made]:
    from sqlite_utils import Database as Empty

    recorder = _StatementRecorder()
    for migration in migrations.pending(Empty(memory=True)):
        if applied is None or migration.name in applied:
            migration.fn(cast("Database", recorder))
    made: dict[str, Made] = {}
    for statement in recorder.statements:
        if created := _CREATE.match(statement):
            kind, name = created[1].lower(), created[2]
            on = _ON.search(statement) if kind in {"index", "trigger"} else None
            made[name.lower()] = Made(kind, name, on[1] if on else name, statement)
    return made


def held_in(connection: sqlite3.Connection) -> dict[str, Made]:
    """What stands in the schema, by name in small letters."""
    return {
        name.lower(): Made(kind, name, on, sql.strip())
        for kind, name, on, sql in connection.execute(_SCHEMA)
    }


def is_crawls(each: Made) -> bool:
    """Whether it is one of the harvester's tables, one of their indexes, or its view.

    The harvester compares them itself.
    """
    if each.type == "view":
        return each.name == _CRAWL_VIEW
    return each.name.startswith(_CRAWL) and each.on.startswith(_CRAWL)


def foreign_in(
    connection: sqlite3.Connection,
    made: dict[str, Made],
    left_out: Callable[[Made], bool] = is_crawls,
) -> Iterator[Foreign]:
    """What is not of this version, which has `made` all else; triggers are never left out."""
    stored = held_in(connection)
    ours = {*made, *_MADE_BY_OTHERS, *(name for name, each in stored.items() if is_crawls(each))}
    for name, each in stored.items():
        drop = f'`DROP {each.type.upper()} "{each.name}"`'
        if name in made:
            if fault := _difference(each, made[name]):
                mend = _MEND if made[name].is_mendable else _REBUILD
                yield Foreign(each, fault, mend if each.type == made[name].type else drop)
        elif each.type == "trigger":
            fault = _TRIGGER.format(each.on) if each.on.lower() in ours else None
            yield Foreign(each, fault, drop)
        elif name in _MADE_BY_OTHERS:
            if each.type != "table":
                yield Foreign(each, "it stands in the place of a table", drop)
        elif not left_out(each) and each.on.lower() != "_sqlite_migrations":
            yield Foreign(each, _in_the_way(connection, each, ours), drop)


def refuse_foreign(
    connection: sqlite3.Connection,
    path: Path,
    made: dict[str, Made],
    left_out: Callable[[Made], bool] = is_crawls,
) -> None:
    """Raises Damaged where something that is not of this version could run with our writes.

    Nothing is refused of an archive that the operator vouches for.
    """
    if is_trusting():
        return
    foreign = [each for each in foreign_in(connection, made, left_out) if each.fault]
    if foreign:
        lines = [f"{path}, {each.object}: {each.fault}; {each.remedy}" for each in foreign]
        raise Damaged("\n".join([*lines, f"{path}: nothing is written to it; {_WAY_OUT}"]))


def refuse_unapplied(
    connection: sqlite3.Connection, path: Path, migrations: Migrations, applied: Collection[str]
) -> None:
    """Raises Damaged where there is what migrations make that are said not to be applied yet.

    They would be applied again, to tables of whatever origin.
    """
    later = made_by(migrations).keys() - made_by(migrations, applied).keys()
    if unapplied := sorted(later & held_in(connection).keys()):
        raise Damaged(
            f"{path}: it says that it was made by an older version, and has "
            f"{', '.join(unapplied[:3])}"
            f" of this one; {_REBUILD}"
        )


_MEND = "`archive verify --repair` makes it again"
_REBUILD = "`harvest reread --rebuild` makes archive.db again"
_TRIGGER = "no trigger of this version: it would run with what is written to {}"
_WAY_OUT = (
    "mend it as said, with the stock sqlite3 where it is a statement, or say --trust where it is"
    " yours"
)


def _difference(stored: Made, made: Made) -> str | None:
    if stored.type != made.type:
        return f"it stands in the place of a {made.type} of this version"
    return None if stored == made else "it is not the one of this version"


def _in_the_way(connection: sqlite3.Connection, each: Made, ours: Collection[str]) -> str | None:
    """Why a table or an index of another program would meet what we write."""
    if each.type == "index" and each.on.lower() in ours and not _is_plain(connection, each):
        return (
            "no index of this version: it is unique, partial or of expressions, and would decide"
            f" what can be written to {each.on}"
        )
    if each.type == "table":
        query = 'SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)'
        named = {table.lower() for (table,) in connection.execute(query, (each.name,))}
        if named & set(ours):
            return "its foreign key would keep rows of ours from being erased, or go with them"
    return None


def _is_plain(connection: sqlite3.Connection, index: Made) -> bool:
    """Whether an index only lists columns: it can be written to whatever stands in them."""
    flags = connection.execute(
        'SELECT "unique", partial FROM pragma_index_list(?) WHERE name = ?', (index.on, index.name)
    ).fetchone()
    columns = connection.execute(
        "SELECT cid, coll FROM pragma_index_xinfo(?) WHERE key", (index.name,)
    ).fetchall()
    return flags == (0, 0) and all(
        cid >= 0 and str(collation).upper() in _COLLATIONS for cid, collation in columns
    )
