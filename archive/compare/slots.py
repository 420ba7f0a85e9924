"""The slot test: whether two texts differ in what they are about, in the slots of one form.

`北湾区发布暴雨红色预警` and `临泉县发布暴雨橙色预警` are two notices, however many of their letters
agree. Where two texts are equal before and behind a short stretch that differs, the stretch is a
slot, and what stands in it says what it is: a number, the day of print, a named thing (a place, a
person, a level), a word, or a single character. A text in which few slots differ for its length is
an edited copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.compare.alignment import Alignment, MatchingBlock
from archive.compare.fingerprints import GRAM
from archive.compare.slot_pieces import Side, is_place, kind_of, pieces_of

_LONGEST = 60  # letters of a stretch that may be a slot
_SENTENCE = 20  # letters, by their information, in which more than one thing differs as one
_MOST_RUNS = 400  # in order, that are looked at
_PER_NAME = 110  # letters of shared text for each thing that differs, below which it is a form
_PER_NUMBER = 75
_MISREAD = 3  # single characters that differ are misread ones, where they are most of it
#: What stands in a slot, the least telling first: what is a word in one place is no name elsewhere.
_KINDS = ("character", "word", "number", "day", "name")


@dataclass(frozen=True, slots=True)
class Differences:
    """What stands in the slots of two texts, and how much they share around them."""

    names: int
    days: int  # each the day on which its text was printed, or shortly before
    numbers: int
    words: int
    characters: int
    shared: float  # letters that both have, in order, by their information

    @property
    def is_none(self) -> bool:
        """Whether no slot of the two differs."""
        return not (self.things or self.words) and self.characters < _MISREAD

    @property
    def things(self) -> int:
        """How many names, days and numbers differ."""
        return self.names + self.days + self.numbers

    @property
    def is_another(self) -> bool:
        """Whether the two are one form, filled twice."""
        if self.characters >= max(_MISREAD, self.things):
            return False
        weight = 2 * (self.names + self.days) + self.numbers + self.words / 2
        if (self.names or self.days) and self.shared < _PER_NAME * weight:
            return True
        if self.numbers >= 2 and self.shared < _PER_NUMBER * self.numbers:
            return True
        return bool(self.numbers and self.words) and self.shared < _PER_NAME

    def __str__(self) -> str:
        counted = {
            "name": self.names, "day": self.days, "number": self.numbers, "word": self.words,
        }  # fmt: skip
        parts = [f"{n} {name}{'s' * (n > 1)}" for name, n in counted.items() if n]
        return ", ".join(parts) or "no name or number"


#: What stands in place of what: where it begins and ends in each of two lists.
Replaced = tuple[int, int, int, int]


def differences(left: Side, right: Side, aligned: Alignment) -> Differences:
    """Count what stands in the slots of two aligned texts, each difference once."""
    runs = in_order(aligned.matches)
    information = left.information
    shared = sum(float(information[run.left : run.left + run.length].sum()) for run in runs)
    pairs: dict[tuple[str, str], str] = {}
    start, end = MatchingBlock(0, 0, 0), MatchingBlock(len(left.letters), len(right.letters), 0)
    for before, after in pairwise([start, *runs, end]):
        found = [*_slots(left, right, before, after)]
        if len(found) > 1 and _is_rewritten(left, right, before, after):
            found = sorted(found, key=lambda slot: _KINDS.index(slot[2]))[-1:]
        for one, other, kind in found:
            pairs[one, other] = min(kind, pairs.get((one, other), kind), key=_KINDS.index)
    counted = Counter(pairs.values())
    return Differences(
        counted["name"], counted["day"], counted["number"], counted["word"],
        counted["character"], shared,
    )  # fmt: skip


def _is_rewritten(left: Side, right: Side, before: MatchingBlock, after: MatchingBlock) -> bool:
    """Whether so much differs between two passages that it may be a sentence in other words."""
    return all(
        float(side.information[start:end].sum()) >= _SENTENCE
        for side, start, end in (
            (left, before.left + before.length, after.left),
            (right, before.right + before.length, after.right),
        )
    )


def in_order(matches: Sequence[MatchingBlock]) -> list[MatchingBlock]:
    """The passages that stand in the same order in both texts, as many letters as possible.

    >>> moved = [MatchingBlock(0, 50, 10), MatchingBlock(10, 0, 20), MatchingBlock(40, 30, 9)]
    >>> [match.left for match in in_order(moved)]
    [10, 40]
    """
    ordered = _apart(sorted(matches, key=lambda match: (match.left, match.right))[:_MOST_RUNS])
    if all(_follows(one, other) for one, other in pairwise(ordered)):
        return ordered
    best: list[tuple[int, int]] = []  # letters of the best chain that ends here, and its last link
    for at, match in enumerate(ordered):
        previous = [
            (best[before][0], before) for before in range(at)
            if _follows(ordered[before], match)
        ]  # fmt: skip
        length, before = max(previous, default=(0, -1))
        best.append((length + match.length, before))
    chain: list[MatchingBlock] = []
    at = max(range(len(best)), key=lambda each: best[each][0], default=-1)
    while at >= 0:
        chain.append(ordered[at])
        at = best[at][1]
    return chain[::-1]


def _apart(ordered: Sequence[MatchingBlock]) -> list[MatchingBlock]:
    """The passages, one that begins with the last letters of one before it without them."""
    found: list[MatchingBlock] = []
    reached = 0
    for match in ordered:
        twice = max(0, reached - match.left)
        if twice >= max(GRAM, match.length // 4):
            twice = 0
        reached = max(reached, match.left + match.length)
        found.append(MatchingBlock(match.left + twice, match.right + twice, match.length - twice))
    return found


def _follows(one: MatchingBlock, other: MatchingBlock) -> bool:
    """Whether a passage begins behind another one in both texts."""
    return one.left + one.length <= other.left and one.right + one.length <= other.right


def _slots(
    left: Side, right: Side, before: MatchingBlock, after: MatchingBlock
) -> Iterator[tuple[str, str, str]]:
    """The differing pieces between two passages, each with its kind."""
    start, other_start = before.left + before.length, before.right + before.length
    end, other_end = after.left, after.right
    if max(end - start, other_end - other_start) > _LONGEST:
        return
    while not (left.begins_word(start) and right.begins_word(other_start)):
        start, other_start = start - 1, other_start - 1
    while not (left.begins_word(end) and right.begins_word(other_end)):
        end, other_end = end + 1, other_end + 1
    if not (start < end and other_start < other_end):
        return
    if max(end - start, other_end - other_start) > _LONGEST:
        return
    ours, theirs = pieces_of(left, start, end), pieces_of(right, other_start, other_end)
    words = [left.letters[a:b] for a, b in ours]
    other_words = [right.letters[a:b] for a, b in theirs]
    for a, b, c, d in _replaced(words, other_words):
        one, other = (ours[a][0], ours[b - 1][1]), (theirs[c][0], theirs[d - 1][1])
        # what stands at the edge of a text is beside the form: a byline, a credit
        if b == len(ours) and not after.length:
            continue
        # but for the place whose office begins its notice with its name: 临泉|县气象台发布
        if not a and not before.length and not is_place(left, right, one, other):
            continue
        if kind := kind_of(left, right, one, other):
            yield left.letters[slice(*one)], right.letters[slice(*other)], kind


def _replaced(words: Sequence[str], others: Sequence[str]) -> list[Replaced]:
    """What stands in place of what in two lists of words, as `difflib.SequenceMatcher` finds it.

    >>> _replaced(["7", "月", "22", "日", "晴"], ["7", "月", "23", "日", "多", "云"])
    [(2, 3, 2, 3), (4, 5, 4, 6)]
    """
    numbers: dict[str, int] = {}
    # each word as one letter: runs of words are then found as strings are
    one, other = (
        "".join([chr(numbers.setdefault(word, len(numbers))) for word in each])
        for each in (words, others)
    )
    found: list[Replaced] = []
    _add_replaced(found, one, other, 0, 0)
    return found


def _add_replaced(
    found: list[Replaced], one: str, other: str, start: int, other_start: int
) -> None:
    """Add what stands beside the longest run of two strings, or both where they share nothing."""
    if not one or not other:
        return
    at = longest = 0
    for place in range(len(one)):
        while place + longest < len(one) and one[place : place + longest + 1] in other:
            at, longest = place, longest + 1
    if not longest:
        found.append((start, start + len(one), other_start, other_start + len(other)))
        return
    end, other_at = at + longest, other.find(one[at : at + longest])
    other_end = other_at + longest
    _add_replaced(found, one[:at], other[:other_at], start, other_start)
    _add_replaced(found, one[end:], other[other_end:], start + end, other_start + other_end)
