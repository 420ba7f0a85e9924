"""Copy an archive at one moment, also beside a running crawl.

A backup is a folder like an archive's: archive.db in one consistent state (VACUUM INTO), the WARC
files that its rows point at, decisions, station files and reports, and `backup.json` with the
SHA-256 of each file. It has its name only once all of it is written and synced.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.backup.backup_manifest import ALONE, BESIDE, Listed, manifest_of, why_no_place
from archive.backup.backup_register import register
from archive.db import connection as database
from archive.db.events import utc
from archive.db.folder import BACKUP_MANIFEST as MANIFEST
from archive.db.folder import refuse_backup, refuse_within
from archive.db.sql import rows
from archive.files.contained_path import warc_inside
from archive.files.plain_file import close_like, not_plain, reading, sync_folder
from archive.model.errors import Damaged, StorageError, UsageError
from archive.model.version import __version__
from archive.store.archive import Archive
from archive.warc.writer import OPEN_SUFFIX

#: An operator may keep these elsewhere, and link to them.
_KEPT_BY_OPERATORS = ("stations", "platforms")
_FILES = """SELECT warc_file AS name FROM captures
    UNION SELECT warc_file FROM set_aside WHERE warc_file IS NOT NULL ORDER BY 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What was copied: files, and their bytes; `damaged` tells each that is not what was stored."""

    files: int
    bytes: int
    damaged: tuple[str, ...] = ()


def backup(
    archive: Archive, to: Path, *, link: bool = False, after: Path | None = None
) -> BackedUp:
    """Copy an archive, also one that is being written, to a folder that is not there yet.

    With `link` the closed WARC files are hard links: quick and small on the same disk, and no
    protection where that disk fails. With `after`, an earlier backup on the disk of this one, the
    closed WARC files that it holds as they were stored are hard links to its own, and are not read
    again. A WARC file that is not what was stored is copied as it is,
    and told. Raises UsageError or StorageError; then nothing is left.
    """
    refuse_backup(archive.folder)  # it would be registered there
    if to.exists():
        raise UsageError(f"{to}: it is there already; a backup is never written over")
    refuse_within(to)
    earlier = Earlier.of(after) if after is not None else None
    unfinished = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    began = utc(datetime.now(UTC))
    try:
        unfinished.mkdir(parents=True)
        (unfinished / "warc").mkdir()
        not_copied: list[str] = []
        digests = dict(_copied(archive, unfinished, not_copied, link=link, earlier=earlier))
        damaged = (*not_copied, *_damaged(archive.folder, unfinished / database.NAME, digests))
        manifest = {
            "program": f"archive {__version__}", "created": began,
            "archive": str(archive.folder.absolute()), "files": digests,
        }  # fmt: skip
        _write(unfinished / MANIFEST, json.dumps(manifest, indent=1).encode() + b"\n")
        for folder in (unfinished / "warc", unfinished):
            sync_folder(folder)
        unfinished.rename(to)
        sync_folder(to.parent)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{to}: no backup was made: {error}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    size = sum(each["bytes"] for each in digests.values())
    made = BackedUp(files=len(digests), bytes=size, damaged=damaged)
    register(archive.folder, {"at": began, "to": str(to.absolute()), "bytes": made.bytes})
    return made


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier backup, whose WARC files a later one on the same disk can share."""

    folder: Path
    files: dict[str, Listed]

    @classmethod
    def of(cls, folder: Path) -> Earlier:
        """Raises NoArchive or Damaged where there is no whole backup."""
        return cls(folder, manifest_of(folder).files)

    def linked(self, file: str, stored: str | None, source: Path, to: Path) -> Listed | None:
        """What it says of a WARC file that it holds as it was stored, once that is linked.

        None where it holds another, or no link can be made: then the file is copied.
        """
        held, own = self.files.get(f"warc/{file}"), self.folder / "warc" / file
        if held is None or stored != f"sha256:{held.sha256}":
            return None
        try:
            if not_plain(source) or not_plain(own):
                return None
            if {source.stat().st_size, own.stat().st_size} != {held.bytes}:
                return None
            os.link(own, to)
        except OSError:  # a file is gone, or the disk is another one
            return None
        return held


def _copied(
    archive: Archive, to: Path, not_copied: list[str], *, link: bool, earlier: Earlier | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copy everything, the database first: whatever its rows point at is on disk by then.

    `not_copied` gets a line for each file that is not copied, with the reason.
    """
    target = to / database.NAME
    database.copy_into(archive.connection, target)
    yield database.NAME, _listed(target)
    with closing(database.snapshot(target)) as connection:
        files = [row["name"] for row in rows(connection, _FILES)]
        stored = {
            row["name"]: row["digest"]
            for row in rows(connection, "SELECT name, digest FROM warc_files")
        }
    for file in files:
        source = archive.folder / "warc" / file
        if earlier is not None and (
            held := earlier.linked(file, stored.get(file), source, to / "warc" / file)
        ):
            yield f"warc/{file}", {"bytes": held.bytes, "sha256": held.sha256}
            continue
        name = _copy_warc(archive.folder / "warc", file, to / "warc", link=link)
        yield f"warc/{name}", _listed(to / "warc" / name)
    for path in _beside(archive.folder):
        name = path.relative_to(archive.folder).as_posix()
        if why := why_no_place(name):
            not_copied.append(f"{path}: it is not copied: {why}")
            continue
        may_be_a_link = name.partition("/")[0] in _KEPT_BY_OPERATORS
        copy_file(path.resolve() if may_be_a_link else path, to / name)
        yield name, _listed(to / name)


def _damaged(folder: Path, copy: Path, digests: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The WARC files whose copy has not the digest that was written down when they were closed."""
    with closing(database.snapshot(copy)) as connection:
        for row in rows(connection, "SELECT name, digest FROM warc_files ORDER BY name"):
            name = f"warc/{row['name']}"
            actual = f"sha256:{digests[name]['sha256']}" if name in digests else row["digest"]
            if actual != row["digest"]:
                yield (
                    f"{folder / name}: its digest is {actual}, expected {row['digest']}; it was"
                    f" copied as it is: take it from an earlier backup, see `archive verify`"
                )


def _beside(folder: Path) -> Iterable[Path]:
    yield from (folder / name for name in ALONE if (folder / name).exists())
    for name in BESIDE:
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())


def _copy_warc(folder: Path, file: str, to: Path, *, link: bool) -> str:
    """Copy a WARC file, also one that is growing or gets its final name meanwhile; its name."""
    closed = warc_inside(folder, file, "a capture")
    growing = closed.with_name(f"{file}{OPEN_SUFFIX}")
    for source in (closed, growing, closed):
        if not os.path.lexists(source):
            continue
        target = to / source.name
        if link and source == closed and not_plain(source) is None:
            try:
                os.link(source, target)
            except OSError:  # another disk, or one that knows no links
                copy_file(source, target)
        else:
            try:
                copy_file(source, target)
            except FileNotFoundError:  # it got its final name just now
                continue
        return source.name
    raise Damaged(f"{closed}: it is missing; see `archive verify`")


def _listed(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": _digest(path)}


def _digest(path: Path) -> str:
    with reading(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_file(source: Path, target: Path) -> None:
    """Copy a file durably, to a name that is not there; whom it is closed to, the copy is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with reading(source) as before, target.open("xb") as now:
        close_like(before, now)
        shutil.copyfileobj(before, now)
        now.flush()
        os.fsync(now.fileno())


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
