"""Crawls stations side by side in one process, and says truthfully how it went."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harvester import contact, report
from harvester.offline import read_kept
from harvester.report import Report
from harvester.run import Run, open_archive
from harvester.visit import ALL_DAYS, Days, Visit

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess

    from harvester.station import Station
    from harvester.station_files import Stations


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a crawl is asked to do."""

    stations: Sequence[Station]
    limit: int | None = None  # articles visited per station
    days: Days = ALL_DAYS  # articles known to be of other days stay in the frontier
    deep: bool = False  # a backfill: all pages of all lists, and dated indexes
    max_time: float | None = None  # seconds until the run stops taking addresses
    recheck: bool = False  # visit every known article again
    contact: str | None = None
    command: str = "harvest crawl"
    log_level: str = "WARNING"


def crawl(
    folder: Path,
    order: Order,
    stations: Stations,
    *,
    on_commit: Callable[[Sequence[Visit]], None] = lambda _visits: None,
) -> Report:
    """Crawl the ordered stations into the archive at `folder`, making it where there is none.

    Raises NoContact, Locked, NewerArchive or Damaged before anything is fetched. Storage that
    fails on the way ends the run; its error says so in the report's warnings and exit code.
    """
    contact.require(order.contact, order.stations)
    user_agent = contact.user_agent(order.contact)
    with open_archive(folder) as archive:
        run = Run(archive, stations, order.stations, command=order.command, user_agent=user_agent)
        run.on_commit = on_commit
        problems = read_kept(run, run.unread)  # of a run that died
        stopped_by = _crawl(folder, order, run, user_agent)
        return report.close(run, interrupted=stopped_by, problems=problems)


def _crawl(folder: Path, order: Order, run: Run, user_agent: str) -> int | None:
    """Run the spiders; returns the number of the signal that stopped them, if one did."""
    # Scrapy is imported here because it takes as long as a short command does.
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from harvester.loader import spider_of

    settings = Settings()
    settings.setmodule("harvester.settings", priority="project")
    settings.setdict(
        {
            "NEWS_ARCHIVE": str(folder),
            "USER_AGENT": user_agent,
            "LOG_LEVEL": order.log_level,
            "CLOSESPIDER_TIMEOUT": order.max_time or 0,
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    stopper = _Stopper(process, run)
    run.on_broken = stopper.stop
    for station in order.stations:
        process.crawl(
            spider_of(station, stations=run.stations, run=run),
            limit=order.limit,
            since=order.days.since,
            until=order.days.until,
            deep=order.deep,
            recheck=order.recheck,
        )
    with stopper:
        process.start(install_signal_handlers=False)
    return stopper.signal


class _Stopper:
    """Two signals: the first lets what is under way finish, the second stops at once."""

    def __init__(self, process: AsyncCrawlerProcess, run: Run) -> None:
        self._process = process
        self._run = run
        self._former: dict[int, Any] = {}
        self.signal: int | None = None

    def __enter__(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._former[number] = signal.signal(number, self._on_signal)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: object) -> None:
        from twisted.internet import reactor

        if self.signal is None:
            self.signal = number
            reactor.callFromThread(self.stop)
        else:
            reactor.callFromThread(reactor.stop)  # type: ignore[misc]  # its stub is off

    def stop(self) -> None:
        """Take no more addresses; finish those under way."""
        import asyncio

        self._run.stop()  # also what has not begun yet
        self._stopping = asyncio.ensure_future(self._process.stop())
