"""Archives of each released version are read on, and become those of this version.

Each file of `archives/` is a small archive as that version left it: a station of two articles,
crawled twice (one was corrected), and two records that were loaded.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from support.commands import Harvest
from support.crawled import rows

from archive.backup.upgrade import changes, upgrade
from archive.db.folder import BACKUP_MANIFEST, former_database
from archive.db.lock import LOCK, WriterLock
from archive.model.errors import Locked, NoArchive, UsageError

ARCHIVES = sorted((Path(__file__).parent / "archives").glob("*.tar.xz"))


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive of an earlier version."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "archive"


def test_an_upgrade_keeps_every_article_and_revision(older: Path, archive_command: Harvest) -> None:
    """The advice that a reading command gives is followed; then all is there, and in order."""
    refused = archive_command("search", "渡船", "--archive", older)
    assert refused.returncode == 2
    assert "`archive upgrade`" in refused.stderr

    done = archive_command("upgrade", "--archive", older)
    assert done.returncode == 0, done.stderr
    (copy,) = older.glob("archive.db.before-*")
    assert done.stdout.splitlines()[-1].startswith(f"{copy} holds the database as it was")

    assert rows(older, "SELECT id, title FROM articles ORDER BY id") == [
        ("ferry:1", "渡船加开两班"),
        ("ferry:2", "浮桥修好了"),
        ("tower:1", "渡口多了一班船"),
        ("tower:2", "钟楼修好了"),
    ]
    log = archive_command("log", "ferry:1", "--archive", older)
    assert [line.split()[1] for line in log.stdout.splitlines()] == ["new", "correction"]
    found = archive_command("search", "浮桥", "--archive", older)
    assert "浮桥修好了" in found.stdout
    clean = archive_command("verify", "--archive", older)
    assert clean.returncode == 0, clean.stdout + clean.stderr


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    older: Path, archive_command: Harvest
) -> None:
    """An operator looks before it is done."""
    before = (older / "archive.db").read_bytes()
    dry = archive_command("upgrade", "--dry-run", "--archive", older)
    assert dry.returncode == 0, dry.stderr
    assert {line.partition(":")[0] for line in dry.stdout.splitlines()} == {"would change"}
    assert (older / "archive.db").read_bytes() == before
    assert not list(older.glob("archive.db.before-*"))


def test_an_archive_of_this_version_stays_as_it_is(older: Path, archive_command: Harvest) -> None:
    """Also a second time: nothing is copied."""
    archive_command("upgrade", "--archive", older)
    again = archive_command("upgrade", "--archive", older)
    assert again.returncode == 0
    assert again.stdout.endswith("nothing to do\n")
    assert len(list(older.glob("archive.db.before-*"))) == 1


def test_nobody_writes_between_the_copy_and_the_upgrade(older: Path) -> None:
    """What another run had committed in between would be in neither the copy nor the plan."""
    begun: list[list[str]] = []

    def begin(pending: list[str]) -> None:
        with pytest.raises(Locked):
            WriterLock(older / LOCK)
        assert list(older.glob("archive.db.before-*"))
        begun.append(pending)

    upgrade(older, begin)
    assert len(begun) == 1
    WriterLock(older / LOCK).release()


def test_what_is_not_to_be_upgraded_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    """No archive, and a backup: the plan of what would change would be of no use."""
    shown: list[list[str]] = []
    with pytest.raises(NoArchive):
        upgrade(tmp_path, shown.append)
    (tmp_path / "archive.db").write_bytes(b"")
    (tmp_path / BACKUP_MANIFEST).write_text("{}")
    for refuse in (changes, lambda folder: upgrade(folder, shown.append)):
        with pytest.raises(UsageError, match="this is a backup"):
            refuse(tmp_path)
    assert shown == []


def test_a_second_copy_within_a_second_has_a_name_of_its_own(tmp_path: Path) -> None:
    """The first would be written over, or the second fail."""
    names = []
    for _ in range(3):
        names.append(former_database(tmp_path))
        names[-1].touch()
    assert len(set(names)) == 3
