"""CSS selectors on one page: tags, classes and ids are looked up at once, XPath answers others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cssselect import HTMLTranslator
from lxml import etree

from harvester.document.lines import Element

_STEP = re.compile(
    r"(?P<tag>[A-Za-z][A-Za-z0-9-]*)?(?P<names>(?:[#.][A-Za-z_][\w-]*)*)"
    r"""(?:\[class\^=["']?(?P<prefix>[\w-]+)["']?\])?"""
)
_BETWEEN = "\0"  # attributes: no tree holds this character


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of a selector: div.text, and whether the part before it is its parent."""

    tag: str
    ids: tuple[str, ...]
    classes: frozenset[str]
    longest: str = ""  # of the classes: the rarest, as a rule
    prefix: str = ""  # of the attribute class: h1[class^="topic-"]
    child: bool = False

    @property
    def is_named(self) -> bool:
        """Whether an id or a class is asked for."""
        return bool(self.ids or self.classes or self.prefix)

    def fits(self, element: Element) -> bool:
        """Whether an element is one that this part names."""
        if self.tag and element.tag != self.tag:
            return False
        if self.ids and any(element.get(b"id") != name for name in self.ids):
            return False
        if not self.classes and not self.prefix:
            return True
        said = element.get(b"class", "")
        return said.startswith(self.prefix) and self.classes <= set(said.split())


class Selectors:
    """The elements of a tree, which stays as it is, by class and id."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._by_class: dict[str, list[Element]] = {}  # as it is asked for

    def select(self, selector: str) -> list[Element]:
        """The elements that a selector finds, in the order of the page."""
        groups = _groups(selector)
        if groups is None:
            return select(self.root, selector)
        found = [self._found(steps) for steps in groups]
        found = [elements for elements in found if elements]
        if len(found) < 2:
            return found[0] if found else []
        return self._in_order({element for elements in found for element in elements})

    def _found(self, steps: tuple[_Step, ...]) -> list[Element]:
        last = steps[-1]
        if len(steps) == 1:
            return [element for element in self._likely(last) if last.fits(element)]
        if not all(self._likely(step) for step in steps[:-1] if step.is_named):
            return []
        if steps[-2].is_named and not last.is_named:
            tag = last.tag or etree.Element
            holders = [above for above in self._likely(steps[-2]) if steps[-2].fits(above)]
            likely = [x for above in holders for x in above.iter(tag)]
            found = list(dict.fromkeys(likely))
        else:
            found = [element for element in self._likely(last) if last.fits(element)]
        known: list[dict[Element, bool]] = [{} for _ in steps]
        return [element for element in found if _stands(element, steps, known)]

    def _likely(self, step: _Step) -> list[Element]:
        if step.ids:
            return self._holding(self._ids, f"{_BETWEEN}{step.ids[0]}{_BETWEEN}")
        if step.classes:
            return self._of_class(step.longest)
        if step.prefix:
            return self._holding(self._classes, step.prefix)
        return list(self.root.iter(step.tag or etree.Element))

    def _of_class(self, name: str) -> list[Element]:
        if name not in self._by_class:
            likely = self._holding(self._classes, name)
            self._by_class[name] = [x for x in likely if name in x.get(b"class", "").split()]
        return self._by_class[name]

    @cached_property
    def _elements(self) -> list[Element]:
        return list(self.root.iter(etree.Element))

    @cached_property
    def _classes(self) -> str:
        return self._said(b"class")

    @cached_property
    def _ids(self) -> str:
        return self._said(b"id")

    def _said(self, attribute: bytes) -> str:
        """What an attribute says, of each element, one after another.

        Most of what is asked for stands nowhere on a page, and one search of this text tells so:
        it is made in two thirds of the time of an index. lxml finds an attribute a tenth faster
        by the bytes of its name.
        """
        said = [element.get(attribute, "") for element in self._elements]
        return f"{_BETWEEN}{_BETWEEN.join(said)}{_BETWEEN}"

    def _holding(self, said: str, printed: str) -> list[Element]:
        """The elements whose attribute holds this text, in the order of the page."""
        found = []
        number, counted = -1, 0
        at = said.find(printed)
        while at >= 0:
            number += said.count(_BETWEEN, counted, at + 1)
            found.append(self._elements[number])
            counted = said.find(_BETWEEN, at + 1)
            at = said.find(printed, counted)
        return found

    def _in_order(self, elements: set[Element]) -> list[Element]:
        """Elements in the order of the page."""
        if len(elements) < 2:
            return list(elements)
        return [element for element in self._elements if element in elements]


def select(root: Element, selector: str) -> list[Element]:
    """The elements that a CSS selector finds, in the order of the page."""
    found: list[Element] = _compiled(selector)(root)
    return found


@lru_cache(maxsize=4096)
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


@lru_cache(maxsize=4096)
def _groups(selector: str) -> tuple[tuple[_Step, ...], ...] | None:
    """The selectors that commas separate; None where one of them needs XPath."""
    groups = [_steps(group) for group in selector.split(",")]
    known = tuple(group for group in groups if group is not None)
    return known if len(known) == len(groups) else None


def _steps(selector: str) -> tuple[_Step, ...] | None:
    """The parts of a selector of tags, classes and ids; None for any other selector."""
    parts = re.split(r"(\s*>\s*|\s+)", selector.strip())
    steps = []
    for at in range(0, len(parts), 2):
        if not (found := _STEP.fullmatch(parts[at])) or not parts[at]:
            return None
        names = found["names"] or ""
        classes = re.findall(r"\.([\w-]+)", names)
        steps.append(
            _Step(
                tag=(found["tag"] or "").lower(),
                ids=tuple(re.findall(r"#([\w-]+)", names)),
                classes=frozenset(classes),
                longest=max(classes, key=len, default=""),
                prefix=found["prefix"] or "",
                child=at > 0 and ">" in parts[at - 1],
            )
        )
    return tuple(steps)


def _stands(
    element: Element, steps: tuple[_Step, ...], known: Sequence[dict[Element, bool]]
) -> bool:
    """Whether an element that the last part names stands in what the parts before it name.

    What was found out about an element stays `known`, so that deep pages take linear time.
    """
    if len(steps) == 1:
        return True
    seen, climbed = known[len(steps) - 1], []
    above = element.getparent()
    answer = False
    while above is not None:
        if above in seen:
            answer = seen[above]
            break
        climbed.append(above)
        if steps[-2].fits(above) and _stands(above, steps[:-1], known):
            answer = True
            break
        if steps[-1].child:
            break
        above = above.getparent()
    seen.update(dict.fromkeys(climbed, answer))
    return answer
