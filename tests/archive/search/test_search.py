"""Queries to ranked articles, with exact counts and snippets of the original text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.archives import new_archive

from archive.model.article import Article, Block, Credit, PrintedTime
from archive.model.errors import UsageError
from archive.search.query import Query
from archive.search.query_parser import parse
from archive.search.search import Filters, Results, answer, ask, counts, matches, search
from archive.search.stations import names
from archive.store.archive import Archive


def article(number: int, station: str, title: str, body: str, **more: str) -> Article:
    """An article of ours; `more` gives day, source and editor."""
    day = more.get("day")
    editor = more.get("editor")
    return Article(
        id=f"demo:{number}",
        station=station,
        url=f"https://{station}.example/{number}.html",
        title=title,
        blocks=(Block(text=body),),
        published=PrintedTime.from_iso(day, "day") if day else None,
        source=more.get("source"),
        credits=(Credit(role="editor", name=editor, position=1),) if editor else (),
    )


ARTICLES = (
    article(
        1, "north", "路灯亮了", "北县人大代表走進小區，路燈亮了。", day="2022-07-22", editor="孙晚"
    ),
    article(2, "north", "代表培训", "北县人大代表培训。", day="2022-07-23", source="北县日报"),
    article(3, "south", "路灯又坏了", "南县的路灯，路灯，路灯。", day="2022-08-01"),
    article(4, "south", "菜价", "白菜三角一斤。"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive with four articles of two stations."""
    folder: Path = tmp_path_factory.mktemp("search")
    with new_archive(folder) as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, place, place_name, tested_on) VALUES"
                " ('north', '北县新闻网', '430300', '湖南省湘潭市', 'fixture'),"
                " ('south', '南县新闻网', '430100', '湖南省长沙市', 'fixture')"
            )
            for each in ARTICLES:
                archive.store_article(each, [])
        yield archive


def found(archive: Archive, query: str, **filters: str) -> list[str]:
    """The ids of a search, best first."""
    return [hit.id for hit in search(archive.connection, query, Filters(**filters)).hits]


def test_the_best_match_comes_first(archive: Archive) -> None:
    """An article that says the word in its headline and thrice again is more about it."""
    assert found(archive, "路灯") == ["demo:3", "demo:1"]


def test_a_hit_tells_what_the_article_says(archive: Archive) -> None:
    """Each hit has what a list of results shows."""
    (hit,) = search(archive.connection, "孙晚").hits
    assert hit.record() | {"score": 0.0} == {
        "id": "demo:1",
        "title": "路灯亮了",
        "station": "north",
        "published_at": "2022-07-22",
        "source": None,
        "authors": None,
        "editors": "孙晚",
        "score": 0.0,
        "snippet": {"text": "北县人大代表走進小區，路燈亮了。", "marks": []},
    }
    assert hit.score > 0


def test_newest_first_where_it_is_asked_for(archive: Archive) -> None:
    """By the printed day; an article without one comes last."""
    hits = search(archive.connection, "县 OR 菜", sort="date").hits
    assert [hit.id for hit in hits] == ["demo:3", "demo:2", "demo:1", "demo:4"]


def test_the_count_is_of_all_matches_and_not_of_those_shown(archive: Archive) -> None:
    """A limit shortens the list, not the count, with filters or without."""
    results = search(archive.connection, "县", limit=1)
    assert (results.total, len(results.hits)) == (3, 1)
    results = search(archive.connection, "县", Filters(station="north"), limit=1)
    assert (results.total, len(results.hits)) == (2, 1)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"station": "south"}, ["demo:3"]),
        ({"source": "北县日报"}, ["demo:2"]),
        ({"since": "2022-07-23"}, ["demo:2", "demo:3"]),
        ({"until": "2022-07-22"}, ["demo:1"]),
        ({"since": "2022-07", "until": "2022-07"}, ["demo:1", "demo:2"]),
        ({"until": "2022"}, ["demo:1", "demo:2", "demo:3"]),
    ],
)
def test_filters_hold_together(archive: Archive, filters: dict[str, str], ids: list[str]) -> None:
    """Station, source and days, the last day included."""
    assert sorted(found(archive, "县", **filters)) == ids


def test_an_unreadable_day_is_refused() -> None:
    """It would silently find nothing."""
    with pytest.raises(UsageError, match=r"'22\.7\.2022' is no date: write 2022-07-22"):
        Filters(since="22.7.2022")


def test_the_name_of_a_station_finds_its_articles_only_where_it_is_asked(archive: Archive) -> None:
    """南县 is what articles speak of; not every article of 南县新闻网 does."""
    assert found(archive, "南县") == ["demo:3"]
    assert found(archive, "南县新闻网") == []


@given(query=st.text(st.sampled_from("南县北新闻网路灯菜价 "), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_the_names_of_stations_are_left_out_only_where_they_matter(
    archive: Archive, query: str
) -> None:
    """What no station's name can hold is asked more simply, and finds the same."""

    def keys(asked: Query) -> list[int]:
        sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
        return [key for (key,) in archive.connection.execute(sql, (asked.match,))]

    assert keys(parse(query).beside(names(archive.connection))) == keys(parse(query))


def test_fields_are_searched_apart(archive: Archive) -> None:
    """The station's title and name are one field, the editors another."""
    assert sorted(found(archive, "station:南县新闻网")) == ["demo:3", "demo:4"]
    assert sorted(found(archive, "station:north")) == ["demo:1", "demo:2"]
    assert found(archive, "editor:孙晚") == ["demo:1"]
    assert found(archive, "author:孙晚") == []
    assert sorted(found(archive, "title:路灯 OR title:培训")) == ["demo:1", "demo:2", "demo:3"]


def test_all_matches_come_in_the_order_of_their_ids(archive: Archive) -> None:
    """An export must give the same order each time."""
    assert list(matches(archive.connection, "路灯")) == ["demo:1", "demo:3"]
    assert list(matches(archive.connection, None, Filters(station="south"))) == ["demo:3", "demo:4"]
    assert len(list(matches(archive.connection, None))) == 4


def test_a_question_is_answered_by_its_rarer_words(archive: Archive) -> None:
    """No article says the question; the one that has its rare words comes first."""
    text = "北县代表什么时候培训？"
    assert answer(archive.connection, text, mode="words") == []
    assert [id for id, _ in answer(archive.connection, text, mode="question")] == [
        "demo:2",
        "demo:1",
    ]
    assert [id for id, _ in answer(archive.connection, text)] == ["demo:2", "demo:1"]
    assert [id for id, _ in answer(archive.connection, "孙晚")] == ["demo:1"]


def test_words_that_nobody_uses_are_not_asked_for(archive: Archive) -> None:
    """Only what the index holds can help."""
    assert ask(archive.connection, "火星在哪里？") == Results(total=0, hits=())


def test_days_in_the_query_narrow_it(archive: Archive) -> None:
    """From the first day on, and before the second begins; without a date, left out."""
    assert sorted(found(archive, "县 after:2022-07-23")) == ["demo:2", "demo:3"]
    assert sorted(found(archive, "县 before:2022-08")) == ["demo:1", "demo:2"]
    assert found(archive, "县 after:2022-07-23 before:2022-08-01") == ["demo:2"]
    assert found(archive, "菜 after:2000") == []


def test_days_alone_list_the_articles_newest_first(archive: Archive) -> None:
    """Nothing is ranked where no word is asked for."""
    results = search(archive.connection, "after:2022-07-23", limit=1)
    assert ([hit.id for hit in results.hits], results.total) == (["demo:3"], 2)
    assert list(matches(archive.connection, "after:2022-07-23")) == ["demo:2", "demo:3"]


def test_nothing_is_found_by_what_must_not_be_there_alone(archive: Archive) -> None:
    """With days or without."""
    for query in ("-菜", "-菜 after:2022", ""):
        assert found(archive, query) == []
        assert list(matches(archive.connection, query)) == []
        assert counts(archive.connection, query).stations == {}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("路灯 place:湘潭", ["demo:1"]),
        ("路灯 place:湖南", ["demo:1", "demo:3"]),
        ("路灯 -place:湘潭", ["demo:3"]),
        ("place:4301", ["demo:3", "demo:4"]),
        ("place:湘潭 OR 白菜", ["demo:1", "demo:2", "demo:4"]),
        ("路灯 place:北京", []),
        ("place:湖南 after:2022-08", ["demo:3"]),
    ],
)
def test_a_place_is_that_of_the_station(archive: Archive, query: str, ids: list[str]) -> None:
    """By a part of its name or the beginning of its code (GB/T 2260)."""
    assert sorted(found(archive, query)) == ids


def test_of_two_good_matches_the_newer_may_come_first(tmp_path: Path) -> None:
    """What is much better still comes first; of what is nearly as good, the newer."""
    articles = (
        article(1, "north", "水库蓄水", "水库开始蓄水。", day="2022-01-01"),
        article(2, "north", "水库蓄水", "水库开始蓄水。", day="2002-01-01"),
        article(3, "north", "春耕", "蓄水。" + "今年雨水少。" * 30 + "水库。", day="2022-02-01"),
    )
    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction():
            for each in articles:
                archive.store_article(each, [])
        order = {
            sort: [hit.id for hit in search(archive.connection, "水库 蓄水", sort=sort).hits]
            for sort in ("rank", "recent")
        }
    assert order == {
        "rank": ["demo:2", "demo:1", "demo:3"],  # equal: the last that was held
        "recent": ["demo:1", "demo:2", "demo:3"],
    }


def test_matches_are_counted_by_station_and_month(archive: Archive) -> None:
    """Exactly, whatever a limit would show; without a date stands apart."""
    counted = counts(archive.connection, "县 OR 菜")
    assert counted.stations == {"north": 2, "south": 2}
    assert counted.months == {"": 1, "2022-07": 2, "2022-08": 1}
    counted = counts(archive.connection, "after:2022-07", Filters(station="south"))
    assert counted.stations == {"south": 1}


def test_a_question_shows_hits_too(archive: Archive) -> None:
    """With the places where its words stand."""
    results = ask(archive.connection, "南县的路灯怎么了？", limit=1)
    (hit,) = results.hits
    assert (hit.id, results.total) == ("demo:3", 2)
    assert hit.snippet.marks[0] == (0, 2)
    assert ask(archive.connection, "？").hits == ()


def test_a_search_does_without_the_views(archive: Archive) -> None:
    """With `trusted_schema` off, SQLite refuses them; the index it does not."""
    archive.connection.execute("PRAGMA trusted_schema = OFF")
    try:
        for query in ("路灯", "灯", "place:湘潭", "title:路灯 after:2022-07"):
            assert "demo:1" in found(archive, query)
        assert search(archive.connection, "路灯", Filters(station="south"), sort="date").total == 1
        assert answer(archive.connection, "路灯在哪里亮？", mode="question")
    finally:
        archive.connection.execute("PRAGMA trusted_schema = ON")
