"""Selectors on a page find what a CSS engine finds."""

import parsel
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from harvester.document.lines import text_of
from harvester.document.selectors import Selectors

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
        ("div > section:has(.x)", ["一二三"]),
        (".nothing", []),
    ],
)
def test_a_selector_finds_its_elements_in_the_order_of_the_page(
    selector: str, texts: list[str]
) -> None:
    """Tags, ids, classes, descent and children; other selectors by XPath."""
    assert [text_of(x) for x in Selectors(PAGE).select(selector)] == texts


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ('//p[has-class("x")]', ["一"]),
        ('//span[re:test(., "[三四]")]', ["三"]),
        ("(//h1)[2]", ["四"]),
        ("//h1 | //a", ["青棠", "四", "五"]),
        ('//h1[. = "foo(x:y)"]', []),
        ("//a/node()", []),
    ],
)
def test_an_xpath_finds_elements_as_in_parsel(selector: str, texts: list[str]) -> None:
    """What begins with / or ( is an XPath, with the functions that parsel adds."""
    assert [text_of(x) for x in Selectors(PAGE).select(selector)] == texts


_PARTS = st.sampled_from(
    [
        *("h1", "p", "div", ".a", ".b", ".x", "#top", "#s", "span.y", "div.b", "div[class^=a]"),
        *("span:not(.b)", "h1:not(#top)", ".none", ":is(.b, p)", "[id]"),
    ]
)
_BETWEEN = st.sampled_from([" ", " > ", " + ", " ~ "])
_GROUPS = st.lists(st.lists(st.tuples(_BETWEEN, _PARTS), min_size=1, max_size=3), max_size=3)


@given(_GROUPS.filter(bool))
def test_a_selector_finds_what_parsel_finds(groups: list[list[tuple[str, str]]]) -> None:
    """Skipping what the page cannot hold, and searching step by step, changes no answer."""
    written = ["".join(x for pair in group for x in pair)[len(group[0][0]) :] for group in groups]
    selector = ", ".join(written)
    found = parsel.Selector(root=PAGE, type="html").css(selector)
    assert Selectors(PAGE).select(selector) == [each.root for each in found]


def test_a_name_with_an_unusual_space_is_found() -> None:
    """A full-width space is part of a class's name; only those of ASCII part two names."""
    page = etree.HTML('<p class="a\u3000b\tc">一</p>')
    assert [text_of(x) for x in Selectors(page).select(".a\u3000b.c")] == ["一"]
    assert Selectors(page).select(".b") == []


def test_an_xpath_finds_nothing_on_a_page_too_deep_for_it() -> None:
    """Each level multiplies its time, and no signal ends it: people's pages have thirty levels."""
    page = etree.HTML("<div>" * 198 + "<p>一</p>")
    assert [text_of(x) for x in Selectors(page).select("//div//p")] == []
    page = etree.HTML("<div>" * 197 + "<p>一</p>")
    assert [text_of(x) for x in Selectors(page).select("//div//p")] == ["一"]


def test_a_deep_page_takes_linear_time() -> None:
    """Two thousand levels, and twenty thousand elements at the bottom: no step is walked twice,
    also where what is asked for stands elsewhere.
    """
    inner = '<i class="x">一</i>' * 20_000
    page = etree.HTML('<div class="b">' * 1900 + inner, etree.HTMLParser(huge_tree=True))
    assert Selectors(page).select(".a .x") == []
    assert len(Selectors(page).select(".b .x")) == 20_000
    elsewhere = etree.HTML(
        '<p class="a">二</p>' + '<div class="b">' * 1900 + inner, etree.HTMLParser(huge_tree=True)
    )
    assert Selectors(elsewhere).select(".a .x") == []
    assert Selectors(elsewhere).select("div div > .x, p.a .x") == Selectors(elsewhere).select(".x")
