"""Recognise articles that are put together from several others, and are copies of none.

A morning roundup opens with the first lines of five reports. Each of those lines alone looks like
a shortened copy; together they show that it is a roundup.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from archive.compare.alignment import union_length
from archive.compare.boilerplate import Range
from archive.compare.relation import VERSION, Relation
from archive.lineage.links import Link

_PART = 0.4  # largest share of an article that one of several sources makes up
_SEVERAL = 3  # quoted texts make an article a roundup; or two, if they make up
_TOGETHER = 0.5  # this share of the article
_OVERLAP = 0.8  # share of a passage that makes it the same passage


def is_weak(link: Link) -> bool:
    """Whether a joining link covers so little of the larger text that it may be a part of it."""
    return link.joins and min(link.coverage, link.other_coverage) < _PART


def larger_of(link: Link) -> int:
    """The key of the longer text: less of it stands in the other."""
    return link.article if link.coverage < link.other_coverage else link.other


def as_roundup_part(link: Link, of_larger: Iterable[Link], lineage: Callable[[int], int]) -> Link:
    """Reclassify a weak copy as part of a roundup if the larger text draws on two further lineages.

    `of_larger` are all links of the larger text, `lineage` gives the lineage of a key.
    """
    larger = larger_of(link)
    own = link.side(larger)
    parts = [
        each for each in of_larger
        if _is_part(each, larger) and overlap(each.side(larger), own) < 1 - _OVERLAP
    ]  # fmt: skip
    further_lineages = {lineage(each.opposite(larger)) for each in parts} - {
        lineage(link.opposite(larger))
    }
    together = sum(_share(each, larger) for each in (link, *parts))
    if len(further_lineages) < 2 or together < _TOGETHER:
        return link
    rule = f"{VERSION}: beside parts of {len(further_lineages)} other texts"
    return replace(link, relation="roundup", rule=rule)


def as_shared_quotation(
    link: Link, of_larger: Iterable[Link], of_smaller: Iterable[Link], lineage: Callable[[int], int]
) -> Link:
    """Reclassify a weak copy as an excerpt if both texts have the passage from a third one.

    A report that quotes two sentences of an article is not a copy of a short version of it.
    """
    larger = larger_of(link)
    smaller = link.opposite(larger)
    own = link.side(larger)
    copied = {lineage(each.opposite(smaller)) for each in of_smaller if each.joins and each != link}
    for each in of_larger:
        quoted = _is_quoted(each, larger) and larger in (each.article, link.other)
        known = quoted and lineage(each.opposite(larger)) in copied - {lineage(larger)}
        if known and overlap(own, each.side(larger)) >= _OVERLAP:
            rule = f"{VERSION}: both have it from another text"
            return replace(link, relation="excerpt", rule=rule)
    return link


def reclassify_roundup_parts(links: list[Link], lineage: Callable[[int], int]) -> list[Link]:
    """Reclassify the weak copies among the links of many articles that are parts or excerpts."""
    by_article = _ByArticle(links)
    weak = [index for index, link in enumerate(links) if is_weak(link)]
    for index in weak:
        larger = larger_of(links[index])
        # cheap check first: an article may have a thousand shortened copies and no source
        parts = by_article.lineages(larger, _is_part, lineage)
        if len(parts - {lineage(links[index].opposite(larger))}) >= 2:
            by_article.put(index, as_roundup_part(links[index], by_article.of(larger), lineage))
    for index in weak:
        link = by_article.links[index]
        larger = larger_of(link)
        if is_weak(link) and by_article.lineages(larger, _is_quoted, lineage):
            smaller = by_article.of(link.opposite(larger))
            by_article.put(
                index, as_shared_quotation(link, by_article.of(larger), smaller, lineage)
            )
    return by_article.links


class _ByArticle:
    """Links by article, with a cache of the lineages at their other ends."""

    def __init__(self, links: list[Link]) -> None:
        self.links = list(links)
        self._places: dict[int, list[int]] = defaultdict(list)
        self._lineages: dict[tuple[int, object], set[int]] = {}
        for index, link in enumerate(links):
            self._places[link.article].append(index)
            self._places[link.other].append(index)

    def of(self, key: int) -> list[Link]:
        """All links of an article."""
        return [self.links[index] for index in self._places[key]]

    def put(self, index: int, link: Link) -> None:
        """Replace the link at an index."""
        if link != self.links[index]:
            self.links[index] = link
            self._lineages.clear()

    def lineages(
        self, key: int, wanted: Callable[[Link, int], bool], lineage: Callable[[int], int]
    ) -> set[int]:
        """The lineages at the other ends of the wanted links of an article."""
        known = self._lineages.get((key, wanted))
        if known is None:
            known = {lineage(each.opposite(key)) for each in self.of(key) if wanted(each, key)}
            self._lineages[key, wanted] = known
        return known


def as_roundup(quotes: list[Link], lineage: Callable[[int], int]) -> list[Link]:
    """Classify the quotations of one article as parts of a roundup or single excerpts."""
    sources = {lineage(each.other) for each in quotes}
    together = sum(each.coverage for each in quotes)
    made = len(sources) >= _SEVERAL or (len(sources) > 1 and together >= _TOGETHER)
    relation: Relation = "roundup" if made else "excerpt"
    return [replace(each, relation=relation) for each in quotes]


def _is_part(link: Link, larger: int) -> bool:
    """Whether a link may lead to one of several sources of a text."""
    if link.relation == "template":
        return False
    if not link.joins:
        return link.article == larger
    return is_weak(link) and larger_of(link) == larger


def _is_quoted(link: Link, _larger: int) -> bool:
    """Whether a link may lead to a text that the smaller one is a copy of."""
    return not link.joins and link.relation != "template"


def _share(link: Link, key: int) -> float:
    return link.coverage if key == link.article else link.other_coverage


def overlap(ranges: Sequence[Range], others: Sequence[Range]) -> float:
    """The share of some ranges, 0 to 1, that lies within others.

    >>> overlap([(0, 10)], [(5, 20)])
    0.5
    """
    own, taken = union_length(ranges), union_length(others)
    both = own + taken - union_length((*ranges, *others))
    return both / max(1, own)
