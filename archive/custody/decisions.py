"""Apply what archivists decide to an archive, and replay the decisions of its log.

A `note` is a remark on an article, shown among its events; `overrule` says how two articles are
related; `redate` when a capture, or those of a run, were made whose clock was wrong; `undo` which
captures show no correction; `hide`, `unhide` and `erase` are takedowns and name their legal basis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from archive.custody import erasure
from archive.custody.decision_log import (
    FILE,
    TAKEDOWNS,
    Decision,
    NotReplayed,
    Type,
    append,
    decisions_in,
    last_decision,
    redact_notes,
    refuse_unwritable,
)
from archive.db.events import Event, utc, write_event
from archive.db.sql import one
from archive.history import sightings
from archive.history.reorder import rearrange
from archive.history.take_back import take_back
from archive.history.taken_back import EVENT
from archive.lineage.link_article import joined_articles, link_article, remove_fingerprints
from archive.lineage.overrides import save_override
from archive.model.errors import NothingFound, StorageError, TakenDown, UsageError
from archive.store import clocks, erased, takedown
from archive.store.archive import Archive

#: Type of a decision → type of the event that is written when it is applied.
EVENTS: dict[Type, str] = {
    "note": "note",
    "hide": "hidden",
    "unhide": "unhidden",
    "erase": "erased",
    "overrule": "overruled",
    "redate": "redated",
    "undo": EVENT,
}


def note(article: str, by: str, reason: str) -> Decision:
    """A remark on an article, made now."""
    return Decision(
        id=uuid4().hex, at=utc(datetime.now(UTC)), article=article, by=by, reason=reason
    )


def takedown_decision(kind: Type, article: str, by: str, reason: str, basis: str) -> Decision:
    """A takedown, made now: `hide`, `unhide` or `erase`."""
    return replace(note(article, by, reason), type=kind, basis=basis)


def overruling(article: str, other: str, relation: str, *, by: str, reason: str) -> Decision:
    """How two articles are related, whatever their texts say, decided now."""
    made = note(article, by, reason)
    return replace(made, type="overrule", other=other, relation=relation)


def redating(
    subject: str, by: str, reason: str, *, to: str | None = None, shift: int | None = None
) -> Decision:
    """When a capture was made, or the captures of a run; decided now."""
    made = note(subject, by, reason)
    return replace(made, type="redate", to=to, shift=None if shift is None else str(shift))


def undoing(
    article: str, by: str, reason: str, *, captures: Sequence[str], layout: str
) -> Decision:
    """That what these captures show, read with this layout, is no correction; decided now."""
    made = note(article, by, reason)
    return replace(made, type="undo", captures=tuple(captures), layout=layout)


def decide(archive: Archive, decision: Decision) -> None:
    """Write the decision down, durably, then apply it.

    Raises NothingFound for no such article, TakenDown for one that is erased already, UsageError
    where an article is hidden that is hidden, or brought back that is not, or nobody says why.
    """
    decision = _allowed(archive, decision)
    refuse_unwritable(decision)
    append(archive.folder / FILE, decision)
    try:
        with archive.transaction():
            _apply(archive, decision)
    except StorageError as error:
        raise StorageError(
            f"{error} But the decision stands in {FILE}: the next command that writes applies it."
        ) from error
    if decision.type == "erase":
        finish_erasures(archive)


def finish_erasures(archive: Archive) -> None:
    """Remove from all files what erased articles left in them."""
    erased = {row["article"] for row in erasure.unfinished(archive.connection)}
    redact_notes(archive.folder / FILE, erased)
    erasure.finish(archive)


def resume(archive: Archive) -> None:
    """Carry out what was decided by a process that died before it had applied it.

    Such a line is the last one; but all are replayed, in their order, because the file may be newer
    than the tables by more than that.
    """
    last = last_decision(archive.folder / FILE)
    if last is not None and is_pending(archive, last):
        replay(archive)
    else:
        finish_erasures(archive)


def is_pending(archive: Archive, decision: Decision) -> bool:
    """Whether a decision is not applied, and could be."""
    if decision.type != "erase" and archive.is_erased(decision.article):
        return False
    return not _is_applied(archive, decision) and why_not(archive, decision) is None


def replay(archive: Archive) -> list[NotReplayed]:
    """Apply all decisions in the order in which they were made; those applied before stay once.

    Lines that cannot be read, and decisions on articles that are not held, are told.
    """
    skipped: list[NotReplayed] = []
    with archive.transaction():
        for number, item in decisions_in(archive.folder / FILE):
            if isinstance(item, NotReplayed):
                skipped.append(item)
            elif reason := why_not(archive, item):
                skipped.append(NotReplayed(number, reason))
            else:
                _apply(archive, item)
    finish_erasures(archive)
    return skipped


def replay_erasures(archive: Archive) -> None:
    """Before a rebuild reads anything: what was erased is not held again, not even in passing."""
    with archive.transaction():
        for _, item in decisions_in(archive.folder / FILE):
            if isinstance(item, Decision) and item.type == "erase":
                _apply(archive, item)


def replay_of_captures(archive: Archive) -> None:
    """Before a rebuild reads anything: when captures were made, and which show no correction."""
    with archive.transaction():
        for _, item in decisions_in(archive.folder / FILE):
            if not isinstance(item, Decision):
                continue
            if item.type == "undo" or (item.type == "redate" and not why_not(archive, item)):
                _apply(archive, item)


def why_not(archive: Archive, decision: Decision) -> str | None:
    """Why a decision cannot be replayed; None where it can, or was applied before."""
    if decision.type == "erase" or _is_applied(archive, decision):
        return None
    if decision.type == "redate":
        return (
            None if _redated(archive, decision) else f"no such capture or run: {decision.article}"
        )
    try:
        archive.article(decision.article)
    except TakenDown:
        down = takedown.takedown_of(archive.connection, decision.article)
        if decision.type == "hide" and down is not None and down.action == "hide":
            return f"{decision.article}: it is hidden already"
        return None
    except NothingFound:
        return f"no such article: {decision.article}"
    return f"{decision.article}: it is not hidden" if decision.type == "unhide" else None


def _allowed(archive: Archive, decision: Decision) -> Decision:
    """The decision, with what an erasure must remember of the article; or an error."""
    _refuse_without_words(decision)
    if decision.type == "redate":
        _refuse_impossible(archive, decision)
        return decision
    down = takedown.takedown_of(archive.connection, decision.article)
    if down is not None and (down.action == "erase" or decision.type in {"note", "overrule"}):
        raise TakenDown(down.describe())
    if decision.type == "overrule":
        _refuse_one_alone(archive, decision)
    if down is None:
        archive.article(decision.article)
        if decision.type == "unhide":
            raise UsageError(f"{decision.article}: it is not hidden")
    elif decision.type == "hide":
        raise UsageError(down.describe())
    if decision.type != "erase":
        return decision
    return replace(decision, addresses=takedown.addresses_of(archive.connection, decision.article))


def _refuse_without_words(decision: Decision) -> None:
    """Who reads it in thirty years must learn who decided it, and why."""
    wanted = {"reason": "why", "by": "who decides it"}
    if decision.type in TAKEDOWNS:
        wanted["basis"] = "on which legal basis"
    for name, what in wanted.items():
        if not (getattr(decision, name) or "").strip():
            raise UsageError(f"{decision.article}: nothing is decided: say {what}")


def _refuse_one_alone(archive: Archive, decision: Decision) -> None:
    """A link has two ends, and both are held."""
    assert decision.other is not None
    if decision.other == decision.article:
        raise UsageError(f"{decision.article}: a link needs two articles")
    archive.article(decision.other)


def _apply(archive: Archive, decision: Decision) -> None:
    """Do what was decided, once."""
    if _is_applied(archive, decision):
        return
    if decision.type != "erase" and archive.is_erased(decision.article):
        return
    detail = {"decision": decision.id, "reason": decision.reason}
    for name in ("basis", "other", "relation", "to", "shift", "captures", "layout"):
        if value := getattr(decision, name):
            detail[name] = value
    of_capture = decision.type == "redate"
    if of_capture:
        detail["subject"] = decision.article
        _redate(archive, decision)
    else:
        _take_down(archive, decision)
    event = Event(
        type=EVENTS[decision.type],
        agent=decision.by,
        at=decision.at,
        article=None if of_capture else decision.article,
        detail=detail,
    )
    write_event(archive.connection, event)


def _is_applied(archive: Archive, decision: Decision) -> bool:
    """Whether its event is there, which is known by the decision's id."""
    known = one(
        archive.connection,
        "SELECT id FROM events WHERE article IS ? AND type = ?"
        " AND json_extract(detail, '$.decision') = ?",
        None if decision.type == "redate" else decision.article,
        EVENTS[decision.type],
        decision.id,
    )
    return known is not None


def _refuse_impossible(archive: Archive, decision: Decision) -> None:
    """Raises NothingFound where a redating is of nothing, UsageError where to no possible time."""
    decided = _redated(archive, decision)
    if not decided:
        raise NothingFound(f"{decision.article}: no such capture or run in {archive.folder}")
    for capture, original in clocks.originals_of(archive.connection, decided).items():
        if decided[capture] < original:
            raise UsageError(
                f"{capture}: it says that a page has not changed since {original}, so it was not"
                f" made at {decided[capture]}: name a later moment"
            )
    for moment in (min(decided.values()), max(decided.values())):
        if not utc(clocks.EARLIEST) <= moment <= decision.at:
            raise UsageError(
                f"{decision.article}: no page was captured at {moment}: name a moment from"
                f" {utc(clocks.EARLIEST)} until now ({decision.at})"
            )


def _redated(archive: Archive, decision: Decision) -> dict[str, str]:
    """Capture → when it was made, as a decision says."""
    shift = None if decision.shift is None else int(decision.shift)
    try:
        return clocks.moments_decided(archive.connection, decision.article, decision.to, shift)
    except OverflowError as error:
        raise UsageError(f"{decision.article}: that is outside of the calendar") from error


def _redate(archive: Archive, decision: Decision) -> None:
    """Hold when captures were made, and put the articles in order that were seen in them."""
    connection = archive.connection
    articles: set[str] = set()
    for capture, moment in _redated(archive, decision).items():
        clocks.decide(connection, capture, moment, decision.id)
        for article in sightings.at_capture(connection, capture):
            sightings.redate(connection, article, capture, moment)
            articles.add(article)
    for article in sorted(articles):
        rearrange(connection, article)
        link_article(connection, article)


def _take_down(archive: Archive, decision: Decision) -> None:
    connection = archive.connection
    if decision.type == "note":
        return
    if decision.type == "undo":
        take_back(connection, decision.article, decision.captures)
        if one(connection, "SELECT 1 FROM articles WHERE id = ?", decision.article):
            link_article(connection, decision.article)
        return
    if decision.type == "unhide":
        for article in (decision.article, *takedown.unhide(connection, decision.article)):
            link_article(connection, article)
        return
    if decision.type == "overrule":
        assert decision.other is not None
        assert decision.relation is not None
        save_override(connection, decision.article, decision.other, decision.relation, decision.id)
        link_article(connection, decision.article)
        return
    down = takedown.Takedown(
        article=decision.article,
        action="hide" if decision.type == "hide" else "erase",
        at=decision.at,
        by=decision.by,
        reason=decision.reason,
        basis=decision.basis or "",
        decision=decision.id,
    )
    if decision.type == "erase":
        connection.execute("PRAGMA secure_delete = ON")
    left = joined_articles(connection, decision.article)
    remove_fingerprints(connection, decision.article)
    if decision.type == "hide":
        takedown.hide(connection, down)
    else:
        erased.erase(connection, down, decision.addresses)
    for article in left:  # it may be all that tied them to each other
        link_article(connection, article)
