"""Why there was no answer, in words for the operator."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import ResponseDataLossError
from twisted.internet.error import ConnectionDone
from twisted.web._newclient import ResponseFailed, ResponseNeverReceived

from harvester.crawl.tls import CertificateRefusedError, handshake_failure

_LONGEST = 300  # characters of an error's own words


def reason_of(error: BaseException) -> str:
    """What kept an answer from coming: what the certificate lacks, else the innermost error."""
    innermost = error
    for cause in _causes(error):
        if isinstance(cause, CertificateRefusedError):
            return f"TLS: {cause}"
        if isinstance(cause, SSL.Error):
            return handshake_failure(cause)
        if not hasattr(cause, "reasons") and not isinstance(error, ResponseDataLossError):
            innermost = cause
    if isinstance(innermost, ConnectionDone) and (when := _closed(error)):
        return f"ConnectionDone: the server closed the connection {when}"
    message = str(innermost) or str(error) or "no reason is given"
    return f"{type(innermost).__name__}: {message[:_LONGEST]}"


def _closed(error: BaseException) -> str | None:
    """When a connection was closed that should have brought an answer."""
    kinds = [type(cause) for cause in _causes(error)]
    if ResponseNeverReceived in kinds:
        return "without an answer"
    return "before the header of its answer ended" if ResponseFailed in kinds else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and what Scrapy and Twisted made it of."""
    yield error
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
    for failure in getattr(error, "reasons", ()):  # Twisted's ResponseFailed
        yield from _causes(failure.value)
