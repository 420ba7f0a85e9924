"""Questions in free text: by rare words, close together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import outlet

from archive.db.filters import NO_FILTERS, Filters
from archive.model.article import Article, Block
from archive.search import frequency, question
from archive.search.frequency import counted, estimated
from archive.search.question import answers, rarest
from archive.search.relevance import nearness, scores
from archive.search.stations import known
from archive.store.archive import Archive

BODIES = {
    "near": "老桥的桥墩由青石砌成。" + "今年雨水很多，河水涨了三次。" * 6,
    "far": "老桥今年刷了漆。"
    + "今年雨水很多，河水涨了三次。" * 6
    + "村里的桥墩是木头的，青石铺路。",
    "other": "今年雨水很多。" * 8,
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Three articles about rain, two of which speak of an old bridge, and others beside them."""
    folder: Path = tmp_path_factory.mktemp("question")
    bodies = BODIES | {f"rain-{number}": f"第{number}场雨。" for number in range(9)}
    with new_archive(folder) as archive:
        with archive.transaction():
            for name, body in bodies.items():
                article = Article(
                    id=f"demo:{name}", station="demo", url=f"https://demo.example/{name}",
                    title="短讯", blocks=(Block(text=body),),
                )  # fmt: skip
                archive.store_article(article, [])
        yield archive


def found(archive: Archive, text: str, filters: Filters = NO_FILTERS) -> list[str]:
    """The ids that answer a question, best first."""
    sql = "SELECT id FROM articles WHERE key = ?"
    best = answers(archive.connection, text, filters.conditions(), 5).ranking.best
    return [archive.connection.execute(sql, (key,)).fetchone()[0] for key, _ in best]


def test_the_article_in_which_the_words_stand_together_comes_first(archive: Archive) -> None:
    """Both say 老桥, 桥墩 and 青石; one says them of one thing."""
    assert found(archive, "老桥的桥墩是用什么青石砌的？")[:2] == ["demo:near", "demo:far"]


def test_filters_hold_for_questions(archive: Archive) -> None:
    """As for words."""
    assert found(archive, "老桥的桥墩？", Filters(station="elsewhere")) == []


def test_words_that_nobody_uses_are_not_asked_for(archive: Archive) -> None:
    """Only what the index holds can help."""
    answered = answers(archive.connection, "火星在哪里？", NO_FILTERS.conditions(), 5)
    assert (answered.query.all_of, answered.ranking.best, answered.ranking.total) == ((), [], 0)
    assert counted(archive.connection, ["老桥", "火星"], 9) == {"老桥": 2, "火星": 0}


def test_common_words_are_left_out_where_there_are_rare_ones() -> None:
    """At least three words are asked for, however common."""
    assert rarest({"甲乙": 5, "乙丙": 99, "丙丁": 7, "丁戊": 9}, 60) == ["甲乙", "丙丁", "丁戊"]
    assert rarest({"甲乙": 98, "乙丙": 99, "丙丁": 7, "丁戊": 97}, 60) == ["丙丁", "丁戊", "甲乙"]


@pytest.mark.parametrize(("word", "articles"), [("老桥", 2), ("雨水", 3), ("火星", 0)])
def test_how_common_a_word_is_shows_at_both_ends_of_the_index(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, word: str, articles: int
) -> None:
    """Nobody counts a hundred thousand entries to learn that a word is common."""
    assert estimated(archive.connection, [word], 12) == {word: articles}
    monkeypatch.setattr(frequency, "SAMPLE", 1)
    assert estimated(archive.connection, [word], 12)[word] <= max(articles, 1)


def test_of_a_word_with_many_entries_the_last_are_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The total says that it is no exact one; within a filter, the last that it may let through."""
    monkeypatch.setattr(question, "ENTRIES", 2)
    monkeypatch.setattr(question, "WORDS", 1)
    answered = answers(archive.connection, "雨水？", NO_FILTERS.conditions(), 5)
    assert (len(answered.ranking.best), answered.ranking.at_least) == (2, True)
    assert found(archive, "老桥的桥墩？", Filters(station="demo", state="live"))


def test_a_number_is_no_part_of_another() -> None:
    """1932 says nothing of 19; pairs of Chinese characters overlap."""
    assert nearness("1932年的桥", {"19": 2.0, "年的": 1.0, "的桥": 1.0}) == 2.0


def test_a_short_article_that_says_it_as_often_as_a_long_one_comes_first() -> None:
    """As bm25 has it; the headline counts four times, and the station not at all."""
    short, long, headline, station = scores(
        [
            {"body": "路灯亮了"},
            {"body": "路灯亮了。" + "今天" * 50},
            {"body": "亮了", "title": "路灯"},
            {"body": "亮了", "station": "路灯"},
        ],
        {"路灯": 2.0},
    )
    assert headline > short > long > station == 0.0


def test_a_word_counts_once_in_a_clause() -> None:
    """Saying it again is no better answer."""
    assert nearness("路灯路灯路灯", {"路灯": 2.0}) == 2.0
    assert nearness("湘潭的路燈", {"路灯": 2.0, "湘潭": 3.0}) == 5.0
    assert nearness("今天", {"路灯": 2.0}) == nearness("今天", {}) == 0.0


@pytest.mark.parametrize("name", ["paper[a]", "paper*", "paper?"])
def test_a_station_whose_name_could_be_a_glob_is_chosen_by_it(tmp_path: Path, name: str) -> None:
    """Older versions loaded such names; the stations that the glob matches are others."""
    with new_archive(tmp_path / "archive") as archive:
        for each in ("papera", name):
            outlet(archive, each, each)
        assert known(archive.connection, [name]) == (name,)
        assert known(archive.connection, ["paper[a-z]"]) == ("papera",)
