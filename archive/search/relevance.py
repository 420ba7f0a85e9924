"""How well an article answers a question, by reading it: how often its words stand there, how near.

As bm25 of FTS5, which would read every entry of every word to weigh them; here only the articles
are read that are worth it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.analysis.folding import spelled
from archive.analysis.terms import SPACED, fold
from archive.schema.search import WEIGHTS
from archive.search.scan import Texts

NEAR = 30  # characters: a clause
NEARNESS = 0.4  # what the words of the best clause count, beside how often all stand there
_K1, _B = 1.2, 0.6  # of bm25: what a repetition counts, and the length of an article

Rarity = Mapping[str, float]  # word → what finding it is worth
Place = tuple[int, str]  # where a word begins, and the word


@dataclass(frozen=True, slots=True)
class _Read:
    """What an article says of the words: how often, its columns weighed; how near; its length."""

    found: Counter[str]
    nearness: float
    length: int


def rarity(found_in: Mapping[str, float], articles: int) -> dict[str, float]:
    """The inverse document frequency of each word that any of so many articles has."""
    return {
        word: math.log(1 + max(0.0, articles - count + 0.5) / (count + 0.5))
        for word, count in found_in.items()
        if count
    }


def scores(articles: Sequence[Texts], worth: Rarity) -> list[float]:
    """The score of each of these articles, in their order."""
    read = [_read(texts, worth) for texts in articles]
    mean = sum(each.length for each in read) / max(1, len(read)) or 1.0
    return [_score(each, worth, mean) for each in read]


def nearness(text: str, worth: Rarity) -> float:
    """What the words are worth that stand in the best clause of a text, each once.

    >>> nearness("路灯坏了。" + "今天" * 20 + "路灯在湘潭", {"路灯": 2.0, "湘潭": 3.0, "潭市": 4.0})
    5.0
    """
    return _nearness(_places(text, worth), worth)


def _read(texts: Texts, worth: Rarity) -> _Read:
    columns = {column: _places(texts.get(column, ""), worth) for column in WEIGHTS}
    found: Counter[str] = Counter()
    for column, places in columns.items():
        for _, word in places:
            found[word] += WEIGHTS[column]  # type: ignore[assignment]
    near = max(_nearness(columns[column], worth) for column in ("title", "body"))
    return _Read(found, near, len(texts["body"]))


def _score(read: _Read, worth: Rarity, mean: float) -> float:
    long = _K1 * (1 - _B + _B * read.length / mean)
    often = sum(worth[word] * n * (_K1 + 1) / (n + long) for word, n in read.found.items())
    return often + NEARNESS * read.nearness


def _places(text: str, worth: Rarity) -> list[Place]:
    """Where each of the words stands in a text, in its order."""
    if not worth or not text:
        return []
    folded = fold(spelled(text)).lower()
    return [(at.start(), at[1]) for at in _finder(tuple(worth)).finditer(folded)]


@lru_cache(maxsize=16)
def _finder(some_words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds each of the words; made once for all articles.

    A pair of Chinese characters is found also within another, a word of letters or digits alone.
    """
    words = (
        f"(?<!{SPACED}){re.escape(word)}(?!{SPACED})" if re.match(SPACED, word) else re.escape(word)
        for word in some_words
    )
    return re.compile(f"(?=({'|'.join(words)}))")


def _nearness(places: Sequence[Place], worth: Rarity) -> float:
    near: Counter[str] = Counter()
    within = best = 0.0
    begin = 0
    for position, word in places:
        while position - places[begin][0] > NEAR:
            _, left = places[begin]
            near[left] -= 1
            within -= 0.0 if near[left] else worth[left]
            begin += 1
        within += 0.0 if near[word] else worth[word]
        near[word] += 1
        best = max(best, within)
    return best
