"""Append an article to a lineage, or move it there, without reading the whole lineage.

The thousandth copy of a text is added as fast as the second. Changes that may affect the origin of
the lineage, or the parent or credit of other copies, are left to
`archive.lineage.clusters.refresh`. Where both apply, both give the same result.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.compare.credit_lines import media_in_source
from archive.compare.media_names import canonical_medium, media_of
from archive.compare.publication import Publication, publications
from archive.compare.time_interval import are_ordered
from archive.lineage import overrides
from archive.lineage.link_selection import Choice
from archive.lineage.links import Link, count_joining
from archive.lineage.origin import Origin, credit_of, credits_other_medium

_MOST_CREDITS = 200  # articles whose credits are read
_MOST_READ = 20  # articles that name a medium, among which an earlier one is searched


@dataclass(frozen=True, slots=True)
class Reparenting:
    """An article, its parent, and the articles that get a new parent, each with its former one."""

    key: int
    parent: int
    former: dict[int, int | None]  # None for a new article

    @property
    def is_new(self) -> bool:
        """Whether the article was in no lineage."""
        return self.key in self.former and self.former[self.key] is None

    def parent_of(self, key: int) -> int:
        """The new parent of an article that gets one."""
        return self.parent if key == self.key else self.key


@dataclass(frozen=True, slots=True)
class LineageState:
    """A lineage before the change: its row, and those of its articles that the change needs."""

    lineage: int
    origin: Origin
    copies: dict[int, Publication]

    @property
    def first(self) -> Publication | None:
        """The article that is its origin."""
        return self.copies.get(self.origin.article or 0)


def append_copy(
    connection: sqlite3.Connection, key: int, before: Sequence[Link], choice: Choice
) -> list[int] | None:
    """Write an article's place in a lineage; None where `refresh` is needed instead.

    Gives the articles that have another parent now. `before` are its former links, already
    deleted; those that the choice keeps are written.
    """
    change = _reparenting(key, before, choice)
    state = _lineage_state(connection, change) if change else None
    if not change or not state or not _stays_a_tree(connection, change):
        return None
    if overrides.overridden_with(connection, state.copies[key].id):
        return None
    if change.is_new:
        parent, copy = state.copies[change.parent], state.copies[key]
        if not _keeps_credit(connection, state, copy) or not _keeps_origin(state, parent, copy):
            return None
        _count_in(connection, state, change)
    _write(connection, state, change)
    return [*change.former]


def _reparenting(key: int, before: Sequence[Link], choice: Choice) -> Reparenting | None:
    """Compare an article's joining links before and after; None where they change in other ways.

    The article may get or change its one parent, and gain copies. It may lose no copy, and each
    copy that it gains must leave exactly one former parent.
    """
    parents_before, parents_after = _parents(key, before), _parents(key, choice.kept)
    copies_before, copies_after = _copies(key, before), _copies(key, choice.kept)
    if len(parents_after) != 1 or len(parents_before) > 1 or not copies_before <= copies_after:
        return None
    links_given_up = [
        link for link in choice.redundant
        if link.article in copies_after and key not in (link.article, link.other)
    ]  # fmt: skip
    former: dict[int, int | None] = {link.article: link.other for link in links_given_up}
    each_left_one = len(former) == len(links_given_up)
    if not each_left_one or former.keys() != copies_after - copies_before:
        return None
    if parents_before != parents_after:
        former[key] = parents_before[0] if parents_before else None
    return Reparenting(key, parents_after[0], former)


def _parents(key: int, links: Iterable[Link]) -> list[int]:
    return [link.other for link in links if link.joins and link.article == key]


def _copies(key: int, links: Iterable[Link]) -> set[int]:
    return {link.article for link in links if link.joins and link.other == key}


def _lineage_state(connection: sqlite3.Connection, change: Reparenting) -> LineageState | None:
    """The lineage of the parent; None where `refresh` is needed.

    That is so where the lineage has no row, or where an article that moves is in another lineage
    or has another parent than expected.
    """
    row = connection.execute(
        "SELECT l.lineage, l.origin, l.origin_basis, l.credited, l.credit_margin"
        " FROM lineage_members AS t JOIN lineages AS l ON l.lineage = t.lineage"
        " WHERE t.article = ?",
        (change.parent,),
    ).fetchone()
    if row is None:
        return None
    lineage, origin, basis, credited, margin = row
    moved = [each for each in change.former if each != change.key or not change.is_new]
    rows = connection.execute(
        "SELECT article, lineage, parent FROM lineage_members"
        " WHERE article IN (SELECT value FROM json_each(?))",
        (json.dumps([change.key, *moved]),),
    )
    for article, in_lineage, parent in rows.fetchall():
        if article == change.key and change.is_new:
            if not _is_alone(connection, in_lineage):
                return None
        elif in_lineage != lineage or parent != change.former.get(article, parent):
            return None
    needed = {change.key, change.parent, origin or change.parent, *change.former}
    copies = {each.key: each for each in publications(connection, needed)}
    return LineageState(lineage, Origin(origin, basis, credited, margin), copies)


def _is_alone(connection: sqlite3.Connection, lineage: int) -> bool:
    rows = connection.execute(
        "SELECT article FROM lineage_members WHERE lineage = ? LIMIT 2", (lineage,)
    )
    return len(rows.fetchall()) == 1


def _stays_a_tree(connection: sqlite3.Connection, change: Reparenting) -> bool:
    """True if the change creates no cycle and no ancestor had more than one candidate parent."""
    former_parents = [each for each in change.former.values() if each is not None]
    if not former_parents:
        return True
    ancestors = _with_ancestors(connection, [change.parent])
    if ancestors.keys() & {change.key, *change.former}:
        return False
    ancestors |= _with_ancestors(connection, former_parents)
    links_to_parents = sum(parent is not None for parent in ancestors.values())
    # With two roots, the article that moves may be all that joins their trees.
    has_one_root = links_to_parents == len(ancestors) - 1
    # An ancestor with a further link passed over a candidate that was its own descendant, and may
    # be so no longer.
    return has_one_root and count_joining(connection, ancestors) == links_to_parents


def _with_ancestors(connection: sqlite3.Connection, keys: list[int]) -> dict[int, int | None]:
    """Articles and all their ancestors, each with its parent."""
    rows = connection.execute(
        "WITH RECURSIVE above (article) AS (SELECT value FROM json_each(?) UNION"
        " SELECT t.parent FROM above JOIN lineage_members AS t USING (article)"
        " WHERE t.parent IS NOT NULL)"
        " SELECT article, t.parent FROM above JOIN lineage_members AS t USING (article)",
        (json.dumps(keys),),
    )
    return dict(rows.fetchall())


def _keeps_credit(connection: sqlite3.Connection, state: LineageState, copy: Publication) -> bool:
    """Whether the lineage still credits the same medium, in the same words, after the append."""
    credited = state.origin.credited
    if len(copy.credited_media) > 1 or _is_credited(connection, state, copy):
        return False
    if not credits_other_medium(copy) or copy.credits == credited:
        return True
    if credited is None:
        return False
    if not _credits(copy, credited):
        return state.origin.credit_margin > 1
    # the earliest copy decides between 湘潭日报 and 湘潭日报社
    found = connection.execute(
        "SELECT t.article FROM lineage_members AS t JOIN articles AS a ON a.key = t.article"
        f" WHERE t.lineage = ? AND coalesce(a.source, t.credited) = ? LIMIT {_MOST_READ}",
        (state.lineage, credited),
    )
    naming = publications(connection, [row[0] for row in found.fetchall()])
    return any(each.rank < copy.rank and credits_other_medium(each) for each in naming)


def _is_credited(connection: sqlite3.Connection, state: LineageState, copy: Publication) -> bool:
    """Whether copies name the article's own medium, beside the credited one.

    Whom this medium names in turn may change the origin. Of many copies only some are read.
    """
    own = media_of(copy)
    credited = state.origin.credited
    if credited is None or canonical_medium(credited) in own:
        return False
    found = connection.execute(
        "SELECT DISTINCT a.source, t.credited FROM lineage_members AS t"
        " JOIN articles AS a ON a.key = t.article WHERE t.article IN"
        f" (SELECT article FROM lineage_members WHERE lineage = ? LIMIT {_MOST_CREDITS})",
        (state.lineage,),
    )
    names = {name for row in found for text in row if text for name in media_in_source(text)}
    return any(canonical_medium(name) in own for name in names)


def _credits(copy: Publication, credited: str) -> bool:
    return copy.credits is not None and canonical_medium(copy.credits) == canonical_medium(credited)


def _keeps_origin(state: LineageState, parent: Publication, copy: Publication) -> bool:
    """Whether `origin_of` gives the same origin after the append, if the credit stays."""
    credited, first = state.origin.credited, state.first
    if copy.rank < parent.rank:
        return False  # the new copy may be the earliest
    if credited is not None:
        own = canonical_medium(credited) in media_of(copy)
        return not own or (first is not None and first.rank < copy.rank)
    if first is None:  # printed times overlap, unless an article has none
        return copy.printed is not None or parent.printed is None
    if state.origin.basis == "captured":
        return copy.first_seen != first.first_seen
    return bool(first.printed and copy.printed and are_ordered(first.printed, copy.printed))


def _count_in(connection: sqlite3.Connection, state: LineageState, change: Reparenting) -> None:
    """Update the counts of articles and stations, and the margin of the credited medium."""
    copy, parent = state.copies[change.key], state.copies[change.parent]
    known = copy.station == parent.station or _has_station(connection, state, copy.station)
    margin = 0
    if state.origin.credited is not None and credits_other_medium(copy):
        margin = 1 if _credits(copy, state.origin.credited) else -1
    connection.execute(
        "UPDATE lineages SET articles = articles + 1, stations = stations + ?,"
        " credit_margin = credit_margin + ?"
        " WHERE lineage = ?",
        (not known, margin, state.lineage),
    )


def _has_station(connection: sqlite3.Connection, state: LineageState, station: str) -> bool:
    """Whether a station has an article in a lineage; the newest are checked first."""
    found = connection.execute(
        "SELECT 1 FROM lineage_members AS t JOIN articles AS a ON a.key = t.article"
        " WHERE t.lineage = ? AND a.station = ? ORDER BY t.article DESC LIMIT 1",
        (state.lineage, station),
    )
    return found.fetchone() is not None


def _write(connection: sqlite3.Connection, state: LineageState, change: Reparenting) -> None:
    for key in change.former:
        parent = state.copies[change.parent_of(key)]
        connection.execute(
            "UPDATE lineage_members SET lineage = ?, parent = ?, credit = ? WHERE article = ?",
            (state.lineage, parent.key, credit_of(state.copies[key], parent, state.origin), key),
        )
