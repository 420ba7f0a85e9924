"""A question in free text: any of its rarer words, close together.

No article says a question as it was asked. So it is asked for any of its words, but not for the
common ones: ranking costs by the entry in the index, and they make most of the entries and hardly
move the order. Of the best articles those come first in which the words stand near each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.analysis.folding import spelled
from archive.analysis.terms import fold, words
from archive.search.query import Query, Term
from archive.search.ranking import Ranking, Scored, best_of_all
from archive.search.stations import names

if TYPE_CHECKING:
    import sqlite3

    from archive.db.filters import Conditions

ENTRIES = 70_000  # of the index: so many are ranked
WORDS = 3  # are asked for at the least, however common
COMMON = 20_000  # articles; words of more are all the same to us
AMONG = 50  # best articles that are read, to see how near the words stand
NEAR = 30  # characters: a clause
NEARNESS = 0.4  # what the words of the best clause count, beside bm25

Rarity = dict[str, float]  # word → what finding it is worth


def question(connection: sqlite3.Connection, text: str) -> Query:
    """A question in free text as a query for any of its rarer words."""
    return rarest(counted(connection, words(text)))


def answers(
    connection: sqlite3.Connection, text: str, conditions: Conditions, limit: int
) -> Ranking:
    """The articles that answer a question best; counted is each that has one of its rarer words."""
    found_in = counted(connection, words(text))
    query_terms = rarest(found_in)
    if not query_terms.all_of:
        return Ranking(best=[], total=0)
    ranking = best_of_all(connection, query_terms, conditions, max(limit, AMONG))
    rarity = _rarity(connection, found_in)
    near = [_nearer(connection, each, rarity) for each in ranking.best[:AMONG]]
    near.sort(key=lambda each: each[1], reverse=True)
    return replace(ranking, best=[*near, *ranking.best[AMONG:]][:limit])


def counted(
    connection: sqlite3.Connection, terms: list[str], common: int = COMMON
) -> dict[str, int]:
    """In how many articles the index holds each word; of a common one, no more are counted."""
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ?"
        f" LIMIT {common})"
    )
    stations = names(connection)
    queries = {term: Term(text=term).beside(stations).match for term in terms}
    return {term: connection.execute(sql, (queries[term],)).fetchone()[0] for term in terms}


def rarest(found_in: dict[str, int], entries: int = ENTRIES) -> Query:
    """A query for any of these terms: the rarest, as many as so many entries of the index allow.

    >>> rarest({"路灯": 2, "我们": 900, "湘潭": 9, "火星": 0, "公里": 99}, entries=100).match
    '(- station : "路灯" OR - station : "湘潭" OR - station : "公里")'
    """
    chosen: list[Term] = []
    left = entries
    for term in sorted((term for term in found_in if found_in[term]), key=found_in.__getitem__):
        left -= found_in[term]
        common = left < 0 or found_in[term] >= COMMON
        if common and len(chosen) >= WORDS:
            break
        chosen.append(Term(text=term))
    return Query(all_of=(tuple(chosen),) if chosen else ())


def nearness(text: str, rarity: Rarity) -> float:
    """What the words are worth that stand in the best clause of a text, each once.

    >>> nearness("路灯坏了。" + "今天" * 20 + "路灯在湘潭", {"路灯": 2.0, "湘潭": 3.0, "潭市": 4.0})
    5.0
    """
    if not rarity:
        return 0.0
    folded = fold(spelled(text)).lower()
    positions = [(m.start(), m[1]) for m in _finder(tuple(rarity)).finditer(folded)]
    near: Counter[str] = Counter()
    worth = best = 0.0
    begin = 0
    for position, word in positions:
        while position - positions[begin][0] > NEAR:
            _, left = positions[begin]
            near[left] -= 1
            worth -= 0.0 if near[left] else rarity[left]
            begin += 1
        worth += 0.0 if near[word] else rarity[word]
        near[word] += 1
        best = max(best, worth)
    return best


@lru_cache(maxsize=16)
def _finder(some_words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds each of the words, also within another; made once for all articles."""
    return re.compile(f"(?=({'|'.join(map(re.escape, some_words))}))")


def _nearer(connection: sqlite3.Connection, each: Scored, rarity: Rarity) -> Scored:
    key, score = each
    sql = "SELECT title || char(10) || body FROM articles WHERE key = ?"
    (text,) = connection.execute(sql, (key,)).fetchone()
    return key, score + NEARNESS * nearness(text, rarity)


def _rarity(connection: sqlite3.Connection, found_in: dict[str, int]) -> Rarity:
    """The inverse document frequency of each word that is not common, as bm25 has it."""
    (articles,) = connection.execute("SELECT max(key) FROM articles").fetchone()
    rarity = {
        word: math.log((articles - count + 0.5) / (count + 0.5))
        for word, count in found_in.items()
        if 0 < count < min(COMMON, articles)
    }
    return {word: worth for word, worth in rarity.items() if worth > 0}
