"""Where title, header, body and trailer stand on a page that no layout fits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from archive.model.article import Evidence
from harvester.document.lines import Line, Lines, ancestors
from harvester.extract.headline import find_title, guess_title, plain
from harvester.extract.main_content import find_lines
from harvester.grammar import boilerplate
from harvester.grammar.bylines import read_byline, read_names_line, read_signature
from harvester.grammar.credits import Credits, read_credits
from harvester.grammar.labels import is_label
from harvester.grammar.names import is_body
from harvester.grammar.printed_time import read_time

_PROSE = 30  # from this many characters on, a line without links is taken for text
_BARE_DATE = 20
_NEAR = 30  # so many lines around a body are searched for header and trailer
_CREDIT_LINE = 120
_BLANK = 30
_SHORTEST_TEASER = 12
_VERSES = 3  # so many short lines may be a text
_ANY_ZONE = ZoneInfo("Asia/Shanghai")  # whether a date is printed does not depend on the zone
#: 《人民日报》（2024年05月10日 04版）
_EDITION = re.compile(
    r"[（(]?《\s?[^《》]{2,14}\s?》\s?[（(]?\s?\d{4}\s?年[^（）()]{3,20}版?\s?[）)]{0,2}"
)
_OPENING = frozenset("（(【[《原作")  # of the three
_DATE = re.compile(r"(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2}\s?年")
_SENTENCE = re.compile("[，。！？]")
_NO_CELL = re.compile("[，。！？：；、]")
_IN_SENTENCES = re.compile(r"[。！？；]|，.*，")
_ORIGINAL = re.compile(r"[（(【\[]?原(?:标题|题|文标题)为?\s?[:：《]")
_ROWS_OF_LABELS = frozenset(("td", "th", "dt", "li", "span"))
#: （综合新华社、央视新闻报道）, （作者单位：江州大学）
_COMPILED = re.compile(
    r"[（(【](?:(?:本报|本网|本刊|本台|记者)?(?:综合|整理自|编译自|据)|(?:作者)?单位[:：])[^（）()]{2,50}[）)】]|"
    r"[（(]?作者(?:系|为|是)[^（）()，。]{2,40}[）)]?"
)
_AGO = re.compile(
    r"(?:昨|前|今)天(?:\s?\d\d:\d\d)?|\d{1,3}\s?(?:分钟|小时|天)前|刚刚|"
    r"(?:\d{1,2}月\d{1,2}日|\d\d-\d\d)(?:\s?\d\d:\d\d)?"
)
_CELLS = frozenset(("td", "th"))
_LABEL_CELLS = frozenset(("td", "th", "dt", "dd"))
_LABEL_ALONE = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff\s]{1,8}\s?[:：]")


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
        span
        if len(verses) >= _VERSES and sum(len(line.text) for line in verses) >= _PROSE
        else None
    )


def _may_be_verse(line: Line) -> bool:
    return bool(line.text) and not (
        _is_boilerplate(line) or is_credit_line(line) or boilerplate.is_related_heading(line.text)
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
    text = next((i for i in range(start, len(lines.items)) if _is_prose(lines.items[i])), None)
    if text is None or (span is not None and span[0] <= text):
        return span
    passed = _weight(lines.items[start : span[0]]) if span else 2 * _PROSE
    if passed < 2 * _PROSE or any(
        boilerplate.is_related_heading(line.text) for line in lines.items[start:text]
    ):
        return span
    return _widest(lines, text, start) or span


def _is_prose(line: Line) -> bool:
    return len(line.text) >= _PROSE and not _is_boilerplate(line) and not is_credit_line(line)


def regions_in(lines: Lines, container: tuple[int, int], title: tuple[int, int] | None) -> Regions:
    """The regions of a page whose text lies in a known container: its header, body and trailer."""
    first, end = container
    if title is not None and title[0] >= end:
        title = None
    if title is not None:
        first = max(first, title[1])
    first = _after_header(lines, first, end, title)
    is_boilerplate = {i for i in range(first, end) if _is_boilerplate(lines.items[i])}
    end = _before_trailer(lines, (first, end), is_boilerplate)
    body, credits = _select(lines, (first, end), is_boilerplate, title)
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


def is_time_line(text: str) -> bool:
    """Whether a line prints a date and no sentence: 2022-07-22 08:51 来源：湘潭日报."""
    return _may_be_time_line(text) and read_time(text, zone=_ANY_ZONE) is not None


@lru_cache(maxsize=2048)  # a line is asked more than once
def _may_be_time_line(text: str) -> bool:
    return len(text) <= _CREDIT_LINE and bool(_DATE.search(text)) and not _IN_SENTENCES.search(text)


def is_credit_line(line: Line) -> bool:
    """Whether a line is labels and names, and nothing else: 来源：湘潭日报 作者：付鼎臣."""
    text = line.text
    if len(text) > _CREDIT_LINE:
        return False
    if text[:1] in _OPENING and (
        _ORIGINAL.match(text) or _EDITION.fullmatch(text) or _COMPILED.fullmatch(text)
    ):
        return True
    if text[-1:] in "。！？”":
        return False
    read = read_credits(text)
    if read.spans and all(span.role == "photographer" for span in read.spans):
        return False  # 摄影：… is the caption of a picture
    return _says_credits(read, text) or _is_byline(text)


def _is_names(text: str) -> bool:
    """Whether a line is the names of two people or more, as it may stand above a text."""
    return len(text) <= _BARE_DATE and bool(read_names_line(text).credits)


def _says_credits(read: Credits, text: str) -> bool:
    """Whether labels are all that a line says, though they may be without a value."""
    named = bool(read.source or read.credits or read.original_title)
    blank = len(text) <= _BLANK and any(span.role != "noise" for span in read.spans)
    return read.whole and (named or blank)  # 作者： without a name, 责任编辑：HN666


def _is_byline(text: str) -> bool:
    """Whether names stand alone: 付鼎臣/湘潭日报, ■ 付鼎臣, （付鼎臣 谭利波）."""
    bracketed = text[0] in "（(" and text[-1] in "）)"
    signed = bracketed and read_signature(text).credits
    return bool(signed or read_byline(text).credits)


def _marked(lines: Lines) -> tuple[int, int] | None:
    """The body between <!--enpcontent--> comments, where it holds text."""
    spans = [s for s in lines.marked if _weight(lines.items[s[0] : s[1]]) >= 2 * _PROSE]
    return max(spans, key=lambda s: _weight(lines.items[s[0] : s[1]])) if spans else None


def _weight(items: Sequence[Line]) -> int:
    """How much prose lines hold: characters outside links, in lines that are long enough."""
    return sum(map(_prose, items))


def _prose(line: Line) -> int:
    """How much prose one line holds."""
    size = len(line.text)
    if size < _PROSE or boilerplate.is_navigation(line.text, line.linked):
        return 0
    return size - line.linked


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
        if len(line.text) > _CREDIT_LINE or line.linked > len(line.text) // 2:
            break
        if line.tag in _ROWS_OF_LABELS and (
            _is_label(line)
            or _is_labelled(line)
            or (line.tag in _LABEL_CELLS and is_label(line.text))
        ):
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
            or _AGO.fullmatch(line.text)
        ):
            begin = index + 1
        elif index == begin > first and _is_cell(line) and is_body(line.text):
            begin = index + 1  # the medium, in a line of its own below the time
        elif _is_label(line) and index + 1 < end and not _is_prose(lines.items[index + 1]):
            begin = index + 2  # 来源： and, in the next cell, its value
        elif _is_prose(line) and _SENTENCE.search(line.text):
            break
    return min(begin, end)


def _is_cell(line: Line) -> bool:
    """Whether a line is a few words and no sentence."""
    return len(line.text) <= _BARE_DATE and not _NO_CELL.search(line.text)


def _is_label(line: Line) -> bool:
    """Whether a line is a label that we know, and no value."""
    return bool(_LABEL_ALONE.fullmatch(line.text) and read_credits(line.text).spans)


def _is_labelled(line: Line) -> bool:
    """Whether a line is a label that we know with its value: 发布日期：2022-07-22."""
    found = _LABEL_ALONE.match(line.text)
    return found is not None and any(span.start == 0 for span in read_credits(line.text).spans)


def _repeats(lines: Lines, index: int, title: tuple[int, int]) -> bool:
    """Whether a line prints the title once more."""
    text = plain(lines.items[index].text)
    return len(text) > 5 and text == plain("".join(x.text for x in lines.items[slice(*title)]))


def _before_trailer(lines: Lines, span: tuple[int, int], boilerplate_lines: set[int]) -> int:
    """Where the text ends: before the first heading of other articles that follows text."""
    seen = 0
    first, end = span
    items = lines.items[first:end]
    sizes = (0 if i in boilerplate_lines else _prose(line) for i, line in enumerate(items, first))
    weights = list(accumulate(sizes, initial=0))
    for index, line in enumerate(items):
        left = weights[-1] - weights[index]
        if seen >= _PROSE and boilerplate.is_related_heading(line.text):
            if left < 3 * seen:
                return first + index
        elif seen >= 2 * _PROSE and left < 0.5 * seen and _ends_text(line, left, seen):
            return first + index
        elif not boilerplate.is_navigation(line.text, line.linked):
            seen += len(line.text)
    return end


def _ends_text(line: Line, left: int, seen: int) -> bool:
    """Whether a line opens the notices below a text, or holds its credits and little follows."""
    return boilerplate.ends_text(line.text) or (left < 0.2 * seen and is_credit_line(line))


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
        elif is_credit_line(line) or (not body and _is_names(line.text)):
            credits.append(index)
        elif index in boilerplate_lines:
            continue
        elif body or not (title and _repeats(lines, index, title)):
            body.append(index)
    if len(body) > 2 and _is_teaser(*(lines.items[i].text for i in body[:2])):
        del body[0]
    while len(body) > 2 and _is_row(*(lines.items[i] for i in body[-2:])):
        credits += body[-2:]
        del body[-2:]
    return body, credits


def _is_teaser(first: str, second: str) -> bool:
    """Whether a line is the beginning of the paragraph below it, cut off as a summary."""
    cut = first.rstrip(" .…。")
    return len(cut) >= _SHORTEST_TEASER and second.startswith(cut) and len(second) > len(first)


def _is_row(label: Line, value: Line) -> bool:
    """Whether two lines are a row of the table below a text: 来源 | 青棠日报."""
    cells = label.tag in _LABEL_CELLS and value.tag in _LABEL_CELLS
    return cells and is_label(label.text) and len(value.text) <= _PROSE


def _is_boilerplate(line: Line) -> bool:
    text = line.text
    if line.tag in _CELLS and text[:1].isdigit():
        return False  # a table of prices
    return (
        boilerplate.is_button(text)
        or boilerplate.is_notice(text)
        or (boilerplate.is_navigation(text, line.linked) and len(text) < 2 * _PROSE)
    )


def _trailer(lines: Lines, end: int) -> tuple[int, ...]:
    """The lines after a body, up to the first heading of other articles."""
    found = []
    ours = True  # until the first such heading; after it only 责任编辑 may still be of this article
    for index in range(end, min(len(lines.items), end + _NEAR)):
        line = lines.items[index]
        ours = ours and not boilerplate.is_related_heading(line.text)
        if ours or _names_editor(line):
            found.append(index)
    return tuple(found)


def _names_editor(line: Line) -> bool:
    return is_credit_line(line) and any(
        credit.role == "editor" for credit in read_credits(line.text).credits
    )
