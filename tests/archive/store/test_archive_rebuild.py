"""The database made again from the WARC files, and readers beside a writer."""

import resource
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from support.archive_folder import run, whole
from support.archives import ARTICLE, URL, capture, hold

from archive.custody.opening import open_archive
from archive.model.errors import (
    NothingFound,
    StorageError,
)
from archive.store.archive import Archive
from archive.warc import Stored


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
