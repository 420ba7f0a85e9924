"""Classify how two texts are related: by what they share, how rare that is, and what differs.

`Pair.evidence` is what the two texts show by themselves; `judge` is a pure function of it and of
the rarity of what they share, so that a rebuild can judge again as it learns which texts are forms.
An article that shares most of its text with an earlier one is a copy; other relations join no
lineage. `Relation` defines each name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from archive.compare.alignment import Aligner, Alignment
from archive.compare.copies import filled, is_spread, name_copy
from archive.compare.fingerprints import GRAM, GUARANTEED_MATCH
from archive.compare.media_names import credits_station, is_office
from archive.compare.most_shared import most_shared
from archive.compare.normalise import normalise
from archive.compare.publication import Publication, Text
from archive.compare.quotation import is_quoted_by_both, said_by_passage
from archive.compare.rarity import UNKNOWN, Counted, Frequencies, Rarity, rarity
from archive.compare.slots import Differences, differences
from archive.compare.statement import SHARED, shared_document
from archive.compare.time_interval import are_ordered

if TYPE_CHECKING:
    from archive.compare.most_shared import Bits

#: identical: nothing but layout differs. retitled: the same text under another headline. edited:
#: the same text, with words changed. shortened: a part of the other text and hardly anything else.
#: extended: the other text and more. digest: a short retelling in the words of the other, from at
#: least three places. excerpt: one passage of the other, beside own text. roundup: one of at least
#: three items, each the whole or the lead of another text. shared_passage: a passage that both
#: have, of which neither is the source. common_source: two reports of one document, in one piece
#: and longer than what either adds. template: one form, filled with other names or numbers.
Relation = Literal[
    "identical", "retitled", "edited", "shortened", "extended", "digest",
    "excerpt", "roundup", "shared_passage", "common_source", "template",
]  # fmt: skip

#: Relations that join a lineage; the others never bridge two.
JOINING = frozenset({"identical", "retitled", "edited", "shortened", "extended", "digest"})
#: Relations of an article to one that it quotes.
QUOTING = frozenset({"excerpt", "roundup"})
#: How the rule of a passage ends that is shared because other texts have it.
OTHERS_HAVE_IT = "which others have too"
#: Raised whenever the relation of any two texts would change.
VERSION = 2

_DAY = 86_400.0
_GRAM = 7  # letters of a run beyond the first of its grams

_MIN_RARE = 8.0  # rare runs of 8 letters that a copy shares, at least, unless it is the same text
_MIN_SMALLER = 0.6  # share of the smaller text that stands in the larger one
_MIN_LARGER = 0.3  # and share of the larger in the smaller …
_MIN_OPENING = 0.1  # … or only this share, if it begins where the larger begins
_OPENING_LETTERS = 60
_MIN_OPENING_MATCH = 20  # letters of a passage that says where a text begins,
_OPENING_MATCH = 0.25  # and its share of the longest one: a shorter one is a phrase
_SAME_TEXT = 0.9  # share of both texts that makes them one text, however long ago
_WINDOW = 60 * _DAY  # otherwise a copy follows within two months,
_OPENING_WINDOW = 14 * _DAY  # and an opening within two weeks,
_LITTLE = 20  # letters of a text that is the same one only if it is
_SAME_DAY = 1 * _DAY  # printed so soon
_RARE_ENOUGH = 150  # unless so many rare letters,
_CUT_ENOUGH = 40  # or of the mere beginning of the other text under the same headline,
_WHOLE = 0.95
_MOSTLY = 0.5  # which are so large a share of what is shared have no time

_DIGEST_SMALLER = 0.7  # share of a digest that stands in the larger text
_DIGEST_LARGER = 0.08  # and the least share of that
_DIGEST_RARE = 40  # rare letters of a digest

_MIN_EXCERPT = GUARANTEED_MATCH  # letters of a quotation; shorter ones may be overlooked
_ONE_FILLING = 0.5  # share of both texts, without a slot that differs, that is one notice of a form
_COMMON = 20  # other lineages that have a passage, beyond which it is a common phrase
_MIN_FORM = 0.3  # share of both texts that two notices of one form have in common
_LEAST_FORM = 0.2  # or this share, where so many things differ in what both have;
_FORM_THINGS = 3  # a smaller share is a form within two articles, such as the head of a series

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two texts show by themselves, whatever other texts there are. Coverage is 0 to 1."""

    coverage: float  # share of the article that stands in the other
    other_coverage: float
    article_is_smaller: bool
    longest: float  # the longest passage, in letters by their information
    grams: float  # runs of 8 letters that both have
    begins: bool  # whether what is shared begins where the larger text begins
    is_lead: bool  # whether one of the two texts begins with what is shared
    is_cut: bool  # whether the smaller text is the mere beginning of the larger, with its headline
    filled: float  # share of the stretch of the larger text over which the shared text is spread
    seconds_apart: float  # at least; 0 where a time is unknown
    is_same_text: bool
    is_little: bool  # a headline, or a text so short that others may have it by chance
    is_comparable: bool  # whether so much is shared that they may be of one form
    differs: Differences  # in the slots of what both have
    document: str | None  # how both introduce it, if all that they share is one document
    is_quoted_by_both: bool  # whether the longest passage is a quotation in each text
    copy: FoundRelation  # the relation if one is a copy of the other

    @property
    def shares(self) -> tuple[float, float]:
        """The coverage of the smaller text and that of the larger one."""
        if self.article_is_smaller:
            return self.coverage, self.other_coverage
        return self.other_coverage, self.coverage


@dataclass(frozen=True)
class Pair:
    """Two aligned texts. `article` is the later of the two."""

    article: Text
    other: Text
    aligned: Alignment  # the article on the left

    @property
    def coverage(self) -> float:
        """Share of the article that stands in the other, 0 to 1."""
        return self.aligned.left_coverage

    @property
    def other_coverage(self) -> float:
        """Share of the other that stands in the article, 0 to 1."""
        return self.aligned.right_coverage

    @property
    def ends(self) -> frozenset[int]:
        """The keys of both."""
        return frozenset((self.article.key, self.other.key))

    @property
    def seconds_apart(self) -> float:
        """Seconds between the two, at least; 0 where a time is unknown."""
        one, two = self.article.printed, self.other.printed
        if one is None or two is None:
            return 0.0
        return max(0.0, one.start - two.end, two.start - one.end)

    @property
    def is_comparable(self) -> bool:
        """Whether the two share so much that they may be of one form."""
        shares = self.coverage, self.other_coverage
        return min(shares) >= _MIN_FORM or max(shares) >= _MIN_SMALLER

    @property
    def may_relate(self) -> bool:
        """Whether there may be a relation, however rare what both have is."""
        return (
            self.is_comparable
            or self.aligned.longest >= _MIN_EXCERPT
            or self.article.letters == self.other.letters
        )

    @property
    def is_form_at_most(self) -> bool:
        """Whether the two share too little to be more than two notices of one form."""
        shares = self.coverage, self.other_coverage
        return (
            self.aligned.longest < _MIN_EXCERPT
            and max(shares) < _MIN_SMALLER
            and min(shares) < SHARED
            and self.article.letters != self.other.letters
        )

    @cached_property
    def evidence(self) -> Evidence:
        """What the two texts show by themselves."""
        return _evidence(self)

    @property
    def equal_numbers(self) -> int:
        """How many numbers of the article stand in what both have."""
        letters = self.article.letters
        return sum(
            len(_DIGITS.findall(letters, match.left, match.left + match.length))
            for match in self.aligned.matches
        )

    def rarity(self, frequencies: Frequencies, own: Counted) -> Rarity:
        """How rare is what both have; `own` counts the article on the left."""
        return rarity(self.article.grams, self.other.grams, frequencies, own)


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


def judge(evidence: Evidence, rarity: Rarity) -> FoundRelation | None:
    """Find the relation of two texts; None where they share too little."""
    differs = evidence.differs
    if evidence.document and evidence.grams >= _DIGEST_RARE:
        return FoundRelation("common_source", f"both carry a document: {evidence.document}")
    if _is_form(evidence):
        is_whole = evidence.is_comparable or min(evidence.shares) >= _LEAST_FORM
        return FoundRelation("template", f"one form, with others: {differs}") if is_whole else None
    plain = _is_copy(evidence, rarity, *evidence.shares)
    smaller, larger = evidence.shares
    one_filling = differs.is_none and larger >= _ONE_FILLING
    if rarity.is_known_form and not one_filling:
        weighted = (rarity.coverage, rarity.other_coverage)
        of_smaller, of_larger = weighted if evidence.article_is_smaller else weighted[::-1]
        smaller, larger = min(smaller, of_smaller), min(larger, of_larger)
    if plain and _is_copy(evidence, rarity, smaller, larger):
        return evidence.copy
    if _is_digest(evidence, rarity):
        return evidence.copy
    if plain and rarity.is_known_form:
        return FoundRelation("template", "one form: others have most of what both have")
    return _quotation(evidence, rarity)


def judge_unknown(evidence: Evidence) -> FoundRelation | None:
    """The relation of two texts if no other text has what they share."""
    return judge(evidence, UNKNOWN)


def depends_on_rarity(relation: Relation) -> bool:
    """Whether a relation that `judge_unknown` found may be another one, or none, by rarity.

    Two notices of one form stay so; and two texts that are not related by then never are.
    """
    return relation != "template"


def _is_form(evidence: Evidence) -> bool:
    """Whether what both have is one form that is filled twice, be it all of them or a part."""
    differs = evidence.differs
    if evidence.is_same_text or not differs.is_another:
        return False
    return evidence.is_comparable or differs.things >= _FORM_THINGS


def _is_copy(evidence: Evidence, rarity: Rarity, smaller: float, larger: float) -> bool:
    """Whether one is a copy of the other, from the shares of both that stand in the other."""
    rare = evidence.grams * rarity.rare_share
    if evidence.is_same_text and evidence.is_little:
        return evidence.seconds_apart <= _SAME_DAY
    if not evidence.is_same_text and rare < _MIN_RARE:
        return False
    if smaller < _MIN_SMALLER:
        return False
    if larger >= _SAME_TEXT:
        return True
    enough = _CUT_ENOUGH if evidence.is_cut else _RARE_ENOUGH
    any_time = rare >= enough and rarity.rare_share >= _MOSTLY
    if larger >= _MIN_LARGER:
        return any_time or evidence.seconds_apart <= _WINDOW
    return (
        larger >= _MIN_OPENING
        and evidence.begins
        and rarity.rare_share >= _MOSTLY
        and (any_time or evidence.seconds_apart <= _OPENING_WINDOW)
    )


def _is_digest(evidence: Evidence, rarity: Rarity) -> bool:
    smaller, larger = evidence.shares
    return (
        smaller >= _DIGEST_SMALLER
        and larger >= _DIGEST_LARGER
        and is_spread(evidence.filled)
        and evidence.grams * rarity.rare_share >= _DIGEST_RARE
    )


def _quotation(evidence: Evidence, rarity: Rarity) -> FoundRelation | None:
    if evidence.longest < _MIN_EXCERPT or rarity.others > _COMMON:
        return None
    rule = f"{evidence.longest:.0f} characters in a row"
    if evidence.is_quoted_by_both:
        return FoundRelation("shared_passage", f"{rule}, which both quote")
    if rarity.others >= 1 and not evidence.is_lead:
        return FoundRelation("shared_passage", f"{rule}, {OTHERS_HAVE_IT}")
    return FoundRelation("excerpt", rule) if rarity.rare_share >= _MOSTLY else None


def _evidence(pair: Pair) -> Evidence:
    aligned, article = pair.aligned, pair.article
    reached = article.reached
    runs = [
        float(reached[each.left + each.length] - reached[each.left]) for each in aligned.matches
    ]
    is_smaller = aligned.left_length <= aligned.right_length
    longest = max(runs, default=0.0)
    if _MIN_EXCERPT <= longest < 2 * _MIN_EXCERPT:
        longest = max(said_by_passage(article, match) for match in aligned.matches)
    return Evidence(
        coverage=pair.coverage,
        other_coverage=pair.other_coverage,
        article_is_smaller=is_smaller,
        longest=longest,
        grams=sum(max(0.0, run - _GRAM) for run in runs),
        begins=_begins(aligned, of_left=not is_smaller),
        is_lead=_begins(aligned, of_left=False) or _begins(aligned, of_left=True),
        is_cut=_is_cut(pair),
        filled=filled(aligned, of_left=not is_smaller),
        seconds_apart=pair.seconds_apart,
        is_same_text=article.letters == pair.other.letters,
        is_little=article.is_headline or bool(reached[-1] < _LITTLE),
        is_comparable=pair.is_comparable,
        differs=differences(article.side, pair.other.side, aligned),
        document=shared_document(article, pair.other, aligned),
        is_quoted_by_both=is_quoted_by_both(article, pair.other, aligned),
        copy=FoundRelation(*name_copy(article, pair.other, aligned)),
    )


def _is_cut(pair: Pair) -> bool:
    """Whether the smaller text is nothing but the beginning of the larger, with its headline."""
    if max(pair.coverage, pair.other_coverage) < _WHOLE:
        return False
    of_left = pair.aligned.left_length > pair.aligned.right_length
    same_title = normalise(pair.article.title) == normalise(pair.other.title)
    return same_title and _begins(pair.aligned, of_left=of_left)


def _begins(aligned: Alignment, *, of_left: bool) -> bool:
    """Whether the shared text begins at the opening of a text."""
    least = max(_MIN_OPENING_MATCH, _OPENING_MATCH * aligned.longest)
    solid = [match for match in aligned.matches if match.length >= least]
    offsets = (match.left if of_left else match.right for match in solid)
    return min(offsets, default=_OPENING_LETTERS) < _OPENING_LETTERS


def may_relate(text: Bits, others: Sequence[Bits]) -> list[bool]:
    """Whether a text may be related to each of others, by how much they share at most.

    Where this is false, `Pair.may_relate` would be false of the two aligned.
    """
    if not others or not len(text) or not all(map(len, others)):
        return [True] * len(others)  # too short to be told without a look at their letters
    import numpy as np

    covered, in_a_row = most_shared(text, others, _MIN_EXCERPT)
    lengths, own = np.array([len(each) for each in others]) + (GRAM - 1), len(text) + GRAM - 1
    found: list[bool] = (
        in_a_row
        | (covered / np.maximum(lengths, own) >= _MIN_FORM)
        | (covered / np.minimum(lengths, own) >= _MIN_SMALLER)
    ).tolist()
    return found


def align_pair(aligner: Aligner, one: Text, other: Text) -> Pair:
    """Align a text, prepared as `aligner`, with another; the later one becomes the article."""
    aligned = aligner.align(other.letters, other.gram_hashes)
    if is_later(one, other):
        return Pair(one, other, aligned)
    return Pair(other, one, aligned.swapped())


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
