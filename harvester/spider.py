"""One spider reads every station: its file says what differs."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urljoin

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import load_object

from archive.article import Article, Capture
from harvester import contact
from harvester.address import article_id, canonical, canonical_form
from harvester.capture import ADDRESS, CAPTURES, KIND, TAKE_ANY_ANSWER, capture_of
from harvester.discover import discover, starts
from harvester.errors import NotAnArticle
from harvester.normalise import normalise
from harvester.page import read
from harvester.robots import RefusedByRobotsError
from harvester.run import Run, open_archive
from harvester.visit import Address, Link, Outcome, Visit

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from harvester.station import Station
    from harvester.station_files import Stations

#: Parts followed of one publication; longer ones are marked incomplete.
MAX_PARTS = 50

logger = logging.getLogger(__name__)


class StationSpider(scrapy.Spider):
    """Visits the addresses of one station that are due, and reads what it gets.

    Each callback yields what it found; `visit` gathers it, so that a page, its article, its
    links and the outcome of its address are one commit.
    """

    # The loader makes one class a station; `harvest crawl` gives it the run that it shares.
    station: ClassVar[Station]
    stations: ClassVar[Stations]
    run: Run | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit: int | None = int(kwargs["limit"]) if kwargs.get("limit") else None
        self.since: date | None = _day(kwargs.get("since"))
        self.recheck: bool = bool(kwargs.get("recheck"))
        self.resting = False

    async def start(self) -> AsyncIterator[Any]:
        """Join the run; the frontier, not this method, says what to visit."""
        if self.run is None:  # `scrapy crawl`
            self.run = begin(self.crawler.settings, self.station, self.stations)
        self.resting = self.run.resting(self.station.name) is not None
        if not self.resting:
            self.run.plan(self.station, starts(self.station), recheck=self.recheck)
        return
        yield

    def closed(self, reason: str) -> None:
        """End the run, where it is this spider's own."""
        if self.run is not None and type(self).run is None:
            self.run.end("finished" if reason == "finished" else "interrupted", 0)
            self.run.archive.close()

    # --- what the scheduler asks ---------------------------------------------------------------

    def lease(self, most: int) -> list[Address]:
        """Addresses to visit next, within the limit of articles that the run was given."""
        assert self.run is not None
        if self.limit is not None:
            most = min(most, self.limit)
        if self.resting:
            most = 0
        addresses = self.run.lease(self.station.name, most, since=self.since)
        if self.limit is not None:
            self.limit -= sum(address.kind == "article" for address in addresses)
        return addresses

    def has_more(self) -> bool:
        """Whether an address of this station could be visited now, or is about to be found."""
        assert self.run is not None
        if self.limit == 0 or self.resting:
            return False
        return self.run.has_more(self.station.name, since=self.since)

    def rest(self, until: datetime, reason: str) -> None:
        """Leave the station alone, in this run and in later ones, until a moment (UTC)."""
        assert self.run is not None
        self.resting = True
        self.run.rest(self.station.name, until, reason)

    def request(self, address: Address) -> scrapy.Request:
        """The request that visits an address: conditional, where a capture of it is held."""
        held = not self._reads_anew(address)
        headers = {
            "If-None-Match": address.etag if held else None,
            "If-Modified-Since": address.last_modified if held else None,
        }
        return scrapy.Request(
            address.url,
            callback=self.visit,
            errback=self.failed,
            headers={name: value for name, value in headers.items() if value},
            meta={ADDRESS: address, CAPTURES: []} | TAKE_ANY_ANSWER,
            dont_filter=True,
        )

    # --- what comes back -----------------------------------------------------------------------

    async def visit(self, response: Response) -> AsyncIterator[Any]:
        """Gather what the answer holds, and settle the address with it."""
        assert self.run is not None
        visit = Visit(address=response.meta[ADDRESS], station_digest=self.station.digest)
        visit.captures.extend(response.meta[CAPTURES])
        try:
            await self._answer(response, visit)
        except NotAnArticle as error:
            visit.outcome = "withdrawn" if error.kind == "withdrawn" else "quarantined"
            visit.detail = str(error)
        except Exception as error:
            # A bug of ours must not lose the capture: the address says what happened, the run
            # ends with "some pages failed", and `harvest reread` reads the page again.
            logger.exception("%s: reading %s failed", self.name, response.url)
            visit.outcome, visit.detail = "quarantined", f"bug: {type(error).__name__}: {error}"
        self.run.settle(visit)
        if visit.article is not None:
            yield visit.article  # for Scrapy's own feeds and counts; it is held already

    def _reads_anew(self, address: Address) -> bool:
        """Whether an unchanged list may name other articles now: its station file was changed.

        Unchanged articles are `harvest reread`'s work.
        """
        return address.kind != "article" and address.station_digest != self.station.digest

    async def _answer(self, response: Response, visit: Visit) -> None:
        status, capture = response.status, capture_of(response)
        same = capture.payload_digest == visit.address.payload_digest
        if status == 304 or (status == 200 and same and not self._reads_anew(visit.address)):
            visit.outcome = "unchanged"
        elif 300 <= status < 400:
            self._follow(response, visit)
        elif status in (404, 410):
            await self._read_twin(visit, "gone", f"status {status}")
        elif status != 200:
            await self._read_twin(visit, "failed", f"status {status}")
        elif visit.address.kind == "article":
            visit.article = await self.read_article(response, visit)
        else:
            visit.links.extend(self.read_list(visit, capture))

    async def read_article(self, response: Response, visit: Visit) -> Article:
        """The straight line: capture → page → article, with the further parts of the page."""
        captures = [capture_of(response)]
        page = read(captures, self.station)
        seen = {response.url}
        while (following := next((u for u in page.next_parts if u not in seen), None)) is not None:
            seen.add(following)
            more = len(captures) < MAX_PARTS
            part = await self._fetch(following, visit, "part") if more else None
            if part is None or part.status != 200:
                break
            captures.append(part)
            page = read(captures, self.station)
        visit.parts = tuple(capture.id for capture in captures)
        return normalise(page, article_id(visit.address.url, self.station))

    def read_list(self, visit: Visit, capture: Capture) -> list[Link]:
        """The addresses on a list page, sitemap or feed."""
        assert self.run is not None
        found = discover(capture, self.station, visit.address.kind)
        articles = [link for link in found if link.kind == "article"]
        fresh = self.run.unknown([link.url for link in articles])
        old = self.since is not None and all(
            link.dated is not None and link.dated < self.since.isoformat() for link in articles
        )
        # 下一页: further pages of a list are read for as long as they bring something new.
        return [link for link in found if link.kind != "list" or (fresh and not old)]

    def _follow(self, response: Response, visit: Visit) -> None:
        """A redirect is an outcome; where it leads is an address of its own."""
        location = (response.headers.get(b"Location") or b"").decode("latin-1")
        try:
            asked = canonical(urljoin(response.url, location))
            target, is_twin = canonical_form(asked, self.station)
        except ValueError as error:
            visit.outcome, visit.detail = "failed", f"redirects to {location!r}: {error}"
            return
        visit.outcome, visit.redirect = "redirect", target
        if target == visit.address.url:
            visit.outcome, visit.detail = "failed", "redirects to itself"
        elif not self.station.covers(target):
            visit.outcome, visit.detail = "offsite", f"redirects to {target}"
        else:
            visit.links.append(
                Link(
                    url=target,
                    kind=visit.address.kind,
                    article=visit.address.article and article_id(target, self.station),
                    twin=asked if is_twin else None,
                    redirects=visit.address.redirects + 1,
                )
            )

    async def _read_twin(self, visit: Visit, outcome: Outcome, detail: str) -> None:
        """Where the canonical address fails, its mobile twin is read, and the article says so."""
        visit.outcome, visit.detail = outcome, detail
        if visit.address.twin is None or visit.address.capture is not None:
            return
        twin = await self._fetch(visit.address.twin, visit)
        if twin is None or twin.status != 200:
            return
        page = read([twin], self.station)
        visit.article = normalise(page, article_id(visit.address.url, self.station))
        visit.parts = (twin.id,)
        visit.outcome, visit.detail = "captured", f"read from {twin.url}: {detail}"

    async def _fetch(self, url: str, visit: Visit, kind: str = "page") -> Capture | None:
        """One more capture for this visit, by the same queue, delay and robots.txt."""
        assert self.crawler.engine is not None
        request = scrapy.Request(
            url,
            callback=NO_CALLBACK,
            meta={ADDRESS: visit.address, CAPTURES: [], KIND: kind} | TAKE_ANY_ANSWER,
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except self._network_errors as error:
            logger.warning("%s: %s could not be fetched: %s", self.name, url, error)
            return None
        finally:
            visit.captures.extend(request.meta[CAPTURES])
        return capture_of(response)

    @property
    def _network_errors(self) -> tuple[type[Exception], ...]:
        """What Scrapy retries, and what it refuses by robots.txt."""
        named = self.settings.getlist("RETRY_EXCEPTIONS")
        return (IgnoreRequest, *(load_object(name) for name in named))

    def failed(self, failure: Failure) -> None:
        """Nothing came back: settle the address with the reason."""
        assert self.run is not None
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        visit = Visit(address=request.meta[ADDRESS], outcome="failed")
        visit.captures.extend(request.meta[CAPTURES])
        visit.detail = f"{type(failure.value).__name__}: {failure.value}"
        if isinstance(failure.value, RefusedByRobotsError):
            visit.outcome, visit.detail = "robots", None
        self.run.settle(visit)


def begin(settings: BaseSettings, station: Station, stations: Stations) -> Run:
    """A run of one spider's own, on the archive that the settings name.

    Raises NoContact, and what opening the archive raises.
    """
    contact.require(os.environ.get("NEWS_CONTACT"), [station])
    archive = open_archive(Path(settings["NEWS_ARCHIVE"]))
    command = f"scrapy crawl {station.name}"
    return Run(archive, stations, [station], command=command, user_agent=settings["USER_AGENT"])


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
