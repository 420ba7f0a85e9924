"""Crawls stations side by side in one process, and says truthfully how it went."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from archive.custody.opening import open_or_create
from archive.db.connection import undoing_in_memory
from harvester.model.visit import ALL_DAYS, Days, Visit
from harvester.run import contact, report
from harvester.run.event_log import logged
from harvester.run.readers import Readers
from harvester.run.report import Report
from harvester.run.run import Run
from harvester.run.signals import Signals, own_signals
from harvester.run.stored_captures import process_stored

if TYPE_CHECKING:
    from harvester.config.stations import Stations
    from harvester.crawl.robots import RobotsCache
    from harvester.model.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """What a crawl is asked to do."""

    stations: Sequence[Station]
    limit: int | None = None  # articles visited per station
    days: Days = ALL_DAYS  # articles known to be of other days stay in the frontier
    deep: bool = False  # a backfill: all pages of all lists, and dated indexes
    max_time: float | None = None  # seconds until the run stops taking addresses
    share: float | None = None  # the same for each station
    recheck: bool = False  # visit every known article again
    due_only: bool = False  # leave out lists whose time has not come
    contact: str | None = None
    command: str = "harvest crawl"
    log_level: str = "WARNING"
    workers: int | None = None  # processes that read pages; 0: read in place

    def describe(self) -> dict[str, object]:
        """What was asked for, as the report and the log tell it."""
        return {
            "command": self.command, "limit": self.limit,
            "since": self.days.since and self.days.since.isoformat(),
            "until": self.days.until and self.days.until.isoformat(),
            "deep": self.deep, "max_time": self.max_time, "station_time": self.share,
            "recheck": self.recheck,
            "due_only": self.due_only,
        }  # fmt: skip


def crawl(
    folder: Path,
    options: CrawlOptions,
    stations: Stations,
    *,
    on_commit: Callable[[Sequence[Visit]], None] = lambda _visits: None,
) -> Report:
    """Crawl the ordered stations into the archive at `folder`, making it where there is none.

    Raises NoContact, Locked, NewerArchive or Damaged before anything is fetched. Storage that
    fails on the way ends the run; its error says so in the report's warnings and exit code.
    """
    began = time.monotonic()
    contact.require(options.contact, options.stations)
    user_agent = contact.user_agent(options.contact)
    with (
        own_signals() as signals,
        open_or_create(folder) as archive,
        undoing_in_memory(archive.connection),
        Readers.of(options.workers) as readers,
    ):
        run = Run(
            archive, stations, options.stations, command=options.command, user_agent=user_agent
        )
        run.readers = readers
        readers.is_stopping = run.hosts.stopping.is_set
        run.tables.tallies.counting = not options.deep
        run.on_commit = on_commit
        if options.max_time:
            run.time_limit.ends_at = began + options.max_time
        with logged(run, options.describe()):
            signals.heed(run.stop)
            problems = process_stored(run, run.unread_captures)  # of a run that died
            if not run.is_over and (due := _stations_due(run, options)):
                _crawl(folder, replace(options, stations=due), run, signals)
            return report.close(
                run, interrupted=signals.first, problems=problems, settings=options.describe()
            )


def _stations_due(run: Run, options: CrawlOptions) -> Sequence[Station]:
    """The stations that need a spider: Scrapy makes much of each, whether it visits anything."""
    return run.stations_due() if options.due_only else options.stations


def _crawl(folder: Path, options: CrawlOptions, run: Run, signals: Signals) -> None:
    """Run the spiders until nothing is due, or they are told to stop."""
    # Scrapy is imported here because it takes as long as a short command does.
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from harvester.crawl.loader import spider_of
    from harvester.crawl.stopper import Stopper

    if run.is_over:  # a signal came meanwhile
        return
    settings = Settings()
    settings.setmodule("harvester.crawl.settings", priority="project")
    settings.setdict(
        {
            "NEWS_ARCHIVE": str(folder),
            "USER_AGENT": run.user_agent,
            "LOG_LEVEL": options.log_level,
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    # Scrapy's handler drops what is below this level after a record was made of it for each page.
    logging.getLogger("scrapy").setLevel(options.log_level)
    stopper = Stopper(process, run)
    run.failure.on_failure = stopper.stop
    robots: RobotsCache = {}
    crawls = [
        process.crawl(
            spider_of(station, stations=run.stations, run=run, robots=robots),
            limit=options.limit,
            since=options.days.since,
            until=options.days.until,
            deep=options.deep,
            recheck=options.recheck,
            due_only=options.due_only,
            share=options.share,
        )
        for station in options.stations
    ]
    signals.heed(stopper.ask, stopper.ask_at_once)
    if options.max_time:
        stopper.stop_after(run.time_limit.left)
    process.start(install_signal_handlers=False)
    run.failure.on_failure = lambda: None
    for station, ended in zip(options.stations, crawls, strict=True):
        if ended.done() and not ended.cancelled() and (error := ended.exception()) is not None:
            run.failure.note_unexpected(error, f"crawling {station.name}")
