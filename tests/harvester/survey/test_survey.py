"""A survey of unknown sites: their lists, their articles, and the station file that fits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.sites import Site, served
from support.unknown_sites import (
    PRINTED,
    advertised,
    column_headlines,
    div_soup,
    fetched,
    gbk_tables,
    json_shell,
)

from harvester.config.stations import Stations
from harvester.demo.server import DemoServer
from harvester.extract.read_article import read_article
from harvester.model.errors import NoAnswer
from harvester.model.station import Station
from harvester.model.url import is_article
from harvester.survey.json_endpoints import json_list_in
from harvester.survey.station_file import station_toml
from harvester.survey.survey import survey

FIELDS = ("title", "published_at", "source", "authors", "editors", "body")


def added(folder: Path, home: str) -> Station:
    """The station that a survey proposes for a site."""
    found = asyncio.run(survey(fetched, home, Stations.load()))
    (folder / "stations").mkdir()
    (folder / "stations" / "new.toml").write_text(station_toml(found), encoding="utf-8")
    return Stations.load(folder).get("new")


def read(url: str, station: Station) -> tuple[object, ...]:
    """What is read of an article."""
    record = read_article([asyncio.run(fetched(url))], station, url).to_dict()
    return tuple(record[name] for name in FIELDS)


@pytest.mark.parametrize(
    ("make", "paths", "title"),
    [
        (div_soup, "/p/{}", "青棠在线"),
        (gbk_tables, "/html/2026-09/{:02d}/content_{}.htm", "青棠新闻网"),
        (json_shell, "/detail/{}.html", "青棠融媒"),
    ],
    ids=["div soup", "tables in GBK", "JSON behind a shell"],
)
def test_a_site_of_an_unknown_make_becomes_a_station_whose_articles_are_wholly_right(
    tmp_path: Path, make: Callable[[Site], None], paths: str, title: str
) -> None:
    """Nobody has written a layout for it, and none is needed."""
    with served() as site:
        make(site)
        station = added(tmp_path, site.home)
        assert station.title == title
        bases = {div_soup: 880011, gbk_tables: 55012, json_shell: 7700123}
        for each in PRINTED:
            own = (each.number + 8,) if make is gbk_tables else ()
            path = paths.format(*own, bases[make] + each.number)
            url = f"{site.home.rstrip('/')}{path}"
            assert is_article(url, station), url
            assert read(url, station) == each.expected
    assert bool(station.json_lists) == (make is json_shell)


@pytest.mark.parametrize("make", [column_headlines, advertised])
def test_a_layout_is_learnt_where_the_general_rules_read_otherwise_than_the_site_says(
    tmp_path: Path, make: Callable[[Site], None]
) -> None:
    """Its lists name the headlines, and what stands in every text is part of none."""
    with served() as site:
        make(site)
        station = added(tmp_path, site.home)
        assert [layout.name for layout in station.layouts] == ["learnt"]
        for each in PRINTED:
            assert read(f"{site.home}n/{40 + each.number}.html", station) == each.expected


def test_every_article_of_a_demo_station_is_known_by_its_address(tmp_path: Path) -> None:
    """Of two addresses of one system, and of the pages that are none."""
    with DemoServer() as server:
        port = server.ports["demo-water"]
        station = added(tmp_path, f"http://127.0.0.1:{port}/")
        expected = [each for each in server.region.expected if each.station == "demo-water"]
        assert len(station.lists) >= 2
        assert all(is_article(each.url, station) for each in expected)
        assert not any(is_article(address, station) for address in station.lists)


def test_a_survey_passes_over_what_is_no_address(tmp_path: Path) -> None:
    """In robots.txt, in links, scripts, feeds and lists: one such slip ended the command."""
    bad = "http://[bad/1"
    with served() as site:
        json_shell(site)
        status, headers, body = site.pages["/"]  # type: ignore[misc]
        slips = (
            f'<script src="{bad}"></script><script>get("//[bad/list.json")</script><a href="{bad}">'
            f'新闻</a><link type="application/rss+xml" href="{bad}"><a href="javascript:">要闻</a>'
        )
        site.pages["/"] = (status, headers, body + slips.encode())
        named = f"Sitemap: /map.xml\nSitemap: {bad}\nSitemap: javascript:\n"
        site.page("/robots.txt", named, Content_Type="text/plain")
        station = added(tmp_path, site.home)
        assert station.json_lists == (f"{site.home}api/front/articleList?channel=7&page=1",)
        assert "/map.xml" in site.asked


def test_a_page_that_cannot_be_parsed_does_not_end_a_survey(tmp_path: Path) -> None:
    """Of columns, scripts and articles one may be empty, or nested too deep for any parser."""
    with served() as site:
        gbk_tables(site)
        site.page("/yw/", "<div>" * 5000)
        site.page("/ms/", "")
        station = added(tmp_path, site.home)
        assert station.lists == (site.home,)


def test_a_front_page_that_cannot_be_parsed_is_named() -> None:
    """It is the one that a survey needs."""
    with served() as site:
        site.page("/", " ")
        with pytest.raises(NoAnswer, match=f"^{site.home}: not an article: empty page$"):
            asyncio.run(survey(fetched, site.home, Stations.load()))


def test_the_links_of_a_json_list_that_are_no_addresses_are_passed_over() -> None:
    """The others of the list are kept."""
    items = [{"title": "新桥通车", "url": url} for url in ("http://[bad/1", "/n/2.html", "app:/3")]
    found = json_list_in(json.dumps(items), "http://a.example/list.json")
    assert found is not None
    assert found.links == ("http://a.example/n/2.html",)


def test_a_site_without_articles_is_no_station() -> None:
    """A page that answers with an error, and one that links nothing."""
    with served() as site:
        with pytest.raises(NoAnswer, match="the server answered 404"):
            asyncio.run(survey(fetched, site.home, Stations.load()))
        site.page("/", "<title>建设中</title><p>网站建设中</p>")
        assert asyncio.run(survey(fetched, site.home, Stations.load())).articles == []
