"""Addresses: one form for each, and ids that follow from it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harvester.model.station import Station, Twin, unknown_station
from harvester.model.url import (
    TRACKING,
    absolute,
    article_id,
    canonical,
    canonical_form,
    host_of,
    is_article,
    is_onsite,
    redirect_target,
)

QINGTANG = Station(
    name="qingtang",
    title="青棠站",
    hosts=("www.qt.example",),
    shared_hosts=("moment.qt.example",),
    id_space="qingtang",
    articles=(
        re.compile(r"/news/\d{8}/(?P<id>\d+)\.html"),
        re.compile(r"/old/\d+\.htm"),
    ),
    parts=(re.compile(r"/old/\d+_\d+\.htm"),),
    twins=(Twin(pattern=re.compile(r"^(https?://)m\."), canonical=r"\1www."),),
)


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ("HTTP://WWW.QT.Example", "http://www.qt.example/"),
        ("https://www.qt.example:443/a", "https://www.qt.example/a"),
        ("http://www.qt.example:443/a", "http://www.qt.example:443/a"),
        ("http://user:secret@www.qt.example./a#top", "http://www.qt.example/a"),
        ("  http://www.qt.example/a\n", "http://www.qt.example/a"),
        ("http://www.qt.example/a/./b/../c.html", "http://www.qt.example/a/c.html"),
        ("http://www.qt.example/../../a", "http://www.qt.example/a"),
        ("http://www.qt.example/a/..", "http://www.qt.example/"),
        ("http://www.qt.example//a//b", "http://www.qt.example//a//b"),
        ("http://www.qt.example/%7ea%2fb%e4%b8%ad", "http://www.qt.example/~a%2Fb%E4%B8%AD"),
        ("http://www.qt.example/中 文", "http://www.qt.example/%E4%B8%AD%20%E6%96%87"),
        ("http://www.qt.example/100%", "http://www.qt.example/100%"),
        ("http://www.qt.example/?q=%d6%d0", "http://www.qt.example/?q=%D6%D0"),
        ("http://www.qt.example/?b=2&a=1&a=0", "http://www.qt.example/?b=2&a=1&a=0"),
        ("http://www.qt.example/?20220722", "http://www.qt.example/?20220722"),
        ("http://www.qt.example/?", "http://www.qt.example/"),
        ("http://例子.example/", "http://xn--fsqu00a.example/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
    ],
)
def test_an_address_has_one_form(found: str, written: str) -> None:
    """By rule 1; a change here would change ids."""
    assert canonical(found) == written


@pytest.mark.parametrize("name", [name.replace("*", "x") for name, _ in TRACKING])
def test_tracking_parameters_are_dropped(name: str) -> None:
    """They say how a reader came, not what is shown."""
    assert canonical(f"http://a.example/?{name}=1&id=7&{name.upper()}") == "http://a.example/?id=7"


@pytest.mark.parametrize("name", ["id", "fromid", "shar", "p", "utm"])
def test_other_parameters_stay(name: str) -> None:
    """A name that only resembles one is not dropped."""
    assert canonical(f"http://a.example/?{name}=1") == f"http://a.example/?{name}=1"


@pytest.mark.parametrize(
    "hostile",
    [
        "", "/a", "//a.example/", "ftp://a.example/", "javascript:alert(1)", "http:", "http://",
        "http:///a", "http://a b/", "http://[::1/", "http://a.example:99999/", "http://a:x/",
        "http://\ud800/", "http://a\0b/", "http://-a/", "http://" + "a" * 64 + "/",
        "http://a.example/" + "a" * 5000, "file:///etc/passwd", "http://a/\ud800" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_address_is_a_value_error(hostile: str) -> None:
    """One kind of error for all that a page may hold in an href."""
    with pytest.raises(ValueError, match=r"(?s)."):
        canonical(hostile)


ADDRESSES = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["a.example", "A.Example:80", "b.example:443", "青棠.example", "[::1]", "x."]),
    st.text(alphabet="/.%aA2fF中 ;=+~\\\ud800", max_size=20).map("/{}".format),
    st.text(alphabet="?&=%aA2fF中 +/from#", max_size=20).map("?{}".format),
)


@given(ADDRESSES | st.text() | st.text(alphabet="htp:/.[]@%?#a1中", max_size=20))
@example("http://a.example/%252e%252e/")
@example("http://a.example/.%2e/%2E")
def test_the_form_of_a_form_is_the_form(text: str) -> None:
    """Whatever is given: a ValueError, or an address that needs no further writing."""
    try:
        written = canonical(text)
    except ValueError:
        return
    assert canonical(written) == written
    assert written.isascii()
    assert host_of(written) == written.split("/", 3)[2]


def test_a_content_id_is_the_id_in_its_space() -> None:
    """On whatever host and in whatever form the article is found."""
    assert article_id("https://www.qt.example/news/20220722/118.html?from=x", QINGTANG) == (
        "qingtang:118"
    )
    assert article_id("http://m.qt.example/news/20220723/118.html#a", QINGTANG) == "qingtang:118"


def test_without_a_content_id_the_address_is_the_id() -> None:
    """http and https, and the form for telephones, are one."""
    # printf www.qt.example/old/7.htm | sha256sum
    one = article_id("https://www.qt.example/old/7.htm", QINGTANG)
    assert one == "url:7127dacebaff94c4"
    assert article_id("http://m.qt.example/old/7.htm?utm_source=a", QINGTANG) == one
    assert article_id("http://www.qt.example/old/8.htm", QINGTANG) != one


def test_a_number_without_an_id_space_is_no_id() -> None:
    """Numbers of two installations would be taken for one another."""
    nowhere = Station(name="a", title="a", hosts=("a.example",), articles=QINGTANG.articles)
    assert article_id("http://a.example/news/20220722/118.html", nowhere).startswith("url:")


def test_each_pattern_has_its_own_id_space() -> None:
    """A station that changed its publishing system has two series of numbers."""
    moved = Station(
        name="a",
        title="a",
        hosts=("a.example",),
        articles=(re.compile(r"/a/(?P<id>\d+)"), re.compile(r"/b/(?P<id>\d+)")),
        id_spaces=("new", None),
    )
    assert article_id("http://a.example/a/1", moved) == "new:1"
    assert article_id("http://a.example/b/1", moved).startswith("url:")


def test_a_twin_is_written_as_its_first_form() -> None:
    """And said to be one."""
    assert canonical_form("http://M.qt.example/news/1.html", QINGTANG) == (
        "http://www.qt.example/news/1.html",
        True,
    )
    assert canonical_form("http://www.qt.example/a?from=timeline", QINGTANG) == (
        "http://www.qt.example/a",
        False,
    )


def test_a_station_is_its_hosts_their_twins_and_what_it_shares() -> None:
    """Nothing else, however alike it looks."""
    assert is_onsite("https://www.qt.example/", QINGTANG)
    assert is_onsite("https://m.qt.example/", QINGTANG)
    assert is_onsite("https://moment.qt.example/", QINGTANG)
    assert not is_onsite("https://qt.example/", QINGTANG)
    assert not is_onsite("https://www.qt.example.evil.example/", QINGTANG)
    assert not is_onsite("https://www.qt.example:8080/", QINGTANG)
    assert not is_onsite("https://www.qt.example@evil.example/", QINGTANG)
    assert not is_onsite("mailto:a@www.qt.example", QINGTANG)


def test_articles_are_known_by_their_address() -> None:
    """A further part is no article, nor is anything of a station without patterns."""
    assert is_article("http://m.qt.example/news/20220722/118.html", QINGTANG)
    assert not is_article("http://evil.example/news/20220722/118.html", QINGTANG)
    assert not is_article("http://www.qt.example/news/", QINGTANG)
    assert not is_article("http://www.qt.example/old/7_2.htm", QINGTANG)
    assert not is_article("http://a.example/news/1.html", unknown_station("a.example"))


def test_a_redirect_leads_where_a_link_would() -> None:
    """A Location is an address like another one, in raw bytes."""
    for location in (
        b"\\n\\\xe6\x96\xb0.html",
        b" /n/%E6%96%B0.html\t",
        b"//a.example/n/%E6%96%B0.html",
    ):
        assert (
            redirect_target("http://a.example/1", location) == "http://a.example/n/%E6%96%B0.html"
        )


@pytest.mark.parametrize(
    ("href", "charset", "address"),
    [
        ("/view.asp?id=洪1", "gb18030", "http://a.example/view.asp?id=%BA%E91"),
        ("/view.asp?id=洪1", "utf-8", "http://a.example/view.asp?id=%E6%B4%AA1"),
        ("/新.asp?id=洪", "gb18030", "http://a.example/%E6%96%B0.asp?id=%BA%E9"),
        ("?q=é&t=洪", "cp1252", "http://a.example/n/?q=%E9&t=%26%2327946%3B"),
        ("b\\3.html", "utf-8", "http://a.example/n/b/3.html"),
        ("b3.html?p=c:\\d", "utf-8", "http://a.example/n/b3.html?p=c:%5Cd"),
        ("/a\n/1.\thtml", "utf-8", "http://a.example/a/1.html"),
        ("/b2.html?t=%u4E2D", "utf-8", "http://a.example/b2.html?t=%u4E2D"),
        ("//b.example/1", "utf-8", "http://b.example/1"),
        ("///b.example/1", "utf-8", "http://b.example/1"),
        ("http:\\\\\\b.example\\1", "utf-8", "http://b.example/1"),
        ("https:/b.example/1", "utf-8", "https://b.example/1"),
        ("http:/1.html", "utf-8", "http://a.example/1.html"),
        ("http:1.html", "utf-8", "http://a.example/n/1.html"),
        ("http://%61.EXAMPLE/1", "utf-8", "http://a.example/1"),
    ],
)
def test_a_link_leads_where_a_browser_goes(href: str, charset: str, address: str) -> None:
    """The WHATWG URL standard: the query in the page's character set, a backslash is a slash."""
    assert canonical(absolute("http://a.example/n/", href, charset)) == address


@pytest.mark.parametrize("value", ["timeline", "singlemessage", "GroupMessage", "list", ""])
def test_a_from_that_says_how_a_reader_came_is_dropped(value: str) -> None:
    """WeChat tells where a link was shared, stations tell on which page it stood."""
    assert canonical(f"http://a.example/1.html?from={value}") == "http://a.example/1.html"


@pytest.mark.parametrize("value", ["2026-07-01", "7", "20260701"])
def test_a_from_that_is_a_day_or_a_number_stays(value: str) -> None:
    """?from=2026-07-01&to=… is a search."""
    address = f"http://a.example/list?from={value}&to=x"
    assert canonical(address) == address


def test_of_an_address_that_an_operator_wrote_nothing_is_cut() -> None:
    """Who wrote it has seen that it answers."""
    written = "http://a.example/list?spm=1&from=timeline&share=2"
    assert canonical(written) == "http://a.example/list"
    assert canonical(written, whole_query=True) == written
