"""A page in another language than Chinese: text, title, people and time, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.model.article import Block, Evidence, Image
from harvester.claims.body_claims import text_claim
from harvester.claims.claim import BodyClaim, Claim, IncompleteClaim, TitleClaim
from harvester.claims.weights import read_weights
from harvester.content.blocks import read_images
from harvester.content.regions import Regions
from harvester.document.lines import Lines
from harvester.document.linked_data import LinkedArticle
from harvester.document.metadata import declared_site
from harvester.foreign.foreign_people import foreign_people
from harvester.foreign.foreign_published import PrintedAround, foreign_published
from harvester.foreign.foreign_source import foreign_source
from harvester.foreign.foreign_text import ForeignText, Sent, foreign_text
from harvester.foreign.foreign_title import foreign_title
from harvester.foreign.line_trim import TABLE
from harvester.foreign.traced_text import blocks_of, numbers_of
from harvester.grammar.language import is_chinese, language_of
from harvester.grammar.zones import PageZone, page_zone
from harvester.model.station import Station

_LINES = 400  # of a page, that its language is told by
_SAMPLE = 6_000  # characters of them
_LEAST = 120  # letters in sentences make an article of a page that says it is one,
_MORE = 200  # so many of one that displays its title,
_ENOUGH = 400  # and so many of any other
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


def reads_as_chinese(lines: Lines, metadata: Sequence[Evidence]) -> bool:
    """Whether our own reader of Chinese pages reads a page, by the letters of its first lines.

    The titles that it declares count as well: a page may print nothing without a script.
    """
    titles = (item.printed for item in metadata if item.field == "title")
    first = (line.text for line in lines.items[:_LINES])
    return is_chinese(" ".join((*titles, *first))[:_SAMPLE])


def read_foreign_page(sent: Sent, lines: Lines, station: Station) -> ForeignPage | None:
    """What a page in another language prints; None where it has no text."""
    linked = sent.linked
    text = foreign_text(sent, lines)
    around = _around(sent, station, text.words)
    titles = foreign_title(lines, sent.metadata, linked.headline if linked else None)
    text = text.without_header(lines, around, titles[0].value if titles else "")
    if not text.lines:
        return None
    body, blocks = numbers_of(text.lines, lines), blocks_of(text.lines, lines)
    sites = {site for claim in titles for site in claim.sites}
    sites.update(filter(None, [declared_site(sent.root)]))
    claims = [
        *titles,
        *_time_and_people(sent, lines, body, around, sites),
        *foreign_source(lines, body, sites),
        _text_claim(text, lines, body),
        *_incomplete(blocks, text.invitation, linked),
    ]
    is_article = text.is_article(lines, _least(sent, linked, titles))
    if not _says_it_is_one(sent, linked):
        is_article = is_article and not text.is_list(lines)
    return ForeignPage(
        claims=tuple(claims),
        blocks=blocks,
        images=read_images(lines, body, sent.url),
        language=around.spoken,
        zone=around.zone,
        is_article=is_article,
    )


def layout_claims(sent: Sent, lines: Lines, body: Sequence[int], station: Station) -> list[Claim]:
    """The time and the writers of a page in another language, whose text a layout found."""
    around = _around(sent, station, " ".join(lines.items[i].text for i in body))
    return _time_and_people(sent, lines, body, around, ())


def _time_and_people(
    sent: Sent,
    lines: Lines,
    body: Sequence[int],
    around: PrintedAround,
    sites: Iterable[str],
) -> list[Claim]:
    return [
        *foreign_published(lines, body, sent.metadata, sent.linked, around),
        *foreign_people(lines, body, sent.metadata, sent.linked, sites),
    ]


def _around(sent: Sent, station: Station, words: str) -> PrintedAround:
    """The language and the zone of a page, by its text and by what it declares."""
    declared = sent.declared_language
    language = language_of(words, station.language, declared)
    zone = page_zone(station, sent.addresses, language, declared)
    return PrintedAround(sent.url, _tag(language, declared), zone, language)


def _tag(language: str | None, declared: str | None) -> str:
    """The language with the region that the page declares, where that is the same language."""
    plain = (declared or "").replace("_", "-")
    return plain if language and plain.startswith(f"{language}-") else language or "en"


def _text_claim(text: ForeignText, lines: Lines, body: Sequence[int]) -> BodyClaim:
    """Where the text stands, who read it, and which other readers found the same."""
    claim = text_claim(lines, Regions(body=tuple(body)), None)
    why = f"read by {text.reading.reader}"
    if text.reading.agreeing:
        why += f", and alike by {', '.join(text.reading.agreeing)}"
    if text.left_out:
        why += f"; {text.left_out} lines left out by weights {read_weights(TABLE).digest}"
    return BodyClaim(printed="", where=claim.where, method="generic", why=why)


def _incomplete(
    blocks: Sequence[Block], invitation: str | None, linked: LinkedArticle | None
) -> list[Claim]:
    """What says that the rest of a text is for those who pay; a long text has been sent whole."""
    if sum(len(block.text) for block in blocks) > _STUB:
        return []
    if linked is not None and not linked.is_free:
        printed, where = "isAccessibleForFree: false", "JSON-LD"
    elif invitation is not None:
        printed, where = invitation, "below the text"
    else:
        return []
    why = "the rest is shown only to those who pay or log in"
    return [IncompleteClaim(printed=printed, where=where, method="generic", why=why)]


def _least(sent: Sent, linked: LinkedArticle | None, titles: Sequence[TitleClaim]) -> int:
    """How many letters in sentences make an article of a page, by what it says of itself."""
    if _says_it_is_one(sent, linked):
        return _LEAST
    return _MORE if any(title.method == "generic" for title in titles) else _ENOUGH


def _says_it_is_one(sent: Sent, linked: LinkedArticle | None) -> bool:
    """Whether a page declares itself an article: in JSON-LD, or by a time of publication."""
    return linked is not None or any(item.field == "published" for item in sent.metadata)
