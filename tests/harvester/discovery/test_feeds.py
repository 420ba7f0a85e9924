"""Feeds: sitemaps, RSS, Atom and Baidu's news files, as sites give them to programs."""

from __future__ import annotations

import gzip
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery.bound import MOST_NAMED
from harvester.discovery.feeds import Entry, Feed, feed
from harvester.model.errors import NotAnArticle


def test_a_sitemap_gives_its_pages_and_their_days() -> None:
    """With or without a namespace; lastmod may have a time."""
    assert feed(
        b"""<?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc> https://www.qt.example/a?x=1&amp;y=2 </loc>
        <lastmod>2022-07-22T08:00:00+08:00</lastmod></url>
        <url><loc>https://www.qt.example/b</loc></url><url><lastmod>2022-07-22</lastmod></url>
        </urlset>"""
    ) == Feed(
        pages=(
            Entry(url="https://www.qt.example/a?x=1&y=2", published_on="2022-07-22"),
            Entry(url="https://www.qt.example/b"),
        ),
        without_address=1,
    )


def test_a_news_sitemap_tells_the_day_of_publication() -> None:
    """That counts, not the day of the last change."""
    assert feed(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc>https://www.qt.example/1.html</loc><lastmod>2022-07-25</lastmod>
        <news:news><news:publication><news:name>青棠</news:name></news:publication>
        <news:publication_date>2022-07-22T08:51:12+08:00</news:publication_date>
        <news:title>渡船 加开一班</news:title></news:news></url></urlset>""".encode()
    ).pages == (Entry(url="https://www.qt.example/1.html", published_on="2022-07-22"),)


def test_an_index_of_sitemaps_may_be_packed() -> None:
    """sitemap.xml.gz"""
    index = (
        b"<sitemapindex><sitemap><loc>https://www.qt.example/s1.xml</loc>"
        b"<lastmod>2022-07-22</lastmod></sitemap></sitemapindex>"
    )
    assert feed(gzip.compress(index, mtime=0)) == Feed(
        feeds=(Entry(url="https://www.qt.example/s1.xml", published_on="2022-07-22"),)
    )


def test_a_packed_sitemap_may_have_several_members() -> None:
    """`cat a.gz b.gz` is a gzip file too."""
    parts = (b"<urlset><url><loc>https://www.qt.example/1</loc></url>", b"</urlset>")
    assert feed(b"".join(map(gzip.compress, parts))).pages == (
        Entry(url="https://www.qt.example/1"),
    )


LONG = {
    "rss": ("<rss>", "<item><link>{}</link></item>", "</rss>"),
    "atom": ("<feed>", '<entry><link href="{}"/></entry>', "</feed>"),
    "sitemap": ("<urlset>", "<url><loc>{}</loc></url>", "</urlset>"),
    "text": ("", "{}\n", ""),
}


@pytest.mark.parametrize("form", LONG)
def test_of_a_list_that_is_too_long_both_ends_are_read_and_the_rest_is_counted(form: str) -> None:
    """What is new stands on top or at the foot; what is left out must be told."""
    first, each, last = LONG[form]
    addresses = [f"https://www.qt.example/{number}" for number in range(MOST_NAMED + 7)]
    found = feed((first + "".join(map(each.format, addresses)) + last).encode())
    assert [entry.url for entry in found.pages] == [*addresses[:25_000], *addresses[-25_000:]]
    assert found.left_out == 7


def test_an_index_that_names_too_many_sitemaps_is_read_in_part_too() -> None:
    """The bound is the same."""
    index = "<sitemapindex>" + "<sitemap><loc>/1.xml</loc></sitemap>" * 50_001 + "</sitemapindex>"
    found = feed(index.encode())
    assert (len(found.feeds), found.left_out) == (50_000, 1)


def test_a_sitemap_may_be_a_text_file() -> None:
    """One address a line (sitemaps.org)."""
    assert feed(
        b"\xef\xbb\xbfhttps://www.qt.example/1.html\r\nhttps://www.qt.example/2.html\n"
    ) == Feed(
        pages=(
            Entry(url="https://www.qt.example/1.html"),
            Entry(url="https://www.qt.example/2.html"),
        )
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
    assert feed(rss.encode("gb18030")).pages == (
        Entry(url="https://www.qt.example/1.html", published_on="2022-07-22"),
    )
    assert feed(atom).pages == (
        Entry(url="https://www.qt.example/2.html", published_on="2022-07-23"),
    )


def test_baidus_news_protocol_is_a_feed() -> None:
    """互联网新闻开放协议: a document of items, often in GBK, with times without a zone."""
    xml = """<?xml version="1.0" encoding="GBK"?><document>
    <webSite>www.qt.example</webSite><webMaster>desk@qt.example</webMaster>
    <updatePeri>15</updatePeri>
    <item><link>https://www.qt.example/1.html</link><title><![CDATA[渡船加开一班]]></title>
    <text>清晨的码头上……</text><keywords>渡船 码头</keywords><category>民生</category>
    <author>付喆</author><source>渡口晚报</source><pubDate>2022-07-22 08:51</pubDate></item>
    <item><link>https://www.qt.example/2.html</link><title>浮桥修好了</title>
    <pubDate>2022-7-2</pubDate></item></document>"""
    assert feed(xml.encode("gb18030")).pages == (
        Entry(url="https://www.qt.example/1.html", published_on="2022-07-22"),
        Entry(url="https://www.qt.example/2.html", published_on="2022-07-02"),
    )


def test_an_entity_is_not_expanded() -> None:
    """A feed must not read files, nor grow a thousandfold."""
    hostile = b"""<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><item><link>http://a.example/&b;&f;</link></item></rss>"""
    assert [entry.url for entry in feed(hostile).pages] == ["http://a.example/"]


def test_an_address_with_a_bare_ampersand_is_read_as_it_is_meant() -> None:
    """Many programs write addresses into XML as they are; a parser would drop the second name."""
    rss = b"""<rss><channel><item><link>http://a.example/view.php?id=7&page=2&amp;x=3</link></item>
    <item><link><![CDATA[http://a.example/view.php?id=8&page=2]]></link></item></channel></rss>"""
    assert [entry.url for entry in feed(rss).pages] == [
        "http://a.example/view.php?id=7&page=2&x=3",
        "http://a.example/view.php?id=8&page=2",
    ]
    wide = "\ufeff<rss><item><link>http://a.example/?id=7&amp;page=2</link></item></rss>"
    assert feed(wide.encode("utf-16-le")).pages == (Entry(url="http://a.example/?id=7&page=2"),)


def test_a_link_without_text_does_not_hide_the_one_with_the_address() -> None:
    """Programs put an Atom link to the feed itself, or to comments, into RSS."""
    rss = b"""<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><item>
    <atom:link rel="self" href="http://a.example/feed"/><link>http://a.example/1.html</link>
    </item></channel></rss>"""
    assert feed(rss).pages == (Entry(url="http://a.example/1.html"),)


def test_a_date_beyond_all_numbers_is_none() -> None:
    """The article is found all the same."""
    rss = b"""<rss><item><link>http://a.example/1.html</link>
    <pubDate>Fri, 22 Jul 99999999999999999999 08:51:12 +0800</pubDate></item></rss>"""
    assert feed(rss).pages == (Entry(url="http://a.example/1.html"),)


def test_an_empty_feed_is_a_feed() -> None:
    """A news sitemap of a quiet week names nothing, and nothing is wrong with it."""
    assert feed(b"<urlset></urlset>") == Feed()
    assert feed(b'<rss version="2.0"><channel></channel></rss>') == Feed()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "unreadable"),
        (b"no xml", "unreadable"),
        (b"<html><body><h1>502 Bad Gateway</h1></body></html>", "unreadable"),
        (b"<!DOCTYPE html><title>404</title>", "unreadable"),
        (b"\x1f\x8bbroken", "unreadable"),
        (gzip.compress(b"<urlset><url><loc>http://a.example/</loc></url></urlset>", mtime=0)[:-20],
         "truncated"),
        (b"<", "unreadable"),
        (b"\xff\xfe\x00", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(content: bytes, kind: str) -> None:
    """An error page in place of a feed must not look like a day without news."""
    with pytest.raises(NotAnArticle) as refused:
        feed(content)
    assert refused.value.kind == kind


@given(st.binary(max_size=80))
def test_no_bytes_bring_the_reader_down(content: bytes) -> None:
    """Whatever is sent in place of XML: a feed, or a refusal."""
    assert isinstance(feed(b"<urlset>" + content), Feed)
    try:
        assert isinstance(feed(content), Feed)
    except NotAnArticle:
        return


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"'


@pytest.mark.parametrize(
    "item",
    [
        "<rss><channel><item><title>x</title><guid>{}</guid></item></channel></rss>",
        '<rss><channel><item><guid isPermaLink="true">{}</guid></item></channel></rss>',
        ATOM + "><entry><title>x</title><id>{}</id></entry></feed>",
        ATOM + '><entry><link rel="self" href="{}"/></entry></feed>',
        "<rss><channel><item><title>a <b>c</title><link>{}</link></item></channel></rss>",
        "<rss><channel><item><title><i>a<link>{}</link></item></channel></rss>",
    ],
)
def test_an_item_without_a_plain_link_has_an_address_all_the_same(item: str) -> None:
    """RSS's guid is one unless it says otherwise, Atom's id may be, its link to itself is."""
    address = "https://www.qt.example/1.html"
    assert feed(item.format(address).encode()) == Feed(pages=(Entry(url=address),))


def test_items_without_an_address_are_counted() -> None:
    """A guid that is no permalink, a tag: id: a list that yields less than it has says so."""
    rss = (
        '<rss><channel><item><guid isPermaLink="false">https://www.qt.example/7</guid></item>'
        "<item><link>https://www.qt.example/1</link></item></channel></rss>"
    )
    only = Entry(url="https://www.qt.example/1")
    assert feed(rss.encode()) == Feed(pages=(only,), without_address=1)
    atom = f"{ATOM}><entry><id>tag:qt.example,2026:1</id></entry></feed>"
    assert feed(atom.encode()) == Feed(without_address=1)


@pytest.mark.parametrize("where", ["feed", "entry"])
def test_an_address_stands_on_its_xml_base(where: str) -> None:
    """Of the feed, or of the entry."""
    base = {"feed": "", "entry": ""} | {where: ' xml:base="https://www.qt.example/a/"'}
    atom = f'{ATOM}{base["feed"]}><entry{base["entry"]}><link href="5.html"/></entry></feed>'
    assert feed(atom.encode()).pages == (Entry(url="https://www.qt.example/a/5.html"),)


def test_a_text_of_more_than_ten_million_bytes_ends_no_feed() -> None:
    """libxml2 stops there by default, and gives nothing of what follows."""
    rss = (
        f"<rss><channel><item><description>{'长' * 3_500_000}</description>"
        "<link>https://www.qt.example/1</link></item></channel></rss>"
    )
    assert feed(rss.encode()).pages == (Entry(url="https://www.qt.example/1"),)


@pytest.mark.parametrize("claim", ["utf-16", "UTF-16LE", "gb2312", "iso-8859-1", "x-unknown"])
def test_the_bytes_win_over_the_xml_declaration(claim: str) -> None:
    """.NET's StringWriter says utf-16 of what it writes as UTF-8."""
    xml = (
        f'<?xml version="1.0" encoding="{claim}"?><rss><channel><item><title>渡口</title>'
        "<link>https://www.qt.example/渡口.html</link></item></channel></rss>"
    )
    assert feed(xml.encode()).pages == (Entry(url="https://www.qt.example/渡口.html"),)


def test_what_a_server_prints_before_the_file_is_passed_over() -> None:
    """A notice of PHP, a blank line and a comment."""
    urlset = b"<urlset><url><loc>https://www.qt.example/1</loc></url></urlset>"
    for notice in (b"<br />\n<b>Notice</b>: Undefined index in x.php<br />\n", b"\n<!-- c -->\n"):
        for begin in (b'<?xml version="1.0"?>', b""):
            assert feed(notice + begin + urlset).pages == (Entry(url="https://www.qt.example/1"),)


def test_the_day_is_that_of_the_station() -> None:
    """23:30 in Greenwich is half past seven of the next morning in China."""
    rss = (
        "<rss><channel><item><link>https://www.qt.example/1</link>"
        "<pubDate>Thu, 02 Jul 2026 23:30:00 GMT</pubDate></item></channel></rss>"
    )
    urlset = (
        "<urlset><url><loc>https://www.qt.example/1</loc>"
        "<lastmod>2026-07-02T22:00:00Z</lastmod></url></urlset>"
    )
    china = ZoneInfo("Asia/Shanghai")
    for file in (rss, urlset):
        assert feed(file.encode(), china).pages[0].published_on == "2026-07-03"
        assert feed(file.encode()).pages[0].published_on == "2026-07-02"


def test_an_error_page_that_shows_a_feed_is_none() -> None:
    """It would be taken for a list without news."""
    page = b"<!DOCTYPE html><html><body>Error <rss version='2'></rss></body></html>"
    with pytest.raises(NotAnArticle, match="neither a sitemap nor a feed"):
        feed(page)


ITEM = "<item><title>渡口</title>{}</item>"
ADDRESS = "http://a.example/1.html"
ENTRY = "<feed xmlns='http://www.w3.org/2005/Atom'><entry>{}</entry></feed>"


@pytest.mark.parametrize(
    "content",
    [
        f"<rss>{ITEM.format('<guid>/1.html</guid>')}</rss>",
        f"<rss>{ITEM.format(f'<link>http://count.example/~r/1</link><feedburner:origLink>{ADDRESS}</feedburner:origLink>')}</rss>",
        f"<rss>{ITEM.format(f'<atom:link href={ADDRESS!r} />')}</rss>",
        f"<rdf:RDF xmlns:rdf='r' xmlns='p'><item rdf:about='{ADDRESS}'/></rdf:RDF>",
        ENTRY.format(
            "<link type='application/json' href='/1.json'/>"
            f"<link type='text/html' href='{ADDRESS}'/>"
        ),
        ENTRY.format(
            f"<link rel='http://www.iana.org/assignments/relation/alternate' href='{ADDRESS}'/>"
        ),
        ENTRY.format("<link xml:base='http://a.example/' href='1.html'/>"),
        f"<rss>{'<b>' * 300}{'</b>' * 300}{ITEM.format(f'<link>{ADDRESS}</link>')}</rss>",
    ],
)
def test_the_address_of_an_item_is_found_wherever_it_stands(content: str) -> None:
    """In a prefix that was not declared, on a base, behind 300 open tags."""
    (entry,) = feed(content.encode()).pages
    assert urljoin("http://a.example/feed.xml", entry.url) == ADDRESS


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "content", [f"<rss>{ITEM.format(f'<link>{ADDRESS}</link>')}</rss>", ADDRESS]
)
def test_a_list_is_read_in_any_form_of_unicode(content: str, charset: str) -> None:
    """With its mark or without, as XML or as a plain text; also packed twice."""
    packed = gzip.compress(gzip.compress(content.encode(charset)))
    for body in (content.encode(charset), packed):
        assert [entry.url for entry in feed(body).pages] == [ADDRESS]


def test_a_feed_that_is_too_deep_to_be_read_is_refused() -> None:
    """Items behind the deep place would be missing without a word."""
    item = ITEM.format(f"<link>{ADDRESS}</link>")
    with pytest.raises(NotAnArticle, match="thousands of tags in one another"):
        feed(f"<rss>{'<b>' * 3000}{'</b>' * 3000}{item}</rss>".encode())


def test_a_root_whose_name_xml_forbids_makes_no_feed() -> None:
    """A broken file is read as far as it goes; what then stands there may have any name."""
    with pytest.raises(NotAnArticle, match="neither a sitemap nor a feed: si-01T08:00:00Z"):
        feed(b"<si-01T08:00:00Z><loc>https://ferry.example/1.html</loc></si-01T08:00:00Z>")
