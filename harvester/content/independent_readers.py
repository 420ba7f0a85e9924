"""A page as well-kept libraries read it: the texts of other languages, and witnesses for ours.

They are imported only where they are asked: trafilatura alone takes a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from harvester.document.lines import Element

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST = 2**20  # bytes; a larger page would take these readers seconds
#: What prints nothing and is no part of any text: without it a page is read a fifth sooner.
_UNREAD = (etree.Comment, etree.ProcessingInstruction, "link", "meta", "script", "style", "svg")


def independent_texts(root: Element, size: int, url: str) -> Mapping[str, str]:
    """The text of a page as each of them finds it.

    Empty for a page of so many bytes (`size`) that they would take seconds.
    """
    if size > _MOST:
        return {}
    tree = tree_for_libraries(root)
    return {
        "trafilatura": "\n".join(trafilatura_text(tree, url)),
        "readability": "\n".join(readability_text(tree)),
    }


def tree_for_libraries(root: Element) -> HtmlElement:
    """A copy of a page's tree without what no reader of its text looks at."""
    tree = cast(HtmlElement, copy(root))  # `parser_guard.tree` makes all its elements so
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    return tree


def trafilatura_text(tree: HtmlElement, url: str) -> tuple[str, ...]:
    """The lines of the main text as trafilatura reads it; empty where it finds none.

    Tables are left out: it takes the tables that lay a page out for text. The tree stays as it is.
    """
    from trafilatura import extract

    text = extract(tree, url=url, include_comments=False, include_tables=False)
    return tuple(line for line in (text or "").splitlines() if line.strip())


def readability_text(tree: HtmlElement) -> tuple[str, ...]:
    """The lines of the main text as Readability reads it; empty where it finds none.

    It is the copy of readability-lxml that trafilatura carries: the same choice of container.
    """
    from lxml.html import document_fromstring
    from trafilatura.readability_lxml import Document

    try:
        summary = Document(copy(tree)).summary()
    except ValueError:  # it writes text again, in which XML forbids what HTML may hold: &#8;
        summary = Document(_without_controls(copy(tree))).summary()
    if not summary.strip():
        return ()
    lines = document_fromstring(summary).text_content().splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _without_controls(tree: HtmlElement) -> HtmlElement:
    """The tree with blanks where its texts hold what XML forbids."""
    for element in tree.iter():
        element.text = _CONTROLS.sub(" ", element.text) if element.text else element.text
        element.tail = _CONTROLS.sub(" ", element.tail) if element.tail else element.tail
    return tree
