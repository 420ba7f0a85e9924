"""Where a page leads by itself: by the header Refresh or a meta element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from harvester.model.url import absolute

if TYPE_CHECKING:
    from harvester.document.lines import Element

#: The delay, and what parts it from the address (HTML standard, shared declarative refresh steps).
_DELAY = re.compile(r"\s{0,9}(\d{0,4})(\.[\d.]{0,9})?(?:\s{0,9}[;,]|\s)\s{0,99}")
_URL = re.compile(r"url\s{0,9}=\s{0,99}", re.I)
_LONGEST = 4096  # characters of what is read
_BASE = etree.XPath("string(//base/@href)")
_META = etree.XPath(
    "//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh'][not(ancestor::noscript)]/@content"
)


def read_refresh(content: str) -> tuple[float, str] | None:
    """The delay in seconds and the address, as written; None where there is no address.

    >>> read_refresh("0; url=/a/12.html"), read_refresh("3,'/l2.html'"), read_refresh("300")
    ((0.0, '/a/12.html'), (3.0, '/l2.html'), None)
    >>> read_refresh('0 URL = "/a?url=1" at once')
    (0.0, '/a?url=1')
    """
    content = content[:_LONGEST]
    begin = _DELAY.match(content)
    if begin is None or not (begin[1] or begin[2]):
        return None
    named = _URL.match(content, begin.end())
    address = content[(named or begin).end() :]
    if address[:1] in ("'", '"'):
        address = address[1:].partition(address[0])[0]
    return (float(begin[1] or 0), address.strip()) if address.strip() else None


def meta_refresh(root: Element, url: str) -> tuple[float, str] | None:
    """The delay and the absolute address of a page's first meta refresh that has an address."""
    for content in _META(root):
        if (refresh := read_refresh(content)) is not None:
            try:
                return refresh[0], absolute(absolute(url, _BASE(root)), refresh[1])
            except ValueError:  # http://[bad
                continue
    return None
