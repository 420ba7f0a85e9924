"""Selectors on a page find what a CSS engine finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from harvester.document.lines import text_of
from harvester.document.selectors import Selectors, select

PAGE = etree.HTML(
    '<div class="a b" id="top"><h1>青棠</h1><section class="a"><p class="x">一</p><p>二</p>'
    '<div class="b x"><span id="s" class="x y">三</span></div></section></div>'
    '<div class="ab"><h1 class="x">四</h1><a href="/node_1.html">五</a></div>'
)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("h1", ["青棠", "四"]),
        (".a h1", ["青棠"]),
        ("#top .x", ["一", "三", "三"]),
        (".a > p", ["一", "二"]),
        (".b.x span", ["三"]),
        ("span#s.y", ["三"]),
        ("h1.x, .a p", ["一", "二", "四"]),
        ("p:nth-of-type(2)", ["二"]),
        ('a[href*="node_"]', ["五"]),
        ('div[class^="a"] h1', ["青棠", "四"]),
        ('[class^="x"]', ["一", "三", "四"]),
        ("section[class^=b]", []),
        (".b .b .b", []),
        (".nothing", []),
    ],
)
def test_a_selector_finds_its_elements_in_the_order_of_the_page(
    selector: str, texts: list[str]
) -> None:
    """Tags, ids, classes, descent and children; other selectors by XPath."""
    assert [text_of(x) for x in Selectors(PAGE).select(selector)] == texts


_PARTS = st.sampled_from(
    ["h1", "p", "div", ".a", ".b", ".x", "#top", "#s", "span.y", "div.b", "div[class^=a]"]
)


@given(st.lists(st.lists(_PARTS, min_size=1, max_size=3), min_size=1, max_size=3), st.booleans())
def test_the_index_answers_as_xpath_does(groups: list[list[str]], child: bool) -> None:
    """Whatever is asked of tags, ids and classes."""
    selector = ", ".join((" > " if child else " ").join(parts) for parts in groups)
    assert Selectors(PAGE).select(selector) == select(PAGE, selector)


def test_a_deep_page_takes_linear_time() -> None:
    """Two thousand levels, and twenty thousand elements at the bottom: no step is walked twice."""
    inner = '<i class="x">一</i>' * 20_000
    page = etree.HTML('<div class="b">' * 1900 + inner, etree.HTMLParser(huge_tree=True))
    assert Selectors(page).select(".a .x") == []
    assert len(Selectors(page).select(".b .x")) == 20_000
