"""What a page prints, and in which place of its markup: the chain of elements around each text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.document.lines import Element, read_lines
from harvester.extract.parsed_page import parse

if TYPE_CHECKING:
    from archive.model.article import Capture
    from harvester.model.station import Station

#: Elements that part or dress a text; without a class they say nothing of where it stands.
_DRESS = frozenset(
    "p br span strong b em i u font a section center h2 h3 h4 h5 h6 blockquote".split()  # noqa: SIM905
)
_NAME_OF_ONE_PAGE = re.compile(r"\d")

#: A place: the elements around a text, from the outermost, each with its id and classes.
Place = tuple[str, ...]


def fold(text: str) -> str:
    """A text as it is compared: letters, characters and digits alone.

    >>> fold("来源：湘潭日报　　作者: Li Wei")
    '来源湘潭日报作者liwei'
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@dataclass(frozen=True, slots=True)
class PagePlaces:
    """What the captures of one publication print: `text` is all of it, folded.

    `lines` has each printed line, folded, and the places where it stands; `pieces` the same of what
    single elements print, or <meta> elements say; `places` has those of all elements, also of those
    that print nothing.
    """

    text: str
    lines: Mapping[str, frozenset[Place]]
    pieces: Mapping[str, frozenset[Place]]
    places: frozenset[Place]

    def of_line(self, folded: str) -> frozenset[Place]:
        """The places of the lines that print this text, alone or, where none does, among others."""
        exact = self.lines.get(folded)
        if exact is not None:
            return exact
        return frozenset(
            place for line, places in self.lines.items() if folded in line for place in places
        )

    def of_piece(self, folded: str, printed: Sequence[str] = ()) -> frozenset[Place]:
        """The places of the elements that print this text, as part of what is `printed`."""
        return frozenset(
            place
            for piece, places in self.pieces.items()
            if folded in piece and (not printed or any(p in piece or piece in p for p in printed))
            for place in places
        )

    def says(self, folded: str) -> bool:
        """Whether the page says this anywhere, also to machines alone."""
        return folded in self.text or any(folded in piece for piece in self.pieces)


def page_places(captures: Sequence[Capture], station: Station) -> PagePlaces:
    """What these captures print, and where. Raises NotAnArticle where one makes no page."""
    roots = [parse(capture, station).root for capture in captures]
    lines: dict[str, set[Place]] = defaultdict(set)
    pieces: dict[str, set[Place]] = defaultdict(set)
    places: set[Place] = set()
    for root in roots:
        chains = _chains(root)
        for line in read_lines(root, hidden=True).items:
            if folded := fold(line.text):
                lines[folded].add(chains[line.element])
        for element, chain in chains.items():
            places.add(chain)
            for text in _own_texts(element):
                pieces[text].add(chain)
    return PagePlaces(
        text="\n".join(lines),
        lines=_frozen(lines),
        pieces=_frozen(pieces),
        places=frozenset(places),
    )


def common(places: Iterable[Place]) -> Place:
    """The innermost place that holds all of these."""
    shared: Place | None = None
    for place in places:
        if shared is None:
            shared = place
            continue
        length = next(
            (i for i, (a, b) in enumerate(zip(shared, place, strict=False)) if a != b),
            min(len(shared), len(place)),
        )
        shared = shared[:length]
    return shared or ()


def _chains(root: Element) -> dict[Element, Place]:
    chains: dict[Element, Place] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        above = chains.get(element.getparent(), ())  # type: ignore[arg-type]  # the root has none
        token = _token(element)
        chains[element] = above if token in _DRESS else (*above, token)
    return chains


def _token(element: Element) -> str:
    """An element as selectors know it; a name with a digit may be that of this one page.

    >>> from lxml import etree
    >>> _token(etree.XML('<div id="a7" class="text main"/>'))
    'div.main.text'
    """
    identifier = element.get("id", "").strip()
    marked = f"#{identifier}" if identifier and not _NAME_OF_ONE_PAGE.search(identifier) else ""
    if element.tag == "meta":
        return f"meta {element.get('name') or element.get('property') or ''}"
    classes = sorted(set(element.get("class", "").split()))
    named = "".join(f".{name}" for name in classes if not _NAME_OF_ONE_PAGE.search(name))
    return f"{element.tag!s}{marked}{named}"


def _own_texts(element: Element) -> Iterable[str]:
    """What an element itself prints, between its children, folded."""
    if element.tag in ("script", "style"):
        return
    said = element.get("content") if element.tag == "meta" else element.text
    for text in (said, *(child.tail for child in element)):
        if text and (folded := fold(text)):
            yield folded


def _frozen(found: Mapping[str, set[Place]]) -> dict[str, frozenset[Place]]:
    return {text: frozenset(places) for text, places in found.items()}
