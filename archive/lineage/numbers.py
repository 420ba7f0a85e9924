"""The number check: two texts of one form with other numbers are two notices, not one text.

Every number is known by its context: the two characters before it that are no digits, and the
one behind it (`气温 21 度`, `新增 4 例`). Where contexts are the same, values must be the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+")

Context = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Numbers in contexts that both texts have, and how many of them are equal."""

    compared: int
    equal: int

    @property
    def share(self) -> float:
        """0 to 1; 1 where there is nothing to compare."""
        return self.equal / self.compared if self.compared else 1.0


def numbers(text: str) -> dict[Context, Counter[str]]:
    """The numbers of a normalised text by their contexts.

    >>> dict(numbers("新增确诊4例至22例"))
    {('确诊', '例'): Counter({'4': 1}), ('例至', '例'): Counter({'22': 1})}
    """
    found: dict[Context, Counter[str]] = defaultdict(Counter)
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        before = text[max(0, start - 2) : start]
        if not before.isalpha():  # 7月22日: of 22, the month is no context
            before = _NUMBER.sub("", text[max(0, start - 12) : start])[-2:]
        found[before, text[end : end + 1]][number[0]] += 1
    return found


def agreement(left: dict[Context, Counter[str]], right: dict[Context, Counter[str]]) -> Agreement:
    """How far the numbers of two texts agree where their contexts do.

    >>> agreement(numbers("气温21度湿度60"), numbers("气温19度湿度60")).share
    0.5
    """
    compared = equal = 0
    for context in left.keys() & right.keys():
        a, b = left[context], right[context]
        both = a & b
        zeros = both["0"]  # 死亡病例0例: every notice of a form may say so
        compared += min(a.total(), b.total()) - zeros
        equal += both.total() - zeros
    return Agreement(compared, equal)
