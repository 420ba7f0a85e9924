"""Claims of the lines around a text: their time, their labels, names and media without a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from archive.model.article import Credit, PrintedTime
from harvester.claims.claim import (
    Claim,
    CreditsClaim,
    SourceClaim,
    TextClaim,
    TimeClaim,
    shown,
    time_value,
)
from harvester.claims.rows import LONGEST_ROW, Row, rows
from harvester.claims.unlabelled import unlabelled_claims, without_time, writers_claim
from harvester.content.line_kind import is_time_line
from harvester.document.lines import Lines, squeeze, text_of
from harvester.grammar import boilerplate
from harvester.grammar.bylines import read_byline, read_names_line, read_signature
from harvester.grammar.credits import credits_of, read_credits
from harvester.grammar.labels import NOISE, ORIGINAL_TITLE, PUBLISHED, SOURCE
from harvester.grammar.names import is_body
from harvester.grammar.printed_time import (
    RelativeTime,
    begins_with_relative_time,
    names_relative_time,
)
from harvester.grammar.printed_value import read_medium, read_title
from harvester.grammar.spans import Span

#: Where lines stand: a date above the title may be that of the visit, one below the text that of a
#: comment.
Place = Literal["header", "above the title", "trailer"]
#: The fields that a line may claim without a label.
ALL = frozenset({"published", "source", "credits"})
_TEXT = frozenset(("p", "div", "td", "section"))
#: What a shorter link or one of an address or a button is not.
_HEADLINE = re.compile("[\u3400-\u9fff，：、“”！？]{8}")


def line_claims(
    lines: Lines,
    numbers: Sequence[int],
    zone: ZoneInfo,
    *,
    place: Place,
    missing: frozenset[str] = ALL,
) -> list[Claim]:
    """What the lines of a header or a trailer say, for the fields that are `missing`."""
    claims = []
    for row in rows(lines, numbers):
        claims += _row_claims(row, zone, place, missing)
    return [claim for claim in claims if claim.field in missing or claim.field not in ALL]


def labelled_claims(text: str, zone: ZoneInfo) -> list[Claim]:
    """The labels of a line, each with its value."""
    claims: list[Claim | None] = []
    for span in read_credits(text).spans:
        claims += (_labelled_claim(span, text, zone), _writer_behind(span))
    return [claim for claim in claims if claim is not None]


def _writer_behind(span: Span) -> CreditsClaim | None:
    """The writer behind a source, apart from it: 来源：青棠新闻网 付鼎臣."""
    medium, _, behind = span.value.partition(" ")
    if span.role != SOURCE or not is_body(medium):
        return None
    return writers_claim(behind, "behind the source", in_author=True) if behind else None


def _row_claims(row: Row, zone: ZoneInfo, place: Place, missing: frozenset[str]) -> list[Claim]:
    """What one row says: its time, its labels, then names and media without a label."""
    if len(row.text) > LONGEST_ROW:
        return []
    labelled = labelled_claims(row.text, zone)
    if not missing & ALL:  # every field that needs no label has been read elsewhere
        return labelled
    is_timed = _prints_time(row)
    if not labelled and _is_noise(row, is_timed):
        return []
    claims = list(labelled)
    fields = {claim.field for claim in labelled}
    is_header = place != "trailer"
    # a date without a label below a text may be that of a comment, or of another article
    is_own = is_header or fields & {SOURCE, "credits"} or not without_time(row.text)
    if is_timed and is_own and not _is_dated_headline(row):
        claims[:0] = _time_claims(row, zone, place, is_labelled=PUBLISHED in fields)
    if "credits" in missing and (names := _names_claim(row, is_header, bool(labelled))):
        claims.append(names)
    if is_timed and is_header:
        claims += unlabelled_claims(row.text, _without_links(row), missing - fields)
    return claims


def _labelled_claim(span: Span, text: str, zone: ZoneInfo) -> Claim | None:
    """What a label with its value says; None for a counter or a button."""
    printed = text[span.start : span.end].strip()
    where = f"label {span.label}"
    if span.role == NOISE:
        return None
    if span.role == SOURCE:
        medium = read_medium(span.value)
        return SourceClaim(
            printed=printed, value=medium, where=where, method="label", is_labelled=True
        )
    if span.role == ORIGINAL_TITLE:
        title = read_title(span.value)
        return TextClaim(
            field=ORIGINAL_TITLE, printed=printed, value=title, where=where, method="label"
        )
    if span.role == PUBLISHED:
        if not (is_time_line(printed) or names_relative_time(printed)):
            return None
        return TimeClaim(
            printed=printed, value=time_value(printed, zone), where=where, method="label"
        )
    return _credits_claim(printed, tuple(credits_of(span, 0)), where)


def _time_claims(row: Row, zone: ZoneInfo, place: Place, *, is_labelled: bool) -> list[Claim]:
    """The time of a row without a label: that of its line, else that of its spaced text.

    Where the row has labels of times too, only what stands before them.
    """
    texts = [row.line.text, row.text]
    if is_labelled:
        spans = read_credits(row.text).spans
        texts = [row.text[: next(span.start for span in spans if span.role == PUBLISHED)]]
    printed = [text for text in texts if is_time_line(text)]
    if is_labelled and not printed:
        return []
    values = [(text, time_value(text, zone)) for text in printed or texts[:1]]
    text, value = next((each for each in values if _has_clock(each[1])), values[0])
    return [TimeClaim(printed=shown(text), value=value, where=place, method="label")]


def _has_clock(value: PrintedTime | RelativeTime | None) -> bool:
    return isinstance(value, PrintedTime) and value.precision != "day"


def _is_dated_headline(row: Row) -> bool:
    """Whether a row is the headline of another article, linked, with the time of that."""
    links = (squeeze(text_of(link)) for link in row.line.element.iter("a"))
    return any(
        _HEADLINE.search(text) and not is_body(text) and not is_time_line(text) for text in links
    )


def _prints_time(row: Row) -> bool:
    """Whether a row prints a date, or a time that means one on the day it was seen."""
    return (
        is_time_line(row.line.text)
        or (row.text != row.line.text and is_time_line(row.text))
        or begins_with_relative_time(row.text)
    )


def _is_noise(row: Row, is_timed: bool) -> bool:
    """Whether a row without labels is links of the site, or a notice."""
    may_be_links = not is_timed and ":" not in row.text and "：" not in row.text
    if may_be_links and boilerplate.is_navigation(row.text, row.line.linked):
        return True
    return boilerplate.is_notice(row.line.text)


def _names_claim(row: Row, is_header: bool, is_labelled: bool) -> CreditsClaim | None:
    """The people that a row names without a label: a byline, a row of names, a signature."""
    text = row.text
    untimed = without_time(text)
    if byline := (read_byline(text).credits or read_byline(untimed, is_whole=False).credits):
        return _credits_claim(text, byline, "byline")
    if is_labelled:
        return None
    if is_header and row.line.tag in _TEXT and (names := read_names_line(text).credits):
        return _credits_claim(text, names, "names")
    if not is_header and text[0] in "（(" and (signed := read_signature(text).credits):
        return _credits_claim(text, signed, "signature")
    return None


def _credits_claim(printed: str, credits: tuple[Credit, ...], where: str) -> CreditsClaim:
    return CreditsClaim(printed=shown(printed), value=credits, where=where, method="label")


def _without_links(row: Row) -> str:
    """A row without its links, which beside a time are those of a channel."""
    text = row.text
    for link in row.line.element.iter("a"):
        if printed := squeeze(text_of(link)):
            text = text.replace(printed, " ")
    return text
