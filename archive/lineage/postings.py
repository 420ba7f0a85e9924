"""The inverted index of fingerprints in SQLite: which articles share them.

Every fingerprint is indexed, and of the articles that have one only the newest are read. A common
phrase costs little, and the reprint of a notice that is printed every day is still found.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from archive.db.sql import numbers

#: How many of the articles that have a fingerprint are read, the newest first.
NEWEST = 60
_DIGITS = 6

#: The articles that have a fingerprint.
Articles = tuple[int, ...]

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
) -> dict[int, Articles]:
    """The newest other articles that have each fingerprint; fingerprints of none are left out."""
    found = connection.execute(_SHARING, (numbers(fingerprints), article)).fetchall()
    # those of one form are had by the same articles
    read = {text: tuple(map(int, text.split(","))) for text in {row[1] for row in found} if text}
    return {fingerprint: read[text] for fingerprint, text in found if text}


def add_sharing(
    connection: sqlite3.Connection,
    shared: dict[int, Articles],
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
            sharing_it = shared.get(fingerprint, ())
            if article not in sharing_it:
                shared[fingerprint] = (*sharing_it, article)


def alike(shared: Mapping[int, Articles]) -> Counter[Articles]:
    """How many fingerprints are had by the same articles, these once: a form has dozens."""
    return Counter(shared.values())


def weights(shared: Mapping[int, Articles]) -> dict[int, float]:
    """Weigh the articles: a fingerprint counts the more the fewer articles have it."""
    found: dict[int, float] = defaultdict(float)
    for articles, fingerprints in alike(shared).items():
        weight = fingerprints / len(articles)
        for article in articles:
            found[article] += weight
    # rounding makes sums in another order equal
    return {article: round(weight, _DIGITS) for article, weight in found.items()}
