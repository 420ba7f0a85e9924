"""What happened to an article, a capture or the archive, one row of `events` each."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    `type` is one of new, correction, completed, rereading, redated, moved, gone, withdrawn,
    returned, adopted, damage, repair, verification, hidden, unhidden, erased, overruled, undone,
    note;
    `outcome` is `success`, or says in a word what was wrong or left open.
    """

    type: str
    agent: str  # who did it: "run 3f9a2c1b", "decision 7", "archive 0.2.0"
    at: str = ""  # UTC to the second; empty: now
    article: str | None = None
    revision: str | None = None
    capture: str | None = None
    outcome: str = "success"
    detail: dict[str, Any] | None = None


def write_event(connection: sqlite3.Connection, event: Event) -> None:
    """Add the event, in the transaction that is open."""
    connection.execute(
        "INSERT INTO events (at, type, article, revision, capture, agent, outcome, detail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.at or now(),
            event.type,
            event.article,
            event.revision,
            event.capture,
            event.agent,
            event.outcome,
            None if event.detail is None else json.dumps(event.detail, ensure_ascii=False),
        ),
    )


def now() -> str:
    """This moment, as the tables hold it."""
    return utc(datetime.now(UTC))


def utc(moment: datetime) -> str:
    """A moment as the tables hold it, in UTC to the second.

    >>> utc(datetime.fromisoformat("2022-07-22T08:51:12+08:00"))
    '2022-07-22T00:51:12Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
