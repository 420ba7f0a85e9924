"""Lines of other things among the paragraphs of a text: buttons, notices, boxes of other articles.

The words stand by language in archive/knowledge/chrome_lines.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from archive.knowledge.table import read_table
from harvester.foreign.traced_text import TracedLine

Kind = Literal["heading", "button", "notice"]
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_AFTER_HEADING = re.compile(r"\s?[:：|»>→]\s?|\s[–—-]\s")
_ENDS_SENTENCE = re.compile(r"""[.!?…。！？؟۔।]["'”’»)\]]*$""")
_MOST_HEADLINES = 6  # under one heading
_LONGEST_HEADLINE = 200


@cache
def _phrases(kind: Kind) -> tuple[str, ...]:
    return tuple(
        phrase.casefold() for phrase, each, _ in read_table("chrome_lines.tsv") if each == kind
    )


@cache
def _whole() -> dict[str, Kind]:
    kinds: tuple[Kind, ...] = ("button", "heading")
    return {_bare(phrase): kind for kind in kinds for phrase in _phrases(kind)}


def chrome_kind(text: str) -> Kind | None:
    """What a line is that is no part of an article, by its words; None for any other line.

    >>> [chrome_kind(text) for text in ("Lesen Sie auch:", "READ MORE: Bridge reopens", "광고")]
    ['heading', 'notice', 'button']
    >>> chrome_kind("Read more books, the teacher said.")
    """
    if found := _whole().get(_bare(text)):
        return found
    first = _AFTER_HEADING.split(text, maxsplit=1)[0]
    if first != text and _whole().get(_bare(first)) == "heading":
        return "notice"
    return "notice" if text.casefold().startswith(_phrases("notice")) else None


def without_chrome(traced: Sequence[TracedLine]) -> list[TracedLine]:
    """The lines of a text without those, and without the headlines that follow a heading."""
    kept = list(_others(traced))
    return kept or list(traced)


def _others(traced: Sequence[TracedLine]) -> Iterator[TracedLine]:
    headlines = 0  # how many more lines may belong to the last heading
    for line in traced:
        kind = chrome_kind(line.text)
        if kind is not None:
            headlines = _MOST_HEADLINES if kind == "heading" else headlines
        elif headlines and _is_headline(line.text):
            headlines -= 1
        else:
            headlines = 0
            yield line


def _is_headline(text: str) -> bool:
    return len(text) <= _LONGEST_HEADLINE and not _ENDS_SENTENCE.search(text)


def _bare(text: str) -> str:
    return _EDGES.sub("", text).casefold()
