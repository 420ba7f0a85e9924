"""An article that comes into a lineage, or changes its place in it, while all else in it stays.

What is copied a thousand times gets its next copy as fast as its second: the lineage is not read.
Whatever might change who had it first, or whom the others are said to be from, is left to
`archive.lineage.clusters.refresh`, which gives the same where both can tell.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.compare.media_names import medium, mediums_of
from archive.compare.publication import Publication, publications
from archive.compare.time_interval import decided
from archive.lineage import overrides as overrules
from archive.lineage.link_selection import Choice
from archive.lineage.links import Link, count_joining
from archive.lineage.origin import Origin, credit_of, names_another

_ASKED = 20  # articles that name a medium, among which an early one is looked for


@dataclass(frozen=True, slots=True)
class Moves:
    """The parent of an article, and which articles get another one, each with its former parent."""

    key: int
    parent: int
    former: dict[int, int | None]  # None: it is new

    @property
    def is_new(self) -> bool:
        """Whether the article was in no lineage."""
        return self.key in self.former and self.former[self.key] is None

    def parent_of(self, key: int) -> int:
        """The new parent of an article that gets one."""
        return self.parent if key == self.key else self.key


@dataclass(frozen=True, slots=True)
class Stem:
    """A lineage: what is written of it, and the articles of it that matter here."""

    lineage: int
    origin: Origin
    copies: dict[int, Publication]

    @property
    def first(self) -> Publication | None:
        """The article that is its origin."""
        return self.copies.get(self.origin.article or 0)


def graft(connection: sqlite3.Connection, key: int, before: Sequence[Link], choice: Choice) -> bool:
    """Give an article its place, and the copies that are now closest to it; False for more work.

    `before` are the links that it had; they are deleted, and those of the choice are written.
    """
    moves = _moves(key, before, choice)
    stem = _stem(connection, moves) if moves else None
    if not moves or not stem or not _stays_a_tree(connection, moves):
        return False
    if overrules.partners(connection, stem.copies[key].id):
        return False
    if moves.is_new:
        parent, leaf = stem.copies[moves.parent], stem.copies[key]
        if not _keeps_credit(connection, stem, leaf) or not _keeps_origin(stem, parent, leaf):
            return False
        _count_in(connection, stem, moves)
    _write(connection, stem, moves)
    return True


def _moves(key: int, before: Sequence[Link], choice: Choice) -> Moves | None:
    """What changes; None where an article loses its parent, or had several to choose from."""
    parents, had = _parents(key, choice.kept), _parents(key, before)
    copies, known = _copies(key, choice.kept), _copies(key, before)
    left = [
        (link.article, link.other) for link in choice.spare
        if link.article in copies and key not in (link.article, link.other)
    ]  # fmt: skip
    former: dict[int, int | None] = dict(left)
    if len(parents) != 1 or len(had) > 1 or not known <= copies:
        return None
    if len(former) < len(left) or former.keys() != copies - known:
        return None
    if had != parents:
        former[key] = had[0] if had else None
    return Moves(key, parents[0], former)


def _parents(key: int, links: Iterable[Link]) -> list[int]:
    return [link.other for link in links if link.joins and link.article == key]


def _copies(key: int, links: Iterable[Link]) -> set[int]:
    return {link.article for link in links if link.joins and link.other == key}


def _stem(connection: sqlite3.Connection, moves: Moves) -> Stem | None:
    """The lineage of the parent, if all that moves is in it as it should be, or new.

    None also for one of a single article, and for one that is to be made again in any case.
    """
    row = connection.execute(
        "SELECT l.lineage, l.origin, l.decided_by, l.credited, l.lead FROM lineage_texts AS t"
        " JOIN lineages AS l ON l.lineage = t.lineage WHERE t.article = ?",
        (moves.parent,),
    ).fetchone()
    if row is None:
        return None
    lineage, origin, ground, credited, lead = row
    moved = [each for each in moves.former if each != moves.key or not moves.is_new]
    held = connection.execute(
        "SELECT article, lineage, parent FROM lineage_texts"
        " WHERE article IN (SELECT value FROM json_each(?))",
        (json.dumps([moves.key, *moved]),),
    )
    for article, in_lineage, parent in held.fetchall():
        if article == moves.key and moves.is_new:
            if not _is_alone(connection, in_lineage):
                return None
        elif in_lineage != lineage or parent != moves.former.get(article, parent):
            return None
    wanted = {moves.key, moves.parent, origin or moves.parent, *moves.former}
    copies = {each.key: each for each in publications(connection, wanted)}
    return Stem(lineage, Origin(origin, ground, credited, lead), copies)


def _is_alone(connection: sqlite3.Connection, lineage: int) -> bool:
    found = connection.execute(
        "SELECT article FROM lineage_texts WHERE lineage = ? LIMIT 2", (lineage,)
    )
    return len(found.fetchall()) == 1


def _stays_a_tree(connection: sqlite3.Connection, moves: Moves) -> bool:
    """Whether nothing becomes its own ancestor, and nobody above what moves had a choice."""
    if all(former is None for former in moves.former.values()):
        return True
    above = _above(connection, [moves.parent])
    if above.keys() & {moves.key, *moves.former}:
        return False
    above |= _above(connection, [each for each in moves.former.values() if each is not None])
    parents = sum(parent is not None for parent in above.values())
    # of two first articles, it may be what moves that ties them; and who has more links than its
    # parent's left one out because that is below it, which may be so no more
    return parents == len(above) - 1 and count_joining(connection, above) == parents


def _above(connection: sqlite3.Connection, keys: list[int]) -> dict[int, int | None]:
    """Articles, their parents, and so on up to the first; each with its parent."""
    found = connection.execute(
        "WITH RECURSIVE above (article) AS (SELECT value FROM json_each(?) UNION"
        " SELECT t.parent FROM above JOIN lineage_texts AS t USING (article)"
        " WHERE t.parent IS NOT NULL)"
        " SELECT article, t.parent FROM above JOIN lineage_texts AS t USING (article)",
        (json.dumps(keys),),
    )
    return dict(found.fetchall())


def _keeps_credit(connection: sqlite3.Connection, stem: Stem, leaf: Publication) -> bool:
    """Whether most copies still name the same medium, in the same words, with another article."""
    credited = stem.origin.credited
    if not names_another(leaf) or leaf.credits == credited:
        return True
    if credited is None:
        return False
    if not _names(leaf, credited):
        return stem.origin.lead > 1
    # 湘潭日报 or 湘潭日报社: the earliest that names it says which
    found = connection.execute(
        "SELECT t.article FROM lineage_texts AS t JOIN articles AS a ON a.key = t.article"
        f" WHERE t.lineage = ? AND coalesce(a.source, t.named) = ? LIMIT {_ASKED}",
        (stem.lineage, credited),
    )
    naming = publications(connection, [row[0] for row in found.fetchall()])
    return any(each.rank < leaf.rank and names_another(each) for each in naming)


def _names(leaf: Publication, credited: str) -> bool:
    return leaf.credits is not None and medium(leaf.credits) == medium(credited)


def _keeps_origin(stem: Stem, parent: Publication, leaf: Publication) -> bool:
    """Whether `origin_of` the lineage says the same with another article, if the credit stays."""
    credited, first = stem.origin.credited, stem.first
    if leaf.rank < parent.rank:
        return False  # it may be the earliest
    if credited is not None:
        own = medium(credited) in mediums_of(leaf)
        return not own or (first is not None and first.rank < leaf.rank)
    if first is None:  # undecided by what is printed, unless one has no date
        return leaf.printed is not None or parent.printed is None
    if stem.origin.ground == "captured":
        return leaf.seen != first.seen
    return bool(first.printed and leaf.printed and decided(first.printed, leaf.printed))


def _count_in(connection: sqlite3.Connection, stem: Stem, moves: Moves) -> None:
    """One article more, one station more if it has none there, and one that names its source."""
    leaf, parent = stem.copies[moves.key], stem.copies[moves.parent]
    known = leaf.station == parent.station or _has_station(connection, stem, leaf.station)
    lead = 0
    if stem.origin.credited is not None and names_another(leaf):
        lead = 1 if _names(leaf, stem.origin.credited) else -1
    connection.execute(
        "UPDATE lineages SET articles = articles + 1, stations = stations + ?, lead = lead + ?"
        " WHERE lineage = ?",
        (not known, lead, stem.lineage),
    )


def _has_station(connection: sqlite3.Connection, stem: Stem, station: str) -> bool:
    """Whether a station has an article of a lineage, the newest asked first."""
    found = connection.execute(
        "SELECT 1 FROM lineage_texts AS t JOIN articles AS a ON a.key = t.article"
        " WHERE t.lineage = ? AND a.station = ? ORDER BY t.article DESC LIMIT 1",
        (stem.lineage, station),
    )
    return found.fetchone() is not None


def _write(connection: sqlite3.Connection, stem: Stem, moves: Moves) -> None:
    for key in moves.former:
        parent = stem.copies[moves.parent_of(key)]
        connection.execute(
            "UPDATE lineage_texts SET lineage = ?, parent = ?, credit = ? WHERE article = ?",
            (stem.lineage, parent.key, credit_of(stem.copies[key], parent, stem.origin), key),
        )
