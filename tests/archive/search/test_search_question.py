"""Questions in free text: by rare words, close together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import outlet

from archive.db.filters import NO_FILTERS, Filters
from archive.model.article import Article, Block
from archive.search.question import COMMON, answers, counted, nearness, question, rarest
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
    ranking = answers(archive.connection, text, filters.conditions(), 5)
    return [archive.connection.execute(sql, (key,)).fetchone()[0] for key, _ in ranking.best]


def test_the_article_in_which_the_words_stand_together_comes_first(archive: Archive) -> None:
    """Both say 老桥, 桥墩 and 青石; one says them of one thing."""
    assert found(archive, "老桥的桥墩是用什么青石砌的？")[:2] == ["demo:near", "demo:far"]


def test_filters_hold_for_questions(archive: Archive) -> None:
    """As for words."""
    assert found(archive, "老桥的桥墩？", Filters(station="elsewhere")) == []


def test_words_that_nobody_uses_are_not_asked_for(archive: Archive) -> None:
    """Only what the index holds can help."""
    assert question(archive.connection, "火星在哪里？").all_of == ()
    assert found(archive, "火星在哪里？") == []
    assert counted(archive.connection, ["老桥", "火星"]) == {"老桥": 2, "火星": 0}


def test_common_words_are_left_out_where_there_are_rare_ones() -> None:
    """At least three words are asked for, however common."""
    (group,) = rarest({"甲乙": 5, "乙丙": COMMON, "丙丁": 7, "丁戊": 9}).all_of
    assert [term.text for term in group] == ["甲乙", "丙丁", "丁戊"]
    (group,) = rarest({"甲乙": COMMON, "乙丙": COMMON, "丙丁": 7}).all_of
    assert [term.text for term in group] == ["丙丁", "甲乙", "乙丙"]


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
