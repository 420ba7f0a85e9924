"""Layouts tried on a page: where each finds its containers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urljoin

from cssselect import HTMLTranslator
from lxml import etree

from archive.article import Evidence
from harvester.generic import Places, frame
from harvester.lines import Element, Lines, read_lines
from harvester.station import Layout

_FIELDS = ("published", "source", "credits", "kicker", "subtitle")


@dataclass(frozen=True, slots=True)
class Fit:
    """A layout that finds a title and a body, and what it finds."""

    layout: Layout
    root: Element
    lines: Lines
    places: Places
    inside: frozenset[int]  # the numbers of the lines in the body's container
    evidence: tuple[Evidence, ...]

    @property
    def missing(self) -> frozenset[str]:
        """The fields that the layout finds nothing for: the surroundings of the body are asked."""
        return frozenset({"published", "source", "credits"} - {e.field for e in self.evidence})

    def next_parts(self, url: str) -> list[str]:
        """The addresses of further parts that the layout knows how to find."""
        if self.layout.next_part is None:
            return []
        found = select(self.root, self.layout.next_part)
        return [urljoin(url, link.get("href", "").strip()) for link in found if link.get("href")]


def fit(root: Element, lines: Lines, layouts: Sequence[Layout]) -> Fit | None:
    """The first layout that finds a title and a body with text.

    Where none does, the first that finds a title, a time and a body without text: a page of
    pictures or a film.
    """
    without_text = None
    for layout in layouts:
        found = _try(root, lines, layout)
        if found is None:
            continue
        if any(found.lines.items[i].text for i in found.places.body):
            return found
        if without_text is None and "published" not in found.missing:
            without_text = found
    return without_text


def select(root: Element, selector: str) -> list[Element]:
    """The elements that a CSS selector finds, in the order of the page."""
    found: list[Element] = _compiled(selector)(root)
    return found


@lru_cache(maxsize=4096)
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


def _try(root: Element, lines: Lines, layout: Layout) -> Fit | None:
    title = next((x for x in select(root, layout.title) if _printed(lines, x)), None)
    bodies = select(root, layout.body) if title is not None else []
    if title is None or not bodies:
        return None
    dropped = [x for body in bodies for css in layout.drop for x in select(body, css)]
    if dropped:
        for element in dropped:
            if element.getparent() is not None:
                element.drop_tree()
        lines = read_lines(root)
    spans = [lines.span(body) for body in bodies]
    evidence = [_said("title", _printed(lines, title), layout.title)]
    for name in _FIELDS:
        evidence += _evidence(root, lines, name, getattr(layout, name))
    span = (min(first for first, _ in spans), max(end for _, end in spans))
    places = frame(lines, span, lines.span(title))
    inside = frozenset(i for first, end in spans for i in range(first, end))
    places = replace(places, body=tuple(i for i in places.body if i in inside))
    return Fit(layout, root, lines, places, inside, tuple(evidence))


def _evidence(root: Element, lines: Lines, name: str, selector: str | None) -> list[Evidence]:
    if selector is None:
        return []
    printed = [_printed(lines, element) for element in select(root, selector)]
    return [_said(name, text, selector) for text in printed if text]


def _printed(lines: Lines, element: Element) -> str:
    return " ".join(line.text for line in lines.within(element) if line.text)


def _said(name: str, printed: str, where: str) -> Evidence:
    return Evidence(field=name, printed=printed[:1000], where=where, method="layout")
