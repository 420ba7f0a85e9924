"""Where two texts say the same: every run of at least 8 characters that stands in both.

Texts are normalised (`archive.compare.normalise`); places count their characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from archive.compare.fingerprints import GRAM, numbered
from archive.compare.normalise import codes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

_MARKS = 1 << 16


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters from `left` in one text and from `right` in the other are the same."""

    left: int
    right: int
    length: int


@dataclass(frozen=True)
class Alignment:
    """What two texts share. Coverage is the share of a text, 0 to 1, that stands in the other."""

    left_length: int
    right_length: int
    runs: tuple[Run, ...]

    @cached_property
    def left_covered(self) -> int:
        """Characters of the left text that stand in the right one."""
        return united((run.left, run.left + run.length) for run in self.runs)

    @cached_property
    def right_covered(self) -> int:
        """Characters of the right text that stand in the left one."""
        return united((run.right, run.right + run.length) for run in self.runs)

    @property
    def left_coverage(self) -> float:
        """Share of the left text."""
        return self.left_covered / max(1, self.left_length)

    @property
    def right_coverage(self) -> float:
        """Share of the right text."""
        return self.right_covered / max(1, self.right_length)

    @property
    def longest(self) -> int:
        """Length of the longest run."""
        return max((run.length for run in self.runs), default=0)

    def turned(self) -> Alignment:
        """The same with left and right exchanged; the order of the runs stays."""
        runs = tuple(Run(run.right, run.left, run.length) for run in self.runs)
        return Alignment(self.right_length, self.left_length, runs)


#: Places of runs of 8 characters, ascending, and what each is known by.
Grams = tuple[Sequence[int], Sequence[int]]


class Aligner:
    """One text, made ready to be held against many."""

    def __init__(self, text: str, numbers: Numbers | None = None) -> None:
        self.text = text
        numbers = numbers_of(text) if numbers is None else numbers
        self._marks = _marks(numbers)
        places, grams = self._grams(numbers)
        # the first of several equal ones wins
        self._first = dict(zip(reversed(grams), reversed(places), strict=True))

    def align(self, other: str, numbers: Numbers | None = None) -> Alignment:
        """What this text, on the left, and another share; `numbers_of` both, where they are known.

        >>> Aligner("今天上午，湘潭新建路灯三百盏").align("湘潭新建路灯三百盏亮了").runs
        (Run(left=5, right=0, length=9),)
        """
        if other == self.text and len(other) >= GRAM:
            return Alignment(len(other), len(other), (Run(0, 0, len(other)),))
        places, grams = self._grams(numbers_of(other) if numbers is None else numbers)
        first, text = self._first, self.text
        runs = []
        number = covered = 0
        while number < len(places):
            at, left = places[number], first.get(grams[number])
            number += 1
            # two runs of characters may be known by one number
            if left is None or text[left : left + GRAM] != other[at : at + GRAM]:
                continue
            length = _common(text, left, other, at)
            skip = max(0, covered - at)  # a run does not repeat the end of the one before it
            runs.append(Run(left + skip, at + skip, length - skip))
            covered = at + length
            number = bisect_left(places, covered - GRAM + 1, number)
        return Alignment(len(text), len(other), tuple(runs))

    def _grams(self, numbers: Numbers) -> Grams:
        """Those of the runs of 8 characters of a text that may stand in this one."""
        places = self._marks[numbers & (_MARKS - 1)].nonzero()[0]
        return places.tolist(), numbers[places].tolist()


def numbers_of(text: str) -> Numbers:
    """Numbers for the runs of 8 characters of a text; none for a shorter one."""
    return numbered(codes_of(text))


def _marks(numbers: Numbers) -> NDArray[np.bool_]:
    """Which ends the numbers of a text have, so that most others are passed over at once."""
    import numpy as np

    marks = np.zeros(_MARKS, dtype=np.bool_)
    marks[numbers & (_MARKS - 1)] = True
    return marks


def _common(left: str, at_left: int, right: str, at_right: int) -> int:
    """How many characters are the same from these places on; the first 8 are known to be."""
    most = min(len(left) - at_left, len(right) - at_right)

    def same(start: int, end: int) -> bool:
        return left[at_left + start : at_left + end] == right[at_right + start : at_right + end]

    low, step = GRAM, 64
    while low < most and same(low, high := min(low + step, most)):
        low, step = high, step * 2
    high = min(low + step, most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(low, middle) else (low, middle - 1)
    return low


def united(ranges: Iterable[tuple[int, int]]) -> int:
    """How many places lie in at least one of the ranges."""
    total = reached = 0
    for start, end in sorted(ranges):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
