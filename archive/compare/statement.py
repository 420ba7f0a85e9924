"""One official statement in two outlets: neither took it from the other, both had it from a body.

A report that carries a police notice, and another that carries the same one, each in words of its
own around it, are no copies of each other. Where the whole text is the notice, both are copies of
it: one lineage, whose origin is that body.
"""

from __future__ import annotations

import re

from archive.compare.alignment import Alignment
from archive.compare.media_names import is_public_body, medium, speaks_of
from archive.compare.publication import Text

_OWN = 0.15  # of a text that must be its own
_BEFORE = 60  # letters before the shared part in which it is introduced
_STATEMENT = re.compile(
    r"(?:通报|公告|通告|声明|公报|公示|情况说明|答复)(?:全文|内容|称|如下|显示|指出|说)*\s*[:：，,。“\"《]"
)


def one_statement(article: Text, other: Text, aligned: Alignment) -> str | None:
    """What both had a part of their text from, in words; None where that does not explain it."""
    if max(aligned.left_coverage, aligned.right_coverage) > 1 - _OWN:
        return None
    if speaks_of(article, other) or speaks_of(other, article):
        return None
    if article.credits and other.credits and article.station != other.station:
        body = medium(article.credits)
        if body == medium(other.credits) and is_public_body(article.credits):
            return f"both credit {article.credits}"
    longest = max(aligned.runs, key=lambda run: run.length)
    if _introduced(article, longest.left) and _introduced(other, longest.right):
        return "each introduces it as one"
    return None


def _introduced(text: Text, at: int) -> bool:
    start = text.places[max(0, at - _BEFORE)]
    return bool(_STATEMENT.search(text.compared, start, text.places[at] + 10))
