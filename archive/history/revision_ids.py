"""Ids of revisions, kept in step with the sightings; each that changes is noted in `events`."""

from __future__ import annotations

import sqlite3

from archive.db.sql import Row
from archive.history import revisions
from archive.history.revisions import UNPLACED_ID
from archive.history.sightings import Sighting, write_sighting_event


def renumber(connection: sqlite3.Connection, article_id: str, sighting: Sighting) -> dict[str, str]:
    """Give revisions the ids of their first sightings; write an event of each that changed."""
    ids = revisions.renumber(connection, article_id)
    for former, new in ids.items():
        if not former.startswith(UNPLACED_ID):
            about = {"id": article_id, "revision": new}
            detail = {"former_revision": former}
            write_sighting_event(connection, "redated", about, sighting, detail=detail)
    return ids


def current_with_unique_id(
    connection: sqlite3.Connection, article_id: str, sighting: Sighting
) -> Row | None:
    """The row of `articles`, its revision named otherwise than all superseded ones."""
    current = revisions.current(connection, article_id)
    if current is None:
        return None
    former = revisions.make_current_id_unique(connection, article_id)
    if former is not None:
        current = revisions.must_be_current(connection, article_id)
        detail = {"former_revision": former}
        write_sighting_event(connection, "redated", current, sighting, detail=detail)
    return current
