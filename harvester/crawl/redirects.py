"""Follows redirects for `scrapy shell` and spiders of the operator's own; visits need it not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PlainRedirectMiddleware(RedirectMiddleware):
    """Scrapy's, without a Referer header.

    Scrapy's own looks for its RefererMiddleware when a crawl begins, and logs a warning for each
    station, as that is off.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Without the look for a RefererMiddleware, redirected requests carry no Referer."""
        made = cls(crawler.settings)
        made.crawler = crawler
        return made
