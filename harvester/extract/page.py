"""Captures → what is printed on the page of one publication: claims, nothing chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from archive.model.article import Block, Capture, Evidence, Image
from harvester.document import decoding, parser_guard
from harvester.document.lines import Element, Lines, read_lines
from harvester.document.metadata import declared_address, declared_language, read_metadata
from harvester.document.pagination import next_parts
from harvester.document.platform_detection import recognise
from harvester.document.selectors import Selectors
from harvester.extract.article_signs import article_signs
from harvester.extract.blocks import read_blocks, read_images
from harvester.extract.body_claims import body_claims, disagreement, text_claim
from harvester.extract.claim import Claim, IncompleteClaim, TimeClaim
from harvester.extract.declared_claims import declared_claims
from harvester.extract.fallback_day import fallback_day
from harvester.extract.foreign_page import (
    ForeignPage,
    layout_claims,
    read_foreign_page,
    reads_as_chinese,
)
from harvester.extract.foreign_text import Sent
from harvester.extract.independent_readers import independent_texts
from harvester.extract.layout_match import LayoutMatch, match_layout
from harvester.extract.line_claims import line_claims
from harvester.extract.medium_claims import account_claims, author_claims, medium_claims
from harvester.extract.missing_page import missing_kind
from harvester.extract.non_article import notice_kind, refuse, refuse_capture
from harvester.extract.page_kind import classify
from harvester.extract.regions import Regions, find_regions
from harvester.extract.shell import describe_shell, is_challenge
from harvester.extract.text_choice import likeness
from harvester.extract.title_candidates import Candidate, title_candidates
from harvester.extract.title_claims import title_claims
from harvester.extract.truncation import broken_off, find_cut, find_pager, sent_short
from harvester.extract.verdict import AGREEMENT, Verdict
from harvester.grammar.zones import PageZone, page_zone
from harvester.model.errors import CannotBeRead, Kind, NotAnArticle
from harvester.model.station import Layout, Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is printed on the captures of one publication's parts, in order."""

    captures: tuple[Capture, ...]
    station: Station
    url: str
    claims: tuple[Claim, ...]
    blocks: tuple[Block, ...]
    images: tuple[Image, ...] = ()
    layout: str = "generic"
    next_parts: tuple[str, ...] = ()  # addresses of further parts that are not among the captures
    language: str | None = None  # where another reader than that of Chinese pages told it
    zone: PageZone | None = None  # of the times that it prints without one

    @property
    def complete(self) -> bool:
        """Whether all parts are among the captures, and none is kept for those who log in."""
        return not self.next_parts and not any(
            isinstance(claim, IncompleteClaim) for claim in self.claims
        )


@dataclass(frozen=True, slots=True)
class _ParsedPage:
    """One capture on the way to being read; `page_zone` is that of the times it prints."""

    capture: Capture
    sent: bytes  # in UTF-8
    root: Element
    metadata: list[Evidence]
    page_zone: PageZone
    broken_off: IncompleteClaim | None  # where the page ends before its end

    def witnesses(self) -> Mapping[str, str]:
        """The text as independent readers find it."""
        return independent_texts(self.sent, self.capture.url)

    def agreement(self) -> float:
        """How alike the texts are that two independent readers find: 1 where they are the same."""
        first, second = [*self.witnesses().values(), "", ""][:2]
        return likeness(first, second) if first and second else 0.0

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the times that it prints without one."""
        return self.page_zone.zone

    @property
    def title(self) -> str:
        """The text of <title>."""
        return next((item.printed for item in self.metadata if item.where == "title"), "")


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
    urls = {_without_scheme(capture.url) for capture in captures}
    links = dict.fromkeys(link for page in pages for link in page.next_parts)
    return replace(
        pages[0],
        captures=tuple(captures),
        claims=tuple(dict.fromkeys(claim for page in pages for claim in page.claims)),
        blocks=tuple(block for page in pages for block in page.blocks),
        images=tuple(dict.fromkeys(image for page in pages for image in page.images)),
        next_parts=tuple(link for link in links if _without_scheme(link) not in urls),
    )


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]


def read_one(capture: Capture, station: Station) -> Page:
    """What one capture prints. Raises NotAnArticle."""
    parsed = _parse(capture, station)
    if station.layouts or station.fingerprints:
        selectors = Selectors(parsed.root)
        layouts = station.layouts or recognise(selectors, station.fingerprints)
        if (match := match_layout(selectors, layouts)) is not None:
            return _read_with_layout(parsed, match, station)
    return _read_generic(parsed, station)


def _read_generic(parsed: _ParsedPage, station: Station) -> Page:
    lines = _lines(parsed)
    foreign = _read_foreign(parsed, lines, station)
    if foreign is not None and foreign.is_article:
        return _foreign_page(parsed, foreign, station)
    lines, regions = _find_text(parsed, lines)
    around = _around(lines, regions, parsed.zone)
    signs = article_signs(lines, regions, parsed.metadata, around, parsed.root)
    verdict = classify(lines, regions, parsed.title, signs, parsed.agreement)
    if not isinstance(verdict, Verdict):
        raise _refused(parsed, verdict)
    if foreign is not None:
        return _foreign_page(parsed, foreign, station)
    claims = [*title_claims(lines, regions, parsed.metadata), *around, verdict.claim()]
    return _page(parsed, (lines, regions), claims, station)


def _refused(parsed: _ParsedPage, kind: Kind) -> NotAnArticle:
    """The error for a page that is no article, with what an empty one holds instead of text."""
    if parsed.broken_off and kind != "list":
        return refuse("truncated")
    if kind not in ("empty", "unreadable"):
        return refuse(kind)
    if is_challenge(parsed.root):
        return refuse("captcha", "a script must run first")
    return refuse(kind, describe_shell(parsed.root, parsed.capture.url))


def signs_of(capture: Capture, station: Station) -> dict[str, float] | None:
    """All signs that one capture is an article, for those who fit their weights.

    None where a page holds no text, so that no sign decides. Raises NotAnArticle for a notice.
    """
    parsed = _parse(capture, station)
    lines, regions = _find_text(parsed, _lines(parsed))
    if not any(lines.items[i].text for i in regions.body):
        return None
    around = _around(lines, regions, parsed.zone)
    signs = article_signs(lines, regions, parsed.metadata, around, parsed.root)
    return {**signs, AGREEMENT: parsed.agreement()}


def titles_of(capture: Capture, station: Station) -> list[Candidate]:
    """All that may be the title of one capture, for those who fit the weights of their signs.

    Empty where a page holds no text. Raises NotAnArticle for a notice.
    """
    parsed = _parse(capture, station)
    lines, regions = _find_text(parsed, _lines(parsed))
    return title_candidates(lines, regions, parsed.metadata) if regions.body else []


def _lines(parsed: _ParsedPage) -> Lines:
    """The lines that a page shows. Raises NotAnArticle for a notice."""
    lines = read_lines(parsed.root)
    _refuse_notices(lines, parsed)
    return lines


def _find_text(parsed: _ParsedPage, lines: Lines) -> tuple[Lines, Regions]:
    """The lines of a page and where its text stands."""
    regions = find_regions(lines, parsed.metadata, parsed.witnesses)
    if not any(lines.items[i].text for i in regions.body):
        lines = read_lines(parsed.root, hidden=True)  # a body that a script unfolds
        regions = find_regions(lines, parsed.metadata, parsed.witnesses)
    return lines, regions


def _around(lines: Lines, regions: Regions, zone: ZoneInfo) -> list[Claim]:
    """What is printed around a text, and at both its ends."""
    return [
        *line_claims(lines, regions.header, zone, is_header=True),
        *body_claims(lines, regions.body, zone),
        *line_claims(lines, regions.trailer, zone, is_header=False),
        *medium_claims(lines, regions),
        *account_claims(lines, regions),
        *author_claims(lines, regions),
    ]


def _read_foreign(parsed: _ParsedPage, lines: Lines, station: Station) -> ForeignPage | None:
    """A page in another language than Chinese as its own reader reads it."""
    if reads_as_chinese(lines, parsed.metadata):
        return None
    return read_foreign_page(_sent(parsed), lines, station)


def _sent(parsed: _ParsedPage) -> Sent:
    html, language = parsed.sent.decode(errors="replace"), declared_language(parsed.root)
    return Sent(html, parsed.capture.url, parsed.root, parsed.metadata, language)


def _foreign_page(parsed: _ParsedPage, found: ForeignPage, station: Station) -> Page:
    return Page(
        captures=(parsed.capture,),
        station=station,
        url=parsed.capture.url,
        claims=(
            *found.claims,
            *_fallback_day(parsed, found.claims),
            *((parsed.broken_off,) if parsed.broken_off else ()),
        ),
        blocks=found.blocks,
        images=found.images,
        next_parts=next_parts(parsed.root, parsed.capture.url),
        language=found.language,
        zone=found.zone,
    )


def _refuse_notices(lines: Lines, parsed: _ParsedPage) -> None:
    is_dated = any(item.field == "published" for item in parsed.metadata)
    notice = notice_kind(lines, parsed.title, is_dated=is_dated)
    if kind := notice or missing_kind(parsed.root, parsed.title, lines):
        raise refuse(kind)


def _read_with_layout(parsed: _ParsedPage, match: LayoutMatch, station: Station) -> Page:
    lines, regions = match.lines, match.regions
    _refuse_notices(lines, parsed)
    missing, zone = match.missing, parsed.zone
    claims = [*match.claims(zone), *body_claims(lines, regions.body, zone)]
    for numbers, is_header in ((regions.header, True), (regions.trailer, False)):
        # a byline in the body's container is read, whatever the layout finds elsewhere
        inner = [number for number in numbers if number in match.inside]
        outer = [number for number in numbers if number not in match.inside]
        inside = missing | {"credits", "source"}
        claims += line_claims(lines, inner, zone, is_header=is_header, missing=inside)
        claims += line_claims(lines, outer, zone, is_header=is_header, missing=missing)
    if "source" in missing:
        claims += medium_claims(lines, regions)
    if not reads_as_chinese(lines, parsed.metadata):
        claims += layout_claims(_sent(parsed), lines, regions.body, station)
    page = _page(parsed, (lines, regions), claims, station, match.layout)
    further = dict.fromkeys((*match.next_parts(parsed.capture.url), *page.next_parts))
    if len(further) == len(page.next_parts):
        return page
    return replace(page, next_parts=tuple(further))


def _parse(capture: Capture, station: Station) -> _ParsedPage:
    body = decoding.content(capture)
    refuse_capture(capture, body)
    sent = decoding.as_utf8(body, capture.header("content-type"), station.encoding)
    if sent is not body and decoding.is_gibberish(sent.decode()):
        raise CannotBeRead("unreadable", "not an article: its character set cannot be told")
    root = parser_guard.tree(sent)
    zone = page_zone(
        station, (capture.url, *declared_address(root)), station.language or "zh"
    ) or PageZone(station.zone)
    return _ParsedPage(
        capture, sent, root, read_metadata(root), zone, sent_short(capture) or broken_off(sent)
    )


def _page(
    parsed: _ParsedPage,
    found: tuple[Lines, Regions],
    claims: Sequence[Claim],
    station: Station,
    layout: Layout | None = None,
) -> Page:
    """The page of one capture: these claims, those of its metadata and of its text."""
    lines, regions = found
    url = parsed.capture.url
    further = next_parts(parsed.root, url)
    incomplete = find_cut(lines, regions) or parsed.broken_off or disagreement(regions)
    if incomplete is None and not further and (layout is None or layout.next_part is None):
        incomplete = find_pager(lines, regions)
    printed = [*claims, *declared_claims(parsed.metadata, parsed.zone)]
    every = [
        *printed,
        *_fallback_day(parsed, printed),
        text_claim(lines, regions, None if layout is None else layout.body),
        *(() if incomplete is None else (incomplete,)),
    ]
    return Page(
        captures=(parsed.capture,),
        station=station,
        url=url,
        claims=tuple(dict.fromkeys(every)),
        blocks=read_blocks(lines, regions.body),
        images=read_images(lines, regions.body, url),
        layout="generic" if layout is None else layout.full_name,
        next_parts=further,
        zone=parsed.page_zone,
    )


def _fallback_day(parsed: _ParsedPage, claims: Sequence[Claim]) -> list[Claim]:
    """The day of a page without any time, where its address or htmldate tells it."""
    if any(isinstance(claim, TimeClaim) and claim.value is not None for claim in claims):
        return []
    capture = parsed.capture
    until = capture.captured_at.date() + timedelta(days=1)  # it may be tomorrow there
    found = fallback_day(capture.url, parsed.root, until)
    return [] if found is None else [found]
