"""What becomes of an article that was read again: seen, revised, completed, reread, gone.

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
from archive.history import addresses
from archive.history import availability as departure
from archive.history import readings as reading
from archive.history import revisions as history
from archive.history import sightings as sighting
from archive.history.addresses import Role
from archive.history.comparison import Compared, Comparison, ReadAgain, begins, changed_fields
from archive.history.mapping import said
from archive.history.sightings import Seen, Sighting, tell
from archive.model.article import Article
from archive.model.errors import NothingFound

__all__ = ["Held", "ReadAgain", "Role", "Sight", "Sighting", "hold", "reread", "saw"]

Outcome = Literal["new", "unchanged", "revised", "completed", "reread", "erased"]
Sight = Literal["unchanged", "gone", "withdrawn"]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class Held:
    """What `hold` did: the article's id, and the revision that the captures show."""

    outcome: Outcome
    article: str
    revision: str


def hold(
    connection: sqlite3.Connection,
    article: Article,
    seen: Sighting,
    read_again: ReadAgain | None,
) -> Held:
    """Put the article where it belongs among what is held. Doing it twice changes nothing."""
    current = _distinct(connection, article.id, seen)
    if current is None:
        return _first(connection, article, seen)
    comparison = Comparison(connection, article, seen, read_again)
    known = _known(comparison)
    if known is not None:
        return known
    if addresses.has_moved(connection, current, article, seen):
        addresses.move(connection, article, seen)
        detail = {"former_url": current["url"], "url": article.url}
        tell(connection, "moved", current, seen, detail=detail)
        current = _must_be_current(connection, article.id)
    if addresses.is_twin(connection, current, article, seen):
        return _seen_at_twin(comparison, current)
    return _placed(comparison, current)


def reread(
    connection: sqlite3.Connection, article: Article, captures: Sequence[str], agent: str
) -> Held:
    """Replace our reading of the revision that these captures show; never makes a revision.

    The former reading stays in `events`. Raises NothingFound where no revision has the captures.
    """
    history.distinguish(connection, article.id)
    revisions = connection.execute(
        "SELECT revision FROM revision_captures WHERE capture = ? AND article = ?",
        (captures[0], article.id),
    ).fetchall()
    if not revisions:
        raise NothingFound(f"{article.id}: no revision was read from capture {captures[0]}")
    changed = False
    for (called,) in revisions:
        row = _revision(connection, article.id, called)
        changed = reading.replace(connection, article, row, agent) or changed
    return Held("reread" if changed else "unchanged", article.id, revisions[-1][0])


def saw(connection: sqlite3.Connection, article_id: str, seen: Sighting, sight: Sight) -> None:
    """Note that the article answered as before, or that it is no longer there."""
    current = _distinct(connection, article_id, seen)
    if current is None:
        # Its address was found, but no article was read from it yet.
        if sight != "unchanged":
            departure.leave_unheld(connection, seen, sight)
        return
    if sight == "unchanged":
        departure.see(connection, current, seen)
        _repeated(connection, current, seen)
        return
    departure.leave(connection, current, seen, sight)


def _first(connection: sqlite3.Connection, article: Article, seen: Sighting) -> Held:
    _know(connection, article.station)
    history.forget_orphans(connection, article.id)
    called = history.label(seen.moment)
    row = {
        "id": article.id,
        "station": article.station,
        "url": article.url,
        **said(article),
        "revision": called,
        "revised_at": seen.at,
        "first_seen_at": seen.at,
        "last_seen_at": seen.at,
        "state": "live",
    }
    insert(connection, "articles", row)
    reading.attach(connection, article, called, seen.captures)
    sighting.add(connection, article.id, seen, called)
    addresses.add_address(connection, article, "canonical", seen)
    tell(connection, "new", row, seen)
    departure.since_then(connection, row, seen)
    return Held("new", article.id, called)


def _know(connection: sqlite3.Connection, station: str) -> None:
    """Add a station that no file describes yet; `Archive.station` tells the rest of it."""
    known = connection.execute("SELECT 1 FROM stations WHERE name = ?", (station,)).fetchone()
    if known is None:
        insert(connection, "stations", {"name": station, "title": station, "reads": "unverified"})


def _known(comparison: Comparison) -> Held | None:
    """What to do where the first of these captures is held already; None where it is not."""
    connection, article, seen = comparison.connection, comparison.article, comparison.seen
    found = sighting.of_capture(connection, article.id, *seen.captures[:1])
    if found is None:
        return None
    row = history.revision(connection, article.id, found.revision)
    if row is None:  # another program deleted it
        return None
    shown = tuple(reading.captures_shown(connection, article.id, found.revision))
    if seen.captures == shown:
        return reread(connection, article, shown, seen.agent)
    if set(seen.captures) <= set(found.captures):
        return Held("unchanged", article.id, found.revision)
    sighting.extend(connection, article.id, seen)
    if shown[:1] != seen.captures[:1] and row["complete"]:
        return Held("unchanged", article.id, found.revision)
    return _completed(comparison, row)


def _placed(comparison: Comparison, current: Row) -> Held:
    """The same as before, the same as later, or something else in between."""
    before, after = _neighbours(comparison.connection, current, comparison.seen)
    with_before = comparison.with_revision(before) if before else None
    if with_before is not None and with_before.fit is not None:
        return _joined(comparison, with_before, begins_with_it=False)
    with_after = with_before
    if before != after:
        with_after = comparison.with_revision(after) if after else None
    if with_after is not None and with_after.fit is not None:
        return _joined(comparison, with_after, begins_with_it=True)
    return _revised(comparison, with_before, with_after, comparison.seen.captures)


def _joined(comparison: Comparison, compared: Compared, *, begins_with_it: bool) -> Held:
    """A revision was seen once more: perhaps with more of its parts, perhaps earlier."""
    connection, article, seen = comparison.connection, comparison.article, comparison.seen
    row = compared.row
    called = row["revision"]
    outcome: Outcome = "reread" if compared.reread else "unchanged"
    sighting.add(connection, article.id, seen, called)
    if compared.fit == "completes it":
        outcome = _completed(comparison, row).outcome
    else:
        departure.see(connection, _must_be_current(connection, article.id), seen)
        if compared.fit == "same" and _is_better(connection, row, article, seen):
            reading.store_from(connection, article, called, seen.captures, seen.agent)
            if article.complete and not row["complete"]:
                about = {"id": article.id, "revision": called}
                tell(connection, "completed", about, seen, detail={"complete": True})
    if begins_with_it or row["revised_at"] is None:
        called = _settled(connection, article.id, seen).get(called, called)
    return Held(outcome, article.id, called)


def _is_better(connection: sqlite3.Connection, row: Row, article: Article, seen: Sighting) -> bool:
    """Whether a revision is read from these captures rather: the first of those that have all."""
    if article.complete != bool(row["complete"]):
        return article.complete
    shown = reading.captures_shown(connection, article.id, row["revision"])
    former = sighting.of_capture(connection, article.id, *shown[:1])
    return bool(seen.captures) and (former is None or seen.place < former.place)


def _completed(comparison: Comparison, row: Row) -> Held:
    """The reading of a revision is replaced by one that has more of its parts."""
    connection, article, seen = comparison.connection, comparison.article, comparison.seen
    called = row["revision"]
    former = reading.captures_shown(connection, article.id, called)
    reading.store_from(connection, article, called, seen.captures, seen.agent)
    departure.see(connection, _must_be_current(connection, article.id), seen)
    detail = {"former_captures": former, "complete": article.complete}
    about = {"id": article.id, "revision": called}
    tell(connection, "completed", about, seen, detail=detail)
    return Held("completed", article.id, called)


def _revised(
    comparison: Comparison,
    before: Compared | None,
    after: Compared | None,
    captures: Sequence[str],
) -> Held:
    """The station said something else at this moment, which was read from these captures."""
    connection, article, seen = comparison.connection, comparison.article, comparison.seen
    current = _must_be_current(connection, article.id)
    detail: dict[str, Any] = {}
    if before is not None:
        detail |= {"fields": changed_fields(before.held, article)}
        detail |= {"former_revision": before.row["revision"]}
    if after is None:
        history.add_current(connection, article, current)
    else:
        history.add_former(connection, article, current)
        detail |= {"found": "later than the revisions after it"}
        if before is not None and before.row["revision"] == after.row["revision"]:
            _divide(comparison, before.row)
    reading.attach(connection, article, history.PLACELESS, captures)
    sighting.add(connection, article.id, seen, history.PLACELESS)
    departure.see(connection, current, seen)
    called = _settled(connection, article.id, seen)[history.PLACELESS]
    certain = before is None or before.certain
    outcome = "success" if certain else "read by two readers"
    about = {"id": article.id, "revision": called}
    tell(connection, "correction", about, seen, detail=detail, outcome=outcome)
    return Held("revised", article.id, called)


def _divide(comparison: Comparison, row: Row) -> None:
    """Within what was taken for one revision the station said something else."""
    connection, article, seen = comparison.connection, comparison.article, comparison.seen
    sightings = [
        each
        for each in sighting.of_article(connection, article.id)
        if each.revision == row["revision"]
    ]
    earlier = [each for each in sightings if each.place < seen.place]
    later = [each for each in sightings if each.place > seen.place]
    shown = tuple(reading.captures_shown(connection, article.id, row["revision"]))
    first = None
    if shown and not any(each.captures[:1] == shown[:1] for each in earlier):
        # Earlier it was seen in part only: were these the first parts of what was found now?
        first = comparison.fullest(earlier)
        if first is None or begins(article, first[1]):
            sighting.move(connection, article.id, earlier, history.PLACELESS)
            return
    half = history.split(connection, _must_be_current(connection, article.id), row, later)
    if first is not None:
        reading.store_from(connection, first[1], row["revision"], first[0].captures, seen.agent)
        return
    again = comparison.fullest(later) or _as_it_was(connection, row, later)
    if again is not None:
        reading.store_from(connection, again[1], half, again[0].captures, seen.agent)


def _as_it_was(
    connection: sqlite3.Connection, row: Row, later: list[Seen]
) -> tuple[Seen, Article] | None:
    """A later sighting that nobody can read now showed what was read before; a 304 has no page."""
    for seen in later:
        capture = one(connection, "SELECT status FROM captures WHERE id = ?", *seen.captures[:1])
        if capture is not None and capture["status"] != 304:
            return seen, reading.stored_article(connection, row)
    return None


def _seen_at_twin(comparison: Comparison, current: Row) -> Held:
    """Another address has its own way to say things: that is no news of the canonical one."""
    connection, article, seen = comparison.connection, comparison.article, comparison.seen
    addresses.add_address(connection, article, "also", seen)
    before, after = _neighbours(connection, current, seen)
    called = current["revision"]
    if before is None and after is not None and article.url == current["url"]:
        # It was read for want of the canonical page, which we had only later.
        sighting.add(connection, article.id, seen, after["revision"])
        if addresses.read_at_twin(connection, article.id, after["revision"]):
            reading.store_from(connection, article, after["revision"], seen.captures, seen.agent)
        called = _settled(connection, article.id, seen).get(called, called)
    departure.see(connection, current, seen)
    return Held("unchanged", article.id, called)


def _repeated(connection: sqlite3.Connection, current: Row, seen: Sighting) -> None:
    """The server says that its page is what it was in an earlier capture, which it named (304)."""
    article_id = current["id"]
    original = sighting.of_capture(connection, article_id, seen.repeats) if seen.repeats else None
    if original is None or sighting.of_capture(connection, article_id, *seen.captures[:1]):
        return
    row = history.revision(connection, article_id, original.revision)
    if row is None:
        return
    article = reading.stored_article(connection, row)
    comparison = Comparison(connection, article, seen, None)
    before, after = _neighbours(connection, current, seen)
    for neighbour in (before, after):
        if neighbour is not None and neighbour["content_digest"] == row["content_digest"]:
            sighting.add(connection, article_id, seen, neighbour["revision"])
            if neighbour is after:
                _settled(connection, article_id, seen)
            return
    with_before = comparison.with_revision(before) if before else None
    with_after = comparison.with_revision(after) if after else None
    _revised(comparison, with_before, with_after, original.captures)


def _neighbours(
    connection: sqlite3.Connection, current: Row, seen: Sighting
) -> tuple[Row | None, Row | None]:
    """The revisions that stood before and after this moment, as rows of `history`."""
    article_id = current["id"]
    if not sighting.shows(connection, article_id, current["revision"]):
        _adopt(connection, current)
    before, after = sighting.neighbours(connection, article_id, seen)
    return (
        history.revision(connection, article_id, before.revision) if before else None,
        history.revision(connection, article_id, after.revision) if after else None,
    )


def _adopt(connection: sqlite3.Connection, current: Row) -> None:
    """Another program wrote the article: it stood there since then, or since it was last seen."""
    article_id, called = current["id"], current["revision"]
    moments = [current["revised_at"] or current["first_seen_at"] or ""]
    captures = tuple(reading.captures_shown(connection, article_id, called))
    if not captures:
        moments += [seen.at for seen in sighting.of_article(connection, article_id)]
    history.forget_orphans(connection, article_id)
    moment = max(filter(_MOMENT.fullmatch, moments), default="")
    sighting.add(connection, article_id, Sighting(captures, moment, None, ""), called)


def _settled(connection: sqlite3.Connection, article_id: str, seen: Sighting) -> dict[str, str]:
    """Revisions are called by their first sightings; each that had another name before is told."""
    names = history.settle(connection, article_id)
    for former, now in names.items():
        if not former.startswith(history.PLACELESS):
            about = {"id": article_id, "revision": now}
            tell(connection, "redated", about, seen, detail={"former_revision": former})
    return names


def _distinct(connection: sqlite3.Connection, article_id: str, seen: Sighting) -> Row | None:
    """The article as it stands, its revision called otherwise than all superseded ones."""
    current = _current(connection, article_id)
    former = history.distinguish(connection, article_id) if current is not None else None
    if former is not None:
        current = _must_be_current(connection, article_id)
        tell(connection, "redated", current, seen, detail={"former_revision": former})
    return current


def _current(connection: sqlite3.Connection, article_id: str) -> Row | None:
    return one(connection, "SELECT * FROM articles WHERE id = ?", article_id)


def _must_be_current(connection: sqlite3.Connection, article_id: str) -> Row:
    row = _current(connection, article_id)
    assert row is not None
    return row


def _revision(connection: sqlite3.Connection, article_id: str, called: str) -> Row:
    row = history.revision(connection, article_id, called)
    assert row is not None
    return row
