"""The decisions that archive.db has applied, held against the lines of `decisions.jsonl`.

Each applied decision is an event, and a takedown has its row beside. So a line that is lost, torn
or altered is noticed, and what is lost is written to the file again: no takedown goes with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.custody.decision_log import (
    ERASED_WORDS,
    FILE,
    Decision,
    NotReplayed,
    decisions_in,
    line_of,
    replace_file,
    whole_lines,
)
from archive.custody.decisions import EVENTS, is_pending
from archive.db.folder import is_backup
from archive.db.sql import rows
from archive.files.outside_json import Unreadable, parsed
from archive.model.errors import Damaged, StorageError
from archive.store import takedown, withheld
from archive.store.archive import Archive
from archive.verification.check import Context
from archive.verification.problem import BACKUP, REPAIR, Problem

_TYPES = {event: kind for kind, event in EVENTS.items()}
#: What some decisions say beside who decided what, when and why.
_WORDS = ("basis", "other", "relation", "to", "shift", "layout")
_APPLIED = (
    "SELECT id, at, type, article, agent, detail FROM events"
    f" WHERE type IN {tuple(_TYPES)} AND detail IS NOT NULL ORDER BY id"
)
_BY_HAND = f"put it right by hand; or take it away: {REPAIR}, from what archive.db has"
_Lines = list[tuple[int, bytes, Decision | NotReplayed]]


def applied(connection: sqlite3.Connection) -> list[Decision]:
    """The decisions that a database has applied, in that order, as far as it still tells them.

    Of an article that is erased the words of notes are gone, and what overruled its links.
    """
    packed = _packed_details(connection)
    decisions = []
    for row in rows(connection, _APPLIED):
        detail = _object(packed.get(row["id"]) or row["detail"])
        if "decision" not in detail or (row["type"] == "overruled" and "relation" not in detail):
            continue
        texts = [detail.get(name) for name in ("decision", "reason", "subject", *_WORDS)]
        if not all(isinstance(text, str | None) for text in texts):
            continue
        erases = row["type"] == "erased"
        decision = Decision(
            id=detail["decision"], at=row["at"],
            article=row["article"] or detail.get("subject", ""),
            by=row["agent"], reason=detail.get("reason", ERASED_WORDS), type=_TYPES[row["type"]],
            **{name: detail.get(name) for name in _WORDS},
            captures=tuple(map(str, detail.get("captures", ()))),
            addresses=takedown.addresses_of(connection, row["article"]) if erases else (),
        )  # fmt: skip
        decisions.append(decision)
    return decisions


def _packed_details(connection: sqlite3.Connection) -> dict[int, str]:
    """Event → its detail, of articles that are hidden; none where the packed rows are damaged."""
    try:
        return {
            event["id"]: event["detail"]
            for _, packed in withheld.hidden(connection)
            for event in packed["details"]
        }
    except Damaged:
        return {}


def _object(detail: str) -> dict[str, Any]:
    try:
        value = parsed(detail)
    except (Unreadable, TypeError):
        return {}
    return value if isinstance(value, dict) else {}


class Decisions:
    """The lines of decisions.jsonl against what was applied."""

    name = "decisions"
    covers = "decisions.jsonl"

    def run(self, context: Context) -> Iterator[Problem]:
        """Compare them line by line."""
        try:
            yield from _problems(context.archive)
        except StorageError as error:
            yield Problem(record=FILE, found=str(error), remedy=BACKUP)


def _problems(archive: Archive) -> Iterator[Problem]:
    applied_by_id = {each.id: each for each in applied(archive.connection)}
    lines: dict[str, int] = {}
    of_backup = is_backup(archive.folder)  # it may have been taken while something was decided
    for number, item in decisions_in(archive.folder / FILE):
        record = f"{FILE}, line {number}"
        if isinstance(item, NotReplayed):
            yield Problem(record=record, found=item.reason, remedy=_BY_HAND, repair="decisions")
            continue
        first = lines.setdefault(item.id, number)
        if first != number:
            problem = f"the decision of line {first} again"
            yield Problem(
                record=record, found=problem, remedy="take one away", severity="difference"
            )
        elif item.id in applied_by_id:
            if other := _difference(item, applied_by_id[item.id]):
                yield Problem(record=record, found=other, remedy=_BY_HAND)
        elif not of_backup and is_pending(archive, item):
            yield Problem(record=record, found="it is not applied", remedy=REPAIR,
                          repair="decisions")  # fmt: skip
    for decision in applied_by_id.values():
        if decision.id not in lines:
            problem = f"{decision.type} {decision.article} of {decision.at}: its line is missing"
            yield Problem(record=FILE, found=problem, remedy=REPAIR, repair="decisions")


def _difference(line: Decision, applied_one: Decision) -> str | None:
    """What a line says otherwise than archive.db; of a note that was erased no words are left."""
    names = ["type", "article", "at", "by", "captures", *_WORDS]
    if ERASED_WORDS not in (line.reason, applied_one.reason):
        names.append("reason")
    other = [name for name in names if getattr(line, name) != getattr(applied_one, name)]
    if not set(applied_one.addresses) <= set(line.addresses):
        other.append("addresses")
    if not other:
        return None
    values = "; ".join(f"{name} {getattr(applied_one, name)!r}" for name in other)
    return f"it is not what was decided: archive.db has {values}"


def put_back(path: Path, all_applied: list[Decision]) -> list[Decision]:
    """Write to a decisions.jsonl the lines that it lacks of `applied` ones; which they are.

    A line that broke off gives way to the whole one; others that cannot be read stay. Raises
    Damaged where a line contradicts the database: it is not known which of them is right.
    """
    by_id = {each.id: each for each in all_applied}
    lines = _lines(path)
    for number, _, item in lines:
        if isinstance(item, Decision) and item.id in by_id:
            difference = _difference(item, by_id[item.id])
            if difference:
                raise Damaged(f"{path}, line {number}: {difference}; put it right by hand, or take"
                              " it away: it is written again as archive.db has it")  # fmt: skip
    there = {item.id for _, _, item in lines if isinstance(item, Decision)}
    missing = [each for each in all_applied if each.id not in there]
    if missing:
        replace_file(path, b"".join(_merged(lines, all_applied, missing)))
    return missing


def refuse_unreadable(path: Path) -> None:
    """Raises Damaged where a line cannot be read: it may be a takedown, and nothing else tells."""
    for number, _, item in _lines(path):
        if isinstance(item, NotReplayed):
            raise Damaged(
                f"{path}, line {number}: {item.reason}. It may be a takedown: put the line right,"
                " or take it away where it was never a decision, and run the command again"
            )


def _lines(path: Path) -> _Lines:
    return [(number, raw.rstrip(b"\n"), item) for number, raw, item in whole_lines(path) if item]


def _merged(lines: _Lines, all_applied: list[Decision], missing: list[Decision]) -> Iterator[bytes]:
    """All lines in the order of the decisions; what cannot be read stays behind its neighbour."""
    ranks = {each.id: rank for rank, each in enumerate(all_applied)}
    ordered: list[tuple[str, int, bytes]] = []
    whole = [line_of(each) for each in missing]
    sort_key = ("", -1)
    for _, raw, item in lines:
        if isinstance(item, Decision):
            sort_key = (item.at, ranks.get(item.id, len(all_applied)))
        elif any(line.startswith(raw) for line in whole):  # it broke off, or was torn
            continue
        ordered.append((*sort_key, raw + b"\n"))
    ordered += [(each.at, ranks[each.id], line) for each, line in zip(missing, whole, strict=True)]
    for _, _, line in sorted(ordered, key=lambda each: each[:2]):
        yield line
