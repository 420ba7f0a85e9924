"""Choose which of the links found between one article and others are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from archive.compare.publication import publications
from archive.lineage.candidates import lineages_of
from archive.lineage.clusters import Groups, parent_preference
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
    found, parted = _without_parts(connection, key, found, lineages)
    to_parent = _link_to_parent(connection, key, found)
    later = [each for each in found if each.joins and each.other == key]
    from_copies, replaced = _links_that_win(connection, later)
    joining = [*to_parent, *from_copies]
    unused = [each for each in found if each.joins and each not in joining]
    further = _links_to_further_lineages(key, joining, unused, lineages)
    joining += further
    joined = {lineages.get(each.opposite(key)) for each in joining}
    others = name_passages(
        connection,
        select_non_joining(found, lambda each: lineages[each.opposite(key)], joined),
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
    copies = {each.key: each for each in publications(connection, {key, *_others(own)})}
    return sorted(own, key=lambda each: parent_preference(each, copies))[-1:]


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
    preference = parent_preference(link, copies)
    return all(parent_preference(each, copies) < preference for each in former)


def _others(links: Iterable[Link]) -> set[int]:
    return {each.other for each in links}


def select_non_joining(
    found: Iterable[Link], lineage: Callable[[Link], int], joined: Container[int | None]
) -> Iterator[Link]:
    """Select non-joining links: the strongest to each lineage, and the closest template.

    Nothing is given for the lineages in `joined`.
    """
    quoting = [each for each in found if not each.joins and each.relation != "template"]
    quoted: set[int] = set()
    for each in sorted(quoting, key=lambda each: (-_shared(each), each.other, each.article)):
        if lineage(each) not in quoted and lineage(each) not in joined:
            quoted.add(lineage(each))
            yield each
    templates = [each for each in found if each.relation == "template"]
    if not quoted and not joined:
        yield from sorted(templates, key=lambda each: each.closeness)[-1:]


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
    for link in (each for each in found if each.article != key):
        former = links_from(connection, link.article) if is_weak(link) else []
        if not any(map(may_be_part, former)):
            made.append(link)
            continue
        host = link.article
        of_host = lineages_of(connection, _others(former)) | {key: -key, host: lineages[host]}
        first, *rest = separate_parts([link, *former], _alone(host, former, of_host))
        made.append(first)
        parted += (new for old, new in zip(former, rest, strict=True) if new != old)
    return made, parted


def _alone(host: int, links: Iterable[Link], lineages: dict[int, int]) -> Callable[[int], int]:
    """The lineage of each article, with the host in none that only a possible part leads to."""
    strong = (each.other for each in links if each.joins and not is_weak(each))
    own = next((lineages[other] for other in strong), -host)
    return lambda key: own if key == host else lineages.get(key, key)
