"""Links: what list pages, sitemaps and feeds lead to."""

import gzip
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import NotAnArticle
from harvester.links import Entry, Found, Links, Sitemap, feed, links, sitemap
from harvester.station import Station, Twin, unknown_station

QINGTANG = Station(
    name="qingtang",
    title="青棠站",
    hosts=("www.qt.example",),
    shared_hosts=("moment.qt.example",),
    articles=(re.compile(r"/content/[\d/]+/(?P<id>\d+)\.html"),),
    parts=(re.compile(r"/content/[\d/]+/\d+_\d+\.html"),),
    twins=(Twin(pattern=re.compile(r"^(https?://)m\."), canonical=r"\1www."),),
)
LIST = "https://www.qt.example/channel/8060.html"


def test_articles_are_given_once_in_the_order_of_the_page() -> None:
    """Pictures and headlines lead to the same article; shares carry tracking parameters."""
    page = """
    <ul><li><a href="/content/2022/07/22/118.html"><img src="a.jpg"></a>
    <a href="https://www.qt.example/content/2022/07/22/118.html?from=timeline">河堤加固完工</a>
    <li><a href="//moment.qt.example/content/646/5/117.html">夜市开街</a>
    <li><a href="../content/2022/07/21/116.html#comments">渡口停航</a>
    <li><a href="/content/2022/07/21/116_2.html">渡口停航（二）</a></ul>
    """
    assert links(page, LIST, QINGTANG).articles == (
        Found(url="https://www.qt.example/content/2022/07/22/118.html", dated="2022-07-22"),
        Found(url="https://moment.qt.example/content/646/5/117.html"),
        Found(url="https://www.qt.example/content/2022/07/21/116.html", dated="2022-07-21"),
    )


@pytest.mark.parametrize("first", ["m", "www"])
def test_an_article_linked_in_its_form_for_telephones_keeps_that_form(first: str) -> None:
    """Where the first form fails later, the other can be read; whichever is linked first."""
    hosts = [first, {"m": "www", "www": "m"}[first]]
    page = "".join(
        f'<a href="https://{h}.qt.example/content/2022/07/22/118.html">x</a>' for h in hosts
    )
    assert links(page, LIST, QINGTANG).articles == (
        Found(
            url="https://www.qt.example/content/2022/07/22/118.html",
            form="https://m.qt.example/content/2022/07/22/118.html",
            dated="2022-07-22",
        ),
    )


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="8060_2.html">2</a>',
        '<a href="/channel/8060.html?page=2">2</a>',
        '<a href="next.html">下一页</a>',
        '<a href="next.html"> 下一页 &gt; </a>',
        '<a href="next.html">下页</a>',
        '<a href="next.html">Next »</a>',
        '<meta http-equiv="Refresh" content="0; URL=next.html">',
    ],
)
def test_further_pages_of_the_list_are_found(pager: str) -> None:
    """By the address or by what the link says."""
    found = links(f"<html><body>{pager}</body></html>", LIST, QINGTANG)
    assert len(found.lists) == 1
    assert found.lists[0] in {
        "https://www.qt.example/channel/8060_2.html",
        "https://www.qt.example/channel/8060.html?page=2",
        "https://www.qt.example/channel/next.html",
    }


@pytest.mark.parametrize(
    "other",
    [
        '<a href="8061.html">别的栏目</a>',
        '<a href="8060.html">本页</a>',
        '<a href="/">首页</a>',
        '<a href="/channel/">下一页精彩内容抢先看</a>',
        '<a href="https://m.qt.example/channel/8060.html#top">本页</a>',
    ],
)
def test_other_pages_are_not_taken_for_pages_of_the_list(other: str) -> None:
    """A crawl would else wander through the whole site."""
    assert links(other, LIST, QINGTANG).lists == ()


def test_a_stations_own_selector_says_what_is_a_further_page() -> None:
    """Where the pager looks like nothing else."""
    paper = Station(name="paper", title="报", hosts=("p.example",), next_page='a[href*="node_"]')
    page = (
        '<a href="node_01.html">第01版</a><map><area href="content_7.html"></map><a href="x">x</a>'
    )
    assert links(page, "http://p.example/202202/13/index.html", paper) == Links(
        lists=("http://p.example/202202/13/node_01.html",)
    )


def test_other_hosts_are_only_told() -> None:
    """Nothing is fetched from them."""
    page = '<a href="https://a.example/x?utm_source=1">a</a><a href="https://a.example/x">b</a>'
    assert links(page, LIST, QINGTANG) == Links(offsite=("https://a.example/x",))


def test_what_cannot_be_fetched_is_skipped() -> None:
    """Scripts, mail, broken addresses, other schemes and empty ones."""
    page = """<base href="http://[broken/">
    <a href="javascript:void(0)">a</a><a href=" JavaScript:x">a</a><a href="mailto:a">a</a>
    <a href="http://[::1/">a</a><a href="http://www.qt.example:port/">a</a><a href="#top">a</a>
    <a href="ftp://www.qt.example/content/1/2/3.html">a</a><a href="">a</a><a>a</a>
    <a href="http://&#55296;/">a</a>"""
    assert links(page, LIST, QINGTANG) == Links()


def test_a_base_address_is_obeyed() -> None:
    """Old sites declare one."""
    page = '<base href="https://www.qt.example/content/2022/07/22/"><a href="118.html">x</a>'
    assert [found.url for found in links(page, LIST, QINGTANG).articles] == [
        "https://www.qt.example/content/2022/07/22/118.html"
    ]


def test_an_empty_list_page_is_refused() -> None:
    """So that the operator hears of it."""
    with pytest.raises(NotAnArticle, match="empty"):
        links(" ", LIST, QINGTANG)


def test_a_sitemap_gives_its_pages_and_their_days() -> None:
    """With or without a namespace; lastmod may have a time."""
    assert sitemap(
        b"""<?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc> https://www.qt.example/a?x=1&amp;y=2 </loc>
        <lastmod>2022-07-22T08:00:00+08:00</lastmod></url>
        <url><loc>https://www.qt.example/b</loc></url><url><lastmod>2022-07-22</lastmod></url>
        </urlset>"""
    ) == Sitemap(
        pages=(
            Entry(url="https://www.qt.example/a?x=1&y=2", dated="2022-07-22"),
            Entry(url="https://www.qt.example/b"),
        )
    )


def test_an_index_of_sitemaps_may_be_packed() -> None:
    """sitemap.xml.gz"""
    index = (
        b"<sitemapindex><sitemap><loc>https://www.qt.example/s1.xml</loc></sitemap></sitemapindex>"
    )
    assert sitemap(gzip.compress(index)) == Sitemap(
        sitemaps=(Entry(url="https://www.qt.example/s1.xml"),)
    )


def test_a_feed_is_read_as_rss_and_as_atom() -> None:
    """Also one that calls itself GB2312 and holds a character that GB2312 lacks."""
    rss = """<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel>
    <link>https://www.qt.example/</link>
    <item><title>朱镕之履新</title><link>https://www.qt.example/1.html</link>
    <pubDate>Fri, 22 Jul 2022 08:51:12 +0800</pubDate></item>
    <item><title>无链接</title></item></channel></rss>"""
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://www.qt.example/"/>
    <entry><link rel="edit" href="https://www.qt.example/edit"/>
    <link href="https://www.qt.example/2.html"/><updated>2022-07-23T00:00:00Z</updated></entry></feed>"""
    assert feed(rss.encode("gb18030")) == (
        Entry(url="https://www.qt.example/1.html", dated="2022-07-22"),
    )
    assert feed(atom) == (Entry(url="https://www.qt.example/2.html", dated="2022-07-23"),)


def test_an_entity_is_not_expanded() -> None:
    """A feed must not read files, nor grow a thousandfold."""
    hostile = b"""<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><item><link>http://a.example/&b;&f;</link></item></rss>"""
    assert [entry.url for entry in feed(hostile)] == ["http://a.example/"]


@pytest.mark.parametrize("content", [b"", b"no xml", b"\x1f\x8bbroken", b"<", b"\xff\xfe\x00"])
def test_what_is_no_xml_has_no_addresses(content: bytes) -> None:
    """An error page in place of a feed."""
    assert feed(content) == ()
    assert sitemap(content) == Sitemap()


@given(st.text(alphabet="<>a href='\"=/:.hp[]#?中\0\ud800base&;\n", max_size=60))
def test_no_page_brings_the_reader_down(page: str) -> None:
    """Whatever is printed: links, or the page is refused."""
    try:
        found = links(
            f"<p>a</p><a href={page}>x</a>", "http://a.example/", unknown_station("a.example")
        )
    except NotAnArticle:
        return
    assert found.articles == ()


@given(st.binary(max_size=80))
def test_no_bytes_bring_the_feed_reader_down(content: bytes) -> None:
    """Whatever is sent in place of XML."""
    assert isinstance(feed(content), tuple)
    assert isinstance(sitemap(b"<urlset>" + content), Sitemap)
