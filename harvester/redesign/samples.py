"""Pages whose articles are known: from them a layout is learnt, and on them it is tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from archive.history.comparison import changed_fields
from harvester.document.lines import Element, text_of
from harvester.document.selectors import Selectors
from harvester.extract.parsed_page import parse
from harvester.extract.read_article import read_article
from harvester.model.errors import NotAnArticle
from harvester.redesign.page_places import fold

if TYPE_CHECKING:
    from archive.model.article import Article, Capture
    from harvester.model.station import Layout, Station

#: An element that prints a field prints little else.
_SHORT = 200


@dataclass(frozen=True)  # without slots: the page is parsed once
class Sample:
    """A page in the new markup, and what is known of its article."""

    known: Article
    capture: Capture
    station: Station

    @cached_property
    def root(self) -> Element:
        """The parsed page. Raises NotAnArticle."""
        return parse(self.capture, self.station).root

    @cached_property
    def selectors(self) -> Selectors:
        """The page, to run selectors on."""
        return Selectors(self.root)

    @cached_property
    def texts(self) -> list[tuple[Element, str]]:
        """The elements of the page that people see, each with all that it prints, folded."""
        body = next(iter(self.selectors.select("body")), self.root)
        elements = (each for each in body.iter() if isinstance(each.tag, str))
        return [(each, fold(text_of(each))) for each in elements]

    @cached_property
    def short_texts(self) -> list[tuple[Element, str]]:
        """Those that print a line or two."""
        return [(each, text) for each, text in self.texts if text and len(text) <= _SHORT]

    def read(self, layout: Layout | None) -> Article | None:
        """What the page says with a layout before all others; None where that is no article."""
        layouts = self.station.layouts if layout is None else (layout, *self.station.layouts)
        station = replace(self.station, layouts=layouts)
        try:
            return read_article([self.capture], station, self.known.url)
        except NotAnArticle:
            return None


@dataclass(frozen=True, slots=True)
class Trial:
    """A sample read with a layout: the fields that are read otherwise than they are known."""

    sample: Sample
    read: Article | None
    differing: tuple[str, ...]


def tried(samples: Sequence[Sample], layout: Layout | None) -> list[Trial]:
    """The samples, each read with a layout before all others of its station."""
    trials = []
    for sample in samples:
        article = sample.read(layout)
        fields = () if article is None else tuple(changed_fields(sample.known, article))
        trials.append(Trial(sample, article, fields))
    return trials


def agreement(trials: Sequence[Trial]) -> float:
    """The share of all fields that are read as they are known; a page that is not read has none."""
    of_each = [0.0 if each.read is None else 1 - len(each.differing) / 8 for each in trials]
    return sum(of_each) / len(of_each) if of_each else 0.0
