"""The lines that a reader sees on a page, in order, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from lxml import etree

from harvester.model.errors import NotAnArticle

#: No article has so many; what has takes seconds to read.
MOST_LINES = 30_000
MOST_ELEMENTS = 200_000


def _words(printed: str) -> frozenset[str]:
    return frozenset(printed.split())


_BLOCKS = _words(
    "address article aside blockquote body center caption dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td "
    "tfoot th thead tr ul"
)
_UNSEEN = _words(
    "title script style noscript template iframe select option button input textarea svg head "
    "object applet map audio video canvas rt rp"  # rt: how a character is read, above it
)
#: display:none, font-size:0: letters for those who copy a text. Not visibility:hidden, which
#: scripts take away once a page is loaded.
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|"
    r"font-size\s{0,9}:\s{0,9}0(?:\.0{1,3})?(?:px|pt|em|rem|%)?\s{0,9}(?:[;!]|$)",
    re.I,
)
#: A line break in the markup between two Chinese characters is no space (CSS Text 3, §4.1.3).
_BREAK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*+[\r\n]\s*+(?=[\u3000-\u9fff\uff00-\uffef])"
)
#: Characters that print nothing: controls, joiners, direction marks, the soft hyphen, byte order
#: marks, letters of icon fonts, and what is no character.
_NOTHING = (
    "\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ue000-\uf8ff\ufeff\ufffe\uffff"
)
_INVISIBLE = re.compile(f"[{_NOTHING}]")
_VISIBLE = re.compile(rf"[^\s{_NOTHING}]")
_HEADINGS = _words("h1 h2 h3 h4 h5 h6")
_STRONG = _words("b strong")
_INLINE = _STRONG | _words("a br img")

Element = etree._Element


class Line:
    """One printed line: its text and the block element that holds it.

    `linked` and `strong` count its characters within links and within bold type or a heading.
    `quoted` lines stand in a blockquote. `image` is the picture that stands here instead of text.
    """

    __slots__ = ("element", "image", "linked", "pieces", "quoted", "strong", "tag", "text")

    def __init__(
        self, pieces: tuple[str, ...], element: Element, linked: int = 0, strong: int = 0
    ) -> None:
        self.pieces = pieces
        self.text = squeeze("".join(pieces))
        self.element = element
        self.tag = str(element.tag)  # of the block element that holds the line
        self.linked = linked
        self.strong = strong
        self.quoted = False
        self.image: Element | None = None

    @property
    def prose(self) -> str:
        """The text without the spaces that line breaks in the markup make."""
        printed = "".join(self.pieces)
        return squeeze(_BREAK.sub("", printed)) if "\n" in printed else self.text

    @property
    def spaced(self) -> str:
        """The text with a space between one inline element and the next."""
        return squeeze(" ".join(self.pieces)) if len(self.pieces) > 1 else self.text


@dataclass(slots=True)
class Lines:
    """All lines of a page, which of them each element holds, and the marked body."""

    items: list[Line] = field(default_factory=list)
    spans: dict[Element, tuple[int, int]] = field(default_factory=dict)
    marked: list[tuple[int, int]] = field(default_factory=list)  # <!--enpcontent--> pairs

    def span(self, element: Element) -> tuple[int, int]:
        """First line of an element and the first after it; equal where it prints nothing."""
        return self.spans.get(element, (0, 0))

    def within(self, element: Element) -> list[Line]:
        """The lines of an element."""
        first, end = self.span(element)
        return self.items[first:end]


def read_lines(
    *roots: Element, hidden: bool = False, without: frozenset[Element] = frozenset()
) -> Lines:
    """The lines of one or more trees; with `hidden` also those that a style keeps from sight.

    What stands in an element of `without` is left out. Raises NotAnArticle ("unreadable") for more
    than `MOST_LINES` lines or `MOST_ELEMENTS` elements.
    """
    reader = _Reader(hidden, without)
    for root in roots:
        reader.read(root)
    return reader.lines


def hidden_size(root: Element) -> int:
    """How many characters styles and attributes keep from sight, or more: scripts count, too."""
    styled: list[Element] = root.xpath("//*[@style or @hidden]")
    return sum(
        len(squeeze(text_of(each)))
        for each in styled
        if "hidden" in each.attrib or _HIDDEN.search(each.get("style", ""))
    )


def squeeze(text: str) -> str:
    r"""Text with every run of white space made one space, and nothing that is not printed.

    >>> squeeze("　责　　编：\ue5f0 方 敏 ")
    '责 编： 方 敏'
    """
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return " ".join(_INVISIBLE.sub("", text).split())


class _Reader:
    """Walks a tree once, without recursion."""

    def __init__(self, hidden: bool, without: frozenset[Element]) -> None:
        self.hidden = hidden
        self.without = without
        self.lines = Lines()
        self.items, self.spans = self.lines.items, self.lines.spans
        self.pieces: list[str] = []  # of the line at hand; the first of them is not blank
        self.linked = self.strong = 0
        self.links = self.strongs = self.quotes = 0  # how deep we stand in links, bold type, quotes
        self.blocks: list[Element] = []
        self.mark: int | None = None

    def read(self, root: Element) -> None:
        first = len(self.items)
        self.blocks = [root]
        self.links = self.strongs = self.quotes = 0
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped: Element | None = None
        for event, element in walker:
            if event == "start":
                tag = element.tag
                named = element.keys()
                if tag in _UNSEEN or ((named or self.without) and self._hides(element, named)):
                    skipped = element
                    walker.skip_subtree()
                else:
                    self._open(tag, element)
                continue
            if event == "end":
                if element is skipped:
                    skipped = None
                else:
                    self._close(element.tag, element)
                if element is root:
                    break
            else:
                self._marker(element)
            if (tail := element.tail) and (self.pieces or not tail.isspace()):
                self._print(tail)
        self._break()
        self.spans[root] = (first, len(self.items))

    def _hides(self, element: Element, named: list[str]) -> bool:
        """Whether a style or an attribute keeps an element from sight, or we were told to."""
        if element in self.without:
            return True
        if self.hidden:
            return False
        if "style" in named:
            style = element.get("style", "")
            if style and _HIDDEN.search(style):
                return True
        return "hidden" in named

    def _open(self, tag: object, element: Element) -> None:
        if len(self.items) > MOST_LINES or len(self.spans) > MOST_ELEMENTS:
            raise NotAnArticle("unreadable", f"not an article: more than {MOST_LINES} lines")
        if tag in _BLOCKS:
            if self.pieces:
                self._break()
            self.blocks.append(element)
            if tag in _HEADINGS:
                self.strongs += 1
            elif tag == "blockquote":
                self.quotes += 1
        elif tag in _INLINE:
            self._open_inline(tag, element)
        self.spans[element] = (len(self.items), -1)
        if (text := element.text) and (self.pieces or not text.isspace()):
            self._print(text)

    def _open_inline(self, tag: object, element: Element) -> None:
        if tag == "a":
            self.links += 1
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._break()
            line = Line((), self.blocks[-1])
            line.image = element
            self.items.append(line)
        else:
            self.strongs += 1

    def _close(self, tag: object, element: Element) -> None:
        if tag in _BLOCKS:
            if self.pieces:
                self._break()
            if len(self.blocks) > 1:
                self.blocks.pop()
            if tag in _HEADINGS:
                self.strongs -= 1
            elif tag == "blockquote":
                self.quotes -= 1
        elif tag == "a":
            self.links -= 1
        elif tag in _STRONG:
            self.strongs -= 1
        # An inline element's line is still open: it counts as the element's own.
        self.spans[element] = (self.spans[element][0], len(self.items) + bool(self.pieces))

    def _print(self, text: str) -> None:
        if not self.pieces and not _VISIBLE.search(text):
            return
        self.pieces.append(text)
        if self.links or self.strongs:
            size = _printed_size(text)
            self.linked += size if self.links else 0
            self.strong += size if self.strongs else 0

    def _break(self) -> None:
        if self.pieces:
            line = Line(tuple(self.pieces), self.blocks[-1], self.linked, self.strong)
            line.quoted = self.quotes > 0
            self.items.append(line)
            self.pieces.clear()
        self.linked = self.strong = 0

    def _marker(self, comment: Element) -> None:
        mark = (comment.text or "").strip().lower()
        if mark == "enpcontent":
            self._break()
            self.mark = len(self.items)
        elif mark == "/enpcontent" and self.mark is not None:
            self._break()
            self.lines.marked.append((self.mark, len(self.items)))
            self.mark = None


def _printed_size(text: str) -> int:
    """How many characters of a text are printed: white space and what is invisible are not."""
    return len(squeeze(text).replace(" ", ""))


def text_of(element: Element) -> str:
    """All text within an element, as it stands in the markup."""
    if len(element) == 0:  # most often: an iterator costs ten times what it then finds
        return element.text or ""
    return "".join(element.itertext())


def ancestors(element: Element, limit: int = 2048) -> Iterator[Element]:
    """An element and its ancestors, from the inside out."""
    return chain((element,), islice(element.iterancestors(), limit - 1))
