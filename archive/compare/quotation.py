"""Tell whether two texts that share a passage both quote it from a third, or share but a title."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from archive.compare.alignment import Alignment, MatchingBlock

if TYPE_CHECKING:
    from archive.compare.publication import Text

_LONGEST = 400  # characters before a passage in which the quotation begins that it stands in
_NEARLY_ALL = 0.8
#: What stands between quotation marks, up to the end of the line where none closes it.
_QUOTATION = re.compile("“[^”\n]*|„[^“”\n]*|「[^」\n]*|『[^』\n]*|«[^»\n]*")
_TITLE = re.compile("《[^《》\n]{4,}》")


def said_by_passage(text: Text, match: MatchingBlock) -> float:
    """How much a passage of the text says beside the titles of documents that stand in it."""
    start, end = match.left, match.left + match.length
    said = float(text.reached[end] - text.reached[start])
    first, last = text.offsets[start], text.offsets[end - 1] + 2
    for title in _TITLE.finditer(text.compared_text, first, last):
        begins, ends = (bisect_left(text.offsets, at) for at in title.span())
        said -= float(text.reached[ends] - text.reached[begins])
    return said


def is_quoted_by_both(article: Text, other: Text, aligned: Alignment) -> bool:
    """Whether nearly all of the longest passage that two texts share is a quotation in each."""
    longest = max(aligned.matches, key=lambda match: match.length, default=None)
    return longest is not None and all(
        _is_quoted(text, at, at + longest.length)
        for text, at in ((article, longest.left), (other, longest.right))
    )


def _is_quoted(text: Text, start: int, end: int) -> bool:
    """Whether nearly all between two letters of the text stands within one quotation."""
    first, last = text.offsets[start], text.offsets[end - 1]
    nearly = first + int(_NEARLY_ALL * (last - first))
    return any(
        quotation.start() <= first and quotation.end() > nearly
        for quotation in _QUOTATION.finditer(text.compared_text, max(0, first - _LONGEST), last + 1)
    )
