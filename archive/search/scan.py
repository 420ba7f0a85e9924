"""What is found by reading articles, where the index would have to look too far.

A single character begins hundreds of pairs in the index. One that stands everywhere is looked for
in the newest articles themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.analysis.folding import spelled
from archive.analysis.terms import fold
from archive.schema.search import CREDIT, INDEXED, WEIGHTS
from archive.schema.search_fields import FIELDS, NAMED_APART
from archive.search.query import Nodes, Term

if TYPE_CHECKING:
    import sqlite3

_K1 = 1.2  # as FTS5 has it

Texts = dict[str, str]  # column of the index, or field of a role → what an article says there

#: Columns that are read for a word without a field, and for a name in any role.
_ANYWHERE = tuple(column for column in (*INDEXED, CREDIT) if column != "station")
_COLUMNS_OF = {None: _ANYWHERE, "person": ("author", "editor", CREDIT)}

_COLUMNS = f"""
SELECT {", ".join(text for column, text in INDEXED.items() if column != "station")},
    (SELECT json_group_array(json_array(role, name)) FROM search_credits WHERE key = a.key)
FROM articles AS a WHERE a.key = ?"""


@dataclass(frozen=True, slots=True)
class Check:
    """Nodes of which one must match an article (or none may), found by reading it."""

    nodes: Nodes
    wanted: bool = True

    @property
    def terms(self) -> Iterable[Term]:
        """The terms that may stand in an article that holds the check."""
        return [term for node in self.nodes for term in node.wanted] if self.wanted else []

    def holds(self, texts: Texts) -> bool:
        """Whether an article stands the check."""
        return self.wanted == any(
            node.holds(lambda term: _stands(term, texts)) for node in self.nodes
        )


def stands_often(connection: sqlite3.Connection, term: Term, entries: int) -> bool:
    """Whether a single character has more entries than this in the index.

    The entries of the pairs that begin with it are added up until they are too many. Whatever the
    field that is asked for, the index would read all of them.
    """
    if len(term.text) != 1:
        return False
    mark = FIELDS[term.field].mark if term.field in FIELDS else ""
    first = mark + fold(spelled(term.text)).lower()
    last = first + "\U0010ffff" if term.match.endswith("*") else first
    sql = "SELECT cnt FROM articles_terms WHERE term BETWEEN ? AND ?"
    occurrences = 0
    for (count,) in connection.execute(sql, (first, last)):
        occurrences += count
        if occurrences > entries:
            return True
    return False


def texts_of(connection: sqlite3.Connection, key: int) -> Texts:
    """What an article says, by column of the index, and whom it credits, by field of the role."""
    *columns, credits = connection.execute(_COLUMNS, (key,)).fetchone()
    texts = dict(zip(INDEXED, (spelled(text or "") for text in columns), strict=False))
    texts[CREDIT] = ""
    for role, name in json.loads(credits):
        field = role.replace(" ", "_")
        if field not in _ANYWHERE:
            texts[field] = f"{texts.get(field, '')}{spelled(name)}\n"
        if role not in NAMED_APART:
            texts[CREDIT] += f"{spelled(name)}\n"
    return texts


def weight(term: Term, texts: Texts) -> float:
    """A score as bm25 would give it, but for the rarity, in an article of common length."""
    count = sum(
        WEIGHTS.get(column, WEIGHTS[CREDIT]) * len(_finder(term).findall(texts.get(column, "")))
        for column in _columns_of(term)
    )
    return count / (count + _K1)


def _stands(term: Term, texts: Texts) -> bool:
    """Whether a term stands in an article, or in the field that it asks for."""
    finder = _finder(term)
    return any(finder.search(texts.get(column, "")) for column in _columns_of(term))


@lru_cache(maxsize=256)
def _finder(term: Term) -> re.Pattern[str]:
    """The pattern of a term, made once for all articles that are read for it."""
    return re.compile(term.pattern, re.IGNORECASE)


def _columns_of(term: Term) -> tuple[str, ...]:
    """The columns, or the field of the role, in which a term is asked for."""
    return _COLUMNS_OF.get(term.field) or (str(term.field),)
