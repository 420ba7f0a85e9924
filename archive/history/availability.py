"""Whether an article still stands there: seen, gone, withdrawn, returned."""

from __future__ import annotations

import sqlite3
from typing import Literal

from archive.db.sql import Row, one, rows
from archive.history.sightings import Sighting, tell

Departure = Literal["gone", "withdrawn"]

_GONE = frozenset({404, 410})
_AWAY = frozenset({"gone", "withdrawn"})


def see(connection: sqlite3.Connection, current: Row, seen: Sighting) -> None:
    """The article was there at this moment: it may be later, or earlier, than we knew."""
    article_id = current["id"]
    if seen.at is not None:
        connection.execute(
            "UPDATE articles SET last_seen_at = max(coalesce(last_seen_at, :at), :at),"
            " first_seen_at = min(coalesce(first_seen_at, :at), :at) WHERE id = :id",
            {"at": seen.at, "id": article_id},
        )
    if current["state"] in _AWAY and seen.moment > _left_at(connection, article_id):
        connection.execute(
            "UPDATE articles SET state = CASE WHEN EXISTS"
            " (SELECT 1 FROM revisions WHERE article = :id) THEN 'changed' ELSE 'live' END"
            " WHERE id = :id",
            {"id": article_id},
        )
        tell(connection, "returned", current, seen, detail={"former_state": current["state"]})


def leave(connection: sqlite3.Connection, current: Row, seen: Sighting, how: Departure) -> None:
    """The article was not there any more at this moment."""
    stale = seen.moment < (current["last_seen_at"] or "")
    if stale or current["state"] == how:
        return
    connection.execute("UPDATE articles SET state = ? WHERE id = ?", (how, current["id"]))
    tell(connection, how, current, seen, detail={"former_state": current["state"]})


def leave_unheld(connection: sqlite3.Connection, seen: Sighting, how: Departure) -> None:
    """No article was read from this address yet; a page that says so is remembered.

    An address that answers 404 or 410 needs no note: its capture says so.
    """
    if how == "withdrawn":
        tell(connection, how, {"id": None, "revision": None}, seen)


def since_then(connection: sqlite3.Connection, current: Row, seen: Sighting) -> None:
    """Captures may come in late: that the article has left since may be known already."""
    if seen.at is None:
        return
    last: tuple[Row, Departure] | None = None
    for later in rows(
        connection,
        "SELECT id, url, status, captured_at FROM captures WHERE url = ? AND captured_at > ?"
        " ORDER BY captured_at, id",
        current["url"],
        seen.at,
    ):
        if later["status"] in _GONE:
            last = later, "gone"
        elif _was_withdrawn(connection, later["id"]):
            last = later, "withdrawn"
    if last is not None:
        later, how = last
        then = Sighting((later["id"],), later["captured_at"], later["url"], seen.agent)
        leave(connection, current, then, how)


def _was_withdrawn(connection: sqlite3.Connection, capture: str) -> bool:
    """Whether a capture said so before there was an article."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM events"
        " WHERE type = 'withdrawn' AND article IS NULL AND capture = ?)",
        (capture,),
    )
    return bool(found.fetchone()[0])


def _left_at(connection: sqlite3.Connection, article_id: str) -> str:
    row = one(
        connection,
        "SELECT max(at) AS at FROM events WHERE article = ? AND type IN ('gone', 'withdrawn')",
        article_id,
    )
    return (row and row["at"]) or ""
