"""`harvest stations`: which stations there are, which are on, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.command import archive_option, complain
from archive.model.counting import many
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    complain_of,
    complain_of_left_out,
    contact_option,
    json_option,
    load,
    station_files_option,
    station_option,
)
from harvester.model.errors import StationError

if TYPE_CHECKING:
    from harvester.config.stations import Stations
    from harvester.config.switches import Switches
    from harvester.model.station import Station


@click.group("stations", invoke_without_command=True)
@archive_option
@station_files_option
@station_option
@click.option("--check", is_flag=True, help="Say what keeps each station from giving articles.")
@click.option("--live", is_flag=True, help="With --check, also ask the lists of those that are on.")
@contact_option
@click.option("--opml", is_flag=True, help="Print the stations as OPML, for feed readers.")
@json_option
@click.pass_context
def stations(
    context: click.Context, folder: Path, more: Path | None, wanted: Sequence[str], check: bool,
    live: bool, contact: str | None, opml: bool, as_json: bool,
) -> int | None:  # fmt: skip
    """List the stations and the errors in their files.

    Each has its name, whether it is on, mark, platforms, title and place. `harvest run` crawls
    those that are on: your own, and those of the catalogue that you enable.
    """
    from harvester.config.switches import Switches

    if context.invoked_subcommand is not None:
        return None
    if live and not check:
        raise click.UsageError("--live is a further part of --check")
    known, switches = load(more, folder), Switches.read(folder)
    rows = _rows(known, switches, wanted)
    if opml:
        from harvester.cli.opml import opml as as_opml

        click.echo(as_opml(rows), nl=False)
    elif as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif not check:
        for row in rows:
            click.echo(visible_line(_line(row)))
    complain_of(known)
    problems = _check(known, switches, wanted) if check else []
    if live:
        chosen = known.chosen(wanted) or [s for s in known if switches.is_on(s.name, known)]
        problems += _ask(chosen, contact)
    for problem in problems:
        complain("harvest", problem)
    return StationError.exit_code if known.errors or problems else 0


@stations.command("enable")
@click.argument("wanted", metavar="STATION...", nargs=-1, required=True)
@archive_option
@station_files_option
def enable(wanted: Sequence[str], folder: Path, more: Path | None) -> int:
    """Switch stations on, by name or glob: `harvest run` crawls them from now on."""
    return _switch(wanted, folder, more, on=True)


@stations.command("disable")
@click.argument("wanted", metavar="STATION...", nargs=-1, required=True)
@archive_option
@station_files_option
def disable(wanted: Sequence[str], folder: Path, more: Path | None) -> int:
    """Switch stations off, by name or glob: what the archive holds of them stays."""
    return _switch(wanted, folder, more, on=False)


def _switch(wanted: Sequence[str], folder: Path, more: Path | None, *, on: bool) -> int:
    from harvester.config.switches import Switches

    known = load(more, folder)
    chosen = known.chosen(wanted)
    left_out = complain_of_left_out(known, wanted)
    Switches.read(folder).switch(folder, [station.name for station in chosen], on=on)
    click.echo(f"{many(len(chosen), 'station')} {'on' if on else 'off'}:")
    for station in chosen:
        click.echo(visible_line(f"  {station.name}  {station.title}"))
    return left_out


def _rows(known: Stations, switches: Switches, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """The stations, or those wanted, as JSON-ready data; the keys are stable."""
    return [
        {
            "name": station.name, "on": switches.is_on(station.name, known),
            "shipped": station.name in known.shipped, "reads": station.reads,
            "platforms": list(station.platforms), "title": station.title, "place": station.place,
            "place_name": station.place_name, "home": station.home, "lists": list(station.lists),
            "feeds": list(station.feeds), "sitemaps": list(station.sitemaps),
        }
        for station in (known.chosen(wanted) if wanted else known)
    ]  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    on = "on" if row["on"] else "off"
    platforms = "+".join(row["platforms"])
    line = f"{row['name']:<24} {on:<3} {row['reads']:<11} {platforms:<11} {row['title']}"
    return f"{line}  {row['place_name'] or ''}".rstrip()


def _ask(stations: Sequence[Station], contact: str | None) -> list[str]:
    """What is wrong with the lists of stations today: one polite request for each list."""
    from harvester.crawl.fetch import run_with_fetch
    from harvester.discovery.discover import starts
    from harvester.survey.list_check import list_problems

    urls = [link.url for station in stations for link in starts(station)]
    if not urls:
        return []
    return run_with_fetch(lambda fetch: list_problems(fetch, stations), urls, contact=contact)


def _check(known: Stations, switches: Switches, wanted: Sequence[str]) -> list[str]:
    """What is wrong though each file can be read: one line each."""
    from harvester.config.checks import weaknesses

    names = {station.name for station in known}
    problems = [] if wanted else [
        f"stations/switches.txt: {name}: there is no such station; `harvest stations disable` and"
        " `enable` write this file, or take the line out"
        for name in sorted(switches.switched.keys() - names)
    ]  # fmt: skip
    return problems + [
        f"{station.name}: {weakness}"
        for station in (known.chosen(wanted) if wanted else known)
        for weakness in weaknesses(station)
    ]
