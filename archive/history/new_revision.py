"""A new revision, put between the two that stood before and after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from archive.db.sql import Row, one
from archive.history import availability, readings, revision_ids, revisions, sightings
from archive.history.comparison import Compared, Comparison, Reading, changed_fields, is_prefix
from archive.history.revisions import UNPLACED_ID
from archive.history.sightings import StoredSighting, write_sighting_event
from archive.history.store_result import StoreResult
from archive.model.article import Article


def add_revision(
    comparison: Comparison,
    before: Compared | None,
    after: Compared | None,
    captures: Sequence[str],
) -> StoreResult:
    """Add a revision that was read from these captures, between the two that stood around it."""
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    current = revisions.must_be_current(connection, article.id)
    detail: dict[str, Any] = {}
    if before is not None:
        judged = before.judgement
        fields = list(judged.fields) if judged else changed_fields(before.former, article)
        detail |= {"fields": fields}
        detail |= {"former_revision": before.row["revision"]}
    if after is None:
        revisions.add_current(connection, article, current)
    else:
        revisions.add_former(connection, article, current)
        detail |= {"found": "later than the revisions after it"}
        if before is not None and before.row["revision"] == after.row["revision"]:
            _split_revision(comparison, before.row)
        else:
            _take_vague_sightings(comparison, after)
    readings.attach(connection, article, UNPLACED_ID, captures)
    sightings.add(connection, article.id, sighting, UNPLACED_ID)
    availability.mark_seen(connection, current, sighting)
    revision_id = revision_ids.renumber(connection, article.id, sighting)[UNPLACED_ID]
    certain = before is None or before.certain
    outcome = "success" if certain else "read by two readers"
    about = {"id": article.id, "revision": revision_id}
    write_sighting_event(connection, "correction", about, sighting, detail=detail, outcome=outcome)
    return StoreResult("revised", article.id, revision_id)


def _take_vague_sightings(comparison: Comparison, after: Compared) -> None:
    """Take from the revision after it the sightings that say no other time than the new text.

    They printed a day, of which the later text has one minute and the new one another.
    """
    article = comparison.article
    if changed_fields(after.former, article) != ["published"]:
        return
    vague = []
    for each in _sightings_around(comparison, after.row["revision"])[1]:
        again = comparison.fullest([each])
        if again is None or changed_fields(again.article, article):
            break
        vague.append(each)
    sightings.move(comparison.connection, article.id, vague, UNPLACED_ID)


def _split_revision(comparison: Comparison, row: Row) -> None:
    """Split a revision in two, because the new sighting between its sightings says another thing.

    The earlier half keeps the id. Each half is read from captures that were made in its time.
    """
    connection, article = comparison.connection, comparison.article
    agent = comparison.sighting.agent
    earlier, later = _sightings_around(comparison, row["revision"])
    current = revisions.must_be_current(connection, article.id)
    if _is_read_from_any(connection, article.id, row["revision"], earlier):
        later_half = revisions.split(connection, current, row, later)
        shown_later = comparison.fullest(later) or _first_with_page(connection, row, later)
        if shown_later is not None:
            read_from = shown_later.captures
            readings.store_from(connection, shown_later.article, later_half, read_from, agent)
        return
    shown_earlier = comparison.fullest(earlier)
    if shown_earlier is None or _is_part_of(shown_earlier.article, article):
        # What was seen earlier was the new text, perhaps in parts, and not the later one.
        sightings.move(connection, article.id, earlier, UNPLACED_ID)
        return
    revisions.split(connection, current, row, later)
    read_from = shown_earlier.captures
    readings.store_from(connection, shown_earlier.article, row["revision"], read_from, agent)


def _is_part_of(earlier: Article, article: Article) -> bool:
    """Whether an earlier reading says what the article says, or the first parts of it."""
    if not changed_fields(earlier, article):
        return True
    return not earlier.complete and is_prefix(earlier, article)


def _sightings_around(
    comparison: Comparison, revision_id: str
) -> tuple[list[StoredSighting], list[StoredSighting]]:
    """The sightings of a revision before the new sighting, and those after it."""
    stored = [
        each
        for each in sightings.of_article(comparison.connection, comparison.article.id)
        if each.revision == revision_id
    ]
    moment = comparison.sighting.sort_key
    return (
        [each for each in stored if each.sort_key < moment],
        [each for each in stored if each.sort_key > moment],
    )


def _is_read_from_any(
    connection: sqlite3.Connection, article_id: str, revision_id: str, stored: list[StoredSighting]
) -> bool:
    """Whether a revision was read from one of these sightings; true where it has no captures."""
    read_from = tuple(readings.captures_shown(connection, article_id, revision_id))
    return not read_from or any(each.captures[:1] == read_from[:1] for each in stored)


def _first_with_page(
    connection: sqlite3.Connection, row: Row, stored: list[StoredSighting]
) -> Reading | None:
    """The first sighting that is not a 304, with the stored reading; for what cannot be reread."""
    for each in stored:
        capture = one(connection, "SELECT status FROM captures WHERE id = ?", *each.captures[:1])
        if capture is not None and capture["status"] != 304:
            return Reading(readings.stored_article(connection, row), each.captures)
    return None
