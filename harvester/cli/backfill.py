"""`harvest backfill`: the past days of stations, how far it has come, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import archive_option, trust_option
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    DAY,
    complain_of_left_out,
    contact_option,
    load,
    max_time_option,
    station_files_option,
    verbose_option,
    workers_option,
)
from harvester.cli.crawl import report_of

if TYPE_CHECKING:
    from harvester.model.station import Station

#: The time zone in which a day begins first: somewhere on Earth it is today.
_EARLIEST = timezone(timedelta(hours=14))


@click.command()
@click.argument("names", metavar="STATION...", nargs=-1, required=True)
@click.option("--from", "since", type=DAY, metavar="DATE", required=True, help="The first day.")
@click.option("--to", "until", type=DAY, metavar="DATE", help="The last day; today, if not given.")
@archive_option
@trust_option
@station_files_option
@contact_option
@max_time_option
@workers_option
@click.option("--dry-run", is_flag=True, help="Print what is held and what is left; fetch nothing.")
@verbose_option
def backfill(
    names: Sequence[str], since: datetime, until: datetime | None, folder: Path, more: Path | None,
    contact: str | None, max_time: float | None, workers: int | None, dry_run: bool, verbose: bool,
) -> int:  # fmt: skip
    """Crawl the past days of stations, named or matched by a glob.

    Follows their lists page by page, and reads the indexes of past issues. What is interrupted goes
    on when the same command is given again. At the end it prints the days of which articles are
    held, the gaps, and the addresses that are still due.
    """
    from harvester.crawl.crawl import CrawlOptions
    from harvester.model.visit import Days

    days = Days(since=since.date(), until=until.date() if until else None)
    if days.until is not None and days.until < since.date():
        raise click.UsageError("--to is before --from")
    if since.date() > datetime.now(_EARLIEST).date():
        raise click.UsageError("--from is a day to come")
    stations = load(more, folder)
    chosen = stations.chosen(names)
    left_out = complain_of_left_out(stations, names)
    code = 0
    if not dry_run:
        options = CrawlOptions(
            stations=chosen, days=days, deep=True, max_time=max_time, contact=contact,
            command="harvest backfill", log_level="INFO" if verbose else "WARNING",
            workers=workers,
        )  # fmt: skip
        code = report_of(folder, options, stations).exit_code
    for line in _states(folder, chosen, since.date(), until.date() if until else None):
        click.echo(visible_line(line))
    return code or left_out


def _states(folder: Path, stations: Sequence[Station], first: date, last: date | None) -> list[str]:
    """A line for each station: what of its days is held, and what is left."""
    from archive.store.archive import Archive
    from harvester.frontier import migrations as crawl_tables
    from harvester.frontier.backfill_state import backfill_state

    today = date.today()  # noqa: DTZ011  (the operator's own day)
    with Archive.read_only(folder) as archive:
        if not crawl_tables.are_in(archive.connection):
            return []
        return [
            str(backfill_state(archive.connection, station.name, first, last or today))
            for station in stations
        ]
