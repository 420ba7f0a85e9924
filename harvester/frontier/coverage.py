"""Coverage: on which days which lists of a station were due, and which were read.

The view `coverage` counts them by station and day. Days are UTC, ISO 8601.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from archive.db.events import utc

if TYPE_CHECKING:
    from harvester.model.visit import Visit

#: Days before a reading of a list that the reading may cover.
_MOST_DAYS = 31


class Coverage:
    """The lists of all stations by day.

    Every method that writes expects to be inside the archive's transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def list_is_due(self, station: str, url: str, *, now: datetime) -> None:
        """Note that a list is to be read today."""
        self._db.execute(
            "INSERT INTO crawl_coverage VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING",
            (station, _day(now), url),
        )

    def list_was_read(self, visit: Visit, *, now: datetime) -> None:
        """Note that a list was read today, and the days before that the reading covers.

        Those are all days since the last reading. Where every article is new, the list may have
        dropped older ones: then the reading covers today only.
        """
        address = visit.address
        was_due = self._db.execute(
            "UPDATE crawl_coverage SET read = 1 WHERE station = ? AND day = ? AND list = ?",
            (address.station, _day(now), address.url),
        ).rowcount
        overlaps = visit.outcome == "unchanged" or visit.new_count < visit.article_count
        if was_due and overlaps:
            self._db.executemany(
                """INSERT INTO crawl_coverage VALUES (?, ?, ?, 1)
                   ON CONFLICT (station, day, list) DO UPDATE SET read = 1""",
                [
                    (address.station, day, address.url)
                    for day in _days_between(address.listing.read_at, now)
                ],
            )

    def rename(self, former: str, station: str) -> None:
        """Give a station the days that it had under a former name."""
        self._db.execute(
            "UPDATE OR REPLACE crawl_coverage SET station = ? WHERE station = ?", (station, former)
        )


def _day(moment: datetime) -> str:
    return utc(moment)[:10]


def _days_between(read_at: str | None, now: datetime) -> list[str]:
    """The days after a former reading and before today, the latest first; at most a month.

    >>> from datetime import UTC
    >>> _days_between("2026-07-01T10:00:00Z", datetime(2026, 7, 4, 9, tzinfo=UTC))
    ['2026-07-03', '2026-07-02']
    """
    if read_at is None:
        return []
    first = max(read_at[:10], _day(now - timedelta(days=_MOST_DAYS)))
    count = (date.fromisoformat(_day(now)) - date.fromisoformat(first)).days
    return [_day(now - timedelta(days=number)) for number in range(1, count)]
