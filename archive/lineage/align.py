"""Where two texts say the same: every run of at least 8 characters that stands in both.

Texts are normalised (`archive.lineage.normalise`); places count their characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archive.lineage.sign import GRAM


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
        return _united((run.left, run.left + run.length) for run in self.runs)

    @cached_property
    def right_covered(self) -> int:
        """Characters of the right text that stand in the left one."""
        return _united((run.right, run.right + run.length) for run in self.runs)

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


class Aligner:
    """One text, made ready to be held against many."""

    def __init__(self, text: str) -> None:
        self.text = text
        starts = range(len(text) - GRAM, -1, -1)  # the first of several equal ones wins
        self._first = {text[at : at + GRAM]: at for at in starts}

    def align(self, other: str) -> Alignment:
        """What this text, on the left, and another share.

        >>> Aligner("今天上午，湘潭新建路灯三百盏").align("湘潭新建路灯三百盏亮了").runs
        (Run(left=5, right=0, length=9),)
        """
        runs, at, end = [], 0, len(other) - GRAM
        first = self._first
        covered = 0
        while at <= end:
            left = first.get(other[at : at + GRAM])
            if left is None:
                at += 1
                continue
            length = _common(self.text, left, other, at)
            skip = max(0, covered - at)  # a run does not repeat the end of the one before it
            runs.append(Run(left + skip, at + skip, length - skip))
            covered = at + length
            at = covered - GRAM + 1
        return Alignment(len(self.text), len(other), tuple(runs))


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


def _united(ranges: Iterable[tuple[int, int]]) -> int:
    """How many places lie in at least one of the ranges."""
    total = reached = 0
    for start, end in sorted(ranges):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
