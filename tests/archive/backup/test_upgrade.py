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
