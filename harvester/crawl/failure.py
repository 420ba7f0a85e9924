"""Why there was no answer, in words for the operator."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import ResponseDataLossError

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
    message = str(innermost) or str(error) or "no reason is given"
    return f"{type(innermost).__name__}: {message[:_LONGEST]}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and what Scrapy and Twisted made it of."""
    yield error
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
    for failure in getattr(error, "reasons", ()):  # Twisted's ResponseFailed
        yield from _causes(failure.value)
