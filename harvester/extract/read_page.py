"""Captures → what is printed on the page of one publication: claims, nothing chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from archive.model.article import Capture, PrintedTime
from harvester.claims.body_claims import body_claims, disagreement, text_claim
from harvester.claims.claim import Claim, TimeClaim
from harvester.claims.declared_claims import declared_claims, linked_writers
from harvester.claims.fallback_day import fallback_day
from harvester.claims.line_claims import Place, line_claims
from harvester.claims.medium_claims import account_claims, author_claims, medium_claims
from harvester.claims.title_candidates import Candidate, title_candidates
from harvester.claims.title_claims import title_claims
from harvester.content.blocks import read_blocks, read_images
from harvester.content.line_kind import is_time_line
from harvester.content.regions import Regions, find_regions
from harvester.content.text_choice import has_words_of, is_about
from harvester.document.carried_text import find_carried_text
from harvester.document.lines import Lines, hidden_size, read_lines
from harvester.document.metadata import declared_language
from harvester.document.pagination import next_parts
from harvester.document.platform_detection import recognise
from harvester.document.selectors import Selectors
from harvester.document.uncollected import uncollected
from harvester.extract.article_signs import article_signs
from harvester.extract.layout_match import LayoutMatch, match_layout
from harvester.extract.missing_page import missing_kind
from harvester.extract.non_article import notice_kind, refuse
from harvester.extract.page import Page, joined
from harvester.extract.page_kind import classify
from harvester.extract.page_without_text import describe_shell, is_challenge
from harvester.extract.parsed_page import ParsedPage, parse
from harvester.extract.truncation import find_cut, find_pager
from harvester.extract.verdict import AGREEMENT, Verdict
from harvester.foreign.foreign_page import (
    ForeignPage,
    layout_claims,
    read_foreign_page,
    reads_as_chinese,
)
from harvester.foreign.foreign_text import Sent
from harvester.model.errors import Kind, NotAnArticle
from harvester.model.station import Layout, Station

_SHORT_TEXT = 100  # characters; on a page that shows no more the text may be hidden
_UNFOLDED = 3  # times what is shown


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


@uncollected()
def read_one(capture: Capture, station: Station) -> Page:
    """What one capture prints. Raises NotAnArticle."""
    parsed = parse(capture, station)
    if station.layouts or station.fingerprints:
        selectors = Selectors(parsed.root)
        layouts = station.layouts or recognise(selectors, station.fingerprints)
        if (match := match_layout(selectors, layouts)) is not None:
            return _read_with_layout(parsed, match, station)
    return _read_generic(parsed, station)


def _read_generic(parsed: ParsedPage, station: Station) -> Page:
    lines = _lines(parsed)
    foreign = _read_foreign(parsed, lines, station)
    if foreign is not None and foreign.is_article:
        return _foreign_page(parsed, foreign, station)
    lines, regions = _find_text(parsed, lines)
    around = _around(lines, regions, parsed.zone)
    signs = _signs(parsed, lines, regions, around)
    verdict = classify(lines, regions, parsed.title, signs, parsed.agreement)
    if not isinstance(verdict, Verdict):
        raise _refused(parsed, verdict)
    if foreign is not None:
        return _foreign_page(parsed, foreign, station)
    claims = [*title_claims(lines, regions, parsed.metadata), *around, verdict.claim()]
    return _page(parsed, (lines, regions), claims, station)


def _refused(parsed: ParsedPage, kind: Kind) -> NotAnArticle:
    """The error for a page that is no article, with what an empty one holds instead of text."""
    if parsed.broken_off and kind != "list":
        return refuse("truncated")
    if kind not in ("empty", "unreadable"):
        return refuse(kind)
    if is_challenge(parsed.root):
        return refuse("captcha", "a script must run first")
    return refuse(kind, describe_shell(parsed.root, parsed.capture.url))


def _signs(
    parsed: ParsedPage, lines: Lines, regions: Regions, around: Sequence[Claim]
) -> dict[str, float]:
    declares_article = parsed.declares_article
    return article_signs(lines, regions, parsed.metadata, around, declares_article=declares_article)


def signs_of(capture: Capture, station: Station) -> dict[str, float] | None:
    """All signs that one capture is an article, for those who fit their weights.

    None where a page holds no text, so that no sign decides. Raises NotAnArticle for a notice.
    """
    parsed = parse(capture, station)
    lines, regions = _find_text(parsed, _lines(parsed))
    if not any(lines.items[i].text for i in regions.body):
        return None
    around = _around(lines, regions, parsed.zone)
    signs = _signs(parsed, lines, regions, around)
    return {**signs, AGREEMENT: parsed.agreement()}


def titles_of(capture: Capture, station: Station) -> list[Candidate]:
    """All that may be the title of one capture, for those who fit the weights of their signs.

    Empty where a page holds no text. Raises NotAnArticle for a notice.
    """
    parsed = parse(capture, station)
    lines, regions = _find_text(parsed, _lines(parsed))
    return title_candidates(lines, regions, parsed.metadata) if regions.body else []


def _lines(parsed: ParsedPage) -> Lines:
    """The lines that a page shows. Raises NotAnArticle for a notice."""
    lines = read_lines(parsed.root)
    _refuse_notices(lines, parsed)
    return lines


def _find_text(parsed: ParsedPage, lines: Lines) -> tuple[Lines, Regions]:
    """The lines of a page and where its text stands."""
    regions = find_regions(lines, parsed.metadata, parsed.witnesses)
    shown = _text_size(lines, regions)
    is_short = shown < _SHORT_TEXT
    if (is_short or not has_words_of(parsed.title, _text(lines, regions))) and _show_carried(
        parsed, _text(lines, regions)
    ):
        lines = read_lines(parsed.root, hidden=True)
        return lines, find_regions(lines, parsed.metadata, parsed.witnesses)
    if not is_short or hidden_size(parsed.root) <= (_UNFOLDED - 1) * shown:
        return lines, regions
    unfolded = read_lines(parsed.root, hidden=True)  # a body that a script unfolds
    whole = find_regions(unfolded, parsed.metadata, parsed.witnesses)
    is_longer = _text_size(unfolded, whole) > _UNFOLDED * shown
    if not shown or (is_longer and not _is_dated_list(unfolded, whole)):
        return unfolded, whole
    return lines, regions


def _show_carried(parsed: ParsedPage, shown: str) -> bool:
    """Put a text that the page carries as data on it, where that alone has the title's words."""
    carried = find_carried_text(parsed.root)
    if carried is None or not is_about(parsed.title, carried.text, shown):
        return False
    carried.show()
    return True


def _text(lines: Lines, regions: Regions) -> str:
    return "\n".join(lines.items[i].text for i in regions.body)


def _text_size(lines: Lines, regions: Regions) -> int:
    return sum(len(lines.items[i].text) for i in regions.body)


def _is_dated_list(lines: Lines, regions: Regions) -> bool:
    """Whether what a script unfolds is the data of a gallery, each picture with its time."""
    body = slice(regions.body[0], regions.body[-1] + 1) if regions.body else slice(0)
    return sum(is_time_line(line.text) for line in lines.items[body]) > 1


def _around(lines: Lines, regions: Regions, zone: ZoneInfo) -> list[Claim]:
    """What is printed around a text, and at both its ends."""
    title = regions.title or (0, 0)
    below = [number for number in regions.header if number >= title[0]]
    above = [number for number in regions.header if number < title[0]]
    return [
        *line_claims(lines, below, zone, place="header"),
        *_nearest_time_first(line_claims(lines, above, zone, place="above the title")),
        *body_claims(lines, regions.body, zone),
        *line_claims(lines, regions.trailer, zone, place="trailer"),
        *medium_claims(lines, regions),
        *account_claims(lines, regions),
        *author_claims(lines, regions),
    ]


def _nearest_time_first(claims: Sequence[Claim]) -> list[Claim]:
    """Claims above a title: the time right above it, not the day of the visit further up."""
    times = [claim for claim in claims if isinstance(claim, TimeClaim)]
    return [*reversed(times), *(claim for claim in claims if not isinstance(claim, TimeClaim))]


def _read_foreign(parsed: ParsedPage, lines: Lines, station: Station) -> ForeignPage | None:
    """A page in another language than Chinese as its own reader reads it."""
    if reads_as_chinese(lines, parsed.metadata):
        return None
    return read_foreign_page(_sent(parsed), lines, station)


def _sent(parsed: ParsedPage) -> Sent:
    return Sent(
        url=parsed.capture.url,
        root=parsed.root,
        metadata=parsed.metadata,
        linked=parsed.linked,
        declared_language=declared_language(parsed.root),
    )


def _foreign_page(parsed: ParsedPage, found: ForeignPage, station: Station) -> Page:
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


def _refuse_notices(lines: Lines, parsed: ParsedPage) -> None:
    is_dated = any(item.field == "published" for item in parsed.metadata)
    notice = notice_kind(lines, parsed.title, is_dated=is_dated)
    if kind := notice or missing_kind(parsed.root, parsed.title, lines):
        raise refuse(kind)


def _is_dated(claim: Claim) -> bool:
    """Whether a claim is a time of publication that is printed in full."""
    return isinstance(claim, TimeClaim) and isinstance(claim.value, PrintedTime)


def _read_with_layout(parsed: ParsedPage, match: LayoutMatch, station: Station) -> Page:
    lines, regions = match.lines, match.regions
    missing, zone = match.missing, parsed.zone
    named = match.claims(zone)
    if not any(map(_is_dated, named)):  # what says when it was published is no notice
        _refuse_notices(lines, parsed)
    claims = [*named, *body_claims(lines, regions.body, zone)]
    places: tuple[tuple[Sequence[int], Place], ...] = (
        (regions.header, "header"),
        (regions.trailer, "trailer"),
    )
    for numbers, place in places:
        # a byline in the body's container is read, whatever the layout finds elsewhere
        inner = [number for number in numbers if number in match.inside]
        outer = [number for number in numbers if number not in match.inside]
        inside = missing | {"credits", "source"}
        claims += line_claims(lines, inner, zone, place=place, missing=inside)
        claims += line_claims(lines, outer, zone, place=place, missing=missing)
    if "source" in missing:
        claims += medium_claims(lines, regions)
    if not reads_as_chinese(lines, parsed.metadata):
        claims += layout_claims(_sent(parsed), lines, regions.body, station)
    page = _page(parsed, (lines, regions), claims, station, match.layout)
    further = dict.fromkeys((*match.next_parts(parsed.capture.url), *page.next_parts))
    if len(further) == len(page.next_parts):
        return page
    return replace(page, next_parts=tuple(further))


def _page(
    parsed: ParsedPage,
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
    declared = declared_claims(parsed.metadata, parsed.zone)
    printed = [*claims, *declared, *linked_writers(parsed.linked)]
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


def _fallback_day(parsed: ParsedPage, claims: Sequence[Claim]) -> list[Claim]:
    """The day of a page without any time, where its address or htmldate tells it."""
    if any(isinstance(claim, TimeClaim) and claim.value is not None for claim in claims):
        return []
    capture = parsed.capture
    until = capture.captured_at.date() + timedelta(days=1)  # it may be tomorrow there
    found = fallback_day(capture.url, parsed.root, until)
    return [] if found is None else [found]
