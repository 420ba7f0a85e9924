"""`archive coverage`: on which days stations published, were looked at, or were not."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.command import read_archive_option
from archive.cli.common import print_csv, print_json, reading, refuse_together
from archive.cli.table import print_table
from archive.db.filters import Filters


@click.command()
@click.option(
    "--station", metavar="NAME|GLOB", multiple=True,
    help="Only the stations of this name, or whose names match; repeatable.",
)  # fmt: skip
@click.option(
    "--place",
    multiple=True,
    metavar="CODE|NAME",
    help="Only stations of this place and of all places below it; repeatable.",
)
@click.option("--from", "since", metavar="DATE", help="First day: 2022-07-22, 2022-07, 2022.")
@click.option("--to", "until", metavar="DATE", help="Last day, included.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a row for each station and day.")
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON.")
@read_archive_option
def coverage(
    folder: Path,
    station: tuple[str, ...],
    place: tuple[str, ...],
    since: str | None,
    until: str | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Show on which days stations published, were looked at in vain, or were not looked at.

    A day was looked at where a list, feed or sitemap of the station was captured, or where a crawl
    noted that a later reading covers it. Without --from and --to: from the first such day to the
    last.
    """
    from archive.figures.coverage import COLUMNS, sums
    from archive.figures.coverage import coverage as days_of

    refuse_together(csv=as_csv, json=as_json)
    filters = Filters(station=station, place=place, since=since, until=until)
    with reading(folder) as archive:
        if as_csv:
            print_csv(COLUMNS, map(asdict, days_of(archive.connection, filters)))
        elif as_json:
            print_json([asdict(day) for day in days_of(archive.connection, filters)])
        else:
            print_table(
                ("station", "days", "published", "nothing", "not_looked"),
                [asdict(each) for each in sums(archive.connection, filters)],
            )
