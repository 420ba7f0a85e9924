"""What other programs write into archive.db: it is kept, told, and mended where it can be."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive
from support.commands import Harvest

from archive.custody.opening import open_archive
from archive.model.article import Block
from archive.store.archive import Archive

SQLITE = shutil.which("sqlite3")

pytestmark = pytest.mark.skipif(SQLITE is None, reason="the sqlite3 program is not installed")


def stock(folder: Path, sql: str) -> str:
    """What the stock sqlite3 program does and answers, with its defaults: no foreign keys."""
    assert SQLITE is not None
    return subprocess.run(
        [SQLITE, "-bail", folder / "archive.db", sql],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def replacement(title: str, revision: str = "") -> str:
    """SQL that writes over the article of the tests, or adds it, as another program does."""
    return (
        "INSERT INTO articles (id, station, url, title, body, blocks, images, complete, evidence,"
        f" content_digest, revision, state) VALUES ('{ARTICLE.id}', 'xiangtan', '{ARTICLE.url}',"
        f" '{title}', '{title}亮了', '[]', '[]', 1, '{{}}', '', '{revision}', 'live')"
        " ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body,"
        " blocks = excluded.blocks, revision = excluded.revision"
    )


def ours(folder: Path, minutes: int, title: str) -> None:
    with open_archive(folder) as archive:
        hold(archive, replace(ARTICLE, title=title), capture(minutes))


def held(folder: Path) -> list[str]:
    """All revisions: name, title, body, and when each was superseded."""
    return stock(
        folder,
        "SELECT revision, title, replace(body, char(10), '/'), superseded_at FROM history"
        " ORDER BY revision",
    ).splitlines()


def credited(folder: Path) -> list[str]:
    return stock(folder, "SELECT revision, name FROM credits ORDER BY 1, position").splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with one article, as a crawl held it."""
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, ARTICLE, capture())
    return tmp_path / "archive"


def test_no_text_of_another_program_gives_way_to_the_next(folder: Path) -> None:
    """It leaves the revision's name empty each time; each text stays, when it is superseded."""
    stock(folder, replacement("电灯一"))
    ours(folder, 60, "路灯一")
    stock(folder, replacement("电灯二"))
    ours(folder, 120, "路灯二")
    stock(folder, replacement("电灯三"))
    ours(folder, 180, "路灯三")

    assert held(folder) == [
        "20220722005112|电灯一|电灯一亮了|2022-07-22T01:51:12Z",
        "20220722015112|电灯二|电灯二亮了|2022-07-22T02:51:12Z",
        "20220722025112|电灯三|电灯三亮了|2022-07-22T03:51:12Z",
        "20220722035112|路灯三|七月二十二日，路灯亮了。/居民说好。|",
    ]
    assert credited(folder) == ["20220722035112|付鼎臣", "20220722035112|凌雨晴"]


def test_a_text_under_the_name_of_a_held_revision_gets_a_name_of_its_own(folder: Path) -> None:
    """Somebody puts a former state back with the sqlite3 program, and changes it."""
    ours(folder, 60, "路灯一")
    stock(folder, replacement("电灯一", "20220722005112"))
    ours(folder, 120, "路灯二")
    ours(folder, 180, "路灯三")

    assert held(folder) == [
        "20220722005112|湘潭：新建路灯三百盏|七月二十二日，路灯亮了。/居民说好。|2022-07-22T01:51:12Z",
        "20220722015112|电灯一|电灯一亮了|2022-07-22T02:51:12Z",
        "20220722025112|路灯二|七月二十二日，路灯亮了。/居民说好。|2022-07-22T03:51:12Z",
        "20220722035112|路灯三|七月二十二日，路灯亮了。/居民说好。|",
    ]
    assert credited(folder) == [
        f"{revision}|{name}"
        for revision in ("20220722005112", "20220722015112", "20220722025112", "20220722035112")
        for name in ("付鼎臣", "凌雨晴")
    ]


def test_a_text_of_which_no_moment_is_known_comes_before_all_others(tmp_path: Path) -> None:
    """Another program wrote the article first; a citation of an early moment finds its text."""
    new_archive(tmp_path / "archive").close()
    stock(
        tmp_path / "archive",
        "INSERT INTO stations (name, title, tested_on) VALUES ('xiangtan','','')",
    )
    stock(tmp_path / "archive", replacement("电灯一"))
    ours(tmp_path / "archive", 0, "路灯一")
    stock(tmp_path / "archive", replacement("电灯二"))
    ours(tmp_path / "archive", 60, "路灯二")

    assert held(tmp_path / "archive") == [
        "00000000000000|电灯一|电灯一亮了|2022-07-22T00:51:12Z",
        "20220722005112|电灯二|电灯二亮了|2022-07-22T01:51:12Z",
        "20220722015112|路灯二|七月二十二日，路灯亮了。/居民说好。|",
    ]
    with Archive.read_only(tmp_path / "archive") as archive:
        cited = archive.article(ARTICLE.id, "20200101000000")
    assert (cited.title, cited.blocks) == ("电灯一", (Block(text="电灯一亮了"),))


def test_a_body_that_another_program_changed_is_kept_when_it_is_read_again(folder: Path) -> None:
    """The body alone, without its blocks: the new reading tells what stood there."""
    stock(folder, f"UPDATE articles SET body = '电灯亮了' WHERE id = '{ARTICLE.id}'")
    with open_archive(folder) as archive, archive.transaction():
        archive.reread(replace(ARTICLE, reader="2"), [capture().id])

    told = stock(folder, "SELECT json_extract(detail, '$.former.body') FROM events"
                         " WHERE type = 'rereading'")  # fmt: skip
    assert told == "电灯亮了\n"


def test_a_change_that_an_earlier_capture_writes_over_is_kept_in_the_events(folder: Path) -> None:
    """The title alone, its digest left as it was: an older crawl is imported, and read instead."""
    stock(folder, f"UPDATE articles SET title = '电灯' WHERE id = '{ARTICLE.id}'")
    ours(folder, -60, ARTICLE.title)

    assert held(folder) == [
        "20220721235112|湘潭：新建路灯三百盏|七月二十二日，路灯亮了。/居民说好。|"
    ]
    told = stock(folder, "SELECT revision, json_extract(detail, '$.former') FROM events"
                         " WHERE type = 'rereading'")  # fmt: skip
    assert told == '20220722005112|{"title":"电灯"}\n'


@pytest.mark.parametrize("triggers", ["OFF", "ON"])
@pytest.mark.parametrize(
    ("change", "station"),
    [
        (
            "REPLACE INTO stations (name, title, tested_on) VALUES ('xiangtan', '湘潭新站', '')",
            "新站",
        ),
        ("UPDATE stations SET title = '湘潭新站'", "新站"),
        ("UPDATE OR REPLACE stations SET name = 'xt', title = '湘潭新站'", "xiangtan"),
        ("DELETE FROM stations", "xiangtan"),
        ("INSERT OR IGNORE INTO stations (name, title, tested_on) VALUES ('xiangtan', '新', '')",
         "xiangtan"),
    ],
)  # fmt: skip
def test_the_index_follows_whatever_becomes_of_a_station(
    folder: Path, triggers: str, change: str, station: str
) -> None:
    """It holds the station's title with each article; a replaced row does not tell the former."""
    stock(folder, f"PRAGMA recursive_triggers = {triggers}; {change}")
    stock(folder, "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    named = f"SELECT key FROM articles JOIN search USING (id) WHERE q = '\"station:{station}\"'"
    assert stock(folder, named) == "1\n"
    assert stock(folder, "SELECT name, title FROM stations EXCEPT SELECT * FROM search_stations"
                         " UNION SELECT * FROM search_stations EXCEPT SELECT name, title"
                         " FROM stations") == ""  # fmt: skip


def test_a_replaced_station_is_told_until_somebody_accepts_it(
    folder: Path, archive_command: Harvest
) -> None:
    """Nothing is broken: no article lost its station, and all are found under its new title."""
    stock(
        folder, "REPLACE INTO stations (name, title, tested_on) VALUES ('xiangtan', '湘潭新站', '')"
    )
    assert stock(folder, "PRAGMA foreign_key_check") == ""

    told = archive_command("verify", "--archive", folder)
    assert (told.returncode, told.stderr) == (
        1,
        "archive: station xiangtan: written by another program; look at it; `archive verify"
        " --accept` vouches for it as it stands\n",
    )
    again = archive_command("verify", "--accept", "--archive", folder)
    assert (again.returncode, again.stdout.endswith("; 0 problems\n")) == (0, True)


REPLACED = (
    "REPLACE INTO articles ({key}id, station, url, title, body, blocks, images, complete, evidence,"
    " content_digest, revision, state) SELECT {key}id, station, url, '电灯', '电灯亮了', '[]',"
    " '[]', 1, '{{}}', '', '', 'live' FROM articles"
)


@pytest.mark.parametrize(
    "change",
    [
        REPLACED.format(key=""),
        REPLACED.format(key="key, "),
        f"{replacement('电灯').replace(ARTICLE.id, 'example:9')};"
        f" UPDATE OR REPLACE articles SET id = '{ARTICLE.id}' WHERE id = 'example:9'",
    ],
)
def test_a_replace_that_calls_no_trigger_is_told_by_verify_and_repaired(
    folder: Path, archive_command: Harvest, change: str
) -> None:
    """SQLite tells no trigger of the row that gives way, so its words stay in the index."""
    stock(folder, change)

    told = archive_command("verify", "--archive", folder)
    assert told.returncode == 76
    assert "archive: full-text index: " in told.stderr

    archive_command("verify", "--repair", "--archive", folder)
    again = archive_command("verify", "--archive", folder)
    assert "full-text index" not in again.stderr
    assert archive_command("search", "电灯亮了", "--archive", folder).returncode == 0
    assert archive_command("search", "路灯", "--archive", folder).returncode == 3


def test_a_replace_with_recursive_triggers_leaves_the_index_in_step(
    folder: Path, archive_command: Harvest
) -> None:
    """With that setting SQLite calls the triggers of the row that gives way."""
    stock(folder, f"PRAGMA recursive_triggers = ON; {REPLACED.format(key='')}")
    stock(folder, "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    assert archive_command("search", "电灯亮了", "--archive", folder).returncode == 0
    assert archive_command("search", "路灯", "--archive", folder).returncode == 3


@pytest.mark.parametrize("column", ["key", "rowid"])
def test_another_key_of_an_article_is_refused(folder: Path, column: str) -> None:
    """The index and the lineages name an article by it; the message says so."""
    with pytest.raises(subprocess.CalledProcessError) as refused:
        stock(folder, f"UPDATE articles SET {column} = 50")
    assert "articles.key cannot be changed" in refused.value.stderr
    assert stock(folder, "SELECT key FROM articles") == "1\n"
