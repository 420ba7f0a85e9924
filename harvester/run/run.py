"""One run of this process on one archive: what its spiders share, and its one commit.

What "kept" means, in order: the WARC records are appended and synced; one commit holds the
captures' rows, the articles, the new links and the outcomes of the addresses. A commit holds up
to 16 visits: what was not committed is due again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from archive.db import connection as database
from archive.db.events import utc
from archive.model.errors import ArchiveError, Damaged, TakenDown
from archive.store.archive import Archive, CrawlState
from archive.store.runs import described
from archive.warc import SetAside
from harvester.frontier import migrations as crawl_tables
from harvester.frontier.due import stations_due
from harvester.health.register import Register
from harvester.model.errors import Bug
from harvester.model.visit import Address, Days, Link, Visit
from harvester.run.batch import Batch
from harvester.run.clock_check import OwnClock
from harvester.run.commit import Writer, row_of
from harvester.run.notes import RunNotes
from harvester.run.politeness import Hosts
from harvester.run.readers import Readers
from harvester.run.run_failure import RunFailure
from harvester.run.stats import CAPTURES, RunStats
from harvester.run.tables import CrawlTables
from harvester.run.time_limit import TimeLimit

if TYPE_CHECKING:
    from archive.model.article import Capture
    from harvester.config.stations import Stations
    from harvester.model.station import Station
    from harvester.run.event_log import EventLog

_T = TypeVar("_T")


class Run:
    """An archive open for writing, its frontier, and the visits not yet committed.

    `unread_captures` are those that a dead run or a broken import left unread: read them first.
    """

    def __init__(
        self,
        archive: Archive,
        stations: Stations,
        chosen: Sequence[Station],
        *,
        command: str,
        user_agent: str | None = None,
    ) -> None:
        self.archive = archive
        self.stations = stations
        self.chosen = tuple(chosen)
        self._by_name = {station.name: station for station in chosen}
        self.user_agent = user_agent
        #: What reads its pages: in place, unless the run is given processes for it.
        self.readers = Readers()
        self.began = _now()
        self.tables = CrawlTables(archive.connection)
        #: The pace of each host, which all stations of the run share.
        self.hosts = Hosts(self._backoff_of)
        self.notes = RunNotes()
        self.stats = RunStats()
        #: The log of the run, where it has one.
        self.event_log: EventLog | None = None
        self.time_limit = TimeLimit()
        #: Set when storage or we ourselves failed: nothing more is taken, and the run ends with
        #: the exit code of the error.
        self.failure = RunFailure()
        #: Called with what was committed, for progress.
        self.on_commit: Callable[[Sequence[Visit]], None] = lambda _visits: None
        with database.storage_errors(archive.folder):
            crawl_tables.bring_up(archive.connection, archive.folder / database.NAME)
        #: What servers and the run before say of this computer's clock.
        self.own_clock = OwnClock(self.began, self.tables.frontier.last_run())
        with archive.transaction():
            self.tables.frontier.leases.release()
            self.tables.frontier.mend_dates([station.name for station in chosen], now=self.began)
            self.tables.backoffs.release_overlong(now=self.began)
            self.tables.unread.wait_for_adopted()
            self.tables.unread.advance_watermark()
            self._describe_stations()
            names = [station.name for station in chosen]
            self.id = archive.begin_crawl(command, names, user_agent)
        self.writer = Writer(archive, stations, self.tables, self.id)
        self.writer.described.update(names)
        self._batch = Batch(self.writer)

    def _describe_stations(self) -> None:
        """Hold what the files of the chosen stations say; what was held under a former name too."""
        names = {station.name for station in self.stations}
        held = described(self.archive.connection)
        for station in self.chosen:
            row = row_of(station)
            if held.get(station.name) != row:
                self.archive.station(row, station.text)
            for former in set(station.formerly) - names:
                self.tables.frontier.rename(former, station.name)
                self.tables.tallies.rename(former, station.name)
                Register(self.archive.connection).rename(former, station.name)

    def station(self, name: str) -> Station:
        """The chosen station of this name."""
        return self._by_name[name]

    # --- what a spider asks --------------------------------------------------------------------

    @property
    def broken(self) -> ArchiveError | Bug | None:
        """The error that ended the run before its work was done."""
        return self.failure.error

    @property
    def unread_captures(self) -> list[str]:
        """Recorded captures that nobody has read yet, oldest first."""
        return self.tables.unread.captures(quarantined=False)

    def plan(
        self,
        station: Station,
        lists: Sequence[Link],
        *,
        all_lists: bool = True,
        recheck: bool = False,
    ) -> None:
        """Make due what a station's part of the run is to visit."""

        def make_due() -> None:
            if self.tables.frontier.plan(
                station.name, lists, now=_now(), all_lists=all_lists, digest=station.digest
            ):
                self.notes.lists_due.add(station.name)
            self.log_event(
                "plan", station.name, **asdict(self.tables.status.due(station.name, now=_now()))
            )
            if recheck:
                self.tables.frontier.recheck(station.name)

        self._commit(make_due)

    def stations_due(self) -> list[Station]:
        """The chosen stations of which something is due: only these need a spider."""
        found: list[Station] = []
        db, now = self.archive.connection, _now()
        self._commit(lambda: found.extend(stations_due(db, self.chosen, now=now)))
        return [] if self.broken else found

    def back_off(self, host: str, until: datetime, reason: str) -> None:
        """Leave a host alone until a moment, also in later runs."""
        self.log_event("backoff", None, host=host, until=utc(until), reason=reason)
        self._commit(lambda: self.tables.backoffs.add(host, until, reason))

    def postpone(
        self, address: Address, until: datetime, reason: str, captures: Iterable[Capture]
    ) -> None:
        """Put off what is due on a host that gives nothing; the operator hears why."""
        if self.notes.trouble(address.station, reason):
            self.log_event("postponed", address.station, until=utc(until), reason=reason)
        self._batch.add_orphans(captures)

        def put_off() -> None:
            self.tables.frontier.postpone(address, until, reason)
            self.tables.tallies.add_postponed(address, _now())

        self._commit(put_off)

    def robots_copy(self, url: str, not_before: datetime) -> Capture | None:
        """The robots.txt that an address last had, as it was kept."""
        identifier = self._query(lambda: self.archive.capture_at(url, _now()), None)
        if identifier is None:
            return None
        try:
            copy = self.archive.capture(identifier)
        except Damaged:
            return None
        if copy.kind != "robots" or copy.captured_at < not_before:
            return None
        self.notes.robots_txt(copy)
        return copy

    def log_event(self, event: str, station: str | None, **details: object) -> None:
        """Write a line into the log of the run; where it cannot be written, the run ends."""
        if self.event_log is None:
            return
        try:
            self.event_log.write(event, station, **details)
        except ArchiveError as error:
            self.failure.note(error)

    def stop(self) -> None:
        """Visit nothing more: wake what waits for its turn, and lease no further addresses."""
        self.hosts.stopping.set()

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be begun: the run was told to stop, or its time is over."""
        if self.time_limit.check():
            self.stop()
        return self.hosts.stopping.is_set()

    def _backoff_of(self, host: str) -> tuple[str, datetime] | None:
        return self._query(lambda: self.tables.backoffs.of(host, now=_now()), None)

    def lease(self, station: str, most: int, *, days: Days) -> list[Address]:
        """The next addresses to visit; what was visited so far is committed with it."""
        leased: list[Address] = []
        if self.hosts.stopping.is_set():
            most = 0
        leases = self.tables.frontier.leases
        self._commit(lambda: leased.extend(leases.lease(station, most, days=days, run=self.id)))
        return [] if self.broken else leased

    def has_more(self, station: str, *, days: Days) -> bool:
        """Whether visits wait for their commit, or addresses for their visit."""
        if self.broken is not None or self.hosts.stopping.is_set():
            return False
        leases = self.tables.frontier.leases
        waits = self._query(lambda: leases.has_pending(station, days=days), False)
        return bool(self._batch.visits) or waits

    def unknown(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses that nobody discovered before."""
        waiting = {link.url for visit in self._batch.visits for link in visit.links}
        nothing: set[str] = set()
        return set(urls) - self._query(lambda: self.tables.frontier.known(urls), nothing) - waiting

    def _query(self, query: Callable[[], _T], otherwise: _T) -> _T:
        """What the database answers; a damaged one ends the run."""
        try:
            return query()
        except sqlite3.DatabaseError as error:
            self.failure.note(Damaged(f"{self.archive.folder}/archive.db cannot be read: {error}"))
            return otherwise

    # --- what a spider brings ------------------------------------------------------------------

    def keep(
        self, capture: Capture, address: Address | None = None, *, repeats: str | None = None
    ) -> None:
        """Append a capture to the WARC, before anyone reads it.

        A capture that belongs to no visit (robots.txt) gets its row with the next commit. `repeats`
        is the id of a capture whose payload it does not repeat, where that is known already. Raises
        TakenDown for the address of an article that was erased.
        """
        if self.broken is not None:
            return
        try:
            self.archive.write_capture(capture, repeats or _earlier(capture, address))
        except TakenDown:
            raise
        except ArchiveError as error:
            self.failure.note(error)
            return
        if capture.station is not None:
            self.stats.of(capture.station).inc_value(CAPTURES)
        if address is None:
            self.note(capture)
        if capture.kind == "robots":
            self.notes.robots_txt(capture)
            host = urlsplit(capture.url).netloc
            self.own_clock.hear(host, capture.header("date") or "", capture.captured_at)

    def keep_aside(self, aside: SetAside) -> None:
        """Append to the WARC what came and makes no capture; its row comes with the next commit."""
        if self.broken is not None:
            return
        try:
            self.archive.keep_aside(aside)
        except TakenDown:
            return
        except ArchiveError as error:
            self.failure.note(error)

    def note(self, capture: Capture) -> None:
        """Take a capture that belongs to no visit: its row, and what a robots.txt reserves."""
        self._batch.add_orphans([capture])

    def settle(self, visit: Visit) -> None:
        """Take a finished visit; it is acknowledged by the commit that holds it."""
        self._batch.add(visit)
        if self._batch.is_full:
            self._commit()

    def unlease(self, addresses: Iterable[Address], captures: Iterable[Capture] = ()) -> None:
        """Leased addresses that were not visited are due again; what was captured is recorded."""
        self._batch.add_orphans(captures)
        self._commit(lambda: self.tables.frontier.leases.unlease(addresses))

    def flush(self, also: Callable[[], object] = lambda: None) -> None:
        """Commit what waits, together with `also`."""
        self._commit(also)

    def end(self, state: CrawlState, exit_code: int) -> None:
        """Commit what is left and close the run's books."""

        def close() -> None:
            self.archive.end_crawl(
                self.id,
                state,
                stations=[station.name for station in self.chosen],
                counts=self.stats.articles(),
                exit_code=exit_code,
            )

        broken = self.broken
        if isinstance(broken, Bug):  # it need not stand in the way of the books
            self.failure.error = None
        self._commit(close)
        self.failure.error = broken or self.failure.error

    # --- the one commit ------------------------------------------------------------------------

    def _commit(self, also: Callable[[], object] = lambda: None) -> None:
        """Commit all waiting visits in one transaction, together with `also`."""
        if self.broken is not None:
            return
        try:
            committed = self._batch.commit(also)
            self.stats.count(committed)
            if self.event_log is not None:
                self.event_log.visits(committed)
        except ArchiveError as error:
            self.failure.note(error)
            return
        except Exception as error:
            self.failure.note_unexpected(error, "writing to the archive")
            return
        self.on_commit([each.visit for each in committed])


def _earlier(capture: Capture, address: Address | None) -> str | None:
    """The capture that this one repeats: a 304, or the same bytes at the same address."""
    if address is None or capture.url != address.url:
        return None
    same = capture.status == 304 or capture.payload_digest == address.payload_digest
    return address.capture if same else None


def _now() -> datetime:
    return datetime.now(UTC)
