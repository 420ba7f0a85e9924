"""A sighting of a stored revision: it may give it more parts, a finer time or an earlier id."""

from __future__ import annotations

from typing import Any

from archive.db.sql import Row
from archive.history import availability, readings, revision_ids, revisions, sightings
from archive.history.comparison import Compared, Comparison
from archive.history.printed_times import says_more
from archive.history.sightings import write_sighting_event
from archive.history.store_result import Outcome, StoreResult
from archive.model.article import Article

_SAME = ("same", "same words")


def add_to_revision(comparison: Comparison, compared: Compared, *, is_first: bool) -> StoreResult:
    """Add a sighting to an existing revision; complete the revision or backdate it if needed.

    `is_first`: the sighting is earlier than all others of the revision.
    """
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    row = compared.row
    revision_id = row["revision"]
    outcome: Outcome = "reread" if compared.reread else "unchanged"
    sightings.add(connection, article.id, sighting, revision_id)
    if compared.containment == "extends":
        outcome = complete_revision(comparison, row).outcome
    else:
        availability.mark_seen(
            connection, revisions.must_be_current(connection, article.id), sighting
        )
        if compared.containment in _SAME and _is_better(comparison, compared):
            readings.store_from(connection, article, revision_id, sighting.captures, sighting.agent)
            detail = _completed_by(article, compared)
            if detail:
                outcome = "completed"
                about = {"id": article.id, "revision": revision_id}
                write_sighting_event(connection, "completed", about, sighting, detail=detail)
    if is_first or row["revised_at"] is None:
        revision_id = revision_ids.renumber(connection, article.id, sighting).get(
            revision_id, revision_id
        )
    return StoreResult(outcome, article.id, revision_id)


def complete_revision(comparison: Comparison, row: Row) -> StoreResult:
    """Replace the reading of a revision by one that has more of its parts."""
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    revision_id = row["revision"]
    former = readings.captures_shown(connection, article.id, revision_id)
    readings.store_from(connection, article, revision_id, sighting.captures, sighting.agent)
    availability.mark_seen(connection, revisions.must_be_current(connection, article.id), sighting)
    detail = {"former_captures": former, "complete": article.complete}
    about = {"id": article.id, "revision": revision_id}
    write_sighting_event(connection, "completed", about, sighting, detail=detail)
    return StoreResult("completed", article.id, revision_id)


def _is_better(comparison: Comparison, compared: Compared) -> bool:
    """Whether to read a revision from these captures.

    It is read from those with all parts; of them, from those that print its time most finely; of
    them, from the first. In other markup fewer fields may be read: then from the first.
    """
    connection, article, sighting = comparison.connection, comparison.article, comparison.sighting
    row, stored = compared.row, compared.former
    is_same = compared.containment == "same"
    if is_same and article.complete != bool(row["complete"]):
        return article.complete
    read_from = readings.captures_shown(connection, article.id, row["revision"])
    if is_same and says_more(stored, article):
        return False
    if is_same and says_more(article, stored):
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
