"""The patterns that a survey makes of addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model.url import canonical
from harvester.survey.address_shape import by_shape, names_one_page, pattern_of

#: What addresses are made of: words, numbers, escapes, and the signs between them.
_PIECES = st.sampled_from(
    [*"/?&=-_.~!$'()*+,;:@[]%", "新闻", "news", "Col", "7", "12", "2026", "20260708", "55012",
     "a1b2c3d4", ".html", ".shtml", "%26", "id="]
)  # fmt: skip
_PATHS = st.lists(_PIECES, max_size=12).map("".join)


@given(st.lists(_PATHS, min_size=1, max_size=6))
def test_a_pattern_is_found_in_each_address_that_it_was_made_of(paths: list[str]) -> None:
    """Else `harvest add` writes a station that knows none of its articles."""
    urls = [canonical(f"http://a.example/{path}") for path in paths]
    for group in by_shape(urls).values():
        pattern = re.compile(pattern_of(group))
        assert all(pattern.search(url) for url in group), pattern.pattern


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/local-news/55012.html", r"/[^/?]+/(?P<id>\d+)\.html"),
        ("/show.php?cat=%E8%A6%81%E9%97%BB&id=55012", r"/show\.php\?cat=[^&]*\&id=(?P<id>\d+)"),
        ("/read?55012", r"/[^/?]+\?(?P<id>\d+)$"),
        ("/show.php?type=&id=55012", r"/show\.php\?type=[^&]*\&id=(?P<id>\d+)"),
    ],
)
def test_words_of_paths_and_values_of_queries_may_have_any_sign(path: str, pattern: str) -> None:
    """A hyphen in a folder, Chinese in a query, a number without a name, no value."""
    assert pattern_of([f"http://a.example{path}"]) == pattern


@pytest.mark.parametrize(
    "path",
    [
        "/post/2019-10-12/qiaotongche/", "/2019/10/12/qiaotongche/", "/p/daily-news-of-10-08-2019/",
        "/NewsContents.aspx?id=940", "/show.php?m=content&id=73", "/article/88.html",
        "/n/7pplXmYoC6f", "/yw/20191012/u1ai8848669.html",
    ],
)  # fmt: skip
def test_a_month_a_number_at_the_end_a_code_or_a_slug_names_one_page(path: str) -> None:
    """Small sites count their articles from one, and others name them by day and word."""
    assert names_one_page(f"http://a.example{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/2019/10/", "/news/2019-10/", "/page/2/", "/2019/expo", "/2018SmartCity/", "/zt/2019/",
        "/upload/20191012/73401.pdf", "/upload/20191012/u1ai8848669.JPG", "/list_73.html",
        "/CenterInfo.aspx", "/tag/73401",
    ],
)  # fmt: skip
def test_a_calendar_a_year_a_document_or_a_subject_is_no_page_of_one_article(path: str) -> None:
    """A list of a month, a fair of a year and files are linked by headlines, too."""
    assert not names_one_page(f"http://a.example{path}")
