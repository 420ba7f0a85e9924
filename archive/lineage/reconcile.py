"""Link recent articles again, with what has become known since they were added.

The first articles of a station are added before its boilerplate is known, a roundup may be added
before its sources, and a phrase is rare until the fifth text has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import TypeVar

from archive.lineage.batch.candidates import has_duckdb
from archive.lineage.link_article import link_article, link_key
from archive.lineage.rebuild import rebuild

Key = TypeVar("Key")

#: More articles than that are linked by `rebuild`, if they are most of the archive.
MANY = 2_000
#: Begins a transaction on the connection: `Archive.transaction`.
Transaction = Callable[[], AbstractContextManager[object]]
#: Articles that are linked in one transaction.
BATCH = 200


def unlinked_keys(connection: sqlite3.Connection) -> list[int]:
    """The keys of articles without a lineage, added by a version that had none."""
    found = connection.execute(
        "SELECT key FROM articles WHERE key NOT IN (SELECT article FROM lineage_members)"
        " ORDER BY key"
    )
    return [row[0] for row in found]


def pending_keys(connection: sqlite3.Connection) -> list[int]:
    """The keys of articles that came in, or were revised, and were not linked again since."""
    found = connection.execute(
        "SELECT t.article FROM lineage_members AS t JOIN articles AS a ON a.key = t.article"
        " WHERE NOT t.is_final ORDER BY t.article"
    )
    return [row[0] for row in found]


def relink(connection: sqlite3.Connection, keys: list[int]) -> None:
    """Link these articles again and mark them as done; call it in a transaction."""
    for key in keys:
        link_key(connection, key)
    connection.executemany(
        "UPDATE lineage_members SET is_final = 1 WHERE article = ?", ((key,) for key in keys)
    )


def reconcile(
    connection: sqlite3.Connection,
    transaction: Transaction,
    on_progress: Callable[[int, int], None] | None = None,
) -> int:
    """Link articles without a lineage, then the pending ones; gives the number of the latter.

    Each batch is a transaction, so that the work can be interrupted and resumed.
    `on_progress` is called with how many are done, and how many there are.
    """
    _link_each(connection, transaction, unlinked_keys(connection))
    keys = pending_keys(connection)
    for number, batch in enumerate(batches(keys)):
        if on_progress is not None:
            on_progress(number * BATCH, len(keys))
        with transaction():
            relink(connection, batch)
    return len(keys)


def catch_up(
    connection: sqlite3.Connection, transaction: Transaction, changed: Sequence[str]
) -> None:
    """Link many new articles, and those of these ids: each once, as if it had just come in.

    Where most of the archive is new, `rebuild` does that in less time.
    """
    keys = unlinked_keys(connection)
    (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    if len(keys) > max(MANY, articles / 2) and has_duckdb():
        with transaction():
            rebuild(connection)
        return
    _link_each(connection, transaction, keys)
    for batch in batches(changed):
        with transaction():
            for article in batch:
                link_article(connection, article)


def _link_each(
    connection: sqlite3.Connection, transaction: Transaction, keys: Sequence[int]
) -> None:
    for batch in batches(keys):
        with transaction():
            for key in batch:
                link_key(connection, key)


def batches(keys: Sequence[Key]) -> list[list[Key]]:
    """Split keys into batches of one transaction each.

    >>> [len(batch) for batch in batches(list(range(450)))]
    [200, 200, 50]
    """
    left = iter(keys)
    return list(iter(lambda: list(islice(left, BATCH)), []))
