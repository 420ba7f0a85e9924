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
from io import BufferedReader
from pathlib import Path
from typing import Any

from archive.custody.backup_manifest import BESIDE, Listed, Manifest, manifest_of, why_no_place
from archive.custody.opening import open_archive
from archive.custody.verification import Verification
from archive.db import connection as database
from archive.db.events import utc
from archive.db.folder import BACKUP_MANIFEST as MANIFEST
from archive.db.folder import is_backup, refuse_backup, refuse_within
from archive.db.foreign_schema import foreign_in
from archive.db.sql import rows
from archive.files.inside import warc_inside
from archive.files.outside_json import Unreadable, parsed
from archive.files.plain_file import add_line, not_plain, read_bytes, reading, sync_folder
from archive.model.errors import Damaged, OlderArchive, StorageError, UsageError
from archive.model.trust import is_trusting
from archive.model.version import __version__
from archive.store import takedown, warc_files
from archive.store.archive import Archive
from archive.warc.writer import OPEN_SUFFIX

#: In the archive's folder: one line for each backup that was made of it.
REGISTER = "backups.jsonl"
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
        unfinished.mkdir(parents=True)
        (unfinished / "warc").mkdir()
        not_copied: list[str] = []
        digests = dict(_copied(archive, unfinished, not_copied, link=link))
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
    _register(archive.folder, {"at": began, "to": str(to.absolute()), "bytes": made.bytes})
    return made


@dataclass(frozen=True, slots=True)
class Examined:
    """What is wrong with a backup, and what was looked at, in one line."""

    problems: list[str]
    told: str


def examine(backup: Path) -> Examined:
    """Look at all of a backup and write nothing: files, schema, names, records, captures.

    Of one that an older version made, records are not compared. Raises NoArchive or Damaged where
    there is nothing to look at.
    """
    from archive.custody.verify import verify

    problems = list(check(backup))
    try:
        with database.storage_errors(backup), Archive.read_only(backup) as archive:
            done = verify(archive, Verification(remember=False))
    except OlderArchive:
        problems += _problems_of_older(backup)
        return Examined(problems, "made by an older version: its records are not compared")
    except Damaged as error:
        return Examined([*problems, str(error)], "files")
    return Examined(problems + [str(problem) for problem in done.problems], done.summary())


def check(backup: Path) -> Iterator[str]:
    """What is wrong with the files of a backup: missing, of another digest, or not listed."""
    listed = manifest_of(backup).files
    there = {path.relative_to(backup).as_posix(): path for path in backup.rglob("*")}
    for name, expected in sorted(listed.items()):
        if name not in there:
            yield f"{backup / name}: it is missing; take another backup"
        elif fault := not_plain(backup / name):
            yield f"{backup / name}: {fault}"
        elif found := _other(backup / name, expected):
            yield f"{backup / name}: {found}; take another backup"
    for name in sorted(there.keys() - listed.keys() - {MANIFEST, *_WRITTEN_LATER}):
        path = there[name]
        if path.is_symlink() or not path.is_dir():
            yield f"{path}: {MANIFEST} does not list it; who put it there?"


def restore(backup: Path, to: Path, decisions: Path | None = None) -> list[str]:
    """Make an archive from a backup, in a folder that is not there yet or is empty.

    `decisions` is the decisions.jsonl of the archive that was lost: what was taken down since the
    backup was made stays down. Without it that of the archive is taken, if it is still where the
    backup was made of it. Gives what is to be told of decisions. Raises Damaged where the backup is
    not what it was, unless the operator vouches for it, or a line of `decisions` cannot be read.
    """
    from archive.custody.decision_check import refuse_unreadable

    if to.exists() and any(to.iterdir()):
        raise UsageError(f"{to}: there is something in it already; restore to an empty folder")
    refuse_within(to)
    manifest = manifest_of(backup)
    decisions = decisions.resolve() if decisions else _decisions_since(manifest)
    if decisions is not None:
        refuse_unreadable(decisions)
    problems = examine(backup).problems
    if problems and not is_trusting():
        raise Damaged("\n".join([*problems, f"{backup}: Nothing was restored; {_VOUCH}"]))
    unfinished = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        for name, listed in manifest.files.items():
            _bring_back(backup / name, unfinished / name, listed)
        if decisions is not None:
            (unfinished / "decisions.jsonl").unlink(missing_ok=True)
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
    obeyed = [f"the decisions in {decisions} are obeyed"] if decisions else []
    return [*problems, *obeyed, *told]


_VOUCH = "--trust restores what there is, where you know why it differs"
#: What is made in the folder of a backup when it is read, and no part of it.
_WRITTEN_LATER = ("archive.lock", "verification.json")


def _problems_of_older(backup: Path) -> Iterator[str]:
    """Of a database whose tables are not of today: its schema, and the names in it."""
    path = backup / database.NAME
    try:
        with closing(database.snapshot(path)) as connection:
            for foreign in foreign_in(connection, database.schema_of(connection)):
                if foreign.fault:
                    yield f"{path}, {foreign.object}: {foreign.fault}; {foreign.remedy}"
            for faults in (warc_files.faults, takedown.faults):
                for record, fault in faults(connection):
                    yield f"{path}, {record}: {fault}"
    except sqlite3.DatabaseError as error:
        yield f"{path}: cannot be read: {error}; take another backup"


def _other(path: Path, expected: Listed) -> str | None:
    """What of a file is not as it was listed."""
    try:
        with reading(path) as file:
            found = _poured(file, expected.bytes)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    return _difference(found, expected)


def _bring_back(source: Path, target: Path, listed: Listed) -> None:
    """Copy a file, which may have changed since it was looked at; one that is missing is not there.

    Raises Damaged, or FileNotFoundError, unless the operator vouches for what is there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with reading(source) as before, target.open("xb") as now:
            found = _poured(before, listed.bytes, now.write)
            now.flush()
            os.fsync(now.fileno())
    except FileNotFoundError:
        if not is_trusting():
            raise
        return
    fault = _difference(found, listed)
    if fault and not is_trusting():
        raise Damaged(f"{source}: {fault}: it has changed just now. Nothing was restored")


def _poured(
    file: BufferedReader, most: int, write: Callable[[bytes], object] = lambda _: None
) -> Listed:
    """Read a file, also to where it is written; of one that grows, a piece more than `most`."""
    digest, size = hashlib.sha256(), 0
    while size <= most and (piece := file.read(_PIECE)):
        digest.update(piece)
        write(piece)
        size += len(piece)
    return Listed(size, digest.hexdigest())


def _difference(found: Listed, expected: Listed) -> str | None:
    if found.bytes > expected.bytes:
        return f"it has more than the {expected.bytes} bytes that are listed"
    if found.sha256 != expected.sha256:
        return f"its SHA-256 is {found.sha256}, expected {expected.sha256}"
    return None


def holding(folder: Path, article: str) -> Iterator[tuple[str, str]]:
    """The backups of an archive that hold, or may hold, an article, and what is known of it."""
    for made in registered(folder):
        place = Path(made["to"])
        if not (place / database.NAME).is_file():
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


def _copied(
    archive: Archive, to: Path, told: list[str], *, link: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copy everything, the database first: whatever its rows point at is on disk by then.

    What is not copied is `told`.
    """
    target = to / database.NAME
    database.copy_into(archive.connection, target)
    yield database.NAME, _listed(target)
    with closing(database.snapshot(target)) as connection:
        files = [row["name"] for row in rows(connection, _FILES)]
    for file in files:
        name = _copy_warc(archive.folder / "warc", file, to / "warc", link=link)
        yield f"warc/{name}", _listed(to / "warc" / name)
    for path in _beside(archive.folder):
        name = path.relative_to(archive.folder).as_posix()
        if why := why_no_place(name):
            told.append(f"{path}: it is not copied: {why}")
            continue
        may_be_a_link = name.partition("/")[0] in _KEPT_BY_OPERATORS
        _copy(path.resolve() if may_be_a_link else path, to / name)
        yield name, _listed(to / name)


#: An operator may keep these elsewhere, and link to them.
_KEPT_BY_OPERATORS = ("stations", "platforms")


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


_FILES = """SELECT warc_file AS name FROM captures
    UNION SELECT warc_file FROM set_aside WHERE warc_file IS NOT NULL ORDER BY 1"""


def _beside(folder: Path) -> Iterable[Path]:
    decisions = folder / "decisions.jsonl"
    if decisions.exists():
        yield decisions
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
                _copy(source, target)
        else:
            try:
                _copy(source, target)
            except FileNotFoundError:  # it got its final name just now
                continue
        return source.name
    raise Damaged(f"{closed}: it is missing; see `archive verify`")


def _finish(folder: Path) -> list[str]:
    """Open what was restored: its tables come up to date, and decisions are obeyed."""
    from archive.custody import decision_check as decided
    from archive.custody.decision_log import FILE
    from archive.custody.decisions import replay

    for name in BESIDE:
        (folder / name).mkdir(exist_ok=True)
    with open_archive(folder) as archive:
        decided.put_back(folder / FILE, decided.applied(archive.connection))
        return [f"{FILE}, line {each.line}: {each.reason}" for each in replay(archive)]


def _decisions_since(manifest: Manifest) -> Path | None:
    """The decisions.jsonl of the archive that a backup was made of, where that still stands."""
    folder = manifest.archive
    if folder is None:
        return None
    known = any(made["at"] == manifest.created for made in registered(folder))
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
    with reading(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    """Copy a file durably, to a name that is not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with reading(source) as before, target.open("xb") as now:
        shutil.copyfileobj(before, now, _PIECE)
        now.flush()
        os.fsync(now.fileno())


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
