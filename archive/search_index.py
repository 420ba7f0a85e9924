"""The full-text index, written in Python: the same terms as by triggers, several times faster.

The triggers of `archive.search_schema` are for everyone; whoever writes many articles at once lets
them wait and adds them here, within the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.search_schema import COLUMNS, INDEXED, add_triggers, drop_triggers
from archive.segment import segment

if TYPE_CHECKING:
    import sqlite3

# Settings of FTS5 while thousands of articles are added, and those it has else (its defaults):
# memory for postings before they are written, and how many pieces may lie beside each other.
_MANY = {"hashsize": 4 << 20, "automerge": 16}
_FEW = {"hashsize": 1 << 20, "automerge": 4}

_WAITING = (
    f"SELECT a.key, {', '.join(INDEXED.values())}"
    " FROM articles AS a LEFT JOIN stations AS s ON s.name = a.station"
    " WHERE a.id = ? AND NOT EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = a.key)"
)
_ADD = f"INSERT INTO articles_fts (rowid, {COLUMNS}) VALUES (?{', ?' * len(INDEXED)})"


@contextmanager
def added_together(connection: sqlite3.Connection) -> Iterator[list[str]]:
    """Within a transaction, let the articles whose ids are put on the list wait, and add them.

    What else the block writes stays outside the index: every id that it writes must be listed.
    """
    written: list[str] = []
    drop_triggers(connection)
    _set(connection, _MANY)
    yield written
    for row in _segmented(connection, dict.fromkeys(written)):
        connection.execute(_ADD, row)
    _set(connection, _FEW)
    add_triggers(connection)


def optimize(connection: sqlite3.Connection) -> None:
    """Merge the pieces of the index into one: smaller, and quicker to search."""
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")


def _segmented(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterator[tuple[object, ...]]:
    """Key and segmented texts of those articles that are held, but not in the index."""
    for identifier in ids:
        for key, *texts in connection.execute(_WAITING, (identifier,)):
            body, title, *names = (text or "" for text in texts)
            yield key, segment(body), segment(title), *map(_segmented_name, names)


@lru_cache(maxsize=10_000)
def _segmented_name(name: str) -> str:
    """Names of people, sources and stations come again and again."""
    return segment(name)


def _set(connection: sqlite3.Connection, settings: dict[str, int]) -> None:
    connection.executemany(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)", settings.items()
    )
