"""What captures mean for their address: a pure function of them, whoever got them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.saved_pages import PARAGRAPHS, STATION, URL, capture, story

from archive.model.article import Capture
from harvester.model.visit import Address, Listing, Visit
from harvester.run.process import Fetched, Needs, process

SECOND, THIRD = URL.replace(".html", "_2.html"), URL.replace(".html", "_3.html")
PAGER = f'<a href="{SECOND}">2</a> <a href="{THIRD}">3</a>'
TWIN = "https://m.news.example.cn/content/2022/07/22/600123.html"
ARTICLE = Address(url=URL, station=STATION.name, kind="article")


def part(url: str, *paragraphs: str) -> Capture:
    """A page that prints some paragraphs of the article and links to its parts."""
    return capture(story("2022-07-22 08:51", PAGER, paragraphs=paragraphs), url=url)


FIRST_PART = part(URL, *PARAGRAPHS[:2])
SECOND_PART = part(SECOND, *PARAGRAPHS[2:])
THIRD_PART = part(THIRD, PARAGRAPHS[0], PARAGRAPHS[3])


def fetched(*captures: Capture) -> Fetched:
    """A visit that got the first of these for its address, and the others for theirs."""
    further = {each.url: each for each in captures[1:]}
    return Fetched(answer=captures[0], captures=captures, further=further)


def finished(result: Visit | Needs) -> Visit:
    """A visit that needs nothing more."""
    assert isinstance(result, Visit)
    return result


def needed(result: Visit | Needs) -> Needs:
    """What a visit needs before it is finished."""
    assert isinstance(result, Needs)
    return result


def test_an_article_in_parts_asks_for_one_after_the_other() -> None:
    """The edge fetches what is named, and asks again; nothing is fetched from within."""
    first = needed(process(ARTICLE, fetched(FIRST_PART), STATION))
    assert (first.url, first.kind) == (SECOND, "part")
    captures = [FIRST_PART, SECOND_PART]
    second = needed(process(ARTICLE, first.answered(SECOND_PART, captures), STATION))
    assert (second.url, second.kind) == (THIRD, "part")
    captures.append(THIRD_PART)
    visit = finished(process(ARTICLE, second.answered(THIRD_PART, captures), STATION))
    assert visit.outcome == "captured"
    assert visit.captures == (FIRST_PART, SECOND_PART, THIRD_PART)
    assert visit.parts == (FIRST_PART.id, SECOND_PART.id, THIRD_PART.id)
    assert visit.article is not None
    assert [block.text for block in visit.article.blocks] == [
        *PARAGRAPHS, PARAGRAPHS[0], PARAGRAPHS[3],
    ]  # fmt: skip


def test_the_same_captures_make_the_same_visit_however_they_came() -> None:
    """A crawl gets its parts one by one, and a rebuild may have them all."""
    whole = process(ARTICLE, fetched(FIRST_PART, SECOND_PART, THIRD_PART), STATION)
    result = process(ARTICLE, fetched(FIRST_PART), STATION)
    at, got = {SECOND: SECOND_PART, THIRD: THIRD_PART}, [FIRST_PART]
    while isinstance(result, Needs):
        got.append(at[result.url])
        result = process(ARTICLE, result.answered(at[result.url], got), STATION)
    assert result == whole


def test_a_part_that_cannot_be_had_ends_the_article_there() -> None:
    """It is held as incomplete and tried again; the parts below are not asked for."""
    needs = needed(process(ARTICLE, fetched(FIRST_PART), STATION))
    visit = finished(process(ARTICLE, needs.answered(None, [FIRST_PART]), STATION))
    assert (visit.outcome, visit.lacks_part, visit.parts) == ("captured", True, (FIRST_PART.id,))
    assert visit.article is not None
    assert not visit.article.complete


def test_a_part_that_is_gone_is_not_tried_again_for_its_own_sake() -> None:
    """The station said that it is not there: that is an answer."""
    gone = capture("", url=SECOND, status=404)
    visit = finished(process(ARTICLE, fetched(FIRST_PART, gone), STATION))
    assert (visit.outcome, visit.lacks_part, visit.parts) == ("captured", False, (FIRST_PART.id,))


def test_an_address_that_is_gone_is_read_from_its_mobile_twin() -> None:
    """The page is needed only where the canonical address never answered."""
    address = Address(url=URL, station=STATION.name, kind="article", alternate=TWIN)
    gone = capture("", status=404)
    needs = needed(process(address, fetched(gone), STATION))
    assert (needs.url, needs.kind) == (TWIN, "page")
    twin = capture(story(), url=TWIN)
    visit = finished(process(address, needs.answered(twin, [gone, twin]), STATION))
    assert (visit.outcome, visit.detail) == ("captured", f"read from {TWIN}: status 404")
    assert visit.parts == (twin.id,)
    assert visit.article is not None
    assert visit.article.url == URL
    without = finished(process(address, needs.answered(None, [gone]), STATION))
    assert (without.outcome, without.detail, without.article) == ("gone", "status 404", None)


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert('页面不存在');history.back();</script>",
        "<title>栏目不存在</title><p>抱歉，栏目不存在。</p><a href='/'>返回首页</a>",
        "<title>渡口网</title><h1>404 Not Found</h1><a href='/a/'>渡口</a>",
    ],
)
def test_a_list_that_says_that_it_does_not_exist_is_no_list(page: str) -> None:
    """A list that was moved answers 200: it must not count as one without news for ever."""
    address = Address(url=URL, station=STATION.name, kind="list")
    visit = finished(process(address, fetched(capture(page)), STATION))
    said = "not a list: it says that there is no such page"
    assert (visit.outcome, visit.detail) == ("quarantined", said)
    beyond = replace(address, listing=Listing(depth=3))  # the page after the last one
    assert finished(process(beyond, fetched(capture(page)), STATION)).outcome == "captured"


def test_a_list_without_news_is_one() -> None:
    """A column that nothing was published in yet."""
    address = Address(url=URL, station=STATION.name, kind="list")
    visit = finished(process(address, fetched(capture("<h1>渡口</h1><p>暂无内容</p>")), STATION))
    assert (visit.outcome, visit.detail, visit.links) == ("captured", None, ())


def test_a_feed_says_how_many_of_its_items_lead_nowhere() -> None:
    """No address, or one that no browser could ask for; also in an index of sitemaps."""
    items = "".join(f"<item><link>{url}</link></item>" for url in (URL, "http://[a", "mailto:a@b"))
    indexed = "<sitemap><loc>/s.xml</loc></sitemap><sitemap><lastmod>2022</lastmod></sitemap>"
    texts = {
        "feed": f"<rss><channel>{items}<item></item></channel></rss>",
        "sitemap": f"<sitemapindex>{indexed}</sitemapindex>",
    }
    details = {}
    for kind, text in texts.items():
        address = Address(url=URL, station=STATION.name, kind=kind)
        details[kind] = finished(process(address, fetched(capture(text)), STATION)).detail
    assert details == {
        "feed": "3 of its items name no address to visit",
        "sitemap": "1 of its items name no address to visit",
    }


def test_a_list_that_named_articles_and_names_none_is_no_list() -> None:
    """A captcha or a new template must not count as a list without news."""
    listing = Listing(article_count=20)
    address = Address(url=URL, station=STATION.name, kind="list", listing=listing)
    visit = finished(process(address, fetched(capture("<p>请输入验证码</p>")), STATION))
    assert (visit.outcome, visit.links) == ("quarantined", ())
    assert visit.detail == "not a list: it names no article, and named 20 before"
