"""Lists of every kind on real sites: what they name is found, what they are not is told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import Harvest
from support.crawled import Crawled, rows
from support.sites import Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with five articles, which no page links."""
    with served() as site:
        for number in range(1, 6):
            site.article(f"/a/{number}.html", f"第{number}次开船")
        yield site


def found(folder: Path) -> list[object]:
    """The numbers of the articles that are held."""
    return [row[0] for row in rows(folder, "SELECT substr(id, 7) FROM articles ORDER BY id")]


def test_sitemaps_feeds_and_json_lists_all_lead_to_articles(
    site: Site, tmp_path: Path, harvest: Harvest
) -> None:
    """A packed sitemap in an index, RSS, Baidu's XML in GBK, JSON page by page."""
    home = site.home
    index = f"<sitemapindex><sitemap><loc>{home}news.xml.gz</loc></sitemap></sitemapindex>"
    site.page("/sitemap.xml", index)
    news = f"<urlset><url><loc>{home}a/1.html</loc></url></urlset>"
    packed = gzip.compress(news.encode())
    site.pages["/news.xml.gz"] = (200, {"Content-Type": "application/gzip"}, packed)
    site.page("/rss.xml", f"<rss><channel><item><link>{home}a/2.html</link></item></channel></rss>")
    baidu = '<?xml version="1.0" encoding="GBK"?><document><webSite>渡口</webSite><item><link>'
    baidu += f"{home}a/3.html</link><title>浮桥</title></item></document>"
    site.pages["/baidu.xml"] = (200, {"Content-Type": "text/xml"}, baidu.encode("gbk"))
    kind = {"Content-Type": "application/javascript"}
    pages = (([4], 1), ([5], 2), ([], 3))
    for numbers, page in pages:
        answer = json.dumps({"data": [{"id": number} for number in numbers]})
        site.pages[f"/api?page={page}"] = (200, kind, f"show({answer});".encode())
    site.station(
        tmp_path,
        sitemaps=f'["{home}sitemap.xml"]',
        feeds=f'["{home}rss.xml", "{home}baidu.xml"]',
        json_lists=f'["{home}api?page=1"]',
        json_items='"data"',
        json_link='"/a/{id}.html"',
    )
    Crawled(site, tmp_path, harvest).crawl()
    assert found(tmp_path) == ["1", "2", "3", "4", "5"]
    kinds = "SELECT kind, count(*) FROM captures WHERE kind != 'robots' GROUP BY 1 ORDER BY 1"
    assert rows(tmp_path, kinds) == [("feed", 2), ("json", 3), ("page", 5), ("sitemap", 2)]


def test_a_list_that_names_no_article_any_more_is_told_and_waits_for_its_mend(
    site: Site, tmp_path: Path, harvest: Harvest
) -> None:
    """A new template, a captcha in place of the list: no day without news, in no run."""
    ferry = Crawled(site, tmp_path, harvest)
    site.links("/", "/a/1.html", "/a/2.html")
    site.station(tmp_path)
    ferry.crawl()
    site.links("/", "/news/1", "/news/2")
    for outcome in ("quarantined", "quarantined: unchanged, and still waiting"):
        said = ferry.crawl(expect=1)
        assert f"ferry: {site.home}: {outcome}: not a list: it names no article" in said
        assert "and named 2 before" in said
    assert rows(tmp_path, "SELECT article_count FROM crawl_frontier WHERE kind = 'list'") == [(2,)]
    site.article("/news/1", "第6次开船")
    site.article("/news/2", "第7次开船")
    site.station(tmp_path, articles="['/(?:a|news)/(?P<id>\\d+)']")
    ferry.crawl()
    assert ferry.outcome("/") == ("settled", "captured", None)
    assert len(found(tmp_path)) == 2


def test_an_error_page_in_place_of_a_feed_is_no_day_without_news(
    site: Site, tmp_path: Path, harvest: Harvest
) -> None:
    """An empty feed is one; a page that says sorry is not."""
    site.page("/rss.xml", "<rss><channel></channel></rss>")
    site.page("/sitemap.xml", "<html><h1>系统维护中</h1></html>")
    site.page("/api", '{"code": 500}')
    site.station(
        tmp_path,
        feeds=f'["{site.home}rss.xml"]',
        sitemaps=f'["{site.home}sitemap.xml"]',
        json_lists=f'["{site.home}api"]',
        json_items='"data.list"',
    )
    ferry = Crawled(site, tmp_path, harvest)
    ferry.crawl(expect=1)
    assert ferry.outcome("/rss.xml") == ("settled", "captured", None)
    assert ferry.outcome("/sitemap.xml") == (
        "settled", "quarantined", "neither a sitemap nor a feed: html",
    )  # fmt: skip
    assert ferry.outcome("/api") == (
        "settled", "quarantined", "no JSON list: there is no 'data.list' in it",
    )  # fmt: skip
