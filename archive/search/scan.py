"""What is found by reading articles, where the index would have to look too far.

A single character begins hundreds of pairs in the index. One that stands everywhere is looked for
in the newest articles themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.analysis.folding import spelled
from archive.analysis.terms import fold
from archive.schema.search import INDEXED, WEIGHTS
from archive.search.query import Term, Terms

if TYPE_CHECKING:
    import sqlite3

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


def stands_often(connection: sqlite3.Connection, term: Term, entries: int) -> bool:
    """Whether a single character has more entries than this in the index.

    The entries of the pairs that begin with it are added up until they are too many. Whatever the
    field that is asked for, the index would read all of them.
    """
    if len(term.text) != 1:
        return False
    first = fold(spelled(term.text)).lower()
    last = first + "\U0010ffff" if term.match.endswith("*") else first
    sql = "SELECT cnt FROM articles_terms WHERE term BETWEEN ? AND ?"
    found = 0
    for (count,) in connection.execute(sql, (first, last)):
        found += count
        if found > entries:
            return True
    return False


def texts_of(connection: sqlite3.Connection, key: int) -> Texts:
    """What an article says, by column of the index."""
    row = connection.execute(
        "SELECT body, title, coalesce(authors, ''), coalesce(editors, ''), coalesce(source, '')"
        " FROM articles WHERE key = ?",
        (key,),
    ).fetchone()
    return dict(zip(INDEXED, map(spelled, row), strict=False))


def weight(term: Term, texts: Texts) -> float:
    """A score as bm25 would give it, but for the rarity, in an article of common length."""
    count = sum(
        WEIGHTS[column] * len(re.findall(term.pattern, text, re.IGNORECASE))
        for column, text in texts.items()
        if term.field in {None, column}
    )
    return count / (count + _K1)


def _stands(term: Term, texts: Texts) -> bool:
    """Whether a term stands in an article, or in the field that it asks for."""
    return any(re.search(term.pattern, text, re.IGNORECASE) for text in _read(term, texts))


def _read(term: Term, texts: Texts) -> Iterable[str]:
    """The columns in which a term is asked for."""
    return texts.values() if term.field is None else (texts[term.field],)
