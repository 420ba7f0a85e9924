"""Reservations: what a server says against archiving, indexing or mining of what it gives.

They are recorded, not obeyed: docs/operations.md says why, and how they are asked for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from archive.db.rights_reservations import Reservation
from archive.files import inflate
from archive.model.article import Capture
from harvester.document import decoding
from harvester.model.errors import NotAnArticle

#: What a robots directive reserves; index, follow and the like reserve nothing.
_RESERVING = re.compile(
    r"\b(?:noarchive|nocache|noindex|nosnippet|none|noai|noimageai|noml|unavailable_after)\b", re.I
)
_ROBOTS = frozenset({"robots", "googlebot", "googlebot-news", "bingbot", "baiduspider"})
#: TDM Reservation Protocol (W3C community group): 1 reserves, 0 does not.
_TDM = frozenset({"tdm-reservation", "tdm-policy"})
_META = re.compile(rb"<meta\s[^>]{1,1000}>", re.I)
_ATTRIBUTE = re.compile(r"""\b(name|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
#: A line of robots.txt: what a search, an answer, a training may use
_CONTENT_SIGNAL = re.compile(rb"^[ \t]*(content-signal)[ \t]*:[ \t]*([^\r\n#]{1,500})", re.I | re.M)
#: Metas stand in the head of a page.
_HEAD = 32 * 1024
_LONGEST = 500


def reservations(capture: Capture) -> tuple[Reservation, ...]:
    """What the answer's headers, a page's metas and a robots.txt reserve, each once, in order.

    >>> from datetime import UTC, datetime
    >>> page = Capture(id="urn:uuid:1", url="https://a.example/1", status=200,
    ...                captured_at=datetime(2026, 7, 1, tzinfo=UTC),
    ...                headers=(("X-Robots-Tag", "noai, noarchive"),),
    ...                body=b'<meta name="tdm-reservation" content="1"><meta name=robots>')
    >>> [(found.place, found.name, found.value) for found in reservations(page)]
    [('header', 'x-robots-tag', 'noai, noarchive'), ('meta', 'tdm-reservation', '1')]
    """
    printed = list(_in_headers(capture.headers))
    if capture.kind == "robots":
        lines = _CONTENT_SIGNAL.findall(capture.body[: 16 * _HEAD]) if capture.status == 200 else ()
        printed.extend(Reservation("robots.txt", _text(n).lower(), _text(v)) for n, v in lines)
    elif capture.status in (200, 203):
        printed += _in_metas(_head(capture))
    return tuple(dict.fromkeys(printed))


def _in_headers(headers: Iterable[tuple[str, str]]) -> Iterator[Reservation]:
    for name, value in headers:
        header = name.lower()
        if header in _TDM or (header == "x-robots-tag" and _RESERVING.search(value)):
            yield Reservation("header", header, value.strip()[:_LONGEST])


def _in_metas(head: bytes) -> Iterator[Reservation]:
    for tag in _META.findall(head):
        pairs = _ATTRIBUTE.findall(_text(tag))
        attributes = {name.lower(): html.unescape(a or b or c).strip() for name, a, b, c in pairs}
        name, content = attributes.get("name", "").lower(), attributes.get("content", "")
        if (name in _TDM and content) or (name in _ROBOTS and _RESERVING.search(content)):
            yield Reservation("meta", name, content[:_LONGEST])


def _head(capture: Capture) -> bytes:
    """The beginning of a page; nothing where it cannot be had."""
    try:
        if (capture.header("content-encoding") or "").strip().lower() == "gzip":
            return inflate.beginning(capture.body, _HEAD)
        return decoding.content(capture)[:_HEAD]
    except NotAnArticle:
        return b""


def _text(written: bytes) -> str:
    """Names and directives are ASCII, in whatever encoding the page is."""
    return written.decode("ascii", errors="replace").strip()
