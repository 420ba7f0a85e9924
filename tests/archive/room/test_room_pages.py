"""Trends, places, persons and media: what these pages of the reading room say, asked in-process."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.model.article import Block, Credit, PrintedTime
from archive.room import facets
from archive.room.answer import Answer
from archive.room.reading import Reading
from archive.room.room import Room
from archive.search import plan

_TEXT = (
    "七月二十二日晚，城东三条街的三百盏新路灯全部点亮，居民说夜里走路踏实多了，孩子放学也不怕黑。"
)
_OTHERS = {
    0: "年终盘点：渡口货运恢复到三年前的水平。",
    2: "图书馆周末延长开放，读者可以借阅到晚上十点。",
    4: "Der Stadtrat vertagt den Haushalt auf Oktober.",
}
_STATIONS = (
    ("xiangtan", "湘潭站", "430300", "湖南省湘潭市"),
    ("changsha", "长沙站", "430100", "湖南省长沙市"),
    ("berlin", "Berlin", "DE-BE", "Berlin"),
)
#: Station, day, source, whether the text is that of the lamps, and who reported.
_ARTICLES = (
    ("xiangtan", "2021-12-30", "湘潭日报", False, "付鼎臣"),
    ("xiangtan", "2022-07-22", "湘潭日报", True, "付鼎臣"),
    ("xiangtan", "2022-07-23", None, False, "谭利波"),
    ("changsha", "2022-07-25", "湘潭日报", True, "付鼎臣"),
    ("berlin", "2022-09-01", "dpa", False, "Anna Weber"),
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """Three stations in two countries; one took a text from another."""
    folder = tmp_path_factory.mktemp("pages") / "archive"
    with new_archive(folder) as archive:
        with archive.transaction() as connection:
            connection.executemany(
                "INSERT INTO stations (name, title, place, place_name, tested_on)"
                " VALUES (?, ?, ?, ?, 'verified')",
                _STATIONS,
            )
        for number, (station, day, source, lamps, reporter) in enumerate(_ARTICLES):
            url = f"https://{station}.example/{number}"
            text = _TEXT if lamps else _OTHERS[number]
            moment = datetime.fromisoformat(f"{day}T08:30:00+08:00")
            article = replace(
                ARTICLE, id=f"{station}:{number}", station=station, url=url, source=source,
                title="新路灯" if lamps else f"消息{number}", blocks=(Block(text=text),),
                published=PrintedTime(value=moment, precision="minute"),
                credits=tuple(
                    Credit(role="reporter", name=name, role_printed="记者", position=position)
                    for position, name in enumerate((reporter, *(["*"] * (number == 4))), 1)
                ),
            )  # fmt: skip
            hold(archive, article, capture(number, url=url, station=station))
        with archive.transaction() as connection:
            connection.execute("UPDATE captures SET kind = 'list' WHERE station = 'berlin'")
    return Room(Reading(folder))


def ask(room: Room, path: str, query: str = "") -> Answer:
    """The answer to a path that is not escaped yet."""
    return room.answer(quote(path), quote(query, safe="=&"), "http://127.0.0.1:8001", {})


def data(room: Room, path: str, query: str = "") -> Any:
    """The data of a page, from its JSON twin; the page itself must be answered as well."""
    assert ask(room, path, query).status == 200
    return json.loads(ask(room, f"{path}.json", query).body)


def test_a_term_is_counted_beside_all_articles_of_its_month(room: Room) -> None:
    """Else every trend is that of the crawl: what grows is what is held."""
    (series,) = data(room, "/trends", "term=路灯&from=2022-07&to=2022-09")["series"]
    assert series["points"] == [
        {"period": "2022-07", "n": 2, "total": 3, "share": 0.666667},
        {"period": "2022-08", "n": 0, "total": 0, "share": None},
        {"period": "2022-09", "n": 0, "total": 1, "share": 0.0},
    ]


@pytest.mark.parametrize(
    ("bounds", "counted"),
    [
        ("from=2022-08", [("2022", 0, 1)]),
        ("from=2022&to=2022-07-31", [("2022", 2, 3)]),
        ("to=2021", [("2021", 0, 1)]),
    ],
)
def test_a_year_that_the_bounds_cut_is_counted_within_them(
    room: Room, bounds: str, counted: list[tuple[str, int, int]]
) -> None:
    """Its articles and all that were published are of the same months."""
    (series,) = data(room, "/trends", f"term=路灯&by=year&{bounds}")["series"]
    assert [(p["period"], p["n"], p["total"]) for p in series["points"]] == counted


def test_terms_are_compared_over_years_and_within_places(room: Room) -> None:
    """A line for each term in each place, over the same years."""
    found = data(room, "/trends", "term=路灯&term=图书馆&place=湘潭&by=year")["series"]
    counted = [[(p["period"], p["n"], p["total"]) for p in each["points"]] for each in found]
    named = [(each["term"], each["scope_label"]) for each in found]
    assert [(*name, points) for name, points in zip(named, counted, strict=True)] == [
        ("路灯", "湘潭", [("2021", 0, 1), ("2022", 1, 2)]),
        ("图书馆", "湘潭", [("2021", 0, 1), ("2022", 1, 2)]),
    ]  # fmt: skip


def test_a_trend_comes_as_a_file(room: Room) -> None:
    """With the numbers behind the picture, for those who draw their own."""
    answer = ask(room, "/dataset/trends.csv", "term==1&term=路灯&station=xiangtan&by=year")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert rows[0] == ["period", "term", "scope", "n", "total", "share"]
    assert rows[-1] == ["2022", "路灯", "xiangtan", "1", "2", "0.5"]
    assert rows[1][1] == "'=1", "a spreadsheet would calculate it"


@pytest.mark.parametrize(
    "query",
    ["term=a&term=b&term=c&term=d&term=e&term=f", "term=a&station=none", "term=a&place=none",
     "term=a&from=2022-13", "term=a&by=day", "term=" + "a" * 2_001],
)  # fmt: skip
def test_a_trend_that_cannot_be_drawn_says_why(room: Room, query: str) -> None:
    """With the status of a request that is wrong."""
    answer = ask(room, "/trends", query)
    assert (answer.status, b'<p class="note">' in answer.body) == (400, True)


def test_a_place_adds_up_the_stations_below_it(room: Room) -> None:
    """Its name is what the names below it begin with, where no station is of the place itself."""
    province = data(room, "/place/430000")
    assert province["place_name"] == "湖南省"
    assert (province["articles"], len(province["stations"])) == (4, 2)
    assert province["sources"] == [{"name": "湘潭日报", "articles": 3, "stations": 2}]
    assert [n for _, n in province["months"]] == [1, 0, 0, 0, 0, 0, 0, 3]
    city = data(room, "/place/430300")
    assert (city["place_name"], city["above"], city["articles"]) == ("湖南省湘潭市", "430000", 3)
    regions = data(room, "/places")["regions"]
    assert [each["place"] for each in regions] == ["430000", "DE"]


def test_a_person_has_roles_stations_years_and_articles(room: Room) -> None:
    """By the printed name alone: the page says that it may be several people."""
    person = data(room, "/person/付鼎臣")
    assert person["roles"] == [{"role": "reporter", "articles": 3, "stations": 2}]
    assert [(each["station"], each["articles"]) for each in person["stations"]] == [
        ("xiangtan", 2), ("changsha", 1),
    ]  # fmt: skip
    assert person["years"] == [["2021", 1], ["2022", 2]]
    assert [hit["id"] for hit in person["hits"]] == ["changsha:3", "xiangtan:1", "xiangtan:0"]
    assert "同一姓名可能不止一人" in ask(room, "/person/付鼎臣").body.decode()


def test_a_medium_is_told_by_who_credits_it(room: Room) -> None:
    """Under any of its names: 湘潭日报社 has the station of 湘潭日报."""
    medium = data(room, "/medium/湘潭日报")
    assert [(each["station"], each["articles"]) for each in medium["credited_by"]] == [
        ("xiangtan", 2), ("changsha", 1),
    ]  # fmt: skip
    (flow,) = data(room, "/medium/湘潭站")["taken_from_it"]
    assert (flow["station"], flow["articles"], flow["without_source"]) == ("changsha", 1, 0)
    assert flow["mean_lag_hours"] == 72.0


def test_who_reprinted_whom_is_a_matrix_of_a_year(room: Room) -> None:
    """And a picture: an arrow leads from who had a text to who took it."""
    media = data(room, "/media", "year=2022")
    assert media["matrix"] == {"stations": ["changsha", "xiangtan"], "taken": [[0, 1], [0, 0]]}
    page = ask(room, "/media", "year=2022").body.decode()
    assert "<title>湘潭站 → 长沙站: 1</title>" in page
    assert data(room, "/media", "year=2021")["flows"] == []


def test_the_copies_of_a_lineage_are_a_picture_in_time(room: Room) -> None:
    """A dot for each; none has another colour where it is undecided who was first."""
    found = [data(room, f"/lineage/{hit['id']}") for hit in data(room, "/search", "q=路灯")["hits"]]
    of_two = next(each for each in found if len(each["copies"]) == 2)
    page = ask(room, f"/lineage/{of_two['article']}").body.decode()
    assert of_two["origin"] is None
    assert (page.count('<circle class="dot0"'), page.count('<circle class="dot1"')) == (0, 2)
    assert 'aria-label="按时间排列的各篇，红点为首发"' in page


def test_a_station_shows_all_its_years_and_the_days_of_one(room: Room) -> None:
    """A calendar of one year hides what was missed in all others."""
    station = data(room, "/station/xiangtan")
    assert (station["years"], station["year"]) == (["2021", "2022"], "2022")
    months = {each["month"]: each for each in station["months"]}
    assert len(months) == 24
    assert (months["2021-12"]["articles"], months["2021-12"]["published"]) == (1, 1)
    days = {each["day"]: each for each in data(room, "/station/xiangtan", "year=2021")["days"]}
    assert days["2021-12-30"] == {"day": "2021-12-30", "articles": 1, "status": "published"}
    looked = {each["month"]: each for each in data(room, "/station/berlin")["months"]}
    assert (looked["2022-07"]["nothing"], looked["2022-07"]["not_looked"]) == (1, 30)


def test_the_facets_of_all_articles_are_those_of_a_count(room: Room) -> None:
    """They come from kept counts; a filter that lets everything through counts anew."""
    kept, counted = data(room, "/search"), data(room, "/search", "from=0001")
    assert kept["facets"] == counted["facets"]
    assert kept["months"] == counted["months"]
    assert kept["total"] == counted["total"] == 5


def test_of_many_articles_a_sample_is_counted_and_the_page_says_so(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To count each month of a common word would take seconds where a million articles are held."""
    monkeypatch.setattr(plan, "SAMPLE", 2)
    monkeypatch.setattr(facets, "_LEAST", 1)
    found = data(room, "/search", "from=0001")
    assert (found["total"], found["sampled"]) == (5, 2)
    assert sum(n for _, n in found["months"]) == 4
    assert "2 篇的样本" in ask(room, "/search", "from=0001").body.decode()
    monkeypatch.setattr(facets, "_LEAST", 3)
    assert data(room, "/search", "from=0001")["facets"]["station"] == []
    assert data(room, "/search")["sampled"] is None


@pytest.mark.parametrize("sort", ["rank", "recent", "date"])
def test_of_a_character_that_stands_everywhere_what_was_read_is_counted(
    room: Room, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    """The index has no list of the articles that have it: the page says that there are more."""
    query = f"q=灯&sort={sort}"
    whole = data(room, "/search", query)
    monkeypatch.setattr(plan, "MAX_LOOKED_UP", 1)
    assert data(room, "/search", query)["facets"] == whole["facets"]
    assert "符合的文章还有更多" not in ask(room, "/search", query).body.decode()
    monkeypatch.setattr(plan, "MAX_SCANNED", 2)
    read = data(room, "/search", query)
    assert (read["at_least"], read["sampled"]) == (True, None)
    assert sum(each["articles"] for each in read["facets"]["station"]) == read["total"]
    assert sum(number for _, number in read["months"]) == read["total"]
    page = ask(room, "/search", query).body.decode()
    assert f"只计找到的 {read['total']} 篇；符合的文章还有更多" in page


def test_a_question_in_the_box_is_answered_by_its_rarer_words(room: Room) -> None:
    """No article says it as it was asked; the page tells what was looked for."""
    found = data(room, "/search", "q=湘潭的路灯什么时候亮")
    assert (found["mode"], found["total"] > 0, "路灯" in found["asked"]) == ("question", True, True)
    page = ask(room, "/", "q=湘潭的路灯什么时候亮").body.decode()
    assert "按问句理解" in page
    assert "、".join(found["asked"]) in page
    assert "articles.csv" not in page
    words = data(room, "/search", "q=湘潭的路灯什么时候亮&mode=words")
    assert (words["mode"], words["total"]) == ("words", 0)
    asked = data(room, "/search", "q=路灯&mode=question")
    assert (asked["mode"], asked["asked"]) == ("question", ["路灯"])
    nothing = data(room, "/search", "q=甲乙丙丁")
    assert (nothing["mode"], nothing["total"]) == ("words", 0)


@pytest.mark.parametrize(
    "query", ['"湘潭的路灯亮"', "title:湘潭的路灯亮", "湘潭的路灯亮 -县", "甲乙丙丁"]
)
def test_what_is_asked_for_exactly_is_no_question(room: Room, query: str) -> None:
    """Quotation marks, a field and a minus are kept; words that nobody printed find nothing."""
    assert data(room, "/search", f"q={query}")["total"] == 0


def test_a_long_query_stands_on_its_page_a_few_times(room: Room) -> None:
    """Hundreds of links would each repeat it; buttons of a form narrow the search instead."""
    words = " OR ".join(["路灯", *(f"第{number}号" for number in range(40))])
    query = f"q={words}"
    page = ask(room, "/", query).body.decode()
    assert page.count(quote(words, safe="")) < 12
    assert '<button name="station" value="xiangtan">湘潭站</button>' in page
    assert '<button name="in" value="2022">2022</button>' in page
    whole = data(room, "/search", query)
    for name in ("station", "year"):
        for each in whole["facets"][name]:
            given = f"&{'in' if name == 'year' else name}={each['name']}"
            assert data(room, "/search", query + given)["total"] == each["articles"]
    assert 'name="station" value="xiangtan"' not in ask(room, "/", "q=路灯").body.decode()


def test_a_way_to_take_the_query_that_does_not_exist_is_refused(room: Room) -> None:
    """As an unknown sort is."""
    assert ask(room, "/search", "q=路灯&mode=magic").status == 400


@pytest.mark.parametrize("path", ["/place/110000", "/place/none", "/person/无人", "/medium/无名报"])
def test_what_is_not_held_has_no_page(room: Room, path: str) -> None:
    """A page that says so, with the status of what is not there."""
    answer = ask(room, path)
    assert (answer.status, b'<p class="note">' in answer.body) == (404, True)


def test_the_key_of_a_line_leads_to_the_articles_that_it_counts(room: Room) -> None:
    """A glob, and a place by its name, are scopes as well; further ones stay in the form."""
    query = "term=路灯&station=xiang*&station=berlin&place=湘潭&from=2022&to=2022&by=year"
    series = data(room, "/trends", query)["series"]
    scopes = [("station", "xiang*"), ("station", "berlin"), ("place", "湘潭")]
    assert [(each["scope_kind"], each["scope"]) for each in series] == scopes
    page = ask(room, "/trends", query).body.decode()
    assert page.count('type="hidden" name="station" value="berlin"') == 1
    for each in series:
        chosen = f"q=路灯&{each['scope_kind']}={each['scope']}&from=2022&to=2022"
        assert quote(chosen, safe="=&").replace("&", "&amp;") in page
        assert data(room, "/search", chosen)["total"] == each["points"][0]["n"]
    assert ">50 %<" in page
    assert ">100 %<" in ask(room, "/trends", "term=-会议&from=2022&to=2022&by=year").body.decode()


def test_a_term_without_a_word_is_not_drawn_as_all_articles(room: Room) -> None:
    """It says so, as it says what of a term is not read as it may be meant."""
    trends = data(room, "/trends", 'term= &term="&term=路灯 after:2022-13')
    assert trends["terms"] == ["路灯 after:2022-13"]
    assert [each["term"] for each in trends["series"]] == trends["terms"]
    assert trends["notes"][:2] == [
        "a quotation mark is not closed; it was read as if it were closed at the end",
        '" has no word to count: it is not drawn',
    ]
    assert len(trends["notes"]) == 3
    assert b'<p class="note">' in ask(room, "/trends", 'term="').body
    assert ask(room, "/dataset/trends.csv", 'term="').status == 400


def test_a_name_of_signs_alone_has_no_link_to_a_search(room: Room) -> None:
    """A search has no word for it, and would find all articles."""
    page = ask(room, "/person/*").body.decode()
    assert "person%3A" not in page
    assert "person%3A" in ask(room, "/person/付鼎臣").body.decode()
    first = ask(room, "/").body.decode()
    assert "author%3A" in first
    assert quote('author:"*"', safe="") not in first
