"""Layouts tried on a page: where each finds its containers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from harvester.claims.claim import (
    Claim,
    CreditsClaim,
    SourceClaim,
    TextClaim,
    TimeClaim,
    TitleClaim,
    shown,
    time_value,
)
from harvester.claims.unlabelled import unlabelled_medium
from harvester.content.regions import Regions, regions_in
from harvester.document.lines import Element, Lines, ancestors, read_lines
from harvester.document.pagination import joined
from harvester.document.selectors import Selectors
from harvester.grammar.credits import read_credits
from harvester.model.station import Layout

_DIGIT = re.compile(r"\d")
_MOST = 50  # elements that one selector may find for a field
_EXPECTED = frozenset({"published", "source", "credits"})  # of each layout
_FIELDS = ("published", "source", "credits", "kicker", "subtitle")


@dataclass(frozen=True, slots=True)
class LayoutMatch:
    """A layout that finds a title and a body, and what it finds."""

    layout: Layout
    page: Selectors
    lines: Lines
    regions: Regions
    inside: frozenset[int]  # the numbers of the lines in the body's container
    printed: tuple[tuple[str, str], ...]  # field and text of each element that the layout names
    missing: frozenset[str]  # fields that it finds nothing for: they are read around the body

    def claims(self, zone: ZoneInfo) -> list[Claim]:
        """What the elements say that the layout names."""
        return [
            _claim(field, text, getattr(self.layout, field), zone) for field, text in self.printed
        ]

    def next_parts(self, url: str) -> list[str]:
        """The addresses of further parts that the layout knows how to find."""
        if self.layout.next_part is None:
            return []
        found = self.page.select(self.layout.next_part)
        addresses = (joined(url, link.get("href", "")) for link in found if link.get("href"))
        return [address for address in addresses if address is not None]


def match_layout(page: Selectors, layouts: Sequence[Layout]) -> LayoutMatch | None:
    """The first layout that finds a title and a body with text.

    Where none does, the first that finds a title, a time and a body without text: a page of
    pictures or a film.
    """
    without_text = None
    for layout in layouts:
        found = _try(page, layout)
        if found is None:
            continue
        if any(found.lines.items[i].text for i in found.regions.body):
            return found
        if without_text is None and "published" not in found.missing:
            without_text = found
    return without_text


def _try(page: Selectors, layout: Layout) -> LayoutMatch | None:
    title = next((x for x in page.select(layout.title) if _has_text(x)), None)
    bodies = page.select(layout.body) if title is not None else []
    if title is None or not bodies:
        return None
    dropped = frozenset(x for css in layout.drop for x in page.select(css)) - {*bodies, title}
    elements_of = {css: page.select(css) for name in _FIELDS if (css := getattr(layout, name))}
    named = {name: elements_of.get(getattr(layout, name), [])[:_MOST] for name in _FIELDS}
    # what a layout names is enough, unless it finds nothing for a field
    parts = [title, *(x for name in _FIELDS if name != "credits" for x in named[name])]
    parts += [*bodies, *named["credits"]]
    found = (title, bodies, named)
    if all(named[name] for name in _EXPECTED):
        match = _read(page, layout, found, _outermost(parts), dropped)
        if not match.missing:
            return match
    return _read(page, layout, found, [_around(parts)], dropped)


def _read(
    page: Selectors,
    layout: Layout,
    found: tuple[Element, Sequence[Element], dict[str, list[Element]]],
    parts: Sequence[Element],
    dropped: frozenset[Element],
) -> LayoutMatch:
    """What these parts of a page print, for what a layout found in them."""
    title, bodies, named = found
    lines = read_lines(*parts, without=dropped)
    spans = [lines.span(body) for body in bodies]
    printed = [("title", shown(_printed(lines, title)))]
    for name, elements in named.items():
        texts = (_spaced(lines, element) for element in elements)
        printed += [(name, shown(text)) for text in texts if text]
    span = (min(first for first, _ in spans), max(end for _, end in spans))
    regions = regions_in(lines, span, lines.span(title))
    inside = frozenset(i for first, end in spans for i in range(first, end))
    regions = replace(regions, body=tuple(i for i in regions.body if i in inside))
    fields = {name for name, text in printed if name != "published" or _DIGIT.search(text)}
    return LayoutMatch(layout, page, lines, regions, inside, tuple(printed), _EXPECTED - fields)


def _outermost(elements: Sequence[Element]) -> list[Element]:
    """These elements, each once, without those that stand in another of them."""
    each = dict.fromkeys(elements)
    return [x for x in each if not any(above in each for above in x.iterancestors())]


def _has_text(element: Element) -> bool:
    first = element.text
    return bool(first and first.strip()) or any(text.strip() for text in element.itertext())


def _around(elements: Sequence[Element]) -> Element:
    """The innermost element that holds all of these."""
    shared = list(ancestors(elements[0]))
    for element in elements[1:]:
        line = set(ancestors(element))
        shared = [holder for holder in shared if holder in line]
    return shared[0]


def _printed(lines: Lines, element: Element) -> str:
    return " ".join(line.text for line in lines.within(element) if line.text)


def _spaced(lines: Lines, element: Element) -> str:
    return " ".join(line.spaced for line in lines.within(element) if line.text)


def _claim(field: str, printed: str, where: str, zone: ZoneInfo) -> Claim:
    """The text of an element that a layout names for a field, read as that field."""
    if field == "title":
        return TitleClaim(printed=printed, value=printed, where=where, method="layout")
    if field == "published":
        value = time_value(printed, zone)
        return TimeClaim(printed=printed, value=value, where=where, method="layout")
    if field == "source":
        medium = read_credits(printed).source or unlabelled_medium(printed)
        return SourceClaim(printed=printed, value=medium, where=where, method="layout")
    if field == "credits":
        credits = read_credits(printed).credits
        return CreditsClaim(printed=printed, value=credits, where=where, method="layout")
    return TextClaim(field=field, printed=printed, value=printed, where=where, method="layout")
