"""What a page says in JSON-LD: evidence, and the article that it describes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.model.article import Evidence
from harvester.document.lines import Element, squeeze

_LONGEST = 2**21
_DEEPEST = 6
_MOST_NODES = 2_000
_MOST_AUTHORS = 50
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review)$")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate")
_MARKUP = re.compile(r"<(?:br|/?p|/?div)\b[^<>]{0,200}>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_ADDRESS = re.compile(r"https?://\S+$")  # of a writer's page, in place of the name
_FIELDS = {"headline": "title", "datePublished": "published", "pubDate": "published"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """What JSON-LD says of a page's article; `authors` are people and bodies, as printed."""

    headline: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    text: tuple[str, ...] = ()  # the lines of articleBody
    is_free: bool = True


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The JSON-LD of a page, parsed once: its evidence, and its article where it has one."""

    evidence: tuple[Evidence, ...] = ()
    article: LinkedArticle | None = None


def read_linked_data(root: Element) -> LinkedData:
    """What the JSON-LD of a page says; nothing is chosen among its evidence."""
    nodes = [node for script in _scripts(root) for node in _nodes(script)][:_MOST_NODES]
    return LinkedData(tuple(dict.fromkeys(_evidence(nodes))), _article(nodes))


def _evidence(nodes: Sequence[Mapping[str, Any]]) -> Iterator[Evidence]:
    """The headlines and times of all nodes, also of those that name no type."""
    for node in nodes:
        for key, field in _FIELDS.items():
            if printed := _text(node.get(key)):
                where = f"JSON-LD {key}"
                yield Evidence(field=field, printed=printed, where=where, method="meta")


def _article(nodes: Sequence[Mapping[str, Any]]) -> LinkedArticle | None:
    """The article of which the nodes say most, the first of equals; None where there is none."""
    articles = [node for node in nodes if any(map(_ARTICLE.search, _types(node)))]
    if not articles:
        return None
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    best = max(articles, key=lambda node: ("author" in node) + ("datePublished" in node))
    return LinkedArticle(
        headline=_text(best.get("headline")) or _text(best.get("name")),
        published=_text(best.get("datePublished")) or _text(best.get("dateCreated")),
        authors=_authors(best.get("author") or best.get("creator"), named),
        publisher=_publisher(best.get("publisher"), named),
        text=_paragraphs(best.get("articleBody")),
        is_free=str(best.get("isAccessibleForFree", True)).lower() not in ("false", "no"),
    )


def _scripts(root: Element) -> Iterator[Any]:
    for script in root.iter("script"):
        written = script.text or ""
        kind = (script.get("type") or "").split(";")[0].strip().lower()
        if kind == "application/ld+json" and len(written) <= _LONGEST:
            yield _parsed(written)


def _parsed(written: str) -> Any:
    """The value of a script, also within the comment that some systems write around it.

    /* <![CDATA[ */ {…} /* ]]> */ and <!-- {…} --> hold what {…} holds.
    """
    try:
        return json.loads(written, strict=False)
    except (ValueError, RecursionError):
        begins = [at for mark in "{[" if (at := written.find(mark + '"')) >= 0]
        inner = written[min(begins, default=0) : written.rfind("}") + 1]
    try:
        return json.loads(inner, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The nodes of a graph, those that lie in others after them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value[:_MOST_NODES]:
            yield from _nodes(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _INSIDE:
            yield from _nodes(value.get(key), depth + 1)
        yield from (each for each in _listed(value.get("author")) if isinstance(each, dict))


def _types(node: Mapping[str, Any]) -> list[str]:
    return [each for each in _listed(node.get("@type")) if isinstance(each, str)]


def _listed(value: Any) -> list[Any]:
    if isinstance(value, dict):  # the long form of a list
        value = value.get("@list", value.get("@set", value))
    return value if isinstance(value, list) else [value]


def _authors(value: Any, named: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    authors: dict[str, None] = {}
    for each in _listed(value)[:_MOST_AUTHORS]:
        node = (
            {**named.get(str(each.get("@id")), {}), **each}
            if isinstance(each, dict)
            else {"name": each}
        )
        authors |= dict.fromkeys(name for name in _names(node) if not _ADDRESS.match(name))
    return tuple(authors)


def _publisher(value: Any, named: Mapping[str, Mapping[str, Any]]) -> str | None:
    return next(iter(_authors(value, named)), None)


def _names(node: Mapping[str, Any]) -> list[str]:
    names = [name for each in _listed(node.get("name")) if (name := _text(each))]
    if not names:
        parts = (_text(node.get(key)) for key in ("givenName", "familyName"))
        names = [" ".join(part for part in parts if part)]
    return [name for name in names if name]


def _text(value: Any) -> str | None:
    """A value as it would be printed: some systems write entities and tags into it."""
    if isinstance(value, dict):  # the long form of a text, with its language
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    return squeeze(_TAG.sub("", html.unescape(value)))[:500] or None


def _paragraphs(value: Any) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    printed = _TAG.sub("", _MARKUP.sub("\n", html.unescape(value)))
    lines = (squeeze(line) for line in printed.splitlines())
    return tuple(line for line in lines if line)
