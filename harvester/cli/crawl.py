"""`harvest crawl` and `harvest run`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.model.errors import Locked, NothingFound
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    DAY,
    NONE_ON,
    complain_of,
    complain_of_left_out,
    contact_option,
    load,
    max_time_option,
    open_today,
    station_files_option,
    station_option,
    verbose_option,
    wanted_or_on,
    workers_option,
)

if TYPE_CHECKING:
    from harvester.config.stations import Stations
    from harvester.crawl.crawl import CrawlOptions
    from harvester.health.alarms import Alarms
    from harvester.run.report import Report


@click.command()
@click.argument("names", metavar="STATION...", nargs=-1, required=True)
@archive_option
@trust_option
@station_files_option
@contact_option
@click.option(
    "--limit", type=click.IntRange(1), help="Visit at most this many articles of each station."
)
@click.option(
    "--since", type=DAY, metavar="DATE",
    help="Skip articles known to be older; a later run without it visits them.",
)  # fmt: skip
@max_time_option
@click.option("--recheck", is_flag=True, help="Visit every known article again.")
@workers_option
@verbose_option
def crawl(
    names: Sequence[str], folder: Path, more: Path | None, contact: str | None,
    limit: int | None, since: datetime | None, max_time: float | None, recheck: bool,
    workers: int | None, verbose: bool,
) -> int:  # fmt: skip
    """Crawl stations once, with all their lists: those of these names, or whose names match.

    A glob is quoted: 'rednet-*'. Whether a station is enabled does not matter.
    """
    from harvester.crawl.crawl import CrawlOptions
    from harvester.model.visit import Days

    stations = load(more, folder)
    chosen = stations.chosen(names)
    left_out = complain_of_left_out(stations, names)
    options = CrawlOptions(
        stations=chosen, limit=limit,
        days=Days(since=since.date() if since else None), max_time=max_time, recheck=recheck,
        contact=contact, log_level="INFO" if verbose else "WARNING",
        workers=workers,
    )  # fmt: skip
    return report_of(folder, options, stations).exit_code or left_out


@click.command()
@archive_option
@trust_option
@station_files_option
@station_option
@contact_option
@max_time_option
@click.option(
    "--station-time", type=click.FloatRange(1), default=1800, show_default=True,
    metavar="SECONDS", help="Visit one station for at most so long; the rest stays due.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print what is due, and fetch nothing.")
@click.option(
    "--quiet", is_flag=True, help="Print only what has begun, worsened or ended; for cron's mail."
)
@workers_option
@verbose_option
def run(
    folder: Path, more: Path | None, wanted: Sequence[str], contact: str | None,
    max_time: float | None, station_time: float, dry_run: bool, quiet: bool, workers: int | None,
    verbose: bool,
) -> int:  # fmt: skip
    """Crawl what is due of all stations that are on, in one process.

    On are your own stations, and those of the catalogue that you enable (`harvest stations
    enable`). This is the command for cron or a systemd timer.
    """
    from harvester.crawl.crawl import CrawlOptions
    from harvester.health.alarms import read_alarms

    alarms = read_alarms(folder)  # a mistake in it must not show only when there is an alarm
    stations = load(more, folder)
    on = wanted_or_on(stations, wanted, folder)
    if not on:
        complain_of(stations)
        raise NothingFound(NONE_ON)
    chosen = open_today(on)
    if not chosen:
        complain_of(stations)
        return 1 if stations.errors else 0
    if dry_run:
        from harvester.frontier.due import due

        for line in due(folder, chosen):
            click.echo(visible_line(line))
        complain_of(stations)
        return 0
    options = CrawlOptions(
        stations=chosen, max_time=max_time, share=station_time, contact=contact,
        command="harvest run", due_only=True, log_level="INFO" if verbose else "WARNING",
        workers=workers,
    )  # fmt: skip
    try:
        report = report_of(folder, options, stations, quiet=quiet)
    except Locked as error:
        if not quiet:
            raise
        return error.exit_code  # cron would mail it with each run that lasts longer than an hour
    for problem in _alarm(alarms, report):
        complain("harvest", problem)
    complain_of(stations)
    return report.exit_code or (1 if stations.errors else 0)


def _alarm(alarms: Alarms, report: Report) -> Iterable[str]:
    """Send what a run has changed; gives what could not be delivered."""
    from harvester.health.alarms import Alarm
    from harvester.run.report import counted

    if not report.changes:
        return []
    number = counted(len(report.changes), "change")
    sent = Alarm(f"harvest: {number} with run {report.run}", report.changes)
    return alarms.send(sent).values()


def report_of(
    folder: Path, options: CrawlOptions, stations: Stations, *, quiet: bool = False
) -> Report:
    """Crawl, with progress on a terminal, and print how it went."""
    from harvester.crawl.crawl import crawl as crawl_stations
    from harvester.run import progress

    if quiet:
        report = crawl_stations(folder, options, stations)
        for line in report.changes:
            click.echo(visible_line(line))
        return report
    with progress.shown() as on_commit:
        report = crawl_stations(folder, options, stations, on_commit=on_commit)
    for line in progress.summary(report):
        click.echo(visible_line(line), err=True)
    return report
