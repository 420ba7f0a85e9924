"""Which element of a page holds its text: paragraphs vote for the elements around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from harvester.content.line_kind import has_clause
from harvester.document.lines import Element, Line, Lines

# The votes are those of Arc90's Readability (2010): a paragraph counts for its parent and half for
# its grandparent, links count against an element, and so do names like sidebar and comment. Names
# like content and text do not count for one: they stand on boxes of every kind.
_SHORTEST = 15  # a shorter line is no paragraph
_FULL = 3  # points at most for length, one for each hundred characters
_NAMED = 25
_NEGATIVE = re.compile(
    r"combx|comment|com-|contact|foot|masthead|media|meta|outbrain|promo|related|scroll|shoutbox|"
    r"sidebar|sponsor|shopping|tags|tool|widget|pinglun|hot|rank",
    re.I,
)
_UNLIKELY = re.compile(
    r"combx|comment|community|disqus|extra|foot|header|menu|remark|rss|shoutbox|sidebar|sponsor|"
    r"ad-break|agegate|pagination|pager|popup|pinglun|copyright|friendlink|recommend",
    re.I,
)
_PERHAPS = re.compile(r"and|article|body|column|main|shadow|content", re.I)
_COMMA = re.compile("[，,。、；：！？]")
_TAGS = {
    "div": 5, "article": 10, "section": 3, "td": 3, "pre": 3, "blockquote": 3, "address": -3,
    "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3, "li": -3, "form": -3, "h1": -5, "h2": -5,
    "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5, "header": -5, "footer": -10, "nav": -10,
    "aside": -10,
}  # fmt: skip
_ENOUGH = 80  # characters; a shorter text may have been thrown away for its names
_LINKED = 3  # of a list a third is links
_PARAGRAPHS = frozenset(("p", "li", "h2", "h3", "h4", "dd", "dt", "blockquote", "center"))


def find_lines(lines: Lines) -> list[int]:
    """The numbers of the lines within the element that most of the page's paragraphs vote for."""
    found = _elected(lines, _likely(lines))
    if _sentences(lines, found) >= _ENOUGH:
        return found
    every = _elected(lines, [True] * len(lines.items))
    size = sum(len(lines.items[i].text) for i in found)
    linked = sum(lines.items[i].linked for i in found)
    is_list = _LINKED * linked > size and _sentences(lines, every) >= _ENOUGH
    return every or found if size < _ENOUGH or is_list else found


def _sentences(lines: Lines, numbers: Sequence[int]) -> int:
    """How many characters of sentences these lines hold."""
    items = (lines.items[i] for i in numbers)
    return sum(len(line.text) - line.linked for line in items if has_clause(line))


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


@lru_cache(maxsize=4096)  # the elements of a page share their classes
def _is_unlikely(named: str) -> bool:
    return bool(_UNLIKELY.search(named)) and not _PERHAPS.search(named)


def _likely(lines: Lines) -> list[bool]:
    """For each line, whether no element around it is called sidebar, comment or the like."""
    likely = [True] * len(lines.items)
    for element, (first, end) in lines.spans.items():
        if end <= first or not (element.get("class") or element.get("id")):
            continue
        if _is_unlikely(_named(element)) and element.tag not in ("html", "body"):
            likely[first:end] = [False] * (end - first)
    return likely


def _elected(lines: Lines, likely: Sequence[bool]) -> list[int]:
    votes: dict[Element, float] = {}
    own = own_lines(lines)
    for line, is_likely in zip(lines.items, likely, strict=True):
        points = _points(line) if is_likely else 0
        if not points:
            continue
        parent = holder(line.element, own, lines)
        if parent is None:
            continue
        votes[parent] = votes.get(parent, 0) + points
        if (above := parent.getparent()) is not None:
            votes[above] = votes.get(above, 0) + points / 2
    if not votes:
        return []
    sizes = list(accumulate((len(x.text) for x in lines.items), initial=0))
    linked = list(accumulate((x.linked for x in lines.items), initial=0))

    def worth(element: Element) -> float:
        first, end = lines.span(element)
        total = sizes[end] - sizes[first]
        share = (linked[end] - linked[first]) / total if total else 0
        return (votes[element] + _initial(element)) * (1 - min(share, 1))

    best = max(votes, key=worth)
    return _with_siblings(lines, best, {e: worth(e) for e in votes}, likely)


def _points(line: Line) -> float:
    size = len(line.text)
    if size < _SHORTEST or 2 * line.linked > size:
        return 0
    return 1 + len(_COMMA.findall(line.text)) + min(size // 100, _FULL)


def own_lines(lines: Lines) -> dict[Element, int]:
    """How many lines each element holds itself."""
    own: dict[Element, int] = {}
    for line in lines.items:
        if line.text:
            own[line.element] = own.get(line.element, 0) + 1
    return own


def holder(element: Element, own: dict[Element, int], lines: Lines) -> Element | None:
    """The element for which a paragraph votes: the innermost that holds more than its lines.

    That is the paragraph's own where it is a box of lines, and never one of the wrappers that
    editors leave around each paragraph.
    """
    first, end = lines.span(element)
    if element.tag not in _PARAGRAPHS and (own[element] > 1 or end - first > own[element]):
        return element
    size = end - first
    above: Element | None = element.getparent()
    while above is not None and lines.spans.get(above, (0, size + 1)) == (first, end):
        above = above.getparent()
    return above


def _initial(element: Element) -> int:
    points = _TAGS.get(str(element.tag), 0)
    named = _named(element)
    if _NEGATIVE.search(named):
        points -= _NAMED
    return points


def _with_siblings(
    lines: Lines, best: Element, worths: dict[Element, float], likely: Sequence[bool]
) -> list[int]:
    """The lines of the elected element and of the siblings that read like a part of it."""
    parent = best.getparent()
    least = max(10.0, 0.2 * worths[best])
    chosen: list[int] = []
    for sibling in [best] if parent is None else parent:
        first, end = lines.span(sibling)
        if sibling is best or worths.get(sibling, 0) >= least or _is_paragraph(lines, sibling):
            chosen += [i for i in range(first, end) if sibling is best or likely[i]]
    return [i for i in chosen if lines.items[i].text]


def _is_paragraph(lines: Lines, element: Element) -> bool:
    """Whether a sibling of the text is one more paragraph of it."""
    if element.tag != "p":
        return False
    text = "".join(line.text for line in lines.within(element))
    linked = sum(line.linked for line in lines.within(element))
    return (len(text) > 80 and 4 * linked < len(text)) or (
        bool(text) and not linked and text[-1] in "。！？”.!?"
    )
