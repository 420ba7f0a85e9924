"""The register of findings: which have begun, worsened and ended, each reported once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from harvester.health.days import NO_ANSWER, Day, read_days
from harvester.health.findings import Finding, Kind, Station, findings
from harvester.health.tallies import Tallies

#: Of the stations that were visited, so many without an answer have one cause: this computer.
_MOST = 0.5
_LEAST_STATIONS = 3

_MACHINE = ""  # in the place of a station
#: (station or `_MACHINE`, kind, subject): what makes two findings the same one.
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that has begun, worsened or ended; only such are reported."""

    what: Literal["begins", "worsens", "ends"]
    finding: Finding

    def line(self) -> str:
        """One line for a mail or a log.

        >>> finding = Finding(station="ferry", kind="silence", since=date(2026, 7, 1),
        ...                   message="no new article since 2026-07-01, for 9 days")
        >>> Change("begins", finding).line()[:67]
        'begins: ferry: silence: no new article since 2026-07-01, for 9 days'
        """
        of = self.finding.station or "all stations"
        line = f"{self.what}: {of}: {self.finding.kind}: {self.finding.message}"
        return line if self.what == "ends" else f"{line} -- {self.finding.advice}"


@dataclass(frozen=True, slots=True)
class Look:
    """What a run brought: (station → its visits by outcome), and the days of those stations."""

    today: date
    outcomes: Mapping[str, Mapping[str, int]]
    days: Mapping[str, list[Day]]

    def unanswered(self, station: str) -> int:
        """The visits of a station in this run; 0 where one of them was answered."""
        outcomes = self.outcomes.get(station, {})
        return 0 if outcomes.keys() - NO_ANSWER else sum(outcomes.values())


def watch(
    connection: sqlite3.Connection, today: date, outcomes: Mapping[str, Mapping[str, int]]
) -> list[Change]:
    """Look at the stations that a run has visited; gives what has changed with them."""
    visited = [station for station, counts in outcomes.items() if counts]
    register = Register(connection)
    look = Look(today, outcomes, read_days(connection, today, visited))
    looked_at = set(visited)
    if not all(map(look.unanswered, visited)):
        looked_at.add(_MACHINE)  # one answer shows that this computer is well
    found = assess(look, register.open_findings())
    Tallies(connection).add_outage(look.today, outage(look))
    return register.update(found, today, looked_at)


def assess(look: Look, begun: Iterable[Finding]) -> list[Finding]:
    """What is unusual about each station; where most are down, about the machine alone."""
    kept = {_key(finding) for finding in begun}
    found = []
    for name, days in sorted(look.days.items()):
        station = Station(name, days, look.today, look.unanswered(name))
        found += findings(station)
        if any(key[0] == name for key in kept):
            sure = {_key(finding) for finding in found}
            lax = findings(station, has_begun=True)
            found += [each for each in lax if _key(each) in kept - sure]
    return _with_one_cause(look, found, kept)


def outage(look: Look) -> list[str]:
    """The stations without an answer in a run of which this computer is the cause."""
    visited = [station for station, outcomes in look.outcomes.items() if outcomes]
    silent = [station for station in visited if look.unanswered(station)]
    is_one_cause = len(visited) >= _LEAST_STATIONS and len(silent) > _MOST * len(visited)
    return silent if is_one_cause else []


def _with_one_cause(look: Look, found: list[Finding], kept: set[_Key]) -> list[Finding]:
    if not (silent := outage(look)):
        return found
    visited = sum(1 for outcomes in look.outcomes.values() if outcomes)
    message = f"{len(silent)} of {visited} stations gave no answer on {look.today}"
    machine = Finding(station=None, kind="machine", since=look.today, message=message)
    return [
        machine,
        *(each for each in found if each.kind not in ("down", "errors") or _key(each) in kept),
    ]


class Register:
    """The table `crawl_findings`; what writes expects to be inside the archive's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def open_findings(self) -> list[Finding]:
        """The findings that have begun and not ended, the worst first."""
        rows = self._db.execute(
            """SELECT station, kind, subject, began_on, level, message FROM crawl_findings
               WHERE ended_on IS NULL ORDER BY level DESC, began_on, station, kind, subject"""
        )
        return [_finding(row) for row in rows]

    def rename(self, former: str, station: str) -> None:
        """Give a station the findings that it had under a former name."""
        self._db.execute(
            "UPDATE OR REPLACE crawl_findings SET station = ? WHERE station = ?", (station, former)
        )

    def update(self, found: Iterable[Finding], today: date, looked_at: set[str]) -> list[Change]:
        """Note today's findings about these stations; gives what has changed.

        A finding about a station that nobody looked at today stays as it is, and so does one about
        the machine unless `looked_at` has the empty name.
        """
        before = {_key(finding): finding for finding in self.open_findings()}
        now = {_key(finding): finding for finding in found}
        changes = []
        for key, finding in now.items():
            former = before.get(key)
            if former is None:
                changes.append(Change("begins", finding))
            elif finding.level > former.level:
                changes.append(Change("worsens", finding))
            self._write(finding, former)
        for key, former in before.items():
            if key not in now and key[0] in looked_at:
                changes.append(Change("ends", former))
                self._db.execute(
                    """UPDATE crawl_findings SET ended_on = ? WHERE station = ? AND kind = ?
                       AND subject = ? AND ended_on IS NULL""",
                    (today.isoformat(), *key),
                )
        return changes

    def _write(self, finding: Finding, former: Finding | None) -> None:
        if former is None:
            self._db.execute(
                "INSERT INTO crawl_findings VALUES (?, ?, ?, ?, NULL, ?, ?)",
                (*_key(finding), finding.since.isoformat(), finding.level, finding.message),
            )
            return
        self._db.execute(
            """UPDATE crawl_findings SET level = max(level, ?), message = ? WHERE station = ?
               AND kind = ? AND subject = ? AND ended_on IS NULL""",
            (finding.level, finding.message, *_key(finding)),
        )


def _key(finding: Finding) -> _Key:
    return (finding.station or _MACHINE, finding.kind, finding.subject)


def _finding(row: tuple[str, Kind, str, str, int, str]) -> Finding:
    station, kind, subject, began_on, level, message = row
    return Finding(
        station=station or None, kind=kind, subject=subject,
        since=date.fromisoformat(began_on), level=level, message=message,
    )  # fmt: skip
