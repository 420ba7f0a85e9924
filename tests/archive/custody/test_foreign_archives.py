"""An archive, a backup or a link of other origin: does it reach anything but its own folder?

Each case is a real folder; beside it stands the archive of somebody else, of which not one byte may
change.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.archives import ARTICLE, capture, hold, new_archive
from support.commands import Harvest

from archive.backup.backup import backup
from archive.custody.opening import open_archive
from archive.model.errors import ArchiveError, Damaged, StorageError
from archive.model.trust import trusting
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify


@dataclass(frozen=True)
class Place:
    """A folder with an archive of ours, and one of somebody else beside it."""

    mine: Path
    victim: Path

    def state(self) -> dict[str, str]:
        """Each file of the other archive, with its digest; journals and locks are no content."""
        return {
            str(path.relative_to(self.victim)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.victim.rglob("*"))
            if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
        }

    def sql(self, statement: str, *values: object) -> None:
        """What whoever made our archive wrote into its archive.db."""
        with closing(sqlite3.connect(self.mine / "archive.db")) as connection, connection:
            connection.execute(statement, values)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Two archives of one article each."""
    for name in ("mine", "victim"):
        with new_archive(tmp_path / name) as archive:
            hold(archive, ARTICLE, capture())
    (tmp_path / "victim" / "precious.txt").write_text("不可改动\n", encoding="utf-8")
    return Place(tmp_path / "mine", tmp_path / "victim")


def unfinished_erasure(place: Place, file: object) -> tuple[str, tuple[str, str]]:
    """A takedown that was not finished, of the victim's capture in a file."""
    about = {"file": file, "url": "u", "status": 200}
    digests = json.dumps({"revisions": {}, "captures": {capture().id: about}})
    return (
        "INSERT INTO takedowns VALUES"
        " (?, 'erase', '2026-01-01T00:00:00Z', 'm', 'm', 'm', 'd', ?, NULL, 0)",
        ("x:1", digests),
    )


def leading_out(place: Place) -> list[str]:
    """Names that lead from the folder `warc` of our archive to a file of the other."""
    (warc,) = (place.victim / "warc").iterdir()
    return [str(warc), f"../../victim/warc/{warc.name}", f"../../victim/{'precious.txt'}"]


def writers(archive: Path) -> list[Callable[[], Any]]:
    """What opens an archive for writing."""
    return [
        lambda: open_archive(archive).close(),
        lambda: Archive.open(archive).close(),
        lambda: Archive.rebuild(archive).close(),
    ]


@pytest.mark.parametrize("number", range(3))
def test_an_unfinished_erasure_reaches_no_other_archive(
    place: Place, number: int, archive_command: Harvest, harvest: Harvest
) -> None:
    """`note`, `crawl` and `reread` are refused and say which row it is; verify tells it."""
    statement, values = unfinished_erasure(place, leading_out(place)[number])
    place.sql(statement, *values)
    before = place.state()
    for ran in (
        archive_command("note", ARTICLE.id, "看过", "--archive", place.mine),
        archive_command("note", ARTICLE.id, "看过", "--trust", "--archive", place.mine),
        harvest("reread", "--apply", "--archive", place.mine),
    ):
        assert ran.returncode == 76
        assert "takedown x:1: capture 'urn:uuid:00000000" in ran.stderr
        assert "it has a / in it" in ran.stderr
    told = archive_command("verify", "--archive", place.mine)
    assert told.returncode == 76
    assert "archive.db: takedown x:1: capture" in told.stderr
    assert place.state() == before


@pytest.mark.parametrize(
    "digests",
    ["[" * 100_000, "{}", "[]", '{"captures": []}', '{"captures": {"a": 1}}', "", "\x00",
     '{"captures": {"a": {}}}', '{"captures": {"a": {"file": ["x"]}}}',
     '{"captures": {"a": {"file": ".."}}}'],
)  # fmt: skip
def test_a_takedown_that_says_something_else_is_refused_or_says_nothing(
    place: Place, digests: str
) -> None:
    """Never with a traceback: with the row, and what is wrong with it."""
    statement, _ = unfinished_erasure(place, "")
    place.sql(statement, "x:1", digests)
    before = place.state()
    try:
        open_archive(place.mine).close()
    except Damaged as error:
        assert str(error).startswith("takedown x:1: ")  # noqa: PT017  (some say nothing at all)
    assert place.state() == before


@pytest.mark.parametrize("packed", [b"", b"x", b"\x78\x9c\x03\x00\x00\x00\x00\x01", None, "text"])
def test_a_hidden_article_that_was_never_packed_is_told(place: Place, packed: object) -> None:
    """It is unpacked by whoever brings it back, and by a rebuild."""
    place.sql(
        "INSERT INTO takedowns VALUES"
        " (?, 'hide', '2026-01-01T00:00:00Z', 'm', 'm', 'm', 'd', '{}', ?, 1)",
        "x:1", packed,
    )  # fmt: skip
    with Archive.read_only(place.mine) as archive:
        found = verify(archive, Verification(remember=False)).problems
    told = [each.found for each in found if each.record == "archive.db"]
    assert any("takedown x:1: its rows cannot be unpacked" in each for each in told)


@pytest.mark.parametrize("number", range(3))
def test_a_capture_that_names_a_file_elsewhere_is_copied_by_no_backup(
    place: Place, number: int, tmp_path: Path, archive_command: Harvest
) -> None:
    """Copied onto itself, the file was empty. Reading, rereading and erasing refuse it too."""
    place.sql("UPDATE captures SET warc_file = ?", leading_out(place)[number])
    place.sql("UPDATE warc_files SET name = ?", leading_out(place)[number])
    before = place.state()
    refused = archive_command("backup", tmp_path / "copy", "--archive", place.mine)
    assert refused.returncode == 76
    assert "a capture names " in refused.stderr
    assert not (tmp_path / "copy").exists()
    with open_archive(place.mine) as archive, pytest.raises(Damaged, match="it has a / in it"):
        archive.capture(capture().id)
    told = archive_command("verify", "--archive", place.mine)
    assert "captures.warc_file " in told.stderr
    assert "warc_files.name " in told.stderr
    erased = archive_command(
        "erase", ARTICLE.id, "--reason", "x", "--basis", "y", "--yes", "--archive", place.mine
    )
    assert erased.returncode == 76
    assert place.state() == before


def test_a_capture_whose_place_is_no_number_is_told(place: Place) -> None:
    """SQLite holds any value in any column."""
    place.sql("UPDATE captures SET warc_offset = 'a', warc_length = -1")
    with Archive.read_only(place.mine) as archive:
        with pytest.raises(Damaged, match=r"its row names no place in a WARC file: \('a', -1\)"):
            archive.capture(capture().id)
        found = verify(archive, Verification(remember=False)).problems
    assert f"capture {capture().id}" in {each.record for each in found}


def test_captures_that_repeat_each_other_are_told(place: Place) -> None:
    """There is no payload at the end of the chain."""
    with Archive.open(place.mine) as archive:
        archive.write_capture(capture(60, body=capture().body), revisit_of=capture().id)
        with archive.transaction():
            archive.index_capture(capture(60))
    place.sql("UPDATE captures SET revisit_of = ?, warc_file = warc_file", capture(60).id)
    with Archive.read_only(place.mine) as archive, pytest.raises(Damaged, match="repeats it"):
        archive.capture(capture(60).id)


@pytest.fixture
def planted(place: Place, tmp_path: Path) -> Path:
    """A backup of our archive, in which an unfinished erasure of the other's captures was put."""
    with open_archive(place.mine) as archive:
        backup(archive, tmp_path / "backup")
    statement, values = unfinished_erasure(place, leading_out(place)[0])
    with closing(sqlite3.connect(tmp_path / "backup" / "archive.db")) as connection, connection:
        connection.execute(statement, values)
    vouch(tmp_path / "backup", "archive.db")
    return tmp_path / "backup"


def vouch(folder: Path, name: str) -> None:
    """Give a changed file of a backup its digest in backup.json, as its maker would."""
    manifest = json.loads((folder / "backup.json").read_bytes())
    content = (folder / name).read_bytes()
    manifest["files"][name] = {
        "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()
    }  # fmt: skip
    (folder / "backup.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_backup_is_looked_at_before_it_is_restored(
    place: Place, planted: Path, tmp_path: Path, archive_command: Harvest
) -> None:
    """Whoever says --trust gets no further: what leads out of the folder stays refused."""
    before = place.state()
    for more in (("--check",), (tmp_path / "again",), (tmp_path / "again", "--trust")):
        ran = archive_command("restore", planted, *more)
        assert (ran.returncode, "takedown x:1" in ran.stderr) == (76, True)
        assert sorted(each.name for each in tmp_path.iterdir()) == ["backup", "mine", "victim"]
        assert place.state() == before


def test_a_backup_with_a_trigger_is_restored_only_by_who_vouches_for_it(
    place: Place, tmp_path: Path, archive_command: Harvest
) -> None:
    """The trigger would have run with the first statement of the restore."""
    with open_archive(place.mine) as archive:
        backup(archive, tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "backup" / "archive.db")) as connection, connection:
        connection.execute(
            "CREATE TRIGGER evil AFTER INSERT ON events BEGIN DELETE FROM articles; END"
        )
    vouch(tmp_path / "backup", "archive.db")
    refused = archive_command("restore", tmp_path / "backup", tmp_path / "again")
    assert refused.returncode == 76
    assert "trigger evil: no trigger of this version" in refused.stderr
    assert not (tmp_path / "again").exists()
    vouched = archive_command("restore", tmp_path / "backup", tmp_path / "again", "--trust")
    assert vouched.returncode == 0


def test_a_backup_of_an_older_version_is_looked_at_and_restored(
    place: Place, tmp_path: Path, archive_command: Harvest
) -> None:
    """Its schema is compared with what its own version made; what is wrong in it is refused."""
    with open_archive(place.mine) as archive:
        backup(archive, tmp_path / "backup")
    path = tmp_path / "backup" / "archive.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE archive_identity")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm008_identity'")
        connection.execute("PRAGMA user_version = 7")
    vouch(tmp_path / "backup", "archive.db")
    checked = archive_command("restore", tmp_path / "backup", "--check")
    assert (checked.returncode, checked.stdout) == (
        0,
        f"{tmp_path}/backup is whole: made by an older version: its records are not compared\n",
    )
    restored = archive_command("restore", tmp_path / "backup", tmp_path / "again")
    assert (restored.returncode, restored.stderr) == (0, "")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE captures SET warc_file = '../x'")
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON events BEGIN SELECT 1; END")
    vouch(tmp_path / "backup", "archive.db")
    refused = archive_command("restore", tmp_path / "backup", tmp_path / "more")
    assert refused.returncode == 76
    assert "trigger evil" in refused.stderr
    assert "captures.warc_file '../x': it names no WARC file: it has a / in it" in refused.stderr


_GOOD = {"bytes": 1, "sha256": "0" * 64}


@pytest.mark.parametrize(
    "manifest",
    [
        "", "[]", "{}", "[" * 100_000, '{"files": []}', '{"files": {"archive.db": 1}}',
        '{"files": {"archive.db": {"bytes": "1", "sha256": "0"}}}',
        json.dumps({"files": {"archive.db": {**_GOOD, "sha256": "../../x"}}}),
        json.dumps({"files": {"archive.db": {**_GOOD, "bytes": -1}}}),
        json.dumps({"files": {"warc/a.warc.gz": _GOOD}}),
        *(json.dumps({"files": {"archive.db": _GOOD, name: _GOOD}}) for name in (
            "/etc/passwd", "../x", "warc/../../x", "warc/../archive.db", "stations//x", "", ".",
            "warc/sub/a.warc.gz", "warc/a.txt", "archive.lock", "other/x", "stations/a\nb.toml",
            "stations", "reports/a\x00b", "stations\\x", "backup.json", "archive.db-wal")),
    ],
    ids=lambda text: text[-40:],
)  # fmt: skip
def test_a_manifest_that_is_none_restores_nothing(
    place: Place, tmp_path: Path, manifest: str
) -> None:
    """Of wrong types, nested, or naming files elsewhere: refused with the reason."""
    with open_archive(place.mine) as archive:
        backup(archive, tmp_path / "backup")
    (tmp_path / "backup" / "backup.json").write_text(manifest, encoding="utf-8")
    before = place.state()
    from archive.backup.restore import restore

    with pytest.raises(Damaged, match=r"backup\.json: "), trusting():
        restore(tmp_path / "backup", tmp_path / "again")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup", "mine", "victim"]
    assert place.state() == before


def test_links_and_pipes_in_a_backup_are_told_and_not_followed(
    place: Place, tmp_path: Path, archive_command: Harvest
) -> None:
    """A WARC file, a folder, and the manifest itself."""
    with open_archive(place.mine) as archive:
        made = backup(archive, tmp_path / "backup")
    assert made.files == 2
    (warc,) = (tmp_path / "backup" / "warc").iterdir()
    shutil.move(warc, tmp_path / "elsewhere")
    warc.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "backup" / "stations").symlink_to(place.victim)
    os.mkfifo(tmp_path / "backup" / "reports")
    refused = archive_command("restore", tmp_path / "backup", tmp_path / "again")
    assert refused.returncode == 76
    assert f"{warc}: it is a symbolic link, where only a plain file may stand" in refused.stderr
    assert "stations: backup.json does not list it; who put it there?" in refused.stderr
    assert "reports: backup.json does not list it; who put it there?" in refused.stderr
    manifest = tmp_path / "backup" / "backup.json"
    shutil.move(manifest, tmp_path / "manifest")
    manifest.symlink_to(tmp_path / "manifest")
    refused = archive_command("restore", tmp_path / "backup", tmp_path / "again")
    assert refused.returncode == 76
    assert f"{manifest}: it is a symbolic link" in refused.stderr
    assert not (tmp_path / "again").exists()


def test_a_file_that_has_grown_is_not_read_to_its_end(place: Place, tmp_path: Path) -> None:
    """Whatever follows what was listed is not restored."""
    with open_archive(place.mine) as archive:
        backup(archive, tmp_path / "backup")
    (warc,) = (tmp_path / "backup" / "warc").iterdir()
    size = warc.stat().st_size
    with warc.open("ab") as file:
        file.truncate(1 << 33)  # a hole: it takes no room
    from archive.backup.restore import restore

    with pytest.raises(Damaged, match=f"it has more than the {size} bytes that are listed"):
        restore(tmp_path / "backup", tmp_path / "again")


_OURS = ["archive.lock", "archive.db", "archive.db-wal", "archive.db-shm", "archive.db-journal",
         "decisions.jsonl"]  # fmt: skip


@pytest.mark.parametrize("name", _OURS)
def test_nothing_is_written_through_a_link(place: Place, name: str) -> None:
    """Whatever the archive writes under a name of its own is a file of its folder."""
    target = place.victim / "precious.txt"
    if name == "archive.db":
        target = place.victim / "archive.db"
    (place.mine / name).unlink(missing_ok=True)
    (place.mine / name).symlink_to(target)
    before = place.state()
    for write in writers(place.mine)[:2]:
        if name == "decisions.jsonl" and write is writers(place.mine)[1]:
            continue
        with pytest.raises(StorageError, match="it is a symbolic link"):
            open_archive(place.mine)
        assert place.state() == before


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "folder", "device"])
@pytest.mark.parametrize("name", ["archive.lock", "decisions.jsonl", "archive.db-wal"])
def test_what_is_no_file_is_refused_without_waiting(place: Place, name: str, kind: str) -> None:
    """A pipe that nobody writes to would hold the command for ever."""
    path = place.mine / name
    path.unlink(missing_ok=True)
    match kind:
        case "link":
            path.symlink_to(place.victim / "precious.txt")
        case "dangling":
            path.symlink_to(place.victim / "not-there.txt")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case _:
            os.mknod(path, 0o600 | 0o020000, os.makedev(1, 3))
    before = place.state()
    with pytest.raises(StorageError, match=f"{name}: .*(symbolic link|no plain file)"):
        open_archive(place.mine)
    assert place.state() == before


@pytest.mark.parametrize("name", ["verification.json", "backups.jsonl"])
def test_what_is_written_beside_a_reader_goes_through_no_link(
    place: Place, name: str, tmp_path: Path
) -> None:
    """A verification replaces the link; a backup is made, and says that it is not registered."""
    (place.mine / name).symlink_to(place.victim / "precious.txt")
    before = place.state()
    with open_archive(place.mine) as archive:
        verify(archive, Verification())
        if name == "backups.jsonl":
            with pytest.raises(StorageError, match="it is a symbolic link"):
                backup(archive, tmp_path / "copy")
    assert place.state() == before


def test_warc_may_be_a_link_but_not_into_another_archive(place: Place, tmp_path: Path) -> None:
    """An operator keeps it on another disk; an archive of other origin may lead anywhere."""
    shutil.move(place.mine / "warc", tmp_path / "disk")
    (place.mine / "warc").symlink_to(tmp_path / "disk")
    with open_archive(place.mine) as archive:
        hold(archive, ARTICLE, capture(60))
    (place.mine / "warc").unlink()
    (place.mine / "warc").symlink_to(place.victim / "warc")
    before = place.state()
    for write in writers(place.mine):
        with pytest.raises(Damaged, match="it is a symbolic link into another archive"):
            write()
    assert place.state() == before


def test_reports_may_not_be_a_link(place: Place) -> None:
    """Each run writes two files there."""
    (place.mine / "reports").rmdir()
    (place.mine / "reports").symlink_to(place.victim)
    for write in writers(place.mine):
        with pytest.raises(StorageError, match="reports: it is a symbolic link"):
            write()


def test_a_warc_file_that_is_a_link_is_told_and_not_read(
    place: Place, tmp_path: Path, archive_command: Harvest
) -> None:
    """Neither by a reader, nor by a rebuild, nor by what closes the files of a dead run."""
    (warc,) = (place.mine / "warc").iterdir()
    shutil.move(warc, tmp_path / "elsewhere")
    warc.symlink_to(tmp_path / "elsewhere")
    before = (tmp_path / "elsewhere").read_bytes()
    told = archive_command("verify", "--archive", place.mine)
    assert told.returncode == 76
    assert f"WARC file {warc.name}: it is a symbolic link" in told.stderr
    with open_archive(place.mine) as archive:
        with pytest.raises(Damaged, match="cannot be read: it is a symbolic link"):
            archive.capture(capture().id)
        assert [item.reason for _, item in archive.stored()] == [  # type: ignore[union-attr]
            "it is a symbolic link, where only a plain file may stand; put the file itself there"
        ]
    warc.unlink()
    growing = warc.with_name("20260101000000-3f9a.warc.gz.open")
    growing.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageError, match="it is a symbolic link"):
        open_archive(place.mine)
    assert (tmp_path / "elsewhere").read_bytes() == before


def test_stations_may_be_links_and_a_backup_has_the_files(place: Place, tmp_path: Path) -> None:
    """An operator keeps them under version control; they are read, and never written."""
    (tmp_path / "mine.toml").write_text('title = "湘潭站"\n', encoding="utf-8")
    (place.mine / "stations" / "mine.toml").symlink_to(tmp_path / "mine.toml")
    (place.mine / "reports" / "a.json").symlink_to(place.victim / "precious.txt")
    with open_archive(place.mine) as archive, pytest.raises(StorageError, match="symbolic link"):
        backup(archive, tmp_path / "copy")
    (place.mine / "reports" / "a.json").unlink()
    with open_archive(place.mine) as archive:
        backup(archive, tmp_path / "copy")
    copied = tmp_path / "copy" / "stations" / "mine.toml"
    assert not copied.is_symlink()
    assert copied.read_text(encoding="utf-8") == 'title = "湘潭站"\n'


@pytest.mark.parametrize(
    "content",
    ["[" * 100_000, "5", "{}", '{"at": 5, "to": ["x"]}', "\0", '{"at": "a", "to": "b\\u0000"}',
     '{"at": "a", "to": "/dev/zero"}'],
)  # fmt: skip
def test_a_register_of_backups_that_is_none_hinders_nobody(place: Place, content: str) -> None:
    """It may be of other origin, as all of the folder."""
    from archive.backup.backup_register import backups_holding

    (place.mine / "backups.jsonl").write_text(content, encoding="utf-8")
    assert len(list(backups_holding(place.mine, ARTICLE.id))) == 1


@pytest.mark.parametrize(
    "state",
    ["[" * 100_000, "[]", '{"full": 1, "sample": 2}', '{"sample": {"records": [1, {}]}}',
     '{"sample": {"captures": ["a", "b"], "records": "x"}}',
     '{"full": {"began": 1, "checked": [], "problems": [{"record": 1}], "left_out": null,'
     ' "not_compared": 1, "unsaved": 2, "phase": [], "after": {}, "ended": null}}',
     '{"full": {"began": "a", "checked": {}, "problems": [], "left_out": [],'
     ' "not_compared": [], "unsaved": null, "phase": "nothing", "after": [], "ended": null}}'],
)  # fmt: skip
def test_a_state_of_verifications_that_is_none_lets_it_begin_anew(place: Place, state: str) -> None:
    """One that says that all is done, but for a phase that there is not, must not be believed."""
    (place.mine / "verification.json").write_text(state, encoding="utf-8")
    with Archive.read_only(place.mine) as archive:
        done = verify(archive, Verification(resume=True, remember=False))
        assert done.checked["WARC record"] == 4
        assert verify(archive, Verification(sample="100%", remember=False)).checked["record"] == 4


def test_a_lock_that_says_nothing_of_ours_is_told_as_held(place: Place) -> None:
    """Its content is of any origin; that it is held is what the operating system says."""
    with open_archive(place.mine):
        for said in (
            "[" * 900,
            '{"pid": "../../x", "started_at": "2026-01-01T00:00:00+00:00"}',
            '{"pid": 1e999}',
            '{"pid": 1, "started_at": "0001-01-01T00:00:00"}',
            "",
        ):
            (place.mine / "archive.lock").write_text(said, encoding="utf-8")
            with pytest.raises(ArchiveError, match="another run holds the archive"):
                open_archive(place.mine)
