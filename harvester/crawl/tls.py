"""Which servers a crawl trusts, and in plain words why it does not trust one.

OpenSSL says no more of a refused certificate than `certificate verify failed`, and Twisted passes
that on: whether it is self-signed, out of date or of another host is known only while the
certificates are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.x509 import DNSName, IPAddress, SubjectAlternativeName
from cryptography.x509.extensions import ExtensionNotFound
from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import (
    _ScrapyCertificateOptions,
    _ScrapyClientContextFactory,
)
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions
from twisted.internet.ssl import platformTrust
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from OpenSSL.crypto import X509
    from twisted.protocols.tls import TLSMemoryBIOProtocol

_ASK = "tell the station; docs/operations.md says how to trust it all the same"
#: The errors of X509_verify_cert (x509_vfy.h) that an operator can do something about.
_REFUSALS = {
    9: "is not valid before {begin:%F}: is this computer's clock right?",
    10: f"expired on {{end:%F}}: {_ASK}",
    18: f"is self-signed: {_ASK}",
    19: f"leads to a root that is not trusted here ({{issuer}}): {_ASK}",
    20: f"has no trusted issuer ({{issuer}}); its server sends no intermediate certificate: {_ASK}",
    21: f"has no trusted issuer ({{issuer}}); its server sends no intermediate certificate: {_ASK}",
}
#: What OpenSSL says of a handshake that comes to nothing → what that means.
_HANDSHAKES = {
    "unsupported protocol": "the server speaks no TLS version from 1.2 on",
    "wrong ssl version": "the server speaks no TLS version from 1.2 on",
    "protocol version": "the server speaks no TLS version from 1.2 on",
    "wrong version number": "what answers there is no TLS; is it http:// that is meant?",
    "http request": "what answers there is no TLS; is it http:// that is meant?",
    "packet length too long": "what answers there is no TLS; is it http:// that is meant?",
    "handshake failure": "server and crawl have no cipher in common",
    "key too small": "the server's key is too short to be safe",
    "too weak": "the server's certificate is signed in a way that is no longer safe",
    "unrecognized name": "the server knows no host of this name",
}


class CertificateRefusedError(Exception):
    """A server's certificate is not trusted; the message says why, and what to do."""


class TrustPolicy(_ScrapyClientContextFactory):
    """Scrapy's policy for https that names the reason of a refusal."""

    _options: _ScrapyCertificateOptions | None = None

    def creatorForNetloc(  # type: ignore[override]  # noqa: N802  (Twisted's name; its stub is off)
        self, hostname: bytes, port: int
    ) -> ClientTLSOptions:
        """What makes the connections to one host; the trusted roots are loaded once."""
        del port
        if self._options is None:
            self._options = _ScrapyCertificateOptions(
                trustRoot=platformTrust(),  # type: ignore[no-untyped-call]
                **self._get_cert_options_kwargs(),
            )
        return _Connections(self._options._makeTLSConnection, hostname.decode("ascii"))


class _Connections(ClientTLSOptions):
    """Connections to one host, of which each certificate is looked at."""

    def clientConnectionForTLS(  # noqa: N802  (Twisted's name)
        self,
        tlsProtocol: TLSMemoryBIOProtocol,  # noqa: N803  (Twisted's name)
    ) -> SSL.Connection:
        """A connection that fails with CertificateRefusedError."""
        connection = super().clientConnectionForTLS(tlsProtocol)

        def verify(_: SSL.Connection, shown: X509, error: int, depth: int, trusted: int) -> bool:
            """Whether to go on; this is called by OpenSSL, and must not raise."""
            try:
                reason = None if trusted else refusal(shown.to_cryptography(), error, depth)
                if depth == 0 and reason is None:
                    reason = self._misnaming(shown)
            except ValueError as unreadable:
                reason = f"cannot be read: {unreadable}"
            if reason is not None:
                message = f"the certificate of {self._hostnameASCII} {reason}"
                tlsProtocol.failVerification(Failure(CertificateRefusedError(message)))  # type: ignore[no-untyped-call]
            return reason is None

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection

    def _misnaming(self, shown: X509) -> str | None:
        """Why a certificate is not that of the host; None where it is."""
        host = self._hostnameASCII
        wanted = DNS_ID(host) if self._hostnameIsDnsName else IPAddress_ID(host)
        try:
            verify_service_identity(extract_patterns(shown), [wanted], [])
        except (VerificationError, CertificateError):
            names = named_hosts(shown.to_cryptography())
            return f"is that of {', '.join(names)}: {_ASK}" if names else f"names no host: {_ASK}"
        return None


def refusal(certificate: Certificate, error: int, depth: int) -> str:
    """Why a certificate is not trusted: what OpenSSL found wrong with it, and what to do."""
    words = _REFUSALS.get(error)
    if words is None:
        return f"is refused (X509_verify_cert says {error}): {_ASK}"
    message = words.format(
        begin=certificate.not_valid_before_utc,
        end=certificate.not_valid_after_utc,
        issuer=certificate.issuer.rfc4514_string()[:100],
    )
    return message if depth == 0 or error == 19 else f"has an issuer whose certificate {message}"


def named_hosts(certificate: Certificate) -> list[str]:
    """The first hosts that a certificate is made for, by its subjectAltName."""
    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except ExtensionNotFound:
        return []
    hosts = [*names.get_values_for_type(DNSName), *names.get_values_for_type(IPAddress)]
    return [str(host) for host in hosts[:3]]


def handshake_failure(error: SSL.Error) -> str:
    """What kept a handshake from succeeding.

    >>> handshake_failure(SSL.Error([("SSL routines", "", "unsupported protocol")]))
    'TLS: the server speaks no TLS version from 1.2 on (unsupported protocol)'
    """
    lines = error.args[0] if error.args and isinstance(error.args[0], list) else []
    message = "; ".join(str(line[-1]) for line in lines) or "the connection ended"
    meaning = next((words for part, words in _HANDSHAKES.items() if part in message), None)
    return f"TLS: {meaning} ({message})" if meaning else f"TLS: {message}"
