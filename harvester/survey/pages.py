"""The pages of a site that a survey looks at: its sections, and what it gives to programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from harvester.discovery.feeds import feed
from harvester.model.errors import NotAnArticle
from harvester.survey.article_links import Linked
from harvester.survey.link_target import link_target
from harvester.survey.page_tree import page_tree

_SITEMAP = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml", re.IGNORECASE)
_FEED_NAME = re.compile(
    r"(?:^|/)(?:rss|feeds?|atom|baidunews|baidu)(?:[-_\d]\w*)?(?:\.xml|/)?$", re.IGNORECASE
)
#: Where files for programs stand by custom, though no page names them.
CUSTOMARY = ("/sitemap.xml", "/rss.xml", "/baidunews.xml")
#: What stands between the headline and the name of the site in a title.
_BETWEEN = re.compile(r"\s*[-_|—–,，:：]+\s*|\s{2,}")
#: Names of columns have so many signs.
_NAME = range(2, 7)
#: Pages of the house itself, and of what is no text.
_NO_COLUMN = re.compile(
    r"登录|注册|联系|关于|广告|版权|声明|地图|手机|客户端|微博|微信|邮箱|招聘|投稿|举报|备案|许可|繁体|english"
    r"|首页|视频|直播|图片|论坛|下载|搜索|更多|设为|收藏|login|about|contact|search|privacy",
    re.IGNORECASE,
)


def sections(links: Mapping[str, Linked], home: str, articles: Iterable[str]) -> list[str]:
    """Links of a page that look like columns of the same host, in the order of the page."""
    host, known = urlsplit(home).netloc, {home, *articles}
    return [
        link.url
        for link in links.values()
        if urlsplit(link.url).netloc == host
        and link.url not in known
        and link.width in _NAME
        and not _NO_COLUMN.search(link.words)
    ]


def declared_feeds(html_text: str, url: str) -> list[str]:
    """The feeds that a page names, in its head or as links; those of comments are left out.

    >>> declared_feeds("<a href=/feed/><a href=/feedback><a href=/comments/feed/>", "http://a.example/")
    ['http://a.example/feed/']
    """
    root = page_tree(html_text)
    found: dict[str, None] = {}
    for element in (*root.iter("link"), *root.iter("a")):
        address = link_target(url, element.get("href") or "")
        if address is None:
            continue
        if "comments" in urlsplit(address).path:
            continue
        is_declared = _FEED_TYPE.search(element.get("type") or "")
        if is_declared or _FEED_NAME.search(urlsplit(address).path):
            found[address] = None
    return list(found)


def declared_sitemaps(robots: bytes, site: str) -> list[str]:
    r"""The sitemaps that the robots.txt of a site names, also by their path alone.

    >>> declared_sitemaps(b"Sitemap: /map.xml\nSitemap: http://[bad/", "http://a.example/")
    ['http://a.example/map.xml']
    """
    named = _SITEMAP.findall(robots.decode("utf-8", "replace"))
    return [address for each in named if (address := link_target(site, each))]


def addresses_in_feed(content: bytes) -> list[str]:
    """The addresses in a feed or sitemap, canonical; none where it is neither."""
    try:
        entries = feed(content).pages
    except NotAnArticle:
        return []
    found = []
    for entry in entries:
        address = link_target("", entry.url)
        if address:
            found.append(address)
    return found


def site_title(html_texts: Iterable[str]) -> str:
    """What a site calls itself: what the titles of its pages share, the front page's first.

    >>> pages = ["最新消息_青棠在线", "要闻_青棠在线", "新桥通车_青棠在线"]
    >>> site_title(f"<title>{each}</title>" for each in pages)
    '青棠在线'
    """
    titles = [page_tree(each).findtext(".//title") or "" for each in html_texts]
    parts = [[each for each in _BETWEEN.split(title.strip()) if each] for title in titles]
    shared = Counter(part for of_page in parts for part in set(of_page))
    front = parts[0] if parts else []
    return max(front, key=lambda part: shared[part], default="")
