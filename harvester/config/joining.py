"""A station file joined with those of the platforms that it names, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from archive.model.suggest import nearest
from harvester.config.toml import StationFile
from harvester.model.station import Station, areas
from harvester.model.url import host_of

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
    *_LISTS, "title", "reads", "place", "home", "paths", "platforms", "formerly", "hours",
)  # fmt: skip


def station_of(
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
    return (None, tuple(problems)) if problems else (joined(file, used), ())


def _host_problems(
    file: StationFile, platforms: list[StationFile], owners: Mapping[str, str]
) -> list[str]:
    """Addresses outside the station's hosts, and hosts that another station has already."""
    hosts = hosts_of(file.values)
    if not hosts and not file.problems:
        return [f"{file.label}: a station needs an address: home, lists or hosts"]
    shared = {host for each in (file, *platforms) for host in each.values.get("shared_hosts", ())}
    paths = file.values.get("paths", ())
    outside = [
        f"{file.label}: {key}: {why}; add it there"
        for key, addresses in (
            ("home", [file.values.get("home")]),
            ("lists", file.values.get("lists", ())),
        )
        for address in addresses
        if address and (why := _outside(address, hosts, shared, paths))
    ]
    taken = [
        f"{file.label}: {area.removesuffix('/')} is the host of {owners[area]} already; to replace"
        " that station, give this file its name, or divide the host with `paths`"
        for area in areas(hosts, paths)
        if area in owners
    ]
    return outside + taken


def _outside(address: str, hosts: Iterable[str], shared: set[str], paths: tuple[str, ...]) -> str:
    """Why an address is not among those of a station; empty where it is."""
    host, path = host_of(address), urlsplit(address).path or "/"
    if host in shared:
        return ""
    if host not in hosts:
        return f"{host} is not among hosts"
    return "" if not paths or path.startswith(paths) else f"{path} is not under paths"


def joined(file: StationFile, platforms: list[StationFile]) -> Station:
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
        hosts=hosts_of(file.values),
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


def hosts_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The hosts that the file names, else those of its home and its lists."""
    if "hosts" in values:
        return tuple(dict.fromkeys(values["hosts"]))
    addresses = [values.get("home"), *values.get("lists", ())]
    return tuple(dict.fromkeys(host_of(address) for address in addresses if address))
