"""Scrapy's edge of politeness: a request goes out when its host's turn has come."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from harvester.run.politeness import BackedOff, Host, Hosts, Stopping

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: Answers by which a server asks for less.
BUSY = frozenset({429, 503})
#: Where a request remembers the host whose turn it holds, and since when.
_TURN = "turn"

logger = logging.getLogger(__name__)


class BackedOffError(IgnoreRequest):
    """The host asked to be left alone for longer than a run waits."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class StoppingError(IgnoreRequest):
    """The run is being stopped; nothing more is asked."""


class PolitenessMiddleware:
    """Lets a request pass when its host's turn has come.

    It stands nearest to the wire, so that a turn ends whatever becomes of the answer.
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
        """Wait for the host's turn. Raises BackedOffError where there is none in this run."""
        host = self.hosts[urlsplit(request.url).netloc]
        try:
            await self.hosts.take_turn(host)
        except BackedOff as error:
            raise BackedOffError(str(error), error.until) from error
        except Stopping as error:
            raise StoppingError(str(error)) from error
        request.meta[_TURN] = (host, time.monotonic())

    def process_response(self, request: Request, response: Response) -> Response:
        """End the turn; the next request waits as this answer asks."""
        host, began = request.meta.pop(_TURN, (None, 0.0))
        if host is None:
            return response
        try:
            if response.status in BUSY:
                self._back_off(host, urlsplit(request.url).netloc, response)
            else:
                host.busy, host.unanswered = 0, 0.0
                host.pause(time.monotonic() - began, delay=self._delay)
        finally:
            host.turn.release()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """End the turn of a request that got no answer."""
        del exception  # what it means is said by the visit
        host, began = request.meta.pop(_TURN, (None, 0.0))
        if host is None:
            return
        try:
            seconds = time.monotonic() - began
            host.pause(seconds, delay=self._delay)
            name = urlsplit(request.url).netloc
            if (until := host.no_answer(seconds, datetime.now(UTC))) is not None:
                waited = f"{name} gave no answer for {host.unanswered:.0f} seconds"
                self._leave_alone(host, name, waited, until)
        finally:
            host.turn.release()

    def _back_off(self, host: Host, name: str, response: Response) -> None:
        """Wait as a 429 or 503 asks; a long wait is remembered by later runs, too."""
        now = datetime.now(UTC)
        until = host.back_off(retry_after(response, now), delay=self._delay, now=now)
        if until is not None:
            self._leave_alone(host, name, f"{name} answered {response.status}", until)

    def _leave_alone(self, host: Host, name: str, why: str, until: datetime) -> None:
        """Ask a host no more in this run, nor in later ones until a moment."""
        reason = f"{why}: left alone until {until:%F %H:%M} UTC"
        host.backoff = reason, until
        logger.warning("%s", reason)
        run = getattr(self._crawler.spider, "run", None)
        if run is not None:
            run.back_off(name, until, reason)


def retry_after(response: Response, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone (RFC 9110, 10.2.3); None where it does not say."""
    value = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    try:
        if value.isascii() and value.isdigit():
            return timedelta(seconds=int(value[:9]))
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(moment - now, timedelta())
    except (ValueError, OverflowError, TypeError):
        return None
