"""Feeds: the lists that a site gives to programs, as XML: sitemaps, RSS, Atom, Baidu's news files.

Which of them a file is, it says itself: a site may give a feed as its sitemap (sitemaps.org allows
it), or a sitemap of its news in place of a feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from lxml import etree

from harvester.discovery.bound import both_ends
from harvester.document import decoding
from harvester.grammar.printed_time import read_time
from harvester.model.errors import NotAnArticle
from harvester.model.url import absolute

#: A sitemap is at most 50 MB by its own rule; what unpacks to more is an attack.
_MOST_BYTES = 50 * 1024 * 1024
#: RSS and Baidu's protocol, Atom, sitemaps, news sitemaps.
_DATES = ("pubDate", "published", "date", "publication_date", "updated", "lastmod")
_ROOTS = frozenset({"rss", "RDF", "feed", "document", "urlset", "sitemapindex"})
#: sitemaps.org: a sitemap may be a text file, one address a line.
_PLAIN = re.compile(rb"https?://\S{1,4000}(?:\s+https?://\S{1,4000})*\s*")
#: view.php?id=7&page=2 as it is printed, outside of CDATA: a parser would leave out the "&page".
_BARE_AMPERSAND = re.compile(
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{0,30});)",
    re.IGNORECASE | re.DOTALL,
)


_DAY = len("2026-07-02")
#: What most lists give: nothing is left to be found in it.
_NO_ZONE = re.compile(r"\s{0,9}\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?\s{0,9}")
_PREFIX = re.compile(r"^[A-Za-z]\w{0,20}:(?=[A-Za-z])")
#: Where the file itself begins.
_XML_BEGINS = re.compile(
    rb"<\?xml\s|<(?:rss|rdf:RDF|feed|document|urlset|sitemapindex)[\s>]", re.IGNORECASE
)
_HTML = re.compile(rb"<(?:!doctype\s{1,9}html|html)[\s>]", re.IGNORECASE)  # an error page
_NOTICE = 1 << 14  # bytes of what a server prints before it
_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding=["']([\w.:-]{1,40})["'][^>]{0,200}\?>""", re.IGNORECASE
)
_MOST_PACKINGS = 2  # a packed file that a server packs once more


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An address as a list for programs gives it, with the ISO day of the article.

    It is that of publication, or else of the last change.
    """

    url: str
    published_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What such a file names: pages, and further files of its kind."""

    pages: tuple[Entry, ...] = ()
    feeds: tuple[Entry, ...] = ()
    left_out: int = 0  # entries that were not looked at
    without_address: int = 0  # entries that name no address


def feed(content: bytes, zone: ZoneInfo | None = None) -> Feed:
    """The addresses in a sitemap, an index of sitemaps, a feed, or a file for Baidu; also as .gz.

    A day is that in `zone`, where the time is given in another one. Raises NotAnArticle for a
    packed file that breaks off, and for what is none of these: an error page in its place must not
    be taken for a list without news.
    """
    for _ in range(_MOST_PACKINGS):
        content = decoding.undo("gzip", content, _MOST_BYTES)
    content = decoding.narrow(content).lstrip()
    if _PLAIN.fullmatch(content):
        addresses = content.decode("utf-8", "replace").split()
        some, left_out = both_ends(addresses)
        return Feed(pages=tuple(Entry(url=address) for address in some), left_out=left_out)
    root = _tree(content)
    name = _name(root) if root is not None else "no XML"
    if root is None or name not in _ROOTS:
        raise NotAnArticle("unreadable", f"neither a sitemap nor a feed: {name[:40]}")
    items = [item for kind in ("url", "item", "entry") for item in root.iter(f"{{*}}{kind}")]
    pages, left_out = both_ends(items)
    feeds, further = both_ends(list(root.iter("{*}sitemap")))
    named, indexed = (
        tuple(entry for item in some if (entry := _entry(item, zone)) is not None)
        for some in (pages, feeds)
    )
    return Feed(
        pages=named,
        feeds=indexed,
        left_out=left_out + further,
        without_address=len(pages) + len(feeds) - len(named) - len(indexed),
    )


def iso_day(printed: str | None, zone: ZoneInfo | None = None) -> str | None:
    """The day of a W3C or RFC 5322 date: in `zone`, where its own zone is given, else as printed.

    >>> iso_day("2022-07-22T08:51:12+08:00"), iso_day("Fri, 22 Jul 2022 08:51:12 +0800")
    ('2022-07-22', '2022-07-22')
    >>> iso_day("2022/7/22 08:51"), iso_day("soon")
    ('2022-07-22', None)
    >>> forms = ("Thu, 02 Jul 2026 23:30:00 GMT", "2026-07-02 23:30 UTC", "2026年7月3日")
    >>> {iso_day(form, ZoneInfo("Asia/Shanghai")) for form in forms}
    {'2026-07-03'}
    """
    if not printed:
        return None
    if (moment := _moment(printed)) is not None and zone is not None and moment.tzinfo is not None:
        return moment.astimezone(zone).date().isoformat()
    if zone is not None and not _NO_ZONE.fullmatch(printed):
        read = read_time(printed, zone=zone)
        if read is not None:
            return read.iso()[:_DAY]
    match = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)", printed)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None
    return None if moment is None else moment.date().isoformat()


def _moment(printed: str) -> datetime | None:
    """A moment as W3C (ISO 8601) or RFC 5322 write it."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(printed.strip())
            moment.astimezone(UTC)  # at the ends of time there is no other zone
        except (ValueError, OverflowError):
            continue
        return moment
    return None


def _entry(item: etree._Element, zone: ZoneInfo | None) -> Entry | None:
    """What one item names; None where it names no address."""
    texts = _texts(item)
    url = texts.get("loc") or _address(item, texts)
    if not url:
        return None
    day = next(filter(None, (iso_day(texts.get(name), zone) for name in _DATES)), None)
    return Entry(url=_on_base(item, url), published_on=day)


def _address(item: etree._Element, texts: dict[str, str]) -> str:
    """The address of an RSS item or Atom entry.

    It is the link, that of the site before that of who counts its readers; or the guid, which is
    one unless it says otherwise, or the id. The link may stand within a tag that is not closed:
    <title>a <b>c</title><link>….
    """
    links = [each for each in item.iter() if _name(each) == "link"]
    link = texts.get("origLink") or texts.get("link") or _atom_link(links, "alternate")
    if not link:
        link = next(((each.text or "").strip() for each in links if each.text), "")
    if link:
        return link
    guid = item.find("{*}guid")
    is_link = guid is not None and guid.get("isPermaLink", "true").strip().lower() == "true"
    names = (texts.get("guid", "") if is_link else "", texts.get("id", ""), _about(item))
    named = next((name for name in names if name.startswith(("http://", "https://", "/"))), "")
    return named or _atom_link(links, "self")


def _about(item: etree._Element) -> str:
    """What an item of RSS 1.0 is about: its address."""
    return next((str(item.get(key)) for key in item.keys() if key.endswith("about")), "")  # noqa: SIM118  (lxml has no items without keys)


def _on_base(item: etree._Element, url: str) -> str:
    """The address on the item's xml:base, if there is one."""
    try:
        return absolute(item.base or "", url)
    except ValueError:
        return url


def _texts(element: etree._Element) -> dict[str, str]:
    """By name, in whatever namespace, the first text in a child, or in a news sitemap's own."""
    texts: dict[str, str] = {}
    for child in (*element.iterfind("*"), *element.iterfind("{*}news/*")):
        # <atom:link href="…" rel="self"/> may stand before RSS's own <link>
        if text := (child.text or "").strip():
            texts.setdefault(_name(child), text)
    return texts


def _name(element: etree._Element) -> str:
    """The name of an element without its namespace, and without a prefix that was not declared.

    A broken file has names that XML forbids.
    """
    return _PREFIX.sub("", str(element.tag).rpartition("}")[2])


def _atom_link(links: list[etree._Element], relation: str) -> str:
    """The address that Atom's links give for a relation, that of a web page before others.

    A link is `alternate` if it says nothing; a relation may be written as an address, which ends
    with its name.
    """
    given = [
        link
        for link in links
        if link.get("rel", "alternate").rpartition("/")[2] == relation and link.get("href")
    ]
    given.sort(key=lambda link: "html" not in link.get("type", "text/html"))
    return _on_base(given[0], str(given[0].get("href")).strip()) if given else ""


def _tree(content: bytes) -> etree._Element | None:
    """The tree of an XML file, as far as it can be read; no entity of its own is expanded."""
    begin = _XML_BEGINS.search(content[:_NOTICE])
    if begin is not None and not _HTML.search(content[: begin.start()]):  # a PHP notice may be
        content = content[begin.start() :]
    declared = _DECLARATION.match(content)
    if declared:  # whatever it declares, the bytes tell
        text = decoding.text(content[declared.end() :], None, declared[1].decode("ascii"))
        content = text.encode("utf-8", "replace")
    content = _BARE_AMPERSAND.sub(lambda match: match[1] or b"&amp;", content)
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # a text may be longer, and tags be deeper, than libxml2 allows else
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise NotAnArticle("unreadable", "a sitemap or feed with thousands of tags in one another")
    return root
