"""Which articles share fingerprints: an inverted index in SQLite.

A fingerprint is never refused, however many articles have it; of those, only the newest are read.
So a common phrase costs little, and a notice that is printed every day still finds its reprint.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

#: Of the articles that have a fingerprint, so many are read, the newest first.
NEWEST = 60
_DIGITS = 6

_SHARING = f"""
    SELECT f.value, (SELECT group_concat(article) FROM (
        SELECT article FROM lineage_postings WHERE fingerprint = f.value AND article <> ?2
        ORDER BY article DESC LIMIT {NEWEST}))
    FROM json_each(?1) AS f
"""


def add(connection: sqlite3.Connection, article: int, fingerprints: Iterable[int]) -> None:
    """Note the fingerprints of an article; those that are noted already stay."""
    connection.executemany(
        "INSERT INTO lineage_postings VALUES (?, ?) ON CONFLICT DO NOTHING",
        ((fingerprint, article) for fingerprint in fingerprints),
    )


def sharing(
    connection: sqlite3.Connection, article: int, fingerprints: Iterable[int]
) -> dict[int, list[int]]:
    """For each fingerprint that other articles have too, the newest of them."""
    found = connection.execute(_SHARING, (json.dumps(list(fingerprints)), article))
    return {row[0]: [*map(int, row[1].split(","))] for row in found.fetchall() if row[1]}


def add_sharing(
    connection: sqlite3.Connection,
    shared: dict[int, list[int]],
    articles: Iterable[int],
    fingerprints: list[int],
) -> None:
    """Add certain articles to what `sharing` found, though they may not be among the newest."""
    asked = json.dumps(fingerprints)
    for article in articles:
        found = connection.execute(
            "SELECT p.fingerprint FROM json_each(?) AS f JOIN lineage_postings AS p"
            " ON p.fingerprint = f.value AND p.article = ?",
            (asked, article),
        )
        for (fingerprint,) in found.fetchall():
            having = shared.setdefault(fingerprint, [])
            if article not in having:
                having.append(article)


def weights(shared: dict[int, list[int]]) -> dict[int, float]:
    """How much speaks for each article: a fingerprint counts the more the fewer have it."""
    found: dict[int, float] = defaultdict(float)
    for articles in shared.values():
        for article in articles:
            found[article] += 1 / len(articles)
    # sums of the same shares in another order are the same
    return {article: round(weight, _DIGITS) for article, weight in found.items()}
