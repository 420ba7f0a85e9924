"""Where title, header, body and trailer stand on a page that no layout fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from archive.model.article import Evidence
from harvester.document.lines import Line, Lines, ancestors
from harvester.extract.headline import find_title, guess_title, plain
from harvester.extract.line_kind import (
    LONGEST_CREDIT_LINE,
    PROSE,
    has_sentence,
    is_boilerplate,
    is_cell,
    is_credit_line,
    is_label_line,
    is_names_line,
    is_prose,
    is_relative_time,
    is_row,
    is_row_of_labels,
    is_teaser,
    is_time_line,
    names_editor,
    prose_size,
)
from harvester.extract.main_content import find_lines
from harvester.grammar import boilerplate
from harvester.grammar.names import is_body

_NEAR = 30  # so many lines around a body are searched for header and trailer
_VERSES = 3  # so many short lines may be a text


@dataclass(frozen=True, slots=True)
class Regions:
    """Line numbers: of the title, of the header above a body, of the body, of the trailer."""

    title: tuple[int, int] | None = None
    header: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    trailer: tuple[int, ...] = field(default=())


def find_regions(lines: Lines, declared: Sequence[Evidence]) -> Regions:
    """Title, header, body and trailer of a page without a layout."""
    title = find_title(lines, declared)
    span = _marked(lines) or _container(lines)
    if title is not None:
        span = _below(lines, title, span)
    regions = Regions(title=title)
    if span is not None:
        regions = regions_in(lines, span, title or guess_title(lines, _top(lines, span)))
    if title is not None and not any(lines.items[i].text for i in regions.body):
        span = _short_lines(lines, title)
        return regions_in(lines, span, title) if span else regions
    return regions


def _short_lines(lines: Lines, title: tuple[int, int]) -> tuple[int, int] | None:
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


def _may_be_verse(line: Line) -> bool:
    return bool(line.text) and not (
        is_boilerplate(line) or is_credit_line(line) or boilerplate.is_related_heading(line.text)
    )


def _widest(lines: Lines, index: int, start: int) -> tuple[int, int] | None:
    """The outermost element around a line that does not begin before line `start`."""
    best = None
    for element in ancestors(lines.items[index].element):
        first, end = lines.span(element)
        if first < start:
            break
        best = (first, end)
    return best


def _top(lines: Lines, span: tuple[int, int]) -> int:
    """The first line of time at or shortly above a body, else where the body begins."""
    first = max(0, span[0] - _NEAR)
    near = range(first, min(span[1], span[0] + 5))
    return next((i for i in reversed(near) if is_time_line(lines.items[i].text)), span[0])


def _below(
    lines: Lines, title: tuple[int, int], span: tuple[int, int] | None
) -> tuple[int, int] | None:
    """A body that begins right below the title and its line of time, where `span` passes it by."""
    timed = range(title[1], min(len(lines.items), title[1] + _NEAR))
    start = next((i + 1 for i in timed if is_time_line(lines.items[i].text)), title[1])
    text = next((i for i in range(start, len(lines.items)) if is_prose(lines.items[i])), None)
    if text is None or (span is not None and span[0] <= text):
        return span
    passed = _weight(lines.items[start : span[0]]) if span else 2 * PROSE
    if passed < 2 * PROSE or any(
        boilerplate.is_related_heading(line.text) for line in lines.items[start:text]
    ):
        return span
    return _widest(lines, text, start) or span


def regions_in(lines: Lines, container: tuple[int, int], title: tuple[int, int] | None) -> Regions:
    """The regions of a page whose text lies in a known container: its header, body and trailer."""
    first, end = container
    if title is not None and title[0] >= end:
        title = None
    if title is not None:
        first = max(first, title[1])
    first = _after_header(lines, first, end, title)
    boilerplate_lines = {i for i in range(first, end) if is_boilerplate(lines.items[i])}
    end = _before_trailer(lines, (first, end), boilerplate_lines)
    body, credits = _select(lines, (first, end), boilerplate_lines, title)
    between = [i for i in credits if body and body[0] < i < body[-1]]
    after = sorted(i for i in credits if body and i > body[-1])
    return Regions(
        title=title,
        header=_header(lines, title, body[0] if body else first, first),
        body=tuple(body),
        trailer=(*between, *after, *_trailer(lines, end)),
    )


def _header(lines: Lines, title: tuple[int, int] | None, begin: int, first: int) -> tuple[int, ...]:
    """The lines before the body that begins at `begin`, those below the title first.

    A date above the title may be today's.
    """
    if title is None:
        return tuple(range(max(0, first - _NEAR), begin))
    top = _above(lines, title[0]) if title[0] <= first else max(0, first - _NEAR)
    return (*range(max(title[1], top), begin), *range(top, title[0]))


def _marked(lines: Lines) -> tuple[int, int] | None:
    """The body between <!--enpcontent--> comments, where it holds text."""
    spans = [s for s in lines.marked if _weight(lines.items[s[0] : s[1]]) >= 2 * PROSE]
    return max(spans, key=lambda s: _weight(lines.items[s[0] : s[1]])) if spans else None


def _weight(items: Sequence[Line]) -> int:
    """How much prose lines hold: characters outside links, in lines that are long enough."""
    return sum(map(prose_size, items))


def _container(lines: Lines) -> tuple[int, int] | None:
    """The lines of the element that holds most of the lines that paragraphs vote for."""
    chosen = find_lines(lines)
    prose = [i for i in chosen if len(lines.items[i].text) >= 10] or chosen
    if not prose:
        return None
    lengths = _running({i: len(lines.items[i].text) for i in prose}, len(lines.items))
    best: tuple[int, int] | None = None
    for element in ancestors(lines.items[prose[len(prose) // 2]].element):
        first, end = lines.span(element)
        best = (first, end)
        if lengths[end] - lengths[first] >= 0.95 * lengths[-1]:
            break
    return best


def _running(sizes: Mapping[int, int], end: int) -> list[int]:
    """Sums of what precedes each line, so that any span of lines is summed in one step."""
    return list(accumulate((sizes.get(i, 0) for i in range(end)), initial=0))


def _above(lines: Lines, title: int) -> int:
    """Where the header above a title begins: three lines, or the table of labels that it ends."""
    top = max(0, title - 3)
    for index in range(title - 1, max(0, title - _NEAR) - 1, -1):
        line = lines.items[index]
        if len(line.text) > LONGEST_CREDIT_LINE or line.linked > len(line.text) // 2:
            break
        if is_row_of_labels(line):
            top = min(top, index)
    return top


def _after_header(lines: Lines, first: int, end: int, title: tuple[int, int] | None) -> int:
    """Where the text begins: after the last line of time, source or credits above it."""
    begin = first
    for index in range(first, min(end, first + _NEAR)):
        line = lines.items[index]
        if (
            is_time_line(line.text)
            or is_time_line(line.spaced)
            or (title and _repeats(lines, index, title))
            or is_relative_time(line.text)
        ):
            begin = index + 1
        elif index == begin > first and is_cell(line) and is_body(line.text):
            begin = index + 1  # the medium, in a line of its own below the time
        elif is_label_line(line) and index + 1 < end and not is_prose(lines.items[index + 1]):
            begin = index + 2  # 来源： and, in the next cell, its value
        elif is_prose(line) and has_sentence(line):
            break
    return min(begin, end)


def _repeats(lines: Lines, index: int, title: tuple[int, int]) -> bool:
    """Whether a line prints the title once more."""
    text = plain(lines.items[index].text)
    return len(text) > 5 and text == plain("".join(x.text for x in lines.items[slice(*title)]))


def _before_trailer(lines: Lines, span: tuple[int, int], boilerplate_lines: set[int]) -> int:
    """Where the text ends: before the first heading of other articles that follows text."""
    before = 0  # characters of text
    first, end = span
    items = lines.items[first:end]
    sizes = (
        0 if i in boilerplate_lines else prose_size(line) for i, line in enumerate(items, first)
    )
    weights = list(accumulate(sizes, initial=0))
    for index, line in enumerate(items):
        after = weights[-1] - weights[index]
        if before >= PROSE and boilerplate.is_related_heading(line.text):
            if after < 3 * before:
                return first + index
        elif before >= 2 * PROSE and after < 0.5 * before and _ends_text(line, before, after):
            return first + index
        elif not boilerplate.is_navigation(line.text, line.linked):
            before += len(line.text)
    return end


def _ends_text(line: Line, before: int, after: int) -> bool:
    """Whether a line opens the notices below a text, or holds its credits and little follows."""
    return boilerplate.ends_text(line.text) or (after < 0.2 * before and is_credit_line(line))


def _select(
    lines: Lines, span: tuple[int, int], boilerplate_lines: set[int], title: tuple[int, int] | None
) -> tuple[list[int], list[int]]:
    """The lines of the text, and those within it that are credits instead."""
    body: list[int] = []
    credits: list[int] = []
    for index in range(*span):
        line = lines.items[index]
        if line.image is not None:
            body.append(index)
        elif is_credit_line(line) or (not body and is_names_line(line.text)):
            credits.append(index)
        elif index in boilerplate_lines:
            continue
        elif body or not (title and _repeats(lines, index, title)):
            body.append(index)
    if len(body) > 2 and is_teaser(*(lines.items[i].text for i in body[:2])):
        del body[0]
    while len(body) > 2 and is_row(*(lines.items[i] for i in body[-2:])):
        credits += body[-2:]
        del body[-2:]
    return body, credits


def _trailer(lines: Lines, end: int) -> tuple[int, ...]:
    """The lines after a body, up to the first heading of other articles."""
    trailer = []
    is_own = (
        True  # until the first such heading; after it only 责任编辑 may still be of this article
    )
    for index in range(end, min(len(lines.items), end + _NEAR)):
        line = lines.items[index]
        is_own = is_own and not boilerplate.is_related_heading(line.text)
        if is_own or names_editor(line):
            trailer.append(index)
    return tuple(trailer)
