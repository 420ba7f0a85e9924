"""The pace at which a host is asked: one request at a time, with a pause that the host decides.

The pause is the station's delay, the Crawl-delay of the host's robots.txt, or five times as long as
the last answer took, whichever is longest. All stations of a run share the hosts, so that several
stations on one host ask it no faster than one.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from harvester.spider import StationSpider

#: Answers by which a server asks for less.
BUSY = frozenset({429, 503})
#: Heritrix' delayFactor: a slow server is asked less.
SLOWNESS = 5.0
#: The longest pause between two requests, in seconds; a Crawl-delay is capped to it too.
LONGEST_PAUSE = 60.0
#: The pause is drawn from this share of it to as much more, so that no rhythm is left in logs.
JITTER = 0.25
#: The first pause after a 429 or 503 that says no time, in seconds; it doubles.
FIRST_WAIT = 5.0
#: A host that asks for a longer rest is left alone until then, beyond the end of the run.
LONGEST_WAIT = timedelta(minutes=2)
#: So many such answers in a row, and the host is left alone for an hour.
PATIENCE = 5
_REST = timedelta(hours=1)

#: Where a request remembers the host whose turn it holds, and since when.
_TURN = "turn"

logger = logging.getLogger(__name__)


class HostAtRestError(IgnoreRequest):
    """The host asked to be left alone for longer than a run waits."""


@dataclass(slots=True)
class Host:
    """One host, as a run knows it."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic seconds: when the next request may go out
    crawl_delay: float = 0.0
    busy: int = 0  # answers in a row that asked for less
    resting: str | None = None  # since when it is to be left alone, and why, in words


class Hosts(dict[str, Host]):
    """All hosts of a run, by name and port."""

    def __missing__(self, name: str) -> Host:
        host = self[name] = Host()
        return host


class PolitenessMiddleware:
    """Lets a request pass when its host's turn has come.

    A station that sets no delay (the demo region) is asked one request at a time, without pauses.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delay = crawler.settings.getfloat("STATION_DELAY")
        self._own = Hosts()  # of a spider without a run, as in the shell

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The crawler has the spider, and the spider the run."""
        return cls(crawler)

    def host(self, url: str) -> Host:
        """The host of an address, shared by all stations of the run."""
        run = getattr(self._crawler.spider, "run", None)
        hosts: Hosts = self._own if run is None else run.hosts
        return hosts[urlsplit(url).netloc]

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn. Raises HostAtRestError where there is none in this run."""
        host = self.host(request.url)
        await host.turn.acquire()
        try:
            await _pass(host)
        except BaseException:
            host.turn.release()
            raise
        request.meta[_TURN] = (host, time.monotonic())

    def process_response(self, request: Request, response: Response) -> Response:
        """End the turn; the next request waits as this answer asks."""
        host, began = request.meta.pop(_TURN, (None, 0.0))
        if host is None:
            return response
        now = time.monotonic()
        if response.status in BUSY:
            pause = self._wait(host, request, response)
        else:
            host.busy = 0
            pause = 0.0
            if self._delay:
                pause = max(self._delay, min((now - began) * SLOWNESS, LONGEST_PAUSE))
                pause *= 1 + random.uniform(-JITTER, JITTER)  # noqa: S311  (no secret)
            pause = max(pause, host.crawl_delay)
        host.free_at = now + pause
        host.turn.release()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """End the turn of a request that got no answer."""
        del exception  # what it means is said by the visit
        host, _ = request.meta.pop(_TURN, (None, 0.0))
        if host is not None:
            host.free_at = time.monotonic() + self._delay
            host.turn.release()

    def _wait(self, host: Host, request: Request, response: Response) -> float:
        """Seconds to wait after a 429 or 503; a long wait becomes a rest."""
        host.busy += 1
        now = datetime.now(UTC)
        asked = retry_after(response, now)
        wait = asked or timedelta(seconds=max(self._delay, FIRST_WAIT) * 2 ** (host.busy - 1))
        if wait > LONGEST_WAIT or host.busy >= PATIENCE:
            until = now + (max(wait, _REST) if host.busy >= PATIENCE else wait)
            name = urlsplit(request.url).netloc
            host.resting = f"{name} answered {response.status}, left alone until {until:%F %H:%M}Z"
            logger.warning("%s", host.resting)
            spider: StationSpider | None = getattr(self._crawler, "spider", None)
            if spider is not None and hasattr(spider, "rest"):
                spider.rest(until, f"{name} answered {response.status}")
        return wait.total_seconds()


async def _pass(host: Host) -> None:
    if host.resting is not None:
        raise HostAtRestError(host.resting)
    pause = host.free_at - time.monotonic()
    if pause > 0:
        await asyncio.sleep(pause)


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
