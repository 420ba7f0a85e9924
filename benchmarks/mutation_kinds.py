"""Ways to rewrite a page as it is: its markup, its metadata, what stands around its article."""

from __future__ import annotations

import html as entities
import json
import random
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree, html
from lxml.etree import _Element as Element
from mutation_page import MutablePage, NotApplicable

Row = dict[str, Any]
Mutation = Callable[[MutablePage], Row]
MUTATIONS: dict[str, Mutation] = {}
_LETTERS = "bcdfghjklmnpqrstvwxz"
_SCRIPTS = "application/ld+json"
_BOXES = Path(__file__).with_name("mutation_boxes.json")


def mutation(name: str) -> Callable[[Callable[[MutablePage], None]], Callable[[MutablePage], None]]:
    """Register what rewrites a page and leaves its truth as it is."""

    def register(change: Callable[[MutablePage], None]) -> Callable[[MutablePage], None]:
        def apply(page: MutablePage) -> Row:
            change(page)
            return page.row

        MUTATIONS[name] = apply
        return change

    return register


def _draw(page: MutablePage) -> random.Random:
    return random.Random(zlib.crc32(page.truth.file.encode()))


def _random_word(draw: random.Random) -> str:
    return "".join(draw.choice(_LETTERS) for _ in range(6))


def _body(page: MutablePage) -> Element:
    found = page.root.find("body")
    if found is None:
        raise NotApplicable
    return found


@mutation("page: as it is")
def _unchanged(page: MutablePage) -> None:
    """Nothing but what parsing and printing change."""


@mutation("classes: none")
def _no_classes(page: MutablePage) -> None:
    for element in page.root.iter(etree.Element):
        for key in ("class", "id"):
            element.attrib.pop(key, None)


@mutation("classes: random")
def _random_classes(page: MutablePage) -> None:
    draw, words = _draw(page), {}
    for element in page.root.iter(etree.Element):
        for key in ("class", "id"):
            if value := element.get(key):
                names = [words.setdefault(each, _random_word(draw)) for each in value.split()]
                element.set(key, " ".join(names))


@mutation("classes: misleading")
def _misleading_classes(page: MutablePage) -> None:
    page.body.set("class", "sidebar tool hot")


def _retag(page: MutablePage, names: dict[str, str], within: Element | None = None) -> None:
    for element in list((page.root if within is None else within).iter(etree.Element)):
        if element.tag in names:
            element.tag = names[str(element.tag)]


for _names in (
    {"div": "section"}, {"section": "div", "article": "div"}, {"p": "div"}, {"div": "article"},
    {"h1": "div", "h2": "div", "h3": "div"}, {"h1": "p"}, {"span": "em"},
    {"article": "div", "header": "div", "footer": "div", "main": "div"},
    {"div": "custom-box"}, {"ul": "div", "li": "div"}, {"strong": "span", "b": "span"},
):  # fmt: skip

    def _retagged(page: MutablePage, names: dict[str, str] = _names) -> None:
        if next(page.root.iter(*names), None) is None:
            raise NotApplicable
        _retag(page, names)

    mutation(f"tags: {' '.join(_names)} as {next(iter(_names.values()))}")(_retagged)


@mutation("tags: layout by tables")
def _tables(page: MutablePage) -> None:
    """The box of the article is a cell of a table."""
    article = page.article
    if article.tag in ("body", "html", "tr", "table", "tbody"):
        raise NotApplicable
    parent, at = article.getparent(), article.getparent().index(article)
    table = html.fragment_fromstring("<table><tr><td></td></tr></table>")
    tail, article.tail = article.tail, None
    parent.insert(at, table)
    table[0][0].append(article)
    table.tail = tail


@mutation("wrapped: once more")
def _wrapped(page: MutablePage) -> None:
    body = _body(page)
    box = etree.Element("div")
    box.text, body.text = body.text, None
    box.extend(list(body))
    body.append(box)


@mutation("wrapped: in a form")
def _in_form(page: MutablePage) -> None:
    _wrapped(page)
    _body(page)[0].tag = "form"


@mutation("text: two boxes")
def _two_boxes(page: MutablePage) -> None:
    box = page.body
    elements = [each for each in box if each.tag == "p"]
    if len(elements) < 4 or len(elements) != len(box) or box.tag == "body":
        raise NotApplicable
    second = etree.Element(box.tag)
    parent = box.getparent()
    parent.insert(parent.index(box) + 1, second)
    second.tail, box.tail = box.tail, None
    second.extend(elements[len(elements) // 2 :])


@mutation("head: title alone")
def _title_alone(page: MutablePage) -> None:
    for element in list(page.root.iter("meta", "script", "link")):
        if element.tag == "meta" and (element.get("charset") or element.get("http-equiv")):
            continue
        _drop(element)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


@mutation("head: name of the site as title")
def _site_as_title(page: MutablePage) -> None:
    _title_alone(page)
    for title in page.root.iter("title"):
        title.text = "青棠新闻网"


@mutation("head: no title")
def _no_title(page: MutablePage) -> None:
    _title_alone(page)
    for title in list(page.root.iter("title")):
        _drop(title)


@mutation("head: title before the site")
def _title_before_site(page: MutablePage) -> None:
    for title in page.root.iter("title"):
        title.text = f"{page.row['title']}_要闻_青棠新闻网"


@mutation("head: title behind the site")
def _title_behind_site(page: MutablePage) -> None:
    for title in page.root.iter("title"):
        title.text = f"青棠新闻网-{page.row['title']}"


@mutation("head: generic metas")
def _generic_metas(page: MutablePage) -> None:
    _title_alone(page)
    for name, content in (
        ("author", "admin"),
        ("author", "青棠新闻网"),
        ("source", "青棠新闻网"),
        ("description", "青棠新闻网是青棠市第一门户网站"),
        ("og:site_name", "青棠新闻网"),
        ("og:type", "website"),
    ):
        page.head.append(etree.Element("meta", {"name": name, "content": content}))


@mutation("head: no JSON-LD")
def _no_linked_data(page: MutablePage) -> None:
    found = [each for each in page.root.iter("script") if each.get("type") == _SCRIPTS]
    if not found:
        raise NotApplicable
    for element in found:
        _drop(element)


@mutation("head: no scripts and comments")
def _no_scripts(page: MutablePage) -> None:
    for element in list(page.root.iter("script", "style", etree.Comment)):
        _drop(element)


def _put_in(page: MutablePage, place: str, box: str) -> None:
    """Put a box of a site before or behind everything that the body of a page holds."""
    element = html.fragment_fromstring(box.replace("{title}", entities.escape(page.row["title"])))
    body = _body(page)
    body.insert(0 if place == "first" else len(body), element)


for _name, (_place, _box) in json.loads(_BOXES.read_text(encoding="utf-8")).items():
    mutation(_name)(partial(_put_in, place=_place, box=_box))
