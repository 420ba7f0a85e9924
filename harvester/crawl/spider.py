"""One spider reads every station: its file says what differs."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import load_object

from archive.custody.opening import open_or_create
from archive.model.article import Capture
from archive.model.errors import ArchiveError
from harvester.crawl.capture import (
    ADDRESS,
    CAPTURES,
    ERASED,
    KIND,
    TAKE_ANY_ANSWER,
    SetAsideError,
    capture_of,
)
from harvester.crawl.failure import reason_of
from harvester.crawl.further_pages import links_to_follow
from harvester.crawl.politeness_middleware import BackedOffError, StoppingError
from harvester.crawl.robots import RefusedByRobotsError, RobotsUnreachableError
from harvester.discovery.discover import starts
from harvester.model.errors import HarvestError
from harvester.model.url import canonical, redirect_target
from harvester.model.visit import PAGE_STATUSES, Address, Days, Outcome, Visit
from harvester.run import contact, report
from harvester.run.event_log import logged
from harvester.run.politeness import Stopping
from harvester.run.process import Fetched, Needs
from harvester.run.run import Run
from harvester.run.stored_captures import process_stored
from harvester.run.time_limit import TimeLimit

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from harvester.config.stations import Stations
    from harvester.crawl.robots import RobotsCache
    from harvester.model.station import Station

#: Where a spider that runs by itself (`scrapy crawl`) leaves its exit code.
EXIT_CODE = "harvest/exit_code"

logger = logging.getLogger(__name__)


#: Errors that say nothing of an address but that it could not be visited now.
_PUT_OFF = (Stopping, StoppingError, BackedOffError, RobotsUnreachableError)


class StationSpider(scrapy.Spider):
    """Visits the addresses of one station that are due, and reads what it gets.

    A page, its article, its links and the outcome of its address are one `Visit`, and one commit.
    """

    # The loader makes one class a station; `harvest crawl` gives it the run that it shares.
    station: ClassVar[Station]
    stations: ClassVar[Stations]
    run: Run | None = None
    robots: ClassVar[RobotsCache]  # shared as the run is

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit: int | None = int(kwargs["limit"]) if kwargs.get("limit") else None
        self.days = Days(since=_day(kwargs.get("since")), until=_day(kwargs.get("until")))
        self.deep: bool = bool(kwargs.get("deep"))
        self.recheck: bool = bool(kwargs.get("recheck"))
        self.due_only: bool = bool(kwargs.get("due_only"))
        self.share = TimeLimit.of(kwargs.get("share"))
        self.closed_now = False
        self._own = ExitStack()  # what a run of its own has open
        self._problems: list[str] = []

    async def start(self) -> AsyncIterator[Any]:
        """Join the run; the frontier, not this method, says what to visit."""
        if self.run is None:  # `scrapy crawl`
            self._begin()
        assert self.run is not None
        if self.crawler.stats is not None:
            self.run.stats.join(self.station.name, self.crawler.stats)
        links = starts(self.station, self.days if self.deep else None)
        self.run.plan(self.station, links, all_lists=not self.due_only, recheck=self.recheck)
        return
        yield

    def _begin(self) -> None:
        """Begin a run of this spider's own; what keeps it from beginning is its exit code."""
        try:
            self.run = begin(self.crawler.settings, self.station, self.stations)
            self._own.enter_context(self.run.archive)
            self._own.enter_context(logged(self.run, self._settings))
        except (ArchiveError, HarvestError) as error:
            self._set_exit_code(error.exit_code)
            raise
        self._problems = process_stored(self.run, self.run.unread_captures)  # of a run that died

    @property
    def _settings(self) -> dict[str, object]:
        return {"command": f"scrapy crawl {self.name}", "limit": self.limit}

    def closed(self, reason: str) -> None:
        """End the run, where it is this spider's own."""
        if self.run is None or type(self).run is not None:
            return
        stopped = None if reason == "finished" else reason
        with self._own:
            written = report.close(
                self.run, interrupted=stopped, problems=self._problems, settings=self._settings
            )
        self._set_exit_code(written.exit_code)

    def _set_exit_code(self, exit_code: int) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.set_value(EXIT_CODE, exit_code)

    # --- what the scheduler asks ---------------------------------------------------------------

    def lease(self, most: int) -> list[Address]:
        """Addresses to visit next, within the limit of articles that the run was given."""
        assert self.run is not None
        if self.limit is not None:
            most = min(most, self.limit)
        if not self._may_go_on():
            most = 0
        addresses = self.run.lease(self.station.name, most, days=self.days)
        if self.limit is not None:
            self.limit -= sum(address.kind == "article" for address in addresses)
        return addresses

    def has_more(self) -> bool:
        """Whether an address of this station could be visited now, or is about to be found."""
        assert self.run is not None
        if self.limit == 0 or not self._may_go_on():
            return False
        return self.run.has_more(self.station.name, days=self.days)

    def is_out_of_time(self) -> bool:
        """Whether the station has used up its share of the run; the run notes it once."""
        if self.share.is_up or not self.share.check():
            return self.share.is_up
        assert self.run is not None
        self.run.notes.out_of_time.append(self.station.name)
        return True

    def _may_go_on(self) -> bool:
        if self.is_out_of_time():
            return False
        if not self.closed_now and not self.station.may_be_asked(datetime.now(UTC)):
            self.closed_now = True
            assert self.run is not None
            self.run.notes.outside_hours.append(self.station.name)
        return not self.closed_now

    def request(self, address: Address) -> scrapy.Request:
        """The request that visits an address: conditional, where a capture of it is held."""
        conditional = not self._reads_anew(address)
        headers = {
            "If-None-Match": address.etag if conditional else None,
            "If-Modified-Since": address.last_modified if conditional else None,
        } | self._languages()
        return scrapy.Request(
            address.url,
            callback=self.visit,
            errback=self.failed,
            headers={name: value for name, value in headers.items() if value},
            meta={ADDRESS: address, CAPTURES: []} | TAKE_ANY_ANSWER,
            dont_filter=True,
        )

    def refused(self, address: Address, reason: str) -> None:
        """Settle an address that cannot be asked for at all."""
        assert self.run is not None
        self.run.settle(self._visit(address, (), "failed", reason))

    # --- what comes back -----------------------------------------------------------------------

    async def visit(self, response: Response) -> AsyncIterator[Any]:
        """Read what the answer holds, and settle the address with it."""
        assert self.run is not None
        # Whatever the visit fetches from here on is added to the same list.
        captures: list[Capture] = response.meta[CAPTURES]
        address: Address = response.meta[ADDRESS]
        try:
            visit = await self._read(address, response, captures)
        except _PUT_OFF as error:
            self._put_off(address, error, captures)
            return
        except MemoryError as error:
            self._end_without_memory(error, response.url)
            return
        except Exception as error:
            # A bug of ours must not lose the capture: the address says what happened, the run
            # ends with "pages failed", and `harvest reread` reads the page again.
            logger.exception("%s: reading %s failed", self.name, response.url)
            visit = self._visit(address, captures, "quarantined").cannot_be_read(error)
        visit = self._with_links_to_follow(visit)
        self.run.settle(visit)
        if type(self).run is None and visit.article is not None:
            yield visit.article  # for the feeds of `scrapy crawl -o`; it is held already

    async def _read(self, address: Address, response: Response, captures: list[Capture]) -> Visit:
        """The finished visit, with the further captures that it needs."""
        if response.meta.get(ERASED):
            return self._visit(address, captures, "erased")
        answer = capture_of(response)
        if self._is_same(answer, address):
            return self._visit(address, captures, "unchanged")
        if answer.status == 304 and address.capture is None:
            return self._visit(address, captures, "failed", "status 304, though nothing is held")
        fetched = Fetched(answer=answer, captures=tuple(captures))
        assert self.run is not None
        read = self.run.readers.read
        while isinstance(result := await read(address, fetched, self.station), Needs):
            further = await self._fetch(address, result, captures)
            fetched = result.answered(further, captures)
        return result

    def _visit(
        self,
        address: Address,
        captures: Sequence[Capture],
        outcome: Outcome,
        detail: str | None = None,
    ) -> Visit:
        """A visit that ends without being read."""
        return Visit(
            address=address,
            captures=tuple(captures),
            outcome=outcome,
            detail=detail,
            station_digest=self.station.digest,
        )

    def _is_same(self, capture: Capture, address: Address) -> bool:
        """Whether the page is what is held already, byte for byte."""
        same = capture.status in PAGE_STATUSES and capture.payload_digest == address.payload_digest
        return same and not self._reads_anew(address)

    def _reads_anew(self, address: Address) -> bool:
        """Whether an unchanged list may lead to more: its station file changed, or to go deep.

        Unchanged articles are `harvest reread`'s work.
        """
        mended = address.station_digest != self.station.digest
        return address.kind != "article" and (mended or self.deep)

    def _with_links_to_follow(self, visit: Visit) -> Visit:
        """The visit with those of its links that are followed, and how many articles are new."""
        assert self.run is not None
        articles = [link.url for link in visit.links if link.kind == "article"]
        unknown = self.run.unknown(articles)
        links = links_to_follow(visit, unknown, days=self.days, deep=self.deep)
        return replace(visit, links=links, new_count=len(unknown))

    async def _fetch(
        self, address: Address, needs: Needs, captures: list[Capture]
    ) -> Capture | None:
        """One more capture for this visit, by the same turn, pause and robots.txt."""
        assert self.crawler.engine is not None
        url = needs.url
        for _ in range(2):  # one redirect is followed
            request = scrapy.Request(
                url,
                callback=NO_CALLBACK,
                headers=self._languages(),
                meta={ADDRESS: address, CAPTURES: captures, KIND: needs.kind} | TAKE_ANY_ANSWER,
            )
            try:
                response = await self.crawler.engine.download_async(request)
            except self._network_errors as error:
                if needs.kind == "page" and isinstance(error, _PUT_OFF):
                    raise  # without this page the visit has nothing to say
                reason = reason_of(error)
                logger.warning("%s: %s could not be fetched: %s", self.name, url, reason)
                return None
            location = response.headers.get(b"Location")
            url = redirect_target(url, location) if location else url
            if not (300 <= response.status < 400 and location and self._covers(url)):
                break
        return None if response.meta.get(ERASED) else capture_of(response)

    def _languages(self) -> dict[str, str]:
        """The header that asks for the station's language, where its file names one."""
        languages = self.station.accept_language
        return {"Accept-Language": languages} if languages else {}

    def _covers(self, url: str) -> bool:
        try:
            return self.station.covers(canonical(url))
        except ValueError:
            return False

    @property
    def _network_errors(self) -> tuple[type[Exception], ...]:
        """What Scrapy retries, a timeout, and what robots.txt or the host's rest refuses."""
        named = self.settings.getlist("RETRY_EXCEPTIONS")
        retried = (load_object(name) for name in named)
        return (IgnoreRequest, DownloadCancelledError, DownloadTimeoutError, *retried)

    def failed(self, failure: Failure) -> None:
        """Nothing came back: settle the address with the reason, or leave it due."""
        assert self.run is not None
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        error, address = failure.value, request.meta[ADDRESS]
        assert error is not None
        captures = request.meta[CAPTURES]
        if isinstance(error, MemoryError):
            self._end_without_memory(error, request.url)
            return
        if isinstance(error, _PUT_OFF):
            self._put_off(address, error, captures)
            return
        if isinstance(error, RefusedByRobotsError):
            visit = self._visit(address, captures, "robots")
        elif isinstance(error, SetAsideError):
            visit = self._visit(address, captures, "quarantined", str(error))
        else:
            visit = self._visit(address, captures, "failed", reason_of(error))
        self.run.settle(visit)

    def _end_without_memory(self, error: MemoryError, url: str) -> None:
        """End the run, and leave the address to the next one: the machine failed, not the page."""
        assert self.run is not None
        logger.error("%s: no memory is left at %s", self.name, url)
        self.run.failure.note_unexpected(error, f"visiting {url}")

    def _put_off(
        self,
        address: Address,
        error: Stopping | StoppingError | BackedOffError | RobotsUnreachableError,
        captures: list[Capture],
    ) -> None:
        """Leave an address due that could not be visited now; what came of it is kept."""
        assert self.run is not None
        if isinstance(error, Stopping | StoppingError):
            self.run.unlease([address], captures)
        elif isinstance(error, BackedOffError):
            self.run.postpone(address, error.until, str(error), captures)
        else:
            until = datetime.now(UTC) + error.pause
            self.run.postpone(address, until, str(error), captures)


def begin(settings: BaseSettings, station: Station, stations: Stations) -> Run:
    """A run of one spider's own, on the archive that the settings name.

    Raises NoContact, and what opening the archive raises.
    """
    contact.require(os.environ.get("NEWS_CONTACT"), [station])
    archive = open_or_create(Path(settings["NEWS_ARCHIVE"]))
    command = f"scrapy crawl {station.name}"
    return Run(archive, stations, [station], command=command, user_agent=settings["USER_AGENT"])


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
