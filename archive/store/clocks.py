"""Whether the clock that dated a capture can be right, and when the capture was made where not.

`captures.captured_at` stays what the WARC record says. In its place counts what `capture_times`
holds: what a decision says (`archive redate`), or else what the server's `Date` header says, the
capture before it in its WARC file, or the time of publication that the page prints.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from archive.db.events import utc
from archive.db.sql import Row, insert, one, rows
from archive.model.article import Capture, PrintedTime

#: No page was captured before there was a web.
EARLIEST = datetime(1994, 1, 1, tzinfo=UTC)
#: No archive was written before this program was: a file that says so has the time of a dead clock.
FIRST_RELEASE = datetime(2026, 11, 1, tzinfo=UTC)
#: Nearer than this, a server's clock, a zone or a cache may be at fault.
_MUCH = timedelta(days=31)
_AHEAD = timedelta(days=1)
#: Pages are seldom dated further ahead.
_PRINTED_AHEAD = timedelta(days=2)
_STAMP = re.compile(r"(?<!\d)(\d{14})(?!\d)")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a capture was not made when its WARC record says; `moment`: when it was, if known."""

    moment: str | None
    why: str


def doubt_of(capture: Capture, file: str) -> Doubt | None:
    """What speaks against the clock that dated a capture; None where nothing does.

    `file` is the WARC file that it was written to.
    """
    own, server, written = capture.captured_at, _server_moment(capture), _written_at(file)
    if server is not None and abs(own - server) > _MUCH and _is_credible(server, written):
        return Doubt(utc(server), f"the server's Date header says {utc(server)}")
    why = _implausible(own, written)
    return Doubt(None, why) if why else None


def note(connection: sqlite3.Connection, capture: str, doubt: Doubt) -> None:
    """Note what speaks against the clock of a capture that has its row now."""
    row = {"capture": capture, "moment": doubt.moment, "why": doubt.why, "decision": None}
    insert(connection, "capture_times", row)


def made_at(
    connection: sqlite3.Connection, row: Row, published: PrintedTime | None = None
) -> str | None:
    """When a capture (a row of `captures`) counts as made, in UTC; None where nothing tells.

    `published` is what its page prints. No page was captured before it was published, so a `Date`
    header that says so is not believed.
    """
    correction = one(connection, "SELECT * FROM capture_times WHERE capture = ?", row["id"])
    own: str = row["captured_at"]
    if correction is None:
        return own
    moment: str | None = correction["moment"] or _neighbour(connection, row)
    if correction["decision"] or published is None:
        return moment
    printed = _moment_of(published)
    if moment is None:
        return utc(printed)
    if printed - datetime.fromisoformat(moment) <= _PRINTED_AHEAD:
        return moment
    return utc(printed) if correction["moment"] is None else max(own, utc(printed))


def in_order(connection: sqlite3.Connection) -> list[str]:
    """All captures in the order in which they count as made; each after the one that it repeats."""
    captures = rows(
        connection, "SELECT id, captured_at, revisit_of, warc_file, warc_offset FROM captures"
    )
    doubted = {capture for (capture,) in connection.execute("SELECT capture FROM capture_times")}
    moments: dict[str, str] = {
        row["id"]: made_at(connection, row) or "" if row["id"] in doubted else row["captured_at"]
        for row in captures
    }

    def place(row: Row) -> tuple[str, bool, str]:
        own, original = moments[row["id"]], moments.get(row["revisit_of"] or "", "")
        return max(own, original), row["revisit_of"] is not None, row["id"]

    return [row["id"] for row in sorted(captures, key=place)]


def decide(connection: sqlite3.Connection, capture: str, moment: str, decision: str) -> None:
    """Hold when a capture was made, as a decision says."""
    connection.execute(
        "INSERT INTO capture_times VALUES (?, ?, 'by decision', ?) ON CONFLICT (capture)"
        " DO UPDATE SET moment = excluded.moment, why = excluded.why, decision = excluded.decision",
        (capture, moment, decision),
    )


def originals_of(connection: sqlite3.Connection, moments: dict[str, str]) -> dict[str, str]:
    """Capture of `moments` that repeats another one → when that other one counts as made."""
    found = {}
    for capture in moments:
        repeated = one(
            connection,
            "SELECT * FROM captures WHERE id = (SELECT revisit_of FROM captures WHERE id = ?)",
            capture,
        )
        if repeated is not None:
            found[capture] = moments.get(repeated["id"]) or made_at(connection, repeated) or ""
    return found


def moments_decided(
    connection: sqlite3.Connection, subject: str, to: str | None, shift: int | None
) -> dict[str, str]:
    """Capture → when it was made, of one capture or of all captures of a run.

    `to` is when the first of them was made, and the others move with it; or all move by `shift`
    seconds. Empty where there is no such capture or run.
    """
    decided = _dated(rows(
        connection,
        "SELECT id, captured_at FROM captures WHERE id = ?1 OR run = ?1 ORDER BY captured_at, id",
        subject,
    ))  # fmt: skip
    if not decided:
        return {}
    by = timedelta(seconds=shift or 0)
    if to is not None:
        by = datetime.fromisoformat(to) - min(decided.values())
    return {identifier: utc(at + by) for identifier, at in decided.items()}


def _dated(moments: Iterable[Row]) -> dict[str, datetime]:
    return {row["id"]: datetime.fromisoformat(row["captured_at"]) for row in moments}


def _is_credible(server: datetime, written: datetime | None) -> bool:
    """Whether a server can have answered then: on the web, and before its answer was written down.

    `written` is by our own clock, which bounds nothing where it stood before the first release.
    """
    if written is not None and written >= FIRST_RELEASE and server > written + _MUCH:
        return False
    return server >= EARLIEST


def _implausible(own: datetime, written: datetime | None) -> str | None:
    """Why a moment is none at which a page can have been captured; None where it is one."""
    if own < EARLIEST:
        return "there was no web then"
    if written is not None and own > written + _AHEAD:
        return f"it was kept before that, at {utc(written)}"
    return None


def _server_moment(capture: Capture) -> datetime | None:
    """When the server answered: its Date, and how long a cache has kept the answer."""
    try:
        date = parsedate_to_datetime(capture.header("date") or "")
        moment = date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
        age = capture.header("age") or "0"
        return moment + timedelta(seconds=int(age) if age.isdecimal() and len(age) < 10 else 0)
    except (ValueError, OverflowError):
        return None


def _written_at(file: str) -> datetime | None:
    """When a WARC file of ours was begun, as its name says."""
    stamp = _STAMP.search(file)
    try:
        return datetime.strptime(f"{stamp[1]}Z", "%Y%m%d%H%M%S%z") if stamp else None
    except ValueError:
        return None


def _neighbour(connection: sqlite3.Connection, row: Row) -> str | None:
    """The moment of the nearest capture in the same file whose clock is not doubted."""
    nearest = one(
        connection,
        "SELECT captured_at FROM captures WHERE warc_file = ?1"
        " AND id NOT IN (SELECT capture FROM capture_times)"
        " ORDER BY abs(warc_offset - ?2) LIMIT 1",
        row["warc_file"],
        row["warc_offset"],
    )
    return nearest["captured_at"] if nearest else None


def _moment_of(printed: PrintedTime) -> datetime:
    """A printed time; of a day, its beginning."""
    value = printed.value
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)
