"""The shipped stations: each can be used, and says truly what it was tried on."""

import re
from pathlib import Path

import pytest
from lxml.cssselect import CSSSelector

from harvester.config.stations import SHIPPED, Stations
from harvester.document.decoding import text
from harvester.document.lines import text_of
from harvester.document.parser_guard import tree
from harvester.model.station import Layout, Station
from harvester.model.url import article_id, canonical_form, is_article

PAGES = Path(__file__).parents[2] / "pages"
STATIONS = Stations.load()
LAYOUTS = {
    f"{layout.platform}-{layout.name}": layout for station in STATIONS for layout in station.layouts
}
#: What the first element of each container begins with, on our own page of that layout.
PRINTED = {
    "rednet-moment": ("青棠新桥今日通车", "2022-08-03 09:15:40", "8月3日上午"),
    "rednet-pc-2018": ("南塘镇试种高山茶喜获丰收", "2020-04-17 16:02:33", "红网时刻青棠4月17日讯"),
    "rednet-pc-2018-article": ("青棠区启动老旧电梯更新", "2021-11-02 10:41:07", "11月1日"),
    "rednet-video": ("视频丨青棠龙舟下水", "2019-10-24 10:20:05", ""),
    "rednet-legacy": ("青棠县举行春季招聘会", "2016-02-22 08:30:11", "红网青棠站2月22日讯"),
    "rednet-auto": ("青棠首个光储充电站投用", "2019-10-22 11:08:00", "10月22日"),
    "people-rm-2020": ("青棠：老街巷里的新书房", "2023年05月09日08:06", "清晨七点"),
    "people-rwb-2015": ("青棠古城墙修缮竣工", "2017年06月18日08:18", "历时两年"),
    "people-health-2020": ("青棠社区开设夜间门诊", "2024年05月17日08:59", "本报讯"),
    "founder-digital-2020": ("高原苹果走出大山", "2022年03月05日", "本报青棠3月4日讯"),
}


def first_text(selector: str, page: str) -> str:
    """The text of the first element that a selector finds on one of our pages, scripts left out."""
    root = tree(text((PAGES / f"{page}.html").read_bytes(), None))
    for script in root.iter("script"):
        script.text = None
    return text_of(CSSSelector(selector)(root)[0]).strip()


def test_no_shipped_file_is_wrong() -> None:
    """Every shipped station can be used."""
    assert STATIONS.errors == ()
    assert len(STATIONS) == len(list((SHIPPED / "stations").glob("*.toml")))


@pytest.mark.parametrize("page", PRINTED)
def test_each_layout_reads_a_page_of_our_own(page: str) -> None:
    """Title, time and body stand where the layout says."""
    layout: Layout = LAYOUTS[page]
    title, published, body = PRINTED[page]
    assert first_text(layout.title, page) == title
    assert layout.published is not None
    assert first_text(layout.published, page).startswith(published)
    assert first_text(layout.body, page).startswith(body)


@pytest.mark.parametrize("page", PRINTED)
def test_the_first_layout_that_fits_a_page_is_its_own(page: str) -> None:
    """Layouts are tried in order: one before it must not find a title and a body."""
    platform = LAYOUTS[page].platform
    root = tree(text((PAGES / f"{page}.html").read_bytes(), None))
    tried = [layout for layout in LAYOUTS.values() if layout.platform == platform]
    fitting = [
        layout.name
        for layout in tried
        if CSSSelector(layout.title)(root) and CSSSelector(layout.body)(root)
    ]
    assert fitting[0] == LAYOUTS[page].name


@pytest.mark.parametrize("station", list(STATIONS), ids=lambda station: station.name)
def test_each_station_says_truly_what_it_was_tried_on(station: Station) -> None:
    """`fixture` has a page for each layout; `verified` names the page that was read."""
    line = re.search(r'^reads\s*=\s*"\w+"\s+#(.*)$', station.text, re.MULTILINE)
    assert line is not None, "the line `reads` tells why"
    if station.reads == "fixture":
        assert all(
            (PAGES / f"{page.platform}-{page.name}.html").exists() for page in station.layouts
        )
    if station.reads == "verified":
        address = re.search(r"\S+/\S+\.s?html?", line[1])
        assert address is not None
        assert is_article(f"http://{address[0]}", station)


@pytest.mark.parametrize("page", PRINTED)
def test_each_page_of_ours_says_that_it_is(page: str) -> None:
    """Nobody should take it for the page of a newspaper."""
    assert "A page of our own writing" in text((PAGES / f"{page}.html").read_bytes(), None)


def test_the_prefectures_of_hunan_and_all_provinces_are_there() -> None:
    """Fourteen stations of 红网, thirty-one channels of 人民网, each in its place."""
    hunan = [s.place for s in STATIONS if s.platforms == ("rednet",) and s.place != "430000"]
    provinces = [s.place for s in STATIONS if s.platforms == ("people",)]
    assert len(set(hunan)) == 14
    assert len(set(provinces)) == 31
    assert all(place and place.startswith("43") and place.endswith("00") for place in hunan)
    assert all(place and place.endswith("0000") for place in provinces)


@pytest.mark.parametrize(
    ("name", "url", "id"),
    [
        ("rednet-xiangtan", "https://xt.rednet.cn/content/2022/07/22/118.html", "rednet:118"),
        ("rednet-xiangtan", "https://xt-wap.rednet.cn/content/646748/50/125.html", "rednet:125"),
        ("rednet-moment", "https://moment.rednet.cn/pc/content/646842/74/142.html", "rednet:142"),
        ("rednet-moment", "http://moment.rednet.cn/rednetcms/news/20160524/486966.html", None),
        ("rednet-hunan", "http://hn.rednet.cn/c/2016/02/22/3913244.htm", None),
        ("people-hn", "http://hn.people.com.cn/n2/2022/0711/c371273-400.html", "people:400"),
        (
            "epaper-xizang",
            "http://epaper.chinatibetnews.com/xzrb/202202/13/content_128707.html",
            "chinatibetnews:128707",
        ),
    ],
)  # fmt: skip
def test_article_addresses_of_every_generation_are_known(
    name: str, url: str, id: str | None
) -> None:
    """With a content id where one series counts for all hosts."""
    station = STATIONS.get(name)
    assert STATIONS.for_url(url) == station
    assert is_article(url, station)
    assert article_id(url, station) == id or id is None
    assert article_id(url, station).startswith("url:") == (id is None)


@pytest.mark.parametrize(
    "url",
    [
        "https://xt.rednet.cn/",
        "https://xt.rednet.cn/channel/7120.html",
        "https://xt.rednet.cn/m/",
        "https://www.example/content/2022/07/22/11538273.html",
    ],
)
def test_other_addresses_are_no_articles_of_xiangtan(url: str) -> None:
    """Home, channels and other hosts."""
    assert not is_article(url, STATIONS.get("rednet-xiangtan"))


def test_a_part_of_a_people_article_is_no_article() -> None:
    """/n1/2019/0615/c1013-31153719-2.html"""
    station = STATIONS.get("people-hn")
    assert not is_article("http://hn.people.com.cn/n2/2019/0615/c1013-31153719-2.html", station)


def test_forms_for_telephones_lead_to_the_first_form() -> None:
    """{name}-wap.rednet.cn and {host}/m/"""
    station = STATIONS.get("rednet-xiangtan")
    for form in ("xt-wap.rednet.cn", "xt.rednet.cn/m", "xt-wap.rednet.cn/m"):
        assert canonical_form(f"https://{form}/content/2022/07/22/1.html", station) == (
            "https://xt.rednet.cn/content/2022/07/22/1.html",
            True,
        )
