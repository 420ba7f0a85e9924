"""Counts with their nouns, for people."""

from __future__ import annotations


def many(count: int, noun: str) -> str:
    """A count with its noun.

    >>> many(1, "article"), many(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
