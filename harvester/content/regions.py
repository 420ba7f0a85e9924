"""Where title, header, body and trailer stand on a page that no layout fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model.article import Evidence
from harvester.content.headline import find_title, guess_title, heading_rank, plain
from harvester.content.line_kind import (
    LONGEST_CREDIT_LINE,
    PROSE,
    has_clause,
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
    names_photographer,
    prose_size,
)
from harvester.content.paragraphs import Paragraphs, is_paragraph
from harvester.content.teasers import is_of_teasers
from harvester.content.text_choice import Witnesses, choose_text
from harvester.content.text_end import find_end
from harvester.content.text_span import (
    Span,
    below_title,
    container,
    marked,
    short_lines,
    span_of,
)
from harvester.content.trimmed_edges import data_lines, is_trailer, trimmed
from harvester.document.lines import Lines
from harvester.grammar import boilerplate
from harvester.grammar.names import is_body

_OUTWEIGHED = 2.5  # times the text
_SHORTEST_LIST = 3
_SIGNED = re.compile(r"[^：:，。\s]{1,12}[：:]\S")  # 青棠网友：写得真好
_NEAR = 30  # so many lines around a body are searched for header and trailer


@dataclass(frozen=True, slots=True)
class Regions:
    """Line numbers: of the title, of the header above a body, of the body, of the trailer."""

    title: Span | None = None
    header: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    trailer: tuple[int, ...] = ()
    agreeing: tuple[str, ...] | None = None  # independent readers; None: they were not asked


def find_regions(lines: Lines, declared: Sequence[Evidence], ask: Witnesses) -> Regions:
    """Title, header, body and trailer of a page without a layout.

    `ask` gives the texts of independent readers, where our own two readings differ or the page
    prints much more text than the one that was found.
    """
    title = find_title(lines, declared)
    elected = marked(lines) or container(lines)
    if title is not None and elected is not None and title[0] >= elected[1]:
        title = find_title(lines, declared, elected[1]) or title  # it is repeated below the text
    below = None if title is None else below_title(lines, title, elected)
    regions = _around(lines, below or elected, title)
    if _precedes_comments(lines, regions):
        return regions
    if below is not None and elected is not None and not is_of_teasers(lines, elected):
        regions = _disputed(lines, regions, _around(lines, elected, title), ask)
    if regions.agreeing is None and _is_outweighed(lines, regions):
        regions = _disputed(lines, regions, Regions(), ask)
    if title is not None and not any(lines.items[i].text for i in regions.body):
        span = short_lines(lines, title)
        return regions_in(lines, span, title) if span else regions
    return regions


def _around(lines: Lines, span: Span | None, title: Span | None) -> Regions:
    if span is None:
        return Regions(title=title)
    if title is None:
        title = guess_title(lines, _top(lines, span), _first_paragraph(lines, span))
    return regions_in(lines, span, title)


def _disputed(lines: Lines, own: Regions, other: Regions, ask: Witnesses) -> Regions:
    """One of two readings of a page, or where independent readers find its text."""
    choice = choose_text(
        _words(lines, own.title), _text_of(lines, own), _text_of(lines, other), ask
    )
    chosen = {"own": own, "other": other}.get(choice.name)
    if chosen is None:
        span = span_of(lines, choice.text)
        chosen = own if span is None else _around(lines, span, own.title)
    return replace(chosen, agreeing=choice.agreeing)


def _precedes_comments(lines: Lines, regions: Regions) -> bool:
    """Whether the words of readers follow a text, however long: each has its time or its name."""
    if not regions.body:
        return False
    end = regions.body[-1] + 1
    heading = lines.items[end : end + 3]
    if not any(boilerplate.opens_comments(line.text) for line in heading):
        return False
    near = lines.items[end : end + _NEAR]
    signed = sum(is_time_line(line.text) or bool(_SIGNED.match(line.text)) for line in near)
    return signed >= _SHORTEST_LIST


def _is_outweighed(lines: Lines, regions: Regions) -> bool:
    """Whether most of the prose of a page is none of its text."""
    text = sum(prose_size(lines.items[i]) for i in regions.body)
    every = sum(prose_size(x) for x in lines.items if x.text and not is_boilerplate(x))
    return every > _OUTWEIGHED * max(text, PROSE)


def _words(lines: Lines, title: Span | None) -> str:
    return "" if title is None else "".join(line.text for line in lines.items[slice(*title)])


def _text_of(lines: Lines, regions: Regions) -> str:
    return "\n".join(lines.items[i].text for i in regions.body if lines.items[i].text)


def _top(lines: Lines, span: Span) -> int:
    """The first line of time at or shortly above a body, else where the body begins."""
    first = max(0, span[0] - _NEAR)
    near = range(first, min(span[1], span[0] + 5))
    return next((i for i in reversed(near) if is_time_line(lines.items[i].text)), span[0])


def _first_paragraph(lines: Lines, span: Span) -> int:
    """Where the first paragraph of a text stands; a title may end like a sentence."""
    items = enumerate(lines.items[slice(*span)], span[0])
    found = (i for i, line in items if is_paragraph(line) and not heading_rank(line))
    return next(found, span[0])


def regions_in(lines: Lines, container: Span, title: Span | None) -> Regions:
    """The regions of a page whose text lies in a known container: its header, body and trailer."""
    first, end = container
    if title is not None and title[0] >= end:
        title = None
    if title is not None:
        first = max(first, title[1])
    first = _after_header(lines, first, end, title)
    paragraphs = Paragraphs(lines, range(first, end))
    data = data_lines(lines, range(first, end))
    chrome = {
        i for i in range(first, end) if is_boilerplate(lines.items[i]) and not paragraphs.hold(i)
    }
    end, interrupted = find_end(lines, (first, end), paragraphs, chrome, data)
    numbers = [i for i in range(first, end) if i not in interrupted]
    selected, credits = _select(lines, numbers, chrome, data, title)
    body = trimmed(lines, selected, paragraphs, _words(lines, title))
    kept = set(body)
    credits += (i for i in selected if i not in kept and is_trailer(lines.items[i]))
    between = [i for i in credits if body and body[0] < i < body[-1]]
    after = sorted(i for i in credits if body and i > body[-1])
    return Regions(
        title=title,
        header=_header(lines, title, selected[0] if selected else first, first),
        body=tuple(body),
        trailer=(*between, *after, *_trailer(lines, end)),
    )


def _header(lines: Lines, title: Span | None, begin: int, first: int) -> tuple[int, ...]:
    """The lines before the body that begins at `begin`, those below the title first.

    A date above the title may be today's.
    """
    if title is None:
        return tuple(range(max(0, first - _NEAR), begin))
    top = _above(lines, title[0]) if title[0] <= first else max(0, first - _NEAR)
    return (*range(max(title[1], top), begin), *range(top, title[0]))


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


def _after_header(lines: Lines, first: int, end: int, title: Span | None) -> int:
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
        elif is_prose(line) and has_clause(line):
            break
    return min(begin, end)


def _repeats(lines: Lines, index: int, title: Span) -> bool:
    """Whether a line prints the title once more."""
    text = plain(lines.items[index].text)
    return len(text) > 5 and text == plain("".join(x.text for x in lines.items[slice(*title)]))


def _select(
    lines: Lines, numbers: Sequence[int], chrome: set[int], data: set[int], title: Span | None
) -> tuple[list[int], list[int]]:
    """The lines of the text, and those within it that are credits instead."""
    body: list[int] = []
    credits: list[int] = []
    for index in numbers:
        line = lines.items[index]
        if line.image is not None or index in data:
            body.append(index)
        elif is_credit_line(line) or (not body and _names_makers(line.text)):
            credits.append(index)
        elif index in chrome:
            continue
        elif body or not (title and _repeats(lines, index, title)):
            body.append(index)
    if len(body) > 2 and is_teaser(*(lines.items[i].text for i in body[:2])):
        del body[0]
    while len(body) > 2 and is_row(*(lines.items[i] for i in body[-2:])):
        credits += body[-2:]
        del body[-2:]
    return body, credits


def _names_makers(text: str) -> bool:
    """Whether a line above a text is names alone, or says who took a picture."""
    return is_names_line(text) or names_photographer(text)


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
