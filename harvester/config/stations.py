"""Station files: every station, its own file joined with those of its platforms.

A wrong file keeps no other station from being used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path

from archive.model.errors import NothingFound
from archive.model.name_globs import is_glob, matched
from archive.model.suggest import nearest
from harvester.config.joining import hosts_of, joined, station_of
from harvester.config.keys import PLATFORM_KEYS, STATION_KEYS
from harvester.config.toml import StationFile, read_file, read_text
from harvester.model.errors import NoStation, StationError
from harvester.model.station import Fingerprint, Station, unknown_station
from harvester.model.url import canonical, host_of

#: Searched after the operator's own folders.
SHIPPED = Path(__file__).parent.parent
#: How `Station.text` heads what each platform file says.
_PLATFORM_HEAD = re.compile(r"\n# (platforms/[a-z0-9-]+\.toml)\n\n")


class Stations:
    """All stations, by name: those of the operator's folders before the shipped ones.

    >>> stations = Stations.load()
    >>> stations.get("rednet-xiangtan").place_name
    '湖南省湘潭市'
    """

    def __init__(
        self,
        good: Mapping[str, Station],
        bad: Mapping[str, tuple[str, ...]],
        platforms: Mapping[str, StationFile],
        shipped: frozenset[str] = frozenset(),
    ) -> None:
        self._good = _apart(good)
        self._bad = bad
        self._platforms = platforms
        self._domains = {
            domain: file
            for file in platforms.values()
            if not file.problems
            for domain in file.values.get("domains", ())
        }
        self._fingerprints = tuple(
            Fingerprint(
                platform=file.stem,
                selectors=file.values["fingerprint"],
                layouts=file.layouts,
            )
            for file in platforms.values()
            if not file.problems and "fingerprint" in file.values
        )
        self._on_host: dict[str, list[Station]] = {}
        for station in self._good.values():
            for host in station.hosts:
                self._on_host.setdefault(host, []).append(station)
        self._twins = tuple(
            dict.fromkeys(twin for station in good.values() for twin in station.twins)
        )
        self.shipped = shipped  # the names of those whose file is a shipped one
        self.errors = tuple(
            dict.fromkeys(
                line
                for lines in (*bad.values(), *(file.problems for file in platforms.values()))
                for line in lines
            )
        )

    @classmethod
    def load(cls, *folders: Path) -> Stations:
        """Read the station files in these folders, then the shipped ones.

        A folder holds `stations/` and `platforms/`; one without `stations/` may hold the station
        files itself. The first file of a name counts. Nothing is raised for a wrong file: it is
        told in `errors`, and by `get`.
        """
        places = (*folders, SHIPPED)
        platforms = {
            path.stem: read_file(path, PLATFORM_KEYS) for path in _files(places, "platforms")
        }
        good: dict[str, Station] = {}
        bad: dict[str, tuple[str, ...]] = {}
        owners: dict[str, str] = {}
        shipped: set[str] = set()
        for path in _files(places, "stations"):
            file = read_file(path, STATION_KEYS)
            if path.parent.parent == SHIPPED:
                shipped.add(file.stem)
            station, problems = station_of(file, platforms, owners)
            if station is None:
                bad[file.stem] = problems
            else:
                good[file.stem] = station
                owners.update(dict.fromkeys(station.areas, file.label))
        return cls(good, bad, platforms, frozenset(shipped))

    def and_also(self, stations: Iterable[Station]) -> Stations:
        """These, and stations whose own files are not at hand."""
        further = {station.name: station for station in stations}
        return Stations({**further, **self._good}, self._bad, self._platforms, self.shipped)

    def has_in_place_of(self, other: Station) -> bool:
        """Whether a file at hand has this station's name, now or formerly, or one of its hosts."""
        return self.has_name(other.name) or any(self._at(area) is not None for area in other.areas)

    def has_name(self, name: str) -> bool:
        """Whether a station has this name, now or formerly; its file may be right or wrong."""
        if name in self._good or name in self._bad:
            return True
        return any(name in station.formerly for station in self)

    def __iter__(self) -> Iterator[Station]:
        """The stations that can be used, in the order of their names."""
        return iter(self._good[key] for key in sorted(self._good))

    def __len__(self) -> int:
        """How many stations can be used."""
        return len(self._good)

    def get(self, name: str) -> Station:
        """The station of this name.

        NoStation proposes the nearest name; StationError lists what is wrong with its file.
        """
        if name in self._good:
            return self._good[name]
        if name in self._bad:
            raise StationError("\n".join(self._bad[name]))
        shown = name if name.isprintable() and len(name) < 80 else repr(name[:80])
        like = nearest(name, [*self._good, *self._bad])
        hint = f" (did you mean {like}?)" if like else ""
        raise NoStation(f"no such station: {shown}{hint}; `harvest stations` lists them all")

    def chosen(self, wanted: Iterable[str]) -> list[Station]:
        """The stations of these names and globs, each once, in the order given.

        A glob leaves out files that cannot be used (`left_out`), unless it matches no other.
        NothingFound where a glob matches none, and what `get` raises for a name.
        """
        found: dict[str, None] = {}
        for each in wanted:
            names = matched(each, self._good) or matched(each, self._bad)
            if is_glob(each) and not names:
                raise NothingFound(f"no station matches {each}; `harvest stations` lists them all")
            found.update(dict.fromkeys(sorted(names) or [each]))
        return [self.get(name) for name in found]

    def with_file(self, name: str, text: str) -> tuple[Station | None, tuple[str, ...]]:
        """The station that a further file would be beside these, or what is wrong with it."""
        file = read_text(f"stations/{name}.toml", text, STATION_KEYS)
        owners = {area: f"stations/{each.name}.toml" for each in self for area in each.areas}
        return station_of(file, self._platforms, owners)

    def left_out(self, wanted: Iterable[str]) -> list[str]:
        """What is wrong with the files that these globs match, and that cannot be used."""
        names = dict.fromkeys(name for each in wanted for name in matched(each, self._bad))
        return [line for name in names for line in self._bad[name]]

    def for_url(self, url: str) -> Station | None:
        """The station whose host and path an address has, also in a form for telephones."""
        try:
            written = canonical(url)
            station = self._at(written.partition("://")[2])
            if station is not None:
                return station
            for twin in self._twins:
                written = twin.pattern.sub(twin.canonical, written, count=1)
            return self._at(canonical(written).partition("://")[2])
        except ValueError:
            return None

    def _at(self, place: str) -> Station | None:
        """The station to which an address without its scheme belongs."""
        on_host = self._on_host.get(place.partition("/")[0], ())
        return next((station for station in on_host if station.owns(place)), None)

    def for_page(self, url: str) -> Station:
        """The station to read a page with, also where no file speaks of its host; ValueError.

        A host under one of a platform's `domains` is read with the platform's layouts; of any other
        the pages may show by which platform they were made.
        """
        return self.for_url(url) or self._host_station(host_of(url))

    def for_name(self, name: str) -> Station:
        """The station that an article names: one of `get`, or `host:…` as `for_page` gave it."""
        return self._host_station(name[5:]) if name.startswith("host:") else self.get(name)

    def for_article(self, name: str, url: str) -> Station:
        """The station that an article is held under, as its file says today.

        Imported pages are held under `host:<name>`, and a station's file may be gone: then the
        address says how to read it.
        """
        try:
            return self.get(name)
        except NoStation:
            return self.for_page(url)

    def platform_patterns(self, name: str) -> tuple[re.Pattern[str], ...]:
        """The `articles` of a platform; none where there is no such platform."""
        file = self._platforms.get(name)
        return tuple(file.values.get("articles", ())) if file and not file.problems else ()

    def _host_station(self, host: str) -> Station:
        labels = host.split(".")
        for start in range(len(labels)):
            file = self._domains.get(".".join(labels[start:]))
            if file is not None:
                values = {"title": host, "platforms": (file.stem,), "hosts": (host,)}
                own = StationFile("", f"host:{host}", "", values, (), (), ())
                return joined(own, [file])
        return unknown_station(host, self._fingerprints)


def from_text(text: str) -> Station | None:
    """The station that `Station.text` was kept of; None where it is no such text today.

    The texts of its own file and of its platforms' stand in it one after the other, each headed
    with its label.
    """
    label, _, rest = text.removeprefix("# ").partition("\n\n")
    own_text, *others = _PLATFORM_HEAD.split(rest)
    own = read_text(label, own_text, STATION_KEYS)
    used = [
        read_text(name, text_of, PLATFORM_KEYS)
        for name, text_of in zip(others[::2], others[1::2], strict=True)
    ]
    whole = [file.stem for file in used] == list(own.values.get("platforms", ()))
    if not whole or any(file.problems for file in (own, *used)) or not hosts_of(own.values):
        return None
    return joined(own, used)


def names_in(folder: Path) -> set[str]:
    """The names of the stations that have a file in this one folder, right or wrong."""
    return {path.stem for path in _files((folder,), "stations")}


def file_of(name: str, *folders: Path) -> Path:
    """The file of a station in these folders, or the shipped one. Raises NoStation."""
    for path in _files((*folders, SHIPPED), "stations"):
        if path.stem == name:
            return path
    raise NoStation(f"no such station: {name}; `harvest stations` lists them all")


def _files(folders: Iterable[Path], kind: str) -> list[Path]:
    """The TOML files of a kind, the first of each name."""
    first: dict[str, Path] = {}
    for folder in folders:
        within = folder / kind
        if kind == "stations" and not within.is_dir():
            within = folder
        for path in sorted(within.glob("*.toml")):
            if not path.name.startswith("."):  # what editors leave behind
                first.setdefault(path.stem, path)
    return list(first.values())


def _apart(stations: Mapping[str, Station]) -> dict[str, Station]:
    """The stations; those that share a host by path know which part of it is not theirs."""
    holders: dict[str, list[Station]] = {}
    for station in stations.values():
        for host in station.hosts:
            holders.setdefault(host, []).append(station)
    others: dict[str, list[str]] = {}
    for holding in holders.values():
        for one, other in permutations(holding, 2):
            others.setdefault(one.name, []).extend(other.areas)
    return {
        name: replace(each, others=tuple(others[name])) if name in others else each
        for name, each in stations.items()
    }
