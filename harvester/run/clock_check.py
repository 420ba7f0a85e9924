"""Whether this computer's clock can be right: servers say what time it is, and so do earlier runs.

A wrong clock does lasting harm: captures and revisions are in the order of their times, and what is
due again is due by it.
"""

from __future__ import annotations

import statistics
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: Nearer than this, it is a matter of zones (local time sent as GMT), caches and drift.
_MUCH = timedelta(hours=12)


class OwnClock:
    """What a run hears of the time; `last_run` is when the one before began, ISO 8601 in UTC."""

    def __init__(self, now: datetime, last_run: str | None) -> None:
        self._began = now
        self._last_run = datetime.fromisoformat(last_run) if last_run else now
        self._ahead: dict[str, timedelta] = {}

    def hear(self, host: str, date: str, now: datetime) -> None:
        """Take the Date header of a host's answer that came just now; what is no date is passed."""
        try:
            moment = parsedate_to_datetime(date)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            return
        self._ahead[host] = moment - now

    def is_confirmed(self) -> bool:
        """Whether servers were heard in this run, and nothing speaks against this clock.

        >>> now = datetime(2026, 7, 2, tzinfo=UTC)
        >>> clock = OwnClock(now, last_run=None)
        >>> before = clock.is_confirmed()
        >>> clock.hear("a.example", "Thu, 02 Jul 2026 00:00:09 GMT", now)
        >>> before, clock.is_confirmed()
        (False, True)
        """
        return bool(self._ahead) and not self.doubts()

    def doubts(self) -> list[str]:
        """Why the clock cannot be right, or was not; nothing while most servers agree with it.

        >>> now = datetime(2099, 1, 1, tzinfo=UTC)
        >>> clock = OwnClock(now, last_run="2026-07-01T00:00:00Z")
        >>> clock.hear("a.example", "Thu, 02 Jul 2026 08:00:00 GMT", now)
        >>> print(*clock.doubts())
        this computer's clock showed 2099-01-01 00:00 UTC, but 1 of 1 servers 2026-07-02 08:00 UTC
        """
        doubts = []
        if self._last_run - self._began > _MUCH:
            doubts.append(
                f"the run before began at {self._last_run:%F %H:%M} UTC, which is still to come by "
                f"this computer's clock: it is wrong now, or was then"
            )
        far = [ahead for ahead in self._ahead.values() if abs(ahead) > _MUCH]
        if len(far) * 2 > len(self._ahead):
            there = self._began + statistics.median_low(far)
            doubts.append(
                f"this computer's clock showed {self._began:%F %H:%M} UTC, but {len(far)} of "
                f"{len(self._ahead)} servers {there:%F %H:%M} UTC"
            )
        return doubts
