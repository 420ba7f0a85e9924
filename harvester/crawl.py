"""Crawls stations side by side in one process, and says truthfully how it went."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harvester import contact
from harvester.run import Run, open_archive
from harvester.visit import Visit

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess

    from archive.store import CrawlState
    from harvester.station import Station
    from harvester.station_files import Stations

#: Outcomes that make a run end with exit code 1: some pages failed.
FAILURES = frozenset({"failed", "quarantined"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a crawl is asked to do."""

    stations: Sequence[Station]
    limit: int | None = None  # articles visited per station
    since: date | None = None  # articles known to be older stay in the frontier
    max_time: float | None = None  # seconds until the run stops taking addresses
    recheck: bool = False  # visit every known article again
    contact: str | None = None
    command: str = "harvest crawl"
    log_level: str = "WARNING"


@dataclass(slots=True, kw_only=True)
class Report:
    """How a run went: written to `reports/<run>.json`, and the source of its exit code."""

    run: str
    state: str
    exit_code: int
    started_at: str
    ended_at: str
    version: str
    user_agent: str
    #: station → outcome of the addresses visited in this run → how many
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    #: station → what became of articles (new, revised, unchanged …) → how many
    articles: dict[str, dict[str, int]] = field(default_factory=dict)
    #: state of the whole frontier → how many addresses
    frontier: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    stations: dict[str, str | None] = field(default_factory=dict)  # name → digest of its files


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
        started = datetime.now(UTC)
        interrupted = _crawl(folder, order, run, user_agent)
        return _close(run, order, started, interrupted, user_agent)


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
    stopper = _Stopper(process)
    run.on_broken = stopper.stop
    for station in order.stations:
        process.crawl(
            spider_of(station, stations=run.stations, run=run),
            limit=order.limit,
            since=order.since,
            recheck=order.recheck,
        )
    with stopper:
        process.start(install_signal_handlers=False)
    return stopper.signal


class _Stopper:
    """Two signals: the first lets what is under way finish, the second stops at once."""

    def __init__(self, process: AsyncCrawlerProcess) -> None:
        self._process = process
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

        self._stopping = asyncio.ensure_future(self._process.stop())


def _close(
    run: Run, order: Order, started: datetime, interrupted: int | None, user_agent: str
) -> Report:
    """End the run's books from what the frontier says, and write the report."""
    run.flush()
    names = [station.name for station in order.stations]
    outcomes = {name: Counter[str]() for name in names}
    frontier: Counter[str] = Counter()
    if run.broken is None:
        for (station, _, outcome), count in run.frontier.counts(run.id).items():
            if outcome and station in outcomes:
                outcomes[station][outcome] += count
        for (_, held, _), count in run.frontier.counts().items():
            frontier[held] += count
    warnings = _warnings(run, outcomes)
    state: CrawlState
    if run.broken is not None:
        state, exit_code = "failed", run.broken.exit_code
    elif interrupted is not None:
        state, exit_code = "interrupted", 128 + interrupted
    else:
        state, exit_code = "finished", (1 if warnings else 0)
    from archive import __version__

    report = Report(
        run=run.id, state=state, exit_code=exit_code, version=__version__, user_agent=user_agent,
        started_at=_iso(started), ended_at=_iso(datetime.now(UTC)),
        outcomes={name: dict(counter) for name, counter in outcomes.items()},
        articles={name: dict(counter) for name, counter in run.held.items()},
        frontier=dict(frontier), warnings=warnings,
        stations={station.name: station.digest for station in order.stations},
    )  # fmt: skip
    run.end(state, exit_code)
    try:
        _write(run.archive.folder / "reports" / f"{run.id}.json", report)
    except OSError as error:
        report.warnings.append(f"the report could not be written: {error}")
        report.exit_code = report.exit_code or 74
    return report


def _warnings(run: Run, outcomes: dict[str, Counter[str]]) -> list[str]:
    """Whatever an operator must hear of: storage, stations that gave nothing, pages that failed."""
    if run.broken is not None:
        return [str(run.broken)]
    warnings = []
    for name, counter in outcomes.items():
        resting = run.resting(name)
        if resting:
            warnings.append(f"{name}: {resting}")
            continue
        failed = sum(counter[outcome] for outcome in FAILURES)
        if failed:
            warnings.append(f"{name}: {failed} pages failed")
        if not run.frontier.ever_captured(name):
            warnings.append(f"{name}: no article was ever read from it")
    return warnings


def _write(path: Path, report: Report) -> None:
    path.parent.mkdir(exist_ok=True)
    text = json.dumps({name: getattr(report, name) for name in report.__slots__},
                      ensure_ascii=False, indent=1)  # fmt: skip
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
