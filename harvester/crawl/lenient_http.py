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
from twisted.web._newclient import HEADER, STATUS
from twisted.web.http import _ChunkedTransferDecoder
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
#: HTTP/1.1 200 OK, and what browsers take for it: HTTP/2 200, HTTP/1.1  200OK, ICY 200 OK.
#: A number that is no status is read as well: its answer is kept, and set aside.
_STATUS = re.compile(
    rb"[ \t]{0,9}(?:HTTP(?:/(\d)(?:\.(\d))?)?|ICY)[ \t]+(?:0*(?=\d{3}(?!\d)))?(-?\d{1,30})(.*)",
    re.I,
)


class NotHttpError(Exception):
    """What came is no answer of HTTP; the message says why."""


class LenientChunks(_ChunkedTransferDecoder):
    r"""Undoes chunks as browsers do: `1a  \r\n` and lines that end with \n alone are read.

    Once the last chunk came, the body is whole, whether or not the empty line follows it.
    """

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802  (Twisted's name)
        if (end := self._buffer.find(b"\n")) >= 0:
            self._buffer[: end + 1] = self._buffer[:end].partition(b";")[0].strip() + b"\r\n"
            self._start = 0
        return super()._dataReceived_CHUNK_LENGTH()

    def _dataReceived_CRLF(self) -> bool:  # noqa: N802  (Twisted's name)
        self._end_line_as_expected()
        return super()._dataReceived_CRLF()

    def _dataReceived_TRAILER(self) -> bool:  # noqa: N802  (Twisted's name)
        self._end_line_as_expected()
        return super()._dataReceived_TRAILER()

    def _end_line_as_expected(self) -> None:
        r"""Let a first line that ends with \n end with \r\n."""
        end = self._buffer.find(b"\n", 0, len(self._buffer) if self.state == "TRAILER" else 1)
        if end >= 0 and self._buffer[max(0, end - 1) : end] != b"\r":
            self._buffer[end:end] = b"\r"
            self._start = 0

    def noMoreData(self) -> None:  # noqa: N802  (Twisted's name)
        """Take the end of the connection; it raises where a chunk is missing."""
        if self.state != "TRAILER":
            super().noMoreData()


class LenientParser(http11._LenientHTTPClientParser):
    """Reads an answer; header lines that mean nothing are left out.

    Empty lines before the answer are passed over, and its first line may be written oddly.
    `Server : nginx` is read as it is meant. `X Powered By: php`, a line without a colon, a
    Content-Length that is no number and an unknown Transfer-Encoding count as not sent; one that
    compresses is kept as a Content-Encoding, which any reader of the archive undoes.
    """

    #: Bytes of one header line: a Content-Security-Policy may be long. Twisted allows 16 KiB.
    MAX_LENGTH = 256 * 1024
    #: Compressions that a Transfer-Encoding names (RFC 9112, 7.2), in order.
    _packed: tuple[bytes, ...] = ()
    _transferDecoders = {b"chunked": LenientChunks}  # noqa: N815, RUF012  (Twisted's name)

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Take one line of the status and the headers."""
        if self.state == STATUS and not line.strip():
            return
        if self.state == HEADER and line[:1] in (b" ", b"\t") and self._partialHeader is None:
            self._leave_out(line)  # it continues a header, and there is none before it
        else:
            super().lineReceived(line)

    def statusReceived(self, status: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Take the first line. Raises NotHttpError."""
        if (match := _STATUS.match(status)) is None:
            shown = status[:_SHOWN].decode("utf-8", "replace")
            raise NotHttpError(f"the answer does not begin with an HTTP status, but with {shown!r}")
        version = b"HTTP/%b.%b" % (match[1] or b"1", match[2] or b"0")
        line = b"%b %b %b" % (version, match[3], match[4].strip())
        super().statusReceived(line)  # type: ignore[no-untyped-call]

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Give up an answer with an endless header. Raises NotHttpError."""
        shown = line[:_SHOWN].decode("latin-1")
        raise NotHttpError(f"a header line of more than {self.MAX_LENGTH} bytes: {shown!r}")

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
