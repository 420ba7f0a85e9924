"""A capture, decoded and parsed: what all readers of a page begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from archive.model.article import Capture, Evidence
from harvester.claims.claim import IncompleteClaim
from harvester.content.independent_readers import independent_texts
from harvester.content.text_choice import likeness
from harvester.document import decoding, parser_guard
from harvester.document.lines import Element
from harvester.document.linked_data import LinkedArticle, read_linked_data
from harvester.document.metadata import declared_address, declared_type, read_metadata
from harvester.extract.non_article import refuse_capture
from harvester.extract.truncation import broken_off, sent_short
from harvester.grammar.zones import PageZone, page_zone
from harvester.model.errors import CannotBeRead
from harvester.model.station import Station


@dataclass(frozen=True)  # without slots: what is asked for twice is kept
class ParsedPage:
    """One capture on the way to being read; `page_zone` is that of the times it prints."""

    capture: Capture
    sent: bytes  # in UTF-8
    root: Element
    metadata: list[Evidence]
    linked: LinkedArticle | None  # what its JSON-LD says of its article
    page_zone: PageZone
    broken_off: IncompleteClaim | None  # where the page ends before its end

    def witnesses(self) -> Mapping[str, str]:
        """The text as independent readers find it."""
        return self._witnesses

    @cached_property
    def _witnesses(self) -> Mapping[str, str]:
        return independent_texts(self.root, len(self.sent), self.capture.url)

    def agreement(self) -> float:
        """How alike the texts are that two independent readers find: 1 where they are the same."""
        first, second = [*self.witnesses().values(), "", ""][:2]
        return likeness(first, second) if first and second else 0.0

    @property
    def declares_article(self) -> bool:
        """Whether the page calls itself an article: in og:type, else in JSON-LD."""
        kind = declared_type(self.root)
        return self.linked is not None if kind is None else kind.startswith(("article", "news"))

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the times that it prints without one."""
        return self.page_zone.zone

    @property
    def title(self) -> str:
        """The text of <title>."""
        return next((item.printed for item in self.metadata if item.where == "title"), "")


def parse(capture: Capture, station: Station) -> ParsedPage:
    """The page of one capture. Raises NotAnArticle where no page can be made of its bytes."""
    body = decoding.content(capture)
    refuse_capture(capture, body)
    sent = decoding.as_utf8(body, capture.header("content-type"), station.encoding)
    if sent is not body and decoding.is_gibberish(sent.decode()):
        raise CannotBeRead("unreadable", "not an article: its character set cannot be told")
    root = parser_guard.tree(sent)
    zone = page_zone(
        station, (capture.url, *declared_address(root)), station.language or "zh"
    ) or PageZone(station.zone)
    linked = read_linked_data(root)
    return ParsedPage(
        capture=capture,
        sent=sent,
        root=root,
        metadata=read_metadata(root, linked.evidence),
        linked=linked.article,
        page_zone=zone,
        broken_off=sent_short(capture, len(body)) or broken_off(sent),
    )
