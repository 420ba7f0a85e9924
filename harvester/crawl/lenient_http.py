"""HTTP answers with odd headers, taken as browsers take them.

Twisted gives up an answer, and with it a page or a whole robots.txt, for one header line that is
not as RFC 9112 has it. Browsers leave the line out, and so does this parser; the log says which.
Scrapy's own does so for lines without a colon.
"""

from __future__ import annotations

import logging
import re

from scrapy.core.downloader.handlers import http11
from twisted.web._newclient import HEADER

_log = logging.getLogger(__name__)

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LENGTHS = re.compile(rb"\d{1,18}(?:\s*,\s*\d{1,18})*")
_SHOWN = 100  # bytes of a line that the log shows


class LenientParser(http11._LenientHTTPClientParser):
    """Reads an answer; header lines that mean nothing are left out.

    `Server : nginx` is read as it is meant. `X Powered By: php`, a line without a colon, a
    Content-Length that is no number and a Transfer-Encoding other than chunked count as not sent.
    """

    #: Bytes of one header line: a Content-Security-Policy may be long. Twisted allows 16 KiB.
    MAX_LENGTH = 256 * 1024

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
            if b"chunked" not in value.lower():
                self._leave_out(name + b": " + value)
                return
            value = b"chunked"
        super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def _leave_out(self, line: bytes) -> None:
        shown = line[:_SHOWN].decode("latin-1")
        _log.info("%s: the header line %r is left out", _address(self.request), shown)


def _address(request: object) -> str:
    return bytes(getattr(request, "absoluteURI", None) or b"?").decode("latin-1")


class DownloadHandler(http11.HTTP11DownloadHandler):
    """Scrapy's handler of http and https, with the lenient parser.

    Scrapy offers no place for another parser, so the name under which it looks it up is changed.
    """

    http11._LenientHTTPClientParser = LenientParser  # type: ignore[misc]
