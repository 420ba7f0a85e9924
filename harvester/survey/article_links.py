"""Which links of list pages lead to articles: told by the shape of addresses and by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from lxml import etree

from harvester.document.pagination import joined, says_next
from harvester.survey.address_shape import Shape, names_one_page, shape_of
from harvester.survey.link_target import link_target
from harvester.survey.page_tree import page_tree

_ANCHORS = etree.XPath("//a[@href] | //area[@href]")
_BASE = etree.XPath("string(//base/@href)")
_WIDE = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\u3040-\u30ff]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff]+")
#: A headline has so many signs: a name of a column or a button has fewer.
_HEADLINE = 8
#: Words that so many links of a shape bear are those of a button.
_BUTTON = 3
#: The share of links of a shape that are headlines, where the shape is that of articles.
_SHARE = 0.5


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
    groups: dict[Shape, list[Linked]] = {}
    for link in links.values():
        if not link.is_next and names_one_page(link.url):
            groups.setdefault(shape_of(link.url), []).append(link)
    chosen = {shape: group for shape, group in groups.items() if _are_articles(group)}
    return dict(sorted(chosen.items(), key=lambda item: -len(item[1])))


def _are_articles(group: list[Linked]) -> bool:
    """Whether the words of most links are headlines; [详情], which many bear, is of none."""
    bearing = Counter(link.words for link in group)
    widths = [link.width for link in group if link.words and bearing[link.words] < _BUTTON]
    if not widths:
        return False
    share = sum(width >= _HEADLINE for width in widths) / len(widths)
    return share >= _SHARE and median(widths) >= _HEADLINE
