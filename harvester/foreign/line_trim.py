"""Which lines of a library's text are no part of the article: a table of weights says.

Libraries keep captions, bylines, "read also" and newsletters among the paragraphs. Each line is
described by the features below; their weights stand in `line_weights.tsv`, which
`benchmarks/fit_trim.py` makes by logistic regression from pages whose text is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from harvester.claims.weights import read_weights
from harvester.content.headline import plain
from harvester.document.lines import Element, Line, Lines
from harvester.foreign.traced_text import TracedLine
from harvester.grammar.foreign_bylines import read_byline
from harvester.grammar.sentences import has_sentence, width

TABLE = Path(__file__).with_name("line_weights.tsv")
_LEVELS = 6  # elements around a line whose classes count
_SHORT = 60
_LONG_WORDS = 300
_EDGE = 2
_ENDS = re.compile(r"""[.!?…。！？؟۔।]["'”’»)\]]*$""")
_CLASSES = {
    "is_related": re.compile(
        r"relat|recommend|teaser|read-?(?:more|also|next)|more-|promo|newsletter|signup|subscri|"
        r"paywall|share|social|comment|sidebar|widget|advert|"
        r"(?:^|[-_ ])ads?(?:$|[-_ ])|tags|topics|"
        r"popular|trending|poll|quiz|banner|disclaimer|cta",
        re.I,
    ),
    "is_signed": re.compile(
        r"author|byline|credit|dateline|timestamp|publish|(?:^|[-_ ])bio", re.I
    ),
    "is_captioned": re.compile(r"caption|figure|image|photo|gallery|media|video|embed", re.I),
    "is_text": re.compile(r"article-?(?:body|text|content)|story|entry|paragraph|richtext", re.I),
}
_ASIDE = frozenset(("aside", "nav", "footer", "header", "form", "button"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class TrimContext:
    """What the lines of a text are compared with: other readings of it, and the page's fields."""

    container: frozenset[int]  # lines of the page that our own reader takes
    linked: str  # the text of the page's JSON-LD
    names: tuple[str, ...]  # of writers
    declared: tuple[str, ...]  # titles and descriptions


def trimmed(traced: Sequence[TracedLine], lines: Lines, context: TrimContext) -> list[TracedLine]:
    """The lines of a text that are part of the article; all of them, where that would be none."""
    weights = read_weights(TABLE)
    kept = [
        line
        for line, features in zip(traced, describe(traced, lines, context), strict=True)
        if weights.odds(features) >= 0
    ]
    return kept or list(traced)


def describe(
    traced: Sequence[TracedLine], lines: Lines, context: TrimContext
) -> Iterator[dict[str, float]]:
    """The features of each line of a text, from 0 to 1 each."""
    linked = "".join(context.linked.split())
    declared = {plain(text) for text in context.declared}
    seen: set[str] = set()
    last = max(len(traced) - _EDGE, _EDGE)  # no line of a short text is at both its edges
    for at, each in enumerate(traced):
        letters = "".join(each.text.split())
        line = None if each.number is None else lines.items[each.number]
        yield {
            **_compared(each, letters, linked, context),
            **_worded(each.text, context.names),
            **_placed(line),
            "repeats": float(letters in seen),
            "is_declared": float(plain(each.text) in declared),
            "is_first": float(at < _EDGE),
            "is_last": float(at >= last),
        }
        seen.add(letters)


def _compared(
    each: TracedLine, letters: str, linked: str, context: TrimContext
) -> dict[str, float]:
    return {
        "in_container": float(each.number in context.container),
        "in_linked": float(bool(linked) and letters in linked),
        "not_in_linked": float(bool(linked) and letters not in linked),
    }


def _worded(text: str, names: Sequence[str]) -> dict[str, float]:
    size = width(text)
    is_short = size <= _SHORT
    return {
        "length": min(size, _LONG_WORDS) / _LONG_WORDS,
        "is_short": float(is_short),
        "has_sentence": float(has_sentence(text)),
        "ends_sentence": float(bool(_ENDS.search(text))),
        "names_writer": float(
            bool(read_byline(text)) or (is_short and any(name in text for name in names))
        ),
    }


def _placed(line: Line | None) -> dict[str, float]:
    around = [] if line is None else _around(line.element)
    tags = {str(element.tag) for element in around}
    size = 0 if line is None else len(line.text.replace(" ", ""))
    return {
        "linked": min(1.0, line.linked / size) if line is not None and size else 0.0,
        "is_bold": float(line is not None and size > 0 and line.strong >= size),
        "is_heading": float(line is not None and line.tag in _HEADINGS),
        "is_item": float(line is not None and line.tag == "li"),
        "is_aside": float(not tags.isdisjoint(_ASIDE)),
        **_classed(around),
    }


def _classed(around: Sequence[Element]) -> dict[str, float]:
    said = [_said(_names(element)) for element in around]
    return {name: float(any(name in each for each in said)) for name in _CLASSES}


@lru_cache(maxsize=4096)  # the elements of a page share their classes
def _said(named: str) -> frozenset[str]:
    """What the class and the id of an element say of its lines."""
    return frozenset(name for name, pattern in _CLASSES.items() if pattern.search(named))


def _around(element: Element) -> list[Element]:
    found = [element]
    while len(found) < _LEVELS and (above := found[-1].getparent()) is not None:
        if above.tag in ("body", "main", "article"):
            break
        found.append(above)
    return found


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
