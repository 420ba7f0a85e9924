"""Merge what was read from captures into the history of its article.

Two captures are compared as read by one reader; where the former reading came from another reader,
the former capture is read again first. A new sighting is compared with its neighbours in time,
whenever it comes in: with the one before it, and, where it is no news, with the one after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Literal

from archive.db.sql import Row, insert
from archive.history import (
    addresses,
    availability,
    readings,
    revision_ids,
    revisions,
    sightings,
)
from archive.history.article_rows import article_columns
from archive.history.comparison import Comparison, Judge, ReadAgain
from archive.history.neighbours import neighbours_of
from archive.history.new_revision import add_revision
from archive.history.sightings import Sighting, StoredSighting, write_sighting_event
from archive.history.store_result import StoreResult
from archive.history.stored_revision import add_to_revision, complete_revision
from archive.model.article import Article
from archive.model.errors import NothingFound

Status = Literal["unchanged", "gone", "withdrawn"]


def merge_article(
    connection: sqlite3.Connection,
    article: Article,
    sighting: Sighting,
    read_again: ReadAgain | None,
    judge: Judge | None = None,
) -> StoreResult:
    """Merge a reading into the history of its article. Doing it twice changes nothing.

    Where it differs, and `judge` doubts that the station changed its words, what is known stays.
    """
    current = revision_ids.current_with_unique_id(connection, article.id, sighting)
    if current is None:
        return _insert_article(connection, article, sighting)
    comparison = Comparison(connection, article, sighting, read_again, judge)
    merged = _merge_stored_sighting(comparison)
    if merged is not None:
        return merged
    if addresses.has_moved(connection, current, article, sighting):
        addresses.move(connection, article, sighting)
        detail = {"former_url": current["url"], "url": article.url}
        write_sighting_event(connection, "moved", current, sighting, detail=detail)
        current = revisions.must_be_current(connection, article.id)
    if addresses.is_twin(connection, current, article, sighting):
        return _merge_twin(comparison, current)
    return _merge_new_sighting(comparison, current)


def reread(
    connection: sqlite3.Connection,
    article: Article,
    captures: Sequence[str],
    agent: str,
    revision: str | None = None,
) -> StoreResult:
    """Replace our reading of the revision that these captures show; never makes a revision.

    Or of `revision`, which is read from these captures from now on. The former reading stays in
    `events`. Raises NothingFound where no revision has the captures.
    """
    revisions.make_current_id_unique(connection, article.id)
    shown_in = [revision] if revision else readings.shown_in(connection, article.id, captures[0])
    if not shown_in:
        raise NothingFound(f"{article.id}: no revision was read from capture {captures[0]}")
    changed = False
    for revision_id in shown_in:
        row = revisions.revision(connection, article.id, revision_id)
        if row is None:
            raise NothingFound(f"{article.id}@{revision_id}: no such revision")
        changed = readings.replace(connection, article, row, agent) or changed
        readings.read_from(connection, article.id, revision_id, captures)
    return StoreResult("reread" if changed else "unchanged", article.id, shown_in[-1])


def note_status(
    connection: sqlite3.Connection, article_id: str, sighting: Sighting, status: Status
) -> None:
    """Note that the article answered as before, or that it is no longer there."""
    current = revision_ids.current_with_unique_id(connection, article_id, sighting)
    if current is None:
        # Its address was found, but no article was read from it yet.
        if status != "unchanged":
            availability.note_unread_withdrawal(connection, sighting, status)
        return
    if status == "unchanged":
        availability.mark_seen(connection, current, sighting)
        _merge_not_modified(connection, current, sighting)
        return
    availability.mark_gone(connection, current, sighting, status)


def _insert_article(
    connection: sqlite3.Connection, article: Article, sighting: Sighting
) -> StoreResult:
    """Insert the first reading of an article, which is its current revision."""
    _add_station(connection, article.station)
    revisions.forget_orphans(connection, article.id)
    revision_id = revisions.revision_id_at(sighting.moment)
    row = {
        "id": article.id,
        "station": article.station,
        "url": article.url,
        **article_columns(article),
        "revision": revision_id,
        "revised_at": sighting.at,
        "first_seen_at": sighting.at,
        "last_seen_at": sighting.at,
        "state": "live",
    }
    insert(connection, "articles", row)
    readings.attach(connection, article, revision_id, sighting.captures)
    sightings.add(connection, article.id, sighting, revision_id)
    addresses.add_address(connection, article, "canonical", sighting)
    write_sighting_event(connection, "new", row, sighting)
    availability.apply_later_status(connection, row, sighting)
    return StoreResult("new", article.id, revision_id)


def _add_station(connection: sqlite3.Connection, station: str) -> None:
    """Add a station that no file describes yet; `Archive.station` writes the rest of it."""
    known = connection.execute("SELECT 1 FROM stations WHERE name = ?", (station,)).fetchone()
    if known is None:
        insert(
            connection, "stations", {"name": station, "title": station, "tested_on": "unverified"}
        )


def _merge_stored_sighting(comparison: Comparison) -> StoreResult | None:
    """Merge another reading of a stored sighting; None where these captures are new."""
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    stored = sightings.of_capture(connection, article.id, *sighting.captures[:1])
    if stored is None:
        return None
    row = revisions.revision(connection, article.id, stored.revision)
    if row is None:  # another program deleted it
        return None
    read_from = tuple(readings.captures_shown(connection, article.id, stored.revision))
    if sighting.captures == read_from:
        return reread(connection, article, read_from, sighting.agent)
    if set(sighting.captures) <= set(stored.captures):
        return StoreResult("unchanged", article.id, stored.revision)
    sightings.extend(connection, article.id, sighting)
    if read_from[:1] != sighting.captures[:1] and row["complete"]:
        return StoreResult("unchanged", article.id, stored.revision)
    return complete_revision(comparison, row)


def _merge_new_sighting(comparison: Comparison, current: Row) -> StoreResult:
    """Add a sighting to the revision before it, or to the one after it, or as a new revision."""
    before, after = neighbours_of(comparison.connection, current, comparison.sighting)
    with_before = comparison.with_revision(before) if before else None
    if with_before is not None and with_before.containment is not None:
        return add_to_revision(comparison, with_before, is_first=False)
    with_after = with_before
    if before != after:
        with_after = comparison.with_revision(after, is_later=True) if after else None
    if with_after is not None and with_after.containment is not None:
        return add_to_revision(comparison, with_after, is_first=True)
    doubts = (compared.doubt for compared in (with_before, with_after) if compared)
    if doubt := next(filter(None, doubts), None):
        availability.mark_seen(comparison.connection, current, comparison.sighting)
        return StoreResult("suspected", current["id"], current["revision"], doubt)
    return add_revision(comparison, with_before, with_after, comparison.sighting.captures)


def _merge_twin(comparison: Comparison, current: Row) -> StoreResult:
    """Note what was read at another address, which may word it otherwise: it makes no revision."""
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    addresses.add_address(connection, article, "also", sighting)
    before, after = neighbours_of(connection, current, sighting)
    revision_id = current["revision"]
    if before is None and after is not None and article.url == current["url"]:
        # It was read for want of the canonical page, which we had only later.
        sightings.add(connection, article.id, sighting, after["revision"])
        if addresses.read_at_twin(connection, article.id, after["revision"]):
            readings.store_from(
                connection, article, after["revision"], sighting.captures, sighting.agent
            )
        revision_id = revision_ids.renumber(connection, article.id, sighting).get(
            revision_id, revision_id
        )
    availability.mark_seen(connection, current, sighting)
    return StoreResult("unchanged", article.id, revision_id)


def _merge_not_modified(connection: sqlite3.Connection, current: Row, sighting: Sighting) -> None:
    """Add a 304 as a sighting of the text that the capture showed which it refers to."""
    article_id = current["id"]
    repeated = _repeated_text(connection, article_id, sighting)
    if repeated is None:
        return
    original, row = repeated
    before, after = neighbours_of(connection, current, sighting)
    if before is not None and before["content_digest"] == row["content_digest"]:
        sightings.add(connection, article_id, sighting, before["revision"])
        return
    if after is not None and after["content_digest"] == row["content_digest"]:
        sightings.add(connection, article_id, sighting, after["revision"])
        revision_ids.renumber(connection, article_id, sighting)
        return
    # The text stood there again, between revisions that say something else.
    article = readings.stored_article(connection, row)
    comparison = Comparison(connection, article, sighting, read_again=None)
    with_before = comparison.with_revision(before) if before else None
    with_after = comparison.with_revision(after) if after else None
    add_revision(comparison, with_before, with_after, original.captures)


def _repeated_text(
    connection: sqlite3.Connection, article_id: str, sighting: Sighting
) -> tuple[StoredSighting, Row] | None:
    """The stored sighting that a 304 refers to, and the revision that it shows.

    None where there is no such sighting, or the 304 is stored already.
    """
    if sighting.repeats is None:
        return None
    if sightings.of_capture(connection, article_id, *sighting.captures[:1]) is not None:
        return None
    original = sightings.of_capture(connection, article_id, sighting.repeats)
    row = revisions.revision(connection, article_id, original.revision) if original else None
    return None if original is None or row is None else (original, row)
