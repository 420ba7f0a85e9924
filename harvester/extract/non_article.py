"""What a page is when it is no article."""

from __future__ import annotations

import re
from itertools import islice

from archive.model.article import Capture
from harvester.document.lines import Line, Lines
from harvester.extract.notice_words import is_block_page, says
from harvester.grammar import boilerplate
from harvester.grammar.credits import read_credits
from harvester.grammar.labels import PUBLISHED, SOURCE
from harvester.model.errors import Kind, NotAnArticle

_MAGIC = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF", b"\x00\x00\x00",
    b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"ID3", b"\x1f\x8b", b"BZh", b"OggS", b"wOF",
)  # fmt: skip
_TEXT_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_MESSAGES: dict[Kind, str] = {
    "empty": "empty page",
    "list": "list page",
    "error-page": "error page",
    "captcha": "captcha",
    "login": "login page",
    "placeholder": "placeholder page",
    "truncated": "the page breaks off",
    "withdrawn": "withdrawn",
    "unreadable": "no title and text found",
}
_FEED = re.compile(
    rb"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,400}?-->\s{0,99})?<(?:rss|feed|rdf:RDF|"
    rb"urlset|sitemapindex)\b",
    re.S,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WHEN = re.compile(r"(?:19|20)\d\d[-年/.]\d\d?[-月/.]\d\d?日?(?:\s?\d\d?:\d\d(?::\d\d)?)?")
_SHORT = 600  # a page that prints more is no mere notice,
_SENTENCE = 80  # nor one with a paragraph of text
_LONG = 2_500  # one that says at length why it refuses its visitor
_NOTICES: tuple[Kind, ...] = ("captcha", "withdrawn", "error-page")
_UNSIGNED: tuple[Kind, ...] = ("login", "placeholder")
_OPENING = 8  # lines
_LIST_LINES = 6


def refuse_capture(capture: Capture, body: bytes) -> None:
    """Raise NotAnArticle for a body that is no text, and for an answer that is an error."""
    if capture.status >= 400:
        raise NotAnArticle("error-page", f"not an article: error page (status {capture.status})")
    kind = (capture.header("content-type") or "text/html").split(";")[0].strip().lower()
    if "/" not in kind:  # `html`, `none`: browsers look at the body
        kind = "text/html"
    if body.startswith(_MAGIC) or not kind.startswith(_TEXT_TYPES) or _is_noise(body[:1024]):
        raise NotAnArticle("binary", f"not an article: binary ({kind})")
    if _FEED.match(body.removeprefix(b"\xef\xbb\xbf")):
        raise refuse("list")
    if not body or body.isspace():
        raise NotAnArticle("empty", "not an article: empty page")


def _is_noise(head: bytes) -> bool:
    """Whether bytes are no text: one in twenty is a control character, and it is not UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return 20 * (len(head) - len(head.translate(None, _CONTROL))) > len(head)


def refuse(kind: Kind, detail: str | None = None) -> NotAnArticle:
    """The error for a kind of page, with what else is known of it."""
    shown = f" ({detail})" if detail else ""
    return NotAnArticle(kind, f"not an article: {_MESSAGES[kind]}{shown}")


def notice_kind(lines: Lines, title: str, *, is_dated: bool) -> Kind | None:
    """Whether a page is a notice instead of an article: captcha, withdrawn, blocked or an error.

    What names its source or the time of its publication is no notice; where metadata dates a page
    (`is_dated`), only a short one is.
    """
    notice, long_notice = _notice(lines, title, _SENTENCE, _SHORT), _notice(lines, title)
    kind = next((each for each in _NOTICES if says(each, notice)), None)
    opening = _opening(lines, title)
    if kind is None and not is_dated:
        refuses = is_block_page(title, long_notice) or says("browser", opening)
        kind = "error-page" if refuses else None
    if kind is None:  # nearly every page; to look for its source would cost more than all above
        return None
    return None if any(map(is_signed, (long_notice or opening).splitlines())) else kind


def unsigned_kind(lines: Lines, title: str) -> Kind:
    """What a page is that is no article, as it has neither text nor time nor source."""
    notice = _notice(lines, title, _SENTENCE, _SHORT)
    found = next((each for each in _UNSIGNED if says(each, notice)), None)
    return found or empty_kind(lines)


def _notice(lines: Lines, title: str, longest: int = _LONG, most: int = _LONG) -> str:
    """All that a page says, where that is little: no line and no sum of lines is too long."""
    free = []
    for line in lines.items:
        if line.text and not boilerplate.is_navigation(line.text, line.linked):
            if len(line.text) >= longest:
                return ""
            free.append(line.text)
    return "\n".join([title, *free])[:_LONG] if sum(map(len, free)) <= most else ""


def _opening(lines: Lines, title: str) -> str:
    """The name of a page and its first lines: browsers print whole certificates below them."""
    printed = (line.text for line in lines.items if line.text)
    return "\n".join([title, *islice(printed, _OPENING)])[:_SHORT]


def is_signed(text: str) -> bool:
    """Whether a line names a source, or a time of publication."""
    spans = read_credits(text).spans
    return any(
        span.value
        and (span.role == SOURCE or (span.role == PUBLISHED and _YEAR.search(span.value)))
        for span in spans
    )


def undated_size(line: Line) -> int:
    """The length of a line without the dates that stand beside links in lists."""
    return len(_WHEN.sub("", line.text).replace(" ", ""))


def empty_kind(lines: Lines) -> Kind:
    """What a page without a body is: a list of links, empty, or nothing we can read."""
    long = [line for line in lines.items if len(line.text) >= 8 and line.linked]
    links = [line for line in long if line.linked >= 0.6 * undated_size(line)]
    if len(links) >= _LIST_LINES:
        return "list"
    return "unreadable" if any(line.text for line in lines.items) else "empty"
