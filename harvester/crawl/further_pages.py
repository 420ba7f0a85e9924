"""Which links of a visit are followed: further pages of a list (下一页) while they bring news."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.model.visit import Days, Link, Visit

#: Lists that have further pages.
_PAGED = ("list", "json")


def links_to_follow(
    visit: Visit, unknown: Collection[str], *, days: Days, deep: bool
) -> tuple[Link, ...]:
    """The links of a visit, without further pages of a list that has nothing more to bring.

    `unknown` are the addresses of those articles that nobody had discovered before.
    """
    wanted = visit.links
    is_page_of_list = visit.address.kind in _PAGED and visit.outcome != "redirect"
    if is_page_of_list and not _leads_on(visit, unknown, days=days, deep=deep):
        wanted = tuple(link for link in visit.links if link.kind == "article")
    depth = visit.address.listing.depth + (visit.outcome != "redirect")
    return tuple(replace(link, depth=depth) if link.kind in _PAGED else link for link in wanted)


def _leads_on(visit: Visit, unknown: Collection[str], *, days: Days, deep: bool) -> bool:
    """Whether the further pages of a list are to be read.

    A backfill (`deep`) reads them all, other crawls for as long as they bring something new; both
    end at a page whose articles are all older than what is asked for. A page that names no article
    ends them too, because a calendar has no end. Only the list itself may name none and lead on, as
    the index of an e-paper does.
    """
    articles = [link for link in visit.links if link.kind == "article"]
    if not articles:
        return visit.address.listing.depth == 0
    if all(days.are_over(link.published_on) for link in articles):
        return False
    return deep or bool(unknown)
