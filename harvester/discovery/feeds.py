"""Feeds: the lists that a site gives to programs, as XML: sitemaps, RSS, Atom, Baidu's news files.

Which of them a file is, it says itself: a site may give a feed as its sitemap (sitemaps.org allows
it), or a sitemap of its news in place of a feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from harvester.discovery.bound import both_ends
from harvester.document import decoding
from harvester.model.errors import NotAnArticle

#: A sitemap is at most 50 MB by its own rule; what unpacks to more is an attack.
_MOST_BYTES = 50 * 1024 * 1024
#: RSS and Baidu's protocol, Atom, sitemaps, news sitemaps.
_DATES = ("pubDate", "published", "date", "publication_date", "updated", "lastmod")
_ROOTS = frozenset({"rss", "RDF", "feed", "document", "urlset", "sitemapindex"})
#: sitemaps.org: a sitemap may be a text file, one address a line.
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?https?://\S{1,4000}(?:\s+https?://\S{1,4000})*\s*")
#: view.php?id=7&page=2 as it is printed, outside of CDATA: a parser would leave out the "&page".
#: In UTF-16 a zero follows.
_BARE_AMPERSAND = re.compile(
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!\0|(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{0,30});)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address as a list for programs gives it, with the ISO day of the article.

    It is that of publication, or else of the last change.
    """

    url: str
    dated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What such a file names: pages, and further files of its kind."""

    pages: tuple[Entry, ...] = ()
    feeds: tuple[Entry, ...] = ()
    left_out: int = 0  # entries that were not looked at


def feed(content: bytes) -> Feed:
    """The addresses in a sitemap, an index of sitemaps, a feed, or a file for Baidu; also as .gz.

    Raises NotAnArticle for a packed file that breaks off, and for what is none of these: an error
    page in its place must not be taken for a list without news.
    """
    content = decoding.undo("gzip", content, _MOST_BYTES).lstrip()
    if _PLAIN.fullmatch(content):
        addresses = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split()
        some, left_out = both_ends(addresses)
        return Feed(pages=tuple(Entry(url=address) for address in some), left_out=left_out)
    root = _tree(content)
    name = etree.QName(root).localname if root is not None else "no XML"
    if root is None or name not in _ROOTS:
        raise NotAnArticle("unreadable", f"neither a sitemap nor a feed: {name[:40]}")
    places = (("url", "loc"), ("item", "link"), ("entry", "link"))
    pages, left_out = both_ends([found for place in places for found in _elements(root, *place)])
    feeds, further = both_ends(_elements(root, "sitemap", "loc"))
    return Feed(
        pages=tuple(_entries(pages)), feeds=tuple(_entries(feeds)), left_out=left_out + further
    )


def iso_day(printed: str | None) -> str | None:
    """The day of a W3C or RFC 5322 date, in the zone that it is printed in.

    >>> iso_day("2022-07-22T08:51:12+08:00"), iso_day("Fri, 22 Jul 2022 08:51:12 +0800")
    ('2022-07-22', '2022-07-22')
    >>> iso_day("2022/7/22 08:51"), iso_day("soon")
    ('2022-07-22', None)
    """
    if not printed:
        return None
    found = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)", printed)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        return parsedate_to_datetime(printed).date().isoformat()
    except (ValueError, OverflowError):
        return None


def _elements(root: etree._Element, name: str, address: str) -> list[tuple[etree._Element, str]]:
    """The elements of a name, in whatever namespace, in their order; and what has the address."""
    return [(element, address) for element in root.iter(f"{{*}}{name}")]


def _entries(found: Iterable[tuple[etree._Element, str]]) -> Iterator[Entry]:
    for element, address in found:
        said = _texts(element)
        url = said.get(address) or (_atom_link(element) if address == "link" else "")
        if url:
            day = next(filter(None, (iso_day(said.get(each)) for each in _DATES)), None)
            yield Entry(url=url, dated=day)


def _texts(element: etree._Element) -> dict[str, str]:
    """By name, in whatever namespace, the first text in a child, or in a news sitemap's own."""
    found: dict[str, str] = {}
    for child in (*element.iterfind("*"), *element.iterfind("{*}news/*")):
        # <atom:link href="…" rel="self"/> may stand before RSS's own <link>
        if text := (child.text or "").strip():
            found.setdefault(str(child.tag).rpartition("}")[2], text)
    return found


def _atom_link(entry: etree._Element) -> str:
    """The address of an Atom entry: its alternate link, which need not say that it is one."""
    for link in entry.iter("{*}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link.get("href")).strip()
    return ""


def _tree(content: bytes) -> etree._Element | None:
    """The tree of an XML file, as far as it can be read; no entity of its own is expanded."""
    # What calls itself GB2312 is GB18030, and a Chinese name outside GB2312 ends the file.
    declared = re.match(
        rb"""<\?xml[^>]*encoding=["'](gb2312|gbk)["'][^>]*\?>""", content, re.IGNORECASE
    )
    if declared:
        content = content[declared.end() :].decode("gb18030", "replace").encode()
    content = _BARE_AMPERSAND.sub(lambda found: found[1] or b"&amp;", content)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
