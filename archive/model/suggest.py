"""Suggest the closest known word for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def alike(word: str, known: Iterable[str], *, most: int = 1, likeness: float = 0.7) -> list[str]:
    """The known words that are most like this one, the most alike first; `likeness` is of 1.

    >>> alike("edtor", ["author", "editor"]), alike("火星", ["author", "editor"])
    (['editor'], [])
    """
    return get_close_matches(word.lower(), list(known), n=most, cutoff=likeness)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one; None where none is."""
    return next(iter(alike(word, known)), None)


def proposed(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a question; where there is none, all of them.

    >>> proposed("edtor", ["author", "editor"]), proposed("火星", ["author", "editor"])
    ('did you mean editor?', 'known: author, editor')
    """
    words = sorted(known)
    like = nearest(word, words)
    return f"did you mean {like}?" if like else f"known: {', '.join(words)}"
