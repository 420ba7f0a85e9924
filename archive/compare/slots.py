"""The slot test: whether two texts differ in what they are about, in the slots of one form.

`北湾区发布暴雨红色预警` and `临泉县发布暴雨橙色预警` are two notices, however many of their letters
agree. Where two texts are equal before and behind a short stretch that differs, the stretch is a
slot, and what stands in it says what it is: a number, the day of print, a named thing (a place, a
person, a level), a word, or a single character. A text in which few slots differ for its length is
an edited copy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from archive.compare.alignment import Alignment, MatchingBlock
from archive.compare.fingerprints import GRAM
from archive.knowledge.surnames import surnames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST = 60  # letters of a stretch that may be a slot
_SENTENCE = 20  # letters, by their information, in which more than one thing differs as one
_MOST_RUNS = 400  # in order, that are looked at
_PER_NAME = 110  # letters of shared text for each thing that differs, below which it is a form
_PER_NUMBER = 75
_DAY = 86_400.0
_LATEST = 1  # days after the day of print in UTC that a text may name as its own,
_EARLIEST = -2  # and days before
_MISREAD = 3  # single characters that differ are misread ones, where they are most of it
_SPELT = 4  # letters of a word of which one may be misread
_GIVEN = 3  # letters of a given name, and a sex behind it
_LONGEST_NAME = 8
_BEFORE = 6  # letters before a piece, in which a byline begins

_NUMERALS = frozenset("零〇一二三四五六七八九十百千万两亿")
#: What stands in the slot of a name and says that it is the one that was named: 全省, 本市.
_THE_SAME = frozenset("全本我该各此")
_LEVELS = frozenset("红橙黄蓝白绿紫男女优良甲乙丙丁")
_PLACE = re.compile(
    "街道|丁目|[省市县区镇乡村州旗盟庄寨湾港岛山岭河江湖溪渠桥路街巷站场局厅院所校园店"
    "厂矿公馆县縣県町駅都府郡]"
)
#: What the name of a firm ends with, before which its own part stands: 恒福旺|食品店.
_FIRM = re.compile("[^\\W\\d]{0,4}?(?:店|公司|厂|集团|中心|医院|学校|中学|小学|超市|银行|株式会社)")
_BYLINE = re.compile(
    "(?:记者|通讯员|编辑|责编|校对|作者|摄影|来源|转载自|稿源|[一二三]审|原标题|文图|撰文).{0,2}$"
)
#: What stands in a slot, the least telling first: what is a word in one place is no name elsewhere.
_KINDS = ("character", "word", "number", "day", "name")
_HANGUL = "\uac00", "\ud7a3"
#: A Korean place or person, with the particle that is written in one word with it.
_KOREAN_NAME = re.compile(
    "(?:[가-힣]{1,6}?(?:시|군|구|읍|면|동|리|도|역|마을)"
    "|[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변]"
    "[가-힣]{2}(?:씨|님)?)(?:은|는|이|가|을|를|과|와|의|에|에서|에는|에게|에게서|로|으로|부터|까지)?"
)
_KOREAN_VERB = re.compile("(?:[다고며죠]|[어아]요)$")
_TOKEN = re.compile(r"\d+|(?:[^\W\d_\u2e80-\uffff]|[\uac00-\ud7a3])+|[\u30a0-\u30ff]+|.", re.DOTALL)


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


@dataclass(frozen=True)
class Side:
    """One of two texts: its letters, and the text that they stand in."""

    letters: str
    text: str
    offsets: Sequence[int]
    information: NDArray[np.float32]
    printed: float | None = None  # seconds since 1970

    def day_named(self, number: str) -> int | None:
        """The day since 1970 that a number of its month names, if it is about that of print."""
        return self._days.get(int(number)) if number.isdecimal() else None

    @cached_property
    def _days(self) -> dict[int, int]:
        """The days about that of print, since 1970, by the number in their month."""
        if self.printed is None:
            return {}
        today = int(self.printed // _DAY)
        days = range(today + _EARLIEST, today + _LATEST + 1)
        return {datetime.fromtimestamp(day * _DAY, UTC).day: day for day in days}

    def begins_word(self, at: int) -> bool:
        """Whether a word may begin at a letter."""
        if not 0 < at < len(self.letters):
            return True
        before, here = self.letters[at - 1], self.letters[at]
        if before.isdigit() or here.isdigit():
            return not (before.isdigit() and here.isdigit())
        return not (is_spaced(before) and is_spaced(here)) or (
            self.offsets[at] - self.offsets[at - 1] > 1
        )

    def is_name(self, start: int) -> bool:
        """Whether the word that begins at a letter is written as a name in a sentence."""
        if not is_spaced(self.letters[start : start + 1] or "1"):
            return False
        at = self.offsets[start]
        inside = self.text[max(0, at - 2) : at].strip(" \"'“”‘’()")
        return self.text[at].isupper() and bool(inside) and inside[-1] not in ".!?:\n"


#: Where a piece of a text begins and ends.
Piece = tuple[int, int]
#: What stands in place of what: where it begins and ends in each of two lists.
Replaced = tuple[int, int, int, int]


def is_spaced(letter: str) -> bool:
    """Whether a letter is of a script that writes blanks between words."""
    return letter.isalpha() and (letter < "\u2e80" or _HANGUL[0] <= letter <= _HANGUL[1])


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
    while not (left.begins_word(start) and right.begins_word(other_start)):
        start, other_start = start - 1, other_start - 1
    while not (left.begins_word(end) and right.begins_word(other_end)):
        end, other_end = end + 1, other_end + 1
    if not (start < end and other_start < other_end):
        return
    if max(end - start, other_end - other_start) > _LONGEST:
        return
    ours, theirs = _tokens(left, start, end), _tokens(right, other_start, other_end)
    words = [left.letters[a:b] for a, b in ours]
    other_words = [right.letters[a:b] for a, b in theirs]
    for a, b, c, d in _replaced(words, other_words):
        one, other = (ours[a][0], ours[b - 1][1]), (theirs[c][0], theirs[d - 1][1])
        # what stands at the edge of a text is beside the form: a byline, a credit
        if b == len(ours) and not after.length:
            continue
        # but for the place whose office begins its notice with its name: 临泉|县气象台发布
        if not a and not before.length and not _is_place(left, right, one, other):
            continue
        if kind := _kind(left, right, one, other):
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


def _tokens(side: Side, start: int, end: int) -> list[Piece]:
    """The words, numbers and single characters between two offsets."""
    tokens: list[Piece] = []
    for token in _TOKEN.finditer(side.letters, start, end):
        first, last = token.span()
        if last - first == 1 or side.letters[first].isdecimal():
            tokens.append((first, last))
            continue
        cuts = [at for at in range(first + 1, last) if side.begins_word(at)]
        tokens += pairwise([first, *cuts, last])
    return tokens


def _kind(left: Side, right: Side, one: Piece, other: Piece) -> str | None:
    """What a differing piece is; None for one that may say the same in other words."""
    ours, theirs = left.letters[slice(*one)], right.letters[slice(*other)]
    if _may_be_same(ours, theirs) or _BYLINE.search(
        left.letters[max(0, one[0] - _BEFORE) : one[0]]
    ):
        return None
    if _is_number(ours) and _is_number(theirs):
        return _kind_of_numbers(left, right, ours, theirs)
    if is_spaced(ours[0]) and is_spaced(theirs[0]):
        return _kind_of_words(left, right, one, other)
    if (
        {*ours, *theirs} <= _LEVELS
        or _is_place(left, right, one, other)
        or _are_persons(left.letters, one, ours, theirs)
    ):
        return "name"
    return "word" if min(len(ours), len(theirs)) > 1 else "character"


def _may_be_same(ours: str, theirs: str) -> bool:
    """Whether one of two words names nobody but may stand for what the other names.

    覃某 may be anybody of that name, and 全省 any province.
    """
    return "某" in ours[0] + theirs[0] or not _THE_SAME.isdisjoint((ours, theirs))


def _kind_of_numbers(left: Side, right: Side, ours: str, theirs: str) -> str | None:
    """What differing numbers are; None for one in figures and one in words."""
    if ours.isdecimal() != theirs.isdecimal():
        return None
    return "day" if _are_days(left, right, ours, theirs) else "number"


def _kind_of_words(left: Side, right: Side, one: Piece, other: Piece) -> str:
    """What differing words are that are written with blanks between them."""
    ours, theirs = left.letters[slice(*one)], right.letters[slice(*other)]
    if _is_misread(ours, theirs):
        return "character"
    if ours[0] >= _HANGUL[0]:  # a script without capital letters
        return "name" if _is_korean_name(ours) and _is_korean_name(theirs) else "word"
    return "name" if left.is_name(one[0]) and right.is_name(other[0]) else "word"


def _is_korean_name(word: str) -> bool:
    return bool(_KOREAN_NAME.fullmatch(word)) and not _KOREAN_VERB.search(word)


def _is_misread(ours: str, theirs: str) -> bool:
    """Whether two words differ in one letter of at least four."""
    return (
        len(ours) == len(theirs) >= _SPELT
        and sum(one != other for one, other in zip(ours, theirs, strict=True)) == 1
    )


def _is_number(piece: str) -> bool:
    return piece.isdecimal() or _NUMERALS.issuperset(piece)


def _are_days(left: Side, right: Side, ours: str, theirs: str) -> bool:
    """Whether two numbers name the days about which their texts were printed, in that order."""
    one, two = left.day_named(ours), right.day_named(theirs)
    if one is None or two is None or left.printed is None or right.printed is None:
        return False
    return (one < two) == (left.printed < right.printed)


def _is_place(left: Side, right: Side, one: Piece, other: Piece) -> bool:
    """Whether both pieces end as the name of a place or a firm does, or are followed so."""
    longest = max(one[1] - one[0], other[1] - other[0])
    return longest <= _LONGEST_NAME and all(
        _PLACE.match(side.letters, end)
        or _PLACE.match(side.letters, end - 1)
        or _FIRM.match(side.letters, end)
        for side, end in ((left, one[1]), (right, other[1]))
    )


def _are_persons(letters: str, one: Piece, ours: str, theirs: str) -> bool:
    """Whether both begin with a surname, or with a given name after the same surname."""
    common = surnames().common
    longest = max(len(ours), len(theirs))
    if letters[one[0] - 1 : one[0]] in common and longest <= _GIVEN - 1:
        return True
    both = ours[0] in common and theirs[0] in common
    return both and min(len(ours), len(theirs)) > 1 and longest <= _LONGEST_NAME
