"""The lines in which a page in another language says when a text is from, by whom and whence."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.document.lines import Line, Lines

_STANDFIRST = 3  # of so many lines at the top of a text the first may stand above its header
_LONGEST = 60  # characters of a line of time or a byline below a standfirst
_CAPTIONS = frozenset(("figcaption", "caption"))


def header_lines(lines: Lines, body: Sequence[int], most: int) -> list[int]:
    """Up to so many lines above a text, its first line, and what parts that from the next ones.

    A standfirst is a line of the text, and the line of time may stand below it; a caption, which
    is no header, is longer or is called one.
    """
    if not body:
        return []
    first, *others = body[:_STANDFIRST]
    between = range(first + 1, others[-1] if others else first + 1)
    header = (n for n in between if n not in others and _may_be_header(lines.items[n]))
    return [*range(max(0, first - most), first + 1), *header]


def _may_be_header(line: Line) -> bool:
    return len(line.spaced) <= _LONGEST and line.tag not in _CAPTIONS
