"""Words by which a report introduces an official document (archive/knowledge/statements.tsv)."""

from __future__ import annotations

from functools import cache

from archive.knowledge.table import read_table


@cache
def statement_words() -> tuple[str, ...]:
    """Such words of all languages, in lower case.

    >>> {"通报", "statement", "teilte mit"} <= set(statement_words())
    True
    """
    return tuple(word for words in read_table("statements.tsv") for word in words)
