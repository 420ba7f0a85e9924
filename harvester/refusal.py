"""What a page is when it is no article."""

from __future__ import annotations

import re

from archive.article import Capture
from harvester import chrome
from harvester.errors import Kind, NotAnArticle
from harvester.lines import Lines

_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x00\x00\x00",
    b"\xd0\xcf\x11\xe0",
)
_TEXT_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
_CAPTCHA = re.compile(
    r"(?:安全|人机|滑动|滑块|访问|身份)验证|请(?:输入|完成)(?:图[片形])?验证|captcha|"
    r"Just a moment|访问过于频繁|拖动滑块",
    re.I,
)
_WITHDRAWN = re.compile(
    r"(?:稿件|文章|新闻|内容|信息|该页|页面|帖子)(?:已经?)(?:被)?(?:.{0,6})(?:撤(?:稿|回|销|除|"
    r"下)?|删除|下线|下架)|已被(?:发布者|作者)删除"
)
_ERROR = re.compile(
    r"^\W{0,3}(?:404|403|500|502|503)\b|(?:错误|error|HTTP|status)\W{0,3}[45]0\d\b|(?:页面|网页|文章|内容|地址).{0,8}(?:不存在|未找到|"
    r"没有找到|找不到|已失效|无法访问|出错)|"
    r"找不到.{0,8}(?:页|文件|资源)|Not Found|Forbidden|Bad Gateway|服务器(?:内部)?错误|"
    r"抱歉.{0,12}(?:不存在|找不到|出错)",
    re.I | re.M,
)
_MESSAGES: dict[Kind, str] = {
    "empty": "empty page",
    "list": "list page",
    "error-page": "error page",
    "captcha": "captcha",
    "withdrawn": "withdrawn",
    "unreadable": "no title and text found",
}
_FEED = re.compile(
    rb"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,400}?-->\s{0,99})?<(?:rss|feed|rdf:RDF|"
    rb"urlset|sitemapindex)\b",
    re.S,
)
_SHORT = 600  # a page that prints more is no mere notice,
_SENTENCE = 80  # nor one with a paragraph of text
_LIST_LINES = 12


def refuse_capture(capture: Capture, body: bytes) -> None:
    """Raise NotAnArticle for a body that is no text, and for an answer that is an error."""
    if capture.status >= 400:
        raise NotAnArticle("error-page", f"not an article: error page (status {capture.status})")
    kind = (capture.header("content-type") or "text/html").split(";")[0].strip().lower()
    if (
        body.startswith(_MAGIC)
        or not kind.startswith(_TEXT_TYPES)
        or b"\x00\x00\x00\x00" in body[:512]
    ):
        raise NotAnArticle("binary", f"not an article: binary ({kind})")
    if _FEED.match(body.removeprefix(b"\xef\xbb\xbf")):
        raise refuse("list")
    if not body.strip():
        raise NotAnArticle("empty", "not an article: empty page")


def refuse(kind: Kind) -> NotAnArticle:
    """The error for a kind of page."""
    return NotAnArticle(kind, f"not an article: {_MESSAGES[kind]}")


def notice_kind(lines: Lines, title: str) -> Kind | None:
    """Whether a page is a short notice instead of an article: captcha, withdrawn or an error."""
    free = [x.text for x in lines.items if x.text and not chrome.is_navigation(x.text, x.linked)]
    if sum(map(len, free)) > _SHORT or any(len(text) >= _SENTENCE for text in free):
        return None
    said = "\n".join([title, *free])
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("captcha", _CAPTCHA), ("withdrawn", _WITHDRAWN), ("error-page", _ERROR),
    )  # fmt: skip
    return next((kind for kind, pattern in kinds if pattern.search(said[:2000])), None)


def empty_kind(lines: Lines) -> Kind:
    """What a page without a body is: a list of links, empty, or nothing we can read."""
    links = [x for x in lines.items if len(x.text) >= 8 and chrome.is_navigation(x.text, x.linked)]
    if len(links) >= _LIST_LINES:
        return "list"
    return "unreadable" if any(line.text for line in lines.items) else "empty"
