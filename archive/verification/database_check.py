"""What is wrong with archive.db as SQLite sees it: its pages, and rows that point at nothing.

And whether the counts that are kept are those of what is held, and the tables of lineage fit
each other and the articles: they have no digests, because they are made again from the articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.analysis.terms import characters
from archive.compare.fingerprints import VERSION
from archive.model.counting import many
from archive.schema import kept_counts, published_counts
from archive.verification.check import Context
from archive.verification.problem import REPAIR, REREAD, Problem

_RELINK = "`archive lineage rebuild` makes it again"

#: What must not be there in the tables of lineage → a query that counts it.
_LINEAGE = {
    "lineages of articles that are not held": (
        "SELECT count(*) FROM lineage_members WHERE article NOT IN (SELECT key FROM articles)"
    ),
    "links of articles that have no lineage": (
        "SELECT count(*) FROM article_links"
        " WHERE article NOT IN (SELECT article FROM lineage_members)"
        " OR other NOT IN (SELECT article FROM lineage_members)"
    ),
    "copies without the link to what they were taken from": (
        "SELECT count(*) FROM lineage_members AS t WHERE parent IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM article_links AS r WHERE r.article = t.article AND r.other = t.parent)"
    ),
    "lineages whose number of articles is another one": (
        "SELECT count(*) FROM lineages AS l WHERE articles <>"
        " (SELECT count(*) FROM lineage_members AS t WHERE t.lineage = l.lineage)"
    ),
}
_WITHOUT_LINEAGE = (
    "SELECT count(*) FROM articles WHERE key NOT IN (SELECT article FROM lineage_members)"
)


class Pages:
    """SQLite's own check of its pages; rows that point at nothing; the table of characters."""

    name = "sqlite"
    covers = "SQLite's own check of archive.db"

    def run(self, context: Context) -> Iterator[Problem]:
        """Ask SQLite, and compare the table of characters with that of this version."""
        context.result.count("database")
        for (line,) in context.connection.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield _of_line(line)
        yield from _orphans(context.connection)
        query = "SELECT * FROM characters ORDER BY first"
        stored = context.connection.execute(query).fetchall()
        if stored != [(run.first, run.folded, run.character_class) for run in characters()]:
            yield Problem(record="table characters", found="it is not the one of this version",
                          remedy=REPAIR, repair="characters")  # fmt: skip


class KeptCounts:
    """How much each station has, and who is named how often: the counts that are kept."""

    name = "counts"
    covers = "the counts that are kept"

    def run(self, context: Context) -> Iterator[Problem]:
        """Count anew, and compare."""
        for table in differing_counts(context.connection):
            yield Problem(record=f"table {table}", found="it does not say what a new count says",
                          remedy=REPAIR, repair="counts")  # fmt: skip


def differing_counts(connection: sqlite3.Connection) -> list[str]:
    """The tables of kept counts that do not say what a new count says."""
    return [
        table
        for table, counted in (kept_counts.COUNTED_ANEW | published_counts.COUNTED_ANEW).items()
        if connection.execute(
            f"SELECT EXISTS (SELECT * FROM ({counted}) EXCEPT SELECT * FROM {table})"
            f" OR EXISTS (SELECT * FROM {table} EXCEPT SELECT * FROM ({counted}))"
        ).fetchone()[0]
    ]


_FORMER_VERSION = "SELECT count(*) FROM lineage_members WHERE fingerprint_version < ?"


class Lineage:
    """Where the tables of lineage contradict each other or the articles."""

    name = "lineage"
    covers = "tables of lineage"

    def run(self, context: Context) -> Iterator[Problem]:
        """Count what must not be there, and how many articles have no lineage yet."""
        for problem, query in _LINEAGE.items():
            (number,) = context.connection.execute(query).fetchone()
            if number:
                yield Problem(record="lineage", found=f"{number:,} {problem}", remedy=_RELINK,
                              severity="difference")  # fmt: skip
        (number,) = context.connection.execute(_WITHOUT_LINEAGE).fetchone()
        if number:
            note = f"{many(number, 'article')} without a lineage yet"
            context.result.not_compared.append(note)
        (number,) = context.connection.execute(_FORMER_VERSION, (VERSION,)).fetchone()
        if number:
            note = f"{many(number, 'article')} with a lineage of an earlier version; {_RELINK}"
            context.result.not_compared.append(note)


def _of_line(line: str) -> Problem:
    """A line of PRAGMA integrity_check, which says what is broken."""
    if "index" in line:
        return Problem(record="archive.db", found=line, remedy=REPAIR, repair="sqlite index")
    return Problem(record="archive.db", found=line, remedy=REREAD)


def _orphans(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Rows of which the parent is missing: one problem for each parent, with its name."""
    broken = connection.execute(
        'SELECT DISTINCT "table", parent, fkid FROM pragma_foreign_key_check ORDER BY 1, 3'
    ).fetchall()
    for table, parent, number in broken:
        column, key = connection.execute(
            'SELECT "from", "to" FROM pragma_foreign_key_list(?) WHERE id = ?', (table, number)
        ).fetchone()
        for value, rows in connection.execute(
            f"SELECT {column}, count(*) FROM {table} WHERE {column} NOT IN"
            f" (SELECT {key} FROM {parent}) GROUP BY {column} ORDER BY {column}"
        ):
            problem = f"no such row in {parent}, but {rows:,} in {table}"
            yield Problem(record=f"archive.db, {table}.{column} {value}", found=problem,
                          remedy=REREAD)  # fmt: skip
