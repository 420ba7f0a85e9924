"""Rows of a header or a trailer: its lines, a label joined with the value on the next line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harvester.document.lines import Line, Lines, ancestors
from harvester.grammar import boilerplate
from harvester.grammar.bylines import read_byline
from harvester.grammar.labels import is_label

#: A longer row is no row of labels.
LONGEST_ROW = 200
_LABEL_CELLS = frozenset(("dt", "th", "td"))
_VALUE = 60
_ENDS_IN_LABEL = re.compile(r"[\u3400-\u9fff]\s?[:：]$")
_YEAR = re.compile(r"(?:19|20)\d\d[年/.-]?(?: [\d/.: 月日-]{3,14}){0,2}")
_REST_OF_DATE = re.compile(r"[\d/.: 月日-]{3,11}")
#: 发布时间：2022-07-22, whose clock may stand on the next line, or on the one before it
_DAY = re.compile(r"\D{0,10}(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?")
_CLOCK = re.compile(r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\s?[AaPp][Mm])?")


@dataclass(frozen=True, slots=True)
class Row:
    """A line; `text` is spaced between its elements, and may begin with the label before it."""

    line: Line
    text: str

    @property
    def is_unfinished(self) -> bool:
        """Whether the next line may belong to it: it is a label, or the year of a date."""
        return self._is_year or self._is_half_of_time or _announces(self.line, self.text)

    @property
    def _is_year(self) -> bool:
        return bool(_YEAR.fullmatch(self.text))

    @property
    def _is_half_of_time(self) -> bool:
        return bool(_DAY.fullmatch(self.text) or _CLOCK.fullmatch(self.text))

    def _is_other_half(self, following: Row) -> bool:
        """Whether a clock follows this day, or a day this clock: 2022-07-22 | 08:51."""
        pair = (following, self) if _CLOCK.fullmatch(self.text) else (self, following)
        return bool(_DAY.fullmatch(pair[0].text) and _CLOCK.fullmatch(pair[1].text))

    def joined(self, following: Row) -> Row | None:
        """This unfinished row and the next one as one; None where they do not belong together."""
        if self._is_year:  # 2019 | 09/07 | 19:02
            is_rest = _REST_OF_DATE.fullmatch(following.text)
            return Row(self.line, f"{self.text} {following.text}") if is_rest else None
        if self._is_half_of_time:
            is_whole = self._is_other_half(following)
            return Row(following.line, f"{self.text} {following.text}") if is_whole else None
        if not _is_value(self.line, following.line):
            return None
        colon = "" if _ends_in_label(self.text) else "："
        return Row(following.line, f"{self.text}{colon} {following.text}")


def rows(lines: Lines, numbers: Sequence[int]) -> Iterator[Row]:
    """The rows of these lines, in their order; only adjacent lines are joined."""
    for adjacent in _adjacent(numbers):
        items = (lines.items[number] for number in adjacent)
        yield from _joined(Row(line, line.spaced) for line in items if line.text)


def _adjacent(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The numbers cut wherever one does not follow the one before it."""
    begin = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[begin:at]
            begin = at


def _joined(each: Iterable[Row]) -> Iterator[Row]:
    """Each row whole: an unfinished one with what follows it, where that belongs to it."""
    unfinished: Row | None = None
    for row in each:
        whole = row
        if unfinished is not None:
            joined = unfinished.joined(row)
            if joined is None:
                yield unfinished
            else:
                whole = joined
        unfinished = whole if whole.is_unfinished else None
        if unfinished is None:
            yield whole
    if unfinished is not None:
        yield unfinished


def _announces(line: Line, text: str) -> bool:
    """Whether a line is a label whose value comes next: 来源：, or 来源 in a cell of its own."""
    if line.tag in _LABEL_CELLS and is_label(text):
        return True
    return len(text) <= LONGEST_ROW and _ends_in_label(text)


def _ends_in_label(text: str) -> bool:
    return text.endswith((":", "：")) and bool(_ENDS_IN_LABEL.search(text))


def _is_value(label: Line, value: Line) -> bool:
    """Whether a line is what the label that ends the line before it announces."""
    return (
        _stand_together(label, value)
        and _reads_like_value(value.text)
        and not read_byline(value.text).credits
    )


def _stand_together(label: Line, value: Line) -> bool:
    """Whether two lines are siblings, or one stands in the element that holds the other."""
    return (
        value.element.getparent() is label.element.getparent()
        or any(value.element is above for above in ancestors(label.element, 3))
        or label.element in set(ancestors(value.element, 3))
    )


def _reads_like_value(text: str) -> bool:
    """Whether a text is short, and neither a label, a sentence, a button nor a notice."""
    return (
        len(text) <= _VALUE
        and not re.match(r"[^\s]{0,8}[:：]", text)
        and not re.search("[，。！？；]", text)
        and (text[0].isdigit() or not boilerplate.is_button(text))
        and not boilerplate.is_notice(text)
        and not boilerplate.is_related_heading(text)
    )
