"""`snapshot.json`: the files of a shard as one of its holders published them.

It is read as any file of others is: names lead to places of an archive, keys to the shard's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from archive.backup.backup_manifest import why_no_place
from archive.cluster.json_object import packed, unpacked
from archive.cluster.names import shard_prefix
from archive.cluster.objects import Objects
from archive.db.connection import NAME
from archive.model.errors import Damaged

FILE = "snapshot.json"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """An object, and what it must hold."""

    key: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A database: packed whole once, then the pages that each run changed; and its own digest."""

    whole: Stored
    packs: tuple[Stored, ...] = ()
    sha256: str

    @property
    def pack_bytes(self) -> int:
        """How many bytes the changed pages are."""
        return sum(pack.bytes for pack in self.packs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One snapshot: the database, and the other files by their names in the archive's folder."""

    shard: str
    fence: int
    made_at: str
    made_by: str
    database: Chain
    files: Mapping[str, Stored]

    @property
    def keys(self) -> set[str]:
        """All objects that it speaks of."""
        chain = self.database
        return {each.key for each in (chain.whole, *chain.packs, *self.files.values())}

    def written(self) -> bytes:
        """The bytes of its object."""
        return packed(asdict(self))


def read_manifest(objects: Objects, shard: str, key: str) -> Manifest:
    """The snapshot of a shard that this key names. Raises Damaged or NewerArchive."""
    where = f"{objects.url}/{key}"
    held = objects.read(key)
    if held is None:
        raise Damaged(f"{where}: it is missing, though the shard's state names it")
    manifest = unpacked(where, held.data, _manifest)
    if manifest.shard != shard:
        raise Damaged(f"{where}: it is a snapshot of {manifest.shard[:64]!r}")
    return manifest


def _manifest(about: Any) -> Manifest:
    shard, chain = str(about["shard"]), about["database"]
    return Manifest(
        shard=shard,
        fence=int(about["fence"]),
        made_at=str(about["made_at"]),
        made_by=str(about["made_by"]),
        database=Chain(
            whole=_stored(shard, chain["whole"]),
            packs=tuple(_stored(shard, each) for each in chain["packs"]),
            sha256=_sha256(chain["sha256"]),
        ),
        files={_place(name): _stored(shard, each) for name, each in about["files"].items()},
    )


def _stored(shard: str, about: Any) -> Stored:
    key, size = about["key"], about["bytes"]
    if not (isinstance(key, str) and key.startswith(shard_prefix(shard)) and ".." not in key):
        raise ValueError(f"it names an object of another place: {str(key)[:100]!r}")
    if not isinstance(size, int) or size < 0:
        raise ValueError(f"it does not say how long {key[:200]} is")
    return Stored(key, size, _sha256(about["sha256"]))


def _sha256(value: Any) -> str:
    if not (isinstance(value, str) and _SHA256.fullmatch(value)):
        raise ValueError("it says a sha256 that is none")
    return value


def _place(name: str) -> str:
    if name == NAME or (why := why_no_place(name)):
        raise ValueError(f"it names {name[:100]!r}: {'twice' if name == NAME else why}")
    return name
