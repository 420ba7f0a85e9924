"""A copy at one moment, made beside a running crawl, and brought back from it."""

import json
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from archives import ARTICLE, URL, capture, hold

from archive import database
from archive.backup import MANIFEST, backup, check, registered, restore
from archive.errors import Damaged, NoArchive, StorageError, UsageError
from archive.fixity import Verification, verify
from archive.store import Archive

TESTS = Path(__file__).parent


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture())
    (tmp_path / "archive" / "stations" / "xiangtan.toml").write_text("title = '湘潭'\n")
    (tmp_path / "archive" / "decisions.jsonl").write_text("")
    with Archive.open(tmp_path / "archive") as made:
        yield made


def test_a_backup_has_everything_and_says_the_digest_of_each_file(archive, tmp_path):
    """Also the file that is growing; what nobody needs (lock, journal) stays behind."""
    hold(archive, replace(ARTICLE, title="另一个题目"), capture(60))
    backup(archive, tmp_path / "copy")

    manifest = json.loads((tmp_path / "copy" / MANIFEST).read_text())
    names = sorted(manifest["files"])
    assert names[:3] == ["archive.db", "decisions.jsonl", "stations/xiangtan.toml"]
    assert sorted(name.partition(".")[2] for name in names[3:]) == ["warc.gz", "warc.gz.open"]
    assert list(check(tmp_path / "copy")) == []
    with Archive.read_only(tmp_path / "copy") as copy:
        assert copy.article("example:646").title == "另一个题目"
        assert verify(copy, Verification(remember=False)).problems == []
    assert [made["to"] for made in registered(archive.folder)] == [str(tmp_path / "copy")]


def test_a_restored_archive_is_the_one_that_was_backed_up(archive, tmp_path):
    """It opens for writing, and what was growing is closed."""
    hold(archive, replace(ARTICLE, title="另一个题目"), capture(60))
    backup(archive, tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "again")

    with Archive.open(tmp_path / "again") as again:
        assert again.article("example:646").title == "另一个题目"
        assert again.article("example:646", "20220722005112") == ARTICLE
        assert again.captures_of("example:646") == [capture(60)]
        assert verify(again, Verification(remember=False)).problems == []
        assert hold(again, ARTICLE, capture(90)).outcome == "revised"
    assert (tmp_path / "again" / "stations" / "xiangtan.toml").exists()


def test_a_backup_can_be_made_of_hard_links(archive, tmp_path):
    """Quick on one disk; an erasure writes new files, so the copy stays what it was."""
    backup(archive, tmp_path / "copy", link=True)
    (file,) = (tmp_path / "copy" / "warc").iterdir()
    assert file.stat().st_nlink == 2
    assert list(check(tmp_path / "copy")) == []


def test_nothing_is_written_over(archive, tmp_path):
    """Neither a backup by a backup, nor an archive by a restore."""
    backup(archive, tmp_path / "copy")
    with pytest.raises(UsageError, match="already"):
        backup(archive, tmp_path / "copy")
    with pytest.raises(UsageError, match="something in it"):
        restore(tmp_path / "copy", archive.folder)
    with pytest.raises(NoArchive, match=r"backup\.json"):
        restore(archive.folder, tmp_path / "again")


def test_a_damaged_backup_is_told_file_by_file_and_not_restored(archive, tmp_path):
    """Altered, missing, or put there by somebody."""
    backup(archive, tmp_path / "copy")
    (file,) = (tmp_path / "copy" / "warc").iterdir()
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    (tmp_path / "copy" / "decisions.jsonl").unlink()
    (tmp_path / "copy" / "note.txt").write_text("?")

    told = list(check(tmp_path / "copy"))
    assert [line.split(": ")[1].split(" ")[:3] for line in told] == [
        ["it", "is", "missing;"],
        ["its", "SHA-256", "is"],
        ["backup.json", "does", "not"],
    ]
    with pytest.raises(Damaged, match="Nothing was restored"):
        restore(tmp_path / "copy", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_backup_that_fails_leaves_nothing_under_its_name(archive, tmp_path):
    """Here a WARC file is missing."""
    (file,) = (archive.folder / "warc").glob("*.warc.gz")
    file.rename(tmp_path / "elsewhere")
    with pytest.raises((Damaged, StorageError), match="missing"):
        backup(archive, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "elsewhere"]


def test_a_damaged_file_is_copied_and_told(archive, tmp_path, archive_command):
    """A bad disk must not end the making of backups, nor hide behind them: exit code 76."""
    archive.close()
    (file,) = (archive.folder / "warc").glob("*.warc.gz")
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    ran = archive_command("backup", tmp_path / "copy", "--archive", archive.folder)

    assert ran.returncode == 76
    assert ran.stdout.startswith("4 files, ")
    told, summary = ran.stderr.splitlines()
    assert told.startswith(f"archive: {file}: its digest is sha256:")
    assert summary == f"archive: {tmp_path / 'copy'}: the backup was made, with 1 damaged file"
    assert (tmp_path / "copy" / "warc" / file.name).read_bytes() == bytes(content)
    assert list(check(tmp_path / "copy")) == []


def test_backups_of_a_running_writer_are_whole(archive, tmp_path):
    """One after the other, while another process commits as fast as it can."""
    archive.close()
    script = """
        from archive.store import Archive
        archive = Archive.open(folder)
        for number in range(1000, 9000):
            page = capture(number, url=f"{URL}?{number}", body=os.urandom(2000))
            hold(archive, replace(ARTICLE, id=f"example:{number}", url=page.url), page)
            print(number, flush=True)
    """
    program = "import os, sys\nsys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\n"
    program += "from archives import *\nfolder = Path(sys.argv[2])\n" + textwrap.dedent(script)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(TESTS), str(archive.folder)],
        stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        assert writer.stdout is not None
        try:
            for number in range(3):
                acknowledged = int(writer.stdout.readline())
                with Archive.read_only(archive.folder) as reader:
                    backup(reader, tmp_path / f"copy{number}")
                restore(tmp_path / f"copy{number}", tmp_path / f"again{number}")
                with Archive.read_only(tmp_path / f"again{number}") as again:
                    assert again.article(f"example:{acknowledged}").url == f"{URL}?{acknowledged}"
                    assert verify(again, Verification(remember=False)).problems == []
        finally:
            writer.kill()


def test_the_copy_is_one_file_that_read_only_media_can_hold(archive, tmp_path):
    """No journal beside it: it opens where nothing can be written."""
    backup(archive, tmp_path / "copy")
    with closing(database.snapshot(tmp_path / "copy" / "archive.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [path.name for path in (tmp_path / "copy").glob("archive.db*")] == ["archive.db"]


def test_a_backup_is_read_and_verified_but_never_written(archive, tmp_path, archive_command):
    """Whatever writes is refused by the folder's name; then its own check still finds it whole."""
    copy = tmp_path / "copy"
    backup(archive, copy)
    records = tmp_path / "records.jsonl"
    records.write_text('{"id": "a:2", "station": "a", "url": "https://a.example/2"}\n')
    refused = (
        f"archive: {copy}: this is a backup, which stays as it is; make an archive of it with"
        f" `archive restore {copy} TO`, and write there\n"
    )
    for command in (
        ["note", "example:646", "核对过原报"],
        ["load", records],
        ["verify", "--repair"],
        ["backup", tmp_path / "another"],
    ):
        ran = archive_command(*command, "--archive", copy)
        assert (ran.returncode, ran.stderr) == (2, refused)
    ran = archive_command("verify", "--archive", copy)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert archive_command("restore", copy, "--check").returncode == 0


@pytest.mark.parametrize("opened", [Archive.create, Archive.open, Archive.rebuild, Archive.upkeep])
def test_no_program_of_ours_opens_a_backup_for_writing(archive, tmp_path, opened):
    """A crawl, an import, a reread, a rebuild: each opens the archive in one of these ways."""
    copy = tmp_path / "copy"
    backup(archive, copy)
    with pytest.raises(UsageError, match="copy: this is a backup, which stays as it is"):
        opened(copy)
    assert list(check(copy)) == []
