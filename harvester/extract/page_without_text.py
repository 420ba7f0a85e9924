"""What a page without text holds instead: a challenge, an application, a film, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from harvester.document.lines import Element

_LONGEST_SCRIPT = 2**20
#: Scripts that must run before a server answers: cookies of Chinese CDNs and of others, or a cookie
#: that is set before the page is loaded again.
_CHALLENGE = re.compile(
    r"__jsl_clearance|acw_sc__v\d|\$_ts\b|_cf_chl_|__ddg\d|aliyunwaf|_guard(?:ret)?\b|"
    r"document\.cookie\s{0,4}=[^;]{0,400};?[\s\S]{0,400}?location(?:\.reload|\.href|\.replace|\s{0,4}=)"
)
_DATA = re.compile(
    r"""["'](?P<url>(?:https?:/)?/(?:[^"'\s<>]{1,200}\.json\b|(?:[^"'\s<>]{1,100}/)?api/)"""
    r"""[^"'\s<>]{0,200})["']"""
)
_ROOTS = frozenset(("app", "root", "__next", "__nuxt", "application", "main-app"))
_FILM = re.compile(r"\.(?:mp4|m3u8|flv)\b", re.I)
_MANY_PICTURES = 3


def is_challenge(root: Element) -> bool:
    """Whether a page is a script that a browser must run before the server sends the page."""
    return any(_CHALLENGE.search(script) for script in _scripts(root))


def describe_shell(root: Element, url: str) -> str | None:
    """What a page without text holds; None where nothing tells it.

    Of an application's shell the address of its data is given, where a script names one.
    """
    scripts = list(_scripts(root))
    if any(element.get("id") in _ROOTS for element in root.iter("div", "main", "section")):
        data = next((match["url"] for each in scripts if (match := _DATA.search(each))), None)
        made = "a shell that scripts fill"
        return f"{made}; its data: {urljoin(url, data)}" if data else made
    if any(True for _ in root.iter("video")) or any(map(_FILM.search, scripts)):
        return "a film without text"
    pictures = sum(1 for _ in root.iter("img"))
    return "pictures without text" if pictures >= _MANY_PICTURES else None


def _scripts(root: Element) -> Iterator[str]:
    """The scripts that stand in a page, each cut to a sane length."""
    for script in root.iter("script"):
        if script.text:
            yield script.text[:_LONGEST_SCRIPT]
