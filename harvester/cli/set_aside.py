"""`harvest set-aside`: what was kept and cannot be recorded or read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from archive.cli.command import archive_option, complain, trust_option
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    json_option,
    load,
    station_files_option,
    station_option,
)


@click.group("set-aside")
def set_aside() -> None:
    """List or retry what was set aside.

    That is what a run stored but could not record, decode or read.
    """


@set_aside.command("list")
@archive_option
@station_files_option
@station_option
@json_option
def set_aside_list(folder: Path, more: Path | None, wanted: Sequence[str], as_json: bool) -> int:
    """List what is set aside, oldest first, each with its number, reason and address."""
    from archive.store.archive import Archive
    from archive.store.set_aside import all_aside
    from harvester.offline.set_aside import of_stations

    with Archive.read_only(folder) as archive:
        everything = all_aside(archive.connection)
        if wanted:
            stations = load(more, folder)
            everything = of_stations(archive.connection, everything, stations, wanted)
    if as_json:
        click.echo(json.dumps([aside.row() for aside in everything], ensure_ascii=False, indent=1))
        return 0
    for aside in everything:
        tries = "" if aside.tries == 1 else f", tried {aside.tries} times"
        line = f"{aside.id}  {aside.first_seen_at}  {aside.url}  {aside.reason}{tries}"
        click.echo(visible_line(line))
    if not everything:
        click.echo("nothing is set aside", err=True)
    return 0


@set_aside.command("retry")
@click.argument("numbers", metavar="NUMBER...", nargs=-1, type=int)
@archive_option
@trust_option
@station_files_option
@station_option
def set_aside_retry(
    numbers: Sequence[int], folder: Path, more: Path | None, wanted: Sequence[str]
) -> int:
    """Retry all that is set aside, or these numbers, or what is of these stations."""
    from harvester.offline.set_aside import retry

    if numbers and wanted:
        raise click.UsageError("give numbers or --station, not both")
    retried = retry(folder, load(more, folder), numbers, wanted)
    for problem in retried.problems:
        complain("harvest", problem)
    click.echo(f"{retried.tried} tried again, {retried.remaining} still set aside")
    return 1 if retried.problems else 0
