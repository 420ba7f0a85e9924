"""Choose which of the links found between one article and others are kept."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from archive.compare.publication import Rank, publications
from archive.lineage.candidates import lineages_of
from archive.lineage.clusters import Groups, lineages_by, parent_rank
from archive.lineage.composites import is_weak, may_be_part, quotations, separate_parts
from archive.lineage.links import Link, drop, excerpts_among, links_from
from archive.lineage.passages import name_passages, no_longer_quoted


@dataclass(frozen=True, slots=True)
class Choice:
    """Links to keep, and joining links that are redundant while their lineage holds together.

    `parted` are former links of other articles that turned out to be composites, `renamed` those
    of others that turned out to be no quotations.
    """

    kept: list[Link]
    redundant: list[Link]
    parted: list[Link]
    renamed: list[Link]


def choose_links(connection: sqlite3.Connection, key: int, found: list[Link]) -> Choice:
    """Choose among the links found for an article.

    Kept are the link to its parent, the links of later copies that prefer it to their parents, a
    link to each further lineage that it joins, and the strongest quotations. The links of those
    copies to their former parents are deleted.
    """
    lineages = lineages_of(connection, {each.opposite(key) for each in found})
    # An article that another program replaced lost its lineage: it waits to be linked itself.
    found = [each for each in found if each.opposite(key) in lineages]
    if not found:
        return Choice([], [], [], [])
    found, parted = _without_parts(connection, key, found, lineages)
    to_parent = _link_to_parent(connection, key, found)
    later = [each for each in found if each.joins and each.other == key]
    from_copies, replaced = _links_that_win(connection, later)
    joining = [*to_parent, *from_copies]
    unused = [each for each in found if each.joins and each not in joining]
    further = _links_to_further_lineages(key, joining, unused, lineages)
    joining += further
    joined = {lineages.get(each.opposite(key)) for each in joining}
    beside = [each for each in found if not each.joins]
    others = name_passages(
        connection,
        select_non_joining(
            beside,
            lambda each: lineages[each.opposite(key)],
            joined,
            ranks_of(connection, beside),
        ),
        lineages,
    )
    left = [each for each in unused if each not in further]
    return Choice(
        [*joining, *others], [*replaced, *left], parted, _renamed(connection, key, others)
    )


def _renamed(connection: sqlite3.Connection, key: int, kept: Iterable[Link]) -> list[Link]:
    """The links of others that are no quotations, now that this article has the passage too."""
    shared = [each for each in kept if each.relation == "shared_passage"]
    others = [each.opposite(key) for each in shared]
    if len(others) < 2:
        return []
    return no_longer_quoted(shared, excerpts_among(connection, others))


def _links_to_further_lineages(
    key: int, joining: Iterable[Link], unused: Iterable[Link], lineages: dict[int, int]
) -> list[Link]:
    """The closest link to each lineage that is joined by no other link."""
    groups = Groups([key, *(-lineage for lineage in lineages.values())])
    for link in joining:
        groups.join(key, -lineages[link.opposite(key)])
    closest = sorted(unused, key=lambda link: -link.closeness)
    return [link for link in closest if groups.join(-lineages[link.opposite(key)], key)]


def _link_to_parent(connection: sqlite3.Connection, key: int, found: list[Link]) -> list[Link]:
    """The link of an article to its parent, in a list that is empty where it has none."""
    own = [each for each in found if each.joins and each.article == key]
    if len(own) < 2:
        return own
    copies = {each.key: each for each in publications(connection, {key, *_others(own)})}
    return [min(own, key=lambda each: parent_rank(each, copies))]


def _links_that_win(
    connection: sqlite3.Connection, later: list[Link]
) -> tuple[list[Link], list[Link]]:
    """The links of later copies that replace their links to a parent, and the replaced links.

    The replaced links are deleted.
    """
    winning: list[Link] = []
    replaced: list[Link] = []
    for link in later:
        former = [each for each in links_from(connection, link.article) if each.joins]
        if _is_preferred(connection, link, former):
            drop(connection, former)
            winning.append(link)
            replaced += former
    return winning, replaced


def _is_preferred(connection: sqlite3.Connection, link: Link, former: list[Link]) -> bool:
    """Whether a copy prefers a new link to all of its former ones."""
    keys = {link.article, link.other, *_others(former)}
    copies = {each.key: each for each in publications(connection, keys)}
    rank = parent_rank(link, copies)
    return all(rank < parent_rank(each, copies) for each in former)


def _others(links: Iterable[Link]) -> set[int]:
    return {each.other for each in links}


def ranks_of(connection: sqlite3.Connection, links: Sequence[Link]) -> dict[int, Rank]:
    """The rank of each article of links among which one is selected."""
    ends = {end for each in links for end in (each.article, each.other)}
    found = publications(connection, ends) if len(links) > 1 else ()
    return {each.key: each.rank for each in found}


def select_non_joining(
    found: Iterable[Link],
    lineage: Callable[[Link], int],
    joined: Container[int | None],
    ranks: Mapping[int, Any],
) -> Iterator[Link]:
    """Select non-joining links: the strongest to each lineage, and the closest template.

    Of equally strong ones it is the one to the earliest article. Nothing is given for the lineages
    in `joined`.
    """

    def by_time(link: Link) -> tuple[Any, Any]:
        return ranks.get(link.other), ranks.get(link.article)

    quoting = [each for each in found if not each.joins and each.relation != "template"]
    quoted: set[int] = set()
    for each in sorted(quoting, key=lambda each: (-_shared(each), by_time(each))):
        if lineage(each) not in quoted and lineage(each) not in joined:
            quoted.add(lineage(each))
            yield each
    templates = [each for each in found if each.relation == "template"]
    if not quoted and not joined:
        yield from sorted(templates, key=lambda each: (-each.closeness, by_time(each)))[:1]


def _shared(link: Link) -> int:
    return sum(end - start for start, end in link.side(link.other))


def _without_parts(
    connection: sqlite3.Connection, key: int, found: list[Link], lineages: dict[int, int]
) -> tuple[list[Link], list[Link]]:
    """The links of an article, those of a composite to its parts as such; and those of others.

    The article may be a composite, or a part of articles that came in before it.
    """
    made: list[Link] = []
    parted: list[Link] = []
    own = [each for each in found if each.article == key]
    own = quotations(own, lambda key: lineages.get(key, key))
    if sum(map(may_be_part, own)) > 1:
        made += separate_parts(own, _alone(key, own, lineages))
    else:
        made += own
    merged = _merged(key, found, lineages)
    for link in (each for each in found if each.article != key):
        host = link.article
        may_part = is_weak(link) or link.relation == "excerpt"
        former = links_from(connection, host) if may_part else []
        of_host = lineages_of(connection, _others(former)) | {host: lineages[host]}
        first, *rest = quotations([link, *former], _named(of_host, merged))
        if is_weak(first) and any(map(may_be_part, former)):
            alone = _alone(host, former, {**of_host, key: -key})
            first, *rest = separate_parts([first, *rest], alone)
        made.append(first)
        parted += (new for old, new in zip(former, rest, strict=True) if new != old)
    return made, parted


def _merged(key: int, links: Iterable[Link], lineages: Mapping[int, int]) -> dict[int, int]:
    """The lineages that strong links join with an article, each with its name after that."""
    strong = [each for each in links if each.joins and not is_weak(each)]
    own = (lineages[each.other] for each in strong if each.article == key)
    name = next(own, key)
    return {key: name} | {lineages[each.opposite(key)]: name for each in strong}


def _named(lineages: Mapping[int, int], merged: Mapping[int, int]) -> Callable[[int], int]:
    """The lineage of each article, once some are merged."""

    def lineage(key: int) -> int:
        own = lineages.get(key, key)
        return merged.get(own, own)

    return lineage


def _alone(host: int, links: Iterable[Link], lineages: dict[int, int]) -> Callable[[int], int]:
    """The lineage of each article, with the host in none that only a possible part leads to."""
    strong = (each.other for each in links if each.joins and not is_weak(each))
    own = next((lineages[other] for other in strong), -host)
    return lambda key: own if key == host else lineages.get(key, key)


def select_links(connection: sqlite3.Connection, keys: list[int], links: list[Link]) -> list[Link]:
    """Select the links to keep, now that all links are known."""
    joining = _best(connection, [each for each in links if each.joins])
    places = {key: place for place, key in enumerate(keys)}
    return joining + _non_joining(connection, links, lineages_by(keys, joining), places)


def _non_joining(
    connection: sqlite3.Connection,
    links: list[Link],
    lineages: dict[int, int],
    places: Mapping[int, int],
) -> list[Link]:
    """Select the non-joining links of each article, and tell who had a passage first."""
    by_newer: dict[int, list[Link]] = defaultdict(list)
    for each in links:
        by_newer[each.article].append(each)
    kept: list[Link] = []
    for key, found in by_newer.items():
        joined = {lineages[key]} if any(each.joins for each in found) else set()
        beside = [each for each in found if not each.joins]
        opposite = partial(_lineage_opposite, lineages, key)
        kept += select_non_joining(beside, opposite, joined, places)
    return name_passages(connection, kept, lineages)


def _lineage_opposite(lineages: dict[int, int], key: int, link: Link) -> int:
    return lineages[link.opposite(key)]


def _best(connection: sqlite3.Connection, joining: list[Link]) -> list[Link]:
    """The link of each article to its parent, and those that hold a lineage together beside."""
    copies = {
        each.key: each
        for each in publications(
            connection, {key for link in joining for key in (link.article, link.other)}
        )
    }
    by_article: dict[int, list[Link]] = defaultdict(list)
    for each in joining:
        by_article[each.article].append(each)
    kept = [min(own, key=lambda each: parent_rank(each, copies)) for own in by_article.values()]
    groups = Groups(copies)
    for each in kept:
        groups.join(each.article, each.other)
    closest = sorted(
        joining,
        key=lambda each: (-each.closeness, copies[each.article].rank, copies[each.other].rank),
    )
    return kept + [each for each in closest if groups.join(each.article, each.other)]
