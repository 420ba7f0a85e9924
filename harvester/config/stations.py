"""Station files: every station, its own file joined with those of its platforms.

A wrong file keeps no other station from being used.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.model.suggest import nearest
from harvester.config.keys import PLATFORM_KEYS, STATION_KEYS
from harvester.config.toml import StationFile, read_file, read_text
from harvester.model.errors import NoStation, StationError
from harvester.model.station import Fingerprint, Station, unknown_station
from harvester.model.url import canonical, host_of

#: Searched after the operator's own folders.
SHIPPED = Path(__file__).parent.parent
#: Keys of one value, of a station or of the platforms it names: the first that is given counts.
_SINGLE = (
    "publisher", "language", "timezone", "encoding", "delay", "pictures", "next_page",
    "json_items", "json_link", "json_time",
)  # fmt: skip
#: Keys of a station file that name where a crawl begins.
_LISTS = ("lists", "dated_lists", "sitemaps", "feeds", "json_lists")
#: Keys whose values are put one after the other: the station's, then its platforms'.
_JOINED = ("shared_hosts", "parts")
#: Keys of a station file that are fields of `Station` by the same name.
_OWN = (
    *_LISTS, "title", "reads", "place", "home", "platforms", "formerly", "hours",
)  # fmt: skip

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
    ) -> None:
        self._good = good
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
        self._by_host = {host: station for station in good.values() for host in station.hosts}
        self._twins = tuple(
            dict.fromkeys(twin for station in good.values() for twin in station.twins)
        )
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
        for path in _files(places, "stations"):
            file = read_file(path, STATION_KEYS)
            station, problems = _station(file, platforms, owners)
            if station is None:
                bad[file.stem] = problems
            else:
                good[file.stem] = station
                owners.update(dict.fromkeys(station.hosts, file.label))
        return cls(good, bad, platforms)

    def and_also(self, stations: Iterable[Station]) -> Stations:
        """These, and stations whose own files are not at hand."""
        further = {station.name: station for station in stations}
        return Stations({**further, **self._good}, self._bad, self._platforms)

    def has_in_place_of(self, other: Station) -> bool:
        """Whether a file at hand has this station's name, now or formerly, or one of its hosts."""
        if other.name in self._good or other.name in self._bad:
            return True
        return any(other.name in station.formerly for station in self) or any(
            host in self._by_host for host in other.hosts
        )

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

    def for_url(self, url: str) -> Station | None:
        """The station whose host an address has, also in a form for telephones; or None."""
        try:
            station = self._by_host.get(host_of(url))
            if station is not None:
                return station
            written = canonical(url)
            for twin in self._twins:
                written = twin.pattern.sub(twin.canonical, written, count=1)
            return self._by_host.get(host_of(written))
        except ValueError:
            return None

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

    def _host_station(self, host: str) -> Station:
        labels = host.split(".")
        for start in range(len(labels)):
            file = self._domains.get(".".join(labels[start:]))
            if file is not None:
                values = {"title": host, "platforms": (file.stem,), "hosts": (host,)}
                own = StationFile("", f"host:{host}", "", values, (), (), ())
                return _join(own, [file])
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
    if not whole or any(file.problems for file in (own, *used)) or not _hosts(own.values):
        return None
    return _join(own, used)


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


def _station(
    file: StationFile, platforms: Mapping[str, StationFile], owners: Mapping[str, str]
) -> tuple[Station | None, tuple[str, ...]]:
    """The station of a file, or everything that is wrong with it and with its platforms."""
    problems = list(file.problems)
    used: list[StationFile] = []
    for wanted in file.values.get("platforms", ()):
        if wanted in platforms:
            used.append(platforms[wanted])
            problems += platforms[wanted].problems
        else:
            like = nearest(wanted, platforms)
            hint = (
                f" (did you mean {like}?)" if like else f" (known: {', '.join(sorted(platforms))})"
            )
            problems.append(f"{file.label}: platforms: no such platform: {wanted}{hint}")
    problems += _host_problems(file, used, owners)
    return (None, tuple(problems)) if problems else (_join(file, used), ())


def _host_problems(
    file: StationFile, platforms: list[StationFile], owners: Mapping[str, str]
) -> list[str]:
    """Addresses outside the station's hosts, and hosts that another station has already."""
    hosts = _hosts(file.values)
    if not hosts and not file.problems:
        return [f"{file.label}: a station needs an address: home, lists or hosts"]
    known = {*hosts, *(host for each in platforms for host in each.values.get("shared_hosts", ()))}
    outside = [
        f"{file.label}: {key}: {host_of(address)} is not among hosts; add it there"
        for key, addresses in (
            ("home", [file.values.get("home")]),
            ("lists", file.values.get("lists", ())),
        )
        for address in addresses
        if address and host_of(address) not in known
    ]
    taken = [
        f"{file.label}: {host} is the host of {owners[host]} already; to replace that station,"
        " give this file its name"
        for host in hosts
        if host in owners
    ]
    return outside + taken


def _join(file: StationFile, platforms: list[StationFile]) -> Station:
    """A station's own values before those of its platforms, in the order that it names them."""
    files = [file, *platforms]
    values: dict[str, Any] = {key: file.values[key] for key in _OWN if key in file.values}
    for key in _SINGLE:
        given = [each.values[key] for each in files if key in each.values]
        if given:
            values[key] = given[0]
    for key in _JOINED:
        values[key] = tuple(value for each in files for value in each.values.get(key, ()))
    text = "\n".join(f"# {each.label}\n\n{each.text}" for each in files if each.label)
    if not any(values.get(key) for key in _LISTS) and "home" in values:
        values["lists"] = (values["home"],)
    own_space = file.values.get("id_space")
    spaces = [(each.values.get("id_space") or own_space, each) for each in files]
    return Station(
        name=file.stem,
        hosts=_hosts(file.values),
        articles=tuple(p for each in files for p in each.values.get("articles", ())),
        id_space=next((space for space, _ in spaces if space), None),
        id_spaces=tuple(space for space, each in spaces for _ in each.values.get("articles", ())),
        twins=tuple(twin for each in files for twin in each.twins),
        layouts=tuple(layout for each in files for layout in each.layouts),
        from_date=file.values.get("from"),
        until_date=file.values.get("until"),
        digest="sha256:" + hashlib.sha256(text.encode()).hexdigest() if text else None,
        text=text,
        **values,
    )


def _hosts(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The hosts that the file names, else those of its home and its lists."""
    if "hosts" in values:
        return tuple(dict.fromkeys(values["hosts"]))
    addresses = [values.get("home"), *values.get("lists", ())]
    return tuple(dict.fromkeys(host_of(address) for address in addresses if address))
