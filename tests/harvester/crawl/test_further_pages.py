"""Which further pages of a list are read: those that may still bring something."""

from __future__ import annotations

from datetime import date

import pytest

from harvester.crawl.further_pages import links_to_follow
from harvester.model.visit import ALL_DAYS, Address, Days, Link, Listing, Outcome, Visit

ARTICLES = (
    Link(url="https://a.example/1", kind="article", published_on="2026-06-30"),
    Link(url="https://a.example/2", kind="article", published_on="2026-06-29"),
)
NEXT = Link(url="https://a.example/list_2", kind="list")


def followed(
    links: tuple[Link, ...],
    unknown: tuple[str, ...] = (),
    *,
    depth: int = 0,
    days: Days = ALL_DAYS,
    deep: bool = False,
    outcome: Outcome = "captured",
) -> list[tuple[str, int]]:
    """The lists that a list page leads to, each with its depth."""
    address = Address(
        url="https://a.example/", station="press", kind="list", listing=Listing(depth=depth)
    )
    visit = Visit(address=address, links=links, outcome=outcome)
    kept = links_to_follow(visit, unknown, days=days, deep=deep)
    assert [link for link in kept if link.kind == "article"] == [
        link for link in links if link.kind == "article"
    ]
    return [(link.url, link.depth) for link in kept if link.kind != "article"]


def test_a_list_with_a_new_article_leads_to_its_next_page() -> None:
    """More of what is new may stand there."""
    page = followed((*ARTICLES, NEXT), ("https://a.example/1",), depth=3)
    assert page == [("https://a.example/list_2", 4)]


def test_a_list_without_a_new_article_ends_an_everyday_crawl_and_no_backfill() -> None:
    """What stands below was read before; a backfill does not trust that."""
    assert followed((*ARTICLES, NEXT)) == []
    assert followed((*ARTICLES, NEXT), deep=True) == [("https://a.example/list_2", 1)]


@pytest.mark.parametrize("deep", [False, True])
def test_a_page_of_which_all_articles_are_too_old_leads_no_further(deep: bool) -> None:
    """The pages below are older still; one article of the wanted days is enough to go on."""
    unknown = ("https://a.example/1", "https://a.example/2")
    july, late_june = Days(since=date(2026, 7, 1)), Days(since=date(2026, 6, 30))
    assert followed((*ARTICLES, NEXT), unknown, days=july, deep=deep) == []
    page = followed((*ARTICLES, NEXT), unknown, days=late_june, deep=deep)
    assert page == [("https://a.example/list_2", 1)]


@pytest.mark.parametrize("deep", [False, True])
def test_only_the_list_itself_may_name_no_article_and_lead_on(deep: bool) -> None:
    """The index of an e-paper does; a calendar would have no end."""
    assert followed((NEXT,), deep=deep) == [("https://a.example/list_2", 1)]
    assert followed((NEXT,), depth=1, deep=deep) == []


def test_where_a_list_redirects_to_is_followed_at_the_same_depth() -> None:
    """It is the same page of the list, elsewhere."""
    page = followed((NEXT,), depth=2, outcome="redirect")
    assert page == [("https://a.example/list_2", 2)]
