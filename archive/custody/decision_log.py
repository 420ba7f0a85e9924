"""The file `decisions.jsonl`: what archivists decided, one JSON line each.

The file is only added to, and each line is synced before the decision is applied, so that a rebuild
of the tables can replay it. One thing alone is ever taken out again: the words of notes on an
article that is erased.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args

from archive.db.events import utc
from archive.files import plain_file
from archive.files.outside_json import Unreadable, parsed
from archive.files.plain_file import add_line, reading
from archive.lineage.overrides import VERDICTS
from archive.model.errors import Damaged, StorageError, UsageError

FILE = "decisions.jsonl"
Type = Literal["note", "hide", "unhide", "erase", "overrule", "redate", "undo"]
_KEYS = frozenset({"id", "at", "type", "article", "by", "reason"})
#: Of takedowns; of overruled links; of redatings; of corrections that are taken back.
_MORE = frozenset(("basis", "addresses", "other", "relation", "to", "shift", "captures", "layout"))
_LISTS = ("addresses", "captures")
TAKEDOWNS = frozenset({"hide", "unhide", "erase"})
_SECONDS = re.compile(r"-?[1-9]\d{0,11}")  # of the years that a calendar of four digits has
#: Bytes of a line; an erasure lists all addresses of its article.
_LONGEST = 1 << 20
#: What a note on an article says once that is erased.
ERASED_WORDS = "(erased)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a person on one article. `at` is UTC to the second.

    A redating is of a capture or a run, whose id stands in `article`.
    """

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
    to: str | None = None  # of a redating: when it was made, or its first capture, UTC;
    shift: str | None = None  # or how many seconds later than its clock said
    captures: tuple[str, ...] = ()  # that show no correction, first of each sighting,
    layout: str | None = None  # as read with this one


@dataclass(frozen=True, slots=True)
class NotReplayed:
    """A line of the file, counted from 1, that could not be applied, and why."""

    line: int
    reason: str


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


def last_decision(path: Path) -> Decision | None:
    """The decision in the last line of a file; None where that line is none."""
    line = _last_line(path)
    decision = _parsed(line, 0, torn=False) if line else None
    return decision if isinstance(decision, Decision) else None


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
        fields = parsed(line.rstrip(b"\n"), largest=_LONGEST)
    except Unreadable as error:
        cut = torn and len(line) <= _LONGEST
        return NotReplayed(number, "cut off" if cut else str(error))
    if fault := _fault(fields):
        return NotReplayed(number, fault)
    return Decision(**fields | {name: tuple(fields.get(name, ())) for name in _LISTS})


def _fault(fields: Any) -> str | None:
    """Why the fields of a line make no decision; None where they do."""
    if not isinstance(fields, dict) or not _KEYS <= fields.keys() <= _KEYS | _MORE:
        return f"a decision has the keys {', '.join(sorted(_KEYS))}"
    if not _well_typed(fields):
        return "its values are texts, addresses and captures lists of them"
    if fields["type"] not in get_args(Type):
        return f"no such type of decision: {fields['type']}"
    return _lacking(fields)


def _lacking(fields: dict[str, Any]) -> str | None:
    """What a decision of its type lacks; None where nothing."""
    kind = fields["type"]
    if kind in TAKEDOWNS and not fields.get("basis"):
        return "a takedown has a basis"
    if kind == "overrule" and not (fields.get("other") and fields.get("relation") in VERDICTS):
        return "an overruled link has an other article and a known relation"
    if kind == "undo" and not fields.get("captures"):
        return "what is taken back has captures"
    if kind == "redate" and not _is_redating(fields.get("to"), fields.get("shift")):
        return "a redating has either a moment in UTC or a number of seconds"
    return None


def _is_redating(to: str | None, shift: str | None) -> bool:
    """Whether one of the two is given, and can be counted with."""
    if (to is None) == (shift is None):
        return False
    return _is_moment(to) if to is not None else bool(_SECONDS.fullmatch(shift or ""))


def _is_moment(text: str) -> bool:
    """Whether a text is a moment as the tables hold it.

    >>> _is_moment("2026-02-28T08:00:00Z"), _is_moment("2026-02-30T08:00:00Z")
    (True, False)
    """
    try:
        return utc(datetime.fromisoformat(text)) == text
    except (ValueError, OverflowError):
        return False


def _well_typed(fields: dict[str, Any]) -> bool:
    """Whether all values are what they should be."""
    texts = [value for name, value in fields.items() if name not in _LISTS and value is not None]
    lists = [fields.get(name, []) for name in _LISTS]
    if not all(isinstance(each, list) for each in lists) or any(
        fields[key] is None for key in _KEYS
    ):
        return False
    return all(isinstance(text, str) for text in chain(texts, *lists))


def append(path: Path, decision: Decision) -> None:
    """Add a decision to the file, durably. Raises StorageError."""
    try:
        add_line(path, line_of(decision))
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}; the decision is not applied") from error


def line_of(decision: Decision) -> bytes:
    """A decision as its line in the file, with the line break."""
    fields = {name: value for name, value in asdict(decision).items() if value or name in _KEYS}
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def redact_notes(path: Path, erased: set[str]) -> None:
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
        fields = _parsed(line, number, torn=torn) if line.strip() else None
        lines.append((number, line, fields))
    return lines


def replace_file(path: Path, content: bytes) -> None:
    """Write the file again, durably: all of it, or it stays as it was. Raises StorageError."""
    try:
        plain_file.replace(path, content)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}; it stays as it was") from error


def refuse_unwritable(decision: Decision) -> None:
    """Raises UsageError for a decision whose line could not be read back."""
    try:
        size = len(line_of(decision))
    except UnicodeEncodeError as error:
        raise UsageError(f"{decision.article}: its words are no UTF-8: {error}") from error
    if size > _LONGEST:
        raise UsageError(
            f"{decision.article}: {size:,} bytes of words and addresses; a decision has at most"
            f" {_LONGEST:,}"
        )
