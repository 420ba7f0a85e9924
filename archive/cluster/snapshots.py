"""Snapshots of a shard: published by who holds it, and made a folder again elsewhere.

A snapshot is an archive's folder at rest: the database, the WARC files, and what stands beside
them. Files that an earlier snapshot has are not sent again. Each database that is sent is taken
back from the place, put together as a restore would, and compared, before anybody is told of it.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from archive.backup.backup_manifest import ALONE, BESIDE, why_no_place
from archive.cluster import page_packs
from archive.cluster.lease import Lease
from archive.cluster.manifest import FILE, Chain, Manifest, Stored, read_manifest
from archive.cluster.names import fence_of, shard_prefix
from archive.cluster.objects import Objects
from archive.db import connection as database
from archive.db import folder as archive_folder
from archive.db.events import utc
from archive.db.lock import LOCK, without_writer
from archive.files.contained_path import why_no_warc
from archive.files.plain_file import making, not_plain, sync_folder
from archive.model.errors import Damaged, StorageError
from archive.warc.writer import OPEN_SUFFIX

#: A database is packed whole again after so many packs of pages, or when they are half its size.
_MOST_PACKS = 32


def restore(objects: Objects, manifest: Manifest, folder: Path, published: Path) -> None:
    """Make the archive of a snapshot in a new folder, and keep its database as it was published.

    `published` is the file that the next snapshot is compared with. Raises Damaged where an object
    is missing, or is not what was published.
    """
    folder.mkdir(parents=True)
    archive_folder.make(folder)
    _put_together(objects, manifest.database, published)
    shutil.copyfile(published, folder / database.NAME)
    for name, stored in manifest.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _fetch(objects, stored, target)
    sync_folder(folder)


def publish(lease: Lease, folder: Path, published: Path, made_by: str) -> Manifest:
    """Send what the folder of an archive holds, and give the snapshot; the lease publishes it.

    The archive is at rest: no run writes to it. Afterwards `published` is its database.
    """
    objects, before = lease.objects, None
    if lease.state.snapshot is not None:
        before = read_manifest(objects, lease.shard, lease.state.snapshot)
    with without_writer(folder / LOCK):
        now = published.with_name("now.db")
        _copy_database(folder, now)
        chain = _sent_database(lease, now, published, before)
        now.replace(published)
        files = dict(_sent_files(lease, folder, before.files if before else {}, published))
    manifest = Manifest(
        shard=lease.shard, fence=lease.fence, made_at=utc(datetime.now(UTC)), made_by=made_by,
        database=chain, files=files,
    )  # fmt: skip
    objects.put(f"{lease.prefix}{FILE}", manifest.written())
    return manifest


def prune(lease: Lease, kept: Iterable[Manifest]) -> int:
    """Take away what no snapshot that is kept speaks of, and what earlier holders left; how much.

    Nothing of a later holder is touched.
    """
    keep = set[str]().union(*(each.keys for each in kept))
    keep |= {f"{shard_prefix(lease.shard)}fence-{each.fence:08d}/{FILE}" for each in kept}
    gone = [
        key
        for key in lease.objects.sizes(shard_prefix(lease.shard))
        if (fence := fence_of(key)) is not None and fence <= lease.fence and key not in keep
    ]
    lease.objects.remove(gone)
    return len(gone)


def _copy_database(folder: Path, to: Path) -> None:
    """Copy the database page by page, with what still stands in its journal."""
    to.unlink(missing_ok=True)
    with (
        database.storage_errors(folder),
        closing(database.connect_read_only(folder)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)


def _sent_database(lease: Lease, now: Path, published: Path, before: Manifest | None) -> Chain:
    """Send a database, changed pages alone where that pays, and see that it can be put together."""
    packed, sha256 = now.with_name("packed"), page_packs.digest(now)
    chain = before.database if before and published.exists() else None
    if chain is not None and page_packs.digest(published) != chain.sha256:
        chain = None
    if chain is not None:
        if chain.sha256 == sha256:
            return chain
        page_packs.pack_changed(published, now, packed)
        size = chain.pack_bytes + packed.stat().st_size
        if len(chain.packs) < _MOST_PACKS and size <= chain.whole.bytes / 2:
            pack = _sent(lease, "changed-pages.zst", packed)
            packed.unlink()
            _check_pages(lease.objects, pack, published, sha256)
            return Chain(whole=chain.whole, packs=(*chain.packs, pack), sha256=sha256)
    page_packs.pack_whole(now, packed)
    chain = Chain(whole=_sent(lease, "archive.db.zst", packed), sha256=sha256)
    packed.unlink()
    again = now.with_name("again.db")
    _put_together(lease.objects, chain, again)
    again.unlink()
    return chain


def _check_pages(objects: Objects, pack: Stored, published: Path, sha256: str) -> None:
    """See that what was sent makes the new database of the former one, which is given up for it."""
    packed = published.with_name("packed")
    _fetch(objects, pack, packed)
    page_packs.apply_changed(packed, published)
    packed.unlink()
    _refuse_other(f"{objects.url}/{pack.key}", published, sha256)


def _put_together(objects: Objects, chain: Chain, to: Path) -> None:
    """The database of a chain, compared with its digest. Raises Damaged."""
    packed = to.with_name(f"{to.name}.packed")
    to.unlink(missing_ok=True)
    try:
        _fetch(objects, chain.whole, packed)
        page_packs.unpack_whole(packed, to)
        for pack in chain.packs:
            _fetch(objects, pack, packed)
            page_packs.apply_changed(packed, to)
    finally:
        packed.unlink(missing_ok=True)
    _refuse_other(f"{objects.url}/{chain.whole.key}", to, chain.sha256)


def _refuse_other(where: str, path: Path, sha256: str) -> None:
    if page_packs.digest(path) != sha256:
        raise Damaged(f"{where}: with its packs it makes another database than was published")


def _sent_files(
    lease: Lease, folder: Path, before: Mapping[str, Stored], published: Path
) -> Iterator[tuple[str, Stored]]:
    """Send the files beside the database; those that were published before stay where they are."""
    digests = _digests_of_closed(published)
    for path in _beside(folder):
        name = path.relative_to(folder).as_posix()
        held = before.get(name)
        if held is not None and held.sha256 == (digests.get(name) or page_packs.digest(path)):
            yield name, held
        else:
            yield name, _sent(lease, f"files/{name}", path)


def _digests_of_closed(published: Path) -> dict[str, str]:
    """The digests of closed WARC files, as the database holds them: they need not be read again."""
    with closing(database.snapshot(published)) as connection:
        listed = connection.execute("SELECT name, digest FROM warc_files").fetchall()
    return {f"warc/{name}": digest.removeprefix("sha256:") for name, digest in listed}


def _beside(folder: Path) -> Iterator[Path]:
    for path in sorted((folder / "warc").iterdir()):
        if why_no_warc(path.name.removesuffix(OPEN_SUFFIX)) is None:
            yield path
    yield from (folder / name for name in ALONE if (folder / name).exists())
    for name in BESIDE:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and why_no_place(path.relative_to(folder).as_posix()) is None:
                yield path


def _sent(lease: Lease, name: str, path: Path) -> Stored:
    if why := not_plain(path):
        raise StorageError(f"{path}: {why}")
    stored = Stored(f"{lease.prefix}{name}", path.stat().st_size, page_packs.digest(path))
    lease.objects.put_file(stored.key, path)
    return stored


def _fetch(objects: Objects, stored: Stored, to: Path) -> None:
    """Bring an object here. Raises Damaged where it is missing, or another than was published."""
    where = f"{objects.url}/{stored.key}"
    try:
        with making(to) as file:
            there = objects.copy_to(stored.key, file)
    except OSError as error:
        raise StorageError(f"{to}: {error.strerror}") from error
    if not there:
        raise Damaged(f"{where}: it is missing, and the snapshot speaks of it")
    size = to.stat().st_size
    if size != stored.bytes or page_packs.digest(to) != stored.sha256:
        raise Damaged(f"{where}: {size:,} bytes that are not what was published ({stored.bytes:,})")
