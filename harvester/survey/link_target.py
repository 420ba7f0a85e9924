"""The address that a link of a page, a feed or a script leads to."""

from __future__ import annotations

from harvester.model.url import absolute, canonical


def link_target(base: str, href: str) -> str | None:
    """The canonical http(s) address of a link; None where it leads to none.

    >>> link_target("http://a.example/n/", "../sitemap.xml")
    'http://a.example/sitemap.xml'
    >>> [link_target("http://a.example/", each) for each in ("http://[bad/", "javascript:")]
    [None, None]
    """
    try:
        return canonical(absolute(base, href))
    except ValueError:
        return None
