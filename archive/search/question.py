"""A question in free text: any of its rarer words, close together.

No article says a question as it was asked. So it is asked for any of its words, but not for the
common ones, which make most of the entries in the index and hardly move the order:

1. In about how many articles each word stands is estimated (`archive.search.frequency`).
2. Of the rarest words the entries are read, as many as a limit allows, and each article is worth
   the words that it has. FTS5 cannot stop early: to rank by bm25, it reads every entry of every
   word twice, and the length of every article.
3. The articles that are worth most are read, and ordered by how often all words stand there and how
   near each other (`archive.search.relevance`).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.analysis.terms import words
from archive.db.sql import numbers
from archive.search.frequency import estimated, phrases
from archive.search.plan import SMALL_SET, sampled
from archive.search.query import Query, Term
from archive.search.ranking import Ranking
from archive.search.relevance import rarity, scores
from archive.search.scan import texts_of

if TYPE_CHECKING:
    import sqlite3

    from archive.db.filters import Conditions

ENTRIES = 10_000  # of the index: so many are read
WORDS = 3  # are asked for at the least, however common
AMONG = 60  # most promising articles that are read

_LAST = (
    "SELECT group_concat(rowid) FROM (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    " AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?)"
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The articles that answer a question best, and the query for the words that were asked for.

    The total counts those that have any of these words: at least so many where not all were read.
    """

    ranking: Ranking
    query: Query


def answers(
    connection: sqlite3.Connection, text: str, conditions: Conditions, limit: int
) -> Answers:
    """The articles that answer a question best."""
    (articles,) = connection.execute("SELECT coalesce(max(key), 0) FROM articles").fetchone()
    found_in = estimated(connection, words(text), articles)
    asked = rarest(found_in)
    worth = rarity(found_in, articles)
    promising, at_least = _promising(connection, {each: worth[each] for each in asked}, conditions)
    keys = heapq.nlargest(max(limit, AMONG), promising, key=promising.__getitem__)
    scored = zip(keys, scores([texts_of(connection, key) for key in keys], worth), strict=True)
    best = sorted(scored, key=lambda each: (-each[1], -each[0]))[:limit]
    sample = sampled(promising)
    ranking = Ranking(best=best, total=len(promising), at_least=at_least, sample=sample)
    return Answers(ranking, any_of(asked))


def any_of(asked: list[str]) -> Query:
    """The query for any of these words."""
    return Query(all_of=(tuple(Term(text=word) for word in asked),) if asked else ())


def rarest(found_in: Mapping[str, float], entries: int = ENTRIES) -> list[str]:
    """The rarest of these words, as many as so many entries of the index allow.

    >>> rarest({"路灯": 2, "我们": 900, "湘潭": 9, "火星": 0, "公里": 99}, entries=100)
    ['路灯', '湘潭', '公里']
    """
    chosen: list[str] = []
    left: float = entries
    for word in sorted(filter(found_in.__getitem__, found_in), key=found_in.__getitem__):
        left -= found_in[word]
        if left < 0 and len(chosen) >= WORDS:
            break
        chosen.append(word)
    return chosen


def _promising(
    connection: sqlite3.Connection, worth: Mapping[str, float], conditions: Conditions
) -> tuple[dict[int, float], bool]:
    """Key of each article that has any of the words → what those that it has are worth.

    And whether more have them: of a word that has more entries than are read, the last are.
    """
    first, last = _span(connection, conditions)
    promising: dict[str, float] = {}
    left, at_least = ENTRIES, False
    for word, match in phrases(connection, list(worth)).items():
        most = max(left, ENTRIES // WORDS)
        (listed,) = connection.execute(_LAST, (match, first, last, most)).fetchone()
        keys = listed.split(",") if listed else []
        for key in keys:
            promising[key] = promising.get(key, 0.0) + worth[word]
        left -= len(keys)
        at_least = at_least or len(keys) == most
    by_key = {int(key): value for key, value in promising.items()}
    return _meeting(connection, by_key, conditions), at_least


def _span(connection: sqlite3.Connection, conditions: Conditions) -> tuple[int, int]:
    """The keys between which articles meet the conditions, where these leave few."""
    if conditions.sql:
        sql = (
            "SELECT count(*), min(key), max(key) FROM"
            f" (SELECT a.key FROM articles AS a WHERE {conditions.where} LIMIT {SMALL_SET + 1})"
        )
        count, first, last = connection.execute(sql, conditions.values).fetchone()
        if 0 < count <= SMALL_SET:
            return first, last
    return 0, 2**63 - 1


def _meeting(
    connection: sqlite3.Connection, promising: dict[int, float], conditions: Conditions
) -> dict[int, float]:
    """The articles that meet the conditions."""
    if not conditions.sql:
        return promising
    sql = (
        "SELECT a.key FROM json_each(?) AS p CROSS JOIN articles AS a ON a.key = p.value"
        f" WHERE {conditions.where}"
    )
    meeting = connection.execute(sql, (numbers(promising), *conditions.values))
    return {key: promising[key] for (key,) in meeting}
