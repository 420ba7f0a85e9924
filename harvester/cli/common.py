"""What several commands share: options, and the station files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.cli.command import complain

if TYPE_CHECKING:
    from harvester.config.stations import Stations
    from harvester.model.station import Station

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NONE_ON = (
    "no station is on: `harvest stations` lists the catalogue, `harvest stations enable NAME`"
    " switches one of it on"
)
DAY = click.DateTime(["%Y-%m-%d"])


def station_files_option(command: Command) -> Command:
    """Give a command the option --station-files, and refuse --stations, its former name."""
    command = click.option(
        "--stations", metavar="DIR", expose_value=False, hidden=True, callback=_refuse_former,
        help="The former name of --station-files, and in some commands of --station.",
    )(command)  # fmt: skip
    return click.option(
        "--station-files",
        "more",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A further folder of station files, read before the archive's own and the catalogue.",
    )(command)


def _refuse_former(_: click.Context, __: click.Parameter, given: str | None) -> None:
    if given is not None:
        raise click.UsageError(
            "--stations is no option any more: --station NAME|GLOB chooses stations, and"
            " --station-files DIR names a folder of station files"
        )


station_option = click.option(
    "--station", "wanted", metavar="NAME|GLOB", multiple=True,
    help="Only the stations of this name, or whose names match; repeatable.",
)  # fmt: skip
contact_option = click.option(
    "--contact",
    envvar="NEWS_CONTACT",
    show_envvar=True,
    help="A mail address or page that stations can write to; part of the User-Agent.",
)
max_time_option = click.option(
    "--max-time",
    type=click.FloatRange(1),
    help="Stop after this many seconds; pages under way are finished.",
)


workers_option = click.option(
    "--workers",
    type=click.IntRange(0),
    default=None,
    show_default="one for each core but one, once a run has read 100 pages",
    envvar="NEWS_WORKERS",
    show_envvar=True,
    help="Processes that read pages beside the one that fetches and commits; 0 reads in place.",
)
verbose_option = click.option("--verbose", is_flag=True, help="Log each step.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def web_address(_: click.Context, __: click.Parameter, given: str) -> str:
    """An http(s) address in its one form; a usage error where it is none."""
    from harvester.model.url import canonical

    try:
        return canonical(given)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def load(*folders: Path | None) -> Stations:
    """The station files in these folders, and the shipped ones."""
    from harvester.config.stations import Stations

    return Stations.load(*(folder for folder in folders if folder is not None))


def complain_of(stations: Stations) -> None:
    """Print what is wrong with station files."""
    for problem in stations.errors:
        complain("harvest", problem)


def complain_of_left_out(stations: Stations, wanted: Sequence[str]) -> int:
    """Print what is wrong with station files that globs leave out; gives the exit code."""
    problems = stations.left_out(wanted)
    for problem in problems:
        complain("harvest", problem)
    return 1 if problems else 0


def wanted_or_on(stations: Stations, wanted: Sequence[str], folder: Path) -> list[Station]:
    """The stations of a run, whatever day it is: those wanted, or else all that are on.

    Names those that were crawled before and are not on.
    """
    from harvester.config.switches import Switches
    from harvester.frontier.due import ever_crawled

    switches = Switches.read(folder)
    if wanted:
        return stations.chosen(wanted)
    chosen = [each for each in stations if switches.is_on(each.name, stations)]
    off = {each.name for each in stations} - {each.name for each in chosen}
    if left := ever_crawled(folder, off - switches.switched.keys()):
        complain(
            "harvest",
            f"{', '.join(left)}: crawled before, and not enabled: `harvest stations enable"
            f" {left[0]}` goes on with it, `harvest stations disable {left[0]}` ends this message",
        )
    return chosen


def open_today(chosen: Sequence[Station]) -> list[Station]:
    """Those of the stations whose days today is within; names the others."""
    today = date.today()  # noqa: DTZ011  (the operator's own day, as cron counts it)
    for station in chosen:
        if not station.is_open(today):
            why = "today is not within the days (`from`, `until`) of its file"
            complain("harvest", f"{station.name} is skipped: {why}")
    return [station for station in chosen if station.is_open(today)]
