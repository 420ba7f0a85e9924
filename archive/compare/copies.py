"""Name a copy by what differs between it and its source: layout, words, or how much is there."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from archive.compare.alignment import Alignment, MatchingBlock
from archive.compare.normalise import normalise
from archive.compare.slot_pieces import is_spaced
from archive.compare.slots import in_order

if TYPE_CHECKING:
    from archive.compare.publication import Text
    from archive.compare.relation import Relation

_EXTRA_LETTERS = 24  # letters, and this share, beside the one passage of an identical text
_EXTRA_SHARE = 0.05
_LINE = 60  # characters of a line that is page furniture
_FURNITURE = 12  # such lines beside one text
_SENTENCE_ENDS = "。！？!?.；;…”」』\"'"

_EDITED_COVERAGE = 0.85  # less shared than that makes a text shortened or extended
_COVERAGE_GAP = 0.1  # if the other one shares so much more

_DIGEST_MOST = 0.5  # the greatest share of a text that a digest has
_DIGEST_FILLED = 0.75  # what a digest takes is spread over the text
_DIGEST_RUN = 12  # letters of a piece
_OMISSIONS = 2  # places at which a digest leaves something out
_OMISSION = 12  # letters that are left out at one of them


def name_copy(article: Text, other: Text, aligned: Alignment) -> tuple[Relation, str]:
    """The relation of a copy to its source, and the rule, in words."""
    if article.is_headline and article.letters == other.letters:
        return "identical", "weak: the same headline on one day, and no more text"
    if _is_one_passage(article, other, aligned) or _differs_in_layout(article, other, aligned):
        if normalise(article.title) == normalise(other.title):
            return "identical", "the same text under the same headline"
        return "retitled", "the same text under another headline"
    return _name_change(aligned)


def _name_change(aligned: Alignment) -> tuple[Relation, str]:
    """Name a copy in which words differ, by how much of each text is in the other."""
    coverage, other_coverage = aligned.left_coverage, aligned.right_coverage
    gap = other_coverage - coverage
    if coverage < _EDITED_COVERAGE and gap > _COVERAGE_GAP:
        return "extended", f"{1 - coverage:.0%} of it is not in the other"
    if other_coverage < _EDITED_COVERAGE and -gap > _COVERAGE_GAP:
        rule = f"{1 - other_coverage:.0%} of the other is not in it"
        return "digest" if _retells(aligned) else "shortened", rule
    return "edited", f"{percent(coverage)} of it is in the other"


def percent(share: float) -> str:
    """A share as a percentage, rounded down: only the whole is 100%.

    >>> percent(0.997), percent(1.0)
    ('99%', '100%')
    """
    return f"{int(share * 100 + 1e-6)}%"


def filled(aligned: Alignment, *, of_left: bool) -> float:
    """Share of the stretch of a text, from the first to the last long passage, that is shared."""
    solid = [
        (match.left if of_left else match.right, match.length)
        for match in aligned.matches
        if match.length >= _DIGEST_RUN
    ]
    if len(solid) < 2:
        return 1.0
    start, end = min(at for at, _ in solid), max(at + length for at, length in solid)
    return sum(length for _, length in solid) / (end - start)


def is_spread(filled: float) -> bool:
    """Whether what is shared is spread over a text."""
    return filled <= _DIGEST_FILLED


def _retells(aligned: Alignment) -> bool:
    """Whether an article takes a little here and there from all of the other."""
    if aligned.right_coverage > _DIGEST_MOST or not is_spread(filled(aligned, of_left=False)):
        return False
    omitted = (
        (after.right - before.right - before.length) - (after.left - before.left - before.length)
        for before, after in pairwise(in_order(aligned.matches))
    )
    return sum(letters >= _OMISSION for letters in omitted) >= _OMISSIONS


def _is_one_passage(article: Text, other: Text, aligned: Alignment) -> bool:
    """Whether one text is the other, with no more than a few letters added beside its sentences."""
    if not aligned.matches:
        return False
    longer = max(aligned.left_length, aligned.right_length)
    whole = max(aligned.matches, key=lambda match: match.length)
    ends = whole.left + whole.length, whole.right + whole.length
    behind = aligned.left_length - ends[0], aligned.right_length - ends[1]
    extra = longer - whole.length
    is_added = not min(whole.left, whole.right) and not min(behind)
    if not is_added or extra > min(_EXTRA_LETTERS, _EXTRA_SHARE * longer):
        return False
    return all(
        _is_apart(text, at)
        for text, edges in ((article, (whole.left, ends[0])), (other, (whole.right, ends[1])))
        for at in edges
    )


def _is_apart(text: Text, at: int) -> bool:
    """Whether a mark, the end of a line or that of the text stands before this letter.

    Where words have blanks between them, a blank alone is no such mark.
    """
    if not 0 < at < len(text.offsets):
        return True
    before, here = text.offsets[at - 1], text.offsets[at]
    between = text.compared_text[before + 1 : here]
    has_words = is_spaced(text.letters[at - 1]) and is_spaced(text.letters[at])
    return bool(between) and not (between == " " and has_words)


def _differs_in_layout(article: Text, other: Text, aligned: Alignment) -> bool:
    """Whether nothing stands beside what both have but short lines that are no sentences."""
    if min(aligned.left_coverage, aligned.right_coverage) < _EDITED_COVERAGE:
        return False
    runs = in_order(aligned.matches)
    end = MatchingBlock(aligned.left_length, aligned.right_length, 0)
    reached = MatchingBlock(0, 0, 0)
    lines = 0
    for run in [*runs, end]:
        for text, start, stop in (
            (article, reached.left + reached.length, run.left),
            (other, reached.right + reached.length, run.right),
        ):
            found = _furniture(text, start, stop) if stop > start else 0
            if found is None:
                return False
            lines += found
        reached = run
    return 0 < lines <= _FURNITURE


def _furniture(text: Text, start: int, stop: int) -> int | None:
    """Count the lines of page furniture between two letters; None where there is other text."""
    begins = text.offsets[start - 1] + 1 if start else 0
    ends = text.offsets[stop] if stop < len(text.offsets) else len(text.compared_text)
    lines = text.compared_text[begins:ends].split("\n")
    # the first and the last one belong to the lines around, if there are any
    edges = [lines[0]] * (start > 0) + [lines[-1]] * (stop < len(text.offsets))
    if any(map(_says, edges)):
        return None
    between = [line for line in lines if _says(line)]
    return len(between) if all(map(_is_furniture, between)) else None


def _says(line: str) -> bool:
    return any(map(str.isalnum, line))


def _is_furniture(line: str) -> bool:
    bare = line.strip()
    return len(bare) <= _LINE and not bare.endswith(tuple(_SENTENCE_ENDS))
