"""A quick examination of an archive: what an operator should see to, and how.

It reads no WARC record and no index; `archive verify` does.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from archive.backup.backup_register import registered
from archive.db.connection import storage_errors
from archive.db.events import utc
from archive.db.folder import refuse_no_archive
from archive.db.lock import LOCK, holder
from archive.files.contained_path import why_no_warc
from archive.model.errors import ArchiveError
from archive.store import set_aside
from archive.store.archive import Archive
from archive.verification.verification_state import last_verified
from archive.warc.writer import OPEN_SUFFIX

#: A copy or an examination that is older is none to rely on.
_OLD = timedelta(days=35)
#: Room that a run, a backup of archive.db and its journal need.
_LITTLE = 2 << 30
_CLOCK = timedelta(hours=2)
_SHOWN = 3  # names of files
#: Another program may have stored a name as a blob.
_NAMED = "SELECT CAST(warc_file AS TEXT) FROM (SELECT DISTINCT warc_file FROM captures)"

State = Literal["well", "see to it", "damaged"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at, its state, and what was found."""

    subject: str
    state: State
    found: str


def examine(folder: Path) -> Iterator[Sign]:
    """Look at an archive and its computer. Raises NoArchive where there is none."""
    refuse_no_archive(folder)
    yield _disk(folder)
    yield _writable(folder)
    yield _lock(folder)
    yield _backup(folder)
    ended = last_verified(folder)
    yield _age("verification", [] if ended is None else [ended], "archive verify")
    try:
        with storage_errors(folder), Archive.read_only(folder) as archive:
            holdings = list(_holdings(folder, archive.connection))
    except ArchiveError as error:
        yield Sign("archive.db", "damaged", str(error))
        return
    yield Sign("archive.db", "well", f"opens; SQLite {sqlite3.sqlite_version}")
    yield from holdings


def _holdings(folder: Path, connection: sqlite3.Connection) -> Iterator[Sign]:
    yield _warc_files(folder, connection)
    yield _clock(connection)
    aside = set_aside.count(connection)
    if aside:
        advice = "`harvest set-aside list` gives the reasons"
        yield Sign("set aside", "see to it", f"{aside} captures are set aside: {advice}")
    else:
        yield Sign("set aside", "well", "nothing is set aside")


def _disk(folder: Path) -> Sign:
    free = shutil.disk_usage(folder).free
    found = f"{free / (1 << 30):.1f} GiB free"
    if free < _LITTLE:
        return Sign("disk", "see to it", f"{found}: make room, or move `warc` to another disk")
    return Sign("disk", "well", found)


def _writable(folder: Path) -> Sign:
    closed = [
        str(path)
        for path in (folder, folder / "warc", folder / "reports", folder / "archive.db")
        if path.exists() and not os.access(path, os.W_OK)
    ]
    if closed:
        whose = "run the crawl as its owner, or change its owner"
        return Sign("folder", "see to it", f"{', '.join(closed)} cannot be written: {whose}")
    return Sign("folder", "well", "can be written")


def _lock(folder: Path) -> Sign:
    """Whether a run is under way."""
    try:
        held = holder(folder / LOCK)
    except ArchiveError as error:
        return Sign("run", "see to it", str(error))
    return Sign("run", "well", f"{folder}: {held}" if held else "no run is under way")


def _backup(folder: Path) -> Sign:
    try:
        made = [str(each["at"]) for each in registered(folder)]
    except ArchiveError as error:
        return Sign("backup", "see to it", str(error))
    return _age("backup", made, "archive backup")


def _age(subject: str, made: list[str], command: str) -> Sign:
    """How old the newest one is, of the times at which they were made as a file tells them."""
    if not made:
        return Sign(subject, "see to it", f"none was ever made: `{command}`")
    now = datetime.now(UTC)
    past = [at for each in made if (at := _moment(each)) and at <= now + _CLOCK]
    if not past:
        return Sign(subject, "see to it", f"no date of one can be read: `{command}`")
    state: State = "see to it" if max(past) < now - _OLD else "well"
    advice = "" if state == "well" else f": `{command}`"
    return Sign(subject, state, f"the last one is of {utc(max(past))}{advice}")


def _moment(text: str) -> datetime | None:
    """The moment that a text names; None where it is no date, or has no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _warc_files(folder: Path, connection: sqlite3.Connection) -> Sign:
    """Whether the files that rows name are there, and as long as when they were closed."""
    warc = folder / "warc"
    closed = dict(connection.execute("SELECT CAST(name AS TEXT), bytes FROM warc_files"))
    named = {row[0] for row in connection.execute(_NAMED)}
    names = sorted(name for name in named | closed.keys() if not why_no_warc(name))
    missing = [
        name
        for name in names
        if not (warc / name).exists() and not (warc / f"{name}{OPEN_SUFFIX}").exists()
    ]
    if missing:
        shown = ", ".join(missing[:_SHOWN]) + (" …" if len(missing) > _SHOWN else "")
        return Sign("WARC files", "damaged", f"missing: {shown}: take them from a backup")
    changed = [
        name
        for name, size in closed.items()
        if (warc / name).exists() and (warc / name).stat().st_size != size
    ]
    if changed:
        shown = ", ".join(changed[:_SHOWN])
        return Sign("WARC files", "damaged", f"not as long as stored: {shown}: `archive verify`")
    return Sign("WARC files", "well", f"all {len(names)} are there")


def _clock(connection: sqlite3.Connection) -> Sign:
    """Whether the newest capture is of the future: then the clock is wrong now, or was."""
    newest = connection.execute("SELECT CAST(max(captured_at) AS TEXT) FROM captures").fetchone()[0]
    if newest is not None and newest > utc(datetime.now(UTC) + _CLOCK):
        found = (
            f"the newest capture is of {newest}, which is to come: set the clock of this computer"
        )
        return Sign("clock", "see to it", f"{found}; `archive redate` dates captures anew")
    return Sign("clock", "well", f"the newest capture is of {newest or 'no time yet'}")
