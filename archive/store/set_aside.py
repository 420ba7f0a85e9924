"""What is set aside: kept bytes that cannot be recorded as a capture, decoded or read, and why.

A row names either a capture that has its row but could not be read, or a record in a WARC file of
the archive that makes no capture. The bytes stay in `warc/`, so a rebuild finds the same again.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from archive.db.events import now, utc
from archive.db.sql import rows
from archive.model.capture_fields import is_name
from archive.model.safe_text import visible_line
from archive.warc import Location, Unfit

_LONGEST = 500  # characters of a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """One thing that is set aside: a `capture`, or the record at `location`, never both."""

    id: int
    capture: str | None
    location: Location | None
    url: str
    reason: str
    found: str | None
    first_seen_at: str  # UTC, to the second
    tries: int

    def row(self) -> dict[str, object]:
        """It as JSON-ready data; the keys are stable."""
        at = self.location
        return {
            "id": self.id, "capture": self.capture, "warc_file": at.file if at else None,
            "warc_offset": at.offset if at else None, "url": self.url, "reason": self.reason,
            "found": self.found, "first_seen_at": self.first_seen_at, "tries": self.tries,
        }  # fmt: skip


def set_aside_capture(connection: sqlite3.Connection, capture: str, reason: str) -> None:
    """Set a recorded capture aside; one that stands there was tried once more."""
    connection.execute(
        """INSERT INTO set_aside (capture, url, reason, found, first_seen_at)
           SELECT id, url, ?2, found, ?3 FROM captures WHERE id = ?1
           ON CONFLICT (capture) DO UPDATE SET tries = tries + 1, reason = excluded.reason""",
        (capture, visible_line(reason)[:_LONGEST], now()),
    )


def set_aside_record(connection: sqlite3.Connection, unfit: Unfit) -> None:
    """Set a record of a WARC file aside; one that stands there stays as it is."""
    aside, at = unfit.aside, unfit.location
    connection.execute(
        """INSERT INTO set_aside (record, warc_file, warc_offset, warc_length, record_digest,
                                  url, reason, found, first_seen_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (warc_file, warc_offset) DO NOTHING""",
        (unfit.id if is_name(unfit.id) else None, at.file, at.offset, at.length, at.record_digest,
         visible_line(aside.url), visible_line(aside.reason), aside.found and
         visible_line(aside.found), utc(aside.at)),
    )  # fmt: skip


def is_set_aside(connection: sqlite3.Connection, record: str) -> bool:
    """Whether a record is set aside, or was, and its capture was made since."""
    exists = connection.execute(
        """SELECT EXISTS (SELECT 1 FROM set_aside WHERE record = ?1)
               OR EXISTS (SELECT 1 FROM captures WHERE id = ?2)""",
        (record, capture_made_of(record)),
    )
    return bool(exists.fetchone()[0])


def capture_made_of(record: str) -> str:
    """The id of the capture that a later try makes of a record; it follows from the record's."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'capture of {record}')}"


def tried_again(connection: sqlite3.Connection, aside: Aside, reason: str) -> None:
    """Note one more try that failed."""
    connection.execute(
        "UPDATE set_aside SET tries = tries + 1, reason = ? WHERE id = ?",
        (visible_line(reason)[:_LONGEST], aside.id),
    )


def take_back(connection: sqlite3.Connection, aside: Aside) -> None:
    """It was recorded or read after all."""
    connection.execute("DELETE FROM set_aside WHERE id = ?", (aside.id,))


def take_back_captures(connection: sqlite3.Connection, captures: list[str]) -> None:
    """These captures were read after all."""
    connection.executemany(
        "DELETE FROM set_aside WHERE capture = ?", [(capture,) for capture in captures]
    )


def forget_made(connection: sqlite3.Connection) -> None:
    """After a rebuild: a record of which a later try made a capture is not set aside any more."""
    made = [
        (aside["id"],)
        for aside in rows(connection, "SELECT id, record FROM set_aside WHERE record IS NOT NULL")
        if connection.execute(
            "SELECT 1 FROM captures WHERE id = ?", (capture_made_of(aside["record"]),)
        ).fetchone()
    ]
    connection.executemany("DELETE FROM set_aside WHERE id = ?", made)


def count(connection: sqlite3.Connection) -> int:
    """How much is set aside."""
    return int(connection.execute("SELECT count(*) FROM set_aside").fetchone()[0])


def all_aside(connection: sqlite3.Connection) -> list[Aside]:
    """All that is set aside, oldest first."""
    return [
        Aside(
            id=row["id"],
            capture=row["capture"],
            location=_location(row),
            url=row["url"],
            reason=row["reason"],
            found=row["found"],
            first_seen_at=row["first_seen_at"],
            tries=row["tries"],
        )
        for row in rows(connection, "SELECT * FROM set_aside ORDER BY first_seen_at, id")
    ]


def _location(row: dict[str, object]) -> Location | None:
    if row["warc_file"] is None:
        return None
    return Location(
        str(row["warc_file"]),
        int(str(row["warc_offset"])),
        int(str(row["warc_length"])),
        str(row["record_digest"]),
    )
