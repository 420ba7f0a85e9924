"""In how many articles a word stands: counted up to a limit, or estimated in a moment.

FTS5 keeps no such number. To count a common word of a large archive it reads every entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.search.query import Term
from archive.search.stations import names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

#: Entries that are read at either end of the index to see how densely a word stands.
SAMPLE = 200

_FIRST = "SELECT rowid AS key FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
_OLDEST = f"SELECT count(*), max(key) FROM ({_FIRST} LIMIT ?)"
_NEWEST = f"SELECT min(key) FROM ({_FIRST} DESC LIMIT ?)"


def phrases(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, str]:
    """Word → what the index is asked for it."""
    stations = names(connection)
    return {term: Term(text=term).beside(stations).match for term in terms}


def counted(connection: sqlite3.Connection, terms: Sequence[str], limit: int) -> dict[str, int]:
    """In how many articles each word stands; of a common one, no more than so many are counted."""
    asked = phrases(connection, terms)
    return {
        term: connection.execute(_COUNT, (match, limit)).fetchone()[0]
        for term, match in asked.items()
    }


def estimated(
    connection: sqlite3.Connection, terms: Sequence[str], articles: int
) -> dict[str, float]:
    """In about how many of so many articles each word stands; exact where these are few.

    A word that stands as densely everywhere as at both ends of the index stands in so many. Of one
    that the news had for a month, the estimate is too low: it is rare all the same.
    """
    return {
        term: _estimated(connection, match, articles)
        for term, match in phrases(connection, terms).items()
    }


def _estimated(connection: sqlite3.Connection, match: str, articles: int) -> float:
    count, last = connection.execute(_OLDEST, (match, SAMPLE)).fetchone()
    if count < SAMPLE:
        return float(count)
    (first,) = connection.execute(_NEWEST, (match, SAMPLE)).fetchone()
    return 2.0 * SAMPLE * articles / int(last + articles - first + 1)
