"""Markup as sent → a tree that is safe to walk, or a refusal."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from harvester.errors import NotAnArticle

#: libxml2 takes time quadratic in the number of attributes: 200,000 in one tag cost six minutes.
LONGEST_TAG = 2**16

_TAG = re.compile(
    r"""<(?:(?P<raw>script|style)\b|[a-zA-Z])"""
    r"""(?>[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>?""",
    re.I,
)
_RAW_END = re.compile(r"</(?:script|style)", re.I)
_DATA_URI = re.compile(r"""data:[a-z/+.;=-]{0,100},[^"'>\s]{256,}+""", re.I)
#: Some pages close </html> in their head (gov.cn); browsers read on, libxml2 does not.
_EARLY_END = re.compile(r"</(?:html|body)\s{0,9}>", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def tree(markup: str) -> lxml.html.HtmlElement:
    """The tree of a page.

    Raises NotAnArticle: "empty" where nothing is printed, "unreadable" where a tag is longer than
    `LONGEST_TAG` characters or the tree is deeper than a parser goes.
    """
    if not markup.strip():
        raise NotAnArticle("empty", "not an article: empty page")
    markup = _DATA_URI.sub("data:,", _CONTROL.sub("", markup))
    _refuse_long_tags(markup)
    markup = _EARLY_END.sub("", markup)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NotAnArticle("empty", f"not an article: nothing to read ({error})") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise NotAnArticle("unreadable", "not an article: tags are nested too deep to be read")
    return root


def _refuse_long_tags(markup: str) -> None:
    at = 0
    while found := _TAG.search(markup, at):
        if found.end() - found.start() > LONGEST_TAG:
            raise NotAnArticle(
                "unreadable", f"not an article: a tag of more than {LONGEST_TAG} bytes"
            )
        at = found.end()
        if found["raw"]:  # what a script says is no markup
            end = _RAW_END.search(markup, at)
            if end is None:
                return
            at = end.end()
