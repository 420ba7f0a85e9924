"""`archive reprints`: who draws on whom, how fast, and how much is changed on the way."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from archive.cli.command import archive_option
from archive.cli.common import reading
from archive.model.errors import NothingFound
from archive.model.safe_text import visible_line


@click.command()
@click.option("--station", help="Only what the station of this name took, or others from it.")
@click.option("--from", "since", metavar="DATE", help="Published since: 2022-07-22, 2022.")
@click.option("--to", "until", metavar="DATE", help="Published until then, included.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@archive_option
def reprints(
    folder: Path, station: str | None, since: str | None, until: str | None, as_csv: bool
) -> None:
    """Show which station takes articles from which, how fast, and how much they change.

    A lag is told in hours, from the earlier copy to the later one; it counts where both times are
    printed.
    """
    from archive.lineage.flows import COLUMNS, flows_between

    with reading(folder) as archive:
        rows = flows_between(archive.connection, station, since, until)
    if not rows:
        raise NothingFound("no reprints")
    if as_csv:
        table = csv.writer(sys.stdout)
        table.writerow(COLUMNS)
        table.writerows([row[name] for name in COLUMNS] for row in rows)
        return
    for line in _table(rows, COLUMNS):
        click.echo(visible_line(line))


def _table(rows: list[dict[str, object]], columns: tuple[str, ...]) -> list[str]:
    """Rows as lines of equal columns; a Chinese character is two places wide."""
    cells = [[name.replace("_", " ") for name in columns]]
    cells += [["-" if row[name] is None else str(row[name]) for name in columns] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in cells
    ]


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
