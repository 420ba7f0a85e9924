"""Where a text ends, and which lines interrupt it."""

from __future__ import annotations

from itertools import accumulate

from harvester.content.line_kind import PROSE, is_credit_line, names_editor, prose_size
from harvester.content.paragraphs import Paragraphs, is_paragraph
from harvester.content.teasers import teaser_lines
from harvester.content.text_span import Span
from harvester.document.lines import Line, Lines, squeeze
from harvester.grammar import boilerplate

_SHORTEST_LIST = 3
_LITTLE = 0.2  # of the text above


def find_end(
    lines: Lines, span: Span, paragraphs: Paragraphs, chrome: set[int], data: set[int]
) -> tuple[int, set[int]]:
    """Where the text ends, and the lines that interrupt it: boxes and labels of other things.

    It ends before the first heading of other articles, notice of rights or credits that follow
    text, unless a further paragraph stands beside those above.
    """
    first, end = span
    items = lines.items[first:end]
    sizes = (0 if i in chrome else prose_size(line) for i, line in enumerate(items, first))
    weights = list(accumulate(sizes, initial=0))
    before = 0  # characters of text
    interrupted: set[int] = set()
    teasers = teaser_lines(lines)
    for index, line in enumerate(items, first):
        if index in interrupted:
            continue
        after = weights[-1] - weights[index - first]
        if before >= PROSE and boilerplate.opens_others(line.text):
            if paragraphs.go_on(index):
                interrupted.update(_interruption(lines, paragraphs.box(index), index))
            elif _divides(lines, paragraphs, index):
                interrupted.update(paragraphs.box(index))
            elif after < 3 * before or boilerplate.opens_comments(line.text):
                return index, interrupted
        elif _is_box_label(line) and paragraphs.go_on(index):
            interrupted.update(paragraphs.box(index))
        elif line.text and index in chrome and paragraphs.go_on(index):
            interrupted.update(_widget(lines, paragraphs.box(index)))
        elif before >= PROSE and _opens_another(line, index in teasers, paragraphs, index):
            return index, interrupted
        elif before >= 2 * PROSE and after < 0.5 * before and _ends_text(line, before, after):
            if index not in data and (names_editor(line) or not paragraphs.go_on(index)):
                return index, interrupted
        elif not boilerplate.is_navigation(line.text, line.linked):
            before += len(line.text)
    return end, interrupted


def _opens_another(line: Line, is_teaser: bool, paragraphs: Paragraphs, index: int) -> bool:
    """Whether teasers or an imprint follow, in boxes of their own, and nothing more of the text."""
    if not (is_teaser or boilerplate.opens_imprint(line.text)):
        return False
    return not (paragraphs.go_on(index) or paragraphs.go_on_beyond(index))


def _divides(lines: Lines, paragraphs: Paragraphs, index: int) -> bool:
    """Whether a heading and what it is of stand between two boxes of one text.

    An advertisement does, and a list of links; what follows another heading is its own.
    """
    if not paragraphs.go_on_beyond(index):
        return False
    links = sum(lines.items[i].linked > 0 for i in paragraphs.box(index))
    return links >= _SHORTEST_LIST or boilerplate.is_advert_label(lines.items[index].text)


def _interruption(lines: Lines, box: range, index: int) -> range:
    """The lines that a heading of other things in the midst of a text takes with it.

    A heading without a list below it is one of the text's own: 24小时有人值守.
    """
    if len(box) > 1:
        return box
    following = lines.items[index + 1] if index + 1 < len(lines.items) else None
    is_list = following is not None and bool(following.linked)
    if is_list or boilerplate.names_other_articles(lines.items[index].text):
        return box
    return range(0)


def _is_box_label(line: Line) -> bool:
    """Whether a line is the heading of other things and the first of them: 广告 青棠酒店特惠."""
    return line.linked > 0 and boilerplate.names_other_articles(squeeze(line.pieces[0]))


def _widget(lines: Lines, box: range) -> range:
    """The lines of a box with a button or links of the site in it, if it holds no paragraph."""
    return range(0) if any(is_paragraph(lines.items[i]) for i in box) else box


def _ends_text(line: Line, before: int, after: int) -> bool:
    """Whether a line opens the notices below a text, or ends it and little follows."""
    if boilerplate.ends_text(line.text):
        return True
    return after < _LITTLE * before and (boilerplate.is_end_mark(line.text) or is_credit_line(line))
