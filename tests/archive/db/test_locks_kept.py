"""SQLite's locks on archive.db stay, whatever the process that has them does with the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive
from support.lineages import outlet

from archive.backup import doctor
from archive.backup.backup import backup
from archive.db.connection import connect_as_made, pending_changes
from archive.db.identity import former_identity
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify

#: What another program does with the file: it opens it, looks at it, and closes it.
OTHER = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone())"
TITLE = "SELECT title FROM stations WHERE name = 'xiangtan'"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive that this process has open for writing."""
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture())
        outlet(made, "xiangtan", "湘潭站")
        yield made


def locks(folder: Path) -> list[str]:
    """The POSIX locks on the database and its shared memory, as the kernel lists them."""
    files = {(folder / name).stat().st_ino for name in ("archive.db", "archive.db-shm")}
    lines = [line.split()[1:] for line in Path("/proc/locks").read_text().splitlines()]
    return sorted(" ".join(line) for line in lines if int(line[4].rpartition(":")[2]) in files)


def read_only(archive: Archive) -> None:
    Archive.read_only(archive.folder).close()


def write_as_made(archive: Archive) -> None:
    connect_as_made(archive.folder).close()


def verify_beside(archive: Archive) -> None:
    with Archive.read_only(archive.folder) as other:
        verify(other, Verification())


@pytest.mark.parametrize(
    "look",
    [
        read_only,
        write_as_made,
        verify_beside,
        lambda archive: pending_changes(archive.folder),
        lambda archive: former_identity(archive.folder),
        lambda archive: list(doctor.examine(archive.folder)),
        lambda archive: backup(archive, archive.folder.parent / "copy"),
    ],
    ids=["read", "as made", "verify", "pending", "identity", "doctor", "backup"],
)
def test_a_second_look_at_the_archive_leaves_the_locks_of_the_first(
    archive: Archive, look: Callable[[Archive], object]
) -> None:
    """A process that closes any descriptor of a file loses all its POSIX locks on it."""
    held = locks(archive.folder)
    assert held
    look(archive)
    assert locks(archive.folder) == held


def test_a_commit_after_a_second_look_reaches_other_programs(archive: Archive) -> None:
    """Without its locks, who closes the database last would delete a journal still in use."""
    path = archive.folder / "archive.db"
    read_only(archive)
    subprocess.run([sys.executable, "-c", OTHER, path, TITLE], check=True, timeout=60)
    assert (archive.folder / "archive.db-wal").exists()
    with archive.transaction() as connection:
        connection.execute("UPDATE stations SET title = '新湘潭站'")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute(TITLE).fetchone() == ("新湘潭站",)
