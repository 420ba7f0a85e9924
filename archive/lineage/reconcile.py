"""What came in since the last time, looked at again with what has become known in between.

The first articles of a station come before its furniture is known, a roundup may come before the
reports it is made of, and a phrase is rare until the fifth text has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice

from archive.lineage.batch_candidates import has_duckdb
from archive.lineage.link_article import link
from archive.lineage.rebuild import rebuild

#: More articles than that are linked all at once, if they are most of the archive.
MANY = 2_000
#: What begins a transaction on the connection: `Archive.transaction`.
Transaction = Callable[[], AbstractContextManager[object]]
#: Articles that are looked at in one transaction.
BATCH = 200


def unlinked(connection: sqlite3.Connection) -> list[int]:
    """The keys of articles that have no lineage yet: those held by a version without lineages."""
    found = connection.execute(
        "SELECT key FROM articles WHERE key NOT IN (SELECT article FROM lineage_texts) ORDER BY key"
    )
    return [row[0] for row in found]


def unsettled(connection: sqlite3.Connection) -> list[int]:
    """The keys of articles that came in, or were revised, since `settle` was called for them."""
    found = connection.execute(
        "SELECT t.article FROM lineage_texts AS t JOIN articles AS a ON a.key = t.article"
        " WHERE NOT t.settled ORDER BY t.article"
    )
    return [row[0] for row in found]


def settle(connection: sqlite3.Connection, keys: list[int]) -> None:
    """Link these articles again and note that it was done; call it in a transaction."""
    for key in keys:
        link(connection, key)
    connection.executemany(
        "UPDATE lineage_texts SET settled = 1 WHERE article = ?", ((key,) for key in keys)
    )


def reconcile(
    connection: sqlite3.Connection,
    transaction: Transaction,
    told: Callable[[int, int], None] | None = None,
) -> int:
    """Link what has no lineage yet, then what is unsettled; gives the number of the latter.

    Each batch is a transaction of its own, so that it can be interrupted and taken up again.
    `told` is called with how many are done, and how many there are.
    """
    for batch in batches(unlinked(connection)):
        with transaction():
            for key in batch:
                link(connection, key)
    keys = unsettled(connection)
    for number, batch in enumerate(batches(keys)):
        if told is not None:
            told(number * BATCH, len(keys))
        with transaction():
            settle(connection, batch)
    return len(keys)


def catch_up(connection: sqlite3.Connection, transaction: Transaction) -> None:
    """After many articles came in: all lineages at once where that is less work, else theirs."""
    (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    waiting = len(unlinked(connection))
    if waiting > max(MANY, articles / 2) and has_duckdb():
        with transaction():
            rebuild(connection)
    else:
        reconcile(connection, transaction)


def batches(keys: list[int]) -> list[list[int]]:
    """The keys in as many as belong in one transaction.

    >>> [len(batch) for batch in batches(list(range(450)))]
    [200, 200, 50]
    """
    left = iter(keys)
    return list(iter(lambda: list(islice(left, BATCH)), []))
