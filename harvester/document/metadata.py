"""What a page says of itself where no reader sees it: metas, JSON-LD, comments, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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
        "bytedance:published_time", "dc.date", "dc.date.issued", "dcterms.issued",
        "dcterms.created", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
        "article.published", "article:published",
    ),
    "source": (
        "contentsource", "article:published_first", "source", "og:article:source", "apub:from",
        "mediaid", "dc.source",
    ),
    "author": (
        "author", "article:author", "og:article:author", "dc.creator", "parsely-author", "byl",
        "sailthru.author", "cxenseparse:author", "citation_author",
    ),
    "editor": ("editor", "contenteditor"),
}  # fmt: skip
_FIELD = {name: field for field, names in _METAS.items() for name in names}
_ORDER = {name: at for at, name in enumerate(_FIELD)}
_ENP = {"title": "title", "date": "published", "subtitle": "subtitle", "introtitle": "kicker"}
_ENP_TAG = re.compile(r"<(title|date|subtitle|introtitle)>([^<]{1,300})</\1>", re.I)
#: var ct = "1659274471" (WeChat); publish_time: "2022-07-31 21:34"
_SCRIPT_TIME = re.compile(
    r"""(?<![\w.])(?:var\s{1,4}(?:ct|createTime)|publish_?time|pub_?time|pubdate|publishDate)["']?\s{0,4}[=:]\s{0,4}"""
    r"""["']?(\d{10}(?:\d{3})?(?=["';,\s}])|20\d\d[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)?)""",
    re.I,
)
_TIME_WORDS = ("pub", "var ct", "var createTime")  # so the names above begin
TIME_ELEMENT = "time datetime"
_LONGEST_SCRIPT = 2**20
_LONGEST_TAG = 35  # characters of a language tag
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CHANGE = re.compile("updat|modif|aktuali|chang", re.I)
_KINDS = ("meta", "title", etree.Comment, "time", "abbr", "script")


def read_metadata(root: Element, linked: Iterable[Evidence]) -> list[Evidence]:
    """The evidence in metas, then e-paper comments, JSON-LD (`linked`) and scripts.

    Nothing is chosen.
    """
    of: dict[object, list[Element]] = {kind: [] for kind in _KINDS}
    for element in root.iter(*_KINDS):  # one walk for all of them
        of[element.tag].append(element)
    pairs = [
        *_metas(of["meta"]), *_title_tag(of["title"]), *_enpproperty(of[etree.Comment]),
        *_times(of["time"]), *_abbreviated(of["abbr"]), *linked, *_scripts(of["script"]),
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


def declared_type(root: Element) -> str | None:
    """What a page says in og:type that it is: article, website."""
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:type":
            return (meta.get("content") or "").strip().lower()
    return None


def declared_site(root: Element) -> str | None:
    """The name of its site that a page declares."""
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:site_name":
            return squeeze(meta.get("content") or "") or None
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
    """The times that elements declare; those whose class says that it is of a change come last."""
    for element in sorted(times, key=_is_of_change):
        if element.get("datetime") and (element.get("itemprop") or "datePublished") in (
            "datePublished", "pubdate",
        ):  # fmt: skip
            yield _declared("published", element.get("datetime", "")[:80], TIME_ELEMENT)


def _abbreviated(abbreviations: Sequence[Element]) -> Iterator[Evidence]:
    """The times that microformats declare: <abbr class="published" title="2022-07-22T08:51">."""
    for element in abbreviations:
        if "published" in (element.get("class") or "").split() and element.get("title"):
            yield _declared("published", element.get("title", "")[:80], "abbr published")


def _is_of_change(element: Element) -> bool:
    return bool(_CHANGE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _scripts(scripts: Iterable[Element]) -> Iterator[Evidence]:
    for script in scripts:
        written = (script.text or "")[:_LONGEST_SCRIPT]
        is_code = (script.get("type") or "").lower() != "application/ld+json"
        if is_code and (moment := _time_in(written)):
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


def _declared(field: str, printed: str, where: str) -> Evidence:
    return Evidence(field=field, printed=printed, where=where, method="meta")
