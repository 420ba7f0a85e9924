"""Choose which of the links found between one article and others are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from archive.compare.publication import publications
from archive.compare.relation import QUOTING
from archive.lineage.candidates import lineages_of
from archive.lineage.clusters import parent_preference
from archive.lineage.links import Link, drop, links_from, newest_links_of
from archive.lineage.roundups import as_roundup, is_weak, reclassify_roundup_parts


@dataclass(frozen=True, slots=True)
class Choice:
    """Links to keep, and joining links that are redundant while their lineage holds together."""

    kept: list[Link]
    redundant: list[Link]


def choose_links(connection: sqlite3.Connection, key: int, found: list[Link]) -> Choice:
    """Choose among the links found for an article.

    Kept are the link to its parent, the links of later copies that prefer it to their parents, and
    the strongest quotations. The links of those copies to their former parents are deleted.
    """
    found = _with_roundup_parts(connection, key, found)
    lineages = lineages_of(connection, {each.opposite(key) for each in found})
    to_parent = _link_to_parent(connection, key, found)
    later = [each for each in found if each.joins and each.other == key]
    from_copies, replaced = _links_that_win(connection, later)
    if not to_parent and not from_copies:
        from_copies = sorted(later, key=lambda each: each.closeness)[-1:]
    joining = [*to_parent, *from_copies]
    unused = [each for each in found if each.joins and each not in joining]
    joined = {lineages.get(each.opposite(key)) for each in joining}
    others = select_non_joining(found, lambda each: lineages[each.opposite(key)], joined)
    return Choice([*joining, *others], [*replaced, *unused])


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


def roundup_of(connection: sqlite3.Connection, host: int) -> list[Link]:
    """The quotations of an article: parts of a roundup, or single excerpts."""
    quotes = [each for each in links_from(connection, host) if each.relation in QUOTING]
    lineages = lineages_of(connection, [each.other for each in quotes])
    return as_roundup(quotes, lambda key: lineages.get(key, key))


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


def _with_roundup_parts(connection: sqlite3.Connection, key: int, found: list[Link]) -> list[Link]:
    """The links of an article, those that turn out to be parts of a roundup reclassified.

    A weak link is judged beside all links of the other text.
    """
    weak = {each.opposite(key) for each in found if is_weak(each)}
    if not weak:
        return found
    beside = newest_links_of(connection, weak)
    ends = {end for each in (*found, *beside) for end in (each.article, each.other)}
    lineages = lineages_of(connection, ends)
    links = reclassify_roundup_parts([*found, *beside], lambda key: lineages.get(key, key))
    return links[: len(found)]
