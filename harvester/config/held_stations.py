"""Station files that only the archive has: for stations whose own file is not at hand any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db.sql import rows
from archive.model.errors import ArchiveError
from archive.store.archive import Archive
from harvester.config.stations import from_text

if TYPE_CHECKING:
    import sqlite3

    from harvester.config.stations import Stations
    from harvester.model.station import Station

# What the station was described with last; else what was first used last.
_NEWEST = """
SELECT f.station, f.text, f.first_used_at, f.digest FROM station_files AS f
LEFT JOIN stations AS s ON s.name = f.station
ORDER BY f.station, f.digest IS s.digest DESC, f.first_used_at DESC, f.rowid DESC"""


def with_held(folder: Path, stations: Stations, on_message: Callable[[str], None]) -> Stations:
    """The stations, and those of which only the archive has a file: the newest that still reads.

    A station that another file at hand speaks for, by its name or one of its hosts, is left to
    that. `on_message` is given a line for each that is added. Without an archive.db nothing is.
    """
    try:
        with Archive.read_only(folder) as archive:
            stored = list(_stored(archive.connection, stations, on_message))
    except ArchiveError:  # whoever opens it next tells of it; a rebuild makes it again
        return stations
    return stations.and_also(stored) if stored else stations


def _stored(
    connection: sqlite3.Connection, stations: Stations, on_message: Callable[[str], None]
) -> Iterator[Station]:
    done: set[str] = set()
    for row in rows(connection, _NEWEST):
        name = row["station"]
        station = None if name in done else from_text(row["text"])
        if station is None or station.name != name or stations.has_in_place_of(station):
            continue
        done.add(name)
        on_message(
            f"{name}: no file of it is at hand; read with the one that the archive holds, first"
            f" used {row['first_used_at'][:10]} ({row['digest'][:15]}…)"
        )
        yield station
