"""A new article that joins one lineage by one link, and changes nothing else in it.

What is copied a thousand times gets its next copy as fast as its second: the lineage is not read.
Whatever might change who had it first, or whom the others are said to be from, is left to
`archive.lineage.cluster.refresh`, which gives the same where both can tell.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive.lineage import overrules
from archive.lineage.links import Link
from archive.lineage.moment import decided
from archive.lineage.origin import Origin, credit_of
from archive.lineage.source import medium, mediums_of
from archive.lineage.text import Publication, publications


@dataclass(frozen=True, slots=True)
class Stem:
    """A lineage that may get a leaf: what is written of it, and two of its articles."""

    lineage: int
    origin: Origin
    parent: Publication
    first: Publication | None  # the article that is its origin


def add_leaf(connection: sqlite3.Connection, key: int, joining: Sequence[Link]) -> bool:
    """Put a new article, tied by these links, into its lineage; False where more is to be done."""
    if len(joining) != 1 or joining[0].article != key or not _is_alone(connection, key):
        return False
    (leaf,) = publications(connection, [key])
    stem = _stem(connection, joining[0].other)
    if stem is None or not _keeps_origin(stem, leaf) or overrules.partners(connection, leaf.id):
        return False
    known = leaf.station == stem.parent.station or _has_station(connection, stem, leaf.station)
    connection.execute(
        "UPDATE lineages SET articles = articles + 1, stations = stations + ? WHERE lineage = ?",
        (not known, stem.lineage),
    )
    credit = credit_of(leaf, stem.parent, stem.origin)
    connection.execute(
        "UPDATE lineage_texts SET lineage = ?, parent = ?, credit = ? WHERE article = ?",
        (stem.lineage, stem.parent.key, credit, key),
    )
    return True


def _is_alone(connection: sqlite3.Connection, key: int) -> bool:
    """Whether an article is the only one of its lineage."""
    found = connection.execute(
        "SELECT article FROM lineage_texts WHERE lineage ="
        " (SELECT lineage FROM lineage_texts WHERE article = ?) LIMIT 2",
        (key,),
    )
    return found.fetchall() == [(key,)]


def _stem(connection: sqlite3.Connection, parent: int) -> Stem | None:
    """The lineage of an article; None for one of a single article, or one that lost an article."""
    row = connection.execute(
        "SELECT l.lineage, l.origin, l.decided_by, l.credited FROM lineage_texts AS t"
        " JOIN lineages AS l ON l.lineage = t.lineage WHERE t.article = ?",
        (parent,),
    ).fetchone()
    if row is None:
        return None
    lineage, origin, ground, credited = row
    held = {each.key: each for each in publications(connection, {parent, origin or parent})}
    return Stem(lineage, Origin(origin, ground, credited), held[parent], held.get(origin))


def _keeps_origin(stem: Stem, leaf: Publication) -> bool:
    """Whether `origin_of` the lineage says the same with another article, in the same words."""
    credited, first = stem.origin.credited, stem.first
    names = leaf.credits is not None and medium(leaf.credits) not in mediums_of(leaf)
    if names and leaf.credits != credited:
        return False  # most may then name another medium, or the same by another name
    if leaf.rank < stem.parent.rank:
        return False  # it may be the earliest
    if credited is not None:
        own = medium(credited) in mediums_of(leaf)
        return not own or (first is not None and first.rank < leaf.rank)
    return _keeps_order(stem, leaf)


def _keeps_order(stem: Stem, leaf: Publication) -> bool:
    """The same where nobody is credited, of an article that is not the earliest."""
    first = stem.first
    if first is None:  # undecided by what is printed, unless one has no date
        return leaf.printed is not None or stem.parent.printed is None
    if stem.origin.ground == "captured":
        return leaf.seen != first.seen
    return bool(first.printed and leaf.printed and decided(first.printed, leaf.printed))


def _has_station(connection: sqlite3.Connection, stem: Stem, station: str) -> bool:
    """Whether a station has an article of a lineage, the newest asked first."""
    found = connection.execute(
        "SELECT 1 FROM lineage_texts AS t JOIN articles AS a ON a.key = t.article"
        " WHERE t.lineage = ? AND a.station = ? ORDER BY t.article DESC LIMIT 1",
        (stem.lineage, station),
    )
    return found.fetchone() is not None
