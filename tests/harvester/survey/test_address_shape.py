"""The patterns that a survey makes of addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model.url import canonical
from harvester.survey.address_shape import by_shape, pattern_of

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
        ("/show.php?cat=%E8%A6%81%E9%97%BB&id=55012", r"/[^/?]+\.php\?cat=[^&]*\&id=(?P<id>\d+)"),
        ("/read?55012", r"/[^/?]+\?(?P<id>\d+)$"),
        ("/show.php?type=&id=55012", r"/[^/?]+\.php\?type=[^&]*\&id=(?P<id>\d+)"),
    ],
)
def test_words_of_paths_and_values_of_queries_may_have_any_sign(path: str, pattern: str) -> None:
    """A hyphen in a folder, Chinese in a query, a number without a name, no value."""
    assert pattern_of([f"http://a.example{path}"]) == pattern
