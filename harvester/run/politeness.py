"""The pace at which a host is asked: one request at a time, with a pause that the host decides.

The pause is the station's delay, the Crawl-delay of the host's robots.txt, or five times as long as
the last answer took, whichever is longest. All stations of a run share the hosts, so that several
stations on one host ask it no faster than one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from harvester.frontier import rests

if TYPE_CHECKING:
    from protego import Protego
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: Site → when its robots.txt was asked for, and the task that gives its rules: a task, because
#: any number of requests may wait for one. All stations of a run share them.
Rules = dict[str, tuple[float, "asyncio.Task[Protego]"]]
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

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class StoppingError(IgnoreRequest):
    """The run is being stopped; nothing more is asked."""


@dataclass(slots=True)
class Host:
    """One host, as a run knows it."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic seconds: when the next request may go out
    crawl_delay: float = 0.0
    busy: int = 0  # answers in a row that asked for less
    rest: tuple[str, datetime] | None = None  # why, and until when, it is to be left alone


class Hosts(dict[str, Host]):
    """All hosts of a run, by name and port; `remembered` tells of rests that earlier runs noted."""

    def __init__(
        self, remembered: Callable[[str], tuple[str, datetime] | None] = lambda _host: None
    ) -> None:
        super().__init__()
        self._remembered = remembered
        self.stopping = asyncio.Event()

    def __missing__(self, name: str) -> Host:
        host = self[name] = Host(rest=self._remembered(name))
        return host

    async def take_turn(self, host: Host) -> None:
        """Wait for the host's turn and its pause; raises HostAtRestError or StoppingError."""
        await host.turn.acquire()
        try:
            await self._pass(host)
        except BaseException:
            host.turn.release()
            raise

    async def _pass(self, host: Host) -> None:
        pause = host.free_at - time.monotonic()
        if pause > 0 and host.rest is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)
        if self.stopping.is_set():
            raise StoppingError("the run is being stopped")
        if host.rest is not None:
            raise HostAtRestError(*host.rest)


class PolitenessMiddleware:
    """Lets a request pass when its host's turn has come.

    It stands nearest to the wire, so that a turn ends whatever becomes of the answer. A station
    that sets no delay (the demo region) is asked one request at a time, without pauses.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delay = crawler.settings.getfloat("STATION_DELAY")
        self._own = Hosts()  # of a spider without a run, as in the shell

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The crawler has the spider, and the spider the run."""
        return cls(crawler)

    @property
    def hosts(self) -> Hosts:
        """The hosts that all stations of the run share."""
        run = getattr(self._crawler.spider, "run", None)
        return self._own if run is None else run.hosts

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn. Raises HostAtRestError where there is none in this run."""
        host = self.hosts[urlsplit(request.url).netloc]
        await self.hosts.take_turn(host)
        request.meta[_TURN] = (host, time.monotonic())

    def process_response(self, request: Request, response: Response) -> Response:
        """End the turn; the next request waits as this answer asks."""
        host, began = request.meta.pop(_TURN, (None, 0.0))
        if host is None:
            return response
        try:
            if response.status in BUSY:
                pause = self._wait(host, request, response)
            else:
                host.busy = 0
                pause = self._pause(host, time.monotonic() - began)
            host.free_at = time.monotonic() + pause
        finally:
            host.turn.release()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """End the turn of a request that got no answer."""
        del exception  # what it means is said by the visit
        host, began = request.meta.pop(_TURN, (None, 0.0))
        if host is not None:
            host.free_at = time.monotonic() + self._pause(host, time.monotonic() - began)
            host.turn.release()

    def _pause(self, host: Host, seconds: float) -> float:
        """Seconds to wait after an answer that took so long."""
        pause = 0.0
        if self._delay:
            pause = max(self._delay, min(seconds * SLOWNESS, LONGEST_PAUSE))
            pause *= 1 + random.uniform(-JITTER, JITTER)  # noqa: S311  (no secret)
        return max(pause, host.crawl_delay)

    def _wait(self, host: Host, request: Request, response: Response) -> float:
        """Seconds to wait after a 429 or 503; a long wait becomes a rest."""
        host.busy += 1
        now = datetime.now(UTC)
        wait = retry_after(response, now)
        if wait is None:
            wait = timedelta(seconds=max(self._delay, FIRST_WAIT) * 2 ** (host.busy - 1))
        wait = min(max(wait, timedelta(seconds=self._delay)), rests.LONGEST)
        if wait > LONGEST_WAIT or host.busy >= PATIENCE:
            until = now + (max(wait, _REST) if host.busy >= PATIENCE else wait)
            name = urlsplit(request.url).netloc
            reason = f"{name} answered {response.status}: left alone until {until:%F %H:%M} UTC"
            host.rest = reason, until
            logger.warning("%s", reason)
            run = getattr(self._crawler.spider, "run", None)
            if run is not None:
                run.rest(name, until, reason)
        return min(wait, LONGEST_WAIT).total_seconds()


def retry_after(response: Response, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone (RFC 9110, 10.2.3); None where it does not say."""
    said = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    try:
        if said.isascii() and said.isdigit():
            return timedelta(seconds=int(said[:9]))
        moment = parsedate_to_datetime(said)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(moment - now, timedelta())
    except (ValueError, OverflowError, TypeError):
        return None
