"""Why there was no answer: in words for the operator, whatever Scrapy and Twisted wrapped it in."""

from __future__ import annotations

import pytest
from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError, ResponseDataLossError
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from harvester.crawl.failure import reason_of
from harvester.crawl.tls import CertificateRefusedError


def failed(cause: Exception) -> DownloadFailedError:
    """The error as Scrapy raises it where Twisted gave up an answer."""
    error = DownloadFailedError("[<twisted.python.failure.Failure …>]")
    error.__cause__ = ResponseFailed([Failure(cause)])
    return error


def tls(said: str) -> SSL.Error:
    """An error of OpenSSL."""
    return SSL.Error([("SSL routines", "", said)])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (failed(ConnectionLost("the line is cut")), "ConnectionLost: "),
        (
            failed(ConnectionDone()),
            "ConnectionDone: the server closed the connection before the he",
        ),
        (failed(CertificateRefusedError("the certificate of a is self-signed")), "TLS: the cert"),
        (failed(tls("unsupported protocol")), "TLS: the server speaks no TLS version from 1.2 on"),
        (failed(tls("tlsv1 alert protocol version")), "TLS: the server speaks no TLS version"),
        (failed(tls("wrong version number")), "TLS: what answers there is no TLS; is it http://"),
        (failed(tls("sslv3 alert handshake failure")), "TLS: server and crawl have no cipher"),
        (failed(tls("dh key too small")), "TLS: the server's key is too short to be safe"),
        (failed(tls("something new")), "TLS: something new"),
        (ResponseDataLossError("after 3 of 9 bytes"), "ResponseDataLossError: after 3 of 9 bytes"),
        (ValueError(), "ValueError: no reason is given"),
    ],
)
def test_a_failure_is_told_by_its_cause(error: Exception, reason: str) -> None:
    """Never by the name of a wrapper, or by the shape of an object."""
    assert reason_of(error).startswith(reason)
    assert "twisted.python" not in reason_of(error)
