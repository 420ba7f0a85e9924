"""The pace at which a host is asked: its robots.txt, its own slowness, and its wish for rest."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: Answers by which a server asks for less.
BUSY = frozenset({429, 503})
#: A request waits at least this many times as long as the last answer took (Heritrix:
#: delayFactor 5), so that a slow server is asked less.
SLOWNESS = 5.0
#: The longest pause between two requests, in seconds; a Crawl-delay is capped to it too.
LONGEST_PAUSE = 60.0
#: A host that asks for a longer rest is left alone until then.
LONGEST_WAIT = timedelta(minutes=2)
#: So many answers in a row that ask for less, and the host is left alone for an hour.
PATIENCE = 5
_REST = timedelta(hours=1)

logger = logging.getLogger(__name__)


class PolitenessMiddleware:
    """Sets the pause before the next request to a host from what the host last said.

    Only for stations with a delay: one that sets none (the demo region) is not spared.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._base = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._jitter = crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER")
        self._busy: dict[str, int] = {}  # answers in a row, by host
        self._asked: dict[str, float] = {}  # Crawl-delay, by host

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The crawler has the downloader whose pace is set."""
        return cls(crawler)

    def crawl_delay(self, host: str, seconds: float | None) -> None:
        """What a host's robots.txt asks for."""
        self._asked[host] = min(seconds or 0.0, LONGEST_PAUSE)

    def process_response(self, request: Request, response: Response) -> Response:
        """Slow down, or return to the station's pace."""
        slot = self._slot(request)
        if slot is None:
            return response
        host = str(request.meta["download_slot"])
        if response.status in BUSY:
            self._slow_down(host, slot, response)
        else:
            self._busy.pop(host, None)
            self._keep_pace(host, slot, request.meta.get("download_latency", 0.0))
        return response

    def _keep_pace(self, host: str, slot: Slot, latency: float) -> None:
        asked = max(self._base, self._asked.get(host, 0.0))
        if self._base:
            asked = max(asked, min(latency * SLOWNESS, LONGEST_PAUSE))
        slot.delay, slot.jitter = asked, self._jitter

    def _slow_down(self, host: str, slot: Slot, response: Response) -> None:
        times = self._busy[host] = self._busy.get(host, 0) + 1
        now = datetime.now(UTC)
        wait = retry_after(response, now)
        if wait is None:
            wait = timedelta(seconds=max(self._base, 5.0) * 2 ** (times - 1))
        if wait > LONGEST_WAIT or times >= PATIENCE:
            until = now + max(wait, _REST if times >= PATIENCE else wait)
            self._rest(host, until, response.status)
        # The whole pause is kept: a jittered one could be shorter than what was asked for.
        slot.delay, slot.jitter = min(wait, LONGEST_WAIT).total_seconds(), 0.0

    def _rest(self, host: str, until: datetime, status: int) -> None:
        from harvester.spider import StationSpider

        spider = self._crawler.spider
        logger.warning("%s answers %d: left alone until %s", host, status, until)
        if isinstance(spider, StationSpider):
            spider.rest(until, f"{host} answered {status}")

    def _slot(self, request: Request) -> Slot | None:
        engine = self._crawler.engine
        key = request.meta.get("download_slot")
        return engine.downloader.slots.get(key) if engine is not None and key else None


def retry_after(response: Response, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone: seconds or a date (RFC 9110, 10.2.3), or None."""
    said = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if said.isdigit():
        return timedelta(seconds=min(int(said), 365 * 24 * 3600))
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())
