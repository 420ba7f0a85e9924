"""Which stations are on: the operator's own, and those of the catalogue that were enabled.

What was switched is kept in `stations/switches.txt` of the archive: one line a station, `on` or
`off` and its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db.folder import make
from archive.files.plain_file import read_bytes, replace
from harvester.model.errors import StationError

if TYPE_CHECKING:
    from harvester.config.stations import Stations

NAME = "stations/switches.txt"
_HEAD = "# Written by `harvest stations enable` and `harvest stations disable`.\n"
_STATES = {"on": True, "off": False}
_LARGEST = 1 << 20  # bytes


class Switches:
    """The stations that an operator has switched on or off, by name."""

    def __init__(self, switched: Mapping[str, bool]) -> None:
        self.switched = dict(switched)

    @classmethod
    def read(cls, folder: Path) -> Switches:
        """Those of an archive; StationError names the line that cannot be read."""
        path = folder / NAME
        try:
            text = read_bytes(path, _LARGEST).decode()
        except FileNotFoundError:
            return cls({})
        except (OSError, UnicodeDecodeError) as error:
            raise StationError(f"{path}: cannot be read: {error}") from error
        switched: dict[str, bool] = {}
        for number, line in enumerate(text.splitlines(), 1):
            state, _, name = line.strip().partition(" ")
            if not state or state.startswith("#"):
                continue
            if state not in _STATES or not name.strip():
                raise StationError(f"{path}, line {number}: `on NAME` or `off NAME` is expected")
            switched[name.strip()] = _STATES[state]
        return cls(switched)

    def is_on(self, name: str, stations: Stations) -> bool:
        """Whether a station is crawled by `harvest run`."""
        return self.switched.get(name, name not in stations.shipped)

    def switch(self, folder: Path, names: Iterable[str], *, on: bool) -> None:
        """Switch these stations on or off, and write it down."""
        self.switched |= dict.fromkeys(names, on)
        lines = (f"{'on' if on else 'off'} {name}\n" for name, on in sorted(self.switched.items()))
        make(folder)
        replace(folder / NAME, (_HEAD + "".join(lines)).encode())
