"""Names are looked up, and only public addresses are connected to.

A page, a redirect or a name in somebody's DNS must not make the crawler ask services of the
operator's own network. A station whose own file names a host on loopback (the demo region) is the
one exception.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, ClassVar

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing private, loopback, link-local and reserved addresses.

    Literal addresses in a URL pass through it too.
    """

    #: Hosts that station files name themselves; filled when a station becomes a spider.
    named: ClassVar[set[str]] = set()

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  (Twisted's name)
        """The IPv4 address of a host; fails with DNSLookupError where it is not public."""
        resolved = super().getHostByName(name, timeout)
        resolved.addCallback(lambda address: public(name, address, self.named))
        return resolved


def public(name: str, address: str, named: Container[str]) -> str:
    """The address of a host, if it may be connected to: `named` are the hosts of station files.

    Raises DNSLookupError.

    >>> public("127.0.0.1", "127.0.0.1", named={"127.0.0.1"})
    '127.0.0.1'
    >>> public("a.example", "10.0.0.1", named={"a.example"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    twisted.internet.error.DNSLookupError: ... a.example has the address 10.0.0.1, which is ...
    """
    parsed = ipaddress.ip_address(address)
    if parsed.is_global or (parsed.is_loopback and name in named):
        return address
    raise DNSLookupError(f"{name} has the address {address}, which is not public")
