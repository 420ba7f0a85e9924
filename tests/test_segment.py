"""Text to index terms, and queries to expressions that always run."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search_schema import CHARACTERS, segmented
from archive.search_query import match, parse
from archive.segment import characters, fold, folds, segment, words

# Text of any characters that SQLite can hold, with more of what this archive meets.
MET = (
    "人大代表湘潭縣縣，。「」０９ＡｚA9z_-* \t\n①℃〇々ー・゛한글🥰é́\u3000\ufe0f⼈豈"
    "\U00020000\U0002b820\U00031350\ue000\u202e'\"\\\0"
)
TEXTS = st.text(st.one_of(st.sampled_from(MET), st.characters(codec="utf-8"))) | st.text(
    st.sampled_from(MET), min_size=60, max_size=200
)


@pytest.fixture(scope="module")
def sql() -> Iterator[sqlite3.Connection]:
    """A database that knows the characters, and an index for expressions to run on."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(CHARACTERS)
        connection.executemany(
            "INSERT INTO characters VALUES (?, ?, ?)",
            ((run.first, run.folded, run.unspaced) for run in characters()),
        )
        connection.execute(
            "CREATE VIRTUAL TABLE held USING fts5 (body, title, author, editor, source, station,"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        yield connection


def finds(connection: sqlite3.Connection, text: str, query: str) -> bool:
    """Whether a text, held as the index holds it, is found by a query."""
    connection.execute("DELETE FROM held")
    connection.execute("INSERT INTO held (body) VALUES (?)", (segment(text),))
    sql = "SELECT count(*) FROM held WHERE held MATCH ?"
    return bool(connection.execute(sql, (match(query),)).fetchone()[0])


@given(text=TEXTS)
def test_sql_and_python_cut_any_text_alike(sql: sqlite3.Connection, text: str) -> None:
    """What triggers index and what a bulk load indexes is the same, for all of Unicode."""
    in_sql = sql.execute(f"SELECT {segmented('v')} FROM (SELECT ? AS v)", (text,)).fetchone()[0]
    assert in_sql == segment(text)


@given(query=st.text())
def test_any_query_makes_an_expression_that_runs(sql: sqlite3.Connection, query: str) -> None:
    """No text that anyone can type ends in an error of the index, half surrogates included."""
    sql.execute("SELECT count(*) FROM held WHERE held MATCH ?", (match(query),)).fetchone()


@given(query=st.text(st.sampled_from('title:author "“”()*-+^|ORANDT人大湘{}.,\0')))
def test_no_query_breaks_out_of_its_quotes(sql: sqlite3.Connection, query: str) -> None:
    """The signs of the expression language, in any order, stay text."""
    sql.execute("SELECT count(*) FROM held WHERE held MATCH ?", (match(query),)).fetchone()


@given(
    text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1),
    data=st.data(),
)
def test_every_string_of_ideographs_is_found(
    sql: sqlite3.Connection, text: str, data: st.DataObject
) -> None:
    """Any piece of a Chinese text, of one character or many, finds the text."""
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    assert finds(sql, f"二〇二二年{text}A", text[first:last])


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ""),
        ("臣", "臣 "),
        ("付鼎臣", "付鼎 鼎臣 臣 "),
        ("重跑gen", "重跑 跑 gen"),
        ("2022年7月", "2022 年 7 月 "),
        ("潭，州\n人", "潭 , 州 \n 人 "),
        ("①路", "① 路 "),
        ("30℃", "30℃"),
        ("臺灣Ｋ歌", "台湾 湾 K 歌 "),
        ("ア・イ", "ア ・ イ "),
        ("人\0大", "人 "),
    ],
)
def test_text_is_held_in_pairs(text: str, terms: str) -> None:
    """Neighbours in pairs, the last of a run alone, other scripts as they are."""
    assert segment(text) == terms


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("付鼎臣", "記者付鼎臣報道"),
        ("潭", "湘潭"),
        ("漢字", "写汉字"),
        ("汉字", "寫漢字"),
        ("ＡＢＣ公司", "ABC公司在湘潭"),
        ("ABC公司", "（ＡＢＣ公司）"),
        ("2022年", "在2022年里"),
        ("hel*", "Hello"),
        ("cafe", "Café"),
        ("路灯 OR 电灯", "电灯"),
        ("路灯 | 电灯", "电灯"),
        ("“人大代表”", "各位人大代表"),
        ("人大 -培训", "人大代表"),
        ("人大，代表", "人大代表。人大、代表"),
        ("⼈大", "人大"),
    ],
)
def test_a_query_finds_the_text(sql: sqlite3.Connection, query: str, text: str) -> None:
    """Script, width, case and accents make no difference; one character is enough."""
    assert finds(sql, text, query)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("付鼎臣", "付鼎 臣"),
        ("人大 培训", "人大代表"),
        ("人大 -代表", "人大代表"),
        ("title:人大", "人大代表"),
        ("hel", "Hello"),
        ("", "人大"),
        ("-人大", "路灯"),
        ("，", "人，大"),
    ],
)
def test_a_query_does_not_find_the_text(sql: sqlite3.Connection, query: str, text: str) -> None:
    """All words must be there, as they stand; a query that asks for nothing finds nothing."""
    assert not finds(sql, text, query)


def test_a_query_of_thousands_of_words_runs(sql: sqlite3.Connection) -> None:
    """Somebody will paste a whole article."""
    sql.execute("SELECT 1 FROM held WHERE held MATCH ?", (match("路灯 " * 5000),)).fetchall()


def test_fields_or_and_without_read_as_typed() -> None:
    """Each part of the query language, written out."""
    assert match('title:路灯 author:林小禾 OR author:"周 一" -source:日报 begin*') == (
        '((title : "路灯") AND (author : "林小 小禾" OR author : "周   一 " *)'
        ' AND (- station : "begin" *)) NOT (source : "日报")'
    )


def test_a_field_may_be_followed_by_a_blank_and_a_full_width_colon() -> None:
    """`title： 路灯` is what a Chinese keyboard gives."""
    assert match("title： 路灯") == '(title : "路灯")'


def test_the_words_of_a_question_are_its_pairs() -> None:
    """Free text is asked by pairs and words, each once."""
    assert words("北縣的縣的 GDP是?") == ["北县", "县的", "的县", "gdp"]


@given(text=st.text())
def test_folding_keeps_every_place(text: str) -> None:
    """One character becomes one character, and folding twice is folding once."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_the_fold_of_widths_follows_the_rule() -> None:
    """Every full-width form of ASCII becomes its half-width form."""
    for code in range(0xFF01, 0xFF5F):
        assert folds()[code] == unicodedata.normalize("NFKC", chr(code))


def test_the_pattern_finds_what_the_index_finds() -> None:
    """Highlights: punctuation between words is passed over, a word of letters is whole."""
    pattern = parse("ABC公司 路灯").pattern
    assert pattern is not None
    assert [m.group() for m in pattern.finditer("xABC公司 abc，公司 路灯")] == ["abc，公司", "路灯"]
