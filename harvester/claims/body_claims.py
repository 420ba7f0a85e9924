"""Claims of a body: where its text stands, and the credits in its first and last paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from harvester.claims.claim import (
    BodyClaim,
    Claim,
    CreditsClaim,
    IncompleteClaim,
    SourceClaim,
)
from harvester.claims.line_claims import labelled_claims
from harvester.content.regions import Regions
from harvester.document.lines import Element, Lines, ancestors
from harvester.grammar.bylines import read_dateline, read_signature

_DATELINE_LENGTH = 160
_SIGNATURE_LENGTH = 100
_SIGNATURE_LINE = 60  # a longer last paragraph is no line of labels
_FIRST = 8  # so many lines are looked at for the first two that are no captions
#: …在量血压。青棠日报记者林明摄
_CAPTION = re.compile(r"[^报報](?:摄|攝|供图|供圖|摄影|攝影)\s?[。）)]{0,2}$")


def text_claim(lines: Lines, regions: Regions, selector: str | None) -> BodyClaim:
    """Where the text stands: the selector of a layout, else the element that holds it.

    What is printed there is not repeated: the article keeps a digest of it.
    """
    if selector is not None:
        return BodyClaim(printed="", where=selector, method="layout")
    where = _holder(lines, regions)
    return BodyClaim(printed="", where=where, method="generic", why=_agreement(regions))


def _agreement(regions: Regions) -> str | None:
    if not regions.agreeing:
        return None
    return f"{' and '.join(regions.agreeing)} found the same text"


def disagreement(regions: Regions) -> IncompleteClaim | None:
    """What says that the text may be another: independent readers were asked, and none found it."""
    if regions.agreeing is None or regions.agreeing:
        return None
    return IncompleteClaim(
        printed="", where="the text", method="generic",
        why="independent readers found another text on this page",
    )  # fmt: skip


def _holder(lines: Lines, regions: Regions) -> str:
    """The innermost element that holds the whole body, as a selector names it."""
    if not regions.body:
        return "no text"
    end = regions.body[-1] + 1
    around = ancestors(lines.items[regions.body[0]].element)
    return next((_as_selector(each) for each in around if lines.span(each)[1] >= end), "page")


def _as_selector(element: Element) -> str:
    """An element as a selector names it: div#zoom.TRS_Editor."""
    classes = "".join(f".{name}" for name in (element.get("class") or "").split())
    ident = f"#{element.get('id')}" if element.get("id") else ""
    return f"{element.tag!s}{ident}{classes}"[:100]


def body_claims(lines: Lines, body: Sequence[int], zone: ZoneInfo) -> list[Claim]:
    """The credits that stand in the first and the last paragraphs of a body."""
    paragraphs = [lines.items[i] for i in body if lines.items[i].text]
    claims: list[Claim] = []
    texts = [line for line in paragraphs[:_FIRST] if not _is_caption(line.spaced)]
    for line in texts[:2] or paragraphs[:2]:
        claims += _dateline_claims(line.spaced)
    for line in paragraphs[-2:]:
        claims += _signature_claims(line.spaced, zone)
    return claims


def _is_caption(paragraph: str) -> bool:
    """Whether a paragraph ends in who took a picture; one with a dateline ends as it happens to.

    >>> _is_caption("量血压。青棠日报记者林明摄"), _is_caption("本报讯（记者 林明）他爱好摄影。")
    (True, False)
    """
    if not _CAPTION.search(paragraph):
        return False
    return all(each.role == "photographer" for each in read_dateline(paragraph).credits)


def _dateline_claims(paragraph: str) -> list[Claim]:
    credits = read_dateline(paragraph).credits
    printed = paragraph[:_DATELINE_LENGTH]
    claim = CreditsClaim(printed=printed, value=credits, where="dateline", method="label")
    return [claim] if credits else []


def _signature_claims(paragraph: str, zone: ZoneInfo) -> list[Claim]:
    """The credits and the source that end a paragraph, else the labels of a short one."""
    read = read_signature(paragraph)
    printed = paragraph[-_SIGNATURE_LENGTH:]
    claims: list[Claim] = []
    if read.credits:
        claims.append(
            CreditsClaim(printed=printed, value=read.credits, where="signature", method="label")
        )
    elif len(paragraph) <= _SIGNATURE_LINE:
        claims += [each for each in labelled_claims(paragraph, zone) if each.field == "credits"]
    if read.source:
        claims.append(
            SourceClaim(printed=printed, value=read.source, where="signature", method="label")
        )
    return claims
