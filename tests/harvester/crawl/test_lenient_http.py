"""Answers as servers write them: what a browser shows is read, what it does not is refused."""

from __future__ import annotations

import pytest
from twisted.internet.protocol import Protocol
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import HTTP11ClientProtocol, Request, Response, ResponseDone
from twisted.web.http_headers import Headers

from harvester.crawl.lenient_http import LenientParser, NotHttpError

TYPE = b"Content-Type: text/html\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class Body(Protocol):
    """What came of a body, and why it ended."""

    def __init__(self) -> None:
        self.data = b""
        self.whole = False

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Take a piece of it."""
        self.data += data

    def connectionLost(self, reason: Failure | None = None) -> None:  # type: ignore[override]  # noqa: N802
        """Take its end."""
        self.whole = reason is not None and reason.check(ResponseDone) is not None  # type: ignore[no-untyped-call]


def read(answer: bytes) -> tuple[Response, Body]:
    """The answer that a parser makes of bytes, after which the connection ends."""
    client = HTTP11ClientProtocol()  # type: ignore[no-untyped-call]
    client.makeConnection(StringTransport())  # type: ignore[no-untyped-call]
    request = Request(b"GET", b"/", Headers({b"Host": [b"a.example"]}), None)  # type: ignore[no-untyped-call]
    got: list[Response | Failure] = []
    client.request(request).addBoth(got.append)  # type: ignore[no-untyped-call]
    client._parser.__class__ = LenientParser
    client.dataReceived(answer)  # type: ignore[no-untyped-call]
    if got and isinstance(got[0], Failure):
        raise got[0].value.reasons[0].value
    body = Body()
    assert isinstance(got[0], Response)
    got[0].deliverBody(body)  # type: ignore[no-untyped-call]
    client.connectionLost(Failure(ConnectionError()))  # type: ignore[no-untyped-call]
    return got[0], body


@pytest.mark.parametrize(
    "line",
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 200",
        b"HTTP/1.1  200 OK",
        b"HTTP/1.1\t200\tOK",
        b"HTTP/1.1 200OK",
        b"HTTP/1.1 200.0 OK",
        b"HTTP/1.1 0200 OK",
        b"HTTP/2 200",
        b"http/1.0 200 ok",
        b"HTTP 200 OK",
        b"ICY 200 OK",
        b"\r\n\r\nHTTP/1.1 200 OK",
        "HTTP/1.1 200 成功".encode("gbk"),
    ],
)
def test_a_status_line_is_read_as_browsers_read_it(line: bytes) -> None:
    """One odd line of a server must not lose all of its pages."""
    response, body = read(line + b"\r\n" + TYPE + b"Content-Length: 4\r\n\r\nnews")
    assert (response.code, body.data, body.whole) == (200, b"news", True)


@pytest.mark.parametrize(
    "chunks",
    [
        b"4\r\nnews\r\n0\r\n\r\n",
        b"4  \r\nnews\r\n0  \r\n\r\n",  # padded, as some servers do
        b"0004;name=value\r\nnews\r\n0\r\n\r\n",
        b"4\nnews\n0\n\n",
        b"4\r\nnews\r\n0\r\nExpires: never\r\n\r\n",
        b"2\r\nne\r\n2\r\nws\r\n0\r\n",  # closed before the empty line
        b"4\r\nnews\r\n0",
    ],
)
def test_a_chunked_body_is_read_as_browsers_read_it(chunks: bytes) -> None:
    """It is whole once its last chunk came."""
    answer, last = read(CHUNKED + chunks), chunks != b"4\r\nnews\r\n0"
    assert (answer[1].data, answer[1].whole) == (b"news", last)


@pytest.mark.parametrize(
    "chunks", [b"4\r\nne", b"4\r\nnews\r\n", b"<p>news", b"-4\r\nnews\r\n0\r\n\r\n"]
)
def test_a_body_of_which_a_chunk_is_missing_is_not_whole(chunks: bytes) -> None:
    """What was cut must not be taken for a page."""
    assert not read(CHUNKED + chunks)[1].whole


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (
            b"<html>news</html>\r\n",
            "the answer does not begin with an HTTP status, but with '<html",
        ),
        (b"HTTP/1.1 OK\r\n", "the answer does not begin with an HTTP status"),
        (b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 2**18, "a header line of more than 262144 bytes"),
    ],
)
def test_what_is_no_answer_of_http_is_refused_in_words(answer: bytes, reason: str) -> None:
    """The operator reads them in the report of the run."""
    with pytest.raises(NotHttpError, match=f"^{reason}"):
        read(answer)
