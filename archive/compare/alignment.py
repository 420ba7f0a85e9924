"""Align two texts: find every passage of at least 8 characters that stands in both.

Of letters that say little by themselves, Latin ones or digits, a passage has more. Texts are
normalised (`archive.compare.normalise`); offsets count their characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from archive.compare.fingerprints import GRAM, hash_grams
from archive.compare.normalise import codes_of, information_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    GramHashes = NDArray[np.uint64]

_BUCKETS = 1 << 16
_LEAST_WORTH = 6.0  # information of a passage: of 8 Chinese characters, or of 18 Latin letters
_ALWAYS_ENOUGH = 18


@dataclass(frozen=True, slots=True)
class MatchingBlock:
    """A passage of `length` characters at offset `left` in one text and `right` in the other."""

    left: int
    right: int
    length: int


@dataclass(frozen=True)
class Alignment:
    """The passages that two texts share. Coverage is the share of a text, 0 to 1, in the other."""

    left_length: int
    right_length: int
    matches: tuple[MatchingBlock, ...]

    @cached_property
    def left_covered(self) -> int:
        """Characters of the left text that stand in the right one."""
        return union_length((match.left, match.left + match.length) for match in self.matches)

    @cached_property
    def right_covered(self) -> int:
        """Characters of the right text that stand in the left one."""
        return union_length((match.right, match.right + match.length) for match in self.matches)

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
        """Length of the longest passage."""
        return max((match.length for match in self.matches), default=0)

    def swapped(self) -> Alignment:
        """The alignment with left and right exchanged, its passages in the same order."""
        matches = tuple(
            MatchingBlock(match.right, match.left, match.length) for match in self.matches
        )
        return Alignment(self.right_length, self.left_length, matches)


#: Offsets of runs of 8 characters, ascending, and the hash of each.
Grams = tuple[Sequence[int], Sequence[int]]


class Aligner:
    """One text, prepared to be aligned with many others."""

    def __init__(self, text: str, hashes: GramHashes | None = None) -> None:
        self.text = text
        hashes = gram_hashes_of(text) if hashes is None else hashes
        self._buckets = _buckets_of(hashes)
        offsets, grams = self._grams(hashes)
        # of equal runs the first one wins
        self._first = dict(zip(reversed(grams), reversed(offsets), strict=True))

    def align(self, other: str, hashes: GramHashes | None = None) -> Alignment:
        """Align this text, the left one, with another, whose `gram_hashes_of` may be given.

        >>> Aligner("今天上午，湘潭新建路灯三百盏").align("湘潭新建路灯三百盏亮了").matches
        (MatchingBlock(left=5, right=0, length=9),)
        """
        if other == self.text and len(other) >= GRAM:
            return Alignment(len(other), len(other), (MatchingBlock(0, 0, len(other)),))
        hashes = gram_hashes_of(other) if hashes is None else hashes
        offsets, grams = self._grams(hashes)
        first, text = self._first, self.text
        matches = []
        index = covered = 0
        while index < len(offsets):
            at, left = offsets[index], first.get(grams[index])
            index += 1
            # two different runs may have one hash
            if left is None or text[left : left + GRAM] != other[at : at + GRAM]:
                continue
            length = _common_length(text, left, other, at)
            if length < _ALWAYS_ENOUGH and self._information(left, length) < _LEAST_WORTH:
                continue
            skip = max(0, covered - at)  # passages do not overlap
            matches.append(MatchingBlock(left + skip, at + skip, length - skip))
            covered = at + length
            index = bisect_left(offsets, covered - GRAM + 1, index)
        return Alignment(len(text), len(other), tuple(matches))

    @cached_property
    def _reached(self) -> list[float]:
        """The information of the text up to each letter."""
        total: list[float] = information_of(self.text).cumsum().tolist()
        return [0.0, *total]

    def _information(self, start: int, length: int) -> float:
        """The information of a passage; float32 sums differ in the last digits."""
        return self._reached[start + length] - self._reached[start] + 1e-3

    def _grams(self, hashes: GramHashes) -> Grams:
        """Select the runs of 8 characters that may stand in this text."""
        offsets = self._buckets[hashes & (_BUCKETS - 1)].nonzero()[0]
        return offsets.tolist(), hashes[offsets].tolist()


def gram_hashes_of(text: str) -> GramHashes:
    """Hash each run of 8 characters of a text; a shorter text has none."""
    return hash_grams(codes_of(text))


def _buckets_of(hashes: GramHashes) -> NDArray[np.bool_]:
    """Mark the low bits of the hashes of a text: a filter that rejects most other hashes."""
    import numpy as np

    marks = np.zeros(_BUCKETS, dtype=np.bool_)
    marks[hashes & (_BUCKETS - 1)] = True
    return marks


def _common_length(left: str, at_left: int, right: str, at_right: int) -> int:
    """Count equal characters from these offsets on; the first 8 are known to be equal."""
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


def union_length(ranges: Iterable[tuple[int, int]]) -> int:
    """Count the offsets that lie in at least one of the ranges."""
    total = reached = 0
    for start, end in sorted(ranges):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
