"""Who crawls: the User-Agent, with the contact that an operator must give."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeGuard
from urllib.parse import urlsplit

from archive.model.version import __version__
from harvester.model.errors import NoContact

if TYPE_CHECKING:
    from harvester.model.station import Station

_MAIL_OR_PAGE = re.compile(r"(mailto:)?[^@\s()]+@[^@\s()]+\.[^@\s()]+|https?://[^\s()]+")


def user_agent(contact: str | None) -> str:
    """The User-Agent of every request.

    >>> user_agent("archive@example.org")
    'regional-news-harvester/0.2.0 (+archive@example.org)'
    """
    name = f"regional-news-harvester/{__version__}"
    return f"{name} (+{contact})" if contact else name


def require(contact: str | None, stations: Iterable[Station]) -> None:
    """Refuse to crawl real stations without a contact that they could write to.

    Raises NoContact. Stations on loopback (the demo region) need none.
    """
    if is_contact(contact):
        return
    real = next((s for s in stations if not all(is_on_loopback(host) for host in s.hosts)), None)
    if real is None:
        return
    problem = f"{contact!r} is neither" if contact else "none is set"
    raise NoContact(
        f"{real.name}: a crawl of real stations names a contact in its User-Agent, and {problem}; "
        "give a mail address or a page about your crawl with --contact or NEWS_CONTACT"
    )


def is_contact(text: str | None) -> TypeGuard[str]:
    """Whether this is a mail address or a page that a station could write to.

    >>> is_contact("archive@example.org"), is_contact("me")
    (True, False)
    """
    return text is not None and _MAIL_OR_PAGE.fullmatch(text) is not None


def is_on_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
