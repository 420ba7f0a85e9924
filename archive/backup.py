"""A copy of the archive at one moment, made beside a running crawl, and brought back from it.

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
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import __version__, database
from archive.errors import Damaged, NoArchive, StorageError, UsageError
from archive.events import utc
from archive.folder import BACKUP_MANIFEST as MANIFEST
from archive.folder import is_backup, refuse_backup, refuse_within
from archive.outside_json import Unreadable, parsed
from archive.plain_file import add_line, read_bytes, sync_folder
from archive.rows import rows
from archive.store import Archive
from archive.warc.writer import OPEN_SUFFIX

#: In the archive's folder: one line for each backup that was made of it.
REGISTER = "backups.jsonl"
_BESIDE = ("stations", "platforms", "reports")
_PIECE = 1 << 20
_LARGEST = 1 << 26  # bytes of the register, and of the manifest of a backup


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What was copied: files, and their bytes; `damaged` tells each that is not what was stored."""

    files: int
    bytes: int
    damaged: tuple[str, ...] = ()


def backup(archive: Archive, to: Path, *, link: bool = False) -> BackedUp:
    """Copy an archive, also one that is being written, to a folder that is not there yet.

    With `link` the closed WARC files are hard links: quick and small on the same disk, and no
    protection where that disk fails. A WARC file that is not what was stored is copied as it is,
    and told. Raises UsageError or StorageError; then nothing is left.
    """
    refuse_backup(archive.folder)  # it would be registered there
    if to.exists():
        raise UsageError(f"{to}: it is there already; a backup is never written over")
    refuse_within(to)
    unfinished = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    began = utc(datetime.now(UTC))
    try:
        (unfinished / "warc").mkdir(parents=True)
        digests = dict(_copied(archive, unfinished, link=link))
        damaged = tuple(_damaged(archive.folder, unfinished / database.NAME, digests))
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
    _register(archive.folder, {"at": began, "to": str(to.absolute()), "bytes": made.bytes})
    return made


def check(backup: Path) -> Iterator[str]:
    """What is wrong with the files of a backup: missing, of another digest, or not listed."""
    listed = _manifest(backup)["files"]
    there = {str(path.relative_to(backup)) for path in backup.rglob("*") if path.is_file()}
    for name, expected in sorted(listed.items()):
        if name not in there:
            yield f"{backup / name}: it is missing; take another backup"
        elif (found := _digest(backup / name)) != expected["sha256"]:
            yield (
                f"{backup / name}: its SHA-256 is {found}, expected {expected['sha256']}; "
                f"take another backup"
            )
    for name in sorted(there - listed.keys() - {MANIFEST, "archive.lock", "verification.json"}):
        yield f"{backup / name}: backup.json does not list it; who put it there?"


def restore(backup: Path, to: Path, decisions: Path | None = None) -> list[str]:
    """Make an archive from a backup, in a folder that is not there yet or is empty.

    `decisions` is the decisions.jsonl of the archive that was lost: what was taken down since the
    backup was made stays down. Without it that of the archive is taken, if it is still where the
    backup was made of it. Gives what is to be told of decisions. Raises Damaged where the backup is
    not what it was, or a line of `decisions` cannot be read.
    """
    from archive.decided import refuse_unreadable

    if to.exists() and any(to.iterdir()):
        raise UsageError(f"{to}: there is something in it already; restore to an empty folder")
    refuse_within(to)
    decisions = decisions or _decisions_since(backup)
    if decisions is not None:
        refuse_unreadable(decisions)
    for problem in check(backup):
        raise Damaged(f"{problem}. Nothing was restored")
    unfinished = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        for name in _manifest(backup)["files"]:
            _copy(backup / name, unfinished / name)
        if decisions is not None:
            _copy(decisions, unfinished / "decisions.jsonl")
        told = _finish(unfinished)
        if to.exists():
            to.rmdir()
        unfinished.rename(to)
        sync_folder(to.parent)
    except OSError as error:
        raise StorageError(f"{to}: nothing was restored: {error}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return [f"the decisions in {decisions} are obeyed", *told] if decisions else told


def holding(folder: Path, article: str) -> Iterator[tuple[str, str]]:
    """The backups of an archive that hold, or may hold, an article, and what is known of it."""
    for made in registered(folder):
        place = Path(made["to"])
        if not (place / database.NAME).exists():
            yield made["to"], f"made {made['at']}, not to be found now; it may hold the article"
        elif _holds(place, article):
            yield made["to"], f"made {made['at']}, still holds the article; {_instead('erase')}"


def refuse_decision(folder: Path, kind: str) -> None:
    """Raises UsageError in the folder of a backup: written to, it would fail its own check."""
    if is_backup(folder):
        raise UsageError(f"{folder}: this is a backup, which stays as it is; {_instead(kind)}")


def _instead(kind: str) -> str:
    return f"destroy it, or restore it, {kind} there, and take another backup"


def registered(folder: Path) -> list[dict[str, Any]]:
    """The backups that were made of an archive, oldest first: `at`, `to`, `bytes`."""
    path = folder / REGISTER
    try:
        lines = read_bytes(path, _LARGEST).splitlines() if path.exists() else []
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
    return [_made(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1)]


def _made(line: bytes, place: str) -> dict[str, Any]:
    """A line of the register; one that is torn tells of a backup, but not of which."""
    try:
        made = parsed(line)
    except Unreadable:
        made = None
    if isinstance(made, dict) and isinstance(made.get("at"), str):
        to = made.get("to")
        if isinstance(to, str) and "\0" not in to:
            return {"at": made["at"], "to": to, "bytes": made.get("bytes")}
    return {"at": "some time", "to": f"{place}, which cannot be read", "bytes": 0}


def _copied(archive: Archive, to: Path, *, link: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copy everything, the database first: whatever its rows point at is on disk by then."""
    target = to / database.NAME
    database.copy_into(archive.connection, target)
    yield database.NAME, _listed(target)
    with closing(database.snapshot(target)) as connection:
        files = [row["name"] for row in rows(connection, _FILES)]
    for file in files:
        name = _copy_warc(archive.folder / "warc", file, to / "warc", link=link)
        yield f"warc/{name}", _listed(to / "warc" / name)
    for path in _beside(archive.folder):
        name = str(path.relative_to(archive.folder))
        _copy(path, to / name)
        yield name, _listed(to / name)


def _damaged(folder: Path, copy: Path, digests: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The WARC files whose copy has not the digest that was written down when they were closed."""
    with closing(database.snapshot(copy)) as connection:
        for row in rows(connection, "SELECT name, digest FROM warc_files ORDER BY name"):
            name = f"warc/{row['name']}"
            found = f"sha256:{digests[name]['sha256']}" if name in digests else row["digest"]
            if found != row["digest"]:
                yield (
                    f"{folder / name}: its digest is {found}, expected {row['digest']}; it was"
                    f" copied as it is: take it from an earlier backup, see `archive verify`"
                )


_FILES = "SELECT DISTINCT warc_file AS name FROM captures ORDER BY 1"


def _beside(folder: Path) -> Iterable[Path]:
    decisions = folder / "decisions.jsonl"
    if decisions.exists():
        yield decisions
    for name in _BESIDE:
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())


def _copy_warc(folder: Path, file: str, to: Path, *, link: bool) -> str:
    """Copy a WARC file, also one that is growing or gets its final name meanwhile; its name."""
    for name in (file, f"{file}{OPEN_SUFFIX}", file):
        source = folder / name
        if not source.exists():
            continue
        if link and name == file:
            try:
                os.link(source, to / name)
            except OSError:  # another disk, or one that knows no links
                _copy(source, to / name)
        else:
            try:
                _copy(source, to / name)
            except FileNotFoundError:  # it got its final name just now
                continue
        return name
    raise Damaged(f"{folder / file}: it is missing; see `archive verify`")


def _finish(folder: Path) -> list[str]:
    """Open what was restored: its tables come up to date, and decisions are obeyed."""
    from archive import decided
    from archive.decisions import FILE, replay

    for name in _BESIDE:
        (folder / name).mkdir(exist_ok=True)
    with Archive.open(folder) as archive:
        decided.put_back(folder / FILE, decided.applied(archive.connection))
        return [f"{FILE}, line {each.line}: {each.reason}" for each in replay(archive)]


def _decisions_since(backup: Path) -> Path | None:
    """The decisions.jsonl of the archive that a backup was made of, where that still stands."""
    manifest = _manifest(backup)
    if "archive" not in manifest:
        return None
    folder = Path(manifest["archive"])
    known = any(made["at"] == manifest["created"] for made in registered(folder))
    path = folder / "decisions.jsonl"
    return path if known and path.exists() else None


def _holds(place: Path, article: str) -> bool:
    try:
        with closing(database.snapshot(place / database.NAME)) as connection:
            return bool(
                connection.execute(
                    "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?1)"
                    " OR EXISTS (SELECT 1 FROM takedowns WHERE article = ?1 AND action = 'hide')",
                    (article,),
                ).fetchone()[0]
            )
    except sqlite3.Error:  # of an older version, or damaged: say so rather than nothing
        return True


def _manifest(backup: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_bytes())
        return {"files": manifest["files"], **manifest}
    except FileNotFoundError:
        raise NoArchive(f"{backup}: no whole backup: it has no {MANIFEST}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{backup / MANIFEST}: {error}; take another backup") from error


def _register(folder: Path, made: dict[str, Any]) -> None:
    try:
        add_line(folder / REGISTER, json.dumps(made, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        raise StorageError(
            f"{folder / REGISTER}: {error.strerror}; the backup in {made['to']} is whole, but this "
            f"archive does not know of it"
        ) from error


def _listed(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": _digest(path)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    """Copy a file durably."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as before, target.open("wb") as now:
        _pour(lambda: before.read(_PIECE), now.write)
        now.flush()
        os.fsync(now.fileno())


def _pour(read: Callable[[], bytes], write: Callable[[bytes], int]) -> None:
    while piece := read():
        write(piece)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
