"""The number check: two texts of one form with other numbers are two notices, not one text.

A number that stands within a passage that both texts have is the same number. Every other one is
known by its context: the two characters before it that are no digits, and the one behind it
(`气温 21 度`, `新增 4 例`). Where contexts are the same, values must be the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.compare.alignment import MatchingBlock

_NUMBER = re.compile(r"\d+")

Context = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a normalised text, where it stands there, and in which context."""

    start: int
    value: str
    context: Context
    wider: Context  # with four characters before it: 确诊病例 and 重症病例 are two


@dataclass(frozen=True, slots=True)
class Agreement:
    """Numbers in places or contexts that both texts have, and how many of them are equal."""

    compared: int
    equal: int

    @property
    def share(self) -> float:
        """0 to 1; 1 where there is nothing to compare."""
        return self.equal / self.compared if self.compared else 1.0


def numbers(text: str) -> list[Number]:
    """The numbers of a normalised text, in order.

    >>> [(each.value, *each.context) for each in numbers("新增确诊4例至22例")]
    [('4', '确诊', '例'), ('22', '例至', '例')]
    """
    found = []
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        # 7月22日: of 22, the month is no context
        before = _NUMBER.sub("", text[max(0, start - 12) : start])
        behind = text[end : end + 1]
        found.append(Number(start, number[0], (before[-2:], behind), (before[-4:], behind)))
    return found


def agreement(
    left: Sequence[Number], right: Sequence[Number], matches: Iterable[MatchingBlock] = ()
) -> Agreement:
    """Compare the numbers of two texts; `matches` are the passages that both have.

    >>> agreement(numbers("气温21度湿度60"), numbers("气温19度湿度60")).share
    0.5
    """
    same = _in_passages(left, right, matches)
    there = set(same.values())
    of_left = _by_context(number for number in left if number.start not in same)
    of_right = _by_context(number for number in right if number.start not in there)
    # 死亡病例0例: every notice of a form may say so
    compared = equal = sum(number.start in same and number.value != "0" for number in left)
    for context in of_left.keys() & of_right.keys():
        for a, b in _compared(of_left[context], of_right[context]):
            both = a & b
            zeros = both["0"]
            compared += min(a.total(), b.total()) - zeros
            equal += both.total() - zeros
    return Agreement(compared, equal)


def _compared(
    left: list[Number], right: list[Number]
) -> Iterator[tuple[Counter[str], Counter[str]]]:
    """Values that stand in one context; where it is there several times, in wider ones."""
    if min(len(left), len(right)) == 1:
        yield Counter(each.value for each in left), Counter(each.value for each in right)
        return
    wider: dict[Context, tuple[Counter[str], Counter[str]]] = {}
    for side, numbers in enumerate((left, right)):
        for number in numbers:
            wider.setdefault(number.wider, (Counter(), Counter()))[side][number.value] += 1
    yield from wider.values()


def _in_passages(
    left: Sequence[Number], right: Sequence[Number], matches: Iterable[MatchingBlock]
) -> dict[int, int]:
    """Offsets in both texts of the numbers that stand in a shared passage."""
    starts = [number.start for number in left]
    values = {number.start: number.value for number in right}
    same = {}
    for match in matches:
        for number in left[bisect_left(starts, match.left) :]:
            if number.start + len(number.value) > match.left + match.length:
                break
            at = number.start - match.left + match.right
            if values.get(at) == number.value:
                same[number.start] = at
    return same


def _by_context(numbers: Iterable[Number]) -> dict[Context, list[Number]]:
    found: dict[Context, list[Number]] = defaultdict(list)
    for number in numbers:
        found[number.context].append(number)
    return found
