"""Pages that say, with the status 200, that there is no such page: soft 404s.

Such a page says so in its title or headline, in a line of its own, or by a script that shows a
message and prints nothing. Its sentence is made of parts (archive/knowledge/missing_pages.tsv), so
that no list of whole sentences is needed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from archive.analysis.terms import fold
from archive.knowledge.table import read_table
from harvester.document import decoding, parser_guard
from harvester.document.lines import read_lines
from harvester.extract.non_article import is_signed
from harvester.model.errors import NotAnArticle

if TYPE_CHECKING:
    from archive.model.article import Capture
    from harvester.document.lines import Element, Lines
    from harvester.model.errors import Kind
    from harvester.model.station import Station

_TITLE = etree.XPath("string(//title)")
_HEADLINES = etree.XPath("//h1")
_SCRIPTS = etree.XPath("//script[not(@src)]/text()")
_HANDLERS = etree.XPath("//@onload | //@onready")
#: alert("…"), layer.msg('…'), Swal.fire(`…`), document.write('…'): a message that is shown at once.
_MESSAGE = re.compile(
    r"(?i:alert|msg|message|confirm|swal|fire|toast|tips?|dialog|notify|write(?:ln)?)\s{0,9}\(\s{0,9}"
    r"(?:(?:decodeURI(?:Component)?|unescape)\s{0,9}\(\s{0,9})?(?:'([^'\n]{1,200})'|\"([^\"\n]{1,200})\"|"
    r"`([^`]{1,200})`)"
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_TAG = re.compile(r"<[^<>]{1,200}>")
_PARTED = re.compile(r"\s*[|_–—·]+\s*|\s+-+\s+|(?<![A-Za-z])-+|-+(?![A-Za-z])")
_CLAUSE = re.compile(r"[，,。！!？?；;:：\n…~～]|\.(?:\s|$)|\s[-–—|]\s")
_BETWEEN = " 、.“”\"'《》<>»()（）[]【】-–—_|的"
_LONGEST = 90  # characters of such a sentence
_FEW = 600  # characters without links, on a page that is a mere notice,
_NOTHING = 30  # and on one of which only scripts say something
_SCANNED = 2**16  # characters of scripts in which a message is looked for


def missing_kind(root: Element, title: str, lines: Lines) -> Kind | None:
    """What a page says instead of an article; None where it says nothing of the kind.

    Its title and headlines say it, one of its lines where it has few, or a message that a script
    shows where it prints next to nothing. What prints its source or time is an article.
    """
    printed = [line.text for line in lines.items if line.text and not line.linked]
    size = sum(map(len, printed))
    said = [title, *(" ".join(each.itertext()) for each in _HEADLINES(root)[:3])]
    parts = _PARTED.split(title)
    said += [parts[0], parts[-1]]
    said += printed if size <= _FEW else ()
    said += _messages(root) if size <= _NOTHING else ()
    kind = next((kind for each in said if (kind := sentence_kind(each)) is not None), None)
    return None if kind is None or any(map(is_signed, printed)) else kind


def refuse_missing_list(capture: Capture, station: Station) -> None:
    """Raise NotAnArticle where a list page without articles says that there is no such page."""
    body, sent_as = decoding.content(capture), capture.header("content-type")
    root = parser_guard.tree(decoding.as_utf8(body, sent_as, station.encoding))
    if missing_kind(root, _TITLE(root), read_lines(root)) is not None:
        raise NotAnArticle("error-page", "not a list: it says that there is no such page")


def sentence_kind(text: str) -> Kind | None:
    """What a sentence says of a page: that there is none, or that it was removed.

    >>> sentence_kind("抱歉，您访问的页面不存在！请返回首页"), sentence_kind("该文章已被删除。")
    ('error-page', 'withdrawn')
    >>> sentence_kind("該頁面不存在"), sentence_kind("查無此文章")
    ('error-page', 'error-page')
    >>> sentence_kind("Sorry, the page you are looking for no longer exists.")
    'error-page'
    >>> sentence_kind("网传文章不存在，警方辟谣"), sentence_kind("404房间")
    (None, None)
    """
    text = " ".join(fold(text.lower().replace("’", "'")).split())
    if len(text) > _LONGEST:
        return None
    parts: set[str] = set()
    for clause in filter(None, map(str.strip, _CLAUSE.split(text))):
        found = _parts_of(clause)
        if found is not None:
            parts |= found
        elif not (_kind_of(parts) and clause.startswith(tuple(_wordings()["advice"]))):
            return None  # words of a headline's own
    return _kind_of(parts)


def _kind_of(parts: set[str]) -> Kind | None:
    """What a sentence of these parts says."""
    if "code" in parts or parts >= {"subject", "missing"} or parts >= {"subject", "sought"}:
        return "error-page"
    return "withdrawn" if parts >= {"subject", "removed"} else None


def _parts_of(clause: str) -> set[str] | None:
    """The parts of which a clause is made; None where it has other words."""
    parts: set[str] = set()
    at = _behind_gap(clause, 0)
    while at < len(clause):
        if (match := _word().match(clause, at)) is None:
            return None
        parts |= _roles()[match[0]]
        at = _behind_gap(clause, match.end())
    return parts


def _behind_gap(clause: str, at: int) -> int:
    """Where the next word begins: behind blanks, brackets and the like."""
    while at < len(clause) and clause[at] in _BETWEEN:
        at += 1
    return at


def _messages(root: Element) -> list[str]:
    """What the scripts of a page show at once."""
    text = "\n".join((*_SCRIPTS(root), *_HANDLERS(root)))[:_SCANNED]
    shown = [next(filter(None, match.groups())) for match in _MESSAGE.finditer(text)]
    return [_TAG.sub(" ", unquote(_ESCAPED.sub(_unescaped, each))) for each in shown[:9]]


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else " "


@cache
def _wordings() -> dict[str, list[str]]:
    """Part of the sentence → its wordings, folded as the sentence is."""
    return {part: [*map(fold, of)] for part, *of in read_table("missing_pages.tsv")}


@cache
def _roles() -> dict[str, set[str]]:
    """Wording → the parts of a sentence that it can be."""
    roles: dict[str, set[str]] = {}
    for part, wordings in _wordings().items():
        for wording in wordings if part != "advice" else ():
            roles.setdefault(wording, set()).add(part)
    return roles


@cache
def _word() -> re.Pattern[str]:
    """Any wording, the longest first; of Latin letters and digits only whole words."""
    longest_first = sorted(_roles(), key=len, reverse=True)
    return re.compile("|".join(map(_whole, longest_first)))


def _whole(wording: str) -> str:
    begin = r"(?<![a-z\d])" if wording[0].isascii() else ""
    end = r"(?![a-z\d])" if wording[-1].isascii() else ""
    return begin + re.escape(wording) + end
