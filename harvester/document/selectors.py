"""Selectors run on one page: most find nothing there, which its classes and ids tell at once."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree

from harvester.config.selectors import Alternative, compile_selector
from harvester.document.lines import Element

_CLASSES = etree.XPath("//@class", smart_strings=False)
_IDS = etree.XPath("//@id", smart_strings=False)
_NAME = re.compile("[^ \t\r\n\f]+")
#: An XPath of a station file may look at each element once for each level that it stands in, and
#: nothing stops it. No page that people see is deeper.
_DEEPEST = 200
_IS_TOO_DEEP = etree.XPath(f"boolean({'/*' * (_DEEPEST + 1)})")


class Selectors:
    """One page, which stays as it is, to run selectors on."""

    def __init__(self, root: Element) -> None:
        self._root = root

    def select(self, written: str) -> list[Element]:
        """The elements that a CSS selector or an XPath finds, in the order of the page.

        An XPath finds nothing on a page that is nested deeper than `_DEEPEST` levels.
        """
        selector = compile_selector(written)
        if selector.xpath is not None:
            return [] if self._is_too_deep else _elements(selector.xpath(self._root))
        possible = (each for each in selector.alternatives if each.names <= self._names)
        results = [elements for each in possible if (elements := self._run(each))]
        if len(results) > 1:
            return self._in_order({element for elements in results for element in elements})
        return results[0] if results else []

    def _run(self, alternative: Alternative) -> list[Element]:
        first, *further = alternative.steps
        elements: list[Element] = first(self._root)
        for step in further:
            elements = [element for outer in _outermost(elements) for element in step(outer)]
        return elements

    def _in_order(self, elements: set[Element]) -> list[Element]:
        return [element for element in self._root.iter(etree.Element) if element in elements]

    @cached_property
    def _names(self) -> frozenset[str]:
        """All classes and ids of the page; a full-width space is part of a name."""
        printed = " ".join({*_CLASSES(self._root), *_IDS(self._root)})
        return frozenset(_NAME.findall(printed))

    @cached_property
    def _is_too_deep(self) -> bool:
        return bool(_IS_TOO_DEEP(self._root))


def select(root: Element, written: str) -> list[Element]:
    """The elements of one tree that a CSS selector or an XPath finds, in the order of the page."""
    return Selectors(root).select(written)


def _outermost(elements: list[Element]) -> list[Element]:
    """Those that stand in no other of them: each descendant is then looked at once."""
    if len(elements) < 2:
        return elements
    each = set(elements)
    return [x for x in elements if not any(above in each for above in x.iterancestors())]


def _elements(nodes: list[object]) -> list[Element]:
    """What an XPath found, without text, attributes and comments."""
    return [x for x in nodes if isinstance(x, etree._Element) and isinstance(x.tag, str)]
