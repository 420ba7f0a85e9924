"""Markup as sent → a tree that is safe to walk, or a refusal."""

from __future__ import annotations

import re

from lxml import etree

from harvester.document.lines import Element
from harvester.model.errors import NotAnArticle

#: libxml2 takes time quadratic in the number of attributes: 80,000 in one tag cost a minute. So
#: many bytes hold `_MANY` of them, which cost half a second.
LONGEST_TAG = 2**16

_TO_END = rb"""(?>[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>?"""
_TAG = re.compile(rb"<(?:(?P<raw>script|style)\b|[a-zA-Z])" + _TO_END, re.I)
_REST_OF_TAG = re.compile(_TO_END)
_QUOTED = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_MANY = 16_000
_FEW_PLACES = 3  # in scripts, too; with more of them it is cheaper to read all tags
_STRIDE = LONGEST_TAG // 2
_RAW_END = re.compile(rb"</(?:script|style)", re.I)
_BASE64 = b";base64,"
_SHORTEST_DATA = 256
_AFTER_DATA = (b'"', b"'", b">", b" ", b"\n", b"\r", b"\t", b"\f", b"\v")
#: Some pages close </html> in their head (gov.cn); browsers read on, libxml2 does not.
_LAST_WORDS = 16  # </body>\n</html>
#: Letter by letter, as that is a sixth quicker than two words: </hody> is nobody's tag.
_EARLY_END = re.compile(rb"</[hHbB][tToO][mMdD][lLyY]\s{0,9}>")
#: Two end tags make an element where none is open (HTML standard, "in body"), and so a line break:
#: </br> and </p>. libxml2 leaves them out.
_END_OF_LINE = re.compile(rb"</[bB][rR](?=[\s/>])|</[pP]>(?=\s{0,99}[^\s<])")


def tree(markup: str | bytes) -> Element:
    """The tree of a page, whose bytes are UTF-8.

    Raises NotAnArticle: "empty" where nothing is printed, "unreadable" where a tag without its
    values is longer than `LONGEST_TAG` bytes or the tree is deeper than a parser goes.
    """
    sent = markup if isinstance(markup, bytes) else markup.encode("utf-8", errors="replace")
    if not sent or sent.isspace():
        raise NotAnArticle("empty", "not an article: empty page")
    sent = sent.replace(b"\0", b"")
    sent = _END_OF_LINE.sub(_line_break, _without_data(sent))
    if _may_have_long_tags(sent):
        _refuse_long_tags(sent)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
    try:
        root: Element | None = etree.fromstring(_without_early_ends(sent), parser)
    except etree.XMLSyntaxError as error:
        raise NotAnArticle("empty", f"not an article: nothing to read ({error})") from error
    if root is None:
        raise NotAnArticle("empty", "not an article: nothing to read")
    last = parser.error_log.last_error
    if last is not None and "depth" in last.message:
        raise NotAnArticle("unreadable", "not an article: tags are nested too deep to be read")
    return root


def _line_break(end_tag: re.Match[bytes]) -> bytes:
    return b"</p><br>" if end_tag[0][2:3] in b"pP" else b"<br"


def _without_data(sent: bytes) -> bytes:
    """The same without pictures that are written into the page: data:image/png;base64,iVBOR…."""
    first, *further = sent.split(_BASE64)
    return _BASE64.join([first, *map(_without_head, further)]) if further else sent


def _without_head(piece: bytes) -> bytes:
    """What follows a picture: to look for each mark is quicker than for any of them."""
    end = len(piece)
    if end < _SHORTEST_DATA:
        return piece
    for mark in _AFTER_DATA:
        at = piece.find(mark, 0, end)
        end = at if at >= 0 else end
    return piece[end:] if end >= _SHORTEST_DATA else piece


def _without_early_ends(sent: bytes) -> bytes:
    first = _EARLY_END.search(sent)
    if first is None or first.end() > len(sent) - _LAST_WORDS:
        return sent
    return _EARLY_END.sub(b"", sent)


def _may_have_long_tags(sent: bytes) -> bool:
    """Whether much of a page reads like the inside of a tag, and may hold many attributes.

    Of the places looked at, a long tag holds all but one of those that it spans, among its
    attributes or in a value. Elsewhere the next > is near, whichever a place is taken for.
    """
    if len(sent) <= LONGEST_TAG:
        return False
    inside: list[int] = []  # the attributes that such a place may hold
    for at in range(_STRIDE, len(sent), _STRIDE):
        attributes = _attributes_near(sent, at)
        if attributes is not None:
            inside.append(attributes)
        if len(inside) > _FEW_PLACES or sum(inside) > _MANY // 2:
            return True
    return False


def _attributes_near(sent: bytes, at: int) -> int | None:
    """How many attributes stand from a place on, if a tag spans it; None where none can.

    The place may be among the attributes, or in a value that the next quote of either kind ends.
    """
    # a value's quote counts only after its =
    before = at - _STRIDE + len(sent[at - _STRIDE : at].rstrip(b"= \t\r\n\f"))
    for start in (before, sent.find(b'"', before) + 1, sent.find(b"'", before) + 1):
        if not start or _ends_soon(sent, start):
            continue
        rest = _REST_OF_TAG.match(sent, start, start + _STRIDE)
        if rest is not None and len(rest[0]) == _STRIDE:
            return _separators(rest[0])
    return None


def _ends_soon(sent: bytes, start: int) -> bool:
    """Whether the first > after a place is surely in no value: no quote before it follows a =.

    That spares the pattern, which takes a twentieth of a parse on the scripts of some pages.
    """
    end = sent.find(b">", start, start + _STRIDE - 1)
    if end < 0:
        return False
    quotes = (sent.rfind(quote, start, end) for quote in (b'"', b"'"))
    return not any(at >= 0 and sent[start:at].rstrip().endswith(b"=") for at in quotes)


def _separators(attributes: bytes) -> int:
    return attributes.count(b"=") + attributes.count(b"/") + len(attributes.split())


def _refuse_long_tags(markup: bytes) -> None:
    at = 0
    while match := _TAG.search(markup, at):
        if match.end() - match.start() > LONGEST_TAG:
            attributes = _QUOTED.sub(b"=", match[0])  # a long value costs nothing
            if len(attributes) > LONGEST_TAG:
                raise NotAnArticle(
                    "unreadable", f"not an article: a tag of more than {LONGEST_TAG} bytes"
                )
        at = match.end()
        if match["raw"]:  # what a script says is no markup
            end = _RAW_END.search(markup, at)
            if end is None:
                return
            at = end.end()
