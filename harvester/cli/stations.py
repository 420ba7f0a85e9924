"""`harvest stations`: which stations there are."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive.cli.command import archive_option
from archive.model.safe_text import visible_line
from harvester.cli.common import (
    complain_of,
    json_option,
    load,
    stations_option,
)
from harvester.model.errors import StationError


@click.command("stations")
@archive_option
@stations_option
@json_option
def stations(folder: Path, more: Path | None, as_json: bool) -> int:
    """List the stations and the errors in their files.

    Each has its name, mark, platforms, title and place.
    """
    stations = load(more, folder)
    rows = [
        {
            "name": station.name, "reads": station.reads, "platforms": list(station.platforms),
            "title": station.title, "place": station.place, "place_name": station.place_name,
            "home": station.home,
        }
        for station in stations
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            platforms = "+".join(row["platforms"] or [])
            line = f"{row['name']:<24} {row['reads']:<11} {platforms:<11} {row['title']}"
            click.echo(visible_line(f"{line}  {row['place_name'] or ''}".rstrip()))
    complain_of(stations)
    return StationError.exit_code if stations.errors else 0
