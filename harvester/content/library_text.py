"""The text of a page as well-kept libraries read it: trafilatura's, unless others outvote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from harvester.content import main_content
from harvester.content.independent_readers import (
    readability_text,
    trafilatura_text,
    tree_for_libraries,
)
from harvester.document.lines import Element, Lines

#: Texts that share more than this are the same text; less, and one of the two is wrong.
ALIKE = 0.6
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_LONGEST = 2 * 2**20  # characters; longer pages, and those of more lines, are read by us alone
_MOST_ELEMENTS = 30_000
_MOST_LINES = 6_000


@dataclass(frozen=True, slots=True)
class LibraryText:
    """The lines of a text, by whom it was read, and who read it alike."""

    lines: tuple[str, ...]
    reader: str
    agreeing: tuple[str, ...] = ()
    container: tuple[int, ...] = ()  # the lines of the page that our own reader takes


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as one reader read it, with how often it has each word."""

    reader: str
    lines: tuple[str, ...]
    words: Counter[str]

    @classmethod
    def of(cls, reader: str, lines: Sequence[str]) -> _Reading:
        return cls(reader, tuple(lines), Counter(_words(lines)))

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))

    def is_like(self, other: _Reading) -> bool:
        return self.likeness(other) >= ALIKE

    def likeness(self, other: _Reading) -> float:
        """How many words two texts share: the harmonic mean of both shares."""
        shared = (self.words & other.words).total()
        return 2 * shared / (self.words.total() + other.words.total()) if shared else 0.0


def read_library_text(root: Element, url: str, lines: Lines, linked: Sequence[str]) -> LibraryText:
    """The text of a page in another language than Chinese.

    trafilatura's counts, unless it resembles no other text while two longer ones resemble each
    other: then it has lost the text. `linked` is what the page's JSON-LD says. readability is asked
    only where nothing else resembles trafilatura, as it takes as long.
    """
    numbers = tuple(main_content.find_lines(lines))
    if linked and not numbers:  # a page that a script draws
        return LibraryText(tuple(linked), "JSON-LD")
    own = _Reading.of("container", [lines.items[i].text for i in numbers])
    others = [own, _Reading.of("JSON-LD", linked)]
    if not _may_be_asked(lines):
        return _first_or_outvoted(others, numbers)
    tree = tree_for_libraries(root)
    first = _Reading.of("trafilatura", trafilatura_text(tree, url))
    if agreeing := _like(first, others):
        return LibraryText(first.lines, first.reader, agreeing, numbers)
    others.append(_Reading.of("readability", readability_text(tree)))
    return _first_or_outvoted([first, *others], numbers)


def _may_be_asked(lines: Lines) -> bool:
    """Whether libraries read a page in less than a second or two."""
    is_small = len(lines.spans) <= _MOST_ELEMENTS and len(lines.items) <= _MOST_LINES
    return is_small and sum(len(line.text) for line in lines.items) <= _LONGEST


def _first_or_outvoted(readings: Sequence[_Reading], container: tuple[int, ...]) -> LibraryText:
    """The first reading, unless it has found nothing or is outvoted by two longer ones."""
    first, *others = readings
    chosen = first
    if not first.lines:
        chosen = max(readings, key=lambda each: each.size)
    elif not _like(first, others):
        pairs = combinations([each for each in others if each.size > first.size], 2)
        alike = [(one.likeness(other), other) for one, other in pairs if one.is_like(other)]
        chosen = max(alike, key=lambda each: each[0])[1] if alike else first
    agreeing = _like(chosen, [each for each in readings if each is not chosen])
    return LibraryText(chosen.lines, chosen.reader, agreeing, container)


def _like(reading: _Reading, others: Sequence[_Reading]) -> tuple[str, ...]:
    """The readers that found the same text as one of them."""
    return tuple(other.reader for other in others if reading.is_like(other))


def _words(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from _WORD.findall(text.lower())


def resemblance(one: Sequence[str], other: Sequence[str]) -> float:
    """How many words two texts share, from 0 to 1: the harmonic mean of both shares.

    >>> resemblance(["the lamps were lit"], ["the lamps went out"])
    0.5
    """
    return _Reading.of("one", one).likeness(_Reading.of("other", other))
