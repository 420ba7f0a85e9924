"""Whether two readings of an article differ because the station changed its words or its markup.

Where another layout of the station reads the later page, its values count, and a field that one of
the two templates does not print does not. Where the containers of the article moved and no layout
is known for them, only words that were replaced in place count; all else is in doubt. Where they
stand as before, what changed in its place is the station's; what came or went as a whole may be
the template's, and is decided by how many pages of a run did so (`OPEN`). Where it is the
template's, only what changed in its place counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from archive.history.comparison import SUSPECTED, Judgement, changed_fields
from archive.model.article import Article
from harvester.model.errors import NotAnArticle
from harvester.redesign.doubt import OPEN, written
from harvester.redesign.facets import Facet, FacetPair, body_lines, changed_facets, sentences
from harvester.redesign.page_places import PagePlaces, Place, common, fold, page_places

if TYPE_CHECKING:
    from archive.store.former_pages import Shown
    from harvester.model.station import Station

_GENERIC = (None, "generic")
#: Letters that a replaced sentence shares with the new one.
_ALIKE = 0.4


def judge(
    earlier: Shown, later: Shown, station: Station, *, is_template: bool = False
) -> Judgement | None:
    """What the difference of two readings of an article is; None where a page cannot be parsed.

    `is_template`: it is decided that what comes or goes whole on this page is the template's.
    """
    was, now = earlier.article, later.article
    fields = changed_fields(was, now)
    if was.layout != now.layout and now.layout not in _GENERIC:
        return Judgement(_by_layouts(was, now, fields))
    try:
        pages = Pages(
            was, now, page_places(earlier.captures, station), page_places(later.captures, station)
        )
    except NotAnArticle:
        return None
    doubt, sort_out = (SUSPECTED, _in_other_markup) if pages.have_moved else (OPEN, _in_same_markup)
    said, doubtful = sort_out(pages, fields)
    if not doubtful or (is_template and said):
        return Judgement(said)
    begins = SUSPECTED if is_template else doubt
    return Judgement(said, written(begins, doubtful))


@dataclass(frozen=True, slots=True)
class Pages:
    """An earlier and a later reading, and what their pages print where."""

    was: Article
    now: Article
    old: PagePlaces
    new: PagePlaces

    @property
    def have_moved(self) -> bool:
        """Whether the containers of the article are others; a layout says which they are."""
        if self.was.layout == self.now.layout and self.was.layout not in _GENERIC:
            return False
        if self.was.layout != self.now.layout:
            return True
        of_old, of_new = _containers(self.was, self.old), _containers(self.now, self.new)
        return not (_stand_in(of_old, self.new) and _stand_in(of_new, self.old))


def _containers(article: Article, page: PagePlaces) -> list[frozenset[Place]]:
    """Where the title and the text of an article stand."""
    body = _body(page, body_lines(article))
    return [page.of_line(fold(article.title)), frozenset({body} if body else ())]


def _body(page: PagePlaces, lines: Sequence[str]) -> Place:
    """The innermost place that holds the lines of a text, as far as each stands in one place."""
    found = [page.of_line(line) for line in lines]
    return common(place for places in found if len(places) == 1 for place in places)


def _stand_in(containers: Iterable[frozenset[Place]], page: PagePlaces) -> bool:
    """Whether another page has these places as well."""
    return all(not places or places & page.places for places in containers)


_Sorted = tuple[tuple[str, ...], tuple[str, ...]]


def _sorted(
    pages: Pages,
    fields: list[str],
    of_facet: Callable[[Pages, FacetPair], str],
    of_body: Callable[[Pages], str],
) -> _Sorted:
    """The fields in which the station changed its words, and those in doubt."""
    pairs = changed_facets(pages.was, pages.now, fields)
    verdicts = [(pair.field, of_facet(pages, pair)) for pair in pairs]
    if "body" in fields:
        verdicts.append(("body", of_body(pages)))
    said = tuple(dict.fromkeys(name for name, verdict in verdicts if verdict == "said"))
    doubtful = tuple(dict.fromkeys(name for name, verdict in verdicts if verdict == "doubtful"))
    return said, doubtful


# --- another layout reads the later page --------------------------------------------------------


def _by_layouts(was: Article, now: Article, fields: list[str]) -> tuple[str, ...]:
    """The fields that both templates print, and print otherwise."""
    pairs = changed_facets(was, now, fields)
    said = [pair.field for pair in pairs if pair.was.texts and pair.now.texts]
    if "body" in fields and "".join(body_lines(was)) != "".join(body_lines(now)):
        said.append("body")
    return tuple(dict.fromkeys(said))


# --- the containers moved -----------------------------------------------------------------------


def _in_other_markup(pages: Pages, fields: list[str]) -> _Sorted:
    return _sorted(pages, fields, _facet_in_other_markup, _body_in_other_markup)


def _facet_in_other_markup(pages: Pages, pair: FacetPair) -> str:
    if not pair.was.texts:
        return "ignored"  # the new template prints more
    stands = any(map(pages.new.says, (*pair.was.texts, *pair.was.printed)))
    if stands or pair.field == "published":  # a time may be printed in any form
        return "doubtful"
    if not pair.now.texts:
        return "ignored"  # the new template prints less
    return "doubtful" if any(map(pages.old.says, pair.now.texts)) else "said"


def _body_in_other_markup(pages: Pages) -> str:
    """Whether sentences were replaced in their places, and nothing else is read otherwise."""
    was, now = sentences(pages.was), sentences(pages.now)
    verdict = "ignored"
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal" or "".join(was[a:b]) == "".join(now[c:d]):
            continue
        within = min(a, c) > 0 and b < len(was) and d < len(now)
        if not _replaces(pages, was[a:b], now[c:d], within=within):
            return "doubtful"
        verdict = "said"
    return verdict


def _replaces(pages: Pages, was: Sequence[str], now: Sequence[str], *, within: bool) -> bool:
    """Whether sentences left the page, and as many came in their place, or such that are like them.

    At an end of the text they must be like them: a template prints other words there.
    """
    if not was or not now:
        return False
    if any(part in pages.new.text for part in was) or any(part in pages.old.text for part in now):
        return False
    if within and len(was) == len(now):
        return True
    return SequenceMatcher(None, "".join(was), "".join(now), autojunk=False).ratio() >= _ALIKE


# --- the containers stand as before -------------------------------------------------------------


def _in_same_markup(pages: Pages, fields: list[str]) -> _Sorted:
    said, doubtful = _sorted(pages, fields, _facet_in_same_markup, _body_in_same_markup)
    return (said if said or doubtful else tuple(fields)), doubtful


def _facet_in_same_markup(pages: Pages, pair: FacetPair) -> str:
    if not pair.was.texts or not pair.now.texts:
        return "doubtful"
    before, after = _where(pages.old, pair.was), _where(pages.new, pair.now)
    same = {place[-2:] for place in before} & {place[-2:] for place in after}
    return "said" if same or not before or not after else "doubtful"


def _where(page: PagePlaces, facet: Facet) -> frozenset[Place]:
    texts = facet.printed if facet.field == "published" else facet.texts
    exact = [page.of_piece(text, facet.printed) for text in texts]
    return frozenset().union(
        *(places or page.of_line(text) for text, places in zip(texts, exact, strict=True))
    )


def _body_in_same_markup(pages: Pages) -> str:
    was, now = body_lines(pages.was), body_lines(pages.now)
    body_was, body_now = "\n".join(was), "\n".join(now)
    gone = [line for line in was if line not in body_now]
    come = [line for line in now if line not in body_was]
    if any(line in pages.new.text for line in gone) or any(line in pages.old.text for line in come):
        return "doubtful"  # it stands on both pages
    if _at_an_edge(was, now):
        return "doubtful"
    old, new = _body(pages.old, was), _body(pages.new, now)
    known = {place[len(old) :] for line in was for place in pages.old.of_line(line)}
    there = {place[len(new) :] for place in pages.new.places if place[: len(new)] == new}
    in_place = all(_within(pages.new.of_line(line), new) & known for line in come)
    in_place = in_place and all(_within(pages.old.of_line(line), old) & there for line in gone)
    return "said" if in_place else "doubtful"


def _within(places: Iterable[Place], container: Place) -> set[Place]:
    """Places within a container, as seen from there."""
    length = len(container)
    return {place[length:] for place in places if place[:length] == container}


def _at_an_edge(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether lines came or went before the first that is the same, or after the last, alone."""
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        at_edge = (a == 0 and c == 0) or (b == len(was) and d == len(now))
        if kind in ("insert", "delete") and at_edge:
            return True
    return False
