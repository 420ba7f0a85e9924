"""`archive counts`: how many articles a query finds, by station, period and more, as one table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import (
    filter_options,
    filters_of,
    names_of,
    print_csv,
    print_json,
    query_notes,
    reading,
    refuse_together,
)
from archive.cli.table import print_table
from archive.model.errors import NothingFound


@click.command()
@click.argument("query", required=False)
@filter_options
@click.option(
    "--by",
    multiple=True,
    metavar="NAMES",
    default=["station"],
    show_default=True,
    help="station, place, source, state, language, and one of year, month, day; with"
    " commas, or repeated.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
@read_archive_option
def counts(
    folder: Path,
    query: str | None,
    by: tuple[str, ...],
    as_csv: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Count the articles that a query finds, and their share of all.

    n: articles of QUERY; total: all that the filters let through. By a period there is a row for
    each, also where there are no articles: days_looked says on how many of its days somebody looked
    at the stations, so that a gap in the data is told from a quiet day.
    """
    from archive.figures.counts import columns
    from archive.figures.counts import counts as count

    refuse_together(csv=as_csv, json=as_json)
    query_notes(query)
    names = names_of(by)
    with reading(folder) as archive:
        rows = list(count(archive.connection, query, filters_of(options), names))
    if not any(row["total"] for row in rows):
        raise NothingFound("no article matches; there is nothing to count")
    if as_json:
        print_json(rows)
    elif as_csv:
        print_csv(columns(names), rows)
    else:
        print_table(columns(names), rows)
