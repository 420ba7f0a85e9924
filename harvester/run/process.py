"""What a capture means for its address: the one place where an answer becomes an outcome.

A crawl, an import, a rebuild and the captures of a dead run all pass here; they differ only in
how further captures (second parts, twins) are had: from the network, or from the archive.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from archive.model.article import Article, Capture
from harvester.discovery.discover import discover
from harvester.document.deadline import Deadline
from harvester.extract.choose import normalise
from harvester.extract.page import joined, read_one
from harvester.model.errors import CannotBeRead, NotAnArticle
from harvester.model.url import article_id, canonical, canonical_form, is_article_form, of_header
from harvester.model.visit import Link, Outcome, Visit

if TYPE_CHECKING:
    from harvester.model.station import Station

#: Gives the capture of an address (kind: part or page), or None where it cannot be had.
Fetch = Callable[[str, str], Awaitable[Capture | None]]

#: Parts followed of one publication; longer ones are marked incomplete.
MAX_PARTS = 50
#: Redirects that are meant for good (RFC 9110, 15.4).
_PERMANENT = frozenset({301, 308})


async def interpret(visit: Visit, capture: Capture, station: Station, fetch: Fetch) -> None:
    """Fill in what a capture of the visited address brings: outcome, article, links."""
    try:
        await _interpret(visit, capture, station, fetch)
    except NotAnArticle as error:
        visit.outcome = "withdrawn" if error.kind == "withdrawn" else "quarantined"
        visit.detail = str(error)
        visit.set_aside = isinstance(error, CannotBeRead)


async def _interpret(visit: Visit, capture: Capture, station: Station, fetch: Fetch) -> None:
    status = capture.status
    if status == 304:
        visit.outcome = "unchanged"
    elif 300 <= status < 400:
        led_back = Deadline().run(_follow, visit, capture, station)
        if led_back is not None:
            await _read_twin(visit, station, fetch, "failed", led_back)
    elif status in (404, 410):
        await _read_twin(visit, station, fetch, "gone", f"status {status}")
    elif status != 200:
        await _read_twin(visit, station, fetch, "failed", f"status {status}")
    elif visit.address.kind == "article":
        await _read_article(visit, capture, station, fetch)
    else:
        named = Deadline().run(discover, capture, station, visit.address.kind)
        visit.links.extend(named.links)
        if named.left_out:
            visit.detail = f"{named.left_out} of the addresses that it names were not looked at"
        _refuse_silent_list(visit)


def _refuse_silent_list(visit: Visit) -> None:
    """A list page without articles where there were some: a new template, a captcha, a notice.

    It waits to be read like an article that no layout fits. A feed says itself that it is one, and
    may be empty.
    """
    address = visit.address
    if address.kind == "list" and address.depth == 0 and address.named and not visit.named:
        message = f"not a list: it names no article, and named {address.named} before"
        visit.links.clear()
        raise NotAnArticle("list", message)


async def _read_article(visit: Visit, first: Capture, station: Station, fetch: Fetch) -> None:
    """The straight line: captures → page → article, with the further parts of the page."""
    deadline = Deadline()
    pages = [deadline.run(read_one, first, station)]
    asked = {first.url}
    while len(pages) < MAX_PARTS:
        page = joined(pages)
        following = next((url for url in page.next_parts if url not in asked), None)
        if following is None:
            break
        asked.add(following)
        part = await fetch(following, "part")
        if part is None or part.status != 200:
            visit.lacks_part = part is None
            break
        pages.append(deadline.run(read_one, part, station))
    page = joined(pages)
    visit.parts = tuple(capture.id for capture in page.captures)
    identifier = visit.address.article or article_id(visit.address.url, station)
    article = deadline.run(normalise, page, identifier)
    visit.article = replace(article, url=visit.address.url)


def _follow(visit: Visit, capture: Capture, station: Station) -> str | None:
    """A redirect is an outcome; where it leads is an address of its own.

    Returns why it leads to no other address, where it does not: then its twin is read.
    """
    location, address = of_header(capture.header("location") or ""), visit.address
    visit.passing = capture.status not in _PERMANENT
    try:
        asked = canonical(urljoin(capture.url, location))
        target, is_twin = canonical_form(asked, station)
    except ValueError as error:
        visit.outcome, visit.detail = "failed", f"redirects to {location!r}: {error}"
        return None
    if target == address.url:
        visit.address = replace(address, twin=asked if is_twin else address.twin)
        return f"redirects to {asked if is_twin else 'itself'}"
    if not station.covers(target):
        visit.outcome, visit.detail, visit.redirect = "offsite", f"redirects to {target}", target
    elif address.kind == "article" and not is_article_form(target, station):
        # A login page or the front page: for now, or instead of an article that is gone.
        visit.outcome = "failed" if visit.passing else "gone"
        visit.detail = f"redirects to {target}, which is no article"
    else:
        visit.outcome, visit.redirect = "redirect", target
        visit.links.append(
            Link(
                url=target,
                kind=address.kind,
                article=_id_at(target, visit, station) if address.kind == "article" else None,
                twin=asked if is_twin else None,
                redirects=address.redirects + 1,
                depth=address.depth,
            )
        )
    return None


def _id_at(target: str, visit: Visit, station: Station) -> str:
    """The id of the article to which a redirect leads.

    An id made of an address is that of the first address: a site that gave its articles other
    addresses has not published them again. A content id says itself which article it is.
    """
    there, here = article_id(target, station), visit.address.article
    held = visit.address.capture is not None and not visit.passing
    if held and here is not None and here.startswith("url:") and there.startswith("url:"):
        return here
    return there


async def _read_twin(
    visit: Visit, station: Station, fetch: Fetch, outcome: Outcome, detail: str
) -> None:
    """Where the canonical address never answered, its twin is read, and the visit says so."""
    visit.outcome, visit.detail = outcome, detail
    address = visit.address
    if address.twin is None or address.capture is not None or address.kind != "article":
        return
    twin = await fetch(address.twin, "page")
    if twin is None or twin.status != 200:
        return
    identifier = address.article or article_id(address.url, station)
    try:
        article = Deadline().run(_read_alone, twin, station, identifier)
    except NotAnArticle:
        return
    visit.article = replace(article, url=address.url)
    visit.parts = (twin.id,)
    visit.outcome, visit.detail = "captured", f"read from {twin.url}: {detail}"


def _read_alone(capture: Capture, station: Station, identifier: str) -> Article:
    return normalise(read_one(capture, station), identifier)
