"""What is wrong with archive.db as SQLite sees it: its pages, and rows that point at nothing.

And whether the tables of lineage fit each other and the articles: they have no digests, because
they are made again from the articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.analysis.terms import characters
from archive.custody.problem import REPAIR, REREAD, Problem

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


def database_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """SQLite's own view of its pages; rows that point at nothing; the table of characters."""
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            mendable = "index" in line
            yield Problem(record="archive.db", found=line, to_do=REPAIR if mendable else REREAD,
                          repair="sqlite index" if mendable else None)  # fmt: skip
    yield from _orphans(connection)
    held = connection.execute("SELECT * FROM characters ORDER BY first").fetchall()
    if held != [(run.first, run.folded, run.character_class) for run in characters()]:
        yield Problem(record="table characters", found="it is not the one of this version",
                      to_do=REPAIR, repair="characters")  # fmt: skip


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
            told = f"no such row in {parent}, but {rows:,} in {table}"
            yield Problem(record=f"archive.db, {table}.{column} {value}", found=told, to_do=REREAD)


def lineage_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Where the tables of lineage contradict each other or the articles, seen at a glance."""
    for found, query in _LINEAGE.items():
        (number,) = connection.execute(query).fetchone()
        if number:
            yield Problem(record="lineage", found=f"{number:,} {found}", to_do=_RELINK,
                          sort="difference")  # fmt: skip


def waiting_for_lineage(connection: sqlite3.Connection) -> int:
    """How many articles have no lineage yet."""
    query = "SELECT count(*) FROM articles WHERE key NOT IN (SELECT article FROM lineage_members)"
    return int(connection.execute(query).fetchone()[0])
