"""The inverted index of fingerprints in SQLite: which articles share them.

Every fingerprint is indexed, and of the articles that have one only the newest are read. A common
phrase costs little, and the reprint of a notice that is printed every day is still found.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from archive.db.sql import numbers

#: How many of the articles that have a fingerprint are read, the newest first.
NEWEST = 60
_DIGITS = 6

_SHARING = f"""
    SELECT f.value, (SELECT group_concat(article) FROM (
        SELECT article FROM lineage_postings WHERE fingerprint = f.value AND article <> ?2
        ORDER BY article DESC LIMIT {NEWEST}))
    FROM json_each(?1) AS f
"""


def add(connection: sqlite3.Connection, article: int, fingerprints: Iterable[int]) -> None:
    """Add the fingerprints of an article; those that are there stay.

    One statement of many rows would copy each page that it changes, to undo them together.
    """
    connection.executemany(
        "INSERT INTO lineage_postings VALUES (?, ?) ON CONFLICT DO NOTHING",
        ((fingerprint, article) for fingerprint in fingerprints),
    )


def sharing(
    connection: sqlite3.Connection, article: int, fingerprints: Iterable[int]
) -> dict[int, list[int]]:
    """The newest other articles that have each fingerprint; fingerprints of none are left out."""
    found = connection.execute(_SHARING, (numbers(fingerprints), article))
    return {row[0]: [*map(int, row[1].split(","))] for row in found.fetchall() if row[1]}


def add_sharing(
    connection: sqlite3.Connection,
    shared: dict[int, list[int]],
    articles: Iterable[int],
    fingerprints: list[int],
) -> None:
    """Add certain articles to those of `sharing`, whether they are among the newest or not."""
    wanted = numbers(fingerprints)
    for article in articles:
        found = connection.execute(
            "SELECT p.fingerprint FROM json_each(?) AS f JOIN lineage_postings AS p"
            " ON p.fingerprint = f.value AND p.article = ?",
            (wanted, article),
        )
        for (fingerprint,) in found.fetchall():
            sharing_it = shared.setdefault(fingerprint, [])
            if article not in sharing_it:
                sharing_it.append(article)


def weights(shared: dict[int, list[int]]) -> dict[int, float]:
    """Weigh the articles: a fingerprint counts the more the fewer articles have it."""
    found: dict[int, float] = defaultdict(float)
    for articles in shared.values():
        for article in articles:
            found[article] += 1 / len(articles)
    # rounding makes sums in another order equal
    return {article: round(weight, _DIGITS) for article, weight in found.items()}
