"""Lines around and in a body → evidence of time, source, credits and original title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.article import Evidence
from harvester import chrome
from harvester.credits import read_credits, read_dateline, read_signature, read_slashed
from harvester.generic import Places, is_time_line
from harvester.labels import NOISE, ORIGINAL_TITLE, PUBLISHED, SOURCE
from harvester.lines import Line, Lines
from harvester.names import is_body

_ACCOUNT = re.compile(r"(?:官方(?:账号|帐号|微博|号))+$|[（(]$")
_NO_MEDIUM = re.compile(
    r"发布|来自|发表|IP|原创|转载|昨|今|前|星期|周[一二三四五六日]|[上下]午|字[号体]|分享|评论|浏览|阅读|点击|打印|时间|"
    r".{0,8}时间$|[^\u3400-\u9fffA-Za-z《]|企鹅号|大鱼号|头条号|百家号|大风号|AM|PM|小时|分钟|日期|更新|关注|收藏|专栏"
)
ALL = frozenset({"published", "source", "credits"})
_LABEL_LINE = 200
_SIGNATURE_LINE = 60
_ACCOUNT_NAME = 12
#: What means a time only on the day it was seen: 昨天 08:51, 3小时前, 10-08 12:00
_SEEN = re.compile(
    r"[^\d，。]{0,14}(?:(?:昨|前|今)天|刚刚|\d{1,3}\s?(?:分钟|小时|天)前|"
    r"(?<![\d-])\d{1,2}[-月]\d{1,2}日?\s?\d{2}:\d{2})(?![^\s|\d])"
)
_RECENT = re.compile(r"昨天|前天|今天|刚刚|\d{1,2}\s?(?:分钟|小时|天|日|月)前?")
_ENDS_IN_LABEL = re.compile(r"[\u3400-\u9fff]\s?[:：]$")
_YEAR = re.compile(r"(?:19|20)\d\d[年/.-]?(?: [\d/.: 月日-]{3,14}){0,2}")
_REST_OF_DATE = re.compile(r"[\d/.: 月日-]{3,11}")
_DATE_AND_TIME = re.compile(
    r"(?:19|20)\d\d\s{0,2}[-年/.·]?\s{0,2}\d{1,2}\s{0,2}[-月/.·]\s{0,2}\d{1,2}日?\s{0,3}"
    r"(?:\d{1,2}\s?[:：时]\s?\d{1,2}(?:\s?[:：分]\s?\d{1,2}秒?)?)?|https?://[\w./-]{1,80}|\d+"
)


def title_evidence(lines: Lines, places: Places, where: str) -> list[Evidence]:
    """The title as displayed."""
    if places.title is None:
        return []
    printed = " ".join(line.text for line in lines.items[slice(*places.title)])
    tag = lines.items[places.title[0]].tag
    return [Evidence(field="title", printed=printed, where=f"{where} {tag}", method="generic")]


def line_evidence(
    lines: Lines, numbers: Sequence[int], *, header: bool, missing: frozenset[str] = ALL
) -> list[Evidence]:
    """What the lines of a header or a trailer say, for the fields that are `missing`."""
    found: list[Evidence] = []
    for at, text in _joined(lines, numbers):
        found.extend(_of_line(lines.items[at], text, header))
    return [item for item in found if item.field in missing or item.field not in ALL]


def body_evidence(lines: Lines, body: Sequence[int]) -> list[Evidence]:
    """The credits that stand in the first and the last paragraphs of a body."""
    paragraphs = [lines.items[i].spaced for i in body if lines.items[i].text]
    found = [
        _said("credits", paragraph[:160], "dateline")
        for paragraph in paragraphs[:2]
        if read_dateline(paragraph).credits
    ]
    for paragraph in paragraphs[-2:]:
        read = read_signature(paragraph)
        if read.credits:
            found.append(_said("credits", paragraph[-100:], "signature"))
        elif len(paragraph) <= _SIGNATURE_LINE:
            found += [item for item in _labelled(paragraph) if item.field == "credits"]
        if read.source:
            found.append(_said("source", paragraph[-100:], "signature"))
    return found


def account_evidence(lines: Lines, places: Places) -> list[Evidence]:
    """The account that published, where a page of accounts links it between title and text."""
    named: dict[str, None] = {}
    for number in places.header:
        line = lines.items[number]
        text = _DATE_AND_TIME.sub("", _RECENT.sub("", line.text)).strip(" |·")
        below = places.title is not None and number >= places.title[1]
        linked = line.linked >= len(text.replace(" ", ""))
        if below and linked and 1 < len(text) <= _ACCOUNT_NAME and not _no_account(line.text):
            named[text] = None
    if len(named) != 1:
        return []
    return [Evidence(field="source", printed=next(iter(named)), where="account", method="generic")]


def _no_account(text: str) -> bool:
    return chrome.is_button(text) or chrome.is_notice(text) or bool(_NO_MEDIUM.match(text))


def _joined(lines: Lines, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Lines; a label that ends one is joined with its value on the next."""
    held: tuple[int, str] | None = None
    for number in numbers:
        text = lines.items[number].spaced
        if held is not None and _YEAR.fullmatch(held[1]):
            if _REST_OF_DATE.fullmatch(text):  # 2019 | 09/07 | 19:02
                held = (held[0], f"{held[1]} {text}")
                continue
            yield held
            held = None
        if not text:
            continue
        if held is not None:
            if not re.match(r"[^\s]{0,8}[:：]", text):
                text = f"{held[1]} {text}"
            else:
                yield held
            held = None
        if _YEAR.fullmatch(text) or (_ENDS_IN_LABEL.search(text) and len(text) <= _LABEL_LINE):
            held = (number, text)
        else:
            yield number, text
    if held is not None:
        yield held


def _of_line(line: Line, text: str, header: bool) -> Iterator[Evidence]:
    if len(text) > _LABEL_LINE:
        return
    labelled = list(_labelled(text))
    timed = is_time_line(line.text) or is_time_line(text) or bool(_SEEN.match(text))
    if not timed and not re.search("[:：]", text) and chrome.is_navigation(text, line.linked):
        return
    if chrome.is_notice(line.text) and not labelled:
        return
    # a date without a label below a text may be that of a comment, or of another article
    if timed and header and not any(item.field == "published" for item in labelled):
        printed = line.text if is_time_line(line.text) or not is_time_line(text) else text
        yield _said("published", printed, "header")
    yield from labelled
    if read_slashed(text).credits:
        yield _said("credits", text, "byline")
    unnamed = header and timed and not any(item.field == "source" for item in labelled)
    if unnamed and (medium := unlabelled_medium(text)):
        yield Evidence(field="source", printed=medium, where="header", method="generic")


def _labelled(text: str) -> Iterator[Evidence]:
    """The labels of a line, each with its value."""
    for span in read_credits(text).spans:
        printed = text[span.start : span.end].strip()
        if span.role == PUBLISHED and not (is_time_line(printed) or _SEEN.search(printed)):
            continue
        if span.role != NOISE:
            field = span.role if span.role in (SOURCE, ORIGINAL_TITLE, PUBLISHED) else "credits"
            yield _said(field, printed, f"label {span.label}")


def unlabelled_medium(text: str) -> str | None:
    """The medium that a line of time names without a label, before any label.

    >>> unlabelled_medium("2022-02-13 09:57 光明网 作者：付一鸣")
    '光明网'
    """
    spans = read_credits(text).spans
    rest = _DATE_AND_TIME.sub(" ", text[: spans[0].start] if spans else text)
    words = [_ACCOUNT.sub("", word) for word in re.split(r"[\s|·｜,，]+", rest)]
    words = [word for word in words if 1 < len(word) <= 20 and not _NO_MEDIUM.match(word)]
    medium = next((word for word in words if is_body(word) or word.startswith("《")), None)
    return medium or (words[0] if len(words) == 1 else None)


def _said(name: str, printed: str, where: str) -> Evidence:
    return Evidence(field=name, printed=printed[:1000], where=where, method="label")
