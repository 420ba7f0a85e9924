"""A text that a library read, traced to the lines of the page that print it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.model.article import Block, BlockKind
from harvester.document.lines import Line, Lines

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("li", "dd", "dt"))
_CAPTIONS = frozenset(("figcaption", "caption"))
_LONGEST_HEADING = 160
_SHORTEST_PART = 12  # letters; a shorter line stands in too many others
_BULLET = "- "  # so trafilatura begins the items of a list


@dataclass(frozen=True, slots=True)
class TracedLine:
    """One line of a text, and the number of the page's line that prints it, where one does."""

    text: str
    number: int | None = None


def trace(texts: Iterable[str], lines: Lines) -> list[TracedLine]:
    """Each line of a text with its place on the page.

    A library may join lines of the page: then they stand here as the page prints them. What it
    shortened stands as it read it, at the line that holds it.
    """
    index = _Index(lines)
    return [traced for text in texts for traced in index.places(text)]


def numbers_of(traced: Sequence[TracedLine], lines: Lines) -> tuple[int, ...]:
    """The lines of the page that print a text, and its pictures: what lies between them."""
    printed = {each.number for each in traced if each.number is not None}
    if not printed:
        return ()
    between = range(min(printed), max(printed) + 1)
    captions = (number for number in between if lines.items[number].tag in _CAPTIONS)
    pictures = (number for number in between if lines.items[number].image is not None)
    return tuple(sorted({*printed, *pictures, *captions}))


def blocks_of(traced: Sequence[TracedLine], lines: Lines) -> tuple[Block, ...]:
    """The blocks of a traced text; of what kind each is follows from where it stands."""
    return tuple(
        Block(
            text=each.text,
            kind="paragraph" if each.number is None else _kind(lines.items[each.number]),
        )
        for each in traced
    )


def _kind(line: Line) -> BlockKind:
    if line.tag in _CAPTIONS:
        return "caption"
    is_strong = line.strong >= len(line.text.replace(" ", ""))
    ends_open = line.text[-1:] not in '.!?。！？…,;:”"»)'
    if line.tag in _HEADINGS or (is_strong and ends_open and len(line.text) <= _LONGEST_HEADING):
        return "heading"
    if line.tag in _LISTS:
        return "list"
    return "quote" if line.quoted else "paragraph"


class _Index:
    """The lines of a page by their letters, walked from top to bottom."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._letters = ["".join(line.text.split()) for line in lines.items]
        self._numbers: dict[str, list[int]] = {}
        for number, letters in enumerate(self._letters):
            if letters:
                self._numbers.setdefault(letters, []).append(number)
        self._next = 0  # the line after the last that was traced

    def places(self, text: str) -> Iterator[TracedLine]:
        printed = text.removeprefix(_BULLET).strip()
        letters = "".join(printed.split())
        if not letters:
            return
        if numbers := self._numbers.get(letters):
            yield self._at(next((n for n in numbers if n >= self._next), numbers[-1]))
        elif joined := self._parts(letters):
            yield from map(self._at, joined)
        else:
            yield TracedLine(printed, self._holder(letters))

    def _at(self, number: int) -> TracedLine:
        self._next = number + 1
        return TracedLine(self._lines.items[number].prose, number)

    def _parts(self, letters: str) -> list[int]:
        """The lines that follow each other on the page and make up this text; else none."""
        starts = [
            number
            for number, part in enumerate(self._letters)
            if part and len(part) < len(letters) and letters.startswith(part)
        ]
        for start in sorted(starts, key=lambda number: number < self._next):
            rest, numbers = letters, []
            for number in range(start, len(self._letters)):
                part = self._letters[number]
                if not part:
                    continue
                if not rest.startswith(part):
                    break
                numbers.append(number)
                rest = rest[len(part) :]
            if not rest:
                return numbers
        return []

    def _holder(self, letters: str) -> int | None:
        if len(letters) < _SHORTEST_PART:
            return None
        holding = (
            n
            for n, part in enumerate(self._letters)
            if letters in part or (part in letters and len(part) >= _SHORTEST_PART)
        )
        return next(holding, None)
