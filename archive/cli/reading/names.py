"""`archive names`: who wrote, who edited, who is named, and how often."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import print_json, reading
from archive.model.counting import many
from archive.model.errors import NothingFound
from archive.model.safe_text import visible_line


@click.command()
@click.argument("name", required=False)
@click.option("--role", help="Only in this role: author, reporter, editor …")
@click.option(
    "--station", metavar="NAME|GLOB", multiple=True,
    help="Only in articles of these stations; repeatable.",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the names as JSON.")
@read_archive_option
def names(folder: Path, limit: int, as_json: bool, **wanted: Any) -> None:
    """List the names in the credits, the most frequent first.

    NAME is a name or a part of one. Counted are the articles as they stand, in each role apart.
    """
    from archive.search.people import Wanted
    from archive.search.people import names as find

    with reading(folder) as archive:
        people = find(archive.connection, Wanted(**wanted), limit=limit)
    if as_json:
        print_json(people)
    if not people:
        raise NothingFound("no such name in the credits")
    if not as_json:
        for row in people:
            days = (day and day[:10] for day in (row["first_published"], row["last_published"]))
            cells = [f"{row['articles']:>7,}", row["name"], row["role"]]
            cells += [many(row["stations"], "station"), " … ".join(day or "-" for day in days)]
            click.echo(visible_line("  ".join(cells)))
