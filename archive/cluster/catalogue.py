"""The catalogue: which shards there are, and which stations are pinned to each.

Stations of one host, or of one id space, are one group and stand in one shard: a host's pause is
kept by one run, and an id is given once. A new group goes to the shard that rendezvous hashing
names; where a group stands is written down, and no later station or shard moves it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from archive.cluster.json_object import packed, unpacked
from archive.cluster.names import CATALOGUE, SHARD_NAME, stations_key
from archive.cluster.objects import Objects, Overtaken
from archive.model.errors import NoArchive, UsageError

_TRIES = 20
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A station and its shard; `marks` are the hosts and id spaces that make its group."""

    shard: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What `catalogue.json` says."""

    id: str
    shards: tuple[str, ...]
    stations: Mapping[str, Pinned] = field(default_factory=dict)
    token: str = ""

    def stations_of(self, shard: str) -> list[str]:
        """The stations that are pinned to a shard."""
        return sorted(name for name, pinned in self.stations.items() if pinned.shard == shard)

    def pinned(self, marks: Mapping[str, Sequence[str]]) -> Catalogue:
        """The same with further stations, given with their marks, each in its shard.

        Raises UsageError where one would join groups that stand in different shards.
        """
        stations = dict(self.stations)
        for group in _groups(marks):
            own = {mark for name in group for mark in marks[name]}
            shard = self._shard_of(group, own)
            stations |= {n: Pinned(shard=shard, marks=tuple(sorted(marks[n]))) for n in group}
        return replace(self, stations=stations)

    def _shard_of(self, group: Sequence[str], marks: set[str]) -> str:
        """Where a group stands, or shall stand."""
        held = {
            pinned.shard: name
            for name, pinned in sorted(self.stations.items())
            if name in group or marks.intersection(pinned.marks)
        }
        if len(held) > 1:
            (first, one), (second, other) = sorted(held.items())[:2]
            raise UsageError(
                f"{', '.join(group)}: it shares hosts or ids with {one} in {first} and with"
                f" {other} in {second}; stations of one group stand in one shard: give them hosts"
                " and an `id_space` apart"
            )
        if held:
            return next(iter(held))
        key = min(marks)
        return max(self.shards, key=lambda shard: (_weight(shard, key), shard))


def create(objects: Objects, shards: Sequence[str]) -> Catalogue:
    """Make a catalogue of empty shards where there is none. Raises UsageError."""
    for name in shards:
        if not SHARD_NAME.fullmatch(name):
            raise UsageError(f"{name!r}: the name of a shard has small letters, digits and - only")
    catalogue = Catalogue(id=secrets.token_hex(8), shards=tuple(sorted(set(shards))))
    try:
        _write(objects, catalogue, None)
    except Overtaken:
        raise UsageError(f"{objects.url}: there is a catalogue already") from None
    return catalogue


def read(objects: Objects) -> Catalogue:
    """Raises NoArchive where there is none, NewerArchive, or Damaged."""
    return _read(objects)[0]


def refuse_unknown(objects: Objects, catalogue: Catalogue, shard: str) -> None:
    """Raises UsageError where a catalogue has no such shard."""
    if shard not in catalogue.shards:
        known = ", ".join(catalogue.shards[:8])
        raise UsageError(f"{objects.url}: it has no shard {shard!r}; it has {known}")


def add(
    objects: Objects, marks: Mapping[str, Sequence[str]], files: Mapping[str, Mapping[str, str]]
) -> Catalogue:
    """Pin stations to shards and hold their files, by station; what is held is replaced.

    The files of a station are those that its shard's folder gets: its own and its platforms'. They
    are written first: what is pinned has its files. Raises UsageError.
    """
    for _ in range(_TRIES):
        catalogue, version = _read(objects)
        further = catalogue.pinned(marks)
        for shard in sorted({further.stations[name].shard for name in marks}):
            own = [name for name in marks if further.stations[name].shard == shard]
            _add_files(objects, shard, {key: t for name in own for key, t in files[name].items()})
        try:
            _write(objects, further, version)
        except Overtaken:
            continue
        return further
    raise UsageError(f"{objects.url}: others write the catalogue all the time; try again")


def files_of(objects: Objects, shard: str) -> dict[str, str]:
    """The station and platform files of a shard: `stations/x.toml` → text."""
    return _files(objects, shard)[0]


def _add_files(objects: Objects, shard: str, further: Mapping[str, str]) -> None:
    for _ in range(_TRIES):
        files, version = _files(objects, shard)
        if all(files.get(name) == text for name, text in further.items()):
            return
        data = packed({"token": secrets.token_hex(8), "files": {**files, **further}})
        try:
            objects.write_if(stations_key(shard), data, version)
        except Overtaken:
            continue
        return
    raise UsageError(f"{objects.url}: others write to {shard} all the time; try again")


def _files(objects: Objects, shard: str) -> tuple[dict[str, str], str | None]:
    held = objects.read(stations_key(shard))
    if held is None:
        return {}, None
    return unpacked(f"{objects.url}/{stations_key(shard)}", held.data, _texts), held.version


def _texts(about: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in about["files"].items()}


def _read(objects: Objects) -> tuple[Catalogue, str]:
    held = objects.read(CATALOGUE)
    if held is None:
        raise NoArchive(f"{objects.url}: there is no catalogue; `harvest cluster init` makes one")
    return unpacked(f"{objects.url}/{CATALOGUE}", held.data, _catalogue), held.version


def _catalogue(about: Any) -> Catalogue:
    stations = {str(name): _pinned(each) for name, each in about["stations"].items()}
    shards = tuple(str(name) for name in about["shards"])
    if not shards or not all(map(SHARD_NAME.fullmatch, shards)):
        raise ValueError("it names no shards")
    if not _ID.fullmatch(str(about["id"])):
        raise ValueError("it has no id")
    if unknown := {each.shard for each in stations.values()} - set(shards):
        raise ValueError(f"stations are pinned to {min(unknown)[:64]!r}, which is no shard")
    return Catalogue(
        id=str(about["id"]), shards=shards, stations=stations, token=str(about["token"])
    )


def _write(objects: Objects, catalogue: Catalogue, version: str | None) -> None:
    data = packed(asdict(replace(catalogue, token=secrets.token_hex(8))))
    objects.write_if(CATALOGUE, data, version)


def _pinned(about: Any) -> Pinned:
    return Pinned(shard=str(about["shard"]), marks=tuple(str(mark) for mark in about["marks"]))


def _groups(marks: Mapping[str, Sequence[str]]) -> Iterable[list[str]]:
    """The stations in groups that share marks, directly or through others."""
    group_of: dict[str, set[str]] = {}
    for name, own in marks.items():
        joined = {name}.union(*(group_of[mark] for mark in own if mark in group_of))
        for each in joined:
            group_of |= dict.fromkeys(marks[each], joined)
    seen: set[str] = set()
    for name in sorted(marks):
        if name not in seen:
            group = sorted(group_of[marks[name][0]])
            seen.update(group)
            yield group


def _weight(shard: str, key: str) -> bytes:
    """How much a shard wants a group: the highest has it (rendezvous hashing)."""
    return hashlib.sha256(f"{shard}\n{key}".encode()).digest()
