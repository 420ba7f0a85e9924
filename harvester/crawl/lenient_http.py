"""HTTP answers with odd headers, taken as browsers take them.

Twisted gives up an answer, and with it a page or a whole robots.txt, for one header line that is
not as RFC 9112 has it. Browsers leave the line out, and so does this parser; the log says which.
Scrapy's own does so for lines without a colon.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import ResponseDataLossError
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.web._newclient import HEADER
from twisted.web.iweb import UNKNOWN_LENGTH

from harvester.crawl.tls import TrustPolicy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred
    from twisted.python.failure import Failure

_log = logging.getLogger(__name__)

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LENGTHS = re.compile(rb"\d{1,18}(?:\s*,\s*\d{1,18})*")
_PACKINGS = frozenset({b"gzip", b"x-gzip", b"deflate", b"x-deflate"})
_SHOWN = 100  # bytes of a line that the log shows


class LenientParser(http11._LenientHTTPClientParser):
    """Reads an answer; header lines that mean nothing are left out.

    `Server : nginx` is read as it is meant. `X Powered By: php`, a line without a colon, a
    Content-Length that is no number and an unknown Transfer-Encoding count as not sent; one that
    compresses is kept as a Content-Encoding, which any reader of the archive undoes.
    """

    #: Bytes of one header line: a Content-Security-Policy may be long. Twisted allows 16 KiB.
    MAX_LENGTH = 256 * 1024
    #: Compressions that a Transfer-Encoding names (RFC 9112, 7.2), in order.
    _packed: tuple[bytes, ...] = ()

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Take one line of the status and the headers."""
        if self.state == HEADER and line[:1] in (b" ", b"\t") and self._partialHeader is None:
            self._leave_out(line)  # it continues a header, and there is none before it
        else:
            super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Take one header, its lines joined."""
        name = name.strip()
        if not _TOKEN.fullmatch(name):
            self._leave_out(name + b": " + value)
            return
        if name.lower() == b"content-length" and not _LENGTHS.fullmatch(value):
            self._leave_out(name + b": " + value)
            return
        if name.lower() == b"transfer-encoding":
            self._transfer_coded(value)
            return
        super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def _transfer_coded(self, value: bytes) -> None:
        """Take a Transfer-Encoding: chunks are undone at once, a compression when it is read."""
        codings = [coding.strip().lower() for coding in value.split(b",")]
        packed = [coding for coding in codings if coding in _PACKINGS]
        self._packed = (*self._packed, *packed)
        if b"chunked" in codings:
            super().headerReceived(b"Transfer-Encoding", b"chunked")  # type: ignore[no-untyped-call]
        if set(codings) - _PACKINGS - {b"chunked"}:
            self._leave_out(b"Transfer-Encoding: " + value)

    def allHeadersReceived(self) -> None:  # noqa: N802  (Twisted's name)
        """Go on to the body, which a transfer coding has packed last, if at all."""
        for coding in self._packed:
            self.headers.addRawHeader(b"Content-Encoding", coding)
        super().allHeadersReceived()  # type: ignore[no-untyped-call]

    def _leave_out(self, line: bytes) -> None:
        shown = line[:_SHOWN].decode("latin-1")
        _log.info("%s: the header line %r is left out", _address(self.request), shown)


def _address(request: object) -> str:
    return bytes(getattr(request, "absoluteURI", None) or b"?").decode("latin-1")


class CountingReader(http11._ResponseReader):
    """Reads a body; where it breaks off, the error says how much of it came."""

    def __init__(self, finished: Deferred[Any], *args: Any, **kwargs: Any) -> None:
        finished.addErrback(self._name_the_loss)
        super().__init__(finished, *args, **kwargs)

    def _name_the_loss(self, failure: Failure) -> None:
        """Raise the same error with its figures."""
        failure.trap(ResponseDataLossError)  # type: ignore[no-untyped-call]
        length = self._txresponse.length
        of = "" if length == UNKNOWN_LENGTH else f" of {length}"
        raise ResponseDataLossError(
            f"the connection ended after {self._bytes_received}{of} bytes of the body; "
            "nothing of it is kept"
        ) from failure.value.__cause__  # type: ignore[union-attr]


class DownloadHandler(http11.HTTP11DownloadHandler):
    """Scrapy's handler of http and https, with the lenient parser, and with reasons for failures.

    Scrapy offers no place for another parser and reader, so the names under which it looks them up
    are changed.
    """

    http11._LenientHTTPClientParser = LenientParser  # type: ignore[misc]
    http11._ResponseReader = CountingReader  # type: ignore[misc]

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._fail_on_dataloss_warned = True  # the outcome of the address says it
        self._contextFactory = TrustPolicy.from_crawler(crawler)  # type: ignore[assignment]  # its stub is off

    async def close(self) -> None:
        """Close the connections that are kept open; those that take longer than a second are left.

        Scrapy calls the Deferred of the pool itself after that second. Where many stations end at
        once, it has been called by then and not been waited for yet: AlreadyCalledError.
        """
        pool: Any = self._pool  # which Twisted types in part
        closed = maybe_deferred_to_future(pool.closeCachedConnections())
        await asyncio.wait([asyncio.ensure_future(closed)], timeout=self._disconnect_timeout)
