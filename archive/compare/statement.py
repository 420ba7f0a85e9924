"""Recognise one official statement in two reports, neither of which is a copy of the other.

Two reports may carry one police notice, each with words of its own around it: they have a common
source. Where the whole text is the notice, both are copies of it, in one lineage.
"""

from __future__ import annotations

import re

from archive.compare.alignment import Alignment
from archive.compare.media_names import canonical_medium, is_public_body, names_outlet
from archive.compare.publication import Text

_OWN = 0.15  # share of a text that must be its own
_BEFORE = 60  # letters before the shared part in which it is introduced
_STATEMENT = re.compile(
    r"(?:通报|公告|通告|声明|公报|公示|情况说明|答复)(?:全文|内容|称|如下|显示|指出|说)*\s*[:：，,。“\"《]"
)


def shared_statement(article: Text, other: Text, aligned: Alignment) -> str | None:
    """The common source of two texts, in words; None where they have none."""
    if max(aligned.left_coverage, aligned.right_coverage) > 1 - _OWN:
        return None
    if names_outlet(article, other) or names_outlet(other, article):
        return None
    if article.credits and other.credits and article.station != other.station:
        body = canonical_medium(article.credits)
        if body == canonical_medium(other.credits) and is_public_body(article.credits):
            return f"both credit {article.credits}"
    longest = max(aligned.matches, key=lambda match: match.length)
    if _introduced(article, longest.left) and _introduced(other, longest.right):
        return "each introduces it as one"
    return None


def _introduced(text: Text, at: int) -> bool:
    start = text.offsets[max(0, at - _BEFORE)]
    return bool(_STATEMENT.search(text.compared, start, text.offsets[at] + 10))
