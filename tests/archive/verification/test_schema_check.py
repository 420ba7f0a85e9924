"""Are the tables, views, triggers and indexes those that this version makes?"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.archives import ARTICLE, capture, hold
from support.commands import Harvest

from archive.custody.opening import open_archive
from archive.db.connection import APPLICATION_ID
from archive.schema.migrations import migrations
from archive.store.archive import Archive
from archive.verification.problem import Problem
from archive.verification.repair import mend
from archive.verification.verify import Verification, verify


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one article."""
    with Archive.create(tmp_path_factory.mktemp("schema") / "archive") as archive:
        hold(archive, ARTICLE, capture())
        return archive.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(made, tmp_path / "archive"))


def foreign(folder: Path, script: str) -> None:
    """What another program does."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.executescript(script)


def problems(folder: Path) -> list[Problem]:
    """What a verification finds."""
    with Archive.read_only(folder) as archive:
        return verify(archive, Verification()).problems


_RENAMED_VIEW = "DROP VIEW bylines; CREATE VIEW bylines AS SELECT 1 AS name"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("DROP TRIGGER articles_added", "trigger articles_added: it is missing"),
        ("DROP TRIGGER credits_update_pending_article",
         "trigger credits_update_pending_article: it is missing"),
        ("DROP VIEW search", "view search: it is missing"),
        (_RENAMED_VIEW, "view bylines: it is not the one of this version"),
        ("DROP INDEX articles_filters", "index articles_filters: it is missing"),
        ("DROP TABLE search_pending", "table search_pending: it is missing"),
        ("DROP TABLE search_stations", "table search_stations: it is missing"),
        ("DROP TABLE characters", "table characters: it is missing"),
        ("INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', 'bm25(9.0)')",
         "full-text index: its columns are weighted otherwise"),
        ("DELETE FROM articles_fts_data", "full-text index: it does not say what"),
        ("DELETE FROM articles_fts_config", "full-text index: it does not say what"),
        ("DROP TABLE articles_fts_data", "full-text index: it does not say what"),
        ("DROP TABLE articles_fts_docsize", "full-text index: it cannot be read"),
        ("DROP TABLE articles_fts", "table articles_fts: it is missing"),
        ("UPDATE articles_fts_data SET block = x'00'", "full-text index: it does not say what"),
    ],
)  # fmt: skip
def test_what_the_index_and_the_views_need_is_told_and_made_again(
    folder: Path, script: str, told: str
) -> None:
    """Nothing of it holds anything of its own."""
    foreign(folder, script)
    found = problems(folder)
    assert any(str(problem).startswith(told) for problem in found)
    assert all(problem.severity == "damage" for problem in found)

    assert mend(folder, found)
    assert problems(folder) == []
    with open_archive(folder) as archive:
        hold(archive, replace(ARTICLE, title="电灯"), capture(60))
        search = "SELECT title FROM search WHERE q = '\"电灯\"'"
        assert archive.connection.execute(search).fetchall() == [("电灯",)]
    assert problems(folder) == []


def test_a_search_goes_on_after_the_repair(folder: Path, archive_command: Harvest) -> None:
    """Without the index that it looks into there is none by date."""
    foreign(folder, "DROP INDEX articles_filters")
    refused = archive_command("search", "路灯", "--sort", "date", "--archive", folder)
    assert (refused.returncode, refused.stderr) == (
        76,
        f"archive: {folder}/archive.db: no such index: articles_filters; `archive verify --repair`"
        " makes again what can be made again\n",
    )
    told = archive_command("verify", "--archive", folder)
    assert told.returncode == 76
    assert "index articles_filters: it is missing; `archive verify --repair`" in told.stderr
    mended = archive_command("verify", "--repair", "--archive", folder)
    assert (mended.returncode, mended.stdout.endswith("; 0 problems\n")) == (0, True)
    assert mended.stderr == "index articles_filters made again\n"
    assert archive_command("search", "路灯", "--sort", "date", "--archive", folder).returncode == 0


def test_what_was_written_without_a_trigger_is_indexed_by_the_repair(folder: Path) -> None:
    """The trigger was dropped, an article changed: the index is made again."""
    foreign(folder, "DROP TRIGGER articles_changed; UPDATE articles SET title = '电灯'")
    assert mend(folder, problems(folder)) == [
        "trigger articles_changed made again",
        "full-text index made again from the articles",
    ]
    assert [problem.record for problem in problems(folder)] == [f"article {ARTICLE.id}"]


def test_tables_views_and_indexes_of_others_are_theirs(folder: Path) -> None:
    """An archivist keeps lists beside ours."""
    foreign(
        folder,
        "CREATE TABLE my_list (article TEXT); CREATE INDEX my_index ON articles (title);"
        " CREATE VIEW my_view AS SELECT * FROM my_list;"
        " CREATE TRIGGER my_trigger AFTER INSERT ON my_list BEGIN DELETE FROM my_list; END",
    )
    assert problems(folder) == []


def test_a_table_that_holds_something_is_not_made_again_empty(
    folder: Path, archive_command: Harvest
) -> None:
    """It would look whole."""
    foreign(folder, "DROP TABLE sightings; ALTER TABLE stations ADD COLUMN colour TEXT")
    told = archive_command("verify", "--repair", "--archive", folder)
    assert told.returncode == 76
    assert "table sightings: it is missing; `harvest reread --rebuild`" in told.stderr
    assert "table stations: it is not the one of this version" in told.stderr


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """An archive of an earlier version, as far as its tables go."""
    folder = tmp_path / "older"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Database(connection), stop_before="m010_forms")
    return folder


@pytest.mark.parametrize(
    ("script", "statement"),
    [
        ("SELECT 1", ""),
        ("DROP VIEW history; CREATE VIEW history AS SELECT 1 AS x", ""),
        ("DROP TRIGGER stations_deleted", ""),
        ("DROP TRIGGER stations_deleted; CREATE TRIGGER stations_deleted AFTER DELETE ON stations"
         " BEGIN SELECT 1; END", ""),
        ("DROP TABLE articles_fts; CREATE VIEW articles_fts AS SELECT 1 AS x",
         'DROP VIEW "articles_fts"'),
        ("CREATE TRIGGER theirs AFTER INSERT ON events BEGIN SELECT 1; END",
         'DROP TRIGGER "theirs"'),
    ],
)  # fmt: skip
def test_the_advice_on_an_older_archive_helps_at_once(
    older: Path, archive_command: Harvest, script: str, statement: str
) -> None:
    """Advice that leads back to the command that gave it helps nobody."""
    foreign(older, script)
    refused = archive_command("search", "灯", "--archive", older)
    assert "`archive upgrade`" in refused.stderr
    mended = archive_command("upgrade", "--archive", older)
    if statement:
        assert mended.returncode == 76
        assert f"`{statement}`" in mended.stderr
        foreign(older, statement)
        mended = archive_command("upgrade", "--archive", older)
    assert (mended.returncode, archive_command("verify", "--archive", older).returncode) == (0, 0)


def test_a_view_in_the_place_of_a_table_is_taken_away_before_the_table_is_made_again(
    folder: Path, archive_command: Harvest
) -> None:
    """`archive verify --repair` drops nothing of which it does not know what it holds."""
    foreign(folder, "DROP TABLE search_stations; CREATE VIEW search_stations AS SELECT 1 AS x")
    told = archive_command("verify", "--archive", folder).stderr
    assert '`DROP VIEW "search_stations"`' in told
    foreign(folder, 'DROP VIEW "search_stations"')
    assert archive_command("verify", "--repair", "--archive", folder).returncode == 0
