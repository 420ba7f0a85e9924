"""Where a page leads by itself: the header Refresh, and the meta element that stands for it."""

from __future__ import annotations

import re

_DELAY = re.compile(r"\s{0,9}(\d{1,4}(?:\.\d{0,3})?)\s{0,9}[;,]")
_LONGEST = 4096  # characters of what is read


def read_refresh(content: str) -> tuple[float, str] | None:
    """The delay in seconds and the address, as written; None where there is no address.

    >>> read_refresh("0; url=/a/12.html"), read_refresh("3,'/l2.html'"), read_refresh("300")
    ((0.0, '/a/12.html'), (3.0, '/l2.html'), None)
    """
    begin = _DELAY.match(content[:_LONGEST])
    if begin is None:
        return None
    target = content[begin.end() : _LONGEST]
    name, mark, rest = target.partition("=")
    address = rest if mark and name.strip().lower() == "url" else target
    address = address.strip().strip("'\"").strip()
    return (float(begin[1]), address) if address else None
