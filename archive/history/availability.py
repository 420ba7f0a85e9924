"""Whether an article still stands there: seen, gone, withdrawn, returned."""

from __future__ import annotations

import sqlite3
from typing import Literal

from archive.db.sql import Row, one, rows
from archive.history.sightings import Sighting, write_sighting_event
from archive.schema.clocks import MADE_AT

Absence = Literal["gone", "withdrawn"]

_GONE = frozenset({404, 410})
_AWAY = frozenset({"gone", "withdrawn"})


def mark_seen(connection: sqlite3.Connection, current: Row, sighting: Sighting) -> None:
    """Note that the article was there at this moment, later or earlier than any moment known."""
    article_id = current["id"]
    if sighting.at is not None:
        connection.execute(
            "UPDATE articles SET last_seen_at = max(coalesce(last_seen_at, :at), :at),"
            " first_seen_at = min(coalesce(first_seen_at, :at), :at) WHERE id = :id",
            {"at": sighting.at, "id": article_id},
        )
    if current["state"] in _AWAY and sighting.moment > _left_at(connection, article_id):
        connection.execute(
            "UPDATE articles SET state = CASE WHEN EXISTS"
            " (SELECT 1 FROM revisions WHERE article = :id) THEN 'changed' ELSE 'live' END"
            " WHERE id = :id",
            {"id": article_id},
        )
        write_sighting_event(
            connection, "returned", current, sighting, detail={"former_state": current["state"]}
        )


def mark_gone(
    connection: sqlite3.Connection, current: Row, sighting: Sighting, status: Absence
) -> None:
    """Note that the article was not there any more at this moment."""
    stale = sighting.moment < (current["last_seen_at"] or "")
    if stale or current["state"] == status:
        return
    connection.execute("UPDATE articles SET state = ? WHERE id = ?", (status, current["id"]))
    write_sighting_event(
        connection, status, current, sighting, detail={"former_state": current["state"]}
    )


def note_unread_withdrawal(
    connection: sqlite3.Connection, sighting: Sighting, status: Absence
) -> None:
    """Write an event of a withdrawn page from which no article was read yet.

    An address that answers 404 or 410 needs no note: its capture says so.
    """
    if status == "withdrawn":
        write_sighting_event(connection, status, {"id": None, "revision": None}, sighting)


def apply_later_status(connection: sqlite3.Connection, current: Row, sighting: Sighting) -> None:
    """Note that the article is gone where a later capture says so: captures may come in late."""
    if sighting.at is None:
        return
    last: tuple[Row, Absence] | None = None
    for later in rows(
        connection,
        f"SELECT id, url, status, {MADE_AT} AS made_at FROM captures WHERE url = ? AND made_at > ?"
        " ORDER BY made_at, id",
        current["url"],
        sighting.at,
    ):
        if later["status"] in _GONE:
            last = later, "gone"
        elif _was_withdrawn(connection, later["id"]):
            last = later, "withdrawn"
    if last is not None:
        later, status = last
        then = Sighting((later["id"],), later["made_at"], later["url"], sighting.agent)
        mark_gone(connection, current, then, status)


def _was_withdrawn(connection: sqlite3.Connection, capture: str) -> bool:
    """Whether a capture said so before there was an article."""
    exists = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM events"
        " WHERE type = 'withdrawn' AND article IS NULL AND capture = ?)",
        (capture,),
    )
    return bool(exists.fetchone()[0])


def _left_at(connection: sqlite3.Connection, article_id: str) -> str:
    row = one(
        connection,
        "SELECT max(at) AS at FROM events WHERE article = ? AND type IN ('gone', 'withdrawn')",
        article_id,
    )
    return (row and row["at"]) or ""
