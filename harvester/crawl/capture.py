"""Scrapy's edge: each exchange becomes a capture, kept before anyone reads it."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.responsetypes import responsetypes

from archive.model.article import Capture
from archive.model.capture_fields import UnfitCapture
from archive.model.errors import TakenDown
from archive.warc import MESSAGE_TYPE, SetAside, response_message
from harvester.document import decoding
from harvester.model.errors import NotAnArticle

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

#: Where a request carries what is captured on its way: a list, so that a retry adds to it.
CAPTURES = "captures"
#: Where a request carries the address of the frontier that it visits.
ADDRESS = "address"
#: Where a request says what its answer is, if not what its address is.
KIND = "kind"
#: Marks a request whose answer is not kept: what stood there was erased by a decision.
ERASED = "erased"
#: Marks the request for a robots.txt.
ROBOTS = "robots"
#: Every status is an answer; what it means is decided by whoever asked, redirects included.
TAKE_ANY_ANSWER = {"handle_httpstatus_all": True, "dont_redirect": True}


class SetAsideError(IgnoreRequest):
    """The answer makes no capture; its bytes are set aside."""


class CaptureMiddleware:
    """Keeps every exchange as it came off the wire: pages, lists, robots.txt, errors, 304s.

    It stands nearest to the downloader, so that nothing has changed the response before.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The crawler's spider tells whose pages these are."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Append the exchange to the WARC; the commit that follows syncs it."""
        spider = self._crawler.spider
        run = getattr(spider, "run", None)
        if run is None:  # `scrapy shell` and `scrapy fetch` look at pages without an archive
            return response
        assert spider is not None
        try:
            capture = exchange(request, response, station=spider.name, run=run.id)
        except UnfitCapture as error:
            run.keep_aside(_aside(response, error, found=run.id))
            raise SetAsideError(str(error)) from error
        try:
            run.keep(capture, request.meta.get(ADDRESS))
        except TakenDown:
            request.meta[ERASED] = True
        else:
            request.meta.setdefault(CAPTURES, []).append(capture)
        return response


class ContentCodingMiddleware(HttpCompressionMiddleware):
    """Asks for compressed bodies, and undoes the coding only for what Scrapy itself reads.

    A visit is read from its capture, which keeps the coding; robots.txt and the shell need the
    decoded body. Scrapy's own version decodes all and guesses the charset of the compressed
    bytes first, which costs 40 % of a bare crawl.
    """

    def process_response(  # type: ignore[override]  # the `spider` argument is deprecated
        self, request: Request, response: Response
    ) -> Response:
        """Decode the body where no visit will do it."""
        if ADDRESS in request.meta or b"Content-Encoding" not in response.headers:
            return response
        try:
            body = decoding.content(exchange(request, response))
        except (NotAnArticle, UnfitCapture) as error:
            raise IgnoreRequest(f"{response.url}: {error}") from error
        headers = response.headers.copy()
        del headers[b"Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return kind(
            response.url,
            status=response.status,
            headers=headers,
            body=body,
            flags=response.flags,
            request=request,
            certificate=response.certificate,
            ip_address=response.ip_address,
            protocol=response.protocol,
        )


def exchange(
    request: Request, response: Response, *, station: str | None = None, run: str | None = None
) -> Capture:
    """The capture of one request and its response, at this moment."""
    address = request.meta.get(ADDRESS)
    now = datetime.now(UTC)
    return Capture(
        id=capture_id(now),
        url=response.url,
        method=request.method,
        status=response.status,
        protocol=response.protocol or "HTTP/1.1",
        captured_at=now,
        body=response.body,
        headers=_pairs(response.headers),
        request_headers=_pairs(request.headers),
        ip=str(response.ip_address) if response.ip_address else None,
        station=station,
        run=run,
        found=address.found if address else None,
        kind=_kind(request, address),
    )


class _Order:
    """The first 60 bits of ids: a millisecond, then a counter of what was made in it.

    It is the fixed-length counter of RFC 9562 (6.2, method 1), which begins at random below its
    half: what is left is more than a process captures in a millisecond.
    """

    def __init__(self) -> None:
        self._millisecond = 0
        self._last = 0

    def next(self, millisecond: int) -> int:
        """A number above all that were given for this millisecond."""
        first = millisecond << 12 | secrets.randbits(11)
        self._last = self._last + 1 if millisecond == self._millisecond else first
        self._millisecond = millisecond
        return self._last


_ORDER = _Order()


def capture_id(moment: datetime) -> str:
    """A new id: a UUID of version 7 (RFC 9562), which begins with its millisecond.

    The tables hold moments to the second. Captures of one second are ordered by their ids, so
    ids that sort as they were made give them their true order, also within a millisecond.
    """
    millisecond, count = divmod(_ORDER.next(int(moment.timestamp() * 1000)), 1 << 12)
    bits = millisecond << 80 | 7 << 76 | count << 64 | 0b10 << 62
    return uuid.UUID(int=bits | secrets.randbits(62)).urn


def _aside(response: Response, error: UnfitCapture, *, found: str) -> SetAside:
    """The bytes of an answer that makes no capture."""
    line = f"{response.protocol or 'HTTP/1.1'} {response.status} "
    message = response_message(line, _pairs(response.headers), response.body)
    return SetAside.of(
        message, MESSAGE_TYPE, url=response.url, reason=str(error), found=f"run {found}"
    )


def capture_of(response: Response) -> Capture:
    """The capture of a response that a visit's callback was given."""
    captures: list[Capture] = response.meta[CAPTURES]
    return captures[-1]


def _kind(request: Request, address: Any) -> str:
    if request.meta.get(ROBOTS):
        return "robots"
    if address is None:
        return "page"
    kind = request.meta.get(KIND)
    return str(kind or ("page" if address.kind == "article" else address.kind))


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Header lines in order; bytes that are not ASCII come as latin-1, as on the wire.

    They are taken as the dictionary holds them: `Headers.items` would look each of them up again.
    """
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in dict.items(headers)
        for value in values
    )
