"""The value of a label without what else stands on its line: a medium, a title."""

from __future__ import annotations

import re

from harvester.grammar.boilerplate import is_button
from harvester.grammar.names import is_body

_BLANKS = frozenset(("default", "null", "undefined", "none"))  # what scripts print for no value
_SOURCE_END = re.compile(
    r"[。；;]|[】\]]\s?[【\[]|\s?[【\[]字|(?<=\S)\s[【\[]|\d{4}[-年/.]\d{1,2}|https?:"
)
_COUNT_BEHIND = re.compile(r"\s?[（(]\d{1,6}[)）]$")  # of comments
_HANZI_AFTER_LATIN = re.compile(r"\s(?=[\u3400-\u9fff])")
_NEXT_WORD = re.compile(r"(?<=[\u3400-\u9fff）)》\]])\s+(?![（(\[])")
_BEFORE_BRACKET = re.compile(r"\s(?=[（(\[【])")
_SITE = re.compile(
    r"\s?[（(]\s?(?:www\.|https?:|ID[:：])[^（）()\s]{1,80}[）)]?"
)  # 红网(www.rednet.cn)
_MEDIUM_TAIL = re.compile(
    r"\s(?:\d|点击|浏览|阅读|字体|字号|分享|评论|编辑|责编|作者|我要|打印|收藏|关注|大|中|小)"
)


def read_medium(printed: str) -> str | None:
    """The medium in what is printed after 来源, without what follows it on the line.

    >>> read_medium("[ 央视新闻客户端 ] 中国青年网")
    '央视新闻客户端'
    """
    text = _COUNT_BEHIND.sub("", _SITE.sub("", printed.rstrip()))
    text = _SOURCE_END.split(text, maxsplit=1)[0]
    text = text.strip(" \t|｜丨/／·•—_,，、;；。:：－-")
    text = text[1:] if text[:1] in "[【（(" and text[-1:] not in "]】）)" else text
    if text[:1] + text[-1:] in ("[]", "【】", "（）", "()"):
        text = text[1:-1].strip()
    text = _MEDIUM_TAIL.split(text, maxsplit=1)[0]
    text = _without_sentence(text)
    if re.match(r"[A-Za-z]", text):
        text = _HANZI_AFTER_LATIN.split(text, maxsplit=1)[0]
    else:
        text = _NEXT_WORD.split(text.strip(), maxsplit=1)[0]
    text = text.strip(' \t|｜丨/／·•●◆■▲★,，、:：-－—_"')
    text = _unquoted(_balanced(text if text.count("“") == text.count("”") else text.strip("“”")))
    named = 1 < len(text) <= 40 and text not in ("来源", "作者", "未知") and not is_button(text)
    return text if named else None


def _without_sentence(text: str) -> str:
    """A medium without what is said of it behind a comma: 湖北日报，版权归原作者所有."""
    medium, comma, rest = text.partition("，")
    return medium if comma and not is_body(rest) else text


def read_declared_medium(printed: str) -> str | None:
    """The medium in what a meta or an element of its own prints; None for what scripts print."""
    medium = read_medium(printed)
    return None if medium in _BLANKS else medium


def read_title(printed: str) -> str | None:
    """The title in what is printed after 原标题.

    >>> read_title("《湘潭市人大常委会工作综述》")
    '湘潭市人大常委会工作综述'
    """
    return _unquoted(_balanced(printed)) if printed else None


def _balanced(text: str) -> str:
    """Text without brackets at its edges that have no partner; IT之家(青岛) keeps its own."""
    for pair in ("（）", "()", "[]", "【】", "《》"):
        if text.count(pair[0]) != text.count(pair[1]):
            text = text.replace(pair[0], " ").replace(pair[1], " ").strip()
    return _BEFORE_BRACKET.sub("", text)


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 2 and text[0] + text[-1] in ("《》", "“”", '""', "[]", "【】"):
        inner = text[1:-1]
        if text[0] not in inner and text[-1] not in inner:
            return inner.strip()
    return text
