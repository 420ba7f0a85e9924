"""A page in another language than Chinese: text, title, people and time, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.model.article import Block, Evidence, Image
from harvester.document.lines import Element, Lines
from harvester.document.linked_data import LinkedArticle, read_linked_article
from harvester.document.metadata import declared_address
from harvester.extract.blocks import read_images
from harvester.extract.body_claims import text_claim
from harvester.extract.claim import Claim, IncompleteClaim, TitleClaim
from harvester.extract.foreign_people import foreign_people
from harvester.extract.foreign_published import PrintedAround, foreign_published
from harvester.extract.foreign_source import foreign_source
from harvester.extract.foreign_title import foreign_title
from harvester.extract.headline import plain
from harvester.extract.library_text import LibraryText, read_library_text
from harvester.extract.regions import Regions
from harvester.extract.traced_text import TracedLine, blocks_of, numbers_of, trace
from harvester.grammar.foreign_bylines import read_byline
from harvester.grammar.language import is_chinese, language_of
from harvester.grammar.sentences import has_sentence
from harvester.grammar.zones import PageZone, page_zone
from harvester.model.station import Station

_LINES = 400  # of a page, that its language is told by
_SAMPLE = 20_000  # characters of them
_LEAST = 120  # letters in sentences make an article of a page that says it is one,
_MORE = 200  # so many of one that displays its title,
_ENOUGH = 400  # and so many of any other
_MOST_LINKED = 0.5  # of the letters of an article
_LONGEST_TIME = 60  # letters of a line that is a time and its label
_HEADER = 5  # so many lines at the top of a text may belong above it
_STUB = 2_000  # a text behind a wall that is longer was printed whole


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """What a page in another language prints: the parts of a `Page`.

    `is_article` is the verdict of this reader alone.
    """

    claims: tuple[Claim, ...]
    blocks: tuple[Block, ...]
    images: tuple[Image, ...]
    language: str | None
    zone: PageZone | None
    is_article: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it came: its markup, the address it was asked at, and its metadata."""

    html: str
    url: str
    root: Element
    metadata: Sequence[Evidence]
    declared_language: str | None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address that it was asked at, and the one that it declares to be its own."""
        return self.url, *declared_address(self.root)


def reads_as_chinese(lines: Lines, metadata: Sequence[Evidence]) -> bool:
    """Whether our own reader of Chinese pages reads a page, by the letters of its first lines.

    The titles that it declares count as well: a page may print nothing without a script.
    """
    titles = (item.printed for item in metadata if item.field == "title")
    first = (line.text for line in lines.items[:_LINES])
    return is_chinese(" ".join((*titles, *first))[:_SAMPLE])


def read_foreign_page(sent: Sent, lines: Lines, station: Station) -> ForeignPage | None:
    """What a page in another language prints; None where it has no text."""
    linked = read_linked_article(sent.root)
    text = read_library_text(sent.html, sent.url, lines, linked.text if linked else ())
    traced = trace(text.lines, lines)
    language = language_of(
        " ".join(line.text for line in traced), station.language, sent.declared_language
    )
    zone = page_zone(station, sent.addresses, language, sent.declared_language)
    around = PrintedAround(sent.url, _tag(language, sent.declared_language), zone)
    titles = foreign_title(lines, sent.metadata, linked.headline if linked else None)
    traced = _without_header(traced, around, titles[0].value if titles else "")
    if not traced:
        return None
    body, blocks = numbers_of(traced, lines), blocks_of(traced, lines)
    claims = [
        *titles,
        *foreign_published(lines, body, sent.metadata, linked, around),
        *foreign_people(sent.root, lines, body, sent.metadata, linked),
        *foreign_source(lines, body, {site for claim in titles for site in claim.sites}),
        _text_claim(text, lines, body),
        *_incomplete(blocks, linked),
    ]
    images = read_images(lines, body, sent.url)
    is_article = _is_article(traced, lines, _least(sent, linked, titles))
    return ForeignPage(tuple(claims), blocks, images, language, zone, is_article)


def _tag(language: str | None, declared: str | None) -> str:
    """The language with the region that the page declares, where that is the same language."""
    plain = (declared or "").replace("_", "-")
    return plain if language and plain.startswith(f"{language}-") else language or "en"


def _text_claim(text: LibraryText, lines: Lines, body: Sequence[int]) -> Claim:
    """Where the text stands, who read it, and which other readers found the same."""
    claim = text_claim(lines, Regions(body=tuple(body)), None)
    others = f", as {', '.join(text.agreeing)}" if text.agreeing else ""
    where = f"{claim.where} by {text.reader}{others}"
    return Claim(field="body", printed="", where=where, method="generic")


def _incomplete(blocks: Sequence[Block], linked: LinkedArticle | None) -> list[Claim]:
    if linked is None or linked.is_free or sum(len(block.text) for block in blocks) > _STUB:
        return []
    return [
        IncompleteClaim(
            printed="isAccessibleForFree: false", where="JSON-LD", method="meta",
            why="the rest is shown only to those who pay",
        )
    ]  # fmt: skip


def _least(sent: Sent, linked: LinkedArticle | None, titles: Sequence[TitleClaim]) -> int:
    """How many letters in sentences make an article of a page, by what it says of itself."""
    if linked is not None or any(item.field == "published" for item in sent.metadata):
        return _LEAST
    return _MORE if any(title.method == "generic" for title in titles) else _ENOUGH


def _is_article(traced: Sequence[TracedLine], lines: Lines, least: int) -> bool:
    """Whether a text has enough sentences, and is not made of links."""
    prose = sum(len(line.text) for line in traced if has_sentence(line.text))
    printed = {line.number for line in traced if line.number is not None}
    linked = sum(lines.items[number].linked for number in printed)
    return prose >= least and linked <= _MOST_LINKED * sum(len(line.text) for line in traced)


def _without_header(
    traced: Sequence[TracedLine], around: PrintedAround, title: str
) -> list[TracedLine]:
    """A text without the lines at its top that print its title, its writers or its time."""
    first = [line for line in traced[:_HEADER] if not _is_header(line.text, around, title)]
    return [*first, *traced[_HEADER:]]


def _is_header(text: str, around: PrintedAround, title: str) -> bool:
    if plain(text) == plain(title) or read_byline(text):
        return True
    return len(text) <= _LONGEST_TIME and around.time_in(text) is not None
