"""Take corrections back: what their captures show, as it was read, is no revision."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from archive.history import revisions, sightings
from archive.history.reorder import rearrange
from archive.history.taken_back import EVENT


def take_back(connection: sqlite3.Connection, article_id: str, captures: Sequence[str]) -> None:
    """Forget that the article was seen in these captures, and the revisions seen in no others.

    The corrections stay in `events`, with the outcome `undone`.
    """
    listed = json.dumps(list(captures))
    connection.execute(
        "UPDATE events SET outcome = ? WHERE article = ? AND type = 'correction'"
        " AND capture IN (SELECT value FROM json_each(?))",
        (EVENT, article_id, listed),
    )
    if not _others(connection, article_id, captures):
        return  # what was first read stays
    for capture in captures:
        sightings.forget(connection, article_id, capture)
    if revisions.current(connection, article_id) is not None:
        rearrange(connection, article_id)


def _others(connection: sqlite3.Connection, article_id: str, captures: Sequence[str]) -> bool:
    """Whether the article was seen in other captures as well, or loaded."""
    stored = sightings.of_article(connection, article_id)
    return any(not each.captures or each.captures[0] not in captures for each in stored)
