"""What archivists decided: one JSON line each in `decisions.jsonl`, synced before it is applied.

The file is only ever added to, so that a rebuild of the tables can replay it. So far there is one
type, `note`: a remark on an article, shown among its events.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from archive.errors import NothingFound, StorageError
from archive.events import Event, utc, write_event
from archive.rows import one
from archive.store import Archive

FILE = "decisions.jsonl"
_KEYS = frozenset({"id", "at", "type", "article", "by", "reason"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a person on one article. `at` is UTC to the second."""

    id: str
    at: str
    article: str
    by: str
    reason: str
    type: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class NotReplayed:
    """A line of the file, counted from 1, that could not be applied, and why."""

    line: int
    reason: str


def note(article: str, by: str, reason: str) -> Decision:
    """A remark on an article, made now."""
    return Decision(
        id=uuid4().hex, at=utc(datetime.now(UTC)), article=article, by=by, reason=reason
    )


def decide(archive: Archive, decision: Decision) -> None:
    """Write the decision down, durably, then apply it. Raises NothingFound for no such article."""
    archive.article(decision.article)
    _append(archive.folder / FILE, decision)
    with archive.transaction():
        _apply(archive, decision)


def replay(archive: Archive) -> list[NotReplayed]:
    """Apply all decisions in the order in which they were made; those applied before stay once.

    Lines that cannot be read, and decisions on articles that are not held, are told.
    """
    skipped = []
    with archive.transaction():
        for number, item in decisions_in(archive.folder / FILE):
            if isinstance(item, NotReplayed):
                skipped.append(item)
                continue
            try:
                archive.article(item.article)
            except NothingFound:
                skipped.append(NotReplayed(number, f"no such article: {item.article}"))
            else:
                _apply(archive, item)
    return skipped


def decisions_in(path: Path) -> Iterator[tuple[int, Decision | NotReplayed]]:
    """The decisions of a file, each with its line number; a torn line is told, not passed over."""
    if not path.exists():
        return
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        torn = number == len(lines)  # no line break follows
        yield number, _parsed(line, number, torn=torn)


def _parsed(line: bytes, number: int, *, torn: bool) -> Decision | NotReplayed:
    try:
        said = json.loads(line)
    except ValueError:
        return NotReplayed(number, "cut off" if torn else "not JSON")
    if not isinstance(said, dict) or said.keys() != _KEYS:
        return NotReplayed(number, f"a decision has the keys {', '.join(sorted(_KEYS))}")
    if said["type"] != "note":
        return NotReplayed(number, f"no such type of decision: {said['type']}")
    return Decision(**said)


def _append(path: Path, decision: Decision) -> None:
    line = json.dumps(asdict(decision), ensure_ascii=False).encode() + b"\n"
    try:
        with path.open("a+b") as file:
            file.seek(0, os.SEEK_END)
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a torn line must not swallow this one
                    line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}; the decision is not applied") from error


def _apply(archive: Archive, decision: Decision) -> None:
    known = one(
        archive.connection,
        "SELECT id FROM events WHERE type = 'note' AND article = ?"
        " AND json_extract(detail, '$.decision') = ?",
        decision.article,
        decision.id,
    )
    if known is None:
        event = Event(
            type="note",
            agent=decision.by,
            at=decision.at,
            article=decision.article,
            detail={"decision": decision.id, "reason": decision.reason},
        )
        write_event(archive.connection, event)
