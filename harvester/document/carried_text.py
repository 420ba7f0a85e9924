"""A text that a page carries as data, for a script to show: in a textarea, a template, a string."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.document.lines import Element, text_of
from harvester.document.parser_guard import tree
from harvester.model.errors import NotAnArticle

_LONGEST_SCRIPT = 2**20
_SHORTEST = 100  # characters of text
_TEMPLATE = frozenset(("text/html", "text/template", "text/x-template"))
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"|' + r"'((?:[^'\\]++|\\.)*+)'", re.S)
_MARKUP = re.compile(r"<(?:p|br|div|section)\b|&lt;(?:p|br|div|section)\b", re.I)
_ESCAPED_MARKUP = re.compile(r"(?:<|\\u003c|&lt;)(?:p|br|div|section)\b", re.I)
_FILLED_BY_SCRIPT = re.compile(r"\{\{|<%|\$\{")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class CarriedText:
    """A text as an element of its own, and the element that carries it as data."""

    box: Element
    carrier: Element

    @property
    def text(self) -> str:
        """What it prints."""
        return text_of(self.box)

    def show(self) -> None:
        """Put the text where it is carried, for all who read the page from now on."""
        self.box.tail, self.carrier.tail = self.carrier.tail, None
        self.carrier.addnext(self.box)


def find_carried_text(root: Element) -> CarriedText | None:
    """The longest text that a page carries as data; None where it carries none."""
    found = [
        CarriedText(box, at) for at, markup in _carried(root) if (box := _box(markup)) is not None
    ]
    longest = max(found, key=lambda each: _size(each.text), default=None)
    return longest if longest is not None and _size(longest.text) >= _SHORTEST else None


def _size(text: str) -> int:
    return len(_HAN.findall(text))


def _carried(root: Element) -> Iterator[tuple[Element, str]]:
    """The pieces of markup that a page carries, and the element that carries each."""
    for element in root.iter("textarea", "script"):
        text = (element.text or "")[:_LONGEST_SCRIPT]
        if not _ESCAPED_MARKUP.search(text):
            continue
        if element.tag == "textarea" or element.get("type") in _TEMPLATE:
            yield element, text
        else:
            yield from ((element, string) for string in _strings(text))


def _strings(script: str) -> Iterator[str]:
    for match in _STRING.finditer(script):
        literal = match[1] or match[2] or ""
        if len(literal) < _SHORTEST or not _ESCAPED_MARKUP.search(literal):
            continue
        if match[2]:
            literal = literal.replace("\\'", "'").replace('"', '\\"')
        try:
            yield json.loads(f'"{literal}"', strict=False)
        except ValueError:
            continue  # an escape that JSON does not have


def _box(markup: str) -> Element | None:
    """An element with this markup in it; None for a form that a script fills with words."""
    if _FILLED_BY_SCRIPT.search(markup) or not _MARKUP.search(markup):
        return None
    if "<" not in markup:
        markup = markup.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    try:
        box = tree(f"<div>{markup}</div>").find("body")
    except NotAnArticle:
        return None
    if box is not None:
        box.tag = "div"
    return box
