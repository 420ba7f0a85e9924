"""The index keeps in step with whoever writes, and the file searches itself."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.schema.migrations import migrations
from archive.schema.search_match import EXAMPLE, MARKS, STEPS, Step, tables
from archive.search.query_parser import parse

ARTICLE = (
    "INSERT INTO articles (id, station, url, title, body, authors, editors, source, blocks,"
    " images, complete, evidence, content_digest, revision, state) VALUES"
    " (:id, :station, 'https://a.example/', :title, :body, :authors, :editors, :source, '[]',"
    " '[]', 1, '{}', 'sha256:0', '20220722005112', 'live')"
)
LAMPS = {
    "id": "a:1", "station": "north", "title": "路燈亮了", "authors": "林小禾、周一",
    "editors": "孫晚", "source": "北縣日報",
    "body": "北縣人大代表走進小區，ABC公司2022年裝了路燈。",
}  # fmt: skip
COURSE = {
    "id": "a:2", "station": "south", "title": "培训开班", "authors": None,
    "editors": None, "source": None, "body": "南县人大代表培训。",
}  # fmt: skip


@cache
def _tables() -> bytes:
    """A database with all tables, empty, as bytes: made once."""
    with closing(sqlite3.connect(":memory:")) as connection:
        migrations.apply(Database(connection))
        return connection.serialize()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with two stations and two articles, closed."""
    path = tmp_path / "archive.db"
    path.write_bytes(_tables())
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO stations (name, title, tested_on) VALUES (?, ?, 'unverified')",
            [("north", "北县站"), ("south", "南县站")],
        )
        connection.executemany(ARTICLE, [LAMPS, COURSE])
        connection.commit()
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """That file, open."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def check(connection: sqlite3.Connection) -> None:
    """Raises where the index and the articles do not agree, or anything waits."""
    connection.execute(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
    )
    assert connection.execute("SELECT count(*) FROM search_pending").fetchone() == (0,)
    current = (
        "SELECT a.key, c.position, c.role, c.name FROM credits AS c"
        " JOIN articles AS a ON a.id = c.article AND a.revision = c.revision"
    )
    held = "SELECT * FROM search_credits"
    for left, right in ((current, held), (held, current)):
        assert connection.execute(f"{left} EXCEPT {right}").fetchall() == []


def found(connection: sqlite3.Connection, query: str) -> list[str]:
    """The ids that the view `search` gives, in their order."""
    sql = "SELECT id FROM search WHERE q = json_quote(?) ORDER BY id"
    return [id for (id,) in connection.execute(sql, (query,))]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("人大代表", ["a:1", "a:2"]),
        ("人大代表 路灯", ["a:1"]),
        ("人大代表 -培训", ["a:1"]),
        ("人大代表　-路灯　-培训", []),
        ("縣", ["a:1", "a:2"]),
        ("亮", ["a:1"]),
        ("ABC公司2022年", ["a:1"]),
        ("ＡＢＣ", ["a:1"]),
        ("AB*", ["a:1"]),
        ("孙晚", ["a:1"]),
        ("北县站", []),
        ("south", []),
        ('"人大代表"', ["a:1", "a:2"]),
        ('a"b', []),
        ("小区，ABC", ["a:1"]),
        ("路灯 ，", ["a:1"]),
        ("-路灯", []),
        ("*", []),
        ("", []),
        ("(路灯", ["a:1"]),
        ("(路灯 OR 培训) -小区", ["a:2"]),
        ("（路灯|培训）人大", ["a:1", "a:2"]),
        ("(路灯 小区) OR (培训 -人大)", ["a:1"]),
        ("人大 -(路灯 OR 电灯)", ["a:2"]),
        ("人大 NOT (路灯 AND 小区)", ["a:2"]),
        ("人大 (-路灯)", ["a:2"]),
        ("人大 -(-路灯)", ["a:1"]),
        ("title:(路灯 OR 开班) 人大", ["a:1", "a:2"]),
        ("标题：(路灯 OR author:周一)", ["a:1"]),
        ("作者：周一 来源：北縣日报", ["a:1"]),
        ("小区(ABC) OR 火星", ["a:1"]),
        ("人大代表(路灯 OR 培训)", ["a:1", "a:2"]),
        (")路灯)", ["a:1"]),
        ("() 路灯 ()", ["a:1"]),
        ("((((((((((((路灯 OR 火星))) 小区", ["a:1"]),
        ("title:路灯", ["a:1"]),
        ("title:人大", []),
        ("-title:路灯 人大", ["a:2"]),
        ("author：周一 OR title:培训", ["a:1", "a:2"]),
        ('editor:"孙晚"', ["a:1"]),
        ("station:south", ["a:2"]),
        ("路灯 OR 培训", ["a:1", "a:2"]),
        ("路灯 | 培训 小区", ["a:1"]),
        ("OR 路灯 OR", ["a:1"]),
        ('"代表 培训"', []),
        ("“代表培训”", ["a:2"]),
        ('"代表走进"* -"人大代表 培训"', ["a:1"]),
        ('"路灯', ["a:1"]),
        ('路灯"小区"', ["a:1"]),
        ("http://a.example", []),
    ],
)
def test_the_view_takes_words_as_people_type_them(
    connection: sqlite3.Connection, query: str, ids: list[str]
) -> None:
    """All words, -without, one character, a beginning, any script and width, and any junk."""
    assert found(connection, query) == ids


WORD = st.sampled_from(["路灯", "路燈", "人大", "代", "培训", "AB", "2022", "北县", "，", "火星"])
CLAUSES = st.lists(
    st.sampled_from(["OR", "(", ")", "-(", "title:(", "NOT", "AND", "reviewer:"])
    | st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "-"]),
        st.sampled_from(["", "", "title:", "author:", "来源:", "person:", "station:", "("]),
        WORD | st.builds('"{} {}"'.format, WORD, WORD) | st.builds('"{}{}"'.format, WORD, WORD),
        st.sampled_from(["", "*", ")"]),
    ),
    max_size=7,
)


@given(clauses=CLAUSES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_view_finds_what_the_command_finds(
    connection: sqlite3.Connection, clauses: list[str]
) -> None:
    """The query language of the view is that of `archive search`, but for places and dates."""
    query = " ".join(clauses)
    sql = "SELECT a.id FROM articles_fts JOIN articles AS a ON a.key = articles_fts.rowid"
    sql += " WHERE articles_fts MATCH ? ORDER BY a.id"
    assert found(connection, query) == [
        id for (id,) in connection.execute(sql, (parse(query).match,))
    ]


ODD = st.lists(
    st.sampled_from(
        [
            *"人A-－|｜\"“”＂*＊ \u3000\t:：，《()（）…①℃_/'%?[]\\\x1f\x02\x03\u200b\ufe0f\u3099",
            *(
                "路灯",
                "路燈",
                "培训",
                "2022",
                "2020",
                "OR",
                "ＯＲ",
                "AND",
                "NOT",
                "ABC公司",
                "北县",
            ),
            *("title:", "ｔｉｔｌｅ：", "author:", "-station:", "foo:", "ﾊﾟ", "👍"),
        ]
    ),
    max_size=9,
).map("".join)


@given(query=ODD)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_view_reads_odd_text_as_the_command_does(
    connection: sqlite3.Connection, query: str
) -> None:
    """Operators quoted, of full width, at the end of words and in a row; signs; invisible marks."""
    sql = "SELECT a.id FROM articles_fts JOIN articles AS a ON a.key = articles_fts.rowid"
    sql += " WHERE articles_fts MATCH ? ORDER BY a.id"
    held = connection.execute(sql, (parse(query).match,))
    assert found(connection, query) == [id for (id,) in held]


@given(query=st.text(st.characters(codec="utf-8")))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_view_takes_any_text(connection: sqlite3.Connection, query: str) -> None:
    """No text ends in an error."""
    found(connection, query)


def test_the_stock_program_searches_the_file(path: Path) -> None:
    """The `sqlite3` program, which knows nothing of this product, finds and ranks."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 program is not installed")
    sql = """SELECT id, title, snippet FROM search
             WHERE q = '"人大代表 路灯 -培训"' ORDER BY rank"""
    ran = subprocess.run([program, path, sql], capture_output=True, text=True, check=True)
    assert ran.stdout == "a:1|路燈亮了|北縣人大代表走進小區，ABC公司2022年裝了路燈。\n"


def test_the_stock_program_can_write_too(path: Path) -> None:
    """Triggers are plain SQL, so whoever writes keeps the index in step."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 program is not installed")
    sql = (
        "UPDATE articles SET body = '电灯' WHERE id = 'a:1'; DELETE FROM articles WHERE id = 'a:2'"
    )
    subprocess.run([program, path, sql], check=True)
    with closing(sqlite3.connect(path)) as connection:
        check(connection)
        assert found(connection, "电灯") == ["a:1"]
        assert found(connection, "人大") == []


def test_other_tools_do_not_search_the_index_by_themselves(path: Path) -> None:
    """They know nothing of pairs: 付鼎臣 would find nothing. So they find no index, and say so."""
    with closing(sqlite3.connect(path)) as connection:
        for name in ("articles", "articles_fts"):
            assert Database(connection).table(name).detect_fts() is None
        for name in ("articles", "articles_seg", "articles_fts"):
            as_datasette = (  # its function detect_fts, in datasette/utils
                "SELECT name FROM sqlite_master WHERE rootpage = 0 AND"
                f""" (sql LIKE '%VIRTUAL TABLE%USING FTS%content="{name}"%'"""
                f" OR sql LIKE '%VIRTUAL TABLE%USING FTS%content=[{name}]%'"
                f" OR (tbl_name = '{name}' AND sql LIKE '%VIRTUAL TABLE%USING FTS%'))"
            )
            assert connection.execute(as_datasette).fetchall() == []


def test_the_view_takes_plain_text_and_a_json_string(connection: sqlite3.Connection) -> None:
    """Nobody has to know that json_each reads the query; quotation marks within it stay."""
    sql = "SELECT id FROM search WHERE q = ? ORDER BY id"
    for query, ids in {
        "路灯": ["a:1"], '"路灯"': ["a:1"], '"人大代表" -路灯': ["a:2"], "2022": ["a:1"],
        "[路灯]": ["a:1"], '"\\u8def灯"': ["a:1"], "，": [], "(": [],
    }.items():  # fmt: skip
        assert [id for (id,) in connection.execute(sql, (query,))] == ids, query


@pytest.mark.parametrize(
    "asked", ["", " WHERE q IS NULL", " WHERE title = 'x' ORDER BY rank", " WHERE q LIKE '%路灯%'"]
)
@pytest.mark.parametrize("columns", ["*", "id", "count(*)"])
def test_the_view_says_how_to_ask_where_no_query_is_given(
    connection: sqlite3.Connection, columns: str, asked: str
) -> None:
    """SQLite's own words would be `SQL logic error`, of which nobody learns what to write."""
    with pytest.raises(sqlite3.OperationalError, match="search needs a query as a text: SELECT"):
        connection.execute(f"SELECT {columns} FROM search{asked}").fetchall()


@pytest.mark.parametrize("name", ["articles", "main", "stations"])
def test_a_query_that_is_the_name_of_a_table_is_a_word(
    connection: sqlite3.Connection, name: str
) -> None:
    """The view looks into SQLite's list of tables to know whether it is given a query."""
    connection.execute("UPDATE articles SET title = ? WHERE id = 'a:2'", (f"the {name}",))
    found = connection.execute("SELECT id FROM search WHERE q IN (?, '路灯') ORDER BY id", (name,))
    assert found.fetchall() == [("a:1",), ("a:2",)]


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_each_step_of_reading_a_query_holds_its_example(
    connection: sqlite3.Connection, step: Step
) -> None:
    """The examples beside the steps are what they do."""
    sql = (
        "SELECT * FROM (WITH RECURSIVE query (value) AS (VALUES (?)),"
        f" {tables('(SELECT value FROM query)', step.name)} SELECT t.* FROM {step.name} AS t)"
    )
    signs = {code: name for name, code in MARKS.items()}
    rows = [
        tuple(value.translate(signs) if isinstance(value, str) else value for value in row)
        for row in connection.execute(sql, (EXAMPLE,))
    ]
    assert step.row in rows


CREDIT = (
    "INSERT INTO credits (article, revision, position, role, name)"
    " VALUES ('a:1', :revision, :position, :role, :name)"
)
CREDITS = (
    {"revision": "20220722005112", "position": 1, "role": "author", "name": "林小禾"},
    {"revision": "20220722005112", "position": 2, "role": "reviewer", "name": "温小雨"},
    {"revision": "20220722005112", "position": 3, "role": "chief editor", "name": "江上行"},
    {"revision": "20220722005112", "position": 4, "role": "联络", "name": "甘雨 Smith"},
    {"revision": "20210101000000", "position": 2, "role": "reviewer", "name": "方前任"},
)


def test_credits_that_other_programs_write_are_found_by_role(
    connection: sqlite3.Connection,
) -> None:
    """Inserted, altered and removed; those of a former revision are not found."""
    connection.executemany(CREDIT, CREDITS)
    check(connection)
    for query, ids in {
        "温小雨": ["a:1"], "审核:温小雨": ["a:1"], "reviewer:小雨": ["a:1"], "reviewer:雨": ["a:1"],
        "三审:温小雨": ["a:1"], "值班编委：温小雨": ["a:1"], "一审:江上行": [],
        "reviewer:甘雨": [], "person:甘雨": ["a:1"], "person:林小禾": ["a:1"],
        "chief_editor:(江上行 OR 温小雨)": ["a:1"], "主编:温小雨": [], "person:smith": ["a:1"],
        "方前任": [], "person:路灯": [], "reviewer*": [], "reporter:林小禾": [],
    }.items():  # fmt: skip
        assert found(connection, query) == ids, query
    connection.execute("UPDATE credits SET name = '何一鸣' WHERE role = 'reviewer'")
    assert found(connection, "温小雨") == []
    assert found(connection, "reviewer:何一鸣") == ["a:1"]
    connection.execute("UPDATE credits SET role = 'photographer' WHERE name = '何一鸣'")
    assert found(connection, "reviewer:何一鸣") == []
    assert found(connection, "摄影:何一鸣") == ["a:1"]
    connection.execute("DELETE FROM credits WHERE name = '何一鸣'")
    assert found(connection, "何一鸣") == []
    check(connection)
    connection.execute("DELETE FROM articles WHERE id = 'a:1'")
    assert connection.execute("SELECT count(*) FROM search_credits").fetchone() == (0,)
    check(connection)


def test_all_headlines_are_found(connection: sqlite3.Connection) -> None:
    """Kicker, subtitle and original title are headlines too, whoever wrote them."""
    connection.execute(
        "UPDATE articles SET kicker = '夜间照明普查', subtitle = '三十一座桥', original_title ="
        " '桥上的灯' WHERE id = 'a:1'"
    )
    for query in ("夜间照明", "title:三十一座桥", "标题：桥上的灯", "title:路灯"):
        assert found(connection, query) == ["a:1"]
    connection.execute("UPDATE articles SET kicker = NULL WHERE id = 'a:1'")
    assert found(connection, "夜间照明") == []
    check(connection)


def test_a_change_of_what_is_printed_changes_the_index(connection: sqlite3.Connection) -> None:
    """The former words are no longer found, the new ones are."""
    connection.execute("UPDATE articles SET title = '电灯', editors = '吴迟' WHERE id = 'a:1'")
    assert found(connection, "孙晚") == []
    assert found(connection, "吴迟 电灯") == ["a:1"]
    check(connection)


def test_a_new_title_of_a_station_is_found_with_its_articles(
    connection: sqlite3.Connection,
) -> None:
    """The index holds the station's title with each article, in a column of its own."""

    def articles_of(words: str) -> list[int]:
        sql = "SELECT rowid FROM articles_fts WHERE station MATCH ?"
        return [key for (key,) in connection.execute(sql, (words,))]

    assert articles_of('"北县 县站"') == [1]
    connection.execute("UPDATE stations SET title = '北城站' WHERE name = 'north'")
    assert articles_of('"北城 城站"') == [1]
    assert articles_of('"北县 县站"') == []
    check(connection)


def test_a_deleted_article_is_not_found(connection: sqlite3.Connection) -> None:
    """Neither by words nor left as a ghost in the index."""
    connection.execute("DELETE FROM articles WHERE id = 'a:1'")
    assert found(connection, "路灯") == []
    check(connection)


def test_the_index_can_be_rebuilt(connection: sqlite3.Connection) -> None:
    """FTS5 reads all articles again through the view."""
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    assert found(connection, "路灯") == []
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    assert found(connection, "路灯") == ["a:1"]
    check(connection)


TEXT = st.text(st.sampled_from("人大代表路灯燈A9 ，\n"), max_size=12)
WRITES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "insert",
                "update",
                "upsert",
                "station",
                "retitle",
                "delete",
                "credit",
                "role",
                "revise",
                "uncredit",
            ]
        ),
        st.integers(1, 3),
        TEXT,
    )
)


@given(writes=WRITES)
@settings(max_examples=50, deadline=None)
def test_any_order_of_writes_leaves_the_index_in_step(writes: list[tuple[str, int, str]]) -> None:
    """Inserted, updated, upserted, deleted, the station added late and renamed: it agrees."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(_tables())
        for write, number, text in writes:
            row = LAMPS | {"id": f"a:{number}", "title": text, "body": text * 7}
            match write:
                case "insert":
                    connection.execute(ARTICLE + " ON CONFLICT DO NOTHING", row)
                case "upsert":
                    connection.execute(
                        ARTICLE + " ON CONFLICT (id) DO UPDATE SET body = excluded.body", row
                    )
                case "update":
                    connection.execute("UPDATE articles SET title = :title WHERE id = :id", row)
                case "station":
                    connection.execute(
                        "INSERT OR IGNORE INTO stations (name, title, tested_on)"
                        " VALUES ('north', :text, iif(:text = '', NULL, ''))",
                        {"text": text},
                    )
                case "retitle":
                    connection.execute("UPDATE stations SET title = ?", (text,))
                case "delete":
                    connection.execute("DELETE FROM articles WHERE id = :id", row)
                case "credit":
                    connection.execute(
                        "INSERT OR REPLACE INTO credits (article, revision, position, role, name)"
                        " VALUES (:id, '20220722005112', length(:title) % 3, 'reviewer', :title)",
                        row,
                    )
                case "role":
                    connection.execute("UPDATE OR IGNORE credits SET role = 'x', position = 1")
                case "revise":
                    connection.execute("UPDATE articles SET revision = :title WHERE id = :id", row)
                case "uncredit":
                    connection.execute("DELETE FROM credits WHERE article = :id", row)
        check(connection)


def test_the_body_is_the_first_column(connection: sqlite3.Connection) -> None:
    """It makes the index a quarter smaller; and each column holds what its name says."""
    columns = [row[1] for row in connection.execute("PRAGMA table_info(articles_fts)")]
    assert columns == ["body", "title", "author", "editor", "source", "station", "credit"]
    row = connection.execute("SELECT * FROM articles_seg WHERE key = 1").fetchone()
    assert row == (
        1,
        "北县 县人 人大 大代 代表 表走 走进 进小 小区 区 "
        ",ABC 公司 司 2022 年装 装了 了路 路灯 灯 。",
        "路灯 灯亮 亮了 了 \n",
        "林小 小禾 禾 、 周一 一 ",
        "孙晚 晚 ",
        "北县 县日 日报 报 ",
        "北县 县站 站  north",
        "",
    )


def test_the_characters_of_the_archive_cover_all_of_unicode(connection: sqlite3.Connection) -> None:
    """Runs begin at 0, and a run of a folded character is one character long."""
    rows = connection.execute("SELECT first, folded FROM characters ORDER BY first").fetchall()
    assert rows[0] == (0, None)
    folded = {first for first, character in rows if character is not None}
    assert folded <= {first - 1 for first, _ in rows}
    assert json.dumps(sorted(folded)[:2]) == "[173, 847]"
