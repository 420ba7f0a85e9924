"""The pieces that differ between two texts of one form: a name, a day, a number, a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from archive.knowledge.surnames import surnames

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DAY = 86_400.0
_LATEST = 1  # days after the day of print in UTC that a text may name as its own,
_EARLIEST = -2  # and days before
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
_HANGUL = "\uac00", "\ud7a3"
#: A Korean place or person, with the particle that is written in one word with it.
_KOREAN_NAME = re.compile(
    "(?:[가-힣]{1,6}?(?:시|군|구|읍|면|동|리|도|역|마을)"
    "|[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변]"
    "[가-힣]{2}(?:씨|님)?)(?:은|는|이|가|을|를|과|와|의|에|에서|에는|에게|에게서|로|으로|부터|까지)?"
)
_KOREAN_VERB = re.compile("(?:[다고며죠]|[어아]요)$")
_TOKEN = re.compile(r"\d+|(?:[^\W\d_\u2e80-\uffff]|[\uac00-\ud7a3])+|[\u30a0-\u30ff]+|.", re.DOTALL)

#: Where a piece of a text begins and ends.
Piece = tuple[int, int]


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


def is_spaced(letter: str) -> bool:
    """Whether a letter is of a script that writes blanks between words."""
    return letter.isalpha() and (letter < "\u2e80" or _HANGUL[0] <= letter <= _HANGUL[1])


def pieces_of(side: Side, start: int, end: int) -> list[Piece]:
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


def kind_of(left: Side, right: Side, one: Piece, other: Piece) -> str | None:
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
        or is_place(left, right, one, other)
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


def is_place(left: Side, right: Side, one: Piece, other: Piece) -> bool:
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
