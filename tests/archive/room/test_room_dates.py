"""Dates that are none, or wrong by centuries: the pages stay small, and every link answers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.model.article import Block
from archive.room.answer import Answer
from archive.room.reading import Reading
from archive.room.room import Room

_GOOD = "2022-07-22T08:30:00+08:00"
#: What another program may write as a date.
_DATES = (_GOOD, _GOOD, "2024-02-29", "1000-01-01", "0000-01-01", "2022-13-01", "9999-12-31")
#: The articles with a good date are in no lineage with the others.
_TEXTS = {0: "渡口今天停航。", 1: "图书馆周末延长开放，读者可以借阅到晚上十点。"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """One station whose articles have such dates; the first has no capture and no event."""
    folder = tmp_path_factory.mktemp("dates") / "archive"
    with new_archive(folder) as archive:
        for number in range(len(_DATES)):
            url = f"https://xt.example.cn/{number}"
            article = replace(ARTICLE, id=f"example:{number}", url=url)
            if number in _TEXTS:
                article = replace(article, blocks=(Block(text=_TEXTS[number]),))
            hold(archive, article, *([capture(number, url=url)] if number else []))
        with archive.transaction() as connection:
            connection.executemany(
                "UPDATE articles SET published_at = ? WHERE id = ?",
                [(date, f"example:{number}") for number, date in enumerate(_DATES)],
            )
            connection.execute("DELETE FROM events WHERE article = 'example:0'")
            connection.execute(
                "INSERT OR IGNORE INTO stations (name, title, tested_on) VALUES (?, '站', 'x')",
                (ARTICLE.station,),
            )
    return Room(Reading(folder))


def ask(room: Room, path: str, query: str = "") -> Answer:
    """The answer to a path."""
    return room.answer(path, query, "http://127.0.0.1:8001", {})


def data(room: Room, path: str) -> Any:
    """The data of a page."""
    return json.loads(ask(room, f"{path}.json").body)


def test_a_station_with_a_date_of_long_ago_has_a_small_page(room: Room) -> None:
    """Its calendar names the years that have articles, and not a thousand empty ones."""
    answer = ask(room, f"/station/{ARTICLE.station}")
    assert answer.status == 200
    assert len(answer.body) < 150_000


@pytest.mark.parametrize("year", ["0000", "10000", "22", "２０２２", "2022-07"])
def test_a_year_that_no_calendar_has_is_refused(room: Room, year: str) -> None:
    """With the status of a request that is wrong: it is no fault of the server."""
    assert ask(room, f"/station/{ARTICLE.station}", f"year={quote(year)}").status == 400
    assert ask(room, "/media", f"year={quote(year)}").status == 400


@pytest.mark.parametrize("page", ["/", f"/station/{ARTICLE.station}", "/person/付鼎臣", "/media"])
def test_every_period_that_a_page_links_to_can_be_asked_for(room: Room, page: str) -> None:
    """A date that is none has no bar and no link, which would lead to a refusal."""
    html = ask(room, quote(page)).body.decode()
    links = {
        unescape(link)
        for link in re.findall(r'href="([^"]*)"', html)
        if re.search(r"\b(from|to|year)=", link)
    }
    assert links
    for link in links:
        path, _, query = link.partition("?")
        assert ask(room, path, query).status in {200, 404}, link


def test_a_facet_counts_the_years_of_dates_that_are_some(room: Room) -> None:
    """Those of all articles, and those that are found one by one."""
    years = ["9999", "2024", "2022", "1000"]
    for query in ("", "?source=" + quote("湘潭日报")):
        path, _, asked = f"/search.json{query}".partition("?")
        found = json.loads(ask(room, path, asked).body)
        assert [each["name"] for each in found["facets"]["year"]] == years


@pytest.mark.parametrize("page", [f"/station/{ARTICLE.station}", "/media"])
def test_a_page_opens_at_the_latest_year_that_is_no_future_one(room: Room, page: str) -> None:
    """One wrong date of the year 9999 would hide all that is held."""
    assert data(room, page)["year"] == "2024"


def test_an_article_without_a_capture_has_no_link_to_one(room: Room) -> None:
    """It was loaded from a file: its original is not there, which an address of old says."""
    assert b"/original" not in ask(room, "/article/example%3A0").body
    assert b"/original" in ask(room, "/article/example%3A1").body
    answer = ask(room, "/article/example%3A0/original")
    assert answer.status == 404
    assert "the archive has no captured page of this revision" in answer.body.decode()


def test_an_article_that_another_program_wrote_has_a_page(room: Room) -> None:
    """Nothing is known of how it came: a row in SQL makes no event."""
    assert data(room, "/article/example%3A0")["events"] == []
    assert ask(room, "/article/example%3A99").status == 404


def test_a_file_that_there_is_none_of_names_those_there_are(room: Room) -> None:
    """The trends are one of them."""
    answer = ask(room, "/dataset/nosuch.csv")
    assert (answer.status, b"trends.csv" in answer.body) == (400, True)
