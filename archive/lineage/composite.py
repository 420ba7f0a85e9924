"""Articles that are put together from others: what they share with one is no copy of it.

A morning roundup opens with the first lines of five reports. Each of those lines alone would look
like a shortened copy; together they show what the article is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from archive.lineage.furniture import Range
from archive.lineage.links import Link
from archive.lineage.relate import VERSION, Relation

_PART = 0.4  # of an article, at most, that one of several sources makes up
_SEVERAL = 3  # texts that an article quotes make it a roundup, or two, if they are
_TOGETHER = 0.5  # of an article that its sources make up, at least
_OVERLAP = 0.8


def is_weak(link: Link) -> bool:
    """Whether a copy shares so little of the larger text that it may be a part of a roundup."""
    return link.joins and min(link.coverage, link.other_coverage) < _PART


def larger_of(link: Link) -> int:
    """The longer of two texts: less of it stands in the other."""
    return link.article if link.coverage < link.other_coverage else link.other


def among_several(link: Link, of_larger: Iterable[Link], lineage: Callable[[int], int]) -> Link:
    """A weak copy, as a quotation where the larger text draws on two further lineages.

    `of_larger` are all links of the larger text, `lineage` tells the lineage of a key.
    """
    larger = larger_of(link)
    own = link.side(larger)
    parts = [
        each for each in of_larger
        if _is_part(each, larger) and overlap(each.side(larger), own) < 1 - _OVERLAP
    ]  # fmt: skip
    apart = {lineage(each.opposite(larger)) for each in parts} - {lineage(link.opposite(larger))}
    together = sum(_share(each, larger) for each in (link, *parts))
    if len(apart) < 2 or together < _TOGETHER:
        return link
    rule = f"{VERSION}: beside parts of {len(apart)} other texts"
    return replace(link, relation="roundup", rule=rule)


def taken_along(
    link: Link, of_larger: Iterable[Link], of_smaller: Iterable[Link], lineage: Callable[[int], int]
) -> Link:
    """A weak copy, as a quotation where the larger text quotes it from the smaller one's lineage.

    A report that carries two sentences of an article is no copy of a short version of it.
    """
    larger = larger_of(link)
    smaller = link.opposite(larger)
    own = link.side(larger)
    copied = {lineage(each.opposite(smaller)) for each in of_smaller if each.joins and each != link}
    for each in of_larger:
        quoted = not each.joins and larger in (each.article, link.other)
        quoted = quoted and each.relation != "template"
        known = quoted and lineage(each.opposite(larger)) in copied - {lineage(larger)}
        if known and overlap(own, each.side(larger)) >= _OVERLAP:
            rule = f"{VERSION}: both have it from another text"
            return replace(link, relation="excerpt", rule=rule)
    return link


def settle_all(links: list[Link], lineage: Callable[[int], int]) -> list[Link]:
    """Links of many articles; of copies that may be parts of a roundup, those that are, as such."""
    at: dict[int, list[int]] = defaultdict(list)
    for place, link in enumerate(links):
        at[link.article].append(place)
        at[link.other].append(place)
    settled = list(links)
    weak = [place for place, link in enumerate(links) if is_weak(link)]

    def links_of(key: int) -> list[Link]:
        return [settled[place] for place in at[key]]

    for place in weak:
        settled[place] = among_several(links[place], links_of(larger_of(links[place])), lineage)
    for place in weak:
        link = settled[place]
        if is_weak(link):
            larger = larger_of(link)
            smaller = links_of(link.opposite(larger))
            settled[place] = taken_along(link, links_of(larger), smaller, lineage)
    return settled


def as_roundup(quotes: list[Link], lineage: Callable[[int], int]) -> list[Link]:
    """The quotations of one article, as parts of a roundup where it is made of several texts."""
    told = {lineage(each.other) for each in quotes}
    together = sum(each.coverage for each in quotes)
    made = len(told) >= _SEVERAL or (len(told) > 1 and together >= _TOGETHER)
    relation: Relation = "roundup" if made else "excerpt"
    return [replace(each, relation=relation) for each in quotes]


def _is_part(link: Link, larger: int) -> bool:
    """Whether a link may be to one of several sources of a text."""
    if link.relation == "template":
        return False
    if not link.joins:
        return link.article == larger
    return is_weak(link) and larger_of(link) == larger


def _share(link: Link, key: int) -> float:
    return link.coverage if key == link.article else link.other_coverage


def overlap(ranges: Iterable[Range], others: Iterable[Range]) -> float:
    """Share of some ranges, 0 to 1, that lies within others.

    >>> overlap([(0, 10)], [(5, 20)])
    0.5
    """
    places = {place for start, end in ranges for place in range(start, end)}
    covered = {place for start, end in others for place in range(start, end)}
    return len(places & covered) / max(1, len(places))
