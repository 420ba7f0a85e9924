"""The JSON behind a page that scripts fill: where it is asked for, and where its articles stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from harvester.survey.link_target import link_target
from harvester.survey.page_tree import page_tree

#: "/api/news?page=1", '/data/list.json', "/front/articleList?channel=7" in a script.
_DATA = re.compile(
    r"""["'`](?P<url>(?:https?:)?/{1,2}[^"'`\s<>{}]{0,200}?(?:\.json\b|/api/|list|data|query)"""
    r"""[^"'`\s<>{}]{0,200})["'`]""",
    re.IGNORECASE,
)
_NO_DATA = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|ico|s?html?)(?:$|\?)", re.IGNORECASE)
_LINKS = ("url", "link", "href", "shareurl", "pcurl", "weburl", "docurl", "titleurl", "linkurl")
_TITLES = ("title", "headline", "name", "doctitle", "listtitle", "subject")
_TIMES = (
    "publishtime", "publish_time", "pubtime", "pubdate", "published", "releasetime", "time",
    "createtime", "date", "ptime", "docreltime",
)  # fmt: skip
_IDS = ("id", "contentid", "newsid", "articleid", "docid", "content_id")
_DEEPEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonList:
    """A list of articles in JSON, in the words of a station file."""

    url: str
    items: str
    link: str
    time: str | None
    links: tuple[str, ...]  # the addresses that it names; none where `link` needs a pattern


def endpoints(html_text: str, url: str) -> Iterator[str]:
    """The addresses on the page's own host that its scripts name and that may answer JSON."""
    seen: set[str] = set()
    for script in page_tree(html_text).iter("script"):
        yield from addresses_in(script.text or "", url, seen)


def script_files(html_text: str, url: str) -> list[str]:
    """The scripts that a page loads from its own host."""
    files = []
    for script in page_tree(html_text).iter("script"):
        source = script.get("src")
        address = link_target(url, source) if source else None
        if address and urlsplit(address).netloc == urlsplit(url).netloc:
            files.append(address)
    return files


def addresses_in(script: str, url: str, seen: set[str]) -> Iterator[str]:
    """The same of one script; `seen` keeps each from being given twice."""
    for match in _DATA.finditer(script[: 1 << 20]):
        address = link_target(url, match["url"])
        if address is None:
            continue
        own = urlsplit(address).netloc == urlsplit(url).netloc
        if own and address not in seen and not _NO_DATA.search(address):
            seen.add(address)
            yield address


def json_list_in(text: str, url: str, page: str | None = None) -> JsonList | None:
    """Where the articles of an answer stand; None where it is no list of them.

    `page` is the form of an article's address, with {id} in it, where the scripts name one.
    """
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    best = max(_lists(answer, ""), key=lambda found: len(found[1]), default=None)
    if best is None:
        return None
    path, items = best
    link = _link(items[0], page)
    if link is None:
        return None
    named = [link_target(url, each) for item in items if (each := _filled(link, item))]
    return JsonList(
        url=url,
        items=path,
        link=link,
        time=_field(items[0], _TIMES),
        links=tuple(address for address in named if address),
    )


def article_form(script: str) -> str | None:
    r"""The address of an article with its id left open, as a script puts it together.

    >>> article_form('location = "/detail.html?id=" + item.id')
    '/detail.html?id={id}'
    >>> article_form('`/news/${it.newsId}.html`')
    '/news/{newsId}.html'
    """
    match = re.search(r"""`(/[^`$\s]{0,80})\$\{\s*(?:\w+\.)*(\w+)\s*\}([^`$\s]{0,20})`""", script)
    if match:
        return f"{match[1]}{{{match[2]}}}{match[3]}"
    match = re.search(
        r"""["'](?:<a\s[^>]*href=\\?["'])?(/[^"'\s<>]{1,80})["']\s*\+\s*(?:\w+\.)+(\w*id)\b"""
        r"""(?:\s*\+\s*["'](\.\w{2,5}))?""",
        script,
        re.IGNORECASE,
    )
    return f"{match[1]}{{{match[2]}}}{match[3] or ''}" if match else None


def _lists(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Lists of objects with a headline, and the path of each."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        items = [item for item in value if isinstance(item, dict) and _field(item, _TITLES)]
        if len(items) > 1:
            yield path, items
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name.strip() and "." not in name:
                yield from _lists(inner, f"{path}.{name}" if path else name, depth + 1)


def _link(item: dict[str, Any], page: str | None) -> str | None:
    name = _field(item, _LINKS)
    if name is not None and "/" in str(item[name]):
        return f"{{{name}}}"
    if page is None:
        return None
    wanted = re.findall(r"\{(\w+)\}", page)
    if all(each in item for each in wanted):
        return page
    own = _field(item, _IDS)
    return re.sub(r"\{\w+\}", f"{{{own}}}", page) if own and len(wanted) == 1 else None


def _field(item: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The field of an item that has one of these names, whatever its case, and a value."""
    by_name = {key.lower(): key for key, value in item.items() if isinstance(value, str | int)}
    return next((by_name[name] for name in names if name in by_name), None)


def _filled(link: str, item: dict[str, Any]) -> str | None:
    values = {name: item.get(name) for name in re.findall(r"\{(\w+)\}", link)}
    if not all(values.values()):
        return None
    return re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), link)
