"""Text to index terms: in SQL and in Python alike."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis.folding import places, spelled, spellings
from archive.analysis.terms import (
    SEPARATORS,
    characters,
    fold,
    folds,
    segment,
    words,
)
from archive.analysis.terms_sql import CHARACTERS, segmented

# Text of any characters that SQLite can hold, with more of what this archive meets.
MET = (
    "人大代表湘潭縣縣，。「」０９ＡｚA9z_-* \t\n①℃〇々ー・゛한글🥰é́\u3000\ufe0f⼈豈"
    "ﾊｶｳﾞﾟハかは\u3099\u309a\u200b\u00ad\ufeff\U000e0100㎡㊀⒑"
    "\U00020000\U0002b820\U00031350\ue000\u202e'\"\\\0"
)
TEXTS = st.text(st.one_of(st.sampled_from(MET), st.characters(codec="utf-8"))) | st.text(
    st.sampled_from(MET), min_size=60, max_size=200
)


@pytest.fixture(scope="module")
def sql() -> Iterator[sqlite3.Connection]:
    """A database that knows the characters."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(CHARACTERS)
        connection.executemany(
            "INSERT INTO characters VALUES (?, ?, ?)",
            ((run.first, run.folded, run.character_class) for run in characters()),
        )
        yield connection


@given(text=TEXTS)
def test_sql_and_python_cut_any_text_alike(sql: sqlite3.Connection, text: str) -> None:
    """What triggers index and what a bulk load indexes is the same, for all of Unicode."""
    in_sql = sql.execute(f"SELECT {segmented('v')} FROM (SELECT ? AS v)", (text,)).fetchone()[0]
    assert in_sql == segment(text)


#: All of the basic plane that is read by its own row of the table; the last two by none.
PLANE = "".join(chr(code) for code in range(1, 0xFFFE) if not 0xD800 <= code <= 0xDFFF)
#: … without those that are spelled by several others.
SINGLE = "".join(character for character in PLANE if spelled(character) == character)


def test_what_sqlite_takes_for_unknown_is_cut_as_such(sql: sqlite3.Connection) -> None:
    """The last two code points of the basic plane are no characters."""
    (in_sql,) = sql.execute("SELECT " + segmented(":text"), {"text": "付\uffff鼎\ufffe"}).fetchone()
    assert in_sql == segment("付\uffff鼎\ufffe") == "付 \ufffd 鼎 \ufffd"


@given(
    text=st.text(st.sampled_from(MET + PLANE) | st.sampled_from("人大代表，。2aＡ縣"), min_size=1)
)
def test_a_text_is_cut_at_its_blanks_alone(text: str) -> None:
    """What stands before a blank and behind one makes the same terms as each of them alone."""
    text = text.replace("\0", "")
    both = segment(f"{text} {text}").split()
    assert both == segment(text).split() * 2


@pytest.mark.parametrize("pattern", ["{}", "{}人", "人{}", "{}a", "{}，", "{0}{0}"])
def test_sql_and_python_know_every_character(sql: sqlite3.Connection, pattern: str) -> None:
    """Its fold, and whether it is written without blanks: beside a letter, a sign and itself."""
    for start in range(0, len(PLANE), 1_000):
        text = "".join(map(pattern.format, PLANE[start : start + 1_000]))
        (in_sql,) = sql.execute("SELECT " + segmented(":text"), {"text": text}).fetchone()
        assert in_sql == segment(text)


def test_what_is_not_spelled_by_others_is_folded_to_one_character() -> None:
    """Places in the folded text are places in the text."""
    assert [c for c in SINGLE if len(fold(c)) != 1 or fold(c) == "\0"] == []
    assert len(fold("\U00020000\ud800")) == 2


@pytest.mark.parametrize("length", [24, 2_400, 96_000])
def test_long_texts_are_cut_without_a_seam(sql: sqlite3.Connection, length: int) -> None:
    """SQL cuts a text into pieces: no pair is lost where they meet, none is there twice."""
    query = f"SELECT {segmented('v')} FROM (SELECT ? AS v)"
    for text in (
        "縣" * (length - 1),
        "路灯" * (length // 2),
        "路" * length + "A",
        "路\u200b①" * length,
        "灯" * 2 * length,
    ):
        assert sql.execute(query, (text,)).fetchone()[0] == segment(text)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ""),
        ("臣", "臣 "),
        ("付鼎臣", "付鼎 鼎臣 臣 "),
        ("重跑gen", "重跑 跑 gen"),
        ("2022年7月", "2022 年 7 月 "),
        ("潭，州\n人", "潭 , 州 \n 人 "),
        ("①路", "·1· 路 "),
        ("30℃", "30·°C·"),
        ("湘\u200b潭\u00ad市\ufeff人", "湘潭 潭市 市人 人 "),
        ("辻\U000e0101堂\ufe00A\u2060B", "辻堂 堂 AB"),
        ("ﾊﾟｰﾃｨｰ、ｶ\u3099ウﾞ", "パー ーテ ティ ィー ー 、 ガヴ ヴ "),
        ("か\u200b\u3099", "か "),
        ("臺灣Ｋ歌", "台湾 湾 K 歌 "),
        ("ア・イ", "ア ・ イ "),
        ("人\0大", "人 "),
    ],
)
def test_text_is_held_in_pairs(text: str, terms: str) -> None:
    """Neighbours in pairs, the last of a run alone, other scripts as they are."""
    assert segment(text) == terms


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


@given(text=TEXTS)
def test_what_is_spelled_is_spelled_once_and_its_places_are_known(text: str) -> None:
    """Each character comes from a place of the original, in their order."""
    said = spelled(text)
    came = places(text)
    assert spelled(said) == said
    assert len(came) == len(said) + 1
    assert came == sorted(came)
    assert places("ｶﾞ①\u200b路") == [0, 2, 2, 2, 4, 5]


def test_what_is_spelled_is_folded() -> None:
    """A sign and its spelling give the same terms."""
    assert all(fold(said) == said for said in spellings().values())


def test_signs_are_no_words() -> None:
    """No letter and no digit of any script is taken for a sign about a word."""
    signs = [chr(code) for first, last in SEPARATORS for code in range(first, last + 1)]
    assert [sign for sign in signs if sign.isalnum()] == []
