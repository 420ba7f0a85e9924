"""A page that prints and declares no time has the day of its address, else that of htmldate."""

from __future__ import annotations

from datetime import date

import pytest
from lxml.html import document_fromstring
from support.saved_pages import STATION, capture, html, story

from archive.model.article import Article
from harvester.claims.fallback_day import fallback_day
from harvester.extract.choose import choose_article
from harvester.extract.read_page import read

TODAY = date(2026, 11, 30)
EMPTY = document_fromstring("<html><body></body></html>")


def _article(markup: str) -> Article:
    at = capture(markup, url="https://news.example.cn/2022-07/22/c_1.htm")
    return choose_article(read([at], STATION), "news:1")


@pytest.mark.parametrize(
    ("path", "printed", "day"),
    [
        ("/2022/07/22/600123.html", "2022/07/22", "2022-07-22"),
        ("/content/2022-7/2/600123.html", "2022-7/2", "2022-07-02"),
        ("/xw/202207/t20220722_600123.htm", "20220722", "2022-07-22"),
        ("/html/2022-07/22/content_3.htm", "2022-07/22", "2022-07-22"),
        ("/art/2022/0722/600123.html", "2022/0722", "2022-07-22"),
    ],
)
def test_the_day_in_an_address_is_read(path: str, printed: str, day: str) -> None:
    """Publishing systems file articles by their day."""
    found = fallback_day(f"https://news.example.cn{path}", EMPTY, TODAY)
    assert found is not None
    assert (found.printed, found.where) == (printed, "address")
    assert found.value is not None
    assert found.value.iso() == day  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "path",
    [
        "/2022/13/01/600123.html",  # no month
        "/2022/02/30/600123.html",  # no day
        "/2031/01/01/600123.html",  # not yet
        "/18/12/27/600123.html",  # no year
        "/content/202207221234567.html",  # a number
        "/2022/07/600123.html",  # a month
    ],
)
def test_what_is_no_day_in_an_address_is_not_read(path: str) -> None:
    """A number that looks like a day would be a false date."""
    assert fallback_day(f"https://news.example.cn{path}", EMPTY, TODAY) is None


def test_the_evidence_says_that_the_day_is_from_the_address() -> None:
    """It is surer than nothing, and less sure than what is printed."""
    found = _article(story("青棠网"))
    assert found.published is not None
    assert found.published.iso() == "2022-07-22"
    chosen = [x for x in found.evidence if x.field == "published" and x.chosen]
    assert [(x.printed, x.where, x.method) for x in chosen] == [("2022-07/22", "address", "meta")]


def test_a_printed_time_is_not_overruled_by_the_address() -> None:
    """The address names the day on which the page was filed."""
    found = _article(story("2022-07-23 08:51"))
    assert found.published is not None
    assert found.published.iso() == "2022-07-23T08:51:00+08:00"
    assert all(x.where != "address" for x in found.evidence)


def test_a_day_that_only_htmldate_finds_is_taken() -> None:
    """A meta of a name that we do not know; days of other articles are not looked at."""
    head = '<meta name="cXenseParse:recs:publishtime" content="2022-07-22T08:51:00Z">'
    body = '<li><a href="/a/2.html">青棠镇公交线路调整的通知</a> 2021-01-02 08:00</li>'
    for markup, day in ((html("x", body, head=head), "2022-07-22"), (html("x", body), None)):
        found = fallback_day("https://news.example.cn/a.html", document_fromstring(markup), TODAY)
        assert (found.printed if found else None) == day
        assert found is None or found.where == "htmldate"
