"""The name check: two texts of one form about other persons are two notices, not one text.

`任命覃知秋为市水利局局长` and `任命卓晚舟为市教育局局长` have no number that differs. Where two
texts differ between passages that both have, and on both sides that begins with a surname, or comes
after one, it is taken for a person's name.
"""

from __future__ import annotations

from itertools import pairwise

from archive.compare.alignment import Alignment
from archive.knowledge.surnames import surnames

_GIVEN = 3  # letters of a given name, and a sex behind it
_LONGEST = 12  # letters that differ: a name, and what stands between it and a post


def count_differing_names(left: str, right: str, aligned: Alignment) -> int:
    """Count the persons' names that differ where two normalised texts are equal around them.

    >>> from archive.compare.alignment import Aligner
    >>> one = "经会议研究决定任命覃知秋为北门桥管理处处长"
    >>> other = "经会议研究决定任命卓晚舟为北门桥管理处处长"
    >>> count_differing_names(one, other, Aligner(one).align(other))
    1
    """
    matches = sorted(aligned.matches, key=lambda match: (match.left, match.right))
    found = set()
    for before, after in pairwise(matches):
        start = before.left + before.length
        of_left = left[start : after.left]
        of_right = right[before.right + before.length : after.right]
        if _are_names(of_left, of_right, left[start - 1]):
            found.add((of_left, of_right))
    return len(found)


def _are_names(one: str, other: str, before: str) -> bool:
    """Whether both begin with a surname, or with a given name after the same surname."""
    if not one or not other:
        return False
    common = surnames().common
    if before in common and max(len(one), len(other)) <= _GIVEN:
        return "某" not in one[0] + other[0]  # 覃某 may be anybody of that name
    both = one[0] in common and other[0] in common
    return both and min(len(one), len(other)) > 1 and max(len(one), len(other)) <= _LONGEST
