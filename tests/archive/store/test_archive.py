"""The archive opened, locked, written and read; and what it does when something dies or is full."""

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.archives import ARTICLE, START, URL, capture, events, hold
from support.commands import ROOT

from archive.custody.opening import open_archive
from archive.db.connection import CRAWL_MIGRATIONS
from archive.model.article import Capture
from archive.model.errors import (
    Damaged,
    Locked,
    NewerArchive,
    NoArchive,
    NothingFound,
    StorageError,
    UsageError,
)
from archive.store.archive import Archive
from archive.warc import Scanned, Stored, Torn, scan
from harvester.frontier import migrations as crawl_tables

TESTS = ROOT / "tests"


@pytest.fixture
def folder(tmp_path):
    """An archive with one article, closed."""
    with Archive.create(tmp_path / "archive") as archive:
        hold(archive, ARTICLE, capture())
    return tmp_path / "archive"


def warcs(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "warc").iterdir())


def whole(folder: Path) -> bool:
    """Whether SQLite finds nothing wrong, and no row points at nothing."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        integrity = connection.execute("PRAGMA integrity_check").fetchall()
        dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    return integrity == [("ok",)] and dangling == []


def run(script: str, folder: Path, **how: object) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own, with the tests' articles at hand."""
    program = "import os, sys\nsys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\n"
    program += "from support.archives import *\n"
    program += (
        "from archive.custody.opening import open_archive\nfolder = Path(sys.argv[2])\n"
        + textwrap.dedent(script)
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(TESTS), str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **how,  # type: ignore[call-overload]
    )


# --- opened -------------------------------------------------------------------------------------


def test_a_new_archive_has_its_folders_and_no_empty_warc(tmp_path):
    """Everything of it lies in one folder."""
    with Archive.create(tmp_path / "a" / "b"):
        pass

    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [
        "archive.db", "archive.lock", "platforms", "reports", "stations", "warc",
    ]  # fmt: skip
    assert warcs(tmp_path / "a" / "b") == []


def test_the_database_says_what_it_is(folder):
    """`file archive.db` and other programs can tell it from any other database."""
    with open_archive(folder) as archive:
        names = ("application_id", "journal_mode", "synchronous", "foreign_keys")
        pragmas = {
            name: archive.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (*names, "recursive_triggers")
        }
    assert pragmas == {
        "application_id": int.from_bytes(b"NEWS", "big"),
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


def test_what_was_held_is_there_when_it_is_opened_again(folder):
    """For writing and for reading."""
    with open_archive(folder) as archive:
        assert archive.article("example:646") == ARTICLE
        with Archive.read_only(folder) as reader:
            assert reader.article("example:646") == ARTICLE
            assert reader.captures_of("example:646") == [capture()]


def test_a_folder_without_an_archive_is_told(tmp_path):
    """Nothing is made by accident."""
    for how in (open_archive, Archive.read_only):
        with pytest.raises(NoArchive, match=str(tmp_path)):
            how(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_is_not_made_twice(folder):
    """The one that is there stays."""
    with pytest.raises(UsageError, match="already"):
        Archive.create(folder)
    with open_archive(folder) as archive:
        assert archive.article("example:646") == ARTICLE


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + bytes(84)])
def test_what_is_no_archive_is_never_overwritten(folder, content):
    """Zero bytes, a text, a database of someone else: refused, and left as it is."""
    (folder / "archive.db").write_bytes(content)
    for how in (open_archive, Archive.read_only):
        with pytest.raises(Damaged, match=r"archive\.db"):
            how(folder)
    assert (folder / "archive.db").read_bytes() == content


def test_captures_without_a_database_are_refused_with_the_way_out(folder):
    """A deleted archive.db is never silently replaced by an empty one."""
    (folder / "archive.db").unlink()
    for how in (open_archive, Archive.read_only, Archive.create):
        with pytest.raises(Damaged, match="harvest reread --rebuild"):
            how(folder)


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('archive', 'm999_from_the_future', '2030-01-01')",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('crawl', 'm999_from_the_future', '2030-01-01')",
        "PRAGMA user_version = 999",
    ],
)
def test_an_archive_of_a_newer_version_is_refused(folder, change):
    """Nothing is read wrongly, nothing is written."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute(change)
    for how in (open_archive, Archive.read_only):
        with pytest.raises(NewerArchive, match="newer"):
            how(folder)


def test_the_migrations_of_the_crawl_are_known_by_name():
    """The archive imports nothing of the harvester, and refuses what a newer one made."""
    every = {migration.name for migration in crawl_tables.migrations.pending(Database(memory=True))}
    assert every == CRAWL_MIGRATIONS


def test_a_journal_that_nothing_can_be_written_beside_is_told_with_the_way_out(folder, tmp_path):
    """A folder on read-only media that was copied while it was open."""
    copy = tmp_path / "copy"
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("UPDATE articles SET last_seen_at = '2030-01-01T00:00:00Z'")
        connection.commit()
        shutil.copytree(folder, copy)
    (copy / "archive.db-shm").unlink()
    (copy / "archive.db-shm").symlink_to("/nonexistent/archive.db-shm")
    with pytest.raises(StorageError, match=r"archive\.db-wal belongs to it.*copy the whole folder"):
        Archive.read_only(copy)


def test_which_views_open_to_a_program_that_trusts_no_schema(folder):
    """As docs/data.md says; the index itself does."""
    refused = set()
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        views = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        for (view,) in views:
            try:
                connection.execute(f"SELECT * FROM {view} LIMIT 1").fetchall()
            except sqlite3.OperationalError:  # unsafe use of …
                refused.add(view)
        assert refused == {"search", "evidence", "similar_articles"}
        match = "SELECT match FROM search_match WHERE q = json_quote('路灯')"
        assert connection.execute(
            f"SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ({match})"
        ).fetchone() == (1,)
        for table in ("articles", "stations"):
            with pytest.raises(sqlite3.OperationalError, match="unsafe use of"):
                connection.execute(f"UPDATE {table} SET title = 'x'")


def test_an_archive_of_an_older_version_is_brought_up_to_date_by_a_writer(tmp_path):
    """A reader says what to do instead."""
    (tmp_path / "warc").mkdir()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'NEWS', 'big')}")
    with pytest.raises(UsageError, match="older version"):
        Archive.read_only(tmp_path)

    with open_archive(tmp_path) as archive:
        hold(archive, ARTICLE)
    with Archive.read_only(tmp_path) as archive:
        assert archive.article("example:646") == ARTICLE


def test_a_reader_cannot_write(folder):
    """Neither by our methods nor by SQL."""
    with Archive.read_only(folder) as archive:
        with pytest.raises(UsageError, match="reading only"):
            archive.write_capture(capture(1))
        with pytest.raises(UsageError, match="reading only"), archive.transaction():
            pass
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            archive.connection.execute("UPDATE captures SET status = 404")
        with pytest.raises(sqlite3.OperationalError, match="unsafe use of virtual table"):
            archive.connection.execute("UPDATE articles SET title = '电灯'")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            archive.connection.execute("UPDATE articles SET state = 'gone'")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone without rights")
def test_an_archive_is_read_from_a_folder_that_cannot_be_written():
    """As from a mounted snapshot: WAL can make no files there."""
    place = Path(tempfile.mkdtemp())
    try:
        place.chmod(0o755)
        with Archive.create(place / "archive") as archive:
            hold(archive, ARTICLE, capture())
        child = os.fork()
        if child == 0:
            os.setgid(65534)
            os.setuid(65534)
            status = 1
            try:
                with Archive.read_only(place / "archive") as archive:
                    status = 0 if archive.captures_of("example:646") == [capture()] else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert not (place / "archive" / "archive.db-wal").exists()
    finally:
        shutil.rmtree(place)


# --- locked -------------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_holds_the_archive(folder):
    """Process and age, so that the operator can decide; readers are not concerned."""
    with open_archive(folder):
        second = run(
            """
            from archive.model.errors import Locked
            from archive.store.archive import Archive
            try:
                open_archive(folder)
            except Locked as error:
                print(error.exit_code, error)
            """,
            folder,
        )
        with Archive.read_only(folder) as reader:
            assert reader.article("example:646") == ARTICLE

    assert second.stdout.startswith("75 ")
    assert re.search(rf"process {os.getpid()}, for 0 min", second.stdout)


def test_the_same_process_cannot_open_it_twice_for_writing(folder):
    """The first goes on undisturbed."""
    with open_archive(folder) as archive:
        with pytest.raises(Locked):
            open_archive(folder)
        assert hold(archive, ARTICLE, capture(60)).outcome == "unchanged"
    with open_archive(folder):
        pass


def test_a_disk_too_full_for_the_lock_is_told_and_leaves_it_free(folder):
    """A storage error like any other, not a bug of ours."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(StorageError, match=r"archive\.lock: .*; make room"):
            open_archive(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    open_archive(folder).close()


def test_an_open_that_fails_leaves_the_lock_free(folder):
    """The next try meets the real error again, not its own lock."""
    (folder / "archive.db").write_bytes(b"")
    for _ in range(2):
        with pytest.raises(Damaged):
            open_archive(folder)


# --- written ------------------------------------------------------------------------------------


def test_a_transaction_is_all_or_nothing(folder):
    """An error in the middle leaves no half record; the kept capture can be recorded later."""
    with open_archive(folder) as archive:
        seen = capture(60)
        archive.write_capture(seen)
        with pytest.raises(ZeroDivisionError):
            fail_half_way(archive, seen)
        assert archive.article("example:646") == ARTICLE
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone() == (1,)

        assert hold(archive, replace(ARTICLE, title="另一个题目"), seen).outcome == "revised"


def fail_half_way(archive: Archive, seen: Capture) -> None:
    with archive.transaction():
        archive.index_capture(seen)
        archive.store_article(replace(ARTICLE, title="另一个题目"), [seen.id])
        raise ZeroDivisionError


def test_transactions_do_not_nest_and_writing_needs_one(folder):
    """Both are bugs of the caller and say so."""
    with open_archive(folder) as archive:
        with (
            archive.transaction(),
            pytest.raises(RuntimeError, match="nest"),
            archive.transaction(),
        ):
            pass
        with pytest.raises(RuntimeError, match="transaction"):
            archive.store_article(ARTICLE, [])


def test_a_capture_is_kept_before_it_is_recorded(folder):
    """A row without bytes would be a lie."""
    with open_archive(folder) as archive, archive.transaction(), pytest.raises(KeyError):
        archive.index_capture(capture(60))


def test_a_capture_is_kept_once_however_often_it_is_given(folder):
    """In one run and in the next."""
    with open_archive(folder) as archive:
        before = archive.connection.execute("SELECT * FROM captures").fetchall()
        archive.write_capture(capture())
        with archive.transaction():
            archive.index_capture(capture())
        assert archive.connection.execute("SELECT * FROM captures").fetchall() == before
    assert len(warcs(folder)) == 1


def test_a_capture_kept_within_the_transaction_is_synced_before_the_commit(folder):
    """Keeping first is the rule, but nothing is lost by the other order."""
    with open_archive(folder) as archive, archive.transaction():
        archive.write_capture(capture(60))
        archive.index_capture(capture(60))
    with Archive.read_only(folder) as archive:
        assert archive.capture(capture(60).id) == capture(60)


def test_a_payload_that_was_held_before_is_referred_to(folder):
    """Its row says so, and its body is found; a revisit of a revisit goes back to the original."""
    same = {"body": capture().body}
    with open_archive(folder) as archive:
        hold(archive, ARTICLE)
        archive.write_capture(capture(60, **same), capture().id)
        archive.write_capture(capture(120, **same), capture(60).id)
        archive.write_capture(capture(180), capture().id)  # another body: kept whole
        archive.write_capture(capture(240, status=304, body=b""), capture().id)
        with archive.transaction():
            for each in (
                capture(60, **same), capture(120, **same), capture(180),
                capture(240, status=304, body=b""),
            ):  # fmt: skip
                archive.index_capture(each)

        found = archive.connection.execute(
            "SELECT revisit_of, payload_bytes FROM captures ORDER BY captured_at"
        ).fetchall()
        assert found == [
            (None, 4),
            (capture().id, 4),
            (capture().id, 4),
            (None, 6),
            (capture().id, 0),
        ]
        assert archive.capture(capture(120).id) == capture(120, **same)


def test_a_revisit_names_the_very_moment_of_the_record_that_it_refers_to(folder):
    """To the microsecond, as WARC-Date has it; the row has it to the second only."""
    precise = capture(60, captured_at=START + timedelta(hours=1, microseconds=123456))
    again = capture(120, body=precise.body)
    third = capture(180, body=precise.body)
    with open_archive(folder) as archive:
        archive.write_capture(precise)
        archive.write_capture(again, precise.id)
        with archive.transaction():
            archive.index_capture(precise)
            archive.index_capture(again)
        archive.write_capture(third, precise.id)
        with archive.transaction():
            archive.index_capture(third)
    files = [scan(folder / "warc" / name) for name in warcs(folder)]
    records = [item.record for file in files for item in file if isinstance(item, Scanned)]
    (date,) = [each.field("WARC-Date") for each in records if each.id == precise.id
               and each.type == "response"]  # fmt: skip
    assert date == "2022-07-22T01:51:12.123456Z"
    assert [each.field("WARC-Refers-To-Date") for each in records if each.type == "revisit"] == [
        date, date,
    ]  # fmt: skip


def test_a_payload_that_cannot_be_read_any_more_is_not_referred_to(folder):
    """What is captured now is kept whole instead."""
    (name,) = warcs(folder)
    data = bytearray((folder / "warc" / name).read_bytes())
    with open_archive(folder) as archive:
        (begin,) = archive.connection.execute("SELECT warc_offset FROM captures").fetchone()
        data[begin + 99] ^= 1
        (folder / "warc" / name).write_bytes(data)
        same = capture(60, body=capture().body)
        archive.write_capture(same, capture().id)
        with archive.transaction():
            archive.index_capture(same)
        assert archive.capture(same.id) == same


def test_a_full_warc_is_closed_and_the_next_one_begun(folder, monkeypatch):
    """Only between commits, so that no capture is left without a row."""
    monkeypatch.setattr("archive.warc.writer.WarcWriter.full", True)
    with open_archive(folder) as archive:
        hold(archive, ARTICLE, capture(60))
        hold(archive, ARTICLE, capture(120))
        assert len([name for name in warcs(folder) if name.endswith(".warc.gz")]) == 3
        assert archive.capture(capture(120).id) == capture(120)


def test_what_a_station_file_said_is_kept_by_digest(folder):
    """The row is today's, every text that was ever used stays."""
    row = {"name": "xiangtan", "title": "湘潭", "tested_on": "fixture", "place": "430300"}
    with open_archive(folder) as archive:
        with archive.transaction():
            archive.station({**row, "digest": "sha256:a"}, "title = '湘潭'")
            archive.station({**row, "title": "湘潭站", "digest": "sha256:b"}, "title = '湘潭站'")
            archive.station({**row, "title": "湘潭站", "digest": "sha256:b"}, "title = '湘潭站'")
        assert archive.connection.execute("SELECT title, place FROM stations").fetchall() == [
            ("湘潭站", "430300")
        ]
        assert archive.connection.execute("SELECT digest, text FROM station_files").fetchall() == [
            ("sha256:a", "title = '湘潭'"),
            ("sha256:b", "title = '湘潭站'"),
        ]


def test_a_run_keeps_its_books(folder):
    """Which command, which stations, how it ended; its events and its WARC name it."""
    with open_archive(folder) as archive:
        with archive.transaction():
            run_id = archive.begin_crawl("harvest crawl", ["xiangtan"], "harvester (+a@b.cn)")
        hold(archive, replace(ARTICLE, title="另一个题目"), capture(60))
        with archive.transaction():
            archive.end_crawl(
                run_id, "finished", stations=["xiangtan"], counts={"revised": 1}, exit_code=0
            )
        assert archive.connection.execute(
            "SELECT id, stations, state, counts, exit_code, user_agent FROM runs"
        ).fetchall() == [
            (run_id, '["xiangtan"]', "finished", '{"revised": 1}', 0, "harvester (+a@b.cn)")
        ]
        assert archive.connection.execute(
            "SELECT agent FROM events WHERE type = 'correction'"
        ).fetchone() == (f"run {run_id}",)
    assert any(f"-{run_id}.warc.gz" in name for name in warcs(folder))


def test_what_is_not_held_is_told_by_name(folder):
    """An article, a revision, a capture."""
    with Archive.read_only(folder) as archive:
        with pytest.raises(NothingFound, match="example:999"):
            archive.article("example:999")
        with pytest.raises(NothingFound, match="example:646@19990101000000"):
            archive.article("example:646", "19990101000000")
        with pytest.raises(NothingFound, match="example:999"):
            archive.captures_of("example:999")
        with pytest.raises(NothingFound, match="urn:uuid:0"):
            archive.capture("urn:uuid:0")


def test_the_record_is_the_documented_json(folder):
    """As `archive show --json` prints it."""
    with Archive.read_only(folder) as archive:
        record = archive.record_of("example:646")

    assert json.loads(json.dumps(record)) == record
    assert (record["id"], record["url"], record["authors"]) == ("example:646", URL, ["付鼎臣"])


# --- died ---------------------------------------------------------------------------------------

CRAWL = """
from archive.store.archive import Archive
archive = open_archive(folder)
with archive.transaction():
    archive.begin_crawl("harvest crawl", ["xiangtan"])
for minute in range(60, 120, 10):
    archive.write_capture(capture(minute))
    if minute == DIES:
        {before_commit}
    with archive.transaction():
        archive.index_capture(capture(minute))
        archive.store_article(replace(ARTICLE, title=f"第{{minute}}分"), [capture(minute).id])
        if minute == DIES:
            {in_commit}
    print(minute, flush=True)
"""


@pytest.mark.parametrize("dies", [60, 90])
@pytest.mark.parametrize("place", ["before_commit", "in_commit"])
@pytest.mark.parametrize("synced", [True, False])
def test_a_run_that_dies_loses_nothing_that_it_acknowledged(folder, place, dies, synced):
    """Killed between WARC and row, or within the commit: what reached the disk is adopted."""
    die = "archive.captures.sync(); " * synced + "os._exit(9)"
    places = {"before_commit": "pass", "in_commit": "pass"} | {place: die}
    died = run(f"DIES = {dies}\n" + CRAWL.format(**places), folder)
    assert died.returncode == 9, died.stderr
    acknowledged = [int(line) for line in died.stdout.split()]
    assert acknowledged == list(range(60, dies, 10))

    with open_archive(folder) as archive:
        # A transaction syncs the WARC before it begins, so within it the capture is on disk.
        orphans = [capture(dies).id] if synced or place == "in_commit" else []
        assert archive.adopted == orphans
        for minute in [0, *acknowledged, *([dies] if orphans else [])]:
            assert archive.capture(capture(minute).id).body == capture(minute).body
        title = f"第{acknowledged[-1]}分" if acknowledged else ARTICLE.title
        assert archive.article("example:646").title == title
        assert archive.connection.execute("SELECT state FROM runs").fetchall() == [("interrupted",)]
        assert [item for _, item in archive.stored() if isinstance(item, Torn)] == []
        stations = archive.connection.execute("SELECT DISTINCT station, found FROM captures")
        assert stations.fetchall() == [("xiangtan", "https://xt.example.cn/")]
        hold(archive, replace(ARTICLE, title="后来"), capture(600))
    assert whole(folder)
    assert all(name.endswith(".warc.gz") for name in warcs(folder))


def test_adopted_captures_are_told_once(folder):
    """The next start finds them with rows, like any others."""
    run(
        "DIES = 60\n"
        + CRAWL.format(before_commit="archive.captures.sync(); os._exit(9)", in_commit="pass"),
        folder,
    )

    with open_archive(folder) as archive:
        assert archive.adopted == [capture(60).id]
        assert ("adopted", None, "success") in events(archive)
    with open_archive(folder) as archive:
        assert archive.adopted == []


def test_a_run_killed_at_any_moment_leaves_a_whole_archive(folder):
    """SIGKILL while it writes as fast as it can, again and again, on one archive."""
    script = """
        from archive.store.archive import Archive
        archive = open_archive(folder)
        base = archive.connection.execute("SELECT count(*) FROM captures").fetchone()[0]
        for number in range(base * 1000 + 1000, base * 1000 + 2000):
            page = capture(number, body=os.urandom(3000))
            hold(archive, replace(ARTICLE, title=f"第{number}次"), page)
            print(number, flush=True)
    """
    program = "import os, sys\nsys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\n"
    program += "from support.archives import *\n"
    program += (
        "from archive.custody.opening import open_archive\nfolder = Path(sys.argv[2])\n"
        + textwrap.dedent(script)
    )
    acknowledged = []
    for lines in (1, 5, 9):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(TESTS), str(folder)],
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            acknowledged += [int(process.stdout.readline()) for _ in range(lines)]
            process.send_signal(signal.SIGKILL)

    assert whole(folder)
    with open_archive(folder) as archive:
        for number in acknowledged:
            assert len(archive.capture(capture(number).id).body) == 3000
        rows = {row[0] for row in archive.connection.execute("SELECT id FROM captures")}
        stored = {item.capture.id for _, item in archive.stored() if isinstance(item, Stored)}
        assert rows == stored
        assert {capture(number).id for number in acknowledged} <= rows


def test_a_capture_kept_but_not_recorded_is_adopted_by_the_next_run(folder):
    """The run ended before its commit."""
    with open_archive(folder) as archive:
        archive.write_capture(capture(60))

    with open_archive(folder) as archive:
        assert archive.adopted == [capture(60).id]
        assert archive.capture(capture(60).id) == capture(60)


def test_an_archive_killed_while_it_was_made_is_made_by_the_next_run(tmp_path):
    """It has its name only when it is whole: there is no archive yet, and no half one."""
    script = """
        from sqlite_utils.migrations import Migrations
        from archive.store.archive import Archive
        Migrations._record_applied = lambda *_: os._exit(9)
        Archive.create(folder)
    """
    assert run(script, tmp_path).returncode == 9
    with pytest.raises(NoArchive):
        open_archive(tmp_path)

    with Archive.create(tmp_path) as archive:
        hold(archive, ARTICLE, capture())
    assert whole(tmp_path)
    assert not (tmp_path / "archive.db.new").exists()


def test_a_run_killed_within_a_migration_leaves_the_tables_as_they_were(tmp_path):
    """Each migration is one transaction: the next run applies it from the beginning."""
    (tmp_path / "warc").mkdir()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'NEWS', 'big')}")
    script = """
        from sqlite_utils.migrations import Migrations
        from archive.store.archive import Archive
        Migrations._record_applied = lambda *_: os._exit(9)
        open_archive(folder)
    """
    assert run(script, tmp_path).returncode == 9
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert [name for (name,) in tables if not name.startswith(("_", "sqlite_"))] == []

    with open_archive(tmp_path) as archive:
        hold(archive, ARTICLE, capture())
    assert whole(tmp_path)


# --- full ---------------------------------------------------------------------------------------


def test_a_full_database_holds_nothing_of_the_step(folder):
    """The error ends the run with 74; what was acknowledged stays, and space is all it needs."""
    with open_archive(folder) as archive:
        (pages,) = archive.connection.execute("PRAGMA page_count").fetchone()
        archive.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        long = replace(ARTICLE, id="example:647", url=URL + "?2", title="长" * 20_000)
        with pytest.raises(StorageError, match="full") as error:
            hold(archive, long, capture(60))
        assert error.value.exit_code == 74
        assert archive.article("example:646") == ARTICLE
        with pytest.raises(NothingFound):
            archive.article("example:647")

        archive.connection.execute("PRAGMA max_page_count = 1073741823")
        assert hold(archive, long, capture(60)).outcome == "new"
    assert whole(folder)


def test_a_disk_that_is_full_for_the_warc_gives_no_row(folder):
    """No row without its capture; the archive opens again when there is room."""
    with open_archive(folder) as archive:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, before[1]))
        try:
            archive.write_capture(capture(60, body=os.urandom(700_000)))
            with pytest.raises(StorageError, match=r"\.open"), archive.transaction():
                archive.index_capture(capture(60))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone() == (1,)
        with pytest.raises(StorageError):
            archive.write_capture(capture(61))

    with open_archive(folder) as archive:
        assert hold(archive, ARTICLE, capture(60)).outcome == "unchanged"
    assert whole(folder)


# --- rebuilt ------------------------------------------------------------------------------------


def test_the_captures_table_is_rebuilt_from_the_warc_files(folder):
    """Row by row the same, a revisit's payload included; the former database is kept aside."""
    same = capture(60, body=capture().body)
    with open_archive(folder) as archive:
        archive.write_capture(same, capture().id)
        archive.write_capture(capture(120, status=404, body=b"", kind="page"))
        with archive.transaction():
            archive.index_capture(same)
            archive.index_capture(capture(120, status=404, body=b"", kind="page"))
        before = archive.connection.execute("SELECT * FROM captures ORDER BY id").fetchall()

    with Archive.rebuild(folder) as archive:
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone() == (0,)
        with archive.transaction():
            for _, item in archive.stored():
                assert isinstance(item, Stored)
                archive.index_recovered(item)
        assert archive.connection.execute("SELECT * FROM captures ORDER BY id").fetchall() == before
        assert archive.capture(same.id) == same
        archive.publish()
    assert len(list(folder.glob("archive.db.before-*"))) == 1


def test_a_rebuild_also_takes_captures_that_no_row_ever_had(folder):
    """A dead run's file is closed first; `stored` gives all of it."""
    with open_archive(folder) as archive:
        archive.write_capture(capture(60))
    (folder / "archive.db").unlink()

    with Archive.rebuild(folder) as archive:
        found = [item.capture for _, item in archive.stored() if isinstance(item, Stored)]

    assert sorted(found, key=lambda each: each.captured_at) == [capture(), capture(60)]


def test_a_rebuild_that_dies_leaves_the_former_database_as_it_was(folder):
    """Readers and writers go on with it; the next rebuild begins anew."""
    script = """
        from archive.store.archive import Archive
        with Archive.rebuild(folder) as archive:
            with archive.transaction():
                for _, item in archive.stored():
                    archive.index_recovered(item)
            os._exit(9)
    """
    assert run(script, folder).returncode == 9
    assert (folder / "archive.db.rebuilding").exists()

    with Archive.read_only(folder) as reader:
        assert reader.article("example:646") == ARTICLE
    with open_archive(folder) as archive:
        assert hold(archive, ARTICLE, capture(60)).outcome == "unchanged"
    assert whole(folder)
    with Archive.rebuild(folder) as archive:
        assert archive.connection.execute("SELECT count(*) FROM captures").fetchone() == (0,)
        archive.publish()
    assert not list(folder.glob("archive.db.rebuilding*"))


def test_a_reader_sees_the_former_database_until_a_rebuild_is_published(folder):
    """And afterwards, until it opens again: the file it has open stays."""
    with Archive.read_only(folder) as reader:
        with Archive.rebuild(folder) as archive, Archive.read_only(folder) as other:
            assert other.article("example:646") == ARTICLE
            archive.publish()
        assert reader.article("example:646") == ARTICLE
    with Archive.read_only(folder) as reader, pytest.raises(NothingFound):
        reader.article("example:646")


def test_the_journal_of_a_dead_run_is_not_taken_for_that_of_a_rebuilt_database(folder):
    """SQLite would play it into the new file; it goes with the former one."""
    script = """
        from archive.store.archive import Archive
        archive = open_archive(folder)
        hold(archive, replace(ARTICLE, id="example:9", url=URL + "?9"))
        os._exit(9)
    """
    assert run(script, folder).returncode == 9
    assert (folder / "archive.db-wal").stat().st_size > 0
    with Archive.rebuild(folder) as archive:
        archive.publish()

    assert whole(folder)
    with open_archive(folder) as archive:
        assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    (former,) = folder.glob("archive.db.before-*")
    with closing(sqlite3.connect(former)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def test_a_reader_that_keeps_the_journal_from_the_former_database_is_told_of(folder):
    """The former one would lose what stands only there; nothing is changed."""
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        with open_archive(folder) as archive:
            hold(archive, replace(ARTICLE, id="example:9", url=URL + "?9"), capture(9))
        with Archive.rebuild(folder) as archive, pytest.raises(StorageError, match="is reading it"):
            archive.publish()
    with open_archive(folder) as archive:
        assert archive.article("example:9").title == ARTICLE.title
    assert not list(folder.glob("archive.db.before-*"))


# --- beside a writer ----------------------------------------------------------------------------


def test_a_reader_is_not_blocked_by_a_long_write_and_sees_none_of_it(folder):
    """Half of a transaction is nothing; after the commit it is all there."""
    with open_archive(folder) as archive:
        with archive.transaction():
            for number in range(50):
                long = replace(ARTICLE, id=f"example:{number}", title="长" * 2000)
                archive.store_article(replace(long, url=f"{URL}?{number}"), [])
            archive.connection.execute("PRAGMA cache_spill = 1")
            with Archive.read_only(folder) as reader:
                found = reader.connection.execute("SELECT id FROM articles").fetchall()
                assert found == [("example:646",)]
        with Archive.read_only(folder) as reader:
            assert reader.connection.execute("SELECT count(*) FROM articles").fetchone() == (51,)


def test_a_file_of_unknown_origin_is_read_without_trusting_its_schema(folder):
    """A view or a trigger that a stranger put in can call no function and no virtual table."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("DROP VIEW evidence")
        connection.execute(
            "CREATE VIEW evidence AS SELECT * FROM articles_fts WHERE articles_fts MATCH '灯'"
        )
    with Archive.read_only(folder) as reader:
        assert reader.article("example:646") == ARTICLE
        with pytest.raises(sqlite3.OperationalError, match="unsafe"):
            reader.connection.execute("SELECT * FROM evidence")


def test_a_database_on_a_full_disk_is_still_read(folder):
    """Reading makes no new pages."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with Archive.read_only(folder) as reader:
            assert reader.article("example:646") == ARTICLE
            assert reader.captures_of("example:646") == [capture()]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# --- migrated -----------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", range(1, 4))
def test_a_run_killed_within_any_migration_leaves_a_whole_number_of_them(tmp_path, stop):
    """Old tables or new ones, never half; the next run applies the rest."""
    (tmp_path / "warc").mkdir()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'NEWS', 'big')}")
    script = f"""
        from sqlite_utils.migrations import Migrations
        from archive.store.archive import Archive
        record, done = Migrations._record_applied, []
        def dies(*arguments):
            done.append(1)
            if len(done) == {stop}:
                os._exit(9)
            return record(*arguments)
        Migrations._record_applied = dies
        open_archive(folder)
    """
    assert run(script, tmp_path).returncode == 9
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        if stop > 1:
            applied = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
            assert applied == (stop - 1,)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert ("articles" in tables, "articles_fts" in tables, "fixity" in tables) == (
            stop > 1, stop > 2, stop > 3,
        )  # fmt: skip

    with open_archive(tmp_path) as archive:
        hold(archive, ARTICLE, capture())
    assert whole(tmp_path)
