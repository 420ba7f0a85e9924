"""Names are looked up, and only public addresses are connected to.

A page, a redirect or a name in somebody's DNS must not make the crawler ask services of the
operator's own network. The one exception is this computer, where a station file or a command names
it as such (127.0.0.1:8000 or localhost, as for the demo region); a public name that leads there is
refused.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from harvester.run.contact import is_on_loopback

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing private, loopback, link-local and reserved addresses.

    Literal addresses in a URL pass through it too.
    """

    #: Names of this computer that station files and commands give.
    named: ClassVar[set[str]] = set()

    @classmethod
    def allow(cls, hosts: Iterable[str]) -> None:
        """Let those of these hosts be asked that are this computer by their very name."""
        local = filter(is_on_loopback, hosts)
        cls.named.update(urlsplit(f"//{host}").hostname or "" for host in local)

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  (Twisted's name)
        """The IPv4 address of a host; fails with DNSLookupError where it is not public."""
        resolved = super().getHostByName(name, timeout)
        resolved.addCallback(lambda address: public(name, address, self.named))
        return resolved


def public(name: str, address: str, named: Container[str]) -> str:
    """The address of a host, if it may be connected to; `named` are names of this computer.

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
