"""Recognise articles that are put together from several others, and are copies of none.

A morning roundup opens with the first lines of five reports, a merged article has all of one and
half of another. Each part alone looks like a copy; together they show that the article is a
composite. It is printed later than its parts, and each part is the whole of a text or its lead. Its
links to its parts do not join, so that it never bridges their lineages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from archive.compare.alignment import union_length
from archive.compare.boilerplate import Range
from archive.compare.relation import VERSION, Relation
from archive.lineage.links import Link

_WEAK = 0.75  # less of the larger text than that may be one of its parts
_WHOLE = 0.6  # share of a text that is the whole of it
_LEAD = 60  # characters of a text within which its lead begins
_LEAST = 30  # characters of a part
_OTHER_PART = 0.25  # share of a composite that is of other texts …
_OTHER_PARTS = 0.1  # … or this, if two other texts have it
_SAME_PASSAGE = 0.2  # less than that of a passage is beside another one
_AS_LARGE = 0.5  # and so large a share of this part
_STRETCH = 0.25  # of the longest stretch of a part that is shared; a shorter one is a phrase
_ITEMS = 3  # parts make a roundup
_ITEM = 0.45  # the greatest share of one item
_TOGETHER = 0.45  # and the least share of all

Lineage = Callable[[int], int]


def is_weak(link: Link) -> bool:
    """Whether a copy, which came later, may be put together from this text and others."""
    return link.joins and link.coverage < min(_WEAK, link.other_coverage)


def may_be_part(link: Link) -> bool:
    """Whether a link leads from an article to a text that may be a part of it."""
    if link.relation in {"template", "common_source", "shared_passage"} or not link.stored_spans:
        return False
    return link.coverage < min(_WEAK, link.other_coverage) or (not link.joins and is_lead(link))


def separate_parts(links: Iterable[Link], lineage: Lineage) -> list[Link]:
    """The links, those of composites to their parts as `roundup` or `excerpt`.

    `lineage` gives the lineage of each article as it is without its weak links.
    """
    found = list(links)
    by_host: dict[int, list[int]] = defaultdict(list)
    for index, link in enumerate(found):
        if may_be_part(link):
            by_host[link.article].append(index)
    for host, indexes in by_host.items():
        parts = [found[index] for index in indexes]
        for index, made in zip(indexes, _separated(parts, lineage, lineage(host)), strict=True):
            found[index] = made
    return found


def quotations(links: Iterable[Link], lineage: Lineage) -> list[Link]:
    """The links, a copy of a cut text as `excerpt` where both have a passage of the whole one.

    A report that quotes two sentences of an article is not a copy of a short version of it. The
    lineage of an article is named by its first one.
    """
    found = list(links)
    quoted: dict[int, list[Link]] = defaultdict(list)
    for link in found:
        if link.relation == "excerpt" and link.stored_spans:
            quoted[link.article].append(link)
    for index, link in enumerate(found):
        first = lineage(link.other)
        if first == link.other or not is_weak(link):
            continue
        ranges = link.side(link.article)
        if any(
            lineage(each.other) == first
            and _new(ranges, each.side(each.article)) <= _SAME_PASSAGE * union_length(ranges)
            for each in quoted[link.article]
        ):
            rule = f"{VERSION}: both have it from another text"
            found[index] = replace(link, relation="excerpt", rule=rule)
    return found


def _separated(parts: Sequence[Link], lineage: Lineage, own: int) -> list[Link]:
    """The links of one article to its possible parts, those that are parts relabelled."""
    if len(parts) < 2:
        return list(parts)
    of = [lineage(part.other) for part in parts]
    if len({*of} - {own}) < 2:
        return list(parts)
    items = _items(parts, of, own)
    made = []
    for part, group in zip(parts, of, strict=True):
        relation: Relation | None = None
        if id(part) in items:
            relation = "roundup"
        elif part.joins and group != own and _has_other_parts(part, group, parts, of, own):
            relation = "excerpt"
        rule = f"{VERSION}: beside parts of other texts"
        made.append(replace(part, relation=relation, rule=rule) if relation else part)
    return made


def _items(parts: Sequence[Link], of: Sequence[int], own: int) -> set[int]:
    """The identities of the links to the items of a roundup; none if it is not one."""
    chosen: dict[int, Link] = {}
    taken: list[Range] = []
    size = max(map(_size, parts))
    strongest = sorted(zip(parts, of, strict=True), key=lambda each: -each[0].coverage)
    for part, group in strongest:
        ranges = solid(part)
        if group in chosen or group == own or part.coverage > _ITEM:
            continue
        if _new(ranges, taken) < (1 - _SAME_PASSAGE) * union_length(ranges):
            continue
        chosen[group] = part
        taken += ranges
    if len(chosen) < _ITEMS or union_length(taken) < _TOGETHER * size:
        return set()
    return {id(part) for part, group in zip(parts, of, strict=True) if group in chosen}


def _has_other_parts(
    part: Link, group: int, parts: Sequence[Link], of: Sequence[int], own: int
) -> bool:
    """Whether other texts have enough of an article beside this part."""
    ranges = solid(part)
    others: list[Range] = []
    groups = set()
    for each, lineage in zip(parts, of, strict=True):
        side = solid(each)
        if lineage in {group, own} or _new(side, ranges) < _LEAST:
            continue
        groups.add(lineage)
        others += side
    beside = _new(others, ranges) / max(1.0, _size(part))
    if beside < _AS_LARGE * part.coverage:
        return False  # an extended copy, to which a little of another text was added
    return beside >= _OTHER_PART or (len(groups) >= 2 and beside >= _OTHER_PARTS)


def is_lead(link: Link) -> bool:
    """Whether the other text is in the article as a whole, or with its lead."""
    return link.other_coverage >= _WHOLE or begins(link, link.other)


def begins(link: Link, key: int) -> bool:
    """Whether one of the two articles of a link begins with what they share."""
    starts = [start for start, end in link.side(key) if end - start >= _LEAST]
    return min(starts, default=_LEAD) < _LEAD


def solid(link: Link) -> list[Range]:
    """The stretches of the article that the other has: what is much shorter is a phrase."""
    ranges = link.side(link.article)
    longest = max((end - start for start, end in ranges), default=0)
    return [(start, end) for start, end in ranges if end - start >= _STRETCH * longest]


def _size(link: Link) -> float:
    """The length of the article of a link."""
    return union_length(link.side(link.article)) / max(link.coverage, 1e-6)


def _new(ranges: Sequence[Range], beside: Sequence[Range]) -> int:
    """Count the characters of ranges that are not in others.

    >>> _new([(0, 10)], [(5, 20)])
    5
    """
    return union_length((*ranges, *beside)) - union_length(beside)
