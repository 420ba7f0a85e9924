"""Markup as sent → a tree that is safe to walk, or a refusal."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from harvester.errors import NotAnArticle

#: libxml2 takes time quadratic in the number of attributes: 200,000 in one tag cost six minutes.
LONGEST_TAG = 2**16
_FEW = 16_000  # so many attributes in one tag cost half a second

_TAG = re.compile(
    rb"""<(?:(?P<raw>script|style)\b|[a-zA-Z])"""
    rb"""(?>[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>?""",
    re.I,
)
_RAW_END = re.compile(rb"</(?:script|style)", re.I)
_DATA_URI = re.compile(rb"""data:[A-Za-z0-9/+.;=-]{0,100},[^"'>\s]{256,}+""")
#: Some pages close </html> in their head (gov.cn); browsers read on, libxml2 does not.
_EARLY_END = re.compile(rb"</(?:html|body)\s{0,9}>", re.I)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r"))
_NO_CHARACTERS = ("\ufffe", "\uffff")
#: Characters that print nothing: joiners, direction marks, the soft hyphen, byte order marks.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad"


def tree(markup: str) -> lxml.html.HtmlElement:
    """The tree of a page.

    Raises NotAnArticle: "empty" where nothing is printed, "unreadable" where a tag is longer than
    `LONGEST_TAG` characters or the tree is deeper than a parser goes.
    """
    if not markup.strip():
        raise NotAnArticle("empty", "not an article: empty page")
    for character in (*_NO_CHARACTERS, *_INVISIBLE):
        if character in markup:
            markup = markup.replace(character, "")
    sent = markup.encode("utf-8", "replace").translate(None, _CONTROL)
    sent = _DATA_URI.sub(b"data:,", sent)
    if _may_have_long_tags(sent):
        _refuse_long_tags(sent)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = lxml.html.document_fromstring(_EARLY_END.sub(b"", sent), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NotAnArticle("empty", f"not an article: nothing to read ({error})") from error
    last = parser.error_log.last_error
    if last is not None and "depth" in last.message:
        raise NotAnArticle("unreadable", "not an article: tags are nested too deep to be read")
    return root


def _may_have_long_tags(sent: bytes) -> bool:
    """Whether what separates attributes occurs often enough on a page for a tag to be too long."""
    return len(sent) > LONGEST_TAG and (
        sent.count(b"=") + sent.count(b"/") + len(sent.split()) > _FEW
    )


def _refuse_long_tags(markup: bytes) -> None:
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
