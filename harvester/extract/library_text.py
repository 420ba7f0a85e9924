"""The text of a page as well-kept libraries read it: trafilatura's, unless others outvote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from harvester.document.lines import Lines
from harvester.extract import main_content
from harvester.extract.independent_readers import readability_text, trafilatura_text

#: Texts that share more than this are the same text; less, and one of the two is wrong.
ALIKE = 0.6
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_LARGEST = 3 * 2**20  # bytes; larger pages, and those of more elements, are read by us alone
_MOST_ELEMENTS = 30_000


@dataclass(frozen=True, slots=True)
class LibraryText:
    """The lines of a text, by whom it was read, and who read it alike."""

    lines: tuple[str, ...]
    reader: str
    agreeing: tuple[str, ...] = ()
    container: tuple[int, ...] = ()  # the lines of the page that our own reader takes


def read_library_text(html: str, url: str, lines: Lines, linked: Sequence[str]) -> LibraryText:
    """The text of a page in another language than Chinese.

    trafilatura's counts, unless it resembles no other text while two longer ones resemble each
    other: then it has lost the text.
    `linked` is what the page's JSON-LD says. readability is asked only where nothing else
    resembles trafilatura, as it takes as long.
    """
    numbers = tuple(main_content.find_lines(lines))
    texts = {
        "container": tuple(lines.items[i].text for i in numbers),
        "JSON-LD": tuple(linked),
    }
    if linked and not numbers:  # a page that a script draws
        return LibraryText(tuple(linked), "JSON-LD")
    if len(html) <= _LARGEST and len(lines.spans) <= _MOST_ELEMENTS:
        texts = {"trafilatura": trafilatura_text(html, url), **texts}
        if not _agreeing("trafilatura", texts):
            texts["readability"] = readability_text(html)
    reader = _chosen(texts)
    return LibraryText(texts[reader], reader, _agreeing(reader, texts), numbers)


def _chosen(texts: Mapping[str, Sequence[str]]) -> str:
    """The reader to be believed: the first, unless it is outvoted or has found nothing."""
    first = next(iter(texts))
    if not texts[first]:
        return max(texts, key=lambda name: _weight(texts[name]))
    if _agreeing(first, texts):
        return first
    longer = [name for name in texts if _weight(texts[name]) > _weight(texts[first])]
    pairs = [
        (likeness, pair)
        for pair in combinations(longer, 2)
        if (likeness := resemblance(texts[pair[0]], texts[pair[1]])) >= ALIKE
    ]
    return max(pairs)[1][-1] if pairs else first


def _weight(text: Sequence[str]) -> int:
    return sum(map(len, text))


def _agreeing(reader: str, texts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The other readers whose texts resemble that of one."""
    return tuple(
        name
        for name, text in texts.items()
        if name != reader and resemblance(texts[reader], text) >= ALIKE
    )


def resemblance(one: Sequence[str], other: Sequence[str]) -> float:
    """How many words two texts share, from 0 to 1: the harmonic mean of both shares.

    >>> resemblance(["the lamps were lit"], ["the lamps went out"])
    0.5
    """
    first, second = Counter(_words(one)), Counter(_words(other))
    shared = sum((first & second).values())
    return 2 * shared / (first.total() + second.total()) if shared else 0.0


def _words(texts: Sequence[str]) -> Iterator[str]:
    return (word.lower() for text in texts for word in _WORD.findall(text))
