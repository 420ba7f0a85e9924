"""Recognise one official document in two reports, neither of which is a copy of the other.

Two reports may carry one police notice, each with words of its own around it: they have a common
source. The document is longer than what either adds, and each introduces it as one. Where what is
shared begins before the introduction, one report is taken from the other; where the whole text is
the document, both are copies of it, in one lineage.
"""

from __future__ import annotations

import re
from functools import cache

from archive.analysis.terms import fold
from archive.compare.alignment import Alignment, MatchingBlock
from archive.compare.media_names import canonical_medium, is_public_body, names_outlet
from archive.compare.publication import Text
from archive.knowledge.statements import statement_words

_OWN = 0.15  # share of a text that must be its own
_SHARED = 0.5  # and the share that is the document
_BEFORE, _AFTER = 60, 40  # letters around the beginning of the document: its introduction
_STOP = re.compile(r"[。！？!?]|\.\s")
_SOLID = 16  # letters, by their information, of a passage that tells where sharing begins


def shared_statement(article: Text, other: Text, aligned: Alignment) -> str | None:
    """The common source of two texts, in words; None where they have none."""
    shares = aligned.left_coverage, aligned.right_coverage
    if max(shares) > 1 - _OWN or min(shares) < _SHARED:
        return None
    if names_outlet(article, other) or names_outlet(other, article):
        return None
    if article.credits and other.credits and article.station != other.station:
        body = canonical_medium(article.credits)
        if body == canonical_medium(other.credits) and is_public_body(article.credits):
            return f"both credit {article.credits}"
    first = min(
        (match for match in aligned.matches if _is_solid(article, match)),
        key=lambda match: match.left,
        default=None,
    )
    if first is None:
        return None
    if _is_introduced(article, first.left) and _is_introduced(other, first.right):
        return "each introduces it as one"
    return None


def _is_solid(text: Text, match: MatchingBlock) -> bool:
    """Whether a passage is more than a name or a phrase."""
    return float(text.information[match.left : match.left + match.length].sum()) >= _SOLID


def _is_introduced(text: Text, at: int) -> bool:
    """Whether a document is introduced before this letter, or in the sentence that begins there."""
    begins = text.offsets[at]
    start = text.offsets[max(0, at - _BEFORE)]
    end = text.offsets[min(len(text.offsets) - 1, at + _AFTER)]
    match = _introduction().search(fold(text.compared[start:end]).lower())
    return match is not None and not _STOP.search(text.compared, begins, start + match.start())


@cache
def _introduction() -> re.Pattern[str]:
    """A word for a document, and the mark behind which it begins."""
    words = "|".join(map(re.escape, map(fold, statement_words())))
    return re.compile(rf"(?:{words})(?:[^。！？!?\n]{{0,30}}?[:：“„「『\"《\n]|\s*[,，。])")
