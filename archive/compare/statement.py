"""Recognise one official document in two reports, neither of which is a copy of the other.

Two reports may carry one police notice, each with words of its own around it: they have a common
source. The document is in one piece, it is longer than what either adds, and each introduces it as
one: by a word for a document, or by a quotation or a block that takes up most of it. Where what is
shared begins before the introduction, one report is taken from the other; where the whole text is
the document, both are copies of it, in one lineage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from archive.analysis.terms import fold
from archive.compare.alignment import Alignment, MatchingBlock, union_length
from archive.compare.media_names import canonical_medium, is_public_body, names_outlet
from archive.compare.publication import Text
from archive.compare.slots import in_order
from archive.knowledge.statements import statement_words

#: Share of each of two reports that is the document, at least.
SHARED = 0.5

_OWN = 0.15  # share of a report that must be its own
_IN_ONE_PIECE = 0.8  # share of the stretch from its first to its last passage
_MENDED = 1  # short places in it that differ
_SHORT = 60  # letters of such a place
_BEFORE = 60  # letters before the beginning of the document, in which its introduction begins
_AFTER = 40  # letters behind that, by their information, in which it ends
_NEAR = 6  # letters before its beginning in which a mark stands that opens it
_CLAUSE = 20  # letters, by their information, with which the sentence before it may end in both
_LEAD = 8  # letters, by their information, of own text before it
_QUOTED = 0.5  # share of it up to where a quotation ends
_STOP = re.compile(r"[。！？!?]|\.\s")
_SENTENCE_ENDS = "。！？!?.\n"
_ENDS = re.compile(r"[。！？!?\n]|\.\s")
_SOLID = 16  # letters, by their information, of a passage that tells where sharing begins
_SOLID_SHARE = 0.7  # of what is shared that stands in such passages
#: What opens a document without a word for it: a quotation, or a colon at the end of a line.
_OPENS = re.compile(r"[“„「『«]|[:：]\s*\n")
_CLOSES = {"“": "”", "„": "“”", "「": "」", "『": "』", "«": "»"}


def shared_document(article: Text, other: Text, aligned: Alignment) -> str | None:
    """The common source of two texts, in words; None where they have none."""
    shares = aligned.left_coverage, aligned.right_coverage
    if max(shares) > 1 - _OWN or min(shares) < SHARED:
        return None
    ordered = in_order(aligned.matches)
    runs = [match for match in ordered if _is_solid(article, match)]
    is_solid = _letters(runs) >= _SOLID_SHARE * _letters(ordered)
    if not runs or not is_solid or not _is_one_piece(runs):
        return None
    if names_outlet(article, other) or names_outlet(other, article):
        return None
    if body := _credited_body(article, other):
        return f"both credit {body}"
    return _introduction_of(article, other, runs[0], runs[-1])


def _credited_body(article: Text, other: Text) -> str | None:
    """The office that both name as their source."""
    if not (article.credits and other.credits) or article.station == other.station:
        return None
    same = canonical_medium(article.credits) == canonical_medium(other.credits)
    return article.credits if same and is_public_body(article.credits) else None


def _introduction_of(
    article: Text, other: Text, first: MatchingBlock, last: MatchingBlock
) -> str | None:
    """How both texts introduce what stands between two passages."""
    ends = last.left + last.length, last.right + last.length
    if _is_introduced(article, first.left) and _is_introduced(other, first.right):
        return "each introduces it as one"
    if _is_set_off(article, first.left, ends[0]) and _is_set_off(other, first.right, ends[1]):
        return "each sets it off as one"
    return None


def _is_solid(text: Text, match: MatchingBlock) -> bool:
    """Whether a passage is more than a name or a phrase."""
    return float(text.reached[match.left + match.length] - text.reached[match.left]) >= _SOLID


def _letters(runs: Sequence[MatchingBlock]) -> int:
    return sum(run.length for run in runs)


def _is_one_piece(runs: Sequence[MatchingBlock]) -> bool:
    """Whether the passages are one stretch of both texts, with hardly a word that differs."""
    gaps = [
        (after.left - before.left - before.length, after.right - before.right - before.length)
        for before, after in pairwise(runs)
    ]
    if sum(min(gap) > 1 and max(gap) <= _SHORT for gap in gaps) > _MENDED:
        return False
    both = union_length((run.left, run.left + run.length) for run in runs)
    longest = both + max(sum(gap[0] for gap in gaps), sum(gap[1] for gap in gaps))
    return both >= _IN_ONE_PIECE * longest


def _is_introduced(text: Text, at: int) -> bool:
    """Whether a document is introduced before this letter, or in the sentence that begins there."""
    begins = _beginning(text, at)
    start = text.offsets[max(0, at - _BEFORE)]
    end = _after(text, at, _AFTER)
    around = fold(text.compared[start:end]).lower()
    return any(
        not _STOP.search(text.compared, begins, start + match.start())
        for match in _introduction().finditer(around)
    )


def _is_set_off(text: Text, at: int, end: int) -> bool:
    """Whether own text and a mark that opens a document stand before what is shared."""
    if text.reached[at] < _LEAD:
        return False
    begins, ends = _beginning(text, at), text.offsets[end - 1]
    start = text.offsets[max(0, at - _NEAR)]
    stop = _after(text, at, _AFTER)
    opens = _OPENS.search(text.compared, start, stop)
    if opens is None or _STOP.search(text.compared, begins, opens.start()):
        return False
    closing = _CLOSES.get(opens[0])
    if closing is None:
        return True
    closes = re.compile(f"[{closing}]").search(text.compared, opens.end(), ends)
    return closes is None or closes.start() - begins >= _QUOTED * (ends - begins)


def _after(text: Text, at: int, said: float) -> int:
    """The place behind a letter up to which so much is said."""
    letter = int(text.reached.searchsorted(text.reached[at] + said))
    return text.offsets[min(len(text.offsets) - 1, letter)]


def _beginning(text: Text, at: int) -> int:
    """Where the first sentence begins of which all is shared, as far as that is near."""
    begins = text.offsets[at]
    before = text.compared[max(0, begins - _NEAR) : begins].rstrip(' 　"“„「『«')
    if not before or before[-1] in _SENTENCE_ENDS:
        return begins
    ends = _ENDS.search(text.compared, begins, _after(text, at, _CLAUSE))
    return ends.end() if ends else begins


@cache
def _introduction() -> re.Pattern[str]:
    """A word for a document, and the mark or the end of the line behind which it begins."""
    words = "|".join(map(re.escape, map(fold, statement_words())))
    return re.compile(
        # 现予公示, 特此公告, 予以通报: a notice that names itself introduces nothing
        rf"(?<![予此以])(?:{words})(?:[^。！？!?\n]{{0,60}}?(?:[:：“„「『«\"《\n]|。\s*\n)|\s*[,，。])"
    )
