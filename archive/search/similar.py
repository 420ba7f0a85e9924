"""Articles like one article: those that share its rarest words.

The words of the beginning of the article are counted in the index, the rarest are asked for, and
bm25 ranks what has any of them. Nothing is stored and nothing is claimed: whether one text was
taken from another is a question for lineage. The view says the same in SQL, for other programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.analysis.terms import words
from archive.db.filters import NO_FILTERS
from archive.model.errors import NothingFound
from archive.schema.similar import COMMON, ENTRIES, READ, WORDS
from archive.search.frequency import counted
from archive.search.question import any_of, rarest
from archive.search.ranking import Scored, best_of_all

if TYPE_CHECKING:
    import sqlite3


def similar(connection: sqlite3.Connection, article: str, *, limit: int = 20) -> list[Scored]:
    """Keys and scores of the articles most like one, best first. Raises NothingFound."""
    row = connection.execute(
        "SELECT key, title || char(10) || substr(body, 1, ?) FROM articles WHERE id = ?",
        (READ, article),
    ).fetchone()
    if row is None:
        raise NothingFound(f"{article}: no such article")
    key, text = row
    shared = {
        word: count for word, count in counted(connection, words(text), COMMON).items() if count > 1
    }
    rare = dict(sorted(shared.items(), key=lambda each: each[1])[:WORDS])
    asked = rarest(rare, ENTRIES)
    if not asked:
        return []
    best = best_of_all(connection, any_of(asked), NO_FILTERS.conditions(), limit + 1).best
    return [each for each in best if each[0] != key][:limit]
