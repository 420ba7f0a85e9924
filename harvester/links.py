"""Links: the addresses on a list page, in a sitemap and in a feed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.cssselect import CSSSelector

from harvester.address import canonical, canonical_form, is_article_form
from harvester.markup import tree
from harvester.station import Station

#: A sitemap is at most 50 MB by its own rule; what unpacks to more is an attack.
_MOST_BYTES = 50 * 1024 * 1024

_ANCHORS = etree.XPath("//a[@href] | //area[@href]")  # an e-paper's page is an image with areas
_BASE = etree.XPath("string(//base/@href)")
_REFRESH = etree.XPath(
    "//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content[contains(., '=')]"
)
_NOT_FETCHED = ("javascript:", "mailto:", "tel:", "data:", "#")
_NEXT = re.compile(r"(?:下一?页|后一?页|下页|next)\W*", re.IGNORECASE)  # 下一页 >
#: 8060_10.html, index2.shtml, and any first page of such a list
_NUMBERED = re.compile(r"(?:(.+?)[_-]\d{1,4}|(index|list|default)\d{1,4}|(.+?))\.s?html?")
_PAGE_NUMBERS = frozenset({"page", "p", "pageno", "pagenum", "pageindex", "curpage"})
_FEED_DATES = ("pubDate", "published", "date", "updated")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?([01]\d)[-/]?([0-3]\d)(?=[/_-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article's address, found on a page.

    `form` is the twin (for telephones …) that was linked, where it was not `url` itself; `dated`
    is the ISO day that the address or the feed gives.
    """

    url: str
    form: str | None = None
    dated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What a list page links: each address once, canonical, in the order of the page."""

    articles: tuple[Found, ...] = ()
    lists: tuple[str, ...] = ()  # further pages of the same list
    offsite: tuple[str, ...] = ()  # on hosts that are not the station's


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address in a sitemap or feed, as written there, with its ISO day where it has one."""

    url: str
    dated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap: pages, or further sitemaps."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()


def links(html_text: str, url: str, station: Station) -> Links:
    """The articles and further list pages that a list page at `url` links.

    What is no http(s) address, or cannot be understood, is skipped. Raises NotAnArticle for an
    empty page and for one that no parser should be given.
    """
    root = tree(html_text)
    base = _joined(url, _BASE(root).strip()) or url
    here = canonical_form(url, station)[0]
    articles: dict[str, Found] = {}
    lists: dict[str, None] = {}
    offsite: dict[str, None] = {}
    for href, is_next in _hrefs(root, station).items():
        absolute = _joined(base, href)
        if absolute is None:
            continue
        try:
            form, twin = canonical_form(absolute, station)
        except ValueError:
            continue
        if not station.covers(form):
            offsite[form] = None
        elif is_article_form(form, station):
            if form not in articles or twin:
                as_found = canonical(absolute) if twin else None
                articles[form] = Found(url=form, form=as_found, dated=day_in(form))
        elif form != here and (is_next or _is_sibling(form, here)):
            lists[form] = None
    return Links(articles=tuple(articles.values()), lists=tuple(lists), offsite=tuple(offsite))


def sitemap(content: bytes) -> Sitemap:
    """The addresses of a sitemap or an index of sitemaps, also packed as .gz."""
    root = _xml(content)
    if root is None:
        return Sitemap()
    pages: list[Entry] = []
    sitemaps: list[Entry] = []
    for kind, entries in (("url", pages), ("sitemap", sitemaps)):
        for element in _named(root, kind):
            address = _child_text(element, "loc")
            if address:
                entries.append(Entry(url=address, dated=_iso_day(_child_text(element, "lastmod"))))
    return Sitemap(pages=tuple(pages), sitemaps=tuple(sitemaps))


def feed(content: bytes) -> tuple[Entry, ...]:
    """The addresses of an RSS or Atom feed, in its order; none where it is neither."""
    root = _xml(content)
    if root is None:
        return ()
    entries: list[Entry] = []
    for element in (*_named(root, "item"), *_named(root, "entry")):
        address = _child_text(element, "link") or _atom_link(element)
        if address:
            dates = (_child_text(element, name) for name in _FEED_DATES)
            entries.append(Entry(url=address, dated=_iso_day(next(filter(None, dates), None))))
    return tuple(entries)


def day_in(text: str) -> str | None:
    """The ISO day in an address (2022/07/22, 2022-07/22, 20220722, 2022/0722), or None.

    >>> day_in("/content/2022/07/22/1.html"), day_in("/n2/2022/0213/c1-2.html"), day_in("/646/5/1")
    ('2022-07-22', '2022-02-13', None)
    """
    for found in _DAY.finditer(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:  # 20221345 is a number
            continue
    return None


# --- list pages ------------------------------------------------------------------------------


def _hrefs(root: etree._Element, station: Station) -> dict[str, bool]:
    """Every href of the page, in order, and whether it leads to a next page of the list."""
    hrefs: dict[str, bool] = {}
    for element in _ANCHORS(root):
        href = element.get("href").strip()
        if not href.lower().startswith(_NOT_FETCHED):
            hrefs[href] = hrefs.get(href, False) or _says_next(element)
    for element in _select(station.next_page)(root) if station.next_page else ():
        href = (element.get("href") or "").strip()
        if href in hrefs:
            hrefs[href] = True
    for content in _REFRESH(root):  # 0;URL=node_01.html: an e-paper's index leads to today's issue
        hrefs[content.split("=", 1)[1].strip(" '\"")] = True
    return hrefs


@lru_cache(maxsize=64)
def _select(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _says_next(element: etree._Element) -> bool:
    text = element.text or ""
    return len(text) < 20 and _NEXT.fullmatch(text.strip()) is not None


def _joined(base: str, href: str) -> str | None:
    """An absolute address, or None where the two make none."""
    try:
        return urljoin(base, href)
    except ValueError:  # http://[bad
        return None


def _is_sibling(form: str, here: str) -> bool:
    """Whether two addresses are pages of one list: index.html and index_2.html, ?page=2.

    >>> _is_sibling("http://a.example/n/index_2.html", "http://a.example/n/")
    True
    >>> _is_sibling("http://a.example/channel/8060_10.html", "http://a.example/channel/8060.html")
    True
    >>> _is_sibling("http://a.example/channel/8061.html", "http://a.example/channel/8060.html")
    False
    """
    return _list_key(form) == _list_key(here)


@lru_cache(maxsize=4096)
def _list_key(form: str) -> tuple[str, str, str]:
    """What the pages of one list have in common."""
    parts = urlsplit(form)
    folder, _, file = parts.path.rpartition("/")
    found = _NUMBERED.fullmatch(file)
    stem = (found[1] or found[2] or found[3]) if found else file
    query = "&".join(
        pair for pair in parts.query.split("&") if pair.split("=")[0].lower() not in _PAGE_NUMBERS
    )
    return parts.netloc, f"{folder}/{stem or 'index'}", query


# --- sitemaps and feeds ----------------------------------------------------------------------


def _xml(content: bytes) -> etree._Element | None:
    """The tree of an XML file, as far as it can be read; no entity of its own is expanded."""
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked(content)
    content = content.lstrip()
    # What calls itself GB2312 is GB18030, and a Chinese name outside GB2312 ends the file.
    declared = re.match(
        rb"""<\?xml[^>]*encoding=["'](gb2312|gbk)["'][^>]*\?>""", content, re.IGNORECASE
    )
    if declared:
        content = content[declared.end() :].decode("gb18030", "replace").encode()
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def _unpacked(content: bytes) -> bytes:
    """What a gzip file holds, up to the most that a sitemap may be; nothing where it is damaged."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, _MOST_BYTES)
    except zlib.error:
        return b""


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Descendants of a name in whatever namespace."""
    yield from element.iter(f"{{*}}{name}")


def _child_text(element: etree._Element, name: str) -> str:
    """The text of the first child of a name; an empty one where there is none."""
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _atom_link(entry: etree._Element) -> str:
    """The address of an Atom entry: its alternate link, which need not say that it is one."""
    for link in _named(entry, "link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link.get("href")).strip()
    return ""


def _iso_day(printed: str | None) -> str | None:
    """The day of a W3C or RFC 5322 date, in the zone that it is printed in.

    >>> _iso_day("2022-07-22T08:51:12+08:00"), _iso_day("Fri, 22 Jul 2022 08:51:12 +0800")
    ('2022-07-22', '2022-07-22')
    """
    if not printed:
        return None
    try:
        return date.fromisoformat(printed[:10]).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(printed).date().isoformat()
    except ValueError:
        return None
