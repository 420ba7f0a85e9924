"""What a rebuilt database takes over from the former one: what no capture and no decision tells.

That is: records that were loaded, also those that are hidden; the books of runs; which station
files were used when; and what was found, mended and read otherwise, as `events` tells it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archive.db.sql import insert, rows
from archive.history.article_rows import article_from
from archive.history.merge import merge_article
from archive.history.readings import stored_article
from archive.history.sightings import Sighting
from archive.history.taken_back import EVENT
from archive.model.article import Article
from archive.store import withheld

if TYPE_CHECKING:
    from archive.store.archive import Archive

# The second half: what another program wrote into the tables.
_LOADED = """
SELECT article, at, revision FROM sightings WHERE captures = '[]'
UNION ALL
SELECT article, coalesce(revised_at, ''), revision FROM history AS h
WHERE NOT EXISTS (SELECT 1 FROM sightings AS s WHERE s.article = h.article)
  AND NOT EXISTS (SELECT 1 FROM revision_captures AS c WHERE c.article = h.article)
ORDER BY 2"""
_EVENTS = (
    "SELECT at, type, article, revision, capture, agent, outcome, detail FROM events"
    " WHERE (article IS NULL AND type <> 'redated') OR type = 'rereading'"
    f" OR (type = 'correction' AND outcome = '{EVENT}') ORDER BY id"
)


def take_over(archive: Archive, former: sqlite3.Connection) -> int:
    """Take over what only the former database knows, in the transaction that is open.

    Returns how many articles came with it.
    """
    connection, came = archive.connection, 0
    for article, at in (*_loaded(former), *_hidden(former)):
        if not archive.is_erased(article.id):
            sighting = Sighting((), at, None, archive.agent)
            came += merge_article(connection, article, sighting, None).outcome == "new"
    for table in ("runs", "station_files"):
        for row in rows(former, f"SELECT * FROM {table}"):
            insert(connection, table, row)
    for event in rows(former, _EVENTS):
        if event["article"] is None or not archive.is_erased(event["article"]):
            insert(connection, "events", event)
    return came


def _loaded(former: sqlite3.Connection) -> Iterator[tuple[Article, str]]:
    """What each loaded record said, and when it was loaded."""
    for sighting in rows(former, _LOADED):
        for row in rows(
            former,
            "SELECT * FROM history WHERE article = ? AND revision = ?",
            sighting["article"],
            sighting["revision"],
        ):
            yield stored_article(former, row), sighting["at"]


def _hidden(former: sqlite3.Connection) -> Iterator[tuple[Article, str]]:
    """The same of articles that are hidden: their rows are packed."""
    for article, packed in withheld.hidden(former):
        revision_rows: dict[str, dict[str, Any]] = {
            row["revision"]: {**row, "id": article}
            for row in (*packed["revisions"], *packed["articles"])
        }
        for sighting in packed["sightings"]:
            if sighting["captures"] == "[]":
                credits = [
                    each for each in packed["credits"] if each["revision"] == sighting["revision"]
                ]
                yield article_from(revision_rows[sighting["revision"]], credits), sighting["at"]
