"""A capture of a list page, sitemap or feed → the links that the frontier takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from archive.article import Capture
from harvester import decoding
from harvester.address import article_id, canonical, canonical_form, is_article_form
from harvester.links import Entry, feed, links, sitemap
from harvester.station import Station
from harvester.visit import AddressKind, Days, Link


def discover(capture: Capture, station: Station, kind: AddressKind) -> list[Link]:
    """The articles and further lists that a capture names, in its order.

    Raises NotAnArticle where the capture cannot be read at all.
    """
    body = decoding.content(capture)
    if kind == "sitemap":
        found = sitemap(body)
        return [*_articles(found.pages, station), *_sitemaps(found.sitemaps, capture, station)]
    if kind == "feed":
        return _articles(feed(body), station)
    text = decoding.text(body, capture.header("content-type"), station.encoding)
    page = links(text, capture.url, station)
    return [
        *(_article(item.url, station, twin=item.form, dated=item.dated) for item in page.articles),
        *(Link(url=url, kind="list") for url in page.lists),
    ]


def starts(station: Station, days: Days | None = None) -> list[Link]:
    """Where a station's crawl begins; with days, also at the indexes of all of them.

    Of `dated_lists` a crawl reads today's and yesterday's, in the station's own zone.
    """
    today = datetime.now(ZoneInfo(station.timezone)).date()
    first, last = today - timedelta(days=1), today
    if days is not None and days.since is not None:
        first, last = days.since, min(days.until or today, today)
    count = (last - first).days + 1 if station.dated_lists else 0
    issues = [first + timedelta(days=number) for number in range(count)]
    return [
        *(
            Link(url=canonical(pattern.format(date=day)), kind="list")
            for day in issues
            for pattern in station.dated_lists
        ),
        *(Link(url=canonical(url), kind="list") for url in station.lists),
        *(Link(url=canonical(url), kind="sitemap") for url in station.sitemaps),
        *(Link(url=canonical(url), kind="feed") for url in station.feeds),
    ]


def _articles(entries: Iterable[Entry], station: Station) -> list[Link]:
    """Those entries of a sitemap or feed that are articles of the station."""
    found = []
    for entry in entries:
        try:
            form, is_twin = canonical_form(entry.url, station)
        except ValueError:
            continue
        if station.covers(form) and is_article_form(form, station):
            twin = canonical(entry.url) if is_twin else None
            found.append(_article(form, station, twin=twin, dated=entry.dated))
    return found


def _sitemaps(entries: Iterable[Entry], index: Capture, station: Station) -> list[Link]:
    """The sitemaps that an index names, on the station's own hosts."""
    found = []
    for entry in entries:
        try:
            url = canonical(urljoin(index.url, entry.url))
        except ValueError:
            continue
        if station.covers(url):
            found.append(Link(url=url, kind="sitemap"))
    return found


def _article(url: str, station: Station, *, twin: str | None, dated: str | None) -> Link:
    return Link(url=url, kind="article", article=article_id(url, station), twin=twin, dated=dated)
