"""What several commands share: options, and the station files."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.command import complain

if TYPE_CHECKING:
    from harvester.config.stations import Stations
    from harvester.model.station import Station


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
stations_option = click.option(
    "--stations",
    "more",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A further folder of station files, read before the archive's own and the shipped ones.",
)
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


def _default_readers() -> int:
    from harvester.run.readers import default_readers

    return default_readers()


workers_option = click.option(
    "--workers",
    type=click.IntRange(0),
    default=_default_readers,
    envvar="NEWS_WORKERS",
    show_envvar=True,
    help="Processes that read pages; 0 reads them in place. Default: one for each core but one.",
)
verbose_option = click.option("--verbose", is_flag=True, help="Log each step.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def load(*folders: Path | None) -> Stations:
    """The station files in these folders, and the shipped ones."""
    from harvester.config.stations import Stations

    return Stations.load(*(folder for folder in folders if folder is not None))


def complain_of(stations: Stations) -> None:
    """Print what is wrong with station files."""
    for problem in stations.errors:
        complain("harvest", problem)


def open_today(stations: Stations, glob: str | None, folder: Path) -> list[Station]:
    """The stations of a run; says which ones of the archive's own folder are left out, and why."""
    from harvester.config.stations import names_in

    today = date.today()  # noqa: DTZ011  (the operator's own day, as cron counts it)
    chosen, own = [], names_in(folder)
    for station in stations:
        if glob and not fnmatchcase(station.name, glob):
            continue
        if not glob and station.reads == "unverified":
            why = f"it is marked unverified; `--stations {station.name}` crawls it all the same"
        elif not station.is_open(today):
            why = "today is not within the days (`from`, `until`) of its file"
        else:
            chosen.append(station)
            continue
        if station.name in own:
            complain("harvest", f"{station.name} is skipped: {why}")
    return chosen
