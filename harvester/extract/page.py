"""What is printed on the page of one publication: claims, nothing chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model.article import Block, Capture, Image
from harvester.claims.claim import Claim, IncompleteClaim
from harvester.grammar.zones import PageZone
from harvester.model.station import Station


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
