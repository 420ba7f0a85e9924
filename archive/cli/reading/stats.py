"""`archive stats`: how much there is, station by station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.cli.command import read_archive_option
from archive.cli.common import print_json, reading
from archive.model.counting import many
from archive.model.safe_text import visible


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@read_archive_option
def stats(folder: Path, as_json: bool) -> None:
    """Count articles, revisions and captures, station by station."""
    from archive.store.holdings import figures

    with reading(folder) as archive:
        figured = figures(archive.connection)
    if as_json:
        print_json(figured)
        return
    click.echo(_counts(figured))
    for station in figured["stations"]:
        click.echo(visible("\n".join(_station_lines(station))))


def _counts(figured: dict[str, Any]) -> str:
    return ", ".join(many(figured[noun + "s"], noun) for noun in ("article", "revision", "capture"))


def _station_lines(station: dict[str, Any]) -> Iterator[str]:
    states = ", ".join(f"{count:,} {state}" for state, count in station["states"].items() if count)
    yield ""
    yield f"{station['name']}  {station['title']}"
    yield f"  {_counts(station)}{states and f' ({states})'}"
    if station["articles"]:
        for what, first, last in (
            ("published", station["first_published"], station["last_published"]),
            ("seen", station["first_seen_at"], station["last_seen_at"]),
        ):
            yield f"  {what} {first or '-'} … {last or '-'}"
        shares = (f"{field} {share:.0%}" for field, share in station["filled"].items())
        yield "  filled: " + ", ".join(shares)
