"""An archive made, opened and locked; and what is refused."""

import os
import re
import resource
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.archive_folder import run, warcs
from support.archives import ARTICLE, capture, hold

from archive.custody.opening import open_archive
from archive.db.connection import CRAWL_MIGRATIONS
from archive.model.errors import (
    Damaged,
    Locked,
    NewerArchive,
    NoArchive,
    StorageError,
    UsageError,
)
from archive.store.archive import Archive
from harvester.frontier import migrations as crawl_tables


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
