"""Power cuts: whether anything is lost that was acknowledged.

    python benchmarks/power_cut.py [--cuts 300] [--articles 120] [--synchronous FULL]

The archive's own code writes pages, articles, revisions and revisits. SQLite runs on a VFS of apsw
that records every write, truncation and sync of archive.db and its journal; the WARC writer's calls
of the operating system are recorded in the same list, so that the order between the two is kept.
Then power is cut at a random place of that list: what was synced is on disk, and of everything
since, each write is there, missing, or torn at a sector of 512 bytes, in any combination; the
names of files may be missing too until their folder was synced. The archive is opened with the
stock sqlite3 module, as the next run would, and must hold every acknowledged article and capture;
`archive verify` must find nothing.

`--synchronous NORMAL` shows that the simulation can tell: there, acknowledged articles are lost.
Not simulated: disks that lie about a sync, and decisions.jsonl. The text is invented.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

import apsw
from held import article, capture

from archive.custody.opening import open_archive
from archive.db import connection as database
from archive.model.errors import ArchiveError
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify
from archive.warc import writer as warc_writer

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was asked of the disk, or one acknowledgement."""

    kind: str  # write, truncate, sync, create, rename, remove, names, ack
    file: str = ""
    offset: int = 0
    data: bytes = b""
    to: str = ""
    ack: tuple[str, str] = ("", "")  # article, capture


@dataclass(slots=True)
class Recording:
    """Everything that was asked of the disk, in order."""

    folder: Path
    steps: list[Step] = field(default_factory=list)

    def add(self, kind: str, path: str | Path, **more: Any) -> None:
        """Note a step on a file of the archive."""
        name = os.path.relpath(path, self.folder)
        if not name.endswith("-shm"):
            self.steps.append(Step(kind, name, **more))


# --- recorded -----------------------------------------------------------------------------------


class RecordingVfs(apsw.VFS):
    """The operating system's own VFS, overheard."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        super().__init__("recorded", "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  (apsw's name)
        """A file of the archive, overheard; a statement's journal has no name, and dies with it."""
        if name is None:
            return apsw.VFSFile("", name, flags)
        return RecordingFile(self.recording, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """Remove a journal."""
        super().xDelete(filename, syncdir)
        self.recording.add("remove", filename)


class RecordingFile(apsw.VFSFile):
    """A file of that VFS."""

    def __init__(self, recording: Recording, name: Any, flags: list[int]) -> None:
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.recording = recording
        if not Path(self.path).exists():
            recording.add("create", self.path)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """Write, and note it."""
        super().xWrite(data, offset)
        self.recording.add("write", self.path, offset=offset, data=bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        """Cut, and note it."""
        super().xTruncate(newsize)
        self.recording.add("truncate", self.path, offset=newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        """Sync, and note it."""
        super().xSync(flags)
        self.recording.add("sync", self.path)
        self.recording.add("names", self.recording.folder)  # SQLite syncs the folder with it


class Answer:
    """What a statement gave, in the manner of sqlite3."""

    def __init__(self, rows: list[Any], description: Any, rowcount: int) -> None:
        self.rows, self.description, self.rowcount = iter(rows), description, rowcount

    def __iter__(self) -> Iterator[Any]:
        return self.rows

    def fetchone(self) -> Any:
        """The next row, or None."""
        return next(self.rows, None)

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return list(self.rows)


class Connection:
    """As much of sqlite3.Connection as the archive's writer asks for, on apsw."""

    def __init__(self, path: Path, synchronous: str) -> None:
        self.apsw = apsw.Connection(str(path), vfs="recorded")
        self.synchronous = synchronous
        # apsw's files have no shared memory: the journal's index stays in this process
        self.apsw.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.apsw.execute("PRAGMA recursive_triggers = ON")

    @property
    def in_transaction(self) -> bool:
        """As in sqlite3."""
        return self.apsw.in_transaction

    def execute(self, sql: str, values: Any = ()) -> Answer:
        """As in sqlite3; all rows are fetched at once."""
        if sql == "PRAGMA synchronous = FULL":
            sql = f"PRAGMA synchronous = {self.synchronous}"
        cursor = self.apsw.cursor()
        before = self.apsw.total_changes()
        cursor.execute(sql, values or None)
        try:
            description = cursor.description
        except apsw.ExecutionCompleteError:
            description = ()
        rows = list(cursor)
        return Answer(rows, description, self.apsw.total_changes() - before)

    def executemany(self, sql: str, values: Any) -> None:
        """As in sqlite3."""
        for each in values:
            self.execute(sql, each)

    def close(self) -> None:
        """As in sqlite3."""
        self.apsw.close()


@contextmanager
def recorded(recording: Recording, synchronous: str) -> Iterator[None]:
    """Within the block archive.db is written through the VFS, and the WARC writer overheard."""
    paths: dict[int, str] = {}
    real = {name: getattr(os, name) for name in ("open", "write", "fdatasync", "close")}

    def open_file(path: Any, flags: int, mode: int = 0o777) -> int:
        new = not Path(path).exists()
        descriptor: int = real["open"](path, flags, mode)
        paths[descriptor] = str(path)
        if new:
            recording.add("create", path)
        return descriptor

    def write(descriptor: int, data: Any) -> int:
        offset = os.lseek(descriptor, 0, os.SEEK_CUR)
        written: int = real["write"](descriptor, data)
        recording.add("write", paths[descriptor], offset=offset, data=bytes(data[:written]))
        return written

    def fdatasync(descriptor: int) -> None:
        real["fdatasync"](descriptor)
        recording.add("sync", paths[descriptor])

    def names(folder: Path) -> None:
        recording.add("names", folder)

    rename = Path.rename

    def renamed(path: Path, target: Any) -> Path:
        recording.add("rename", path, to=os.path.relpath(target, recording.folder))
        return rename(path, target)

    overheard = mock.Mock(wraps=os)
    overheard.open, overheard.write, overheard.fdatasync = open_file, write, fdatasync
    overheard.O_WRONLY, overheard.O_CREAT, overheard.O_EXCL = os.O_WRONLY, os.O_CREAT, os.O_EXCL
    vfs = RecordingVfs(recording)
    nothing = mock.Mock()
    with (
        mock.patch.object(warc_writer, "os", overheard),
        mock.patch.object(warc_writer, "sync_folder", names),
        mock.patch.object(Path, "rename", renamed),
        mock.patch.object(database, "open_connection", lambda path: Connection(path, synchronous)),
        mock.patch.object(database, "_refuse_other_versions", nothing),  # just made, by this one
        mock.patch.object(database, "_applied", nothing),
        mock.patch.object(database, "refuse_unapplied", nothing),
        mock.patch.object(database, "made_by", nothing),
        mock.patch.object(database, "refuse_foreign", nothing),
        mock.patch.object(database, "_migrate", nothing),
    ):
        yield
    vfs.unregister()


def workload(folder: Path, articles: int, recording: Recording) -> None:
    """What a crawl writes; each acknowledgement is noted once the transaction has ended."""
    chance = random.Random(1)
    with open_archive(folder) as archive:
        archive.connection.execute("PRAGMA wal_autocheckpoint = 200")
        with archive.transaction():
            archive.begin_crawl("benchmark", ["invented"])
        for number in range(articles):
            earlier = number - 5 if number % 7 == 6 else number
            page = capture(number, url=article(earlier).url)
            said = article(earlier)
            if earlier != number:
                said = replace(said, title=f"{said.title}（更正）")
            archive.write_capture(page)
            with archive.transaction():
                archive.index_capture(page)
                archive.store_article(said, [page.id])
            recording.steps.append(Step("ack", ack=(said.id, page.id)))
            if chance.random() < 0.03 and archive.captures._warc is not None:  # a file is full
                archive.captures._warc.close()
                archive.captures._warc = None


# --- cut ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class File:
    """A file whatever its name: what it held at first, and the writes to it with their place."""

    before: bytes = b""
    writes: list[tuple[int, Step]] = field(default_factory=list)
    synced: int = -1  # up to which step everything is on disk for certain

    def found(self, chance: random.Random) -> bytes:
        """What is in it after the cut: a write that was not synced is whole, missing or torn."""
        content = bytearray(self.before)
        for place, step in self.writes:
            fate = "whole" if place < self.synced else chance.choice(["whole", "missing", "torn"])
            if fate == "missing":
                continue
            if step.kind == "truncate":
                del content[step.offset :]
                continue
            content.extend(bytes(max(0, step.offset + len(step.data) - len(content))))
            for first in range(0, len(step.data), SECTOR):
                if fate == "whole" or chance.random() < 0.5:
                    piece = step.data[first : first + SECTOR]
                    content[step.offset + first : step.offset + first + len(piece)] = piece
        return bytes(content)


def on_disk(base: Path, steps: list[Step], to: Path, chance: random.Random) -> None:
    """The folder as it may be found after a power cut behind these steps.

    Names change in order: those since the last sync of a folder up to a random one.
    """
    shutil.copytree(base, to)
    now = {str(path.relative_to(base)): File(path.read_bytes())
           for path in base.rglob("*") if path.is_file()}  # fmt: skip
    found = dict(now)
    certain = max((place for place, step in enumerate(steps) if step.kind == "names"), default=-1)
    reached = chance.randint(certain + 1, len(steps))
    for place, step in enumerate(steps):
        if step.kind == "create":
            now[step.file] = File()
        elif step.kind == "remove":
            now.pop(step.file, None)
        elif step.kind == "rename":
            now[step.to] = now.pop(step.file)
        elif step.kind == "sync":
            now[step.file].synced = place
        elif step.kind in ("write", "truncate"):
            now[step.file].writes.append((place, step))
        if place < reached and step.kind in ("create", "remove", "rename"):
            found = dict(now)
    for path in [path for path in to.rglob("*") if path.is_file()]:
        path.unlink()
    for name, file in found.items():
        (to / name).write_bytes(file.found(chance))


def lost(folder: Path, acknowledged: list[tuple[str, str]]) -> list[str]:
    """What is missing or damaged when the next run opens the archive."""
    try:
        with open_archive(folder) as archive:
            missing = [
                identifier
                for identifier, page in acknowledged
                if not _holds(archive, identifier, page)
            ]
        with Archive.read_only(folder) as archive:
            problems = verify(archive, Verification()).problems
    except (ArchiveError, sqlite3.Error, ValueError) as error:
        return [f"it does not open: {error}"]
    return [f"lost: {name}" for name in missing] + [str(problem) for problem in problems]


def _holds(archive: Archive, identifier: str, page: str) -> bool:
    try:
        return bool(archive.article(identifier).body) and bool(archive.capture(page).body)
    except ArchiveError:
        return False


def main() -> None:
    """Record once, cut often."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cuts", type=int, default=300)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--synchronous", choices=["FULL", "NORMAL", "OFF"], default="FULL")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        base, live, found = Path(place, "base"), Path(place, "live"), Path(place, "found")
        Archive.create(base).close()
        with database.connect(base) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        shutil.copytree(base, live)
        recording = Recording(live)
        with recorded(recording, asked.synchronous):
            workload(live, asked.articles, recording)
        for _ in range(asked.cuts):
            cut = chance.randrange(1, len(recording.steps) + 1)
            steps = recording.steps[:cut]
            on_disk(base, steps, found, chance)
            wrong = lost(found, [step.ack for step in steps if step.kind == "ack"])
            outcomes["lost or damaged" if wrong else "whole"] += 1
            for line in wrong[:3]:
                print(f"cut after step {cut}: {line}", file=sys.stderr)
            shutil.rmtree(found)
    kinds = Counter(step.kind for step in recording.steps)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"synchronous={asked.synchronous}; {told}")
    print(f"{asked.cuts} power cuts: {outcomes['whole']} whole, "
          f"{outcomes['lost or damaged']} with something lost or damaged")  # fmt: skip
    sys.exit(1 if outcomes["lost or damaged"] else 0)


if __name__ == "__main__":
    main()
