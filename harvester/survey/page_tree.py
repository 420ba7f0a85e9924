"""The tree of a page of a site that is surveyed."""

from __future__ import annotations

from harvester.document.lines import Element
from harvester.document.parser_guard import tree
from harvester.model.errors import NotAnArticle


def page_tree(markup: str) -> Element:
    """The tree of a page; an empty one where it cannot be parsed, since that is one page of many.

    >>> len(page_tree("<p>新闻")), len(page_tree(""))
    (1, 0)
    """
    try:
        return tree(markup)
    except NotAnArticle:
        return tree("<html></html>")
