"""The full-text index, written in Python: the same terms as by triggers, several times faster.

The triggers of `archive.schema.search` are for everyone. In a transaction of ours what is written
waits, and is added here before the commit.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from archive.analysis.terms import segment
from archive.db import connection as database
from archive.schema.search import (
    ARTICLES_FTS,
    COLUMNS,
    CREDIT,
    FILL_CREDITS,
    FILL_STATIONS,
    INDEXED,
    SET_WEIGHTS,
)
from archive.schema.search_fields import NAMED_APART, UNMARKED, mark_of

# Settings of FTS5 while thousands of articles are added, and those it has else (its defaults):
# memory for postings before they are written; from how many pieces on that lie beside each other
# some pages are merged with each piece that is added (0: never), and from how many on all of them
# in one statement. The former takes five times as long for an article as the latter.
_MANY = {"hashsize": 4 << 20, "automerge": 0, "crisismerge": 64}
_FEW = {"hashsize": 1 << 20, "automerge": 4, "crisismerge": 16}

#: Pages that a merge may write: as many as there are.
_ALL = 2**31 - 1

# What 'rebuild' has indexed meanwhile is taken out: its credits may be of before.
_PENDING = "SELECT key FROM search_pending"
_TAKE_OUT = (
    f"INSERT INTO articles_fts (articles_fts, rowid, {COLUMNS}) SELECT 'delete', key, {COLUMNS}"
    f" FROM articles_seg WHERE key IN ({_PENDING} AS w"
    " WHERE EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = w.key))"
)
_WAITING = (
    "SELECT a.key, (SELECT json_group_array(json_array(role, name)) FROM search_credits"
    f" WHERE key = a.key), {', '.join(INDEXED.values())}"
    " FROM search_pending AS w CROSS JOIN articles AS a ON a.key = w.key"
    " LEFT JOIN search_stations AS s ON s.name = a.station"
)
_OWN_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN"
    " ('articles_fts_data', 'articles_fts_idx', 'articles_fts_docsize', 'articles_fts_config')"
)
#: Lets FTS5 compare what it has indexed with what `articles_seg` shows.
COMPARE_WORDS = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
_ADD = f"INSERT INTO articles_fts (rowid, {COLUMNS}) VALUES (?{', ?' * (len(INDEXED) + 1)})"


def begin(connection: sqlite3.Connection) -> None:
    """At the begin of a transaction: what is written from now on waits for `add_waiting`."""
    connection.execute("INSERT OR IGNORE INTO search_pending (key) VALUES (0)")


def add_waiting(connection: sqlite3.Connection) -> None:
    """Before the commit: put into the index what was written; then nothing waits any more."""
    connection.execute(_TAKE_OUT)
    connection.execute(f"DELETE FROM search_credits WHERE key IN ({_PENDING})")
    connection.execute(f"{FILL_CREDITS} WHERE a.key IN ({_PENDING})")
    waiting = connection.execute(_WAITING)
    connection.executemany(_ADD, (_segmented(*row) for row in waiting))
    connection.execute("DELETE FROM search_pending")


@contextmanager
def settings_for_many(connection: sqlite3.Connection) -> Iterator[None]:
    """Within a transaction: the articles that the block writes are added faster, at its end."""
    _set(connection, _MANY)
    yield
    add_waiting(connection)
    begin(connection)
    _set(connection, _FEW)


def make_again(connection: sqlite3.Connection) -> None:
    """Make the index anew from the articles, within a transaction, however broken it is."""
    make_empty(connection)
    connection.execute("DELETE FROM search_stations")
    connection.execute(FILL_STATIONS)
    connection.execute("DELETE FROM search_credits")
    connection.execute(FILL_CREDITS)
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")


def make_empty(connection: sqlite3.Connection) -> None:
    """Make an index without articles in the place of the former one, within a transaction."""
    _remove(connection)
    connection.execute(ARTICLES_FTS)
    connection.execute(SET_WEIGHTS)


def _remove(connection: sqlite3.Connection) -> None:
    """Drop the index, and its tables one by one where FTS5 cannot open it any more."""
    try:
        connection.execute("DROP TABLE IF EXISTS articles_fts")
    except sqlite3.DatabaseError:
        database.defend(connection, on=False)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'articles_fts'")
        connection.execute("PRAGMA writable_schema = RESET")
    for (name,) in connection.execute(_OWN_TABLES).fetchall():
        connection.execute(f"DROP TABLE {name}")
    database.defend(connection, on=True)


# The articles as `articles_seg` shows them, cut in Python, which takes a sixth of the time. A blob
# comes to a function as it is, a damaged text does not: it may be no UTF-8 any more.
_SEGMENTED = (
    "CREATE VIEW articles_seg AS SELECT a.key AS key, "
    + ", ".join(
        f"segmented_text(CAST({text} AS BLOB)) AS {column}" for column, text in INDEXED.items()
    )
    + ", credited_text((SELECT CAST(json_group_array(json_array(role, name)) AS BLOB)"
    f" FROM search_credits WHERE key = a.key)) AS {CREDIT}"
    " FROM articles AS a LEFT JOIN search_stations AS s ON s.name = a.station"
)


def compare_words(connection: sqlite3.Connection) -> None:
    """Let FTS5 compare the index with the articles; raises sqlite3.DatabaseError where they differ.

    FTS5 reads the articles from the view `articles_seg`: for the time of the comparison another one
    stands in its place, in a transaction that is rolled back. The schema must be one of ours: while
    SQLite trusts it, its views may call functions of this program.
    """
    (trusted,) = connection.execute("PRAGMA trusted_schema").fetchone()
    connection.create_function(
        "segmented_text", 1, lambda raw: segment(_text(raw)), deterministic=True
    )
    connection.create_function(
        "credited_text", 1, lambda raw: _credited_text(_text(raw)), deterministic=True
    )
    connection.execute("PRAGMA trusted_schema = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("DROP VIEW articles_seg")
        connection.execute(_SEGMENTED)
        connection.execute(COMPARE_WORDS)
    finally:
        connection.execute("ROLLBACK")
        connection.execute(f"PRAGMA trusted_schema = {trusted}")


def merge_added(connection: sqlite3.Connection, added: int) -> None:
    """Merge the pieces that adding so many articles has left.

    All of the index is written again only where they are half of it; else pieces of like size are
    merged, as FTS5 does by itself where articles come one by one.
    """
    (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    if 2 * added >= articles:
        optimize(connection)
    else:
        connection.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('merge', ?)", (_ALL,)
        )


def optimize(connection: sqlite3.Connection) -> None:
    """Merge the pieces of the index into one: smaller, and quicker to search."""
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")


def _segmented(key: int, credits: str, *texts: str | None) -> tuple[object, ...]:
    """A row of the index."""
    body, title, *names = (text or "" for text in texts)
    return (
        key, segment(body), segment(title), *map(_segmented_name, names), _credited_text(credits)
    )  # fmt: skip


def _text(raw: bytes | None) -> str:
    """A text as it is stored; what is no UTF-8 in it is no word that the index has."""
    return (raw or b"").decode("utf-8", "replace")


def _credited_text(credits: str) -> str:
    """The column `credit` of an article, of a JSON list of its roles and names."""
    return " ".join(_credit_terms(role, name) for role, name in json.loads(credits))


@lru_cache(maxsize=10_000)
def _credit_terms(role: str, name: str) -> str:
    """A name as the column `credit` holds it: as it stands, and under the mark of its role.

    >>> _credit_terms("reviewer", "温小雨").replace("\U000f0000", "*")
    '温小 小雨 雨 *reviewer温小 *reviewer小雨 *reviewer雨'
    >>> _credit_terms("editor", "温小雨")
    ''
    """
    terms, mark = segment(name).rstrip(" "), mark_of(role)
    plain = "" if role in NAMED_APART else f"{terms} "
    return plain + ("" if role in UNMARKED else mark + terms.replace(" ", f" {mark}"))


@lru_cache(maxsize=10_000)
def _segmented_name(name: str) -> str:
    """Names of people, sources and stations come again and again."""
    return segment(name)


def _set(connection: sqlite3.Connection, settings: dict[str, int]) -> None:
    connection.executemany(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)", settings.items()
    )
