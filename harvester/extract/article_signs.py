"""Signs that a page is an article, or is none: each a number between 0 and 1."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import islice

from archive.model.article import Evidence
from harvester.claims.claim import Claim, names_medium_or_people
from harvester.content.line_kind import PROSE, is_credit_line, is_time_line
from harvester.content.regions import Regions
from harvester.document.lines import Line, Lines
from harvester.grammar import boilerplate

_MUCH_PROSE = 3_000  # characters; more of it makes no page more of an article
_LONG_PARAGRAPH = 500
_MANY_PARAGRAPHS = 30
_MANY_ROWS = 8
_MANY_HEADLINES = 40
_BARE_DATE = 20
_HEADLINE = 6  # a shorter link is no headline
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"[，。！？；、]|[.!?,;…؟।](?:\s|$)")
_DETAILS = re.compile(
    r"[\[【(（]?(?:详细|详情|全文|更多|阅读全文|查看全文|查看详情)[\]】)）]?[>»]{0,2}"
)


def article_signs(
    lines: Lines,
    regions: Regions,
    declared: Sequence[Evidence],
    around: Sequence[Claim],
    *,
    declares_article: bool,
) -> dict[str, float]:
    """The signs of a page: its text, its links, what it prints and what it declares.

    `declared` is its metadata, `around` what is printed around its text; `declares_article` is
    whether it calls itself one.
    """
    body = [lines.items[i] for i in regions.body if lines.items[i].text]
    prose = [size for line in body if (size := _prose(line))]
    heads = sum(map(_is_headline, _between_title_and_end(lines, regions)))
    printed = sum(len(line.text) for line in lines.items)
    return {
        "prose": _log(sum(prose), _MUCH_PROSE),
        "longest paragraph": _log(max(prose, default=0), _LONG_PARAGRAPH),
        "paragraphs": _log(len(prose), _MANY_PARAGRAPHS),
        "prose outside the text": _share(_outside(lines, regions), sum(prose)),
        "links in the text": _part(sum(x.linked for x in body), sum(len(x.text) for x in body)),
        "links on the page": _part(sum(line.linked for line in lines.items), printed),
        "headlines in the text": _share(heads, len(prose)),
        "headlines on the page": _log(sum(map(_is_headline, lines.items)), _MANY_HEADLINES),
        "dated rows": _dated_rows(lines) / _MANY_ROWS,
        "invitations to read on": min(1.0, sum(map(_invites, body)) / 2),
        "title displayed": float(regions.title is not None),
        "time displayed": float(any(claim.field == "published" for claim in around)),
        "time declared": float(any(item.field == "published" for item in declared)),
        "medium or writer": float(names_medium_or_people(around)),
        "declared an article": float(declares_article),
    }


def _log(count: int, many: int) -> float:
    """A count on a scale that grows ever slower, 1 where there are many."""
    return min(1.0, math.log1p(count) / math.log1p(many))


def _part(some: int, whole: int) -> float:
    return min(1.0, some / whole) if whole else 0.0


def _share(one: int, other: int) -> float:
    return one / (one + other) if one else 0.0


def _prose(line: Line) -> int:
    """How many characters of a line are text outside links; 0 of what is no sentence."""
    size = len(line.text)
    if size < PROSE and not _SENTENCE.search(line.text):
        return 0
    if boilerplate.is_navigation(line.text, line.linked) or is_credit_line(line):
        return 0
    return max(0, size - line.linked)


def _outside(lines: Lines, regions: Regions) -> int:
    """The characters of long lines outside a text."""
    inside = frozenset(regions.body)
    return sum(
        len(line.text)
        for at, line in enumerate(lines.items)
        if at not in inside and not line.linked and len(line.text) >= 2 * PROSE
    )


def _between_title_and_end(lines: Lines, regions: Regions) -> Sequence[Line]:
    """The lines from right above a text, where the first headline of a list stands, to its end."""
    if not regions.body:
        return ()
    first = max(regions.body[0] - 2, regions.title[1] if regions.title else 0)
    return lines.items[first : regions.body[-1] + 1]


def _is_headline(line: Line) -> bool:
    """Whether a line is a link that reads like the headline of another article."""
    return (
        line.linked > 0
        and len(line.text) >= _HEADLINE
        and boilerplate.is_navigation(line.text, line.linked)
    )


def _dated_rows(lines: Lines) -> int:
    """How many lines are a date, alone or beside a link; not more than are many."""
    dated = (x for x in lines.items if _YEAR.search(x.text) and is_time_line(x.text))
    rows = (x for x in dated if x.linked or len(x.text) <= _BARE_DATE)
    return len(list(islice(rows, _MANY_ROWS)))


def _invites(line: Line) -> bool:
    """Whether a line ends with a link to the whole of what it begins."""
    return _DETAILS.fullmatch(line.text[-6:].split("。")[-1]) is not None
