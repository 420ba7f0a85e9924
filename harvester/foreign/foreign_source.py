"""The medium that a page in another language than Chinese says its text came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from harvester.claims.claim import SourceClaim
from harvester.claims.line_claims import labelled_claims
from harvester.content.headline import plain
from harvester.document.lines import Lines
from harvester.foreign.header_lines import header_lines
from harvester.grammar.foreign_bylines import read_byline

_ABOVE = 25  # lines above a text in which its source may stand
_BELOW = 4
_LONGEST = 160
_PART = re.compile(r"\s?[|·•]\s?")
_UTC = ZoneInfo("UTC")  # a source has no time


def foreign_source(lines: Lines, body: Sequence[int], sites: Iterable[str]) -> list[SourceClaim]:
    """The media after a label (Source: …), or in a byline (By Jane Doe | Qingtang Daily | …).

    What stands in a byline is a medium only where the page's own name has it (`sites`).
    """
    if not body:
        return []
    known = {plain(site) for site in sites}
    around = [*header_lines(lines, body, _ABOVE), *range(body[-1], body[-1] + _BELOW)]
    near = [number for number in dict.fromkeys(around) if number < len(lines.items)]
    texts = [text for number in near if len(text := lines.items[number].spaced) <= _LONGEST]
    return [claim for text in texts for claim in (*_labelled(text), *_in_byline(text, known))]


def _labelled(text: str) -> Iterator[SourceClaim]:
    for claim in labelled_claims(text, _UTC):
        if isinstance(claim, SourceClaim):
            yield claim


def _in_byline(text: str, known: set[str]) -> Iterator[SourceClaim]:
    first, *further = _PART.split(text)
    if further and read_byline(first):
        for part in further:
            if plain(part) in known:
                yield SourceClaim(printed=text, value=part, where="byline", method="label")
