"""The paragraphs of a text: lines of sentences that stand side by side in one element."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from harvester.content.line_kind import is_boilerplate, is_credit_line, prose_size
from harvester.content.main_content import holder, own_lines
from harvester.content.text_choice import is_about
from harvester.document.lines import Element, Line, Lines, ancestors
from harvester.grammar import boilerplate

_SHORTEST = 8
_MUCH = 3  # times a text
_SENTENCE_END = frozenset("。！？”")


class Paragraphs:
    """The paragraphs among some lines, and which of them stand in the same element."""

    def __init__(self, lines: Lines, numbers: Iterable[int]) -> None:
        self._lines = lines
        self._own = own = own_lines(lines)
        self._numbers = [i for i in numbers if is_paragraph(lines.items[i])]
        self._holders = [holder(lines.items[i].element, own, lines) for i in self._numbers]
        pairs = list(zip(self._holders, self._numbers, strict=True))
        self._first = dict(reversed(pairs))
        news = (x for x in pairs if not boilerplate.is_about_site(lines.items[x[1]].text))
        last = dict(news)
        self._reach = list(accumulate((last.get(element, -1) for element in self._holders), max))

    def go_on(self, index: int) -> bool:
        """Whether an element that holds a paragraph above line `index` holds one below it.

        Paragraphs that speak of the site, as of its rights, are no news.
        """
        before = bisect_left(self._numbers, index)
        return before > 0 and self._reach[before - 1] > index

    def go_on_beyond(self, index: int) -> bool:
        """Whether a text goes on in a box like the one above it, past the box of line `index`.

        So it does where an advertisement stands between two boxes of paragraphs; a box that holds
        line `index` itself is of other articles.
        """
        before = bisect_left(self._numbers, index)
        if not before:
            return False
        above = {_kind(element) for element in self._holders[:before] if element is not None}
        for element in self._holders[before:]:
            if element is not None and _kind(element) in above:
                return not self._lines.span(element)[0] <= index
        return False

    def hold(self, index: int) -> bool:
        """Whether a line that reads like a notice stands among paragraphs, as one of them."""
        line = self._lines.items[index]
        if not boilerplate.may_be_news(line.text) or not self.go_on(index):
            return False
        return self._first.get(self._holder(index), index) < index

    def beside(self, index: int) -> bool:
        """Whether a line stands in an element that holds a paragraph, or there is none at all."""
        return not self._numbers or self._holder(index) in self._first

    def box(self, index: int) -> range:
        """What interrupts a text at line `index`: the outermost element that holds none of it."""
        before = bisect_left(self._numbers, index)
        above = self._numbers[before - 1] if before else -1
        below = self._next(index, before)
        box = range(index, index + 1)
        for element in ancestors(self._lines.items[index].element):
            first, end = self._lines.span(element)
            if first <= above or end > below:
                break
            box = range(first, end)
        return box

    def end(self, body: Sequence[int], title: str) -> int:
        """Where the element ends that holds the first or the most paragraphs of a text.

        That is if it alone has the words of the title: what stands further below is an imprint or
        readers' words then, unless it is much longer. Else the end of the page.
        """
        paragraphs = set(self._numbers)
        numbers = [i for i in body if i in paragraphs]
        held = Counter(map(self._holder, numbers))
        for element in [self._holder(numbers[0]), held.most_common(1)[0][0]] if numbers else []:
            if element is None:
                continue
            end = self._lines.span(element)[1]
            above = self._text(i for i in numbers if i < end)
            below = self._text(i for i in numbers if i >= end)
            if below and len(below) < _MUCH * len(above) and is_about(title, above, below):
                return end
        return len(self._lines.items)

    def _text(self, numbers: Iterable[int]) -> str:
        return "\n".join(self._lines.items[i].text for i in numbers)

    def _holder(self, index: int) -> Element | None:
        return holder(self._lines.items[index].element, self._own, self._lines)

    def _next(self, index: int, before: int) -> int:
        """The first paragraph below line `index` whose element, or one like it, holds one above."""
        above = {_kind(element) for element in self._holders[:before] if element is not None}
        for at in range(before, len(self._numbers)):
            number, element = self._numbers[at], self._holders[at]
            if number <= index or element is None:
                continue
            if self._first[element] < index or _kind(element) in above:
                return number
        return len(self._lines.items)


def _kind(element: Element) -> tuple[Element | None, str, str]:
    """What boxes have in common into which one text is divided."""
    return element.getparent(), str(element.tag), element.get("class", "")


def is_paragraph(line: Line) -> bool:
    """Whether a line is prose, or a short sentence without links."""
    text = line.text
    if not text:
        return False
    is_sentence = len(text) >= _SHORTEST and text[-1] in _SENTENCE_END and not line.linked
    if not (is_sentence or prose_size(line)):
        return False
    return not (
        is_boilerplate(line) or is_credit_line(line) or boilerplate.is_related_heading(text)
    )
