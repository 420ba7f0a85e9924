"""Captures → what is printed on the page of one publication: evidence, nothing chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model.article import Block, Capture, Evidence, Image
from harvester.document import decoding
from harvester.document import parser_guard as markup
from harvester.document.lines import Element, Lines, read_lines
from harvester.document.metadata import read_metadata
from harvester.document.pagination import next_parts
from harvester.document.platform_detection import recognise
from harvester.document.selectors import Selectors
from harvester.extract import regions as generic
from harvester.extract.blocks import read_blocks, read_images
from harvester.extract.evidence import (
    account_evidence,
    author_evidence,
    body_evidence,
    line_evidence,
    medium_evidence,
    text_evidence,
    title_evidence,
    title_neighbours,
)
from harvester.extract.layout_match import Fit, fit
from harvester.extract.non_article import notice_kind, refuse, refuse_capture
from harvester.extract.page_kind import other_kind
from harvester.extract.regions import Places
from harvester.extract.truncation import broken_off, find_cut
from harvester.model.station import Layout, Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is printed on the captures of one publication's parts, in order."""

    captures: tuple[Capture, ...]
    station: Station
    url: str
    evidence: tuple[Evidence, ...]
    blocks: tuple[Block, ...]
    images: tuple[Image, ...] = ()
    layout: str = "generic"
    next_parts: tuple[str, ...] = ()  # addresses of further parts that are not among the captures

    @property
    def complete(self) -> bool:
        """Whether all parts are among the captures, and none is kept for those who log in."""
        return not self.next_parts and all(item.field != "complete" for item in self.evidence)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One capture on the way to being read."""

    capture: Capture
    root: Element
    said: list[Evidence]  # by metas
    broken_off: Evidence | None  # where the page ends before its end

    @property
    def title(self) -> str:
        """What <title> says."""
        return next((item.printed for item in self.said if item.where == "title"), "")


def read(captures: Sequence[Capture], station: Station) -> Page:
    """What the captures of one publication's parts print, in their order.

    The first of the station's layouts that finds a title and a body reads a page, else the
    generic reader does. For an unknown host the layouts are those of the platform that the page
    shows itself to be made by. Raises NotAnArticle, whose `kind` says what the page is instead, and
    ValueError where there is no capture.
    """
    if not captures:
        raise ValueError("there is no capture to read")
    return joined([read_one(capture, station) for capture in captures])


def joined(pages: Sequence[Page]) -> Page:
    """The parts of one publication, each read alone, as one page; in their order."""
    if len(pages) == 1 and not pages[0].next_parts:
        return pages[0]
    captures = [capture for page in pages for capture in page.captures]
    held = {_without_scheme(capture.url) for capture in captures}
    links = dict.fromkeys(link for page in pages for link in page.next_parts)
    return replace(
        pages[0],
        captures=tuple(captures),
        evidence=tuple(dict.fromkeys(item for page in pages for item in page.evidence)),
        blocks=tuple(block for page in pages for block in page.blocks),
        images=tuple(dict.fromkeys(image for page in pages for image in page.images)),
        next_parts=tuple(link for link in links if _without_scheme(link) not in held),
    )


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]


def read_one(capture: Capture, station: Station) -> Page:
    """What one capture prints. Raises NotAnArticle."""
    sheet = _sheet(capture, station)
    if station.layouts or station.fingerprints:
        selectors = Selectors(sheet.root)
        layouts = station.layouts or recognise(selectors, station.fingerprints)
        if (fitting := fit(selectors, layouts)) is not None:
            return _read_fitting(sheet, fitting, station)
    return _read_generic(sheet, station)


def _read_generic(sheet: _Sheet, station: Station) -> Page:
    lines = read_lines(sheet.root)
    _refuse_notices(lines, sheet)
    places = generic.find_places(lines, sheet.said)
    if not any(lines.items[i].text for i in places.body):
        lines = read_lines(sheet.root, hidden=True)  # a body that a script unfolds
        places = generic.find_places(lines, sheet.said)
    around = [
        *line_evidence(lines, places.header, header=True),
        *body_evidence(lines, places.body),
        *line_evidence(lines, places.trailer, header=False),
        *medium_evidence(lines, places),
        *account_evidence(lines, places),
        *author_evidence(lines, places),
    ]
    if kind := other_kind(lines, places, sheet.said, around):
        raise refuse("truncated" if sheet.broken_off and kind != "list" else kind)
    title = [*title_evidence(lines, places, "displayed"), *title_neighbours(lines, places)]
    return _page(sheet, (lines, places), [*title, *around, *sheet.said], station)


def _refuse_notices(lines: Lines, sheet: _Sheet) -> None:
    if kind := notice_kind(lines, sheet.title):
        raise refuse(kind)


def _read_fitting(sheet: _Sheet, fitting: Fit, station: Station) -> Page:
    lines, places = fitting.lines, fitting.places
    _refuse_notices(lines, sheet)
    missing = fitting.missing
    evidence = [*fitting.evidence, *body_evidence(lines, places.body)]
    for numbers, header in ((places.header, True), (places.trailer, False)):
        # a byline in the body's container is read, whatever the layout finds elsewhere
        inner = [number for number in numbers if number in fitting.inside]
        outer = [number for number in numbers if number not in fitting.inside]
        evidence += line_evidence(
            lines, inner, header=header, missing=missing | {"credits", "source"}
        )
        evidence += line_evidence(lines, outer, header=header, missing=missing)
    if "source" in missing:
        evidence += medium_evidence(lines, places)
    page = _page(sheet, (lines, places), [*evidence, *sheet.said], station, fitting.layout)
    further = dict.fromkeys((*fitting.next_parts(sheet.capture.url), *page.next_parts))
    if len(further) == len(page.next_parts):
        return page
    return replace(page, next_parts=tuple(further))


def _sheet(capture: Capture, station: Station) -> _Sheet:
    body = decoding.content(capture)
    refuse_capture(capture, body)
    sent = decoding.as_utf8(body, capture.header("content-type"), station.encoding)
    root = markup.tree(sent)
    return _Sheet(capture, root, read_metadata(root), broken_off(sent))


def _page(
    sheet: _Sheet,
    found: tuple[Lines, Places],
    evidence: list[Evidence],
    station: Station,
    layout: Layout | None = None,
) -> Page:
    name = "generic" if layout is None else layout.full_name
    where = None if layout is None else layout.body
    url = sheet.capture.url
    lines, places = found
    evidence.append(text_evidence(lines, places, where))
    if (cut := find_cut(lines, places) or sheet.broken_off) is not None:
        evidence.append(cut)
    return Page(
        captures=(sheet.capture,),
        station=station,
        url=url,
        evidence=tuple(dict.fromkeys(evidence)),
        blocks=read_blocks(lines, places.body),
        images=read_images(lines, places.body, url),
        layout=name,
        next_parts=next_parts(sheet.root, url),
    )
