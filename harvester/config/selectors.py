"""Selectors of station files, CSS or XPath: checked, translated by parsel, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cssselect import SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Hash, Selector, Tree
from lxml import etree
from parsel.csstranslator import HTMLTranslator

_TRANSLATOR = HTMLTranslator()
_XPATH_BEGINS = ("/", "./", "(")
#: As parsel has them: regular expressions and sets of EXSLT, and its own has-class().
_NAMESPACES = {
    "re": "http://exslt.org/regular-expressions",
    "set": "http://exslt.org/sets",
}
_FUNCTIONS = frozenset(
    (
        *("last", "position", "count", "id", "local-name", "namespace-uri", "name", "string"),
        *("concat", "starts-with", "contains", "substring-before", "substring-after", "substring"),
        *("string-length", "normalize-space", "translate", "boolean", "not", "true", "false"),
        *("lang", "number", "sum", "floor", "ceiling", "round", "has-class"),
        *("comment", "text", "processing-instruction", "node"),  # tests of nodes
        *("and", "or", "div", "mod"),  # operators before a bracket
        *("re:test", "re:match", "re:replace", "set:difference", "set:intersection"),
        *("set:distinct", "set:has-same-node", "set:leading", "set:trailing"),
    )
)
_LITERAL = re.compile("\"[^\"]*\"|'[^']*'")
_CALL = re.compile(r"([\w-]+(?::[\w-]+)?)\s*\(")
_PREFIX = re.compile(r"(?<![\w:-])([\w-]+):(?!:)")
_NO_ELEMENT = re.compile(r"(?:@|attribute::)[\w:*-]+\s*$|(?:text|comment)\(\s*\)\s*$")
_EMPTY_PAGE = etree.HTML("<html><body><p>x</p></body></html>")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the selectors that commas part, as steps from an element to its descendants.

    `names` are the classes and ids without which a page holds nothing for it.
    """

    names: frozenset[str]
    steps: tuple[etree.XPath, ...]


@dataclass(frozen=True, slots=True)
class CompiledSelector:
    """A selector ready to be run: the alternatives of a CSS selector, or an XPath as written."""

    alternatives: tuple[Alternative, ...] = ()
    xpath: etree.XPath | None = None


@lru_cache(maxsize=4096)
def compile_selector(written: str) -> CompiledSelector:
    """Compile a CSS selector or an XPath. Raises ValueError, which says what is wrong with it.

    >>> len(compile_selector("h1.title, #main p").alternatives)
    2
    >>> compile_selector("//a/@href")
    Traceback (most recent call last):
    ValueError: '//a/@href' selects text; name the element
    """
    if written.startswith(_XPATH_BEGINS):
        return CompiledSelector(xpath=_compile_xpath(written))
    if re.search(r":not\([^)]*:has\(", written):  # translated without a word, and wrongly
        raise ValueError(f"{written!r}: :has() within :not() is not understood")
    try:
        parsed = parse(written)
        if any(selector.pseudo_element for selector in parsed):
            raise ValueError(f"{written!r} selects text; name the element, without ::")
        return CompiledSelector(tuple(_alternative(each.parsed_tree) for each in parsed))
    except (SelectorError, RecursionError) as error:
        raise ValueError(f"{written!r} is no CSS selector: {error}") from None
    except etree.XPathError:  # h1 + p:has(a) is translated to what is no XPath
        raise ValueError(f"{written!r} is not understood; write it as an XPath") from None


def _alternative(tree: Tree) -> Alternative:
    first, *further = _steps(tree)
    steps = [_xpath(first, "descendant-or-self::")]
    steps += [_xpath(step, "descendant::") for step in further]
    return Alternative(_names(tree), tuple(steps))


def _steps(tree: Tree) -> list[Tree]:
    """The parts of a selector between which any number of levels may lie: `div.a p > b` has two."""
    if not isinstance(tree, CombinedSelector):
        return [tree]
    *before, last = _steps(tree.selector)
    if tree.combinator == " ":
        return [*before, last, tree.subselector]
    return [*before, CombinedSelector(last, tree.combinator, tree.subselector)]


def _xpath(tree: Tree, prefix: str) -> etree.XPath:
    return etree.XPath(_TRANSLATOR.selector_to_xpath(Selector(tree), prefix))


def _names(tree: Tree) -> frozenset[str]:
    """The classes and ids that every element found, or one of those around it, must have."""
    names = frozenset[str]()
    if isinstance(tree, Class):
        names = frozenset({tree.class_name})
    elif isinstance(tree, Hash):
        names = frozenset({tree.id})
    elif isinstance(tree, CombinedSelector):
        names = _names(tree.subselector)
    within = getattr(tree, "selector", None)  # an element name holds no further selector
    return names | _names(within) if within is not None else names


def _compile_xpath(written: str) -> etree.XPath:
    """Compile an XPath; lxml finds a function or a prefix that is unknown only on some pages."""
    bare = _LITERAL.sub("''", written)
    unknown = [name for name in _CALL.findall(bare) if name not in _FUNCTIONS]
    unknown += [name for name in _PREFIX.findall(bare) if name not in _NAMESPACES]
    if unknown or "$" in bare:
        raise ValueError(f"{written!r} is no XPath: unknown name {(*unknown, '$')[0]}")
    if _NO_ELEMENT.search(bare):
        raise ValueError(f"{written!r} selects text; name the element")
    try:
        compiled = etree.XPath(written, namespaces=_NAMESPACES)
        matches = compiled(_EMPTY_PAGE)
    except etree.XPathError as error:
        raise ValueError(f"{written!r} is no XPath: {error}") from None
    if isinstance(matches, list):
        return compiled
    raise ValueError(f"{written!r} finds no elements, but {matches!r}")
