"""Which links of list pages lead to articles: told by the shape of addresses and by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from lxml import etree

from harvester.document.pagination import joined, says_next
from harvester.survey.address_shape import (
    Shape,
    is_of_a_day,
    may_be_one_page,
    names_one_page,
    shape_of,
)
from harvester.survey.link_target import link_target
from harvester.survey.page_tree import page_tree

_ANCHORS = etree.XPath("//a[@href] | //area[@href]")
_BASE = etree.XPath("string(//base/@href)")
_WIDE = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\u3040-\u30ff]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff]+")
#: A headline has so many signs: a name of a column or a button has fewer.
_HEADLINE = 8
#: Beside an address that has its day, so many are enough.
_SHORT_HEADLINE = 5
#: Words that so many links of a shape bear are those of a button.
_BUTTON = 3
#: The share of links of a shape that are headlines, where the shape is that of articles.
_SHARE = 0.5
#: The same of a shape that says nothing by itself (/channel/7, /xw/xinqiao.html): so many links,
#: with so long headlines.
_LEAST, _SURE_SHARE, _LONG_HEADLINE, _LONG_MEDIAN = 6, 0.8, 10, 12
#: 第02版：要闻, A3版: a page of a paper.
_EDITION = re.compile(r"\W*第?\s*[A-Z]?\d{1,3}\s*版")


@dataclass(slots=True)
class Linked:
    """An address as pages link it: its longest words, and whether it stands as 下一页."""

    url: str
    words: str = ""
    is_next: bool = False

    @property
    def width(self) -> int:
        """How long its words are: a Chinese sign counts one, a word of letters two."""
        return len(_WIDE.findall(self.words)) + 2 * len(_WORD.findall(self.words))


def linked(html_text: str, url: str) -> dict[str, Linked]:
    """What a page links: canonical address → how; what is no http(s) address is skipped."""
    root = page_tree(html_text)
    base = joined(url, _BASE(root)) or url
    found: dict[str, Linked] = {}
    for anchor in _ANCHORS(root):
        address = link_target(base, anchor.get("href").strip())
        if address is None:
            continue
        words = max(
            " ".join(" ".join(anchor.itertext()).split()), anchor.get("title") or "", key=len
        )
        known = found.setdefault(address, Linked(address))
        known.words = max(known.words, words, key=len)
        known.is_next = known.is_next or says_next(anchor)
    return found


def article_shapes(links: Mapping[str, Linked]) -> dict[Shape, list[Linked]]:
    """The shapes that are those of articles, and the links of each, the most frequent first."""
    groups: dict[tuple[bool, Shape], list[Linked]] = {}
    for link in links.values():
        if not link.is_next and may_be_one_page(link.url):
            key = names_one_page(link.url), shape_of(link.url)
            groups.setdefault(key, []).append(link)
    chosen = {
        shape: _without_columns(group)
        for (is_numbered, shape), group in groups.items()
        if (_are_articles(group) if is_numbered else _are_surely_articles(group))
    }
    for (_, shape), group in groups.items():  # a short name among long ones of the same form
        longer = tuple(part.replace("<words>", "<slug>") for part in shape)
        if shape not in chosen and longer in chosen:
            chosen[shape] = [link for link in group if link.width >= _HEADLINE]
    return dict(sorted(chosen.items(), key=lambda item: -len(item[1])))


def _are_articles(group: list[Linked]) -> bool:
    """Whether the words of most links are headlines; [详情], which many bear, is of none."""
    widths = _widths(group)
    if not widths:
        return False
    least = _SHORT_HEADLINE if is_of_a_day(group[0].url) else _HEADLINE
    share = sum(width >= least for width in widths) / len(widths)
    return share >= _SHARE and median(widths) >= least


def _are_surely_articles(group: list[Linked]) -> bool:
    """The same by the words alone, of addresses that could be those of columns."""
    widths = _widths(group)
    if len(widths) < _LEAST:
        return False
    share = sum(width >= _LONG_HEADLINE for width in widths) / len(widths)
    return share >= _SURE_SHARE and median(widths) >= _LONG_MEDIAN


def _widths(group: list[Linked]) -> list[int]:
    bearing = Counter(link.words for link in group)
    return [
        0 if _EDITION.match(link.words) else link.width
        for link in group
        if link.words and bearing[link.words] < _BUTTON
    ]


def _without_columns(group: list[Linked]) -> list[Linked]:
    """The links without those of folders in which no link is a headline: /a/7f3e, /column/9b1c."""
    folders: dict[str, list[Linked]] = {}
    for link in group:
        folders.setdefault(urlsplit(link.url).path.split("/")[1], []).append(link)
    return [link for links in folders.values() if not _is_column(_widths(links)) for link in links]


def _is_column(widths: list[int]) -> bool:
    return len(widths) >= _BUTTON and max(widths) < _SHORT_HEADLINE
