"""What a page says of itself where no reader sees it: metas, JSON-LD, comments, scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.article import Evidence
from harvester.lines import Element, squeeze

#: Names of metas by field, the more specific ones first. 生成时间 (maketime) is no publication.
_METAS = {
    "title": ("articletitle", "og:title", "twitter:title"),
    "published": (
        "pubdate", "publishdate", "article:published_time", "article:published_first",
        "og:release_date", "og:published_time", "datepublished", "dateupdate", "apub:time",
        "firstpublishedtime", "publish_time", "_pubtime", "weibo: article:create_at",
        "bytedance:published_time",
    ),
    "source": ("contentsource", "source", "og:article:source", "mediaid"),
    "author": ("author", "article:author", "og:article:author"),
}  # fmt: skip
_FIELD = {name: field for field, names in _METAS.items() for name in names}
_JSON_KEYS = {"headline": "title", "datePublished": "published", "pubDate": "published"}
_ENP = {"title": "title", "date": "published", "subtitle": "subtitle", "introtitle": "kicker"}
_ENP_TAG = re.compile(r"<(title|date|subtitle|introtitle)>([^<]{1,300})</\1>", re.I)
#: var ct = "1659274471" (WeChat); publish_time: "2022-07-31 21:34"
_SCRIPT_TIME = re.compile(
    r"""(?<![\w.])(?:var\s{1,4}ct|publish_?time|pub_?time|pubdate|publishDate)["']?\s{0,4}[=:]\s{0,4}"""
    r"""["']?(\d{10}(?:\d{3})?(?=["';,\s])|20\d\d[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?)""",
    re.I,
)
_LONGEST_SCRIPT = 2**20


def read_metadata(root: Element) -> list[Evidence]:
    """The evidence in metas, then JSON-LD, e-paper comments and scripts; nothing is chosen."""
    return [
        item
        for reader in (_metas, _title_tag, _enpproperty, _times, _scripts)
        for item in reader(root)
        if item.printed
    ]


def _metas(root: Element) -> Iterator[Evidence]:
    found = []
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        field = _FIELD.get(name.strip().lower())
        if field and meta.get("content"):
            printed = squeeze(re.sub(r"<[^<>]{0,40}>", "", meta.get("content", "")))[:500]
            found.append(_said(field, printed, f"meta {name.strip()}"))
    order = list(_FIELD)
    yield from sorted(found, key=lambda item: order.index(item.where[5:].lower()))


def _title_tag(root: Element) -> Iterator[Evidence]:
    title = next(root.iter("title"), None)
    if title is not None:
        yield _said("title", squeeze(title.text_content())[:500], "title")


def _enpproperty(root: Element) -> Iterator[Evidence]:
    """<!--enpproperty <date>2022-02-13 00:00:00.0</date>…-->, of 方正 e-papers and sites."""
    for comment in root.xpath("//comment()[contains(., 'enpproperty')]"):
        for name, printed in _ENP_TAG.findall((comment.text or "")[:5000]):
            yield _said(_ENP[name.lower()], squeeze(printed), f"enpproperty {name.lower()}")


def _times(root: Element) -> Iterator[Evidence]:
    for element in root.iter("time"):
        if element.get("datetime") and (element.get("itemprop") or "datePublished") in (
            "datePublished", "pubdate",
        ):  # fmt: skip
            yield _said("published", element.get("datetime", "")[:80], "time datetime")


def _scripts(root: Element) -> Iterator[Evidence]:
    for script in root.iter("script"):
        said = (script.text or "")[:_LONGEST_SCRIPT]
        if (script.get("type") or "").lower() == "application/ld+json":
            yield from _json_ld(said)
        elif found := _SCRIPT_TIME.search(said):
            yield _said("published", found[1], "script")


def _json_ld(said: str) -> Iterator[Evidence]:
    try:
        held = json.loads(said, strict=False)
    except (ValueError, RecursionError):
        return
    for item in held if isinstance(held, list) else [held]:
        yield from _json_item(item)


def _json_item(item: Any) -> Iterator[Evidence]:
    for key, field in _JSON_KEYS.items():
        if isinstance(item, dict) and isinstance(item.get(key), str):
            yield _said(field, squeeze(item[key])[:500], f"JSON-LD {key}")


def _said(field: str, printed: str, where: str) -> Evidence:
    return Evidence(field=field, printed=printed, where=where, method="meta")
