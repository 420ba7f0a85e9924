"""Queries to ranked articles, with exact counts and snippets of the original text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Block, Credit, PrintedTime
from archive.errors import UsageError
from archive.search import Filters, Snippet, answer, matches, question, search, snippet
from archive.search_query import parse
from archive.store import Archive


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
    with Archive.create(folder) as archive:
        with archive.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, reads) VALUES"
                " ('north', '北县新闻网', 'fixture'), ('south', '南县新闻网', 'fixture')"
            )
            for each in ARTICLES:
                archive.hold(each, [])
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
    assert question(archive.connection, "火星在哪里？").every == ()


def test_a_snippet_shows_the_original_and_marks_what_was_asked() -> None:
    """Found in folded text, marked in the original; what steers a terminal is shown as a sign."""
    pattern = parse("路灯").pattern
    text = "今" * 30 + "\n路燈\x1b[31m亮\u202e了" + "夜" * 100
    assert snippet(text, pattern) == Snippet(
        text="…" + "今" * 19 + " 路燈␛[31m亮�了" + "夜" * 50 + "…", marks=((21, 23),)
    )


def test_a_snippet_shows_where_most_of_the_words_stand() -> None:
    """Not the first place of the first word, when a later one has both."""
    pattern = parse("路灯 代表").pattern
    text = "路灯" + "，" * 100 + "代表说路灯亮了"
    assert snippet(text, pattern) == Snippet(
        text="…" + "，" * 20 + "代表说路灯亮了", marks=((21, 23), (24, 26))
    )


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    """What was asked stands in the headline or a credit."""
    assert snippet("白菜三角一斤。", parse("孙晚").pattern) == Snippet(text="白菜三角一斤。")
    assert snippet("白菜三角一斤。", None) == Snippet(text="白菜三角一斤。")


@given(
    text=st.text(st.sampled_from("路燈灯ＡAa，\n\u202e今"), max_size=300),
    query=st.text(st.sampled_from("路灯燈aＡ今 "), max_size=8),
)
def test_every_mark_covers_what_was_asked(text: str, query: str) -> None:
    """Marks stand within the snippet, in order, on text that the query means."""
    pattern = parse(query).pattern
    shown = snippet(text, pattern)
    ends = 0
    for first, last in shown.marks:
        assert ends <= first < last <= len(shown.text)
        assert pattern is not None
        assert set(shown.text[first:last]) <= set("路燈灯ＡAa今， �…")
        assert shown.text[first] not in "，…"
        ends = last
