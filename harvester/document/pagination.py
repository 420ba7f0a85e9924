"""The further parts of an article that is printed on several pages."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from harvester.document.lines import Element, text_of
from harvester.model.url import absolute

#: 下一页, 余下全文, [2], 【2】, 2
_PAGER = re.compile(r"[\[【（(]?\s?(?:下一?页|余下全文|后一页|[1-9]\d?)\s?[\]】）)>»]{0,2}")
#: c_1124_2.htm is a part of c_1124.htm, 123/2.html of 123.html
_PART = re.compile(
    r"^(?P<stem>.+?)(?:[_-](?P<number>\d{1,2}))?(?P<end>\.s?html?|\.jsp|\.php|\.aspx?)?$"
)


#: 下一页 >, 下 一 页, [下一页], 后一页, 下一頁, 下一页(2/30), 点击进入下一页, 下一页第2页
_NEXT = re.compile(
    r"\W*(?:(?:点击|點擊|进入|進入|查看|阅读|閱讀|转到|轉到|跳到|翻到|前往|去)"
    r"(?:进入|進入|查看|阅读|閱讀)?)?"
    r"(?:下[一壹]?[页頁张張]|[后後]一?[页頁])(?:第?\d*[页頁]?|[\W\d]*共\d+[页頁])[\W\d]*"
)
#: What stands around the name of a link: arrows, brackets, numbers.
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_IN_PAGER = re.compile(r"pag(?:e|in|er)|page?nav|nav-?links|wp-pagenavi", re.I)
_PAGER_DEPTH = 4
#: The file of an image: next.gif, btn_next.png
_NEXT_IMAGE = re.compile(r"(?:^|[/_-])next(?:[_-]?page)?\.(?:gif|png|jpe?g|svg|webp)$", re.I)
_ARROWS = re.compile("[›»>→▶＞❯⟩≫⇒➔]{1,3}")
_NO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_NAMING = ("title", "aria-label", "alt")
_FEW_ELEMENTS = 8
_LONGEST_LABEL = 40  # characters; a longer one is a headline


def says_next(link: Element) -> bool:
    """Whether a link says that it leads to the next page: by rel, words, an image's alt, a class.

    By its class or id it does so where nothing but an arrow is printed, or nothing at all.

    >>> from lxml.html import fromstring
    >>> says_next(fromstring("<a title='下一页'>&gt;</a>")), says_next(fromstring("<a>&gt;</a>"))
    (True, False)
    >>> says_next(fromstring("<a class='page-next'><i class='icon'></i></a>"))
    True
    """
    if "next" in link.get("rel", "").lower().split():
        return True
    labels = {"".join(label.translate(_NO_WIDTH).split()) for label in labels_of(link)}
    if any(_NEXT.fullmatch(label) or _is_called_next(link, label) for label in labels):
        return True
    if any(_NEXT_IMAGE.search(image.get("src", "")) for image in islice(link.iter("img"), 1)):
        return True
    if "next" not in f"{link.get('class', '')} {link.get('id', '')}".lower():
        return False
    if any(_ARROWS.fullmatch(label) for label in labels):
        return True
    return not labels and not "".join(islice(link.itertext(), 20)).strip()


def _is_called_next(link: Element, label: str) -> bool:
    """Whether a link is called so in some language; a name for "more" counts within a pager.

    >>> from lxml.html import fromstring
    >>> _is_called_next(fromstring("<a>x</a>"), "Nächste Seite »".replace(" ", ""))
    True
    >>> _is_called_next(fromstring("<a>x</a>"), "Weiter")
    False
    """
    certain, doubtful = _names()
    name = _plain_name(label)
    return name in certain or (name in doubtful and _stands_in_pager(link))


def _stands_in_pager(link: Element) -> bool:
    around = islice(link.iterancestors(), _PAGER_DEPTH)
    return any(_IN_PAGER.search(f"{e.get('class', '')} {e.get('id', '')}") for e in around)


def _plain_name(label: str) -> str:
    return _AROUND.sub("", "".join(label.split())).casefold().replace("\u0307", "")  # of İ


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of links to the next page, and those of links to more of anything."""
    written = Path(__file__).with_name("next_words.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in written if not line.startswith("#")]
    certain = {_plain_name(name) for row in rows if row[0][0] != "?" for name in row[1:]}
    doubtful = {_plain_name(name) for row in rows if row[0][0] == "?" for name in row[1:]}
    return frozenset(certain), frozenset(doubtful)


def labels_of(link: Element) -> list[str]:
    """What a link is called: its text, and the title, aria-label, alt or value of what it holds."""
    labels = ["".join(islice(link.itertext(), 20))]
    for element in islice(link.iter(etree.Element), _FEW_ELEMENTS):
        labels += [element.get(name, "") for name in _NAMING]
        if element.tag == "input":
            labels.append(element.get("value", ""))
    return [label for label in labels if label.strip() and len(label) <= _LONGEST_LABEL]


def next_parts(root: Element, url: str) -> tuple[str, ...]:
    """Absolute addresses of the other parts of an article, among the links of its page.

    A link belongs to a pager by what it prints, and to this article by its address, which differs
    from the page's own only in the number of the part.
    """
    own = urlsplit(url)
    stem = _stem(own.path)
    addresses: dict[str, None] = {}
    if not (name := stem[0].rpartition("/")[2]):
        return ()  # a folder has no parts
    for link in root.iter("a"):
        href = link.get("href", "")
        if name not in href:
            continue
        # what is not relative to this page names the whole path
        if href.startswith(("/", "http")) and stem[0] not in href:
            continue
        if not (says_next(link) or _PAGER.fullmatch(" ".join(text_of(link).split()))):
            continue
        address = (joined(url, href) or "").split("#")[0]
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        same = parts.netloc == own.netloc and parts.path != own.path and _stem(parts.path) == stem
        if same and parts.scheme in ("http", "https"):
            addresses[address] = None
    return tuple(sorted(addresses, key=_number))


def joined(base: str, href: str) -> str | None:
    """An absolute address, or None where the two make none.

    >>> joined("http://news.example/a/1.html", "2.html"), joined("http://news.example/", "http://[x")
    ('http://news.example/a/2.html', None)
    """
    try:
        return absolute(base, href)
    except ValueError:
        return None


def _stem(path: str) -> tuple[str, str]:
    match = _PART.match(path)
    return (match["stem"], match["end"] or "") if match else (path, "")


def _number(address: str) -> int:
    match = _PART.match(urlsplit(address).path)
    return int(match["number"] or 1) if match else 1
