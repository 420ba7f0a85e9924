"""The piece of an article in which the words of a query stand, safe to show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from archive.analysis.folding import places, spelled
from archive.analysis.terms import fold
from archive.model.safe_text import visible_line

SNIPPET_LENGTH = 80  # characters
SNIPPET_LEAD = 20  # characters before the first mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of the original text, safe to show, and where in it the words stand."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()  # first place and the place after the last


def snippet(text: str, pattern: re.Pattern[str] | None) -> Snippet:
    """The piece of a text in which most different words stand; its beginning where none does.

    >>> from archive.search.query_parser import parse
    >>> snippet("湘潭市人民代表大會常務委員會", parse("代表大会").pattern)
    Snippet(text='湘潭市人民代表大會常務委員會', marks=((5, 9),))
    """
    spans = _matches(text, pattern) if pattern else []
    begin = max(0, _richest(text, spans) - SNIPPET_LEAD)
    end = begin + SNIPPET_LENGTH
    before = "…" if begin else ""
    shift = len(before) - begin
    return Snippet(
        text=before + visible_line(text[begin:end]) + ("…" if end < len(text) else ""),
        marks=tuple((a + shift, b + shift) for a, b in spans if begin <= a and b <= end),
    )


def _matches(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the pattern stands, whatever stands between its characters that is not seen."""
    folded = spelled(text)
    spans = [m.span() for m in pattern.finditer(folded)]
    if folded == text:
        return spans
    came = places(text)
    return [(came[a], came[b - 1] + 1 if came[b - 1] == came[b] else came[b]) for a, b in spans]


def _richest(text: str, spans: list[tuple[int, int]]) -> int:
    """The place from which a snippet holds most different words."""
    room = SNIPPET_LENGTH - SNIPPET_LEAD

    def different(first: int) -> int:
        begin = spans[first][0]
        near = takewhile(lambda span: span[1] <= begin + room, spans[first:])
        return len({fold(spelled(text[a:b])).lower() for a, b in near})

    best = max(range(len(spans)), key=different, default=None)
    return 0 if best is None else spans[best][0]
