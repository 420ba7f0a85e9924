"""Cluster articles by their joining links into lineages, each with an origin and parents."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from archive.compare.media_names import credits_station
from archive.compare.publication import Publication, Rank, publications
from archive.db.sql import numbers
from archive.lineage import overrides
from archive.lineage.links import Link, drop, joining, save
from archive.lineage.origin import Credit, Origin, credit_of, origin_of
from archive.lineage.rooting import rooted_at, store_tree
from archive.lineage.station_names import is_own_name


class Groups:
    """Disjoint sets of keys (union-find); each set is named by one of its keys."""

    def __init__(self, keys: Iterable[int]) -> None:
        self.root = {key: key for key in keys}

    def find(self, key: int) -> int:
        """The key that names the group of this one."""
        root = self.root
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    def join(self, one: int, other: int) -> bool:
        """Join two groups under the other's key; False where they are one already."""
        one, other = self.find(one), self.find(other)
        self.root[one] = other
        return one != other


def components(keys: Iterable[int], joined: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected components of keys.

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


def lineages_by(keys: Iterable[int], links: Iterable[Link]) -> dict[int, int]:
    """The lineage of each article: the connected parts of the links that join."""
    joining = ((each.article, each.other) for each in links if each.joins)
    return {key: group[0] for group in components(keys, joining) for key in group}


def links_to_cut(links: Sequence[Link], apart: Iterable[tuple[int, int]]) -> list[Link]:
    """The links to remove so that no path joins the two articles of any pair in `apart`.

    Of each path it is the first link.
    """
    ends: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        ends[link.article].append(link)
        ends[link.other].append(link)
    removed: list[Link] = []
    for one, other in apart:
        while (first := _first_link_on_path(one, other, ends)) is not None:
            removed.append(first)
            ends[first.article].remove(first)
            ends[first.other].remove(first)
    return removed


def _first_link_on_path(start: int, end: int, ends: Mapping[int, list[Link]]) -> Link | None:
    """The first link of a shortest path between two articles; None where there is no path."""
    first: dict[int, Link | None] = {start: None}  # link of the path to each article
    reached = [start]
    for key in reached:  # grows in the loop: a breadth-first search
        for link in ends.get(key, ()):
            opposite = link.opposite(key)
            if opposite not in first:
                first[opposite] = first[key] or link
                reached.append(opposite)
    return first.get(end)


def parent_rank(link: Link, copies: Mapping[int, Publication]) -> tuple[float, tuple[bool, Rank]]:
    """The sort key of links to a possible parent: the closest, then the credited, the earliest."""
    return -round(link.closeness, 2), credit_rank(copies[link.article], copies[link.other])


def credit_rank(article: Publication, other: Publication) -> tuple[bool, Rank]:
    """The sort key of possible parents that are equally close: the credited, then the earliest."""
    return not credits_station(article, other), other.rank


def refresh(
    connection: sqlite3.Connection, keys: Iterable[int], redundant: Iterable[Link] = ()
) -> list[int]:
    """Rebuild the lineages of these articles from the stored links; gives who changed parents.

    Of the `redundant` links, those without which a lineage would fall apart are written.
    """
    members = _members(connection, keys)
    links = joining(connection, members)
    bridges = _bridges(links, redundant, members)
    save(connection, bridges)
    links += bridges
    removed = links_to_cut(links, overrides.pairs_kept_apart(connection, members))
    drop(connection, removed)
    links = [link for link in links if link not in removed] if removed else links
    connection.executemany(
        "DELETE FROM lineages WHERE lineage = ?", {(member.lineage,) for member in members.values()}
    )
    by_article: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_article[link.article].append(link)
    moved: list[int] = []
    for group in components(members, ((link.article, link.other) for link in links)):
        if len(group) == 1:
            made = [Member(group[0], group[0], None, None)]
        else:
            copies = publications(connection, group)
            origin = origin_of(copies, partial(is_own_name, connection))
            parents = _parents_of(copies, by_article)
            place = {copy.key: place for place, copy in enumerate(copies)}
            of_group = [link for copy in copies for link in by_article[copy.key]]
            of_group.sort(key=lambda link: (place[link.article], place[link.other]))
            tree = rooted_at(origin.article, [*place], parents, of_group)
            if tree != parents:
                store_tree(connection, tree, of_group)
            made = _members_of(copies, tree, origin)
            _save_lineage(connection, made[0].lineage, copies, origin)
        changed = [each for each in made if each != members[each.article]]
        _save_members(connection, changed)
        moved += (each.article for each in changed if each.parent != members[each.article].parent)
    return moved


def _bridges(
    links: Sequence[Link], redundant: Iterable[Link], members: Mapping[int, Member]
) -> list[Link]:
    """The closest of the redundant links that rejoin what was one lineage."""
    candidates = [link for link in redundant if _were_one(link, members)]
    if not candidates:
        return []
    groups = Groups(members)
    for link in links:
        groups.join(link.article, link.other)
    candidates.sort(key=lambda link: -link.closeness)
    return [link for link in candidates if groups.join(link.article, link.other)]


def _were_one(link: Link, members: Mapping[int, Member]) -> bool:
    """Whether both ends of a link were in one lineage."""
    ends = members.get(link.article), members.get(link.other)
    return None not in ends and len({end.lineage for end in ends if end}) == 1


@dataclass(frozen=True, slots=True)
class Member:
    """An article's place in its lineage, which is named by the key of its first article."""

    article: int
    lineage: int
    parent: int | None
    credit: Credit | None


def _parents_of(
    copies: Sequence[Publication], by_article: Mapping[int, list[Link]]
) -> dict[int, int]:
    """The parent of each article that has a link to an earlier one."""
    by_key = {copy.key: copy for copy in copies}
    trees = Groups(by_key)  # each named by its root
    parents: dict[int, int] = {}
    for copy in copies:
        # overlapping printed times could make a cycle
        links = [
            each for each in by_article.get(copy.key, ()) if trees.find(each.other) != copy.key
        ]
        if links:
            parents[copy.key] = min(links, key=lambda link: parent_rank(link, by_key)).other
            trees.join(copy.key, parents[copy.key])
    return parents


def _members_of(
    copies: Sequence[Publication], parents: Mapping[int, int], origin: Origin
) -> list[Member]:
    by_key = {copy.key: copy for copy in copies}
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
    """All members of the lineages that these articles belong to."""
    found = connection.execute(
        "SELECT article, lineage, parent, credit FROM lineage_members WHERE lineage IN"
        " (SELECT t.lineage FROM json_each(?) AS k"
        " JOIN lineage_members AS t ON t.article = k.value)",
        (numbers(keys),),
    )
    return {row[0]: Member(*row) for row in found}


def _save_members(connection: sqlite3.Connection, members: Iterable[Member]) -> None:
    connection.executemany(
        "UPDATE lineage_members SET lineage = ?, parent = ?, credit = ? WHERE article = ?",
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
            origin.basis,
            origin.credited,
            origin.credit_margin,
        ),
    )
