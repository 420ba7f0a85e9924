"""JSON lists: what a site's own scripts load."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery.feeds import Entry, Feed
from harvester.discovery.json_list import json_list, next_page
from harvester.model.errors import NotAnArticle
from harvester.model.station import Station

PLAIN = Station(name="a", title="甲", json_items="data.list", json_time="publishTime")
MADE = Station(
    name="b",
    title="乙",
    json_items="channels.news",
    json_link="https://b.example/{channel.code}/{id}.html",
    json_time="time",
)


def test_articles_stand_at_a_path_with_their_address_and_time() -> None:
    """What else is in the answer does not matter."""
    answer = """{"code": 0, "data": {"total": 2, "list": [
        {"url": "/c/1.html", "title": "渡船加开一班", "publishTime": "2022-07-22 08:51:12"},
        {"url": "https://a.example/c/2.html", "publishTime": 1658451072},
        {"title": "无链接"}, null, 7]}}"""
    assert json_list(answer, PLAIN).pages == (
        Entry(url="/c/1.html", published_on="2022-07-22"),
        Entry(url="https://a.example/c/2.html", published_on="2022-07-22"),
    )


def test_an_address_is_made_of_fields_and_the_path_goes_through_lists() -> None:
    """Many answers give an id instead of an address; times may be milliseconds."""
    answer = """{"channels": [{"news": [{"id": 11, "channel": {"code": "yw"}}]},
        {"news": [{"id": 12, "channel": {"code": "ms"}, "time": 1658451072000}, {"id": 13}]}]}"""
    assert json_list(answer, MADE).pages == (
        Entry(url="https://b.example/yw/11.html"),
        Entry(url="https://b.example/ms/12.html", published_on="2022-07-22"),
    )


@pytest.mark.parametrize(
    "wrapped",
    [
        'jQuery123_4({"data": {"list": [{"url": "/1"}]}});',
        '/**/ news.show({"data": {"list": [{"url": "/1"}]}})',
        'var list = {"data": {"list": [{"url": "/1"}]}};',
        '\n{"data": {"list": {"url": "/1"}}}',
        '{"data": [{"list": [{"url": "/1"}]}]}',
    ],
)
def test_a_callback_around_it_is_passed_over(wrapped: str) -> None:
    """JSONP, and assignments to a variable."""
    assert json_list(wrapped, PLAIN).pages == (Entry(url="/1"),)


def test_a_whole_answer_may_be_the_list() -> None:
    """Without `json_items`."""
    assert json_list('[{"url": "/1"}]', Station(name="a", title="甲")).pages == (Entry(url="/1"),)


@pytest.mark.parametrize("quiet", ['{"data": {"list": []}}', '{"data": {"list": null}}'])
def test_a_list_without_items_is_a_quiet_day(quiet: str) -> None:
    """The path is there."""
    assert json_list(quiet, PLAIN) == Feed()


@pytest.mark.parametrize(
    "other",
    ["", "<html>", '{"code": 500}', '{"data": []}', "[" * 5000, '{"data": {"list": "x"}}',
     "\n" * 100_000 + "<html>", '{"data": {"list": [{"link": "/1"}, {"link": "/2"}]}}'],
)  # fmt: skip
def test_what_is_no_such_list_is_refused(other: str) -> None:
    """An error in place of the list must not look like a day without news."""
    with pytest.raises(NotAnArticle, match="no JSON list"):
        json_list(other, PLAIN)


@pytest.mark.parametrize(
    ("url", "after"),
    [
        ("https://a.example/news?page=9&size=20", "https://a.example/news?page=10&size=20"),
        ("https://a.example/news?pageNo=1", "https://a.example/news?pageNo=2"),
        ("https://a.example/news?homepage=1", None),
        ("https://a.example/page=1", None),
    ],
)
def test_the_next_page_is_counted_where_the_address_counts_them(url: str, after: str) -> None:
    """A backfill walks on."""
    assert next_page(url) == after


@given(st.text(max_size=60))
def test_no_text_brings_the_reader_down(text: str) -> None:
    """Articles, or a refusal."""
    for answer in (text, "{" + text, '{"data": {"list": [' + text):
        try:
            json_list(answer, PLAIN)
        except NotAnArticle:
            continue
