"""Find the articles that a text is compared with, of all that share fingerprints with it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.db.sql import numbers
from archive.lineage import postings

#: A fingerprint that more lineages have is of a common phrase.
FEW_LINEAGES = 4
#: Two articles are compared if so large a share of what they have in common is rare …
MOSTLY = 0.5
#: … or so many fingerprints of it, which is a passage,
PASSAGE = 3

#: … or if they have so large a share of the text in common.
LIKELY = 0.2

_LINEAGES = 12  # that an article is compared with
_EACH = 3  # articles of one lineage that it is compared with,
_MOST = 20  # and of all together
_MOST_READ = 200  # articles whose lineages are read


def find_candidates(
    connection: sqlite3.Connection, key: int, fingerprints: list[int], neighbours: set[int]
) -> set[int]:
    """The articles to compare with a text; `neighbours`, to which it was linked, among them."""
    shared = postings.sharing(connection, key, fingerprints)
    postings.add_sharing(connection, shared, neighbours, fingerprints)
    if not shared:
        return neighbours - {key}
    weights = postings.weights(shared)
    likeliest = sorted(weights, key=lambda other: (-weights[other], -other))[:_MOST_READ]
    lineages = lineages_of(connection, [*likeliest, *neighbours])
    likeliest = likeliest_first(likeliest, weights, lineages)
    shared_count: dict[int, int] = defaultdict(int)
    rare_count: dict[int, int] = defaultdict(int)
    for articles, count in postings.alike(shared).items():
        for article in articles:
            shared_count[article] += count
        if _are_of_few(articles, lineages):
            for article in articles:
                rare_count[article] += count
    rare = {
        other
        for other, count in rare_count.items()
        if count >= min(PASSAGE, MOSTLY * shared_count[other])
    }
    enough = LIKELY * len(fingerprints)
    worth = [other for other in likeliest if other in rare or shared_count[other] >= enough]
    return {*limit_per_lineage(worth, lineages), *neighbours} - {key}


def _are_of_few(articles: Iterable[int], lineages: Mapping[int, int]) -> bool:
    """Whether articles are of few lineages; of a form the first of them tell."""
    found: set[int] = set()
    for article in articles:
        found.add(lineages.get(article, -article))
        if len(found) > FEW_LINEAGES:
            return False
    return True


def likeliest_first(
    keys: Iterable[int], weights: Mapping[int, float], lineages: Mapping[int, int]
) -> list[int]:
    """Sort articles by weight; of equal ones, by the newest lineage, and there the oldest first.

    Many notices of one form weigh the same, and a copy appears soon after its source.
    """
    newest: dict[int, int] = {}
    ordered = sorted(keys)
    for key in ordered:
        newest[lineages.get(key, key)] = key
    ordered.sort(key=lambda key: (-weights[key], -newest[lineages.get(key, key)]))
    return ordered


def limit_per_lineage(likeliest: Sequence[int], lineages: Mapping[int, int]) -> Iterator[int]:
    """Take a few articles of each lineage, in their order, and the first article of the lineage.

    >>> list(limit_per_lineage([9, 8, 7, 6, 1], {9: 5, 8: 5, 7: 5, 6: 6}))
    [5, 9, 8, 6, 1]
    """
    taken: dict[int, list[int]] = {}
    for key in likeliest:
        lineage = lineages.get(key, key)
        if lineage not in taken:
            if len(taken) == _LINEAGES:
                continue
            taken[lineage] = [lineage]  # with many copies it may not be among the likeliest
            yield lineage
        if key not in taken[lineage] and len(taken[lineage]) < _EACH:
            taken[lineage].append(key)
            yield key
        if sum(map(len, taken.values())) >= _MOST:
            return


def lineages_of(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, int]:
    """The current lineage of each article that has one."""
    return dict(
        connection.execute(
            "SELECT t.article, t.lineage FROM json_each(?) AS k"
            " JOIN lineage_members AS t ON t.article = k.value",
            (numbers(keys),),
        )
    )
