"""Merge what was read from captures into the history of its article.

Two captures are compared as read by one reader; where the former reading came from another reader,
the former capture is read again first. A new sighting is compared with its neighbours in time,
whenever it comes in: with the one before it, and, where it is no news, with the one after it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.db.sql import Row, insert, one
from archive.history import addresses, availability, readings, revisions, sightings
from archive.history.addresses import Role
from archive.history.comparison import Compared, Comparison, ReadAgain, changed_fields, is_prefix
from archive.history.mapping import article_columns
from archive.history.printed_times import says_more
from archive.history.revisions import UNPLACED_ID
from archive.history.sightings import Sighting, StoredSighting, write_sighting_event
from archive.model.article import Article
from archive.model.errors import NothingFound

__all__ = [
    "ReadAgain", "Role", "Sighting", "Status", "StoreResult", "merge_article", "note_status",
    "reread",
]  # fmt: skip

Outcome = Literal["new", "unchanged", "revised", "completed", "reread", "erased"]
Status = Literal["unchanged", "gone", "withdrawn"]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class StoreResult:
    """What was done with an article: its id, and the revision that the captures show."""

    outcome: Outcome
    article: str
    revision: str


def merge_article(
    connection: sqlite3.Connection,
    article: Article,
    sighting: Sighting,
    read_again: ReadAgain | None,
) -> StoreResult:
    """Merge a reading into the history of its article. Doing it twice changes nothing."""
    current = _current_with_unique_id(connection, article.id, sighting)
    if current is None:
        return _insert_article(connection, article, sighting)
    comparison = Comparison(connection, article, sighting, read_again)
    merged = _merge_stored_sighting(comparison)
    if merged is not None:
        return merged
    if addresses.has_moved(connection, current, article, sighting):
        addresses.move(connection, article, sighting)
        detail = {"former_url": current["url"], "url": article.url}
        write_sighting_event(connection, "moved", current, sighting, detail=detail)
        current = _must_be_current(connection, article.id)
    if addresses.is_twin(connection, current, article, sighting):
        return _merge_twin(comparison, current)
    return _merge_new_sighting(comparison, current)


def reread(
    connection: sqlite3.Connection, article: Article, captures: Sequence[str], agent: str
) -> StoreResult:
    """Replace our reading of the revision that these captures show; never makes a revision.

    The former reading stays in `events`. Raises NothingFound where no revision has the captures.
    """
    revisions.make_current_id_unique(connection, article.id)
    shown_in = connection.execute(
        "SELECT revision FROM revision_captures WHERE capture = ? AND article = ?",
        (captures[0], article.id),
    ).fetchall()
    if not shown_in:
        raise NothingFound(f"{article.id}: no revision was read from capture {captures[0]}")
    changed = False
    for (revision_id,) in shown_in:
        row = revisions.revision(connection, article.id, revision_id)
        assert row is not None
        changed = readings.replace(connection, article, row, agent) or changed
    return StoreResult("reread" if changed else "unchanged", article.id, shown_in[-1][0])


def note_status(
    connection: sqlite3.Connection, article_id: str, sighting: Sighting, status: Status
) -> None:
    """Note that the article answered as before, or that it is no longer there."""
    current = _current_with_unique_id(connection, article_id, sighting)
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
    return _complete_revision(comparison, row)


def _merge_new_sighting(comparison: Comparison, current: Row) -> StoreResult:
    """Add a sighting to the revision before it, or to the one after it, or as a new revision."""
    before, after = _neighbours(comparison.connection, current, comparison.sighting)
    with_before = comparison.with_revision(before) if before else None
    if with_before is not None and with_before.containment is not None:
        return _add_to_revision(comparison, with_before, is_first=False)
    with_after = with_before
    if before != after:
        with_after = comparison.with_revision(after) if after else None
    if with_after is not None and with_after.containment is not None:
        return _add_to_revision(comparison, with_after, is_first=True)
    return _add_revision(comparison, with_before, with_after, comparison.sighting.captures)


def _add_to_revision(comparison: Comparison, compared: Compared, *, is_first: bool) -> StoreResult:
    """Add a sighting to an existing revision; complete the revision or backdate it if needed.

    `is_first`: the sighting is earlier than all others of the revision.
    """
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    row = compared.row
    revision_id = row["revision"]
    outcome: Outcome = "reread" if compared.reread else "unchanged"
    sightings.add(connection, article.id, sighting, revision_id)
    if compared.containment == "extends":
        outcome = _complete_revision(comparison, row).outcome
    else:
        availability.mark_seen(connection, _must_be_current(connection, article.id), sighting)
        if compared.containment == "same" and _is_better(comparison, compared):
            readings.store_from(connection, article, revision_id, sighting.captures, sighting.agent)
            detail = _completed_by(article, compared)
            if detail:
                outcome = "completed"
                about = {"id": article.id, "revision": revision_id}
                write_sighting_event(connection, "completed", about, sighting, detail=detail)
    if is_first or row["revised_at"] is None:
        revision_id = _renumber(connection, article.id, sighting).get(revision_id, revision_id)
    return StoreResult(outcome, article.id, revision_id)


def _is_better(comparison: Comparison, compared: Compared) -> bool:
    """Whether to read a revision from these captures.

    It is read from those with all parts; of them, from those that print its time most finely; of
    them, from the first.
    """
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    row, stored = compared.row, compared.former
    if article.complete != bool(row["complete"]):
        return article.complete
    read_from = readings.captures_shown(connection, article.id, row["revision"])
    if says_more(stored, article):
        return False
    if says_more(article, stored):
        return bool(sighting.captures) or not read_from
    former = sightings.of_capture(connection, article.id, *read_from[:1])
    return bool(sighting.captures) and (former is None or sighting.sort_key < former.sort_key)


def _completed_by(article: Article, compared: Compared) -> dict[str, Any]:
    """What a better reading of a revision adds: its missing parts, a finer time of publication."""
    former = compared.former
    detail: dict[str, Any] = {}
    if article.complete and not compared.row["complete"]:
        detail["complete"] = True
    if article.published != former.published:
        detail["former_published"] = former.published.iso() if former.published else None
        detail["published"] = article.published.iso() if article.published else None
    return detail


def _complete_revision(comparison: Comparison, row: Row) -> StoreResult:
    """Replace the reading of a revision by one that has more of its parts."""
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    revision_id = row["revision"]
    former = readings.captures_shown(connection, article.id, revision_id)
    readings.store_from(connection, article, revision_id, sighting.captures, sighting.agent)
    availability.mark_seen(connection, _must_be_current(connection, article.id), sighting)
    detail = {"former_captures": former, "complete": article.complete}
    about = {"id": article.id, "revision": revision_id}
    write_sighting_event(connection, "completed", about, sighting, detail=detail)
    return StoreResult("completed", article.id, revision_id)


def _add_revision(
    comparison: Comparison,
    before: Compared | None,
    after: Compared | None,
    captures: Sequence[str],
) -> StoreResult:
    """Add a revision that was read from these captures, between the two that stood around it."""
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    current = _must_be_current(connection, article.id)
    detail: dict[str, Any] = {}
    if before is not None:
        detail |= {"fields": changed_fields(before.former, article)}
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
    revision_id = _renumber(connection, article.id, sighting)[UNPLACED_ID]
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
        if again is None or changed_fields(again[1], article):
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
    current = _must_be_current(connection, article.id)
    if _is_read_from_any(connection, article.id, row["revision"], earlier):
        later_half = revisions.split(connection, current, row, later)
        again = comparison.fullest(later) or _first_with_page(connection, row, later)
        if again is not None:
            readings.store_from(connection, again[1], later_half, again[0].captures, agent)
        return
    first = comparison.fullest(earlier)
    if first is None or _is_part_of(first[1], article):
        # What was seen earlier was the new text, perhaps in parts, and not the later one.
        sightings.move(connection, article.id, earlier, UNPLACED_ID)
        return
    revisions.split(connection, current, row, later)
    readings.store_from(connection, first[1], row["revision"], first[0].captures, agent)


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
) -> tuple[StoredSighting, Article] | None:
    """The first sighting that is not a 304, with the stored reading; for what cannot be reread."""
    for each in stored:
        capture = one(connection, "SELECT status FROM captures WHERE id = ?", *each.captures[:1])
        if capture is not None and capture["status"] != 304:
            return each, readings.stored_article(connection, row)
    return None


def _merge_twin(comparison: Comparison, current: Row) -> StoreResult:
    """Note what was read at another address, which may word it otherwise: it makes no revision."""
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    addresses.add_address(connection, article, "also", sighting)
    before, after = _neighbours(connection, current, sighting)
    revision_id = current["revision"]
    if before is None and after is not None and article.url == current["url"]:
        # It was read for want of the canonical page, which we had only later.
        sightings.add(connection, article.id, sighting, after["revision"])
        if addresses.read_at_twin(connection, article.id, after["revision"]):
            readings.store_from(
                connection, article, after["revision"], sighting.captures, sighting.agent
            )
        revision_id = _renumber(connection, article.id, sighting).get(revision_id, revision_id)
    availability.mark_seen(connection, current, sighting)
    return StoreResult("unchanged", article.id, revision_id)


def _merge_not_modified(connection: sqlite3.Connection, current: Row, sighting: Sighting) -> None:
    """Add a 304 as a sighting of the text that the capture showed which it refers to.

    Without such a capture, or where the 304 is stored already, nothing is to be done.
    """
    article_id = current["id"]
    if sighting.repeats is None or sightings.of_capture(
        connection, article_id, *sighting.captures[:1]
    ):
        return
    original = sightings.of_capture(connection, article_id, sighting.repeats)
    row = revisions.revision(connection, article_id, original.revision) if original else None
    if original is None or row is None:
        return
    before, after = _neighbours(connection, current, sighting)
    if before is not None and before["content_digest"] == row["content_digest"]:
        sightings.add(connection, article_id, sighting, before["revision"])
        return
    if after is not None and after["content_digest"] == row["content_digest"]:
        sightings.add(connection, article_id, sighting, after["revision"])
        _renumber(connection, article_id, sighting)
        return
    # The text stood there again, between revisions that say something else.
    article = readings.stored_article(connection, row)
    comparison = Comparison(connection, article, sighting, read_again=None)
    with_before = comparison.with_revision(before) if before else None
    with_after = comparison.with_revision(after) if after else None
    _add_revision(comparison, with_before, with_after, original.captures)


def _neighbours(
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


def _renumber(
    connection: sqlite3.Connection, article_id: str, sighting: Sighting
) -> dict[str, str]:
    """Give revisions the ids of their first sightings; write an event of each that changed."""
    ids = revisions.renumber(connection, article_id)
    for former, new in ids.items():
        if not former.startswith(UNPLACED_ID):
            about = {"id": article_id, "revision": new}
            detail = {"former_revision": former}
            write_sighting_event(connection, "redated", about, sighting, detail=detail)
    return ids


def _current_with_unique_id(
    connection: sqlite3.Connection, article_id: str, sighting: Sighting
) -> Row | None:
    """The row of `articles`, its revision named otherwise than all superseded ones."""
    current = _current(connection, article_id)
    if current is None:
        return None
    former = revisions.make_current_id_unique(connection, article_id)
    if former is not None:
        current = _must_be_current(connection, article_id)
        detail = {"former_revision": former}
        write_sighting_event(connection, "redated", current, sighting, detail=detail)
    return current


def _current(connection: sqlite3.Connection, article_id: str) -> Row | None:
    return one(connection, "SELECT * FROM articles WHERE id = ?", article_id)


def _must_be_current(connection: sqlite3.Connection, article_id: str) -> Row:
    row = _current(connection, article_id)
    assert row is not None
    return row
