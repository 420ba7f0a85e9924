"""How two texts are related: a relation, the measures it rests on, and the rule that gave it.

What an article shares with an earlier one makes it a copy (`identical`, `retitled`, `edited`,
`shortened`, `extended`), or only ties the two: an `excerpt`, a `roundup` of several, one official
statement in two outlets (`common_source`), one form with other numbers or persons (`template`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from archive.compare.alignment import Aligner, Alignment
from archive.compare.fingerprints import GUARANTEED
from archive.compare.media_names import credits_station, is_office
from archive.compare.names import other_names
from archive.compare.normalise import normalise
from archive.compare.numbers import Agreement, agreement
from archive.compare.publication import Publication, Text
from archive.compare.statement import one_statement
from archive.compare.time_interval import decided

Relation = Literal[
    "identical", "retitled", "edited", "shortened", "extended",
    "excerpt", "roundup", "common_source", "template",
]  # fmt: skip

#: Relations that join a lineage; the others never bridge two.
JOINING = frozenset({"identical", "retitled", "edited", "shortened", "extended"})
#: Relations of an article to one that it quotes.
QUOTING = frozenset({"excerpt", "roundup"})
#: Raised whenever the same two texts would be related otherwise.
VERSION = 1

_DAY = 86_400.0

_LEAST_SHARED = 50  # letters that a copy shares
_SMALLER = 0.6  # of the smaller text must stand in the larger one
_LARGER = 0.3  # and of the larger in the smaller …
_OPENING = 0.1  # … or only this much, if it begins where the larger begins
_OPENS_WITHIN = 60
_SOLID = 20  # letters of a run that says where a text begins
_WHOLE = 0.9  # both texts share so much: one text, however long ago
_WINDOW = 60 * _DAY  # else a copy comes within two months,
_OPENING_WINDOW = 14 * _DAY  # and an opening within two weeks
_EXCERPT = GUARANTEED  # letters of a run that is a quotation; shorter ones may be overlooked

_FORM = 0.3  # of both texts that two notices of one form share
_AGREE = 0.8  # of the numbers in the same contexts
_SHORT = 150  # letters; in so short a text one other number is another notice

_PERSONS = 2  # other persons in the same places make another notice …
_FOR_EACH = 150  # … one for so many letters of the text

_EDGES = 24  # letters, and this share, beside one unbroken run: furniture of an identical text
_EDGES_SHARE = 0.05
_PARTLY = 0.85  # a text of which less is shared was shortened or extended
_BY = 0.1  # if the other one shares so much more


@dataclass(frozen=True)
class Pair:
    """Two texts held against each other. `article` is the later of the two by rank."""

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
        """How far the numbers agree."""
        return agreement(self.article.numbers, self.other.numbers, self.aligned.runs)

    @property
    def closeness(self) -> float:
        """Share of all their letters that both have, 0 to 1."""
        return closeness(self.coverage, self.other_coverage)

    @property
    def apart(self) -> float:
        """Seconds between the two, at least; 0 where it is not known."""
        one, two = self.article.printed, self.other.printed
        if one is None or two is None:
            return 0.0
        return max(0.0, one.start - two.end, two.start - one.end)


@dataclass(frozen=True, slots=True)
class Found:
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
    """A share in words; what is not the whole is never called so.

    >>> percent(0.997), percent(1.0)
    ('99%', '100%')
    """
    return f"{int(share * 100 + 1e-6)}%"


def relate(pair: Pair) -> Found | None:
    """The relation of a pair; None where they share too little to speak of."""
    copied = _is_copy(pair)
    one_form = copied or min(pair.coverage, pair.other_coverage) >= _FORM
    if one_form and _other_numbers(pair):
        counted = f"{pair.numbers.equal} of {pair.numbers.compared} numbers agree"
        return Found("template", f"one form, other numbers: {counted}")
    if one_form and _other_names(pair):
        return Found("template", "one form, other persons")
    if not copied:
        return _quotation(pair)
    if statement := one_statement(pair.article, pair.other, pair.aligned):
        return Found("common_source", f"both carry a statement: {statement}")
    return _copy(pair)


def needs_rare(pair: Pair) -> bool:
    """Whether `relate` would find nothing if what they share were a common phrase."""
    if _is_copy(replace(pair, rare=False)):
        return False
    one_form = min(pair.coverage, pair.other_coverage) >= _FORM
    return not one_form or not (_other_numbers(pair) or _other_names(pair))


def _is_copy(pair: Pair) -> bool:
    aligned = pair.aligned
    if min(aligned.left_covered, aligned.right_covered) < _LEAST_SHARED:
        return False
    article_is_smaller = aligned.left_length <= aligned.right_length
    smaller, larger = pair.coverage, pair.other_coverage
    if not article_is_smaller:
        smaller, larger = larger, smaller
    if smaller < _SMALLER:
        return False
    if larger >= _WHOLE:
        return True
    if larger >= _LARGER:
        return pair.apart <= _WINDOW
    begins = _begins(pair, article_is_smaller=article_is_smaller)
    return pair.rare and larger >= _OPENING and begins and pair.apart <= _OPENING_WINDOW


def _begins(pair: Pair, *, article_is_smaller: bool) -> bool:
    """Whether what they share begins where the larger text begins."""
    solid = [run for run in pair.aligned.runs if run.length >= _SOLID]
    places = (run.right if article_is_smaller else run.left for run in solid)
    return min(places, default=_OPENS_WITHIN) < _OPENS_WITHIN


def _other_numbers(pair: Pair) -> bool:
    compared, equal = pair.numbers.compared, pair.numbers.equal
    shorter = min(pair.aligned.left_length, pair.aligned.right_length)
    if pair.numbers.share >= _AGREE:
        return False
    return compared - equal >= 2 or shorter < _SHORT


def _other_names(pair: Pair) -> bool:
    """Whether persons are named throughout, and others."""
    aligned = pair.aligned
    shorter = min(aligned.left_length, aligned.right_length)
    differ = other_names(pair.article.letters, pair.other.letters, aligned)
    return differ >= _PERSONS and differ * _FOR_EACH >= shorter


def _copy(pair: Pair) -> Found:
    aligned = pair.aligned
    longer = max(aligned.left_length, aligned.right_length)
    beside = longer - aligned.longest
    if beside <= min(_EDGES, _EDGES_SHARE * longer):
        if normalise(pair.article.title) == normalise(pair.other.title):
            return Found("identical", "the same text under the same headline")
        return Found("retitled", "the same text under another headline")
    if pair.coverage < _PARTLY and pair.other_coverage - pair.coverage > _BY:
        return Found("extended", f"{1 - pair.coverage:.0%} of it is not in the other")
    if pair.other_coverage < _PARTLY and pair.coverage - pair.other_coverage > _BY:
        return Found("shortened", f"{1 - pair.other_coverage:.0%} of the other is not in it")
    return Found("edited", f"{percent(pair.coverage)} of it is in the other")


def _quotation(pair: Pair) -> Found | None:
    if pair.aligned.longest < _EXCERPT or not pair.rare:
        return None
    return Found("excerpt", f"{pair.aligned.longest} characters in a row")


def pair_of(aligner: Aligner, one: Text, other: Text, *, rare: bool) -> Pair:
    """Hold a text, made ready as `aligner`, against another; the later one becomes the article."""
    aligned = aligner.align(other.letters, other.grams)
    if is_later(one, other):
        return Pair(one, other, aligned, rare)
    return Pair(other, one, aligned.turned(), rare)


def is_later(one: Publication, other: Publication) -> bool:
    """Whether the one came after the other, by printed times if they tell.

    Else whoever credits the other came later, and a medium after the office whose notice it is.
    """
    if not (one.printed and other.printed and decided(one.printed, other.printed)):
        if credits_station(one, other) != credits_station(other, one):
            return credits_station(one, other)
        if is_office(one) != is_office(other):
            return is_office(other)
    return one.rank > other.rank
