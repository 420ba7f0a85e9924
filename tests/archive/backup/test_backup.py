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
from support.archives import ARTICLE, URL, capture, hold, new_archive

from archive.backup.backup import backup
from archive.backup.backup_check import check
from archive.backup.backup_register import backups_holding, registered
from archive.backup.restore import restore
from archive.custody.decisions import decide, takedown_decision
from archive.custody.opening import open_archive
from archive.db import connection as database
from archive.db.folder import BACKUP_MANIFEST as MANIFEST
from archive.model.errors import Damaged, NoArchive, StorageError, TakenDown, UsageError
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify

TESTS = Path(__file__).parents[2]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "archive") as made:
        hold(made, ARTICLE, capture())
    (tmp_path / "archive" / "stations" / "xiangtan.toml").write_text("title = '湘潭'\n")
    (tmp_path / "archive" / "decisions.jsonl").write_text("")
    with open_archive(tmp_path / "archive") as made:
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

    with open_archive(tmp_path / "again") as again:
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


def test_a_later_backup_shares_the_warc_files_of_an_earlier_one(archive, tmp_path):
    """A WARC file is copied once, however many backups have it; what is new is copied."""
    backup(archive, tmp_path / "first")
    (held,) = (tmp_path / "first" / "warc").iterdir()
    hold(archive, replace(ARTICLE, title="另一个题目"), capture(60))
    archive.close()
    with Archive.read_only(archive.folder) as now:
        backup(now, tmp_path / "second", after=tmp_path / "first")
    links = {f.name: f.stat().st_nlink for f in (tmp_path / "second" / "warc").iterdir()}
    assert len(links) == 2
    assert links.pop(held.name) == 2
    assert list(links.values()) == [1]
    assert list(check(tmp_path / "second")) == []


@pytest.mark.parametrize("change", ["longer", "gone", "another digest"])
def test_a_file_that_the_earlier_backup_has_no_more_is_copied(archive, tmp_path, change):
    """What happened to the earlier backup must not pass into the later one."""
    backup(archive, tmp_path / "first")
    (held,) = (tmp_path / "first" / "warc").iterdir()
    manifest = tmp_path / "first" / MANIFEST
    if change == "longer":
        held.write_bytes(held.read_bytes() + b"x")
    elif change == "gone":
        held.unlink()
    else:
        content = json.loads(manifest.read_text())
        content["files"][f"warc/{held.name}"]["sha256"] = "0" * 64
        manifest.write_text(json.dumps(content))
    backup(archive, tmp_path / "second", after=tmp_path / "first")
    (copied,) = (tmp_path / "second" / "warc").iterdir()
    assert copied.stat().st_nlink == 1
    assert list(check(tmp_path / "second")) == []


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
        from archive.custody.opening import open_archive
        archive = open_archive(folder)
        for number in range(1000, 9000):
            page = capture(number, url=f"{URL}?{number}", body=os.urandom(2000))
            hold(archive, replace(ARTICLE, id=f"example:{number}", url=page.url), page)
            print(number, flush=True)
    """
    program = "import os, sys\nsys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\n"
    program += "from support.archives import *\nfolder = Path(sys.argv[2])\n" + textwrap.dedent(
        script
    )
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


@pytest.mark.parametrize("opened", [Archive.create, Archive.open, Archive.rebuild, open_archive])
def test_no_program_of_ours_opens_a_backup_for_writing(archive, tmp_path, opened):
    """A crawl, an import, a reread, a rebuild: each opens the archive in one of these ways."""
    copy = tmp_path / "copy"
    backup(archive, copy)
    with pytest.raises(UsageError, match="copy: this is a backup, which stays as it is"):
        opened(copy)
    assert list(check(copy)) == []


def test_nothing_is_made_within_a_backup_or_an_archive(archive, tmp_path):
    """It would spoil the check of the one, and be no part of the other."""
    backup(archive, tmp_path / "copy")
    for within, what in ((tmp_path / "copy", "a backup"), (archive.folder, "an archive")):
        for make in (
            lambda to: backup(archive, to),
            lambda to: restore(tmp_path / "copy", to),
        ):
            with pytest.raises(UsageError, match=f"it would stand within {what}"):
                make(within / "reports" / "inner")
    assert list(check(tmp_path / "copy")) == []


def test_what_was_taken_down_since_the_backup_stays_down(archive, tmp_path, archive_command):
    """By the decisions of the archive, where it still stands; and that is said."""
    backup(archive, tmp_path / "copy")
    decide(archive, takedown_decision("erase", "example:646", "林", "投诉", "民法典 1028"))
    archive.close()
    ran = archive_command("restore", tmp_path / "copy", tmp_path / "again")
    assert (ran.returncode, ran.stdout) == (0, f"restored to {tmp_path / 'again'}\n")
    decisions = archive.folder / "decisions.jsonl"
    assert ran.stderr == f"archive: the decisions in {decisions} are obeyed\n"
    with open_archive(tmp_path / "again") as again, pytest.raises(TakenDown, match="erased"):
        again.article("example:646")


def test_decisions_that_cannot_be_read_restore_nothing(archive, tmp_path):
    """The torn line may be the erasure of what would be back."""
    backup(archive, tmp_path / "copy")
    decide(archive, takedown_decision("erase", "example:646", "林", "投诉", "民法典 1028"))
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes((archive.folder / "decisions.jsonl").read_bytes()[:-9])
    with pytest.raises(Damaged, match=r"torn\.jsonl, line 1: cut off\. It may be a takedown"):
        restore(tmp_path / "copy", tmp_path / "again", torn)
    assert not (tmp_path / "again").exists()


def test_decisions_on_what_the_backup_has_not_are_told(archive, tmp_path):
    """And those that the backup knows are kept, whatever file is given."""
    decide(archive, takedown_decision("hide", "example:646", "林", "投诉", "民法典 1028"))
    backup(archive, tmp_path / "copy")
    later = tmp_path / "later.jsonl"
    later.write_text('{"id": "1", "at": "2030-01-01T00:00:00Z", "article": "example:9",'
                     ' "by": "a", "reason": "b", "type": "note"}\n')  # fmt: skip
    told = restore(tmp_path / "copy", tmp_path / "again", later)
    assert told == [
        f"the decisions in {later} are obeyed",
        "decisions.jsonl, line 2: no such article: example:9",
    ]
    with open_archive(tmp_path / "again") as again, pytest.raises(TakenDown, match="hidden"):
        again.article("example:646")


def test_a_torn_line_of_the_register_hides_no_other_backup(archive, tmp_path):
    """Power failed while a backup was registered: it may hold anything."""
    register = archive.folder / "backups.jsonl"
    backup(archive, tmp_path / "copy")
    register.write_bytes(register.read_bytes() + b'{"at": "20')
    backup(archive, tmp_path / "another")
    assert [made["to"] for made in registered(archive.folder)] == [
        str(tmp_path / "copy"),
        f"{register}, line 2, which cannot be read",
        str(tmp_path / "another"),
    ]
    told = dict(backups_holding(archive.folder, "example:646"))
    assert told[f"{register}, line 2, which cannot be read"] == (
        "made some time, not to be found now; it may hold the article"
    )
