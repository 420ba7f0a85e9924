"""What a page is when it is no article."""

from __future__ import annotations

import re

from archive.model.article import Capture
from harvester.document.lines import Line, Lines
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
_CAPTCHA = re.compile(
    r"(?:安全|人机|滑动|滑块|访问|身份)验证|(?:请)?(?:输入|完成).{0,8}(?:验证|校验)|[Cc][Aa][Pp][Tt][Cc][Hh][Aa]|"
    r"Just a moment|Checking your browser|(?:访问|请求|操作)(?:的)?(?:过于|太|频率过)(?:频繁|高)|"
    r"访问(?:的)?频率|拖动滑块|不合法参数|(?:网站|应用)防火墙|IP.{0,6}(?:限制|封禁|屏蔽)|网络不给力",
)
_LOGIN = re.compile(
    r"(?:请|需要?|必须|未|才能|才可).{0,8}登[录陆入].{0,12}|登[录陆入]后(?:才|即|方)?(?:可|能)|"
    r"^用户登[录陆入]$|(?:用户名|账号|手机号)\s?[:：]?$|没有权限.{0,10}",
    re.M,
)
_WITHDRAWN = re.compile(
    r"(?:稿件|文章|新闻|内容|信息|该页|页面|帖子)(?:已经?)(?:被)?(?:.{0,6})(?:撤(?:稿|回|销|除|"
    r"下)?|删除|下线|下架)|已被(?:发布者|作者)删除"
)
_ERROR = re.compile(
    r"^\W{0,3}(?:404|403|500|502|503)\b|(?:错误|error|HTTP|status)\W{0,3}[45]0\d\b|"
    r"(?:页面|网页|文章|内容|地址|文件|资源|栏目).{0,8}(?:不存在|未找到|没有找到|找不到|已失效|无法访问|出错|飞走|走丢|丢失)|"
    r"(?:找不到|没有找到|未找到|无法找到).{0,12}(?:页|文件|资源|文章|内容)|Not Found|was not found|"
    r"Forbidden|Bad Gateway|Service (?:Temporarily )?Unavailable|Internal server error|"
    r"(?:Fatal|Parse) error|database connection|数据库连接|服务器(?:内部)?错误|"
    r"抱歉.{0,12}(?:不存在|找不到|出错)|^出错了",
    re.I | re.M,
)
_PLACEHOLDER = re.compile(
    r"(?:建设|维护|升级|开发|调试|完善)中|敬请期待|稍后(?:再试|访问)|暂无(?:内容|数据|信息|相关)|正在(?:进行)?(?:加载|跳转|维护|建设|升级)|"
    r"没有自动跳转|浏览器版本过低|不支持(?:您的)?浏览器|(?:网站|域名)已(?:经)?(?:关闭|过期|停止)|停止更新|"
    r"^It works!|Welcome to nginx|enable JavaScript|under construction|"
    r"Apache2? .{0,20}Default Page|IIS Windows|^网站维护",
    re.I | re.M,
)
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
_LIST_LINES = 6


def refuse_capture(capture: Capture, body: bytes) -> None:
    """Raise NotAnArticle for a body that is no text, and for an answer that is an error."""
    if capture.status >= 400:
        raise NotAnArticle("error-page", f"not an article: error page (status {capture.status})")
    kind = (capture.header("content-type") or "text/html").split(";")[0].strip().lower()
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


def refuse(kind: Kind) -> NotAnArticle:
    """The error for a kind of page."""
    return NotAnArticle(kind, f"not an article: {_MESSAGES[kind]}")


def notice_kind(lines: Lines, title: str) -> Kind | None:
    """Whether a page is a short notice instead of an article: captcha, withdrawn or an error.

    What names its source or the time of its publication is no notice.
    """
    notice = _notice(lines, title)
    kind = _first(notice, ("captcha", _CAPTCHA), ("withdrawn", _WITHDRAWN), ("error-page", _ERROR))
    return None if kind is None or any(map(is_signed, notice.splitlines())) else kind


def unsigned_kind(lines: Lines, title: str) -> Kind:
    """What a page is that is no article, as it has neither text nor time nor source."""
    found = _first(_notice(lines, title), ("login", _LOGIN), ("placeholder", _PLACEHOLDER))
    return found or empty_kind(lines)


def _notice(lines: Lines, title: str) -> str:
    """All that a page says, where that is little."""
    free = []
    for line in lines.items:
        if line.text and not boilerplate.is_navigation(line.text, line.linked):
            if len(line.text) >= _SENTENCE:
                return ""
            free.append(line.text)
    if sum(map(len, free)) > _SHORT:
        return ""
    return "\n".join([title, *free])[:2000]


def _first(notice: str, *kinds: tuple[Kind, re.Pattern[str]]) -> Kind | None:
    return next((kind for kind, pattern in kinds if pattern.search(notice)), None)


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
