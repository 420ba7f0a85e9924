"""What people type, to expressions that always run and find what was meant."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis.terms import segment
from archive.search.query import Query, Term
from archive.search.query_parser import match, parse


@pytest.fixture(scope="module")
def sql() -> Iterator[sqlite3.Connection]:
    """An index for expressions to run on."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE held USING fts5 (body, title, author, editor, source, station,"
            " credit, tokenize='unicode61 remove_diacritics 2')"
        )
        yield connection


def finds(connection: sqlite3.Connection, text: str, query: str) -> bool:
    """Whether a text, held as the index holds it, is found by a query."""
    connection.execute("DELETE FROM held")
    connection.execute("INSERT INTO held (body) VALUES (?)", (segment(text),))
    sql = "SELECT count(*) FROM held WHERE held MATCH ?"
    return bool(connection.execute(sql, (match(query),)).fetchone()[0])


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
        ("湘潭市", "在湘潭\u200b市里"),
        ("人大代表", "人大\u00ad代表"),
        ("一盏", "一\ufeff盏路灯"),
        ("パーティー", "大ﾊﾟｰﾃｨｰ"),
        ("ガ", "カ\u3099"),
        ("1号楼", "①号楼"),
        ("①号楼", "1号楼"),
        ("35°C", "气温35℃左右"),
        ("35℃", "35 °C"),
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


def pieces_of(text: str) -> list[tuple[str, bool]]:
    """Words of letters and single ideographs, and whether each stands right behind an ideograph."""
    found = re.finditer("[0-9a-z]+|[一-龥]", text.lower())
    return [(m[0], "一" <= text[m.start() - 1 : m.start()] <= "龥") for m in found]


def stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, by looking at every place of it."""
    wanted, held = pieces_of(word), pieces_of(text)
    return any(
        all(
            one == other and (place == 0 or not (glued and one >= "一") or other_glued)
            for place, ((one, glued), (other, other_glued)) in enumerate(
                zip(wanted, held[first : first + len(wanted)], strict=True)
            )
        )
        for first in range(len(held) - len(wanted) + 1)
    )


MIXED = st.text(st.sampled_from("2010COap中国哈"), min_size=1, max_size=6)


@given(word=MIXED, text=st.lists(MIXED, max_size=4), blank=st.sampled_from([" ", "，", ""]))
def test_a_word_of_any_scripts_finds_where_it_stands_and_nothing_else(
    sql: sqlite3.Connection, word: str, text: list[str], blank: str
) -> None:
    """As looking at every place of the text finds it."""
    printed = blank.join([*text, ""])
    assert finds(sql, printed, word) == stands(word, printed)


@pytest.mark.parametrize(
    "word", ["2020", "1919", "1010", "G1212", "COCO", "papa", "哈哈", "2020年"]
)
def test_a_word_whose_last_pairs_are_equal_is_whole(sql: sqlite3.Connection, word: str) -> None:
    """Only an ideograph that stands alone behind its pair is left out."""
    assert finds(sql, f"在{word}里", word)
    assert not finds(sql, f"在{word[:1]}里", word)


@pytest.mark.parametrize(
    "query",
    [
        "中国，",
        "中国。",
        "中国？",
        "(中国)",
        "《中国》",
        "中国…",
        "“中国，”",
        "中国 👍",
        "中\u200b国",
    ],
)
def test_signs_about_a_word_do_not_matter(query: str) -> None:
    """People paste words with what stands about them."""
    assert match(query) == '(- station : "中国")'


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ('"-日本" 中国', '(- station : "日本") AND (- station : "中国")'),
        ('中国 "OR" 日本', '(- station : "中国") AND (- station : "OR") AND (- station : "日本")'),
        ("中国 ｜ 日本", '(- station : "中国" OR - station : "日本")'),
        ("中国 ＯＲ 日本", '(- station : "中国" OR - station : "日本")'),
        ('"中国*"', '(- station : "中国")'),
        ("路灯-", '(- station : "路灯")'),
        ("A＊", '(- station : "A" *)'),
        ("＂", '""'),
        ("a*b", '(- station : "a" *) AND (- station : "b")'),
        ("title:", '""'),
    ],
)
def test_operators_are_read_as_they_are_meant(query: str, expression: str) -> None:
    """In quotation marks they are words; those of full width are operators."""
    assert match(query) == expression


def test_a_query_of_thousands_of_words_runs(sql: sqlite3.Connection) -> None:
    """Somebody will paste a whole article."""
    sql.execute("SELECT 1 FROM held WHERE held MATCH ?", (match("路灯 " * 5000),)).fetchall()


def test_fields_or_and_without_read_as_typed() -> None:
    """Each part of the query language, written out."""
    assert match('title:路灯 author:林小禾 OR author:"周 一" -source:日报 begin*') == (
        '((title : "路灯") AND (author : "林小 小禾" OR author : "周   一" *)'
        ' AND (- station : "begin" *)) NOT (source : "日报")'
    )


def test_a_field_may_be_followed_by_a_blank_and_a_full_width_colon() -> None:
    """`title： 路灯` is what a Chinese keyboard gives."""
    assert match("title： 路灯") == '(title : "路灯")'


def test_the_pattern_finds_what_the_index_finds() -> None:
    """Highlights: punctuation between words is passed over, a word of letters is whole."""
    pattern = parse("ABC公司 路灯").pattern
    assert pattern is not None
    assert [m.group() for m in pattern.finditer("xABC公司 abc，公司 路灯")] == ["abc，公司", "路灯"]


@pytest.mark.parametrize(
    ("query", "after", "before"),
    [
        ("路灯 after:2022-07", "2022-07", None),
        ("before:2022 路灯", None, "2022"),
        ("after:2022/7/2 路灯 before:2022.7.9", "2022-07-02", "2022-07-09"),
        ("路灯 after： ２０２２", "2022", None),
        ("路灯 -after:2022", None, "2022"),
        ("路灯 -before:2022", "2022", None),
    ],
)
def test_days_stand_in_the_query(query: str, after: str | None, before: str | None) -> None:
    """As days, months or years, in the forms that are typed; without them, the other side."""
    read = parse(query)
    assert (read.after, read.before) == (after, before)
    assert read.match == '(- station : "路灯")'


@pytest.mark.parametrize(
    ("query", "no_dates"),
    [
        ("after:noon", ("after:noon",)),
        ("after:22-07", ("after:22-07",)),
        ("after:2022年", ("after:2022年",)),
        ("-before:2022-02-30", ("-before:2022-02-30",)),
        ("路灯 after：2022/13", ("after:2022/13",)),
        ("before:", ()),
        ('"after:noon"', ()),
        ("title:after:noon", ()),
    ],
)
def test_what_is_no_day_is_a_word(query: str, no_dates: tuple[str, ...]) -> None:
    """It is looked for as it stands, and told where a day was meant."""
    read = parse(query)
    notes = tuple(
        f"{word} names no date (2022-07-22, 2022-07 or 2022); it was looked for as it stands"
        for word in no_dates
    )
    assert (read.after, read.before, read.notes) == (None, None, notes)
    assert len(read.all_of) + len(read.none_of) == len(query.split())


ASIS = "it was looked for as it stands"
LONE_OR = "OR has nothing on one of its sides; it was left out"
LONE_QUOTE = "a quotation mark is not closed; it was read as if it were closed at the end"
NO_OPERATOR = f"this query language has no such operator; {ASIS}"


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("authr:付鼎臣", (f"authr: names no field (did you mean author:?); {ASIS}",)),
        (
            "Author：付鼎臣 -titel:路灯",
            (
                f"Author: names no field (did you mean author:?); {ASIS}",
                f"titel: names no field (did you mean title:?); {ASIS}",
            ),
        ),
        ("befor:2022", (f"befor: names no field (did you mean before:?); {ASIS}",)),
        ("http://a.example/1", ()),
        ("https://a.example/1 C919: 记者:付鼎臣 来源：日报 稿源:日报", ()),
        ('author:付鼎臣 "authr:付鼎臣" authr', ()),
        ("state:live", (f"state: names no field; {ASIS}",)),
        ("快讯：路灯", (f"快讯: names no field; {ASIS}",)),
        ("路灯 NEAR 灯光", (f"NEAR: {NO_OPERATOR}",)),
        ("路灯 near/5 灯光", (f"near/5: {NO_OPERATOR}",)),
        ("路灯 or 灯光", (f"or: {NO_OPERATOR}",)),
        ("路灯 ！培训", (f"!培训: {NO_OPERATOR}",)),
        ("路灯 ADJ 灯光 WITHIN 3", (f"ADJ: {NO_OPERATOR}", f"WITHIN: {NO_OPERATOR}")),
        ("路?灯 路灯亮了吗?", (f"路?灯: {NO_OPERATOR}",)),
        ("路灯 或 灯光", (f"或: the operators are AND, OR and NOT; {ASIS}",)),
        ('和 路灯 "和" 灯光 和', ()),
        ('"路灯 灯光', (LONE_QUOTE,)),
        ("路灯“", (LONE_QUOTE,)),
        ('"路灯" title:"灯光" -"培训"', ()),
        ("路灯~2 灯光^3", (f"路灯~2: {NO_OPERATOR}", f"灯光^3: {NO_OPERATOR}")),
        ("路灯 AND 灯光 NOT 培训 OR | -讲座", ()),
        ("(路灯", ("a bracket is not closed; it was read as if it were closed at the end",)),
        ("路灯)", ("a closing bracket has none that opens; it was left out",)),
        ("通知(试行)", ()),
        ("路灯 OR", (LONE_OR,)),
        ("(| 路灯) 灯光", (LONE_OR,)),
        ("路灯 NOT", ("NOT has nothing behind it; it was left out",)),
        ("路灯 -title:", ("-title: has nothing behind it; it was left out",)),
        (
            "(路灯 after:2022) OR 灯光",
            ("after: and before: hold for the whole query, also within brackets",),
        ),
        ("(" * 8 + "路 灯" + ")" * 8, ("brackets deeper than 7 were left out",)),
    ],
)
def test_what_may_have_been_meant_otherwise_is_said(query: str, notes: tuple[str, ...]) -> None:
    """No sign or word that is an operator elsewhere is taken for a word without a note."""
    assert parse(query).notes == notes


@pytest.mark.parametrize(
    ("query", "only_excludes"),
    [("-路灯", True), ("NOT (路灯 灯光) after:2022", True), ("灯光 -路灯", False), ("", False)],
)
def test_a_query_that_only_excludes_is_known(query: str, only_excludes: bool) -> None:
    """It finds nothing, whatever is held: `archive search` says why."""
    assert parse(query).only_excludes is only_excludes


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("(路灯 OR 灯光) -培训", "路灯 OR 灯光 -培训"),
        ("（路灯｜灯光）NOT 培训", "路灯 OR 灯光 -培训"),
        ("((路灯))", "路灯"),
        ("(路灯 -培训) 灯光", "路灯 灯光 -培训"),
        ("路灯 (-培训 -讲座)", "路灯 -(培训 OR 讲座)"),
        ("title:(路灯 author:周一)", "title:路灯 author:周一"),
        ("标题：（路灯 灯光）", "title:路灯 title:灯光"),
        ("路灯 AND 灯光", "路灯 灯光"),
        ("() 路灯 OR ()", "路灯"),
        ("来源：日报 作者:周一 编辑:孙晚", "source:日报 author:周一 editor:孙晚"),
        ("審核:温小雨 攝影:江上行", "reviewer:温小雨 photographer:江上行"),
    ],
)
def test_brackets_and_chinese_names_mean_the_same(query: str, same: str) -> None:
    """Two ways to type one query."""
    assert replace(parse(query), notes=()) == replace(parse(same), notes=())


def test_a_place_is_written_as_its_stations() -> None:
    """One of several, all of them excluded, or nothing at all where there is no station."""
    stations = (
        Term(text="湘潭站 xt", field="station", first=True),
        Term(text="湘乡站 xx", field="station", first=True),
    )

    def of(place: str) -> tuple[Term, ...]:
        return stations if place == "湘潭" else ()

    assert parse("路灯 place:湘潭").placed(of).match == (
        '(- station : "路灯") AND (station : ^"湘潭 潭站 站  xt" OR station : ^"湘乡 乡站 站  xx")'
    )
    assert parse("路灯 -place:湘潭").placed(of).match == (
        '((- station : "路灯")) NOT'
        ' (station : ^"湘潭 潭站 站  xt" OR station : ^"湘乡 乡站 站  xx")'
    )
    assert parse("路灯 place:火星").placed(of).match == '""'
    assert parse("路灯 -place:火星").placed(of).match == '(- station : "路灯")'


def test_what_is_said_twice_is_asked_for_once() -> None:
    """Each repetition would cost as much again, and find nothing else."""
    assert parse("路灯 路燈 路灯 OR 路灯 -街灯 -街灯") == parse("路灯 -街灯")


def test_an_empty_query_asks_for_nothing() -> None:
    """No words, no days."""
    assert parse(" ，*- ") == Query()
