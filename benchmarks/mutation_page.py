"""A page with a known truth, where its title, header, text and trailer stand, to be rewritten.

The places are those where the reader finds them on the page as it is; a page that is not read
rightly as it is cannot be rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree, html
from lxml.etree import _Element as Element
from reading_truth import Truth

from archive.model.article import Article, Capture
from harvester.config.stations import Stations
from harvester.content.line_kind import is_credit_line, is_time_line
from harvester.content.regions import Regions, find_regions
from harvester.document.lines import Lines, read_lines
from harvester.extract.parsed_page import parse
from harvester.extract.read_article import read_article
from harvester.model.errors import NotAnArticle
from harvester.model.station import Station
from harvester.model.url import canonical

_HOST = "https://mutations.invalid/"
_FIELDS = ("title", "source", "authors", "editors")
_CLOSED = frozenset(("p", "span", "font", "table", "tbody", "tr", "ul", "ol", "dl", "h1", "h2"))


class NotApplicable(Exception):
    """A page does not have what a mutation rewrites."""


@dataclass(frozen=True, slots=True)
class MutablePage:
    """One page: its tree, its lines, where their regions are, and what is true of it."""

    truth: Truth
    root: Element
    lines: Lines
    regions: Regions
    zone: ZoneInfo

    @classmethod
    def of(cls, truth: Truth, stations: Stations) -> MutablePage:
        """The page of a truth, in a tree of its own that may be changed."""
        url = canonical(truth.url or _HOST)
        capture = _capture(truth.path.read_bytes(), url)
        parsed = parse(capture, unknown_station(stations))
        root = deepcopy(parsed.root)
        lines = read_lines(root)
        regions = find_regions(lines, parsed.metadata, parsed.witnesses)
        return cls(truth, root, lines, regions, parsed.zone)

    @property
    def row(self) -> dict[str, Any]:
        """What is true of the page."""
        return dict(self.truth.row)

    @property
    def paragraphs(self) -> list[str]:
        """The text, a paragraph a line."""
        items = (self.lines.items[number] for number in self.regions.body)
        return [line.prose for line in items if line.text]

    @property
    def body(self) -> Element:
        """The innermost element that holds the whole text."""
        numbers = [i for i in self.regions.body if self.lines.items[i].text]
        if not numbers:
            raise NotApplicable
        return self._around(numbers)

    @property
    def article(self) -> Element:
        """The innermost element that holds title and text."""
        if self.regions.title is None or not self.regions.body:
            raise NotApplicable
        return self._around([self.regions.title[0], *self.regions.body])

    @property
    def head(self) -> Element:
        """The head of the page."""
        found = self.root.find("head")
        if found is None:
            raise NotApplicable
        return found

    def elements(self, numbers: Iterable[int]) -> list[Element]:
        """The block elements of lines, each once."""
        return list(dict.fromkeys(self.lines.items[number].element for number in numbers))

    def title_numbers(self) -> range:
        """The lines of the title."""
        if self.regions.title is None:
            raise NotApplicable
        return range(*self.regions.title)

    def credit_numbers(self) -> list[int]:
        """The lines around the text that say when, whence and by whom."""
        around = [*self.regions.header, *self.regions.trailer]
        return [number for number in around if self._is_credit(number)]

    def clear(self, numbers: Iterable[int]) -> None:
        """Take what these lines print off the page."""
        for number in numbers:
            line = self.lines.items[number]
            printed = set(line.pieces)
            for element in line.element.iter():
                if element.text in printed:
                    element.text = None
                if element is not line.element and element.tail in printed:
                    element.tail = None

    def place_for(self, element: Element) -> tuple[Element, int]:
        """The nearest place, at or above an element, where a box may be put in."""
        while element.tag in _CLOSED and (parent := element.getparent()) is not None:
            if parent.tag not in _CLOSED:
                return parent, parent.index(element)
            element = parent
        return element, 0

    def _is_credit(self, number: int) -> bool:
        line = self.lines.items[number]
        named = [self.row["source"], *self.row["authors"], *self.row["editors"]]
        return bool(line.text) and (
            is_time_line(line.text)
            or is_credit_line(line)
            or (len(line.text) < 80 and any(name and name in line.text for name in named))
        )

    def _around(self, numbers: Sequence[int]) -> Element:
        elements = self.elements(numbers)
        for above in (elements[0], *elements[0].iterancestors()):
            first, end = self.lines.span(above)
            if first <= min(numbers) and max(numbers) < end:
                return above
        raise NotApplicable


def markup(root: Element, encoding: str = "utf-8") -> bytes:
    """A tree as a page that declares its encoding; as saved, without a doctype."""
    for meta in root.xpath("//meta[@charset or translate(@http-equiv,'CONTEYP','conteyp')]"):
        if meta.get("charset") or "charset" in (meta.get("content") or ""):
            meta.getparent().remove(meta)
    head = root.find("head")
    if head is not None:
        head.insert(0, etree.fromstring(f'<meta charset="{encoding}"/>'))
    printed: str = html.tostring(root, encoding="unicode")
    return printed.encode(encoding, "xmlcharrefreplace")


def read(page: bytes, url: str | None, stations: Stations) -> Article | str:
    """A page as the generic reader reads it, or why it refuses to."""
    address = canonical(url or _HOST)
    try:
        return read_article([_capture(page, address)], unknown_station(stations), address)
    except NotAnArticle as error:
        return str(error)


def unknown_station(stations: Stations) -> Station:
    """A station without any layout: its pages are read by the general rules."""
    return replace(stations.for_page(_HOST), fingerprints=())


def _capture(page: bytes, url: str) -> Capture:
    return Capture(
        id=f"page:{url}",
        url=url,
        status=200,
        captured_at=datetime(2026, 11, 1, tzinfo=UTC),
        body=page,
        headers=(),
    )
