"""The status of each station: what it gives of late, beside what it gave before."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from harvester.frontier.status import Status
from harvester.health.days import answered, visits
from harvester.health.findings import Finding
from harvester.health.past import Past, visited
from harvester.health.register import Register
from harvester.health.tallies import FIELDS

#: Days that count as "of late", and days before them that are compared with.
_LATE = 7
_BEFORE = 90
#: Days whose answers are counted by kind.
_ANSWERS = 30
_VISITS = ("article:", "list:")  # how the measures that count visits begin


@dataclass(frozen=True, slots=True, kw_only=True)
class StationStatus:
    """One station. Days are UTC; shares are of the articles that were read, 0 to 1.

    `fields` has (of late, before) for each field, None where no article was read.
    """

    station: str
    findings: tuple[Finding, ...] = ()
    last_success: date | None = None  # the last day on which it answered
    last_new: date | None = None  # the last day that brought a new article
    longest_silence: int = 0  # days between two of them
    new_per_day: float = 0.0
    usual_per_day: float = 0.0
    fields: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)  # of the last 30 days, by kind
    answered: float | None = None  # the share of those visits that were answered
    lag_minutes: int | None = None  # from the printed time to the capture, mean of late
    oldest_pending: str | None = None  # when the oldest address that waits was discovered
    next_due: str | None = None
    down_since: date | None = None

    @property
    def level(self) -> int:
        """That of its worst finding; 0 where all is well."""
        return max((finding.level for finding in self.findings), default=0)


def statuses(
    connection: sqlite3.Connection, today: date, names: Sequence[str] | None = None
) -> list[StationStatus]:
    """All stations that were ever visited, or those named: the worst first, then by name."""
    by_station: dict[str, list[Finding]] = {}
    for finding in Register(connection).open_findings():
        by_station.setdefault(finding.station or "", []).append(finding)
    oldest, frontier, now = _oldest_pending(connection), Status(connection), datetime.now(UTC)
    found = []
    for station in visited(connection) if names is None else dict.fromkeys(names):
        past = Past(connection, station, today)
        if (first := past.first_day()) is not None:
            status = _status(past, first, by_station.get(station, []))
            waiting, due = oldest.get(station), frontier.next_due(station, now=now)
            found.append(replace(status, oldest_pending=waiting, next_due=due))
    return sorted(found, key=lambda each: (-each.level, each.station))


def _status(past: Past, first: date, findings: Sequence[Finding]) -> StationStatus:
    """The status of a station that was visited first on that day."""
    week = timedelta(days=_LATE)
    of_late, recent = past.sums(_LATE), past.sums(_ANSWERS)
    before = past.sums(_BEFORE, until=past.today - week)
    new_days = past.new_days()
    gaps = [(later - day).days for day, later in pairwise(new_days)]
    down = [each.since for each in findings if each.kind == "down"]
    return StationStatus(
        station=past.station,
        findings=tuple(findings),
        last_success=past.last_success(),
        last_new=new_days[-1] if new_days else None,
        longest_silence=max(gaps, default=0),
        new_per_day=_mean(of_late, _LATE, past.today, first),
        usual_per_day=_mean(before, _BEFORE, past.today - week, first),
        fields={
            name: (_share(of_late, f"field:{name}"), _share(before, f"field:{name}"))
            for name in FIELDS
        },
        answers={name: recent[name] for name in sorted(recent) if name.startswith(_VISITS)},
        answered=answered(recent) / visits(recent) if visits(recent) else None,
        lag_minutes=of_late["lag_minutes"] // of_late["lagged"] if of_late["lagged"] else None,
        down_since=down[0] if down else None,
    )


def _mean(total: Counter[str], length: int, until: date, first: date) -> float:
    """New articles a day, up to a day; since the station's first day, if that is later."""
    known = min(length, (until - first).days + 1)
    return total["new"] / max(known, 1)


def _share(total: Counter[str], measure: str) -> float | None:
    return total[measure] / total["read"] if total["read"] else None


def _oldest_pending(connection: sqlite3.Connection) -> dict[str, str]:
    """Station → when the oldest of its addresses that wait was discovered."""
    rows = connection.execute(
        """SELECT station, min(discovered_at) FROM crawl_frontier WHERE state = 'pending'
           GROUP BY station"""
    )
    return {str(station): str(at) for station, at in rows}
