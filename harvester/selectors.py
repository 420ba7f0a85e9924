"""CSS selectors on one page: an index answers those of tags, classes and ids, XPath the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cssselect import HTMLTranslator
from lxml import etree

from harvester.lines import Element

_NAMED = etree.XPath("descendant-or-self::*[@class or @id]")
_STEP = re.compile(r"([A-Za-z][A-Za-z0-9-]*)?((?:[#.][A-Za-z_][\w-]*)*)")


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of a selector: div.text, and whether the part before it is its parent."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    child: bool = False

    def fits(self, element: Element) -> bool:
        """Whether an element is one that this part names."""
        if self.tag and element.tag != self.tag:
            return False
        if self.ids and any(element.get("id") != name for name in self.ids):
            return False
        if not self.classes:
            return True
        held = (element.get("class") or "").split()
        return all(name in held for name in self.classes)


class Selectors:
    """The elements of a tree by class and id. The tree may lose elements, but not gain any."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._by_name: dict[str, list[Element]] = {}  # ".text", "#zoom"
        self._order: dict[Element, int] = {}
        for at, element in enumerate(_NAMED(root)):
            self._order[element] = at
            for name in set((element.get("class") or "").split()):
                self._by_name.setdefault(f".{name}", []).append(element)
            if name := element.get("id"):
                self._by_name.setdefault(f"#{name}", []).append(element)

    def select(self, selector: str) -> list[Element]:
        """The elements that a selector finds, in the order of the page."""
        groups = _groups(selector)
        if groups is None:
            return select(self.root, selector)
        found = [self._found(steps) for steps in groups]
        found = [elements for elements in found if elements]
        if len(found) < 2:
            return found[0] if found else []
        each = {element for elements in found for element in elements}
        if each <= self._order.keys():
            return sorted(each, key=self._order.__getitem__)
        return select(self.root, selector)  # XPath knows the order of all elements

    def _found(self, steps: tuple[_Step, ...]) -> list[Element]:
        found = [element for element in self._likely(steps[-1]) if steps[-1].fits(element)]
        if len(steps) == 1:
            return found
        known: list[dict[Element, bool]] = [{} for _ in steps]
        return [element for element in found if _stands(element, steps, known)]

    def _likely(self, step: _Step) -> list[Element]:
        if step.ids:
            return self._by_name.get(f"#{step.ids[0]}", [])
        if step.classes:
            return self._by_name.get(f".{step.classes[0]}", [])
        return list(self.root.iter(step.tag or etree.Element))


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
        names = found[2] or ""
        steps.append(
            _Step(
                tag=(found[1] or "").lower(),
                ids=tuple(re.findall(r"#([\w-]+)", names)),
                classes=tuple(re.findall(r"\.([\w-]+)", names)),
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
