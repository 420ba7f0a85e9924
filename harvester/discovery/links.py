"""Links: the addresses on a list page, with the days that it tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from harvester.discovery.bound import both_ends
from harvester.document.pagination import joined, says_next
from harvester.document.parser_guard import tree
from harvester.document.refresh import meta_refresh
from harvester.document.selectors import select
from harvester.model.station import Station
from harvester.model.url import absolute, canonical, canonical_form, is_article_form

# an e-paper's page is an image with areas
_ANCHORS = etree.XPath("//a[@href] | //area[@href] | //link[@href][contains(@rel, 'next')]")
_BASE = etree.XPath("string(//base/@href)")
_NOT_FETCHED = ("javascript:", "mailto:", "tel:", "data:", "#")
#: 8060_10.html, index2.shtml, and any first page of such a list
_NUMBERED = re.compile(r"(?:(.+?)[_-]\d{1,4}|(index|list|default)\d{1,4}|(.+?))\.s?html?")
_PAGE_NUMBERS = frozenset({"page", "p", "pageno", "pagenum", "pageindex", "curpage"})
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?([01]\d)[-/]?([0-3]\d)(?=[/_-])")
#: 2022-07-22, [2022/7/22], 2022年7月22日: beside a headline
_PRINTED_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年](1[0-2]|0?[1-9])[-/.月]([0-3]?\d)(?!\d)")
#: A headline and what stands beside it: so many elements around it, with so many other signs, and
#: so many addresses (that of the column, and its own).
_ROW_DEPTH, _ROW_LENGTH, _ROW_LINKS = 3, 300, 2
#: Links to one address that are looked at: its picture, its headline, its 详细.
_MOST_ELEMENTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLink:
    """An article's address, found on a page.

    `alternate` is the form (for telephones …) that was linked, where it was not `url` itself;
    `published_on` is the ISO day in the address, or else the one printed beside the headline.
    """

    url: str
    alternate: str | None = None
    published_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What a list page links: each address once, canonical, in the order of the page."""

    articles: tuple[ArticleLink, ...] = ()
    lists: tuple[str, ...] = ()  # further pages of the same list
    offsite: tuple[str, ...] = ()  # on hosts that are not the station's
    left_out: int = 0  # addresses that were not looked at


def links(html_text: str, url: str, station: Station, charset: str = "utf-8") -> Links:
    """The articles and further list pages that a list page at `url`, in a character set, links.

    What is no http(s) address, or cannot be understood, is skipped. Raises NotAnArticle for an
    empty page and for one that no parser should be given.
    """
    root = tree(html_text)
    base = joined(url, _BASE(root)) or url
    here = canonical_form(url, station)[0]
    articles: dict[str, ArticleLink] = {}
    lists: dict[str, None] = {}
    offsite: dict[str, None] = {}
    anchors, left_out = both_ends(list(_anchors(root, station, url).items()))
    for href, anchor in anchors:
        try:
            address = absolute(base, href, charset)
            form, is_alternate = canonical_form(address, station)
        except ValueError:
            continue
        if not station.covers(form):
            offsite[form] = None
        elif is_article_form(form, station):
            known = articles.get(form, ArticleLink(url=form, published_on=day_in(form)))
            articles[form] = ArticleLink(
                url=form,
                alternate=canonical(address) if is_alternate else known.alternate,
                published_on=known.published_on or anchor.day(),
            )
        elif form != here and (anchor.is_next or _is_sibling(form, here)):
            lists[form] = None
    return Links(
        articles=tuple(articles.values()),
        lists=tuple(lists),
        offsite=tuple(offsite),
        left_out=left_out,
    )


def day_in(text: str) -> str | None:
    """The ISO day in an address (2022/07/22, 2022-07/22, 20220722, 2022/0722), or None.

    >>> day_in("/content/2022/07/22/1.html"), day_in("/n2/2022/0213/c1-2.html"), day_in("/646/5/1")
    ('2022-07-22', '2022-02-13', None)
    """
    return next(filter(None, (_iso(match) for match in _DAY.finditer(text))), None)


def _iso(match: re.Match[str]) -> str | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:  # 20221345 is a number
        return None


# --- list pages ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Anchor:
    """All elements of a page that link one address."""

    elements: list[etree._Element] = field(default_factory=list)
    is_next: bool = False

    def day(self) -> str | None:
        """The ISO day that is printed beside the headline: <li><a>…</a> 2022-07-22</li>."""
        return next(filter(None, (_day_beside(element) for element in self.elements)), None)


def _day_beside(anchor: etree._Element) -> str | None:
    """The only day in the row of a link; the headline's own words do not count."""
    own, row = "".join(anchor.itertext()), anchor.getparent()
    for _ in range(_ROW_DEPTH):
        if row is None or len({each.get("href") for each in islice(row.iter("a"), 4)}) > _ROW_LINKS:
            return None
        text = "".join(islice(row.itertext(), 40)).replace(own, " ", 1)
        if len(text) > _ROW_LENGTH:
            return None
        days = {day for match in _PRINTED_DAY.finditer(text) if (day := _iso(match))}
        if days:
            return days.pop() if len(days) == 1 else None
        row = row.getparent()
    return None


def _anchors(root: etree._Element, station: Station, url: str) -> dict[str, _Anchor]:
    """Every href of the page, in order, with what links it."""
    anchors: dict[str, _Anchor] = {}
    for element in _ANCHORS(root):
        href = element.get("href").strip()
        if not href.lower().startswith(_NOT_FETCHED):
            anchor = anchors.setdefault(href, _Anchor())
            if len(anchor.elements) < _MOST_ELEMENTS:
                anchor.elements.append(element)
            anchor.is_next = anchor.is_next or says_next(element)
    for element in select(root, station.next_page) if station.next_page else ():
        href = (element.get("href") or "").strip()
        if href in anchors:
            anchors[href].is_next = True
    # an e-paper's index leads to today's issue
    if (refresh := meta_refresh(root, url)) is not None:
        anchors.setdefault(refresh[1], _Anchor()).is_next = True
    return anchors


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
    match = _NUMBERED.fullmatch(file)
    stem = (match[1] or match[2] or match[3]) if match else file
    query = "&".join(
        pair for pair in parts.query.split("&") if pair.split("=")[0].lower() not in _PAGE_NUMBERS
    )
    return parts.netloc, f"{folder}/{stem or 'index'}", query
