"""Every way to an answer gives the same answer, and says where it stopped short."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.archives import new_archive

from archive.analysis.terms import fold
from archive.db.filters import NO_FILTERS, Conditions, Filters
from archive.model.article import Article, Block, Credit, PrintedTime
from archive.search import plan
from archive.search.query_parser import parse
from archive.search.ranking import best, newest

#: Traditional forms among simplified ones; few, so that strings of them come again.
ALPHABET = "路灯燈人大代表湘潭县縣的乡鄉镇"
NAMES = ("付鼎臣", "凌雨晴", "谭利波", "諸葛小亮", "欧阳海", "王一")


@dataclass(frozen=True)
class Collection:
    """Articles of our own making, and the archive that holds them, in an order of its own."""

    articles: tuple[Article, ...]
    connection: sqlite3.Connection

    def having(self, text: str, filters: Filters = NO_FILTERS) -> set[str]:
        """The ids of the articles that have a string in headline, body or a name, by reading."""
        return {
            each.id
            for each in self.articles
            if fold(text) in fold(f"{each.title}\n{each.body}\n{'、'.join(each.authors)}")
            and each.station in (filters.station or {each.station})
            and (filters.since is None or day(each) >= filters.since)
        }

    def ids(self, scored: list[tuple[int, float]]) -> list[str]:
        """The ids of found articles."""
        sql = "SELECT id FROM articles WHERE key = ?"
        return [self.connection.execute(sql, (key,)).fetchone()[0] for key, _ in scored]

    def newest(self, ids: set[str]) -> list[str]:
        """The same ids, newest first; of one day, the last held first."""
        places = {each.id: place for place, each in enumerate(self.articles)}
        days = {each.id: day(each) for each in self.articles}
        return sorted(ids, key=lambda id: (days[id], places[id]), reverse=True)


def day(article: Article) -> str:
    """The printed day; the empty text where there is none."""
    return article.published.iso() if article.published else ""


def made(number: int, chance: random.Random) -> Article:
    """An article of the alphabet."""
    text = "".join(chance.choices(ALPHABET + "，。\n", k=chance.randint(20, 60)))
    printed = date(2022, 1, 1) + timedelta(days=chance.randrange(300))
    return Article(
        id=f"made:{number}",
        station=chance.choice(("north", "south")),
        url=f"https://made.example/{number}",
        title="".join(chance.choices(ALPHABET, k=6)),
        blocks=tuple(Block(text=line) for line in text.split("\n") if line),
        published=PrintedTime(value=printed, precision="day") if number % 10 else None,
        credits=(Credit(role="author", name=chance.choice(NAMES), position=1),),
    )


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Two hundred articles of two stations."""
    chance = random.Random(20220722)
    articles = tuple(made(number, chance) for number in range(200))
    folder: Path = tmp_path_factory.mktemp("rank")
    with new_archive(folder) as archive:
        with archive.transaction():
            for each in articles:
                archive.store_article(each, [])
        yield Collection(articles, archive.connection)


def strings(collection: Collection) -> list[str]:
    """Strings of one to eight characters that stand in the articles, in either script."""
    chance = random.Random(1)
    found = []
    for length in range(1, 9):
        for _ in range(20):
            line = chance.choice(chance.choice(collection.articles).body.split("\n"))
            run = max(line.replace("。", "，").split("，"), key=len)
            begin = chance.randrange(max(1, len(run) - length + 1))
            found.append(run[begin : begin + length])
    return [string for string in found if string]


def test_every_string_and_name_finds_all_articles_that_have_it(collection: Collection) -> None:
    """One character or eight, traditional or simplified: complete, and nothing beside it."""
    for text in [*strings(collection), *NAMES, *(name[:2] for name in NAMES)]:
        ranking = best(collection.connection, parse(text), Conditions(), 200)
        expected = collection.having(text)
        assert set(collection.ids(ranking.best)) == expected, text
        assert (ranking.total, ranking.at_least, ranking.ranked) == (len(expected), False, None)


FILTERS = (
    Filters(station="north"),
    Filters(since="2022-06"),
    Filters(station="south", since="2022-09"),
)


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize("filters", FILTERS)
def test_filters_leave_the_same_articles_either_way(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, filters: Filters, few: int
) -> None:
    """By a set of keys, or by looking each match up."""
    monkeypatch.setattr(plan, "SMALL_SET", few)
    for text in ("路灯", "县", "人大"):
        ranking = best(collection.connection, parse(text), filters.conditions(), 200)
        assert set(collection.ids(ranking.best)) == collection.having(text, filters)


@pytest.mark.parametrize(("dated", "few"), [(8_000, 20_000), (0, 20_000), (0, 0)])
@pytest.mark.parametrize("text", ["路灯", "灯", "付鼎臣"])
def test_the_newest_come_first_by_each_way(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, text: str, dated: int, few: int
) -> None:
    """By comparing all dates, by looking through the newest, by walking from the newest."""
    monkeypatch.setattr(plan, "MAX_DATE_SORT", dated)
    monkeypatch.setattr(plan, "SMALL_SET", few)
    ranking = newest(collection.connection, parse(text), Conditions(), 7)
    expected = collection.having(text)
    assert collection.ids(ranking.best) == collection.newest(expected)[:7]
    assert ranking.total == len(expected)


def test_of_very_many_matches_the_newest_are_ranked(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says so, and the count is still of all."""
    expected = collection.having("路灯")
    every = best(collection.connection, parse("路灯"), Conditions(), 200)
    monkeypatch.setattr(plan, "MAX_RANKED", 10)
    ranking = best(collection.connection, parse("路灯"), Conditions(), 200)
    assert (ranking.total, ranking.ranked) == (len(expected), 10)
    last = sorted(key for key, _ in every.best)[-10:]
    assert ranking.best == [each for each in every.best if each[0] in last]


def common(monkeypatch: pytest.MonkeyPatch, *, read: int) -> None:
    """Let the archive seem so large that single characters stand everywhere."""
    monkeypatch.setattr(plan, "MAX_LOOKED_UP", 50)
    monkeypatch.setattr(plan, "MAX_SCANNED", read)


@pytest.mark.parametrize(
    ("query", "texts", "without"),
    [
        ("灯", ["灯"], []),
        ("路灯 县", ["路灯", "县"], []),
        ("路灯 -县", ["路灯"], ["县"]),
        ("路灯 -县 -大", ["路灯"], ["县", "大"]),
        ("灯 人 大", ["灯", "人", "大"], []),
    ],
)
def test_a_character_that_stands_everywhere_is_read_for(
    collection: Collection, monkeypatch: pytest.MonkeyPatch,
    query: str, texts: list[str], without: list[str],
) -> None:  # fmt: skip
    """Reading the articles finds what the index finds, best first and newest first."""
    common(monkeypatch, read=10_000)
    expected = set.intersection(*map(collection.having, texts))
    expected = expected.difference(*map(collection.having, without))
    ranking = best(collection.connection, parse(query), Conditions(), 200)
    assert set(collection.ids(ranking.best)) == expected
    assert (ranking.total, ranking.at_least) == (len(expected), False)
    ranking = newest(collection.connection, parse(query), Conditions(), 9)
    assert collection.ids(ranking.best) == collection.newest(expected)[:9]
    assert (ranking.total, ranking.at_least) == (len(expected), False)


def test_a_station_is_never_read_for(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its title does not stand in the articles."""
    common(monkeypatch, read=10_000)
    ranking = best(collection.connection, parse("灯 OR station:north"), Conditions(), 200)
    north = {each.id for each in collection.articles if each.station == "north"}
    assert set(collection.ids(ranking.best)) == collection.having("灯") | north


def test_what_is_not_counted_is_told(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read are the newest; where these are not all, so many there are at least."""
    expected = collection.having("灯")
    common(monkeypatch, read=50)
    ranking = best(collection.connection, parse("灯"), Conditions(), 200)
    held_last = {each.id for each in collection.articles[-50:]}
    assert set(collection.ids(ranking.best)) == expected & held_last
    assert ranking.total == ranking.ranked == len(expected & held_last)
    assert ranking.at_least
    common(monkeypatch, read=200)
    ranking = best(collection.connection, parse("灯"), Conditions(), 200)
    assert (ranking.total, ranking.at_least, ranking.ranked) == (len(expected), False, None)


@pytest.mark.parametrize("query", ["灯 路灯", "灯 付鼎臣", "灯 人大 -县"])
def test_a_rare_word_beside_a_character_that_stands_everywhere_is_looked_up(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """The articles that have the word are read, newest first, and counted; the rest are not."""
    common(monkeypatch, read=150)
    expected = collection.having("灯") & collection.having(query.split()[1])
    expected -= collection.having("县") if "-县" in query else set()
    ranking = newest(collection.connection, parse(query), Conditions(), 9)
    assert collection.ids(ranking.best) == collection.newest(expected)[:9]
    assert (ranking.total, ranking.at_least) == (len(expected), False)


def test_no_more_than_the_newest_are_read_for_what_may_stand_nowhere(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles without a character that stands in nearly all are looked for among the newest."""
    common(monkeypatch, read=30)
    newest_of_all = collection.newest({each.id for each in collection.articles})[:30]
    expected = set(newest_of_all) & collection.having("灯") - collection.having("县")
    ranking = newest(collection.connection, parse("灯 -县"), Conditions(), 30)
    assert collection.ids(ranking.best) == collection.newest(expected)
    assert (ranking.total, ranking.at_least) == (len(expected), True)


def test_the_beginning_of_many_words_is_read_for(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`灯*` stands as often as 灯 does."""
    common(monkeypatch, read=10_000)
    ranking = best(collection.connection, parse("灯*"), Conditions(), 200)
    assert set(collection.ids(ranking.best)) == collection.having("灯")


def test_more_of_a_character_scores_higher(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As bm25 has it; the headline counts more than the body."""
    common(monkeypatch, read=10_000)
    ranking = best(collection.connection, parse("灯"), Conditions(), 200)
    first, *_, last = (
        next(each for each in collection.articles if each.id == id)
        for id in collection.ids(ranking.best)
    )
    assert "灯" in fold(first.title)
    assert fold(last.title + last.body).count("灯") == 1
    assert ranking.best == sorted(ranking.best, key=lambda each: (-each[1], -each[0]))
