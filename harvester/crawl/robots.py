"""robots.txt, obeyed as RFC 9309 asks.

Scrapy's own middleware lets requests through unchecked: of several that wait for one robots.txt
only the first two get its rules (2.19: they await one Deferred, whose result the first awaiter
takes), and where the file cannot be had it fetches the pages all the same.
"""

from __future__ import annotations

import asyncio
import math
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from harvester.crawl.capture import ROBOTS, TAKE_ANY_ANSWER
from harvester.crawl.failure import reason_of
from harvester.crawl.politeness_middleware import (
    BUSY,
    BackedOffError,
    PolitenessMiddleware,
    StoppingError,
)
from harvester.crawl.robots_text import robots_text
from harvester.document import decoding
from harvester.document.deadline import Deadline
from harvester.model.errors import NotAnArticle
from harvester.model.url import redirect_target
from harvester.run.politeness import LONGEST_PAUSE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: Site → when its robots.txt was asked for, and the task that gives its rules: a task, because
#: any number of requests may wait for one. All stations of a run share them.
RobotsCache = dict[str, tuple[float, asyncio.Task[Protego]]]
#: RFC 9309, 2.3.1.2: at least five redirects are followed.
_REDIRECTS = 5
#: RFC 9309, 2.4: a copy is used for at most a day.
_KEPT_SECONDS = 24 * 60 * 60
#: For so long Google goes on with its last copy, where robots.txt answers 5xx.
_OLDEST_COPY = timedelta(days=30)
#: Each rule counts for each name above it: thousands of both are a bomb. 200 times 2,000 take half
#: a second.
_PARSING_SECONDS = 2.0
#: A site that gives its robots.txt later than this, or twice fails at it, is put off: its pages
#: would come no faster, and the run waits for it.
_ROBOTS_META = {ROBOTS: True, "download_timeout": 20.0, "max_retry_times": 1}
#: Asked for before the page that waits for it.
_PRIORITY = 1000


class RefusedByRobotsError(IgnoreRequest):
    """The site's robots.txt does not allow this address."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be had, so that nothing of the site may be fetched now."""

    #: How long until it is asked for again.
    pause = timedelta(hours=1)


class RobotsMiddleware:
    """Lets a request pass only where its site's robots.txt allows it.

    404 and its like mean that all is allowed; 429, 5xx and no answer, that nothing is for now.
    Where a server answers and fails at its robots.txt alone, what that said before counts.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._user_agent: str = crawler.settings["USER_AGENT"]
        self._own: RobotsCache = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The crawler fetches, and knows under which name."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise RefusedByRobotsError or RobotsUnreachableError, or let the request pass."""
        if request.meta.get(ROBOTS):
            return
        parts = urlsplit(request.url)
        rules = await self._rules_of(f"{parts.scheme}://{parts.netloc}")
        pace = self._crawler.get_downloader_middleware(PolitenessMiddleware)
        if pace is not None:
            delay = rules.crawl_delay(self._user_agent) or 0.0
            pace.hosts[parts.netloc].crawl_delay = min(delay, LONGEST_PAUSE)
        if not rules.can_fetch(request.url, self._user_agent):
            self._count("forbidden")
            raise RefusedByRobotsError(f"{request.url}: not allowed by robots.txt")

    @property
    def _known(self) -> RobotsCache:
        """What the stations of one crawl share; a spider of another kind has its own."""
        return getattr(self._crawler.spider, "robots", self._own)

    def _count(self, what: str) -> None:
        """Count under the names that Scrapy's own middleware uses."""
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"robotstxt/{what}")

    async def _rules_of(self, site: str) -> Protego:
        known = self._known
        requested_at, task = known.get(site, (0.0, None))
        if task is None or time.monotonic() - requested_at > kept_seconds(task):
            task = asyncio.ensure_future(self._fetch(f"{site}/robots.txt"))
            known[site] = (time.monotonic(), task)
        return await asyncio.shield(task)

    async def _fetch(self, url: str) -> Protego:
        assert self._crawler.engine is not None
        first_url = url
        for _ in range(_REDIRECTS + 1):
            request = Request(
                url, callback=NO_CALLBACK, priority=_PRIORITY, meta=_ROBOTS_META | TAKE_ANY_ANSWER
            )
            self._count("request_count")
            try:
                response = await self._crawler.engine.download_async(request)
            except (BackedOffError, StoppingError):
                raise
            except Exception as error:
                # Whatever went wrong, nothing may be fetched without the rules.
                self._count(f"exception_count/{type(error).__name__}")
                message = f"{first_url} could not be had: {reason_of(error)}"
                raise RobotsUnreachableError(message) from error
            self._count("response_count")
            self._count(f"response_status_count/{response.status}")
            location = response.headers.get(b"Location")
            if not (300 <= response.status < 400 and location):
                copy = self._copy(url) if _is_broken(response) else None
                return _rules(first_url, response) if copy is None else copy
            url = redirect_target(url, location)
        raise RobotsUnreachableError(f"{first_url} leads from one address to the next")

    def _copy(self, url: str) -> Protego | None:
        """The rules that a robots.txt had when it was last kept; None where that is too long ago.

        RFC 9309, 2.4, allows that for a robots.txt that is unreachable.
        """
        run = getattr(self._crawler.spider, "run", None)
        copy = None if run is None else run.robots_copy(url, datetime.now(UTC) - _OLDEST_COPY)
        if copy is None:
            return None
        self._count("copy_obeyed")
        try:
            return _parsed(url, decoding.content(copy))
        except NotAnArticle:
            return None


def _is_broken(response: Response) -> bool:
    """Whether a server fails at its robots.txt, and does not ask for less."""
    return response.status >= 500 and response.status not in BUSY


def kept_seconds(task: asyncio.Task[Protego]) -> float:
    """How long what came of asking for a robots.txt counts; failure for less than rules."""
    if not task.done():
        return math.inf
    error = None if task.cancelled() else task.exception()
    if isinstance(error, RobotsUnreachableError):
        return error.pause.total_seconds()
    return 0.0 if task.cancelled() or error is not None else _KEPT_SECONDS


def _rules(url: str, response: Response) -> Protego:
    """The rules in an answer; none where the site has no such file.

    Raises RobotsUnreachableError where they are not given, or take too long to be read.
    """
    if response.status == 429 or response.status >= 500:
        raise RobotsUnreachableError(f"{url} answered {response.status}")
    if not 200 <= response.status < 300:
        return Protego.parse("")
    return _parsed(url, response.body)


def _parsed(url: str, body: bytes) -> Protego:
    try:
        return Deadline(_PARSING_SECONDS).run(lambda: Protego.parse(robots_text(body)))
    except NotAnArticle as error:
        raise RobotsUnreachableError(f"{url}: {error}") from error
