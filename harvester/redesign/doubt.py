"""How a doubt about a page is written down with its address, and read back."""

from __future__ import annotations

from collections.abc import Iterable

#: How a doubt begins where the number of such pages decides.
OPEN = "redesign or correction"
_OTHERWISE = " read otherwise"


def written(begins: str, fields: Iterable[str]) -> str:
    """A doubt about these fields."""
    return f"{begins}: {', '.join(fields)}{_OTHERWISE}"


def doubtful_fields(doubt: str) -> frozenset[str]:
    """The fields that a doubt names.

    >>> sorted(doubtful_fields("redesign suspected: credits, body read otherwise; …"))
    ['body', 'credits']
    """
    named, otherwise, _ = doubt.partition(_OTHERWISE)
    return frozenset(named.partition(": ")[2].split(", ")) if otherwise else frozenset()
