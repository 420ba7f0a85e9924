"""Which articles are worth holding against a text, of all that share fingerprints with it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.lineage import postings

#: A fingerprint that more lineages have is a common phrase.
FEW_LINEAGES = 4
#: What two articles share is worth telling if so much of it is no common phrase.
MOSTLY = 0.5

#: … or if it is so much of the text.
LIKELY = 0.2

_LINEAGES = 12  # that an article is held against
_EACH = 3  # articles of one lineage that it is held against,
_MOST = 20  # and of all together
_KNOWN = 200  # articles whose lineages are looked up


def likely_copies(
    connection: sqlite3.Connection, key: int, fingerprints: list[int], neighbours: set[int]
) -> dict[int, bool]:
    """Articles worth holding against a text, each with whether they share something rare.

    Those that it is linked with already are among them, though others share more with it.
    """
    shared = postings.sharing(connection, key, fingerprints)
    postings.add_sharing(connection, shared, neighbours, fingerprints)
    weights = postings.weights(shared)
    likeliest = sorted(weights, key=lambda other: (-weights[other], -other))[:_KNOWN]
    lineages = lineages_of(connection, [*likeliest, *neighbours])
    likeliest = by_likelihood(likeliest, weights, lineages)
    counted: dict[int, int] = defaultdict(int)
    uncommon: dict[int, int] = defaultdict(int)
    for articles in shared.values():
        few = len({lineages.get(article, -article) for article in articles}) <= FEW_LINEAGES
        for article in articles:
            counted[article] += 1
            uncommon[article] += few
    rare = {other for other in counted if uncommon[other] >= MOSTLY * counted[other]}
    enough = LIKELY * len(fingerprints)
    worth = [other for other in likeliest if other in rare or counted[other] >= enough]
    return {other: other in rare for other in {*chosen(worth, lineages), *neighbours} - {key}}


def by_likelihood(
    keys: Iterable[int], weights: Mapping[int, float], lineages: Mapping[int, int]
) -> list[int]:
    """The likeliest articles first; as likely, those of the newest lineage, the oldest of it first.

    Many notices of one form share as much: a copy comes soon after what it is a copy of.
    """
    newest: dict[int, int] = {}
    ordered = sorted(keys)
    for key in ordered:
        newest[lineages.get(key, key)] = key
    ordered.sort(key=lambda key: (-weights[key], -newest[lineages.get(key, key)]))
    return ordered


def chosen(likeliest: Sequence[int], lineages: Mapping[int, int]) -> Iterator[int]:
    """Of articles, the likeliest first: a few of each of the first lineages, and its first one.

    >>> list(chosen([9, 8, 7, 6, 1], {9: 5, 8: 5, 7: 5, 6: 6}))
    [5, 9, 8, 6, 1]
    """
    taken: dict[int, list[int]] = {}
    for key in likeliest:
        lineage = lineages.get(key, key)
        if lineage not in taken:
            if len(taken) == _LINEAGES:
                continue
            taken[lineage] = [lineage]  # of many copies it may not be among the newest
            yield lineage
        if key not in taken[lineage] and len(taken[lineage]) < _EACH:
            taken[lineage].append(key)
            yield key
        if sum(map(len, taken.values())) >= _MOST:
            return


def lineages_of(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, int]:
    """Each article's lineage, as it stands."""
    return dict(
        connection.execute(
            "SELECT t.article, t.lineage FROM json_each(?) AS k"
            " JOIN lineage_texts AS t ON t.article = k.value",
            (json.dumps(list(keys)),),
        )
    )
