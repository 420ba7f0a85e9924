"""What archivists decided: one JSON line each in `decisions.jsonl`, synced before it is applied.

The file is only added to, so that a rebuild of the tables can replay it. A `note` is a remark on
an article, shown among its events; `overrule` says how two articles are related; `hide`, `unhide`
and `erase` are takedowns and name their legal basis. One thing alone is ever taken out again: the
words of notes on an article that is erased.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args
from uuid import uuid4

from archive.custody import erasure
from archive.db.events import Event, utc, write_event
from archive.db.sql import one
from archive.files import plain_file
from archive.files.outside_json import Unreadable, parsed
from archive.files.plain_file import add_line, reading
from archive.lineage.link_article import joined_articles, link_article, remove_fingerprints
from archive.lineage.overrides import VERDICTS, save_override
from archive.model.errors import Damaged, NothingFound, StorageError, TakenDown, UsageError
from archive.store import takedown
from archive.store.archive import Archive

FILE = "decisions.jsonl"
Type = Literal["note", "hide", "unhide", "erase", "overrule"]
_KEYS = frozenset({"id", "at", "type", "article", "by", "reason"})
_MORE = frozenset({"basis", "addresses", "other", "relation"})  # of takedowns; of overruled links
_TAKEDOWNS = frozenset({"hide", "unhide", "erase"})
#: Bytes of a line; an erasure lists all addresses of its article.
_LONGEST = 1 << 20
#: What a note on an article says once that is erased.
ERASED_WORDS = "(erased)"
#: Type of a decision → type of the event that is written when it is applied.
EVENTS: dict[Type, str] = {
    "note": "note",
    "hide": "hidden",
    "unhide": "unhidden",
    "erase": "erased",
    "overrule": "overruled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a person on one article. `at` is UTC to the second."""

    id: str
    at: str
    article: str
    by: str
    reason: str
    type: Type = "note"
    basis: str | None = None  # of a takedown: the law, order or policy that asks for it
    addresses: tuple[str, ...] = ()  # of an erasure: where the article stood
    other: str | None = None  # of an overruled link: the other article,
    relation: str | None = None  # and what the one is to it; `none` unties them


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


def takedown_decision(kind: Type, article: str, by: str, reason: str, basis: str) -> Decision:
    """A takedown, made now: `hide`, `unhide` or `erase`."""
    return replace(note(article, by, reason), type=kind, basis=basis)


def overruling(article: str, other: str, relation: str, *, by: str, reason: str) -> Decision:
    """How two articles are related, whatever their texts say, decided now."""
    made = note(article, by, reason)
    return replace(made, type="overrule", other=other, relation=relation)


def decide(archive: Archive, decision: Decision) -> None:
    """Write the decision down, durably, then apply it.

    Raises NothingFound for no such article, TakenDown for one that is erased already, UsageError
    where an article is hidden that is hidden, or brought back that is not, or nobody says why.
    """
    decision = _allowed(archive, decision)
    _refuse_unwritable(decision)
    _append(archive.folder / FILE, decision)
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
    _redact_notes(archive.folder / FILE, erased)
    erasure.finish(archive)


def resume(archive: Archive) -> None:
    """Carry out what was decided by a process that died before it had applied it.

    Such a line is the last one; but all are replayed, in their order, because the file may be newer
    than the tables by more than that.
    """
    line = _last_line(archive.folder / FILE)
    last = _parsed(line, 0, torn=False) if line else None
    if isinstance(last, Decision) and waits(archive, last):
        replay(archive)
    else:
        finish_erasures(archive)


def waits(archive: Archive, decision: Decision) -> bool:
    """Whether a decision is not applied, and could be."""
    if decision.type != "erase" and archive.is_erased(decision.article):
        return False
    return not _is_applied(archive, decision) and why_not(archive, decision) is None


def replay(archive: Archive) -> list[NotReplayed]:
    """Apply all decisions in the order in which they were made; those applied before stay once.

    Lines that cannot be read, and decisions on articles that are not held, are told.
    """
    skipped = []
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


def why_not(archive: Archive, decision: Decision) -> str | None:
    """Why a decision cannot be replayed; None where it can, or was applied before."""
    if decision.type == "erase" or _is_applied(archive, decision):
        return None
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
    if decision.type in _TAKEDOWNS:
        wanted["basis"] = "on which legal basis"
    for name, what in wanted.items():
        if not (getattr(decision, name) or "").strip():
            raise UsageError(f"{decision.article}: nothing is decided: say {what}")


def _refuse_unwritable(decision: Decision) -> None:
    """What could not be read back is not decided."""
    try:
        size = len(line_of(decision))
    except UnicodeEncodeError as error:
        raise UsageError(f"{decision.article}: its words are no UTF-8: {error}") from error
    if size > _LONGEST:
        raise UsageError(
            f"{decision.article}: {size:,} bytes of words and addresses; a decision has at most"
            f" {_LONGEST:,}"
        )


def _refuse_one_alone(archive: Archive, decision: Decision) -> None:
    """A link has two ends, and both are held."""
    assert decision.other is not None
    if decision.other == decision.article:
        raise UsageError(f"{decision.article}: a link needs two articles")
    archive.article(decision.other)


def decisions_in(path: Path) -> Iterator[tuple[int, Decision | NotReplayed]]:
    """The decisions of a file, each with its line number; a torn line is told, not passed over."""
    for number, line in enumerate(_lines_in(path), start=1):
        if line.strip():
            yield number, _parsed(line, number, torn=not line.endswith(b"\n"))


def _lines_in(path: Path) -> Iterator[bytes]:
    """The lines of a file, each with its line break; of one that is too long, its beginning.

    Raises StorageError where it is no plain file, or cannot be read.
    """
    try:
        with reading(path) as file:
            while line := file.readline(_LONGEST + 1):
                yield line
                while len(line) > _LONGEST and not line.endswith(b"\n"):
                    line = file.readline(_LONGEST + 1)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error


def _last_line(path: Path) -> bytes:
    """The last line of a file; nothing where it is longer than that of a decision may be."""
    try:
        with reading(path) as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - _LONGEST))
            tail = file.read().rstrip(b"\n")
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
    whole = end <= _LONGEST or b"\n" in tail
    return tail.rpartition(b"\n")[2] if whole else b""


def _parsed(line: bytes, number: int, *, torn: bool) -> Decision | NotReplayed:
    try:
        said = parsed(line.rstrip(b"\n"), largest=_LONGEST)
    except Unreadable as error:
        cut = torn and len(line) <= _LONGEST
        return NotReplayed(number, "cut off" if cut else str(error))
    if fault := _fault(said):
        return NotReplayed(number, fault)
    return Decision(**{**said, "addresses": tuple(said.get("addresses", ()))})


def _fault(said: Any) -> str | None:
    """Why what a line says is no decision; None where it is one."""
    if not isinstance(said, dict) or not _KEYS <= said.keys() <= _KEYS | _MORE:
        return f"a decision has the keys {', '.join(sorted(_KEYS))}"
    if not _well_typed(said):
        return "its values are texts, and addresses a list of them"
    if said["type"] not in get_args(Type):
        return f"no such type of decision: {said['type']}"
    if said["type"] in _TAKEDOWNS and not said.get("basis"):
        return "a takedown has a basis"
    if said["type"] == "overrule" and not (said.get("other") and said.get("relation") in VERDICTS):
        return "an overruled link has an other article and a known relation"
    return None


def _well_typed(said: dict[str, Any]) -> bool:
    """Whether all values are what they should be."""
    texts = [value for name, value in said.items() if name != "addresses" and value is not None]
    addresses = said.get("addresses", [])
    if not isinstance(addresses, list) or any(said[name] is None for name in _KEYS):
        return False
    return all(isinstance(text, str) for text in [*texts, *addresses])


def _append(path: Path, decision: Decision) -> None:
    try:
        add_line(path, line_of(decision))
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}; the decision is not applied") from error


def line_of(decision: Decision) -> bytes:
    """A decision as its line in the file, with the line break."""
    said = {name: value for name, value in asdict(decision).items() if value or name in _KEYS}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _redact_notes(path: Path, erased: set[str]) -> None:
    """Notes on erased articles lose their words: they may quote what must not be kept."""
    if not erased or not path.exists():
        return
    lines = whole_lines(path)
    redacted = [
        line_of(replace(item, reason=ERASED_WORDS))
        if isinstance(item, Decision) and item.type == "note" and item.article in erased
        else line
        for _, line, item in lines
    ]
    if redacted != [line for _, line, _ in lines]:
        replace_file(path, b"".join(redacted))


def whole_lines(path: Path) -> list[tuple[int, bytes, Decision | NotReplayed | None]]:
    """All lines as they stand, with their numbers and what they say, to write the file again.

    An empty line says nothing.

    Raises Damaged for one that is too long to be a decision: nobody knows what of it is to stay.
    """
    lines: list[tuple[int, bytes, Decision | NotReplayed | None]] = []
    for number, line in enumerate(_lines_in(path), start=1):
        if len(line) > _LONGEST:
            raise Damaged(
                f"{path}, line {number}: longer than {_LONGEST:,} bytes, which no decision is; put"
                " it right by hand, or take it away, and run the command again"
            )
        torn = not line.endswith(b"\n")
        said = _parsed(line, number, torn=torn) if line.strip() else None
        lines.append((number, line, said))
    return lines


def replace_file(path: Path, content: bytes) -> None:
    """Write the file again, durably: all of it, or it stays as it was. Raises StorageError."""
    try:
        plain_file.replace(path, content)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}; it stays as it was") from error


def _apply(archive: Archive, decision: Decision) -> None:
    """Do what was decided, once."""
    if _is_applied(archive, decision):
        return
    if decision.type != "erase" and archive.is_erased(decision.article):
        return
    detail = {"decision": decision.id, "reason": decision.reason}
    for name in ("basis", "other", "relation"):
        if value := getattr(decision, name):
            detail[name] = value
    _take_down(archive, decision)
    event = Event(
        type=EVENTS[decision.type],
        agent=decision.by,
        at=decision.at,
        article=decision.article,
        detail=detail,
    )
    write_event(archive.connection, event)


def _is_applied(archive: Archive, decision: Decision) -> bool:
    """Whether its event is there, which is known by the decision's id."""
    known = one(
        archive.connection,
        "SELECT id FROM events WHERE article = ? AND json_extract(detail, '$.decision') = ?",
        decision.article,
        decision.id,
    )
    return known is not None


def _take_down(archive: Archive, decision: Decision) -> None:
    connection = archive.connection
    if decision.type == "note":
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
        takedown.erase(connection, down, decision.addresses)
    for article in left:  # it may be all that tied them to each other
        link_article(connection, article)
