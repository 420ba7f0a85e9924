"""Texts of which we have only a part: the rest is for members, or was not sent."""

from __future__ import annotations

import re

from archive.model.article import Capture
from archive.warc import content_coding
from harvester.claims.claim import IncompleteClaim
from harvester.content.regions import Regions
from harvester.document.lines import Lines
from harvester.grammar.boilerplate import is_related_heading

# 展开全文 alone is only a button: the rest stands in the markup.
_CUT = re.compile(
    r"(?:登录|登入|登錄|登陆|注册|开通会员|成为会员|订阅|付费|购买|解锁)(?:后|即)?(?:可|才能)?.{0,4}"
    r"(?:查看|阅读|继续|閱讀).{0,4}(?:全文|剩余|全部|完整)|"
    r"(?:剩余|还剩|余下|未读)(?:内容)?\s?\d{1,3}\s?%|"
    r"(?:打开|下载|前往).{0,10}(?:APP|客户端).{0,4}(?:查看|阅读|看).{0,4}(?:全文|剩余|完整)|"
    r"(?:试读|免费内容)(?:已)?结束|本文为付费|(?:会员|付费)(?:专享|专属|内容|文章)(?:$|，|。)|"
    r"仅限?(?:会员|订户|登录用户)",
    re.I,
)
#: 全文共 2 页
_TOTAL = re.compile(r"(?:全文)?共\d{1,2}[页頁]")
_PAGER = re.compile(
    r"(?:(?:全文)?共\d{1,2}[页頁]|第?\d{1,2}[页頁]?|[首尾末][页頁]|[上下前后後]一?[页頁]|"
    r"Prev(?:ious)?(?:Page)?|Next(?:Page)?|阅读全文|[<>«»‹›【】\[\]()（）|·.…])+",
    re.I,
)
_END = re.compile(rb"</(?:body|html)|</BODY|</HTML")
_TAIL = 2_000  # some servers add words after the end
_LONGEST = 60
_NEAR = 5
_LONGEST_NUMBER = 15


def find_cut(lines: Lines, regions: Regions) -> IncompleteClaim | None:
    """The line at the end of a body which says that the rest is shown to others only."""
    if not regions.body:
        return None
    last = regions.body[-1]
    for line in lines.items[max(regions.body[0], last - 1) : last + _NEAR + 1]:
        if len(line.text) <= _LONGEST and _CUT.search(line.text):
            return IncompleteClaim(
                printed=line.text, where="below the text", method="generic",
                why="the rest is shown only to those who log in, pay or use an app",
            )  # fmt: skip
    return None


def find_pager(lines: Lines, regions: Regions) -> IncompleteClaim | None:
    """The pager right below a body that shows it to be one of several pages: 上一页 1 2 下一页."""
    if not regions.body:
        return None
    last = regions.body[-1]
    for line in lines.items[last : last + _NEAR + 1]:
        if is_related_heading(line.text):
            return None
        if line.linked and _is_pager(line.text):
            return IncompleteClaim(
                printed=line.text, where="below the text", method="generic",
                why="the text goes on, on pages whose addresses cannot be told",
            )  # fmt: skip
    return None


def _is_pager(text: str) -> bool:
    """Whether a line is a pager, and its numbers begin with 1 and 2.

    >>> _is_pager("【 第1页 第2页 】"), _is_pager("Prev Page123Next Page"), _is_pager("2 下一页")
    (True, True, False)
    """
    compact = "".join(text.split())
    if len(compact) > _LONGEST or not _PAGER.fullmatch(compact):
        return False
    return "".join(re.findall(r"\d", _TOTAL.sub("", compact))).startswith("12")


def broken_off(sent: bytes) -> IncompleteClaim | None:
    """The last words of a page that ends within a tag or a word, without </body> or </html>."""
    tail = sent[-_TAIL:].rstrip()
    if tail.endswith((b">", b";", b"}")) or _END.search(tail) or not tail:
        return None
    return IncompleteClaim(
        printed=tail[-40:].decode("utf-8", "ignore"), where="end of the page", method="generic",
        why="the page breaks off before its end",
    )  # fmt: skip


def sent_short(capture: Capture, unpacked: int) -> IncompleteClaim | None:
    """What says that more bytes of a page were sent than came, or that it was cut when archived.

    `unpacked` is how many bytes it has with its content codings undone. A Content-Length says
    nothing of a chunked body, and nothing that can be compared of one that was unpacked before it
    was archived: that is larger.
    """
    if capture.truncated:
        return _short(f"WARC-Truncated: {capture.truncated}", "the archived page was cut off")
    if content_coding.lacks_part_of_trailer(capture, unpacked):
        return _short("Content-Encoding: gzip", "the packed page was cut within its checksum")
    said = (capture.header("content-length") or "").strip()
    if capture.header("transfer-encoding") or not (said.isascii() and said.isdigit()):
        return None
    if len(said) > _LONGEST_NUMBER or len(capture.body) >= int(said):
        return None
    why = f"only {len(capture.body)} bytes of the page came"
    return _short(f"Content-Length: {said}", why)


def _short(printed: str, why: str) -> IncompleteClaim:
    return IncompleteClaim(printed=printed, where="header", method="meta", why=why)
