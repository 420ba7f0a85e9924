"""Articles with the very same text, and which of them another one is taken from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from archive.compare.media_names import credits_station
from archive.compare.publication import Publication, publications
from archive.compare.relation import is_later
from archive.lineage.clusters import credit_rank

#: Letters of a text below which it is compared with its nearest twins, not with the first.
SHORT = 40
#: Twins of a short text that it is compared with.
NEAREST = 3
#: Twins that are read, among which the credited one is searched.
MOST_READ = 200


def twins_of(connection: sqlite3.Connection, digest: int, key: int) -> list[Publication]:
    """Articles with exactly this text, by rank."""
    found = connection.execute(
        f"SELECT article FROM lineage_members WHERE digest = ? AND article <> ? LIMIT {MOST_READ}",
        (digest, key),
    ).fetchall()
    return publications(connection, [row[0] for row in found]) if found else []


def related_twins(
    connection: sqlite3.Connection, text: Publication, twins: list[Publication]
) -> set[int]:
    """Find the source of this article among its twins, and those that are its copies.

    A twin is a copy of this one if it has no parent among the twins, or a less fitting one.
    Where there is neither a source nor a copy, the first twin stands for all.
    """
    if not twins:
        return set()
    rows = connection.execute(
        "SELECT t.article, t.parent FROM json_each(?) AS k"
        " JOIN lineage_members AS t ON t.article = k.value"
        " JOIN lineage_members AS p ON p.article = t.parent AND p.digest = t.digest",
        (json.dumps([twin.key for twin in twins]),),
    )
    parent_of = dict(rows.fetchall())
    parents = {each.key: each for each in publications(connection, {*parent_of.values()})}
    source = source_among_twins(text, twins)
    related = set() if source is None else {source}
    for twin in twins:
        parent = parents.get(parent_of.get(twin.key, 0))
        if parent is None or credit_rank(twin, text) < credit_rank(twin, parent):
            related.add(twin.key)
    return related or {twin.key for twin in twins[:1]}


def source_among_twins(text: Publication, twins: Iterable[Publication]) -> int | None:
    """The source of an article among its twins, given by rank; None where all are later."""
    earlier = [twin for twin in twins if is_later(text, twin)]
    credited = (twin for twin in earlier if credits_station(text, twin))
    twin = next(credited, earlier[0] if earlier else None)
    return twin.key if twin else None


def nearest_first(text: Publication, twins: Iterable[Publication]) -> list[Publication]:
    """The twins of an article, the nearest in time first."""
    return sorted(twins, key=lambda twin: (abs(twin.rank[0] - text.rank[0]), twin.rank))
