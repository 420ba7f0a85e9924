"""Of the links that were found between one article and others: which are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from archive.compare.publication import publications
from archive.compare.relation import QUOTING
from archive.lineage.candidates import lineages_of
from archive.lineage.clusters import preference
from archive.lineage.links import Link, drop, links_from, newest_links_of
from archive.lineage.roundups import as_roundup, is_weak, settle_all


@dataclass(frozen=True, slots=True)
class Choice:
    """Links to keep, and copies that need no link unless their lineage would fall apart."""

    kept: list[Link]
    spare: list[Link]


def choose(connection: sqlite3.Connection, key: int, found: list[Link]) -> Choice:
    """Of the links found for an article: to its parent, from copies that prefer it, quotations.

    What later copies preferred before is deleted, and spare.
    """
    found = _settled(connection, key, found)
    joining = [each for each in found if each.joins]
    lineages = lineages_of(connection, {each.opposite(key) for each in found})
    copies = {each.key: each for each in publications(connection, {key, *lineages})}
    own = [each for each in joining if each.article == key]
    kept = sorted(own, key=lambda each: preference(each, copies))[-1:]
    later = [each for each in joining if each.other == key]
    left: list[Link] = []
    preferred = [each for each in later if _is_preferred(connection, each, left)]
    if not kept and not preferred:
        preferred = sorted(later, key=lambda each: each.closeness)[-1:]
    kept += preferred
    spare = left + [each for each in joining if each not in kept]
    joined = {lineages.get(each.opposite(key)) for each in kept}
    quoting = loose(found, lambda each: lineages[each.opposite(key)], joined)
    return Choice([*kept, *quoting], spare)


def roundup_of(connection: sqlite3.Connection, host: int) -> list[Link]:
    """The quotations of an article, called as they are together."""
    quotes = [each for each in links_from(connection, host) if each.relation in QUOTING]
    lineages = lineages_of(connection, [each.other for each in quotes])
    return as_roundup(quotes, lambda one: lineages.get(one, one))


def loose(
    found: Iterable[Link], lineage: Callable[[Link], int], joined: Container[int | None]
) -> Iterator[Link]:
    """Of links that join nothing, the strongest to each lineage; of templates, the closest."""
    quoting = [each for each in found if not each.joins and each.relation != "template"]
    told: set[int] = set()
    for each in sorted(quoting, key=lambda each: (-_shared(each), each.other, each.article)):
        if lineage(each) not in told and lineage(each) not in joined:
            told.add(lineage(each))
            yield each
    templates = [each for each in found if each.relation == "template"]
    if not told and not joined:
        yield from sorted(templates, key=lambda each: each.closeness)[-1:]


def _shared(link: Link) -> int:
    return sum(end - start for start, end in link.side(link.other))


def _settled(connection: sqlite3.Connection, key: int, found: list[Link]) -> list[Link]:
    """The links of a text, held together with those of the texts that it shares little with."""
    weak = {each.opposite(key) for each in found if is_weak(each)}
    if not weak:
        return found
    beside = newest_links_of(connection, weak)
    ends = {end for each in (*found, *beside) for end in (each.article, each.other)}
    lineages = lineages_of(connection, ends)
    return settle_all([*found, *beside], lambda one: lineages.get(one, one))[: len(found)]


def _is_preferred(connection: sqlite3.Connection, link: Link, left: list[Link]) -> bool:
    """Whether a later article is closer to this one than to its parent.

    If so it leaves that: the link is deleted, and added to what is `left`.
    """
    former = [each for each in links_from(connection, link.article) if each.joins]
    keys = {link.article, link.other, *(each.other for each in former)}
    copies = {each.key: each for each in publications(connection, keys)}
    if any(preference(each, copies) >= preference(link, copies) for each in former):
        return False
    drop(connection, former)
    left += former
    return True
