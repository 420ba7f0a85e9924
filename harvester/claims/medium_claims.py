"""Claims of a header without labels: the medium or account beside the time, and the writer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvester.claims.claim import Claim
from harvester.claims.unlabelled import (
    may_be_account,
    may_name_medium,
    medium_claim,
    without_time,
    writers_claim,
)
from harvester.content.headline import plain
from harvester.content.line_kind import is_time_line
from harvester.content.regions import Regions
from harvester.document.lines import Element, Line, Lines, squeeze
from harvester.document.named_elements import AUTHOR_NAMES, SOURCE_NAMES, texts_of_named
from harvester.grammar import boilerplate
from harvester.grammar.bylines import read_byline
from harvester.grammar.credits import read_credits
from harvester.grammar.names import is_body, is_likely_person
from harvester.grammar.printed_time import begins_with_relative_time

_ACCOUNT_NAME = 12
_MEDIUM_NAME = 20
_NO_NAME = re.compile("[:：，。！？、；]|[>›»]")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_NEAR = 2  # so many lines from the time
_CLASS_WORD = re.compile("[a-z]+")
#: Words in the class of a line, and of the element about it, that make it a tag or a heading.
_BOX_OWN = frozenset(("title", "heading", "tag", "tags", "label", "category", "crumb", "keyword"))
_BOX_OUTER = frozenset(("tag", "tags", "video", "share", "related", "crumb", "breadcrumb", "nav"))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text near a line of time that may be a medium; `distance` is in lines from the time."""

    text: str
    distance: int

    @property
    def is_account(self) -> bool:
        """Whether it stands right beside the time, and is short and nobody's name."""
        return self.distance == 1 and len(self.text) <= _ACCOUNT_NAME and may_be_account(self.text)


def medium_claims(lines: Lines, regions: Regions) -> list[Claim]:
    """The medium or account that stands without a label in a line of its own beside the time,
    and the writer beside that medium.

    What an element is called (source, media, author-name) tells best, then how a name ends (日报,
    网, 发布); any other short text is an account only where it is the one candidate.
    """
    header = _below_title(lines, regions)
    above = _above_text(regions) or header
    if (named := next(_named_media(lines, above), None)) is not None:
        return [medium_claim(named, "element called source"), *_beside(lines, above, named)]
    candidates = _candidates(lines, header)
    media = [each.text for each in candidates if is_body(each.text)]
    if media:
        others = " ".join(each.text for each in candidates if each.text not in media)
        writers = writers_claim(others, "beside the time")
        return [medium_claim(media[0], "beside the time"), *([writers] if writers else [])]
    if len(candidates) == 1 and candidates[0].is_account:
        return [medium_claim(candidates[0].text, "account")]
    nearest = [each.text for each in candidates if each.distance == 1]
    claims = [writers_claim(text, "beside the time") for text in nearest]
    written: list[Claim] = [claim for claim in claims if claim is not None]
    return written if len(written) == 1 else []


def _beside(lines: Lines, header: Sequence[int], medium: str) -> list[Claim]:
    """The writer whose name alone stands on the line of an element called source."""
    for number in header:
        pieces = [squeeze(piece) for piece in lines.items[number].pieces]
        if medium in pieces:
            others = " ".join(piece for piece in pieces if piece not in ("", medium))
            claim = writers_claim(others, "beside the medium") if others else None
            return [] if claim is None else [claim]
    return []


def account_claims(lines: Lines, regions: Regions) -> list[Claim]:
    """The account that published, where a page of accounts links it between title and text."""
    if regions.title is None:
        return []
    accounts = {
        text
        for number in regions.header
        if number >= regions.title[1]
        and not _is_of_chrome(lines.items[number])
        and (text := _linked_account(lines, number))
    }
    return [medium_claim(accounts.pop(), "account")] if len(accounts) == 1 else []


def author_claims(lines: Lines, regions: Regions) -> list[Claim]:
    """The names without a label in elements of the header whose class or id says author."""
    texts = dict.fromkeys(texts_of_named(lines, regions.header, AUTHOR_NAMES))
    claims = (writers_claim(text, "element called author", in_author=True) for text in texts)
    return [claim for claim in claims if claim is not None]


def _below_title(lines: Lines, regions: Regions) -> list[int]:
    """The lines of the header below the title, but those that print it once more."""
    if regions.title is None:
        return list(regions.header)
    first, end = regions.title
    title = plain("".join(line.text for line in lines.items[first:end]))
    return [n for n in regions.header if n >= end and plain(lines.items[n].text) != title]


def _above_text(regions: Regions) -> list[int]:
    """The lines between title and text, those too that were cut from the edge of the text."""
    if regions.title is None or not regions.body:
        return []
    return list(range(regions.title[1], regions.body[0]))


def _named_media(lines: Lines, header: Sequence[int]) -> Iterator[str]:
    """Short texts of elements in a header whose class or id says source or account."""
    for text in texts_of_named(lines, header, SOURCE_NAMES):
        if _may_be_medium(text) and not is_time_line(text) and not is_likely_person(text):
            yield text


def _candidates(lines: Lines, header: Sequence[int]) -> list[_Candidate]:
    """What may be a medium near a line of time, each text once, with its last distance."""
    texts = {n: lines.items[n].text for n in header if not _is_of_chrome(lines.items[n])}
    times = [
        n for n, text in texts.items() if is_time_line(text) or begins_with_relative_time(text)
    ]
    distances: dict[str, int] = {}
    for number, printed in texts.items():
        text = without_time(printed)
        distance = min((abs(number - time) for time in times), default=_NEAR + 1)
        if 0 < distance <= _NEAR and _may_be_medium(text):
            distances[text] = distance
    return [_Candidate(text, distance) for text, distance in distances.items()]


def _is_of_chrome(line: Line) -> bool:
    """Whether a line stands in a box, or is several links of the site: 要闻 社会."""
    links = [piece for piece in line.pieces if piece.strip()]
    is_links = len(links) > 1 and line.linked >= len(line.text.replace(" ", ""))
    return is_links or _is_of_box(line.element)


def _is_of_box(element: Element) -> bool:
    """Whether an element is a tag or the heading of a box: by the classes about it."""
    parent = element.getparent()
    own = set(_CLASS_WORD.findall(element.get("class") or ""))
    outer = set(_CLASS_WORD.findall(parent.get("class") or "")) if parent is not None else set()
    return bool(own & _BOX_OWN or outer & _BOX_OUTER)


def _linked_account(lines: Lines, number: int) -> str | None:
    """The text of a line that is a link with a short name; the time beside it does not count."""
    line = lines.items[number]
    text = without_time(line.text)
    is_linked = line.linked >= len(text.replace(" ", ""))
    is_name = 1 < len(text) <= _ACCOUNT_NAME and _may_be_account(line.text)
    return text if is_linked and is_name and may_be_account(text) else None


def _may_be_medium(text: str) -> bool:
    return (
        1 < len(text) <= _MEDIUM_NAME
        and not _NO_NAME.search(text)
        and bool(_TWO_LETTERS.search(text))
        and _may_be_account(text)
        and not boilerplate.is_related_heading(text)
        and not read_credits(text).credits  # 本报记者邱晨长沙报道
        and not read_byline(text).credits  # 政治中心／邱晨報導
    )


def _may_be_account(text: str) -> bool:
    """Whether a text is no button, no notice and no word of the page's own."""
    return (
        not boilerplate.is_button(text)
        and not boilerplate.is_notice(text)
        and may_name_medium(text)
    )
