"""The keys of a catalogue: which object stands where.

::

    catalogue.json                                  shards, and the stations pinned to each
    shards/<shard>/stations.json                    the station files of a shard
    shards/<shard>/state.json                       fence, who holds it, which snapshot is current
    shards/<shard>/fence-00000007/snapshot.json     what its holder number 7 published
    shards/<shard>/fence-00000007/...               the files that it speaks of
    shards/<shard>/fence-00000007/parts/<file>/<at> WARC files as they grew

Each lease of a shard has a number of its own, its fence. Whatever a holder writes has its fence in
the key, so that two of them, one thought dead, never write to one key.
"""

from __future__ import annotations

import re

from archive.files.contained_path import why_no_warc

CATALOGUE = "catalogue.json"
SHARD_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_FENCE = re.compile(r"shards/[a-z0-9-]+/fence-(\d{8,})/")
_PART = re.compile(r"parts/([^/]+)/(\d{12,})")


def shard_prefix(shard: str) -> str:
    """Below which all of a shard stands."""
    return f"shards/{shard}/"


def stations_key(shard: str) -> str:
    """Its station files."""
    return f"{shard_prefix(shard)}stations.json"


def state_key(shard: str) -> str:
    """Who holds it, and its current snapshot."""
    return f"{shard_prefix(shard)}state.json"


def fence_prefix(shard: str, fence: int) -> str:
    """Below which a holder writes."""
    return f"{shard_prefix(shard)}fence-{fence:08d}/"


def part_key(shard: str, fence: int, file: str, offset: int) -> str:
    """A part of a growing WARC file, from an offset on."""
    return f"{fence_prefix(shard, fence)}parts/{file}/{offset:012d}"


def fence_of(key: str) -> int | None:
    """The fence of a key; None where it has none.

    >>> fence_of("shards/north/fence-00000007/parts/x.warc.gz/000000000000")
    7
    """
    match = _FENCE.match(key)
    return int(match[1]) if match else None


def part_of(key: str) -> tuple[str, int] | None:
    """The WARC file of a part, and where in it the part begins; None where a key is none.

    >>> part_of("shards/north/fence-00000007/parts/20220722005112-3f9a.warc.gz/000000000512")
    ('20220722005112-3f9a.warc.gz', 512)
    """
    match = _FENCE.match(key)
    part = _PART.fullmatch(key[match.end() :]) if match else None
    if part is None or why_no_warc(part[1]) is not None:
        return None
    return part[1], int(part[2])
