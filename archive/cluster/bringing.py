"""Shards brought here to be read: any one of them, or all of them merged into one archive.

What is brought is kept in the cache of the user until later snapshots are there, and never written.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from archive.cluster import catalogue as catalogues
from archive.cluster.manifest import read_manifest
from archive.cluster.objects import Objects, opened
from archive.cluster.snapshots import restore
from archive.cluster.state import read_state
from archive.model.errors import NoArchive, StorageError, UsageError

_CACHE = "regional-news-harvester"
#: Snapshots of a shard that stay in the cache: who reads the last one but one goes on.
_KEPT = 2


def shard_at(url: str) -> Path:
    """The archive of one shard, as its current snapshot has it: `s3://bucket/path#shard-07`.

    Raises UsageError, NoArchive where nothing of it is published yet, Damaged or StorageError.
    """
    address, _, shard = url.partition("#")
    objects = opened(address)
    catalogue = catalogues.read(objects)
    if not shard:
        known = ", ".join(catalogue.shards[:8])
        raise UsageError(f"{url}: say which shard: {address}#{catalogue.shards[0]}; it has {known}")
    catalogues.refuse_unknown(objects, catalogue, shard)
    return _brought(objects, catalogue.id, shard)


def all_shards(url: str) -> list[Path]:
    """The archives of all shards that have stations. Raises NoArchive where one never ran."""
    objects = opened(url)
    catalogue = catalogues.read(objects)
    shards = [shard for shard in catalogue.shards if catalogue.stations_of(shard)]
    if not shards:
        raise NoArchive(f"{url}: it has no stations; `harvest cluster add` gives it some")
    return [_brought(objects, catalogue.id, shard) for shard in shards]


def _brought(objects: Objects, catalogue: str, shard: str) -> Path:
    snapshot = read_state(objects, shard).state.snapshot
    if snapshot is None:
        raise NoArchive(f"{objects.url}: nothing of {shard} is published yet")
    manifest = read_manifest(objects, shard, snapshot)
    place = _cache() / catalogue / shard
    folder, unfinished = place / f"{manifest.fence:08d}", place / f".{os.getpid()}.unfinished"
    if folder.is_dir():
        return folder
    published = place / f".{os.getpid()}.db"
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
        restore(objects, manifest, unfinished, published)
        published.unlink()
        try:
            unfinished.rename(folder)
        except OSError:  # another process brought it meanwhile
            if not folder.is_dir():
                raise
        for old in sorted(path for path in place.iterdir() if path.name.isdigit())[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise StorageError(f"{place}: {shard} cannot be brought here: {error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        published.unlink(missing_ok=True)
    return folder


def _cache() -> Path:
    """The user's folder for what can be made again."""
    given = os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / _CACHE
