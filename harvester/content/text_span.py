"""Where the text of a page may stand: the element that paragraphs vote for, or below the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from harvester.content.line_kind import (
    PROSE,
    has_clause,
    is_boilerplate,
    is_credit_line,
    is_prose,
    is_time_line,
    prose_size,
)
from harvester.content.main_content import find_lines, holder, own_lines
from harvester.content.paragraphs import is_paragraph
from harvester.content.teasers import is_of_teasers
from harvester.document.lines import Line, Lines, ancestors
from harvester.grammar import boilerplate

#: First line and the first after it.
Span = tuple[int, int]

_NEAR = 30  # so many lines below a title are searched for a line of time
_VERSES = 3  # so many short lines may be a text
_CAPTIONS = frozenset(("figcaption", "caption"))


def marked(lines: Lines) -> Span | None:
    """The body between <!--enpcontent--> comments, where it holds text."""
    spans = [s for s in lines.marked if _weight(lines.items[s[0] : s[1]]) >= 2 * PROSE]
    return max(spans, key=lambda s: _weight(lines.items[s[0] : s[1]])) if spans else None


def container(lines: Lines) -> Span | None:
    """The lines of the element that holds most of the lines that paragraphs vote for."""
    chosen = find_lines(lines)
    prose = [i for i in chosen if len(lines.items[i].text) >= 10] or chosen
    if not prose:
        return None
    lengths = _running({i: len(lines.items[i].text) for i in prose}, len(lines.items))
    best: Span | None = None
    for element in ancestors(lines.items[prose[len(prose) // 2]].element):
        first, end = lines.span(element)
        best = (first, end)
        if lengths[end] - lengths[first] >= 0.95 * lengths[-1]:
            break
    return best


def below_title(lines: Lines, title: Span, elected: Span | None) -> Span | None:
    """A text that begins right below the title and its line of time, where `elected` passes it by.

    None where that is where `elected` begins, or where too little is passed by.
    """
    start = _below_time(lines, title)
    text = next((i for i in range(start, len(lines.items)) if _may_begin(lines.items[i])), None)
    if text is None:
        return None
    if elected is not None and elected[1] <= title[0] and start > title[1]:
        elected = None  # a notice above the headline
    if elected is not None and elected[0] <= text:
        return None
    end = len(lines.items) if elected is None else elected[0]
    passed = _paragraphs(lines.items[start:end])
    least = 2 * PROSE
    if elected is not None and (
        _paragraphs(lines.items[slice(*elected)]) < passed
        or any(boilerplate.opens_comments(x.text) for x in lines.items[end - 1 : end + 1])
        or is_of_teasers(lines, elected)
    ):
        least = PROSE
    if passed < least or any(
        boilerplate.is_related_heading(line.text) for line in lines.items[start:text]
    ):
        return None
    first, end = _widest(lines, text, start) or (text, text + 1)
    around = holder(lines.items[text].element, own_lines(lines), lines)
    return first, end if around is None else max(end, lines.span(around)[1])


def _below_time(lines: Lines, title: Span) -> int:
    """The first line below a title and its line of time; below a text that line stands apart."""
    start, paragraphs = title[1], 0
    for index in range(title[1], min(len(lines.items), title[1] + _NEAR)):
        line = lines.items[index]
        if is_time_line(line.text):
            return index + 1
        paragraphs += is_prose(line) and has_clause(line)
        if paragraphs > 1:
            break
    return start


def _paragraphs(items: Sequence[Line]) -> int:
    """How many characters of paragraphs these lines hold."""
    return sum(len(line.text) for line in items if is_paragraph(line))


def short_lines(lines: Lines, title: Span) -> Span | None:
    """A text without any paragraph, as of verse or of prices: an element below title and time."""
    timed = range(title[0], min(len(lines.items), title[1] + _NEAR))
    start = next((i + 1 for i in timed if is_time_line(lines.items[i].text)), None)
    if start is None:
        return None
    found = (i for i in range(start, len(lines.items)) if _may_be_verse(lines.items[i]))
    first = next(found, None)
    if first is None:
        return None
    inner = lines.items[first].element
    span = _widest(lines, first, start) or (first, lines.span(inner)[1])
    verses = [line for line in lines.items[slice(*span)] if _may_be_verse(line)]
    return (
        span if len(verses) >= _VERSES and sum(len(line.text) for line in verses) >= PROSE else None
    )


def span_of(lines: Lines, text: str) -> Span | None:
    """The lines from the first to the last paragraph that the text of another reader holds."""
    printed = "".join(text.split())
    found = [
        i
        for i, line in enumerate(lines.items)
        if is_prose(line) and "".join(line.text.split()) in printed
    ]
    return (found[0], found[-1] + 1) if found else None


def _may_begin(line: Line) -> bool:
    """Whether a line is prose and not the caption of a picture."""
    return line.tag not in _CAPTIONS and is_prose(line)


def _may_be_verse(line: Line) -> bool:
    return bool(line.text) and not (
        is_boilerplate(line) or is_credit_line(line) or boilerplate.is_related_heading(line.text)
    )


def _widest(lines: Lines, index: int, start: int) -> Span | None:
    """The outermost element around a line that does not begin before line `start`."""
    best = None
    for element in ancestors(lines.items[index].element):
        first, end = lines.span(element)
        if first < start:
            break
        best = (first, end)
    return best


def _weight(items: Sequence[Line]) -> int:
    """How much prose lines hold: characters outside links, in lines that are long enough."""
    return sum(map(prose_size, items))


def _running(sizes: Mapping[int, int], end: int) -> list[int]:
    """Sums of what precedes each line, so that any span of lines is summed in one step."""
    return list(accumulate((sizes.get(i, 0) for i in range(end)), initial=0))
