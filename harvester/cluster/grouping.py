"""Stations as a catalogue holds them: what binds them to others, and their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from harvester.config.stations import file_of

if TYPE_CHECKING:
    from harvester.config.stations import Stations
    from harvester.model.station import Station


def marks(station: Station) -> list[str]:
    """What stations of one shard share: hosts, whose pauses are kept by one run, and ids."""
    spaces = {station.id_space, *station.id_spaces} - {None}
    return [
        *(f"host:{host}" for host in sorted(station.hosts)),
        *(f"id_space:{space}" for space in sorted(map(str, spaces))),
    ]


def files(station: Station, stations: Stations, *folders: Path) -> dict[str, str]:
    """The files of a station and of its platforms that are an operator's; shipped ones are there.

    Their names are those in the folder of an archive.
    """
    found: dict[str, str] = {}
    if station.name not in stations.shipped:
        path = file_of(station.name, *folders)
        found[f"stations/{station.name}.toml"] = path.read_text(encoding="utf-8")
    for platform in station.platforms:
        name = f"platforms/{platform}.toml"
        own = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if own is not None:
            found[name] = own.read_text(encoding="utf-8")
    return found
