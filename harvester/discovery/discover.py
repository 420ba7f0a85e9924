"""A capture of a list page, sitemap or feed → the links that the frontier takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archive.model.article import Capture
from harvester.discovery.feeds import Feed, feed
from harvester.discovery.json_list import json_list, next_page
from harvester.discovery.links import day_in, links
from harvester.document import decoding
from harvester.model.station import Station
from harvester.model.url import absolute, article_id, asked_form, canonical, is_article_form
from harvester.model.visit import AddressKind, Days, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a list names."""

    links: tuple[Link, ...]
    left_out: int  # addresses that were not looked at, because there are too many
    without_address: int = 0  # items of a feed or sitemap without an address that can be asked for


def discover(capture: Capture, station: Station, kind: AddressKind) -> Named:
    """The articles and further lists that a capture names, in its order.

    Raises NotAnArticle where the capture cannot be read at all.
    """
    body = decoding.content(capture)
    if kind in ("sitemap", "feed"):
        return _of_entries(feed(body, station.zone), capture, station)
    text, charset = decoding.decoded(body, capture.header("content-type"), station.encoding)
    if kind == "json":
        named = _of_entries(json_list(text, station), capture, station)
        further = next_page(capture.url) if named.links else None
        pages = () if further is None else (Link(url=further, kind="json"),)
        return replace(named, links=(*named.links, *pages))
    page = links(text, capture.url, station, charset)
    articles = [
        Link(
            url=item.url,
            kind="article",
            article=article_id(item.url, station),
            alternate=item.alternate,
            published_on=item.published_on,
        )
        for item in page.articles
    ]
    lists = (Link(url=url, kind="list") for url in page.lists)
    return Named(links=(*articles, *lists), left_out=page.left_out)


def starts(station: Station, days: Days | None = None) -> list[Link]:
    """Where a station's crawl begins; with days, also at the indexes of all of them.

    Of `dated_lists` a crawl reads today's and yesterday's, in the station's own zone.
    """
    today = datetime.now(station.zone).date()
    first, last = today - timedelta(days=1), today
    if days is not None and days.since is not None:
        first, last = days.since, min(days.until or today, today)
    count = (last - first).days + 1 if station.dated_lists else 0
    issues = [first + timedelta(days=number) for number in range(count)]
    return [
        *(
            Link(url=canonical(pattern.format(date=day), whole_query=True), kind="list")
            for day in issues
            for pattern in station.dated_lists
        ),
        *named_lists(station),
    ]


def named_lists(station: Station) -> list[Link]:
    """The lists that the station's file names once for all: of each is expected that it answers."""
    return [
        *(Link(url=canonical(url, whole_query=True), kind="list") for url in station.lists),
        *(Link(url=canonical(url, whole_query=True), kind="sitemap") for url in station.sitemaps),
        *(Link(url=canonical(url, whole_query=True), kind="feed") for url in station.feeds),
        *(Link(url=canonical(url, whole_query=True), kind="json") for url in station.json_lists),
    ]


def _of_entries(entries: Feed, where: Capture, station: Station) -> Named:
    """The articles and further sitemaps that a list for programs names, each once."""
    links: dict[str, Link] = {}
    without_address = entries.without_address
    for entry in entries.pages:
        try:
            form, alternate = asked_form(absolute(where.url, entry.url), station)
        except ValueError:
            without_address += 1
            continue
        if form not in links and station.covers(form) and is_article_form(form, station):
            links[form] = Link(
                url=form,
                kind="article",
                article=article_id(form, station),
                alternate=alternate,
                published_on=day_in(form) or entry.published_on,
            )
    sitemaps = []
    for entry in entries.feeds:
        try:
            url = canonical(absolute(where.url, entry.url))
        except ValueError:
            without_address += 1
            continue
        if station.covers(url):
            sitemaps.append(Link(url=url, kind="sitemap", changed=entry.published_on))
    return Named(
        links=(*links.values(), *sitemaps),
        left_out=entries.left_out,
        without_address=without_address,
    )
