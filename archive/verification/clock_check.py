"""Check whether the clocks that dated captures and runs can have been right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from archive.db.events import utc
from archive.db.sql import rows
from archive.store.clocks import made_at
from archive.verification.check import Context
from archive.verification.problem import Problem

_AHEAD = timedelta(days=1)
_DOUBTED = """SELECT c.*, t.why FROM capture_times AS t JOIN captures AS c ON c.id = t.capture
    WHERE t.decision IS NULL ORDER BY c.id"""
_TO_COME = """SELECT * FROM captures WHERE captured_at > ?
    AND id NOT IN (SELECT capture FROM capture_times) ORDER BY id"""
_RUNS = """SELECT r.id, r.started_at, min(later.started_at) AS later FROM runs AS r
    JOIN runs AS later ON later.rowid > r.rowid AND later.started_at < ?1
        AND julianday(later.started_at) < julianday(r.started_at) - 1
    WHERE EXISTS (SELECT 1 FROM captures WHERE run = r.id AND found NOT LIKE 'import %'
        AND id NOT IN (SELECT capture FROM capture_times))
    GROUP BY r.id ORDER BY r.id"""


class Clocks:
    """Captures dated by a wrong clock that nobody has decided about."""

    name = "clocks"
    covers = "the clocks that dated captures and runs"

    def run(self, context: Context) -> Iterator[Problem]:
        """Compare them with servers, WARC files, later runs and the clock of this computer."""
        connection, now = context.connection, datetime.now(UTC)
        for row in rows(connection, _DOUBTED):
            counts = made_at(connection, row) or "before all others"
            yield _of_capture(
                row["id"], row["captured_at"], f"{row['why']}; it counts as made {counts}"
            )
        for row in rows(connection, _TO_COME, utc(now + _AHEAD)):
            yield _of_capture(row["id"], row["captured_at"], "that is still to come")
        for row in rows(connection, _RUNS, utc(now + _AHEAD)):
            yield Problem(
                record=f"run {row['id']}",
                found=f"it began at {row['started_at']} by this computer's clock, but a run after"
                f" it at {row['later']}",
                remedy=f"`archive redate {row['id']} --to MOMENT` says when it was, if its clock"
                " was the wrong one",
                severity="difference",
            )


def _of_capture(capture: str, dated: str, why: str) -> Problem:
    return Problem(
        record=f"capture {capture}",
        found=f"its clock said {dated}, but {why}",
        remedy=f"`archive redate {capture} --to MOMENT` decides when it was made",
        severity="difference",
    )
