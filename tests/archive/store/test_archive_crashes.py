"""What a run leaves that dies on the way, and what the next one makes of it."""

import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace

import pytest
from support.archive_folder import TESTS, run, warcs, whole
from support.archives import ARTICLE, capture, events, hold

from archive.custody.opening import open_archive
from archive.model.errors import (
    NoArchive,
)
from archive.store.archive import Archive
from archive.warc import Stored, Torn

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
