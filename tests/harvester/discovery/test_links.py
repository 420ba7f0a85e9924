"""Links: what list pages lead to, and the days that they tell."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery.links import ArticleLink, Links, links
from harvester.model.errors import NotAnArticle
from harvester.model.station import Station, Twin, unknown_station

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
        ArticleLink(
            url="https://www.qt.example/content/2022/07/22/118.html",
            alternate="https://www.qt.example/content/2022/07/22/118.html?from=timeline",
            published_on="2022-07-22",
        ),
        ArticleLink(url="https://moment.qt.example/content/646/5/117.html"),
        ArticleLink(
            url="https://www.qt.example/content/2022/07/21/116.html",
            published_on="2022-07-21",
        ),
    )


def test_a_day_printed_beside_the_headline_dates_an_address_that_has_none() -> None:
    """So a backfill knows where to stop; a day within the headline is not that of the article."""
    page = """
    <ul><li><span class="d">[2022-07-22]</span><a href="/content/646/5/3.html">夜市开街</a></li>
    <li><div><a href="/content/646/5/2.html"><b>2022年9月1日</b>开学</a></div><i>2022/7/9</i></li>
    <li><a href="/content/646/5/1.html">2021年12月1日停水</a></li></ul>
    <table><tr><td><a href="/channel/8061.html">乡村</a>
    <a href="/content/646/4/9.html">稻子熟了</a></td><td>2022年07月08日 09:30</td></tr></table>
    <p><a href="/content/646/4/8.html">甲</a><a href="/content/646/4/7.html">乙</a> 2022-07-01</p>
    """
    assert [(f.url[-10:], f.published_on) for f in links(page, LIST, QINGTANG).articles] == [
        ("6/5/3.html", "2022-07-22"),
        ("6/5/2.html", "2022-07-09"),
        ("6/5/1.html", None),
        ("6/4/9.html", "2022-07-08"),
        ("6/4/8.html", "2022-07-01"),
        ("6/4/7.html", "2022-07-01"),
    ]


@pytest.mark.parametrize("first", ["m", "www"])
def test_an_article_linked_in_its_form_for_telephones_keeps_that_form(first: str) -> None:
    """Where the first form fails later, the other can be read; whichever is linked first."""
    hosts = [first, {"m": "www", "www": "m"}[first]]
    page = "".join(
        f'<a href="https://{h}.qt.example/content/2022/07/22/118.html">x</a>' for h in hosts
    )
    assert links(page, LIST, QINGTANG).articles == (
        ArticleLink(
            url="https://www.qt.example/content/2022/07/22/118.html",
            alternate="https://m.qt.example/content/2022/07/22/118.html",
            published_on="2022-07-22",
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
        '<a href="next.html">[下一页]</a>',
        '<a href="next.html">&gt;&gt;下一页(2/30)</a>',
        '<a href="next.html">下&#8203;一页</a>',
        '<a href="next.html"><img src="n.gif" title="下一页"></a>',
        '<a href="next.html" class="next">&gt;&gt;</a>',
        '<a href="next.html" id="nextPage">＞</a>',
        '<a href="next.html" class="btn-next"><i class="icon"></i></a>',
        '<a href="\\channel\\next.html">下一页</a>',
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
        f'<a href="/channel/" class="next-topic">{"一个长的标题" * 9}</a>',
        '<a href="/channel/" class="next">下一篇</a>',
        '<a href="/channel/">»</a>',
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
