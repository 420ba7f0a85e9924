"""What a page says of itself where no reader sees it: metas, JSON-LD, comments, scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from archive.model.article import Evidence
from harvester.document.lines import Element, squeeze, text_of

#: Names of metas by field, the more specific ones first. 生成时间 (maketime) is no publication.
_METAS = {
    "title": ("articletitle", "og:title", "twitter:title"),
    "published": (
        "pubdate", "publishdate", "article:published_time", "og:release_date", "og:published_time",
        "datepublished", "dateupdate", "apub:time", "firstpublishedtime", "publish_time",
        "publishtime", "publish-date", "publish_date", "_pubtime", "weibo: article:create_at",
        "bytedance:published_time", "dc.date", "dcterms.created", "sailthru.date",
    ),
    "source": (
        "contentsource", "article:published_first", "source", "og:article:source", "apub:from",
        "mediaid", "dc.source",
    ),
    "author": ("author", "article:author", "og:article:author", "dc.creator"),
    "editor": ("editor", "contenteditor"),
}  # fmt: skip
_FIELD = {name: field for field, names in _METAS.items() for name in names}
_ORDER = {name: at for at, name in enumerate(_FIELD)}
_JSON_KEYS = {"headline": "title", "datePublished": "published", "pubDate": "published"}
_ENP = {"title": "title", "date": "published", "subtitle": "subtitle", "introtitle": "kicker"}
_ENP_TAG = re.compile(r"<(title|date|subtitle|introtitle)>([^<]{1,300})</\1>", re.I)
#: var ct = "1659274471" (WeChat); publish_time: "2022-07-31 21:34"
_SCRIPT_TIME = re.compile(
    r"""(?<![\w.])(?:var\s{1,4}ct|publish_?time|pub_?time|pubdate|publishDate)["']?\s{0,4}[=:]\s{0,4}"""
    r"""["']?(\d{10}(?:\d{3})?(?=["';,\s])|20\d\d[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?)""",
    re.I,
)
_TIME_WORDS = ("pub", "var ct")  # so the names above begin
_LONGEST_SCRIPT = 2**20
_LONGEST_TAG = 35  # characters of a language tag
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_KINDS = ("meta", "title", etree.Comment, "time", "script")


def read_metadata(root: Element) -> list[Evidence]:
    """The evidence in metas, then JSON-LD, e-paper comments and scripts; nothing is chosen."""
    of: dict[object, list[Element]] = {kind: [] for kind in _KINDS}
    for element in root.iter(*_KINDS):  # one walk for all of them
        of[element.tag].append(element)
    pairs = [
        *_metas(of["meta"]), *_title_tag(of["title"]), *_enpproperty(of[etree.Comment]),
        *_times(of["time"]), *_scripts(of["script"]),
    ]  # fmt: skip
    return [item for item in pairs if item.printed]


def declared_language(root: Element) -> str | None:
    """The language that a page declares: in its html or body tag, else in a meta."""
    for element in root.iter("html", "body"):
        if declared := element.get("lang") or element.get(_XML_LANG):
            return declared.strip()[:_LONGEST_TAG] or None
    for meta in root.iter("meta"):
        named = meta.get("http-equiv") or meta.get("property") or meta.get("name") or ""
        if named.lower() in ("content-language", "og:locale", "dc.language"):
            return (meta.get("content") or "").strip()[:_LONGEST_TAG] or None
    return None


def declared_address(root: Element) -> list[str]:
    """The address that a page declares to be its own, where it declares a whole one."""
    links = (
        link.get("href", "").strip()
        for link in root.iter("link")
        if (link.get("rel") or "").lower() == "canonical"
    )
    return [link for link in links if link.startswith("http")][:1]


def _metas(metas: Iterable[Element]) -> Iterator[Evidence]:
    numbered = []
    for meta in metas:
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip()
        field = _FIELD.get(name.lower())
        if field and (content := meta.get("content")):
            content = content[:2000]
            if "<" in content:
                content = re.sub(r"<[^<>]{0,40}>", "", content)
            printed = squeeze(content)[:500]
            if name.lower() == "article:published_first":  # 青棠日报,http://news.example/1.html
                printed = re.split("[,，]", printed, maxsplit=1)[0]
            numbered.append((_ORDER[name.lower()], _declared(field, printed, f"meta {name}")))
    yield from (item for _, item in sorted(numbered, key=lambda entry: entry[0]))


def _title_tag(titles: Sequence[Element]) -> Iterator[Evidence]:
    for title in titles[:1]:
        yield _declared("title", squeeze(text_of(title))[:500], "title")


def _enpproperty(comments: Iterable[Element]) -> Iterator[Evidence]:
    """<!--enpproperty <date>2022-02-13 00:00:00.0</date>…-->, of 方正 e-papers and sites."""
    for comment in comments:
        written = comment.text or ""
        if "enpproperty" not in written:
            continue
        for name, printed in _ENP_TAG.findall(written[:5000]):
            yield _declared(_ENP[name.lower()], squeeze(printed), f"enpproperty {name.lower()}")


def _times(times: Iterable[Element]) -> Iterator[Evidence]:
    for element in times:
        if element.get("datetime") and (element.get("itemprop") or "datePublished") in (
            "datePublished", "pubdate",
        ):  # fmt: skip
            yield _declared("published", element.get("datetime", "")[:80], "time datetime")


def _scripts(scripts: Iterable[Element]) -> Iterator[Evidence]:
    for script in scripts:
        written = (script.text or "")[:_LONGEST_SCRIPT]
        if (script.get("type") or "").lower() == "application/ld+json":
            yield from _json_ld(written)
        elif moment := _time_in(written):
            yield _declared("published", moment, "script")


def _time_in(written: str) -> str | None:
    """The first time that a script names: the pattern is only tried where its words begin."""
    for word in _TIME_WORDS:
        at = written.find(word)
        while at >= 0:
            if match := _SCRIPT_TIME.match(written, at):
                return match[1]
            at = written.find(word, at + 1)
    return None


def _json_ld(written: str) -> Iterator[Evidence]:
    try:
        parsed = json.loads(written, strict=False)
    except (ValueError, RecursionError):
        return
    for item in parsed if isinstance(parsed, list) else [parsed]:
        yield from _json_item(item)


def _json_item(item: Any) -> Iterator[Evidence]:
    for key, field in _JSON_KEYS.items():
        if isinstance(item, dict) and isinstance(item.get(key), str):
            yield _declared(field, squeeze(item[key])[:500], f"JSON-LD {key}")


def _declared(field: str, printed: str, where: str) -> Evidence:
    return Evidence(field=field, printed=printed, where=where, method="meta")
