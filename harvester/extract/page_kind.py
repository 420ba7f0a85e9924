"""Whether what was found on a page is an article, and what the page is where it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from archive.model.article import Evidence
from harvester.document.lines import Line, Lines
from harvester.extract.claim import Claim, names_medium_or_people
from harvester.extract.headline import find_title
from harvester.extract.line_kind import is_credit_line, is_time_line
from harvester.extract.non_article import empty_kind, undated_size, unsigned_kind
from harvester.extract.regions import Regions
from harvester.grammar import boilerplate
from harvester.model.errors import Kind

_DATE = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile("[，。！？；]|[a-z]{3} [a-z]{2,} ")
_SHORT = 30  # characters of text
_LITTLE = 300
_BARE_DATE = 20
_ROWS = 8  # so many dated links make a list
_HEAD = 6  # a shorter link is no headline
_UNSIGNED = 60  # so much text makes an article without time and source
_DETAILS = re.compile(
    r"[\[【(（]?(?:详细|详情|全文|更多|阅读全文|查看全文|查看详情)[\]】)）]?[>»]{0,2}"
)


def classify(
    lines: Lines, regions: Regions, declared: Sequence[Evidence], around: Sequence[Claim]
) -> Kind | None:
    """What a page is instead of an article; None for an article.

    `declared` is what its metadata says, `around` what is printed around its text.
    """
    body = [lines.items[i] for i in regions.body if lines.items[i].text]
    named = names_medium_or_people(around)
    dated = "published" in {each.field for each in around} | {each.field for each in declared}
    page_name = next((e.printed for e in declared if e.where == "title"), "")
    if not body:
        return unsigned_kind(lines, page_name)
    if _is_linked(body) or _is_rows(lines, regions, body) or _are_blurbs(lines, regions):
        return "list"
    if not named and _has_dated_rows(lines, body):
        return "list"
    displayed = find_title(lines, declared) is not None
    if not (named or dated):
        kind = unsigned_kind(lines, page_name)
        enough = displayed and _prose(body) >= _UNSIGNED
        if kind in ("login", "placeholder") or not (enough or _size(body) >= _LITTLE):
            return kind
    return _mostly_links(lines, body, displayed and dated)


def _size(body: Sequence[Line]) -> int:
    return sum(len(line.text) for line in body)


def _is_linked(body: Sequence[Line]) -> bool:
    """Whether most of a text is links; the dates beside them do not count."""
    return sum(line.linked for line in body) > 0.5 * sum(map(undated_size, body))


def _is_rows(lines: Lines, regions: Regions, body: Sequence[Line]) -> bool:
    """Whether the text is dates of rows, whose headlines are links."""
    dated = sum(is_time_line(line.text) for line in body)
    return dated >= max(5, len(body) // 3) and _headlines(lines, regions) > 0


def _headlines(lines: Lines, regions: Regions) -> int:
    """How many links that read like headlines stand among the lines of a text, and right above."""
    first = max(regions.body[0] - 2, regions.title[1] if regions.title else 0)
    return sum(
        line.linked > 0
        and len(line.text) >= _HEAD
        and boilerplate.is_navigation(line.text, line.linked)
        for line in lines.items[first : regions.body[-1] + 1]
    )


def _are_blurbs(lines: Lines, regions: Regions) -> bool:
    """Whether a text is the beginnings of other articles, each below or above its headline."""
    heads = _headlines(lines, regions)
    items = [lines.items[i] for i in regions.body]
    prose = sum(bool(_SENTENCE.search(line.text)) for line in items)
    details = sum(bool(_DETAILS.fullmatch(line.text[-6:].split("。")[-1])) for line in items)
    return heads >= 2 and (heads >= 0.5 * prose or details >= 2)


def _has_dated_rows(lines: Lines, body: Sequence[Line]) -> bool:
    """Whether a page prints many dated links, and little text."""
    if _size(body) >= _LITTLE:
        return False
    dated = (x for x in lines.items if _DATE.search(x.text) and is_time_line(x.text))
    rows = (x for x in dated if x.linked or len(x.text) <= _BARE_DATE)
    return len(list(islice(rows, _ROWS))) == _ROWS


def _prose(body: Sequence[Line]) -> int:
    """How many characters stand in sentences."""
    return sum(
        len(line.text) for line in body if _SENTENCE.search(line.text) and not is_credit_line(line)
    )


def _mostly_links(lines: Lines, body: Sequence[Line], sure: bool) -> Kind | None:
    """A page of links with a few words, unless it is `sure` that these are news."""
    total = _size(body)
    linked = sum(line.linked for line in lines.items)
    if sure or total >= _LITTLE or linked <= 10 * total:
        return None
    return "list" if linked else empty_kind(lines)
