"""The piece of an article in which the words of a query stand, safe to show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from archive.segment import fold
from archive.visible import visible_line

SNIPPET_LENGTH = 80  # characters
SNIPPET_LEAD = 20  # characters before the first mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of the original text, safe to show, and where in it the words stand."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()  # first place and the place after the last


def snippet(text: str, pattern: re.Pattern[str] | None) -> Snippet:
    """The piece of a text in which most different words stand; its beginning where none does.

    >>> from archive.search_query import parse
    >>> snippet("湘潭市人民代表大會常務委員會", parse("代表大会").pattern)
    Snippet(text='湘潭市人民代表大會常務委員會', marks=((5, 9),))
    """
    places = [m.span() for m in pattern.finditer(text)] if pattern else []
    begin = max(0, _richest(text, places) - SNIPPET_LEAD)
    end = begin + SNIPPET_LENGTH
    before = "…" if begin else ""
    shift = len(before) - begin
    return Snippet(
        text=before + visible_line(text[begin:end]) + ("…" if end < len(text) else ""),
        marks=tuple((a + shift, b + shift) for a, b in places if begin <= a and b <= end),
    )


def _richest(text: str, places: list[tuple[int, int]]) -> int:
    """The place from which a snippet holds most different words."""
    room = SNIPPET_LENGTH - SNIPPET_LEAD

    def different(first: int) -> int:
        begin = places[first][0]
        near = takewhile(lambda place: place[1] <= begin + room, places[first:])
        return len({fold(text[a:b]).lower() for a, b in near})

    best = max(range(len(places)), key=different, default=None)
    return 0 if best is None else places[best][0]
