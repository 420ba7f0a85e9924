"""Backoffs: hosts that are left alone until a moment, because they asked for less.

They live in `archive.db`, so that later runs keep them too. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.custody.opening import open_archive
from archive.db.events import utc
from archive.model.errors import NothingFound
from archive.search.stations import known
from archive.store.archive import Archive
from harvester.frontier import migrations as crawl_tables

#: No host is left alone for longer, whatever it asks for: it is asked again a day later.
LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Backoff:
    """A host that is left alone, until when, and why."""

    host: str
    until: str
    reason: str


class Backoffs:
    """The hosts that are left alone.

    Every method that writes expects to be inside the archive's transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, host: str, until: datetime, reason: str) -> None:
        """Note that a host is to be left alone until a moment."""
        self._db.execute(
            """INSERT INTO crawl_backoffs (host, until, reason) VALUES (?, ?, ?)
               ON CONFLICT (host) DO UPDATE SET until = excluded.until,
                   reason = excluded.reason""",
            (host, utc(until), reason),
        )

    def of(self, host: str, *, now: datetime) -> tuple[str, datetime] | None:
        """Why, and until when, a host is to be left alone; None where it is not."""
        row = self._db.execute(
            "SELECT reason, until FROM crawl_backoffs WHERE host = ? AND until > ?",
            (host, utc(now)),
        ).fetchone()
        return (row[0], datetime.fromisoformat(row[1])) if row else None

    def all(self, *, now: datetime) -> list[Backoff]:
        """All hosts that are left alone now; those that may be asked again soonest, first."""
        rows = self._db.execute(
            "SELECT host, until, reason FROM crawl_backoffs WHERE until > ? ORDER BY until, host",
            (utc(now),),
        )
        return [Backoff(*row) for row in rows]

    def concerns(self, host: str, stations: Sequence[str]) -> bool:
        """Whether one of the stations has an address on a host."""
        marks = ", ".join("?" * len(stations))
        return any(
            self._db.execute(
                f"""SELECT EXISTS (SELECT 1 FROM crawl_frontier WHERE url >= ? AND url < ?
                    AND station IN ({marks}))""",
                (*addresses, *stations),
            ).fetchone()[0]
            for addresses in _addresses_on(host)
        )

    def release(self, host: str, *, now: datetime) -> None:
        """Let a host be asked again: what was put off on it is due now."""
        self._db.execute("DELETE FROM crawl_backoffs WHERE host = ?", (host,))
        for addresses in _addresses_on(host):
            self._db.execute(
                """UPDATE crawl_frontier SET due_at = ?1 WHERE state = 'retry' AND due_at > ?1
                   AND url >= ?2 AND url < ?3""",
                (utc(now), *addresses),
            )

    def release_overlong(self, *, now: datetime) -> None:
        """Let those be asked that would be backed off for longer than may be.

        An earlier version let them ask for that, or the clock was wrong.
        """
        for backoff in self.all(now=now + LONGEST):
            self.release(backoff.host, now=now)


def _addresses_on(host: str) -> list[tuple[str, str]]:
    """The first address on a host, and the first one after them, of each scheme."""
    return [(f"{scheme}://{host}/", f"{scheme}://{host}0") for scheme in ("http", "https")]


def backed_off_hosts(folder: Path, wanted: Sequence[str] = ()) -> list[Backoff]:
    """The hosts that crawls leave alone now; `wanted` are names and globs of stations, or none.

    Raises what `Archive.read_only` and `archive.search.stations.known` raise.
    """
    with Archive.read_only(folder) as archive:
        stations = known(archive.connection, wanted)
        if not crawl_tables.are_in(archive.connection):
            return []
        backoffs = Backoffs(archive.connection)
        entries = backoffs.all(now=datetime.now(UTC))
        return [each for each in entries if not wanted or backoffs.concerns(each.host, stations)]


def release(folder: Path, host: str) -> Backoff:
    """Let the next run ask a host again; the backoff that it had.

    Raises NothingFound where it has none, and what `Archive.open` raises.
    """
    now = datetime.now(UTC)
    backoff = next((each for each in backed_off_hosts(folder) if each.host == host.lower()), None)
    if backoff is None:
        raise NothingFound(f"{host} is not left alone; `harvest hosts` lists the hosts that are")
    with open_archive(folder) as archive, archive.transaction() as connection:
        Backoffs(connection).release(backoff.host, now=now)
    return backoff
