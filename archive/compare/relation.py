"""Classify how two texts are related, by their alignment, numbers, names and times.

An article that shares most of its text with an earlier one is a copy (`identical`, `retitled`,
`edited`, `shortened`, `extended`). Other relations do not join a lineage: an `excerpt`, a `roundup`
of several texts, one official statement in two outlets (`common_source`), one form with other
numbers or persons (`template`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from archive.compare.alignment import Aligner, Alignment
from archive.compare.fingerprints import GUARANTEED_MATCH
from archive.compare.media_names import credits_station, is_office
from archive.compare.names import count_differing_names
from archive.compare.normalise import normalise
from archive.compare.numbers import Agreement, agreement
from archive.compare.publication import Publication, Text
from archive.compare.statement import shared_statement
from archive.compare.time_interval import are_ordered

Relation = Literal[
    "identical", "retitled", "edited", "shortened", "extended",
    "excerpt", "roundup", "common_source", "template",
]  # fmt: skip

#: Relations that join a lineage; the others never bridge two.
JOINING = frozenset({"identical", "retitled", "edited", "shortened", "extended"})
#: Relations of an article to one that it quotes.
QUOTING = frozenset({"excerpt", "roundup"})
#: Raised whenever the relation of any two texts would change.
VERSION = 1

_DAY = 86_400.0

_MIN_SHARED_LETTERS = 50  # letters that a copy shares, at least
_MIN_SMALLER_COVERAGE = 0.6  # share of the smaller text that stands in the larger one
_MIN_LARGER_COVERAGE = 0.3  # and share of the larger in the smaller …
_MIN_OPENING_COVERAGE = 0.1  # … or only this share, if it begins where the larger begins
_OPENING_LETTERS = 60
_MIN_OPENING_MATCH = 20  # letters of a passage that says where a text begins
_SAME_TEXT_COVERAGE = 0.9  # share of both texts that makes them one text, however long ago
_WINDOW = 60 * _DAY  # otherwise a copy follows within two months,
_OPENING_WINDOW = 14 * _DAY  # and an opening within two weeks
_MIN_EXCERPT = GUARANTEED_MATCH  # letters of a quotation; shorter ones may be overlooked

_MIN_FORM_COVERAGE = 0.3  # share of both texts that two notices of one form have in common
_MIN_AGREEMENT = 0.8  # of the numbers in the same contexts
_SHORT_TEXT = 150  # letters; in so short a text one other number is another notice

_MIN_PERSONS = 2  # other persons in the same places make another notice …
_LETTERS_PER_PERSON = 150  # … one for so many letters of the text

_MAX_EXTRA_LETTERS = 24  # letters, and this share, beside one unbroken passage of an identical text
_MAX_EXTRA_SHARE = 0.05
_EDITED_COVERAGE = 0.85  # less shared than that makes a text shortened or extended
_COVERAGE_GAP = 0.1  # if the other one shares so much more


@dataclass(frozen=True)
class Pair:
    """Two aligned texts. `article` is the later of the two."""

    article: Text
    other: Text
    aligned: Alignment  # the article on the left
    rare: bool  # whether they share a fingerprint that few lineages have

    @property
    def coverage(self) -> float:
        """Share of the article that stands in the other, 0 to 1."""
        return self.aligned.left_coverage

    @property
    def other_coverage(self) -> float:
        """Share of the other that stands in the article, 0 to 1."""
        return self.aligned.right_coverage

    @cached_property
    def numbers(self) -> Agreement:
        """The agreement of their numbers."""
        return agreement(self.article.numbers, self.other.numbers, self.aligned.matches)

    @property
    def closeness(self) -> float:
        """Share of all letters of both texts that both have, 0 to 1."""
        return closeness(self.coverage, self.other_coverage)

    @property
    def seconds_apart(self) -> float:
        """Seconds between the two, at least; 0 where a time is unknown."""
        one, two = self.article.printed, self.other.printed
        if one is None or two is None:
            return 0.0
        return max(0.0, one.start - two.end, two.start - one.end)


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation and the rule that gave it, in words."""

    relation: Relation
    rule: str

    @property
    def joins(self) -> bool:
        """Whether it joins a lineage."""
        return self.relation in JOINING


def closeness(coverage: float, other_coverage: float) -> float:
    """Share of all letters of two texts that both have, from the shares of each.

    >>> closeness(1.0, 0.5)
    0.5
    """
    if not coverage or not other_coverage:
        return 0.0
    return 1 / (1 / coverage + 1 / other_coverage - 1)


def percent(share: float) -> str:
    """A share as a percentage, rounded down: only the whole is 100%.

    >>> percent(0.997), percent(1.0)
    ('99%', '100%')
    """
    return f"{int(share * 100 + 1e-6)}%"


def relate(pair: Pair) -> FoundRelation | None:
    """Find the relation of a pair; None where they share too little."""
    is_copy = _is_copy(pair)
    one_form = is_copy or min(pair.coverage, pair.other_coverage) >= _MIN_FORM_COVERAGE
    if one_form and _numbers_differ(pair):
        counted = f"{pair.numbers.equal} of {pair.numbers.compared} numbers agree"
        return FoundRelation("template", f"one form, other numbers: {counted}")
    if one_form and _names_differ(pair):
        return FoundRelation("template", "one form, other persons")
    if not is_copy:
        return _classify_quotation(pair)
    if statement := shared_statement(pair.article, pair.other, pair.aligned):
        return FoundRelation("common_source", f"both carry a statement: {statement}")
    return _classify_copy(pair)


def depends_on_rarity(pair: Pair) -> bool:
    """Whether `relate` would find no relation if the shared text were a common phrase."""
    if _is_copy(replace(pair, rare=False)):
        return False
    one_form = min(pair.coverage, pair.other_coverage) >= _MIN_FORM_COVERAGE
    return not one_form or not (_numbers_differ(pair) or _names_differ(pair))


def _is_copy(pair: Pair) -> bool:
    aligned = pair.aligned
    if min(aligned.left_covered, aligned.right_covered) < _MIN_SHARED_LETTERS:
        return False
    article_is_smaller = aligned.left_length <= aligned.right_length
    smaller, larger = pair.coverage, pair.other_coverage
    if not article_is_smaller:
        smaller, larger = larger, smaller
    if smaller < _MIN_SMALLER_COVERAGE:
        return False
    if larger >= _SAME_TEXT_COVERAGE:
        return True
    if larger >= _MIN_LARGER_COVERAGE:
        return pair.seconds_apart <= _WINDOW
    begins = _starts_at_opening(pair, article_is_smaller=article_is_smaller)
    return (
        pair.rare
        and larger >= _MIN_OPENING_COVERAGE
        and begins
        and pair.seconds_apart <= _OPENING_WINDOW
    )


def _starts_at_opening(pair: Pair, *, article_is_smaller: bool) -> bool:
    """Whether the shared text begins at the opening of the larger text."""
    solid = [match for match in pair.aligned.matches if match.length >= _MIN_OPENING_MATCH]
    offsets = (match.right if article_is_smaller else match.left for match in solid)
    return min(offsets, default=_OPENING_LETTERS) < _OPENING_LETTERS


def _numbers_differ(pair: Pair) -> bool:
    compared, equal = pair.numbers.compared, pair.numbers.equal
    shorter = min(pair.aligned.left_length, pair.aligned.right_length)
    if pair.numbers.share >= _MIN_AGREEMENT:
        return False
    return compared - equal >= 2 or shorter < _SHORT_TEXT


def _names_differ(pair: Pair) -> bool:
    """Whether enough persons differ, for the length of the text, to make it another notice."""
    aligned = pair.aligned
    shorter = min(aligned.left_length, aligned.right_length)
    differ = count_differing_names(pair.article.letters, pair.other.letters, aligned)
    return differ >= _MIN_PERSONS and differ * _LETTERS_PER_PERSON >= shorter


def _classify_copy(pair: Pair) -> FoundRelation:
    aligned = pair.aligned
    longer = max(aligned.left_length, aligned.right_length)
    extra = longer - aligned.longest
    if extra <= min(_MAX_EXTRA_LETTERS, _MAX_EXTRA_SHARE * longer):
        if normalise(pair.article.title) == normalise(pair.other.title):
            return FoundRelation("identical", "the same text under the same headline")
        return FoundRelation("retitled", "the same text under another headline")
    if pair.coverage < _EDITED_COVERAGE and pair.other_coverage - pair.coverage > _COVERAGE_GAP:
        return FoundRelation("extended", f"{1 - pair.coverage:.0%} of it is not in the other")
    if (
        pair.other_coverage < _EDITED_COVERAGE
        and pair.coverage - pair.other_coverage > _COVERAGE_GAP
    ):
        return FoundRelation(
            "shortened", f"{1 - pair.other_coverage:.0%} of the other is not in it"
        )
    return FoundRelation("edited", f"{percent(pair.coverage)} of it is in the other")


def _classify_quotation(pair: Pair) -> FoundRelation | None:
    if pair.aligned.longest < _MIN_EXCERPT or not pair.rare:
        return None
    return FoundRelation("excerpt", f"{pair.aligned.longest} characters in a row")


def align_pair(aligner: Aligner, one: Text, other: Text, *, rare: bool) -> Pair:
    """Align a text, prepared as `aligner`, with another; the later one becomes the article."""
    aligned = aligner.align(other.letters, other.gram_hashes)
    if is_later(one, other):
        return Pair(one, other, aligned, rare)
    return Pair(other, one, aligned.swapped(), rare)


def is_later(one: Publication, other: Publication) -> bool:
    """Whether the one came after the other, by printed times where their order is known.

    Otherwise the one that credits the other is later, and a medium is later than an office.
    """
    if not (one.printed and other.printed and are_ordered(one.printed, other.printed)):
        if credits_station(one, other) != credits_station(other, one):
            return credits_station(one, other)
        if is_office(one) != is_office(other):
            return is_office(other)
    return one.rank > other.rank
