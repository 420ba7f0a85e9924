"""Lineages: articles that joining links tie together, each with its parent and a common origin."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.compare.media_names import credits_station
from archive.compare.publication import Publication, publications
from archive.lineage import overrides as overrules
from archive.lineage.links import Link, drop, joining, save
from archive.lineage.origin import Credit, Origin, credit_of, origin_of


class Groups:
    """Keys that are put together; each group is known by one of its keys."""

    def __init__(self, keys: Iterable[int]) -> None:
        self.root = {key: key for key in keys}

    def find(self, key: int) -> int:
        """The key by which the group of this one is known."""
        root = self.root
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    def join(self, one: int, other: int) -> bool:
        """Put two groups together, under the other's key; False where they are one already."""
        one, other = self.find(one), self.find(other)
        self.root[one] = other
        return one != other


def components(keys: Iterable[int], joined: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Keys in groups that the pairs tie together.

    >>> components([1, 2, 3, 4], [(1, 3), (3, 4)])
    [[1, 3, 4], [2]]
    """
    groups = Groups(keys)
    for one, other in joined:
        groups.join(one, other)
    found: dict[int, list[int]] = defaultdict(list)
    for key in groups.root:
        found[groups.find(key)].append(key)
    return list(found.values())


def cut(links: Sequence[Link], apart: Iterable[tuple[int, int]]) -> list[Link]:
    """The links that must go so that two articles are not of one lineage.

    Of each way between them it is the link next to the first of the two.
    """
    ends: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        ends[link.article].append(link)
        ends[link.other].append(link)
    gone: list[Link] = []
    for one, other in apart:
        while (first := _way(one, other, ends)) is not None:
            gone.append(first)
            ends[first.article].remove(first)
            ends[first.other].remove(first)
    return gone


def _way(start: int, end: int, ends: Mapping[int, list[Link]]) -> Link | None:
    """The first link of a shortest way from one article to another; None where there is none."""
    first: dict[int, Link | None] = {start: None}  # of the way to each article
    reached = [start]
    for key in reached:  # which grows on the way
        for link in ends.get(key, ()):
            opposite = link.opposite(key)
            if opposite not in first:
                first[opposite] = first[key] or link
                reached.append(opposite)
    return first.get(end)


def preference(link: Link, copies: Mapping[int, Publication]) -> tuple[float, tuple[bool, float]]:
    """What makes a link the one to the parent: the closest, then the credited, the earliest."""
    article, other = copies[link.article], copies[link.other]
    return round(link.closeness, 2), credit_and_rank(article, other)


def credit_and_rank(article: Publication, other: Publication) -> tuple[bool, float]:
    """What makes one of two texts that are as close to an article the one that it has it from."""
    return credits_station(article, other), -other.rank[0]


def refresh(
    connection: sqlite3.Connection, keys: Iterable[int], spare: Iterable[Link] = ()
) -> None:
    """Make the lineages of these articles again from the links that are held.

    Of `spare` links, those are written without which a lineage would fall apart.
    """
    held = _members(connection, keys)
    links = joining(connection, held)
    bridges = _bridges(links, spare, held)
    save(connection, bridges)
    links += bridges
    parting = cut(links, overrules.untied(connection, held))
    drop(connection, parting)
    links = [link for link in links if link not in parting] if parting else links
    connection.executemany(
        "DELETE FROM lineages WHERE lineage = ?", {(member.lineage,) for member in held.values()}
    )
    tied: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        tied[link.article].append(link)
    for group in components(held, ((link.article, link.other) for link in links)):
        if len(group) == 1:
            made = [Member(group[0], group[0], None, None)]
        else:
            copies = publications(connection, group)
            origin = origin_of(copies)
            made = _members_of(copies, tied, origin)
            _save_lineage(connection, made[0].lineage, copies, origin)
        _save_members(connection, (each for each in made if each != held[each.article]))


def _bridges(
    links: Sequence[Link], spare: Iterable[Link], held: Mapping[int, Member]
) -> list[Link]:
    """The closest of some links that tie what was one lineage, and is not by the others."""
    one = [link for link in spare if _were_one(link, held)]
    if not one:
        return []
    groups = Groups(held)
    for link in links:
        groups.join(link.article, link.other)
    one.sort(key=lambda link: -link.closeness)
    return [link for link in one if groups.join(link.article, link.other)]


def _were_one(link: Link, held: Mapping[int, Member]) -> bool:
    """Whether both ends of a link were of one lineage."""
    ends = held.get(link.article), held.get(link.other)
    return None not in ends and len({end.lineage for end in ends if end}) == 1


@dataclass(frozen=True, slots=True)
class Member:
    """An article's place in its lineage, which is called by the key of its first article."""

    article: int
    lineage: int
    parent: int | None
    credit: Credit | None


def _members_of(
    copies: Sequence[Publication], tied: Mapping[int, list[Link]], origin: Origin
) -> list[Member]:
    by_key = {copy.key: copy for copy in copies}
    above = Groups(by_key)  # each known by the first of those it comes from
    parents: dict[int, int] = {}
    for copy in copies:
        # printed days overlap, and could make a ring
        links = [each for each in tied.get(copy.key, ()) if above.find(each.other) != copy.key]
        if links:
            parents[copy.key] = max(links, key=lambda link: preference(link, by_key)).other
            above.join(copy.key, parents[copy.key])
    first = next(copy.key for copy in copies if copy.key not in parents)
    if origin.article is not None and origin.article not in parents:
        first = origin.article
    return [
        Member(
            copy.key,
            first,
            parents.get(copy.key),
            credit_of(copy, by_key.get(parents.get(copy.key, copy.key)), origin),
        )
        for copy in copies
    ]


def _members(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Member]:
    """All articles of the lineages that these belong to."""
    found = connection.execute(
        "SELECT article, lineage, parent, credit FROM lineage_texts WHERE lineage IN"
        " (SELECT t.lineage FROM json_each(?) AS k JOIN lineage_texts AS t ON t.article = k.value)",
        (json.dumps(list(keys)),),
    )
    return {row[0]: Member(*row) for row in found}


def _save_members(connection: sqlite3.Connection, members: Iterable[Member]) -> None:
    connection.executemany(
        "UPDATE lineage_texts SET lineage = ?, parent = ?, credit = ? WHERE article = ?",
        ((each.lineage, each.parent, each.credit, each.article) for each in members),
    )


def _save_lineage(
    connection: sqlite3.Connection, lineage: int, copies: Sequence[Publication], origin: Origin
) -> None:
    stations = len({copy.station for copy in copies})
    connection.execute(
        "INSERT INTO lineages VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            lineage,
            len(copies),
            stations,
            origin.article,
            origin.ground,
            origin.credited,
            origin.lead,
        ),
    )
