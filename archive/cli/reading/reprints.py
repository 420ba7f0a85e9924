"""`archive reprints`: who draws on whom, how fast, and how much is changed on the way."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.command import read_archive_option
from archive.cli.common import print_csv, reading, refuse_together
from archive.cli.table import print_table
from archive.model.errors import NothingFound


@click.command()
@click.option(
    "--station", metavar="NAME|GLOB", multiple=True,
    help="Only what these stations took, or others from them; repeatable.",
)  # fmt: skip
@click.option("--from", "since", metavar="DATE", help="Published since: 2022-07-22, 2022.")
@click.option("--to", "until", metavar="DATE", help="Published until then, included.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@click.option(
    "--graph",
    type=click.Choice(["gexf", "csv"]),
    help="Print a weighted network: for Gephi, or edges for other programs.",
)
@read_archive_option
def reprints(
    folder: Path,
    station: tuple[str, ...],
    since: str | None,
    until: str | None,
    as_csv: bool,
    graph: str | None,
) -> None:
    """Show which station takes articles from which, how fast, and how much they change.

    A lag is told in hours, from the earlier copy to the later one; it counts where both times are
    printed. In a network an edge leads from the station that had an article to the one that took
    it; its weight is the number of articles.
    """
    from archive.figures.graph import edges, gexf, nodes
    from archive.lineage.flows import COLUMNS, flows_between

    refuse_together(csv=as_csv, graph=graph)
    with reading(folder) as archive:
        rows = flows_between(archive.connection, station, since, until)
        network = edges(rows)
        ends = nodes(archive.connection, network)
    if not rows:
        raise NothingFound("no reprints")
    if graph == "csv":
        print_csv(tuple(network[0]), network)
        return
    if graph == "gexf":
        for line in gexf(ends, network):
            click.echo(line)
        return
    if as_csv:
        print_csv(COLUMNS, rows)
        return
    print_table(COLUMNS, rows)
