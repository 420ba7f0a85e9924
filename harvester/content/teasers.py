"""Teasers of other articles: linked headlines, each with some sentences below it."""

from __future__ import annotations

from harvester.content.line_kind import prose_size
from harvester.document.lines import Line, Lines

_FEWEST = 3  # in a row
_REACH = 4  # so many lines after a headline its sentences stand
_SHORTEST, _LONGEST = 6, 60


def teaser_lines(lines: Lines) -> set[int]:
    """The lines of teasers that stand in a row, from each headline to its last sentence."""
    found: set[int] = set()
    run: list[range] = []
    at = 0
    while at < len(lines.items):
        teaser = _teaser(lines, at)
        if teaser is None:
            at += 1
            continue
        if run and not _follows(lines, run[-1], teaser):
            run.clear()
        run.append(teaser)
        if len(run) >= _FEWEST:
            found.update(i for each in run for i in each)
        at = teaser.stop
    return found


def is_of_teasers(lines: Lines, span: tuple[int, int]) -> bool:
    """Whether most of the prose of some lines is of teasers."""
    prose = {i: prose_size(lines.items[i]) for i in range(*span)}
    return 2 * sum(prose.get(i, 0) for i in teaser_lines(lines)) > sum(prose.values())


def _teaser(lines: Lines, at: int) -> range | None:
    """A linked headline at line `at` and the paragraph below it; None where there is none."""
    if not _is_linked_headline(lines.items[at]):
        return None
    for below in range(at + 1, min(at + _REACH, len(lines.items))):
        line = lines.items[below]
        if _is_linked_headline(line):
            return None
        if prose_size(line) and not line.linked:
            return range(at, below + 1)
    return None


def _follows(lines: Lines, above: range, teaser: range) -> bool:
    """Whether a teaser is the next of its list: it is marked up alike, and no prose is between."""
    one, other = lines.items[above.start].element, lines.items[teaser.start].element
    is_alike = one.tag == other.tag and one.get("class") == other.get("class")
    between = lines.items[above.stop : teaser.start]
    return is_alike and len(between) < _REACH and not any(map(prose_size, between))


def _is_linked_headline(line: Line) -> bool:
    if not line.linked:
        return False
    size = len(line.text.replace(" ", ""))
    return _SHORTEST <= size <= _LONGEST and line.linked == size and line.text[-1] != "。"
