"""The files of a shard in the new archive: WARC files, reports, station files, decisions."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.backup.backup_manifest import BESIDE
from archive.custody.decision_log import FILE as DECISIONS
from archive.custody.decision_log import Decision, whole_lines
from archive.dataset.pseudonyms import KEY
from archive.db import connection as database
from archive.db.sql import rows
from archive.files.contained_path import warc_inside
from archive.files.plain_file import close_like, reading, replace
from archive.merging.shard import Shard
from archive.model.errors import Damaged, StorageError, UsageError

_PIECE = 1 << 20  # bytes that are read at once
_FILES = """SELECT warc_file AS name FROM captures
    UNION SELECT warc_file FROM set_aside WHERE warc_file IS NOT NULL
    UNION SELECT name FROM warc_files ORDER BY 1"""


def refuse_no_room(shards: Sequence[Shard], beside: Path, *, link: bool) -> None:
    """Raises StorageError where the disk has less room than the shards take."""
    databases = sum((shard.folder / database.NAME).stat().st_size for shard in shards)
    files = 0 if link else sum(path.stat().st_size for shard in shards for path in _warcs(shard))
    free = shutil.disk_usage(beside).free
    if databases + files > free:
        raise StorageError(
            f"{beside}: the new archive takes {databases + files:,} bytes or more, and {free:,} are"
            " free; make room, or name another disk (--link keeps WARC files on the same disk"
            " once)"
        )


def copy_files(shard: Shard, to: Path, *, link: bool) -> None:
    """Copy, or link, the WARC files that rows name, then what operators and runs wrote.

    Raises Damaged for a WARC file that is missing or not what was stored, UsageError for a file of
    an operator that another shard has with other contents.
    """
    digests = {row["name"]: row["digest"] for row in rows(shard.connection, _DIGESTS)}
    for source in _warcs(shard):
        try:
            actual = _brought(source, to / "warc" / source.name, link=link)
        except FileNotFoundError:
            raise Damaged(f"{source}: it is missing; see `archive verify`") from None
        expected = digests.get(source.name)
        if actual is not None and expected not in {None, actual}:
            raise Damaged(
                f"{source}: its digest is {actual}, expected {expected}; take it from a backup, see"
                " `archive verify`"
            )
    for path in _beside(shard.folder):
        _keep_once(path, to / path.relative_to(shard.folder))


_DIGESTS = "SELECT name, digest FROM warc_files"


def write_decisions(shards: Sequence[Shard], to: Path) -> None:
    """Write what was decided in any shard, in the order of its moments; each decision once."""
    lines: dict[bytes, str] = {}
    for shard in shards:
        for _, line, item in whole_lines(shard.folder / DECISIONS):
            if isinstance(item, Decision):
                lines.setdefault(line, item.at)
    if lines:
        in_order = sorted(lines.items(), key=lambda each: each[1])
        replace(to / DECISIONS, b"".join(line for line, _ in in_order))


def copy_key(shards: Sequence[Shard], to: Path) -> str | None:
    """Copy the key of pseudonyms, where the shards have one; else why there is none."""
    keys = {path.read_bytes(): path for shard in shards if (path := shard.folder / KEY).exists()}
    if len(keys) == 1:
        _brought(next(iter(keys.values())), to / KEY, link=False)
    if len(keys) > 1:
        return (
            f"the shards have {len(keys)} keys of pseudonyms, and the archive has none of them: its"
            " pseudonyms will be others"
        )
    return None


def _warcs(shard: Shard) -> Iterator[Path]:
    folder = shard.folder / "warc"
    for row in rows(shard.connection, _FILES):
        yield warc_inside(folder, row["name"], "a capture")


def _beside(folder: Path) -> Iterator[Path]:
    for name in BESIDE:
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())


def _keep_once(source: Path, target: Path) -> None:
    if not target.exists():
        _brought(source.resolve(), target, link=False)
    elif source.read_bytes() != target.read_bytes():
        raise UsageError(
            f"{source}: a shard that was named before has another file of this name; make them the"
            " same, or give one another name"
        )


def _brought(source: Path, target: Path, *, link: bool) -> str | None:
    """Link a file, or copy it durably; the digest of what was copied."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if link:
        try:
            os.link(source, target, follow_symlinks=False)
        except FileNotFoundError:
            raise
        except OSError:  # another disk, or one that knows no links
            pass
        else:
            return None
    digest = hashlib.sha256()
    with reading(source) as before, target.open("xb") as now:
        close_like(before, now)
        while piece := before.read(_PIECE):
            digest.update(piece)
            now.write(piece)
        now.flush()
        os.fsync(now.fileno())
    return f"sha256:{digest.hexdigest()}"
