"""Learns a layout from pages whose articles are known: by where their fields stand now.

For each field the innermost elements are looked for that print what is known, or from which the
label grammar reads it. Of the selectors that find such an element, that is taken which finds it,
and nothing else, on most pages; of those the shortest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from archive.model.article import PrintedTime
from harvester.claims.claim import time_value
from harvester.document.lines import Element, ancestors, text_of
from harvester.grammar.credits import read_credits
from harvester.model.station import Layout
from harvester.redesign.facets import body_lines
from harvester.redesign.page_places import fold
from harvester.redesign.samples import Sample, agreement, tried

#: A selector must find its element on so large a share of the pages that print the field.
_ENOUGH = 0.6
#: Elements around one, by which its selector may name it.
_AROUND = 3
#: A box within the text is dropped if it stands on so large a share of the pages.
_COMMON = 0.3
_MOST_DROPPED = 5
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z_-]*")

#: Of one page the elements that a selector ought to find; none where it does not print the field.
_Wanted = Callable[[Sample], list[Element]]


def learn(samples: Sequence[Sample], former: Sequence[Sample], name: str) -> Layout | None:
    """The layout that reads these pages best; None where no title or no text can be found.

    On `former` pages it ought to find nothing else than the same: other layouts read those.
    """
    title, body = _best(samples, _titles, former), _best(samples, _bodies, former)
    if title is None or body is None:
        return None
    layout = Layout(
        name=name,
        platform=None,
        title=title,
        body=body,
        published=_best(samples, _times),
        source=_best(samples, _sources),
        credits=_credits(samples),
    )
    return _with_drops(samples, layout)


def _best(samples: Sequence[Sample], wanted: _Wanted, former: Sequence[Sample] = ()) -> str | None:
    """The selector that finds what is wanted on most pages, and nothing before it."""
    targets = [(sample, elements) for sample in samples if (elements := wanted(sample))]
    if not targets:
        return None
    proposed = Counter(
        selector
        for _, elements in targets
        for selector in {each for element in elements for each in _selectors(element)}
    )
    scores = {
        selector: sum(_finds(selector, *target) for target in targets)
        for selector, _ in proposed.most_common(40)
    }
    spared = [(sample, wanted(sample)) for sample in former]
    harms = {
        selector: sum(_finds_other(selector, *page) for page in spared)
        for selector, score in scores.items()
        if score >= _ENOUGH * len(targets)
    }
    if harms:
        scores = {each: scores[each] for each in harms if harms[each] == min(harms.values())}
    best = min(scores, key=lambda each: (-scores[each], *_weight(each)), default=None)
    return best if best is not None and scores[best] >= _ENOUGH * len(targets) else None


def _finds(selector: str, sample: Sample, elements: Sequence[Element]) -> bool:
    """Whether the first element that a selector finds is one of those wanted, and it finds few."""
    found = sample.selectors.select(selector)
    return bool(found) and found[0] in elements and len(found) <= len(elements)


def _finds_other(selector: str, sample: Sample, elements: Sequence[Element]) -> bool:
    """Whether the first element that a selector finds is another than is wanted."""
    found = sample.selectors.select(selector)
    return bool(found) and found[0] not in elements


def _weight(selector: str) -> tuple[int, int]:
    """How much a selector says: the fewer steps, the better; a name before an element alone."""
    return selector.count(" ") * 2 + ("." not in selector and "#" not in selector), len(selector)


def _selectors(element: Element) -> Iterator[str]:
    """The selectors that may name an element: by itself, and within those around it."""
    around = list(islice(ancestors(element), 1, 1 + _AROUND))
    own = list(_names(element))
    yield from own
    for outer in around:
        for name in _names(outer):
            if name == str(outer.tag):
                continue
            yield from (f"{name} {each}" for each in (*own[:1], str(element.tag)))
    if around:
        yield from (f"{name} > {element.tag!s}" for name in _names(around[0]))


def _names(element: Element) -> Iterator[str]:
    """An element by its id, by each of its classes, or by its tag alone."""
    identifier = element.get("id", "")
    if _PLAIN_NAME.fullmatch(identifier):
        yield f"{element.tag!s}#{identifier}"
    for name in element.get("class", "").split():
        if _PLAIN_NAME.fullmatch(name):
            yield f"{element.tag!s}.{name}"
    yield str(element.tag)


def _innermost(elements: Iterable[Element]) -> list[Element]:
    """Those of some elements that hold no other of them."""
    each = list(elements)
    holding = {above for element in each for above in element.iterancestors()}
    return [element for element in each if element not in holding]


# --- where each field stands --------------------------------------------------------------------


def _titles(sample: Sample) -> list[Element]:
    wanted = fold(sample.known.title)
    return _innermost(element for element, text in sample.short_texts if text == wanted)


def _bodies(sample: Sample) -> list[Element]:
    """The innermost element that holds as many lines of the text as any, and most of it."""
    lines = body_lines(sample.known)
    held = {
        element: sum(len(line) for line in lines if line in text) for element, text in sample.texts
    }
    most = max(held.values(), default=0)
    if most < _ENOUGH * sum(map(len, lines)):
        return []
    innermost = _innermost(element for element, count in held.items() if count == most)[:1]
    return [_container(element) for element in innermost]


def _container(element: Element) -> Element:
    """An element, or what holds it where it is a mere paragraph: a text may have but one."""
    return next((each for each in ancestors(element) if each.tag not in ("p", "span")), element)


def _times(sample: Sample) -> list[Element]:
    published = sample.known.published
    if published is None:
        return []
    day = published.iso()[:10]
    zone = sample.station.zone
    return _innermost(
        element
        for element, text in sample.short_texts
        if any(map(str.isdigit, text)) and _is_day(element, day, zone)
    )


def _is_day(element: Element, day: str, zone: ZoneInfo) -> bool:
    value = time_value(_printed(element), zone)
    return isinstance(value, PrintedTime) and value.iso()[:10] == day


def _sources(sample: Sample) -> list[Element]:
    wanted = fold(sample.known.source or "")
    if not wanted:
        return []
    labelled = [
        element
        for element, text in sample.short_texts
        if wanted in text and fold(read_credits(_printed(element)).source or "") == wanted
    ]
    exact = (element for element, text in sample.short_texts if text == wanted)
    return _innermost(labelled or exact)


def _credits(samples: Sequence[Sample]) -> str | None:
    """The selectors of the elements that print credits, one for each role."""
    roles = dict.fromkeys(credit.role for sample in samples for credit in sample.known.credits)
    found = [_best(samples, partial(_credited, role)) for role in roles]
    return ", ".join(dict.fromkeys(filter(None, found))) or None


def _credited(role: str, sample: Sample) -> list[Element]:
    names = [fold(each.name) for each in sample.known.credits if each.role == role]
    if not names:
        return []
    return _innermost(
        element
        for element, text in sample.short_texts
        if all(name in text for name in names)
        and {fold(each.name) for each in read_credits(_printed(element)).credits} >= set(names)
    )


def _printed(element: Element) -> str:
    return " ".join(text_of(element).split())


# --- what stands within the text and is no part of it --------------------------------------------


def _with_drops(samples: Sequence[Sample], layout: Layout) -> Layout:
    """The layout, without the boxes in the text that no known article has, if that reads better."""
    boxes = Counter[str]()
    for sample in samples:
        boxes.update(set(_boxes(sample, layout)))
    best, score = layout, agreement(tried(samples, layout))
    for selector, count in boxes.most_common(_MOST_DROPPED):
        if count < _COMMON * len(samples) or score == 1:
            break
        fuller = replace(best, drop=(*best.drop, selector))
        if (reached := agreement(tried(samples, fuller))) > score:
            best, score = fuller, reached
    return best


def _boxes(sample: Sample, layout: Layout) -> Iterator[str]:
    """Selectors of the outermost elements in the body that print nothing of the known text."""
    lines = body_lines(sample.known)
    for body in sample.selectors.select(layout.body)[:1]:
        for element in body.iterdescendants():
            if not isinstance(element.tag, str) or element.getparent() is None:
                continue
            text = fold(text_of(element))
            if text and not any(line in text or text in line for line in lines):
                own = next(_names(element))
                yield own if own != element.tag else f"{layout.body} > {own}"
