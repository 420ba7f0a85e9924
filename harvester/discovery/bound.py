"""How many of the addresses that one list names are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

#: As many as a sitemap may name by its own rule (sitemaps.org). To look at one takes 30 µs, and
#: whoever writes a list of millions pays nothing for it.
MOST_NAMED = 50_000

_T = TypeVar("_T")


def both_ends(named: Sequence[_T], most: int = MOST_NAMED) -> tuple[list[_T], int]:
    """The first and the last of what a list names, and how many in between are left out.

    What is new stands at one end: on top of a feed, at the foot of a sitemap that grows.

    >>> both_ends("abcdefg", 4), both_ends("abc", 4)
    ((['a', 'b', 'f', 'g'], 3), (['a', 'b', 'c'], 0))
    """
    if len(named) <= most:
        return list(named), 0
    half = most // 2
    return [*named[:half], *named[-half:]], len(named) - 2 * half
