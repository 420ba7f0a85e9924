"""The revisions that stood before and after a sighting."""

from __future__ import annotations

import re
import sqlite3

from archive.db.sql import Row
from archive.history import readings, revisions, sightings
from archive.history.sightings import Sighting

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def neighbours_of(
    connection: sqlite3.Connection, current: Row, sighting: Sighting
) -> tuple[Row | None, Row | None]:
    """The revisions that stood before and after this moment, as rows of `history`."""
    article_id = current["id"]
    if not sightings.shows(connection, article_id, current["revision"]):
        _add_missing_sighting(connection, current)
    before, after = sightings.neighbours(connection, article_id, sighting)
    return (
        revisions.revision(connection, article_id, before.revision) if before else None,
        revisions.revision(connection, article_id, after.revision) if after else None,
    )


def _add_missing_sighting(connection: sqlite3.Connection, current: Row) -> None:
    """Add a sighting of what another program wrote: it stood there since then, or since last seen.

    An INSERT has no sightings, and an UPDATE or UPSERT may give the current revision another id.
    """
    article_id, revision_id = current["id"], current["revision"]
    moments = [current["revised_at"] or current["first_seen_at"] or ""]
    captures = tuple(readings.captures_shown(connection, article_id, revision_id))
    if not captures:
        moments += [each.at for each in sightings.of_article(connection, article_id)]
    revisions.forget_orphans(connection, article_id)
    moment = max(filter(_MOMENT.fullmatch, moments), default="")
    sightings.add(connection, article_id, Sighting(captures, moment, None, ""), revision_id)
