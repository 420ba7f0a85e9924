"""What `archive doctor` sees at once, and what it says to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold

from archive.backup.backup import backup
from archive.backup.doctor import Sign, examine
from archive.custody.opening import open_archive
from archive.model.errors import NoArchive
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A small archive that nobody writes to."""
    with Archive.create(tmp_path / "archive") as made:
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
