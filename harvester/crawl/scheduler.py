"""Scrapy's scheduler over the frontier: nothing queued is only in memory."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler

from harvester.crawl.capture import ADDRESS
from harvester.run.batch import BATCH

if TYPE_CHECKING:
    from scrapy import Request, Spider

    from harvester.crawl.spider import StationSpider
    from harvester.model.visit import Address

#: Addresses leased at a time: one fewer than fill a commit, so that the commit that leases the next
#: ones holds these visits too, instead of following one of their own.
LEASE = BATCH - 1


class FrontierScheduler(BaseScheduler):
    """Hands Scrapy the addresses that are due, and keeps only retries under way in memory.

    A retry belongs to an address that is leased: should the process die, the address is due
    again. Links never come here; they are part of the visit that found them.
    """

    def __init__(self) -> None:
        self._under_way: deque[Request] = deque()
        self._leased: deque[Address] = deque()
        self._spider: StationSpider | None = None

    @classmethod
    def from_crawler(cls, _crawler: object) -> FrontierScheduler:
        """Scrapy makes it; `open` says whose it is."""
        return cls()

    def open(self, spider: Spider) -> None:
        """Remember whose addresses to hand out; other spiders only use the memory queue."""
        from harvester.crawl.spider import StationSpider

        self._spider = spider if isinstance(spider, StationSpider) else None

    def close(self, _reason: str) -> None:
        """Give back what was leased and not visited, and commit what was visited."""
        if self._spider is not None and self._spider.run is not None:
            waiting = [r.meta[ADDRESS] for r in self._under_way if ADDRESS in r.meta]
            self._spider.run.unlease([*waiting, *self._leased])

    def has_pending_requests(self) -> bool:
        """Whether the crawl of this station must go on."""
        if self._under_way or self._leased:
            return True
        spider = self._spider
        if spider is None or spider.run is None:
            return False
        try:
            return spider.has_more()
        except Exception as error:
            spider.run.failure.note_unexpected(error, f"looking for what {spider.name} is to visit")
            return False

    def enqueue_request(self, request: Request) -> bool:
        """Take a retry (or a request typed into the shell) back."""
        self._under_way.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next address to visit; leasing more of them commits the visits so far."""
        if self._under_way:
            return self._under_way.popleft()
        spider = self._spider
        if spider is None or spider.run is None:
            return None
        try:
            return self._next_visit(spider)
        except Exception as error:
            spider.run.failure.note_unexpected(error, f"taking what {spider.name} is to visit")
            return None

    def _next_visit(self, spider: StationSpider) -> Request | None:
        if spider.is_out_of_time() and spider.run is not None:
            spider.run.unlease(self._leased)
            self._leased.clear()
        if not self._leased:
            self._leased.extend(spider.lease(LEASE))
        while self._leased:
            address = self._leased.popleft()
            try:
                return spider.request(address)
            except ValueError as error:  # Scrapy refuses it: no scheme, no host …
                spider.refused(address, str(error))
        return None
