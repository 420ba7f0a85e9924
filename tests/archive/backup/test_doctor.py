"""What `archive doctor` sees at once, and what it says to do."""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.backup.backup import backup
from archive.backup.doctor import Sign, examine
from archive.custody.opening import open_archive
from archive.db.lock import WriterLock
from archive.model.errors import NoArchive
from archive.verification.verify import Verification, verify


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A small archive that nobody writes to."""
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture())
    return tmp_path / "archive"


def signs(folder: Path) -> dict[str, Sign]:
    """What is said of each subject."""
    return {sign.subject: sign for sign in examine(folder)}


def test_an_archive_that_was_backed_up_and_verified_is_well(folder: Path, tmp_path: Path) -> None:
    """Before that, both are to be seen to; nothing else is."""
    before = {name for name, sign in signs(folder).items() if sign.state != "well"}
    assert before == {"backup", "verification"}
    with open_archive(folder) as archive:
        backup(archive, tmp_path / "copy")
        verify(archive, Verification())
    assert {sign.state for sign in examine(folder)} == {"well"}


def test_a_missing_and_a_shortened_warc_file_are_damage(folder: Path) -> None:
    """What a disk or a hand may do to the one thing that cannot be made again."""
    (file,) = (folder / "warc").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert signs(folder)["WARC files"] == Sign(
        "WARC files", "damaged", f"not as long as stored: {file.name}: `archive verify`"
    )
    file.unlink()
    found = f"missing: {file.name}: take them from a backup"
    assert signs(folder)["WARC files"] == Sign("WARC files", "damaged", found)


def test_a_run_under_way_and_a_clock_that_is_ahead_are_told(folder: Path) -> None:
    """Beside a crawl it may be asked, too."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with open_archive(folder) as archive:
        hold(archive, ARTICLE, replace(capture(60), captured_at=tomorrow))
        assert signs(folder)["run"].found.startswith(f"{folder}: another run holds the archive")
    clock = signs(folder)["clock"]
    assert clock.state == "see to it"
    assert "set the clock of this computer" in clock.found


def test_a_database_that_cannot_be_opened_and_no_archive_are_told_apart(folder: Path) -> None:
    """One is damage, the other a wrong folder."""
    (folder / "archive.db").write_bytes(b"no database" * 1000)
    assert signs(folder)["archive.db"].state == "damaged"
    with pytest.raises(NoArchive):
        list(examine(folder / "stations"))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE captures SET captured_at = CAST(x'ff00' AS TEXT)",
        "UPDATE captures SET captured_at = x'ff00'",
        "UPDATE captures SET warc_file = x'ff00'",
        "UPDATE warc_files SET name = x'ff00'",
        "DROP TABLE set_aside",
    ],
)
def test_a_database_that_opens_and_cannot_be_read_is_damage(folder: Path, damage: str) -> None:
    """Whoever runs it from cron gets a sign and exit code 76, not a traceback."""
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as other:
        triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        for (name,) in other.execute(triggers).fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute(damage)
    assert "damaged" in {sign.state for sign in examine(folder)}


def test_damaged_pages_of_the_database_are_damage(folder: Path) -> None:
    """The header and the schema may be whole where the pages of a table are not."""
    path = folder / "archive.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = "SELECT rootpage FROM sqlite_schema WHERE name = 'warc_files'"
        at = (other.execute(page).fetchone()[0] - 1) * 4096
    content = bytearray(path.read_bytes())
    content[at : at + 4096] = b"\xee" * 4096
    path.write_bytes(content)
    assert signs(folder)["archive.db"].state == "damaged"


@pytest.mark.parametrize(
    "line",
    ['{"at": "2026-11', '{"at": "zzz", "to": "/x"}', '{"at": "9999-01-01T00:00:00Z", "to": "/x"}'],
)
def test_only_a_date_of_the_past_makes_a_backup_recent(folder: Path, line: str) -> None:
    """A torn line proves that there is a backup, and not that it is a new one."""
    register = folder / "backups.jsonl"
    register.write_text(f"{line}\n")
    found = "no date of one can be read: `archive backup`"
    assert signs(folder)["backup"] == Sign("backup", "see to it", found)
    register.write_text(f'{{"at": "2020-07-22T00:00:00Z", "to": "/y"}}\n{line}\n')
    found = "the last one is of 2020-07-22T00:00:00Z: `archive backup`"
    assert signs(folder)["backup"] == Sign("backup", "see to it", found)


def test_a_register_that_cannot_be_read_is_to_be_seen_to(folder: Path) -> None:
    """All other signs are given too."""
    (folder / "backups.jsonl").mkdir()
    assert signs(folder)["backup"].state == "see to it"
    assert signs(folder)["archive.db"].state == "well"


def test_the_lock_is_looked_at_without_writing_into_it(folder: Path) -> None:
    """It says which process wrote last, also to whom may only read it."""
    lock = folder / "archive.lock"
    before = lock.read_bytes()
    assert signs(folder)["run"] == Sign("run", "well", "no run is under way")
    assert lock.read_bytes() == before


def test_a_run_begins_although_another_program_looks_at_its_lock(folder: Path) -> None:
    """A crawl from cron must not end because somebody asked how the archive is."""
    with (folder / "archive.lock").open("rb") as looked_at:
        fcntl.flock(looked_at, fcntl.LOCK_SH)
        release = threading.Timer(0.05, fcntl.flock, (looked_at, fcntl.LOCK_UN))
        release.start()
        try:
            WriterLock(folder / "archive.lock").release()
        finally:
            release.join()
