"""What is found by reading articles, where the index would have to look too far.

A single character begins hundreds of pairs in the index. One that stands everywhere is told by a
sample, and looked for in the articles themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.analysis.folding import spelled
from archive.schema.search import INDEXED
from archive.schema.search import WEIGHTS as COLUMN_WEIGHTS
from archive.search.query import Term, Terms

if TYPE_CHECKING:
    import sqlite3

_SAMPLE = 200  # articles read to guess how often a character stands

#: As the index weights its columns, but for the station: it says who published, not about what.
WEIGHTS = {**COLUMN_WEIGHTS, "station": 0.0}
_K1 = 1.2  # as FTS5 has it

Texts = dict[str, str]  # column of the index → what an article says there


@dataclass(frozen=True, slots=True)
class Check:
    """Terms of which one must stand in an article (or none may), found by reading it."""

    terms: Terms
    wanted: bool = True

    def holds(self, texts: Texts) -> bool:
        """Whether an article stands the check."""
        return self.wanted == any(_stands(term, texts) for term in self.terms)


def how_often(
    connection: sqlite3.Connection, terms: Iterable[Term], concern: int
) -> dict[Term, int]:
    """How often each single character among the terms stands in all articles, roughly.

    Empty where none can stand so often as to be of concern.
    """
    single = {term for term in terms if len(term.text) == 1 and term.field != "station"}
    if not single:
        return {}
    first, last = connection.execute(
        "SELECT (SELECT min(key) FROM articles), (SELECT max(key) FROM articles)"
    ).fetchone()
    if first is None or last - first < concern // 100:  # no character stands 100 times in each
        return {}
    step = max(1, (last - first) // _SAMPLE)
    texts = [
        text
        for key in range(first, last, step)
        for text in texts_of(connection, "WHERE key >= ? ORDER BY key LIMIT 1", key)
    ]
    # whatever the field that it is asked for, the index reads all entries of it
    anywhere = {term: replace(term, field=None) for term in single}
    return {term: sum(_count(anywhere[term], text) for text in texts) * step for term in single}


def texts_of(connection: sqlite3.Connection, ending: str, *values: int) -> list[Texts]:
    """What articles say, by column of the index."""
    rows = connection.execute(
        "SELECT body, title, coalesce(authors, ''), coalesce(editors, ''), coalesce(source, '')"
        f" FROM articles {ending}",
        values,
    )
    return [dict(zip(INDEXED, map(spelled, row), strict=False)) for row in rows]


def _read(term: Term, texts: Texts) -> Iterable[str]:
    """The columns in which a term is asked for."""
    return texts.values() if term.field is None else (texts[term.field],)


def _stands(term: Term, texts: Texts) -> bool:
    """Whether a term stands in an article, or in the field that it asks for."""
    return any(re.search(term.pattern, text, re.IGNORECASE) for text in _read(term, texts))


def _count(term: Term, texts: Texts) -> int:
    """How often it does."""
    return sum(len(re.findall(term.pattern, text, re.IGNORECASE)) for text in _read(term, texts))


def weight(term: Term, texts: Texts) -> float:
    """A score as bm25 would give it, but for the rarity, in an article of common length."""
    count = sum(
        WEIGHTS[column] * len(re.findall(term.pattern, text, re.IGNORECASE))
        for column, text in texts.items()
        if term.field in {None, column}
    )
    return count / (count + _K1)
