"""The text of a page in another language than Chinese, and whether it is an article's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model.article import Evidence
from harvester.content.headline import plain
from harvester.content.library_text import LibraryText, read_library_text
from harvester.document.lines import Element, Line, Lines
from harvester.document.linked_data import LinkedArticle
from harvester.document.metadata import declared_address
from harvester.foreign.chrome_lines import without_chrome
from harvester.foreign.foreign_published import PrintedAround
from harvester.foreign.line_trim import TrimContext, trimmed
from harvester.foreign.traced_text import TracedLine, trace
from harvester.grammar.foreign_bylines import read_byline
from harvester.grammar.paywall import invites_to_pay
from harvester.grammar.sentences import has_sentence, width

_MOST_LINKED = 0.5  # of the letters of an article
_LONGEST_TIME = 60  # letters of a line that is a time and its label
_LONGEST_TIMES = 100  # of one that is two times, and no sentence
_FEWEST_TEASERS = 5  # so many headlines that are links make a list of a text
_HEADLINE = 15  # so many letters
_HEADER = 5  # so many lines at the top of a text may belong above it
_NEAR_END = 3  # so many of the last lines of a text, and of those below it, may invite to pay


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it came: the address it was asked at, its tree, and what it declares."""

    url: str
    root: Element
    metadata: Sequence[Evidence]
    linked: LinkedArticle | None
    declared_language: str | None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address that it was asked at, and the one that it declares to be its own."""
        return self.url, *declared_address(self.root)


@dataclass(frozen=True, slots=True)
class ForeignText:
    """The lines of a text, who read it, and the line that invites to pay for the rest of it."""

    lines: tuple[TracedLine, ...]
    reading: LibraryText
    invitation: str | None = None
    left_out: int = 0  # lines of the reading that the weights leave out

    @property
    def words(self) -> str:
        """The text as one line."""
        return " ".join(line.text for line in self.lines)

    def without_header(self, lines: Lines, around: PrintedAround, title: str) -> ForeignText:
        """The text without the lines at its top that print its title, its writers or its time."""
        heading = self._title_heading(lines, title)
        first = (
            line
            for line in self.lines[:_HEADER]
            if not (line is heading or _is_header(line.text, around, title))
        )
        return replace(self, lines=(*first, *self.lines[_HEADER:]))

    def _title_heading(self, lines: Lines, title: str) -> TracedLine | None:
        """The first h1 at the top of the text, if it prints the title or a part of it."""
        first = next((line for line in self.lines[:_HEADER] if _is_h1(line, lines)), None)
        one, other = plain(first.text if first else ""), plain(title)
        return first if one and other and (one in other or other in one) else None

    def is_list(self, lines: Lines) -> bool:
        """Whether the text is teasers: sentences under headlines that are links, in turn."""
        printed = [line.number for line in self.lines if line.number is not None]
        between = lines.items[min(printed) : max(printed)] if printed else ()
        headlines = sum(_is_linked_headline(line) for line in between)
        sentences = sum(has_sentence(line.text) for line in self.lines)
        return headlines >= _FEWEST_TEASERS and 2 * headlines >= sentences

    def is_article(self, lines: Lines, least: int) -> bool:
        """Whether the text has so many letters in sentences, and is not made of links."""
        prose = sum(width(line.text) for line in self.lines if has_sentence(line.text))
        printed = {line.number for line in self.lines if line.number is not None}
        linked = sum(lines.items[number].linked for number in printed)
        return prose >= least and linked <= _MOST_LINKED * len(self.words)


def foreign_text(sent: Sent, lines: Lines) -> ForeignText:
    """The text of a page, up to the line that invites to pay."""
    linked = sent.linked
    reading = read_library_text(sent.root, sent.url, lines, linked.text if linked else ())
    traced = trace(reading.lines, lines)
    found = len(traced)
    if reading.reader != "JSON-LD":  # that is written for nobody but the article
        traced = without_chrome(traced)
        traced = trimmed(traced, lines, trim_context(reading, sent.metadata, linked))
    for at, line in list(enumerate(traced))[-_NEAR_END:]:
        if invites_to_pay(line.text):
            return ForeignText(tuple(traced[:at]), reading, line.text, found - len(traced))
    below = _invitation_below(traced, lines)
    return ForeignText(tuple(traced), reading, below, found - len(traced))


def _is_linked_headline(line: Line) -> bool:
    """Whether a line is a link of some words and nothing else."""
    words = line.text.split()
    return len(line.text) >= _HEADLINE and line.linked >= sum(map(len, words))


def _invitation_below(traced: Sequence[TracedLine], lines: Lines) -> str | None:
    """A line right below a text that invites to pay for the rest of it."""
    end = max((line.number for line in traced if line.number is not None), default=None)
    if end is None:
        return None
    below = (line.text for line in lines.items[end + 1 : end + 1 + _NEAR_END])
    return next((text for text in below if invites_to_pay(text)), None)


def trim_context(
    text: LibraryText, metadata: Sequence[Evidence], linked: LinkedArticle | None
) -> TrimContext:
    """What the lines of a text are compared with, to find those that are no part of it."""
    titles = (item.printed for item in metadata if item.field == "title")
    return TrimContext(
        container=frozenset(text.container),
        linked=" ".join(linked.text) if linked else "",
        names=linked.authors if linked else (),
        declared=tuple(titles),
    )


def _is_h1(line: TracedLine, lines: Lines) -> bool:
    return line.number is not None and lines.items[line.number].tag == "h1"


def _is_header(text: str, around: PrintedAround, title: str) -> bool:
    if plain(text) == plain(title) or read_byline(text):
        return True
    longest = _LONGEST_TIME if has_sentence(text) else _LONGEST_TIMES
    if len(text) > longest:
        return False
    return (around.time_in(text) or around.relative_time_in(text)) is not None
