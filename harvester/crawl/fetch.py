"""Single pages for a command that looks at a site: one at a time, politely, nothing archived."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from harvester.crawl.capture import TAKE_ANY_ANSWER, exchange
from harvester.crawl.failure import reason_of
from harvester.crawl.resolver import PublicResolver
from harvester.crawl.robots import RefusedByRobotsError, RobotsUnreachableError
from harvester.model.errors import NoAnswer, NotAllowed
from harvester.model.station import unknown_station
from harvester.model.url import canonical, host_of, redirect_target
from harvester.run import contact as contacts

if TYPE_CHECKING:
    from scrapy.http import Response

    from archive.model.article import Capture
    from harvester.survey.survey import Fetch

_T = TypeVar("_T")
_REDIRECTS = 3


def run_with_fetch(
    job: Callable[[Fetch], Awaitable[_T]], urls: Sequence[str], *, contact: str | None
) -> _T:
    """What a job comes to that may fetch pages on the hosts of these addresses.

    robots.txt is obeyed, one request at a time goes to a host, with pauses; a host on loopback is
    asked without. Raises NoContact, and whatever the job raises.
    """
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    hosts = dict.fromkeys(map(host_of, urls))
    contacts.require(contact, [unknown_station(host) for host in hosts])
    PublicResolver.allow(hosts)
    settings = Settings()
    settings.setmodule("harvester.crawl.settings", priority="project")
    own = {"USER_AGENT": contacts.user_agent(contact), "LOG_LEVEL": "ERROR"}
    if all(map(contacts.is_on_loopback, hosts)):
        own["STATION_DELAY"] = "0"
    settings.setdict(own | {"SCHEDULER": "scrapy.core.scheduler.Scheduler"}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    outcome: list[Any] = []
    crawl = process.crawl(_Visitor, job=job, outcome=outcome)
    process.start()
    if not outcome:
        if crawl.done() and not crawl.cancelled() and (error := crawl.exception()) is not None:
            raise error
        raise NoAnswer(f"{urls[0]}: interrupted")
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    result: _T = outcome[0]
    return result


class _Visitor(scrapy.Spider, Generic[_T]):
    """Runs the job, and gives it its pages."""

    name = "visitor"

    def __init__(self, job: Callable[[Fetch], Awaitable[_T]], outcome: list[Any]) -> None:
        super().__init__()
        self._job = job
        self._outcome = outcome

    async def start(self) -> AsyncIterator[Any]:
        """Run the job to its end; no request goes through Scrapy's queue."""
        try:
            self._outcome.append(await self._job(self._fetch))
        except (Exception, asyncio.CancelledError) as error:
            # Scrapy would log what the command has to say.
            self._outcome.append(error)
        return
        yield

    async def _fetch(self, url: str) -> Capture:
        asked = url
        for _ in range(_REDIRECTS + 1):
            request, response = await self._answer(url)
            location = response.headers.get(b"Location")
            if not (300 <= response.status < 400 and location):
                return exchange(request, response)
            url = _redirected(url, location)
        raise NoAnswer(f"{asked}: it leads from one address to the next")

    async def _answer(self, url: str) -> tuple[scrapy.Request, Response]:
        assert self.crawler.engine is not None
        try:
            request = scrapy.Request(url, callback=NO_CALLBACK, meta=dict(TAKE_ANY_ANSWER))
            return request, await self.crawler.engine.download_async(request)
        except (RefusedByRobotsError, RobotsUnreachableError) as error:
            raise NotAllowed(str(error)) from error
        except IgnoreRequest as error:
            raise NoAnswer(str(error)) from error
        except Exception as error:
            # Whatever the network, a server or TLS does wrong.
            raise NoAnswer(f"{url}: {reason_of(error)}") from error


def _redirected(url: str, location: bytes) -> str:
    """The address that a redirect leads to; it has a canonical form. Raises NoAnswer."""
    try:
        target = redirect_target(url, location)
        canonical(target)
    except ValueError as error:
        raise NoAnswer(f"{url}: it leads to no address: {error}") from error
    return target
