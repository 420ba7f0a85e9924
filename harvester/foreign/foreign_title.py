"""The title of a page in another language than Chinese: the heading that the page confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.model.article import Evidence
from harvester.claims.claim import TitleClaim
from harvester.content.headline import PageName, find_title, plain
from harvester.document.lines import Lines

_SHORTEST_PART = 12  # of a reference, or of a heading that is a part of one
_LEAST_SHARE = 0.5  # of the longer of the two, where one is a part of the other


def foreign_title(
    lines: Lines, metadata: Sequence[Evidence], headline: str | None
) -> list[TitleClaim]:
    """The displayed h1 that the page's own names confirm, else the surest of those names.

    `headline` is that of the page's JSON-LD. All of them are shown as evidence.
    """
    names = [
        item for item in metadata if item.field == "title" and item.where != "JSON-LD headline"
    ]
    references = [*([headline] if headline else []), *(item.printed for item in names)]
    shown = [
        TitleClaim(printed=text, value=text, where="displayed h1", method="generic")
        for text in _headings(lines)
        if any(_confirms(reference, text) for reference in references)
    ]
    declared = [
        TitleClaim(printed=text, value=text, where="JSON-LD headline", method="meta")
        for text in [headline]
        if text
    ]
    for item in names:
        name = PageName.of(item.printed)
        value = item.printed if item.where.endswith("og:title") and not name.sites else name.title
        declared.append(
            TitleClaim(
                printed=item.printed, value=value, sites=name.sites, where=item.where, method="meta"
            )
        )
    if not shown and not declared and (span := find_title(lines, metadata)):
        text = " ".join(line.text for line in lines.items[slice(*span)])
        return [TitleClaim(printed=text, value=text, where="displayed", method="generic")]
    if not shown and not declared:
        shown = [
            TitleClaim(printed=text, value=text, where="displayed h1", method="generic")
            for text in _headings(lines)
        ]
    return [*shown[:1], *declared]


def _headings(lines: Lines) -> Iterator[str]:
    """The texts of the headings of the first rank, each whole."""
    for element, (first, end) in lines.spans.items():
        if element.tag == "h1" and end > first:
            text = " ".join(line.text for line in lines.items[first:end] if line.text)
            if text:
                yield text


def _confirms(reference: str, heading: str) -> bool:
    """Whether a name of the page is a heading, or one of the two is most of the other."""
    one, other = plain(reference), plain(heading)
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    is_part = shorter in longer and len(shorter) >= _SHORTEST_PART
    return is_part and len(shorter) >= _LEAST_SHARE * len(longer)
