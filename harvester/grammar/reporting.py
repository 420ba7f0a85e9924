"""Names where someone reports: 记者 罗明苏红发自北京, and no colon ends or begins them."""

from __future__ import annotations

import re

from archive.knowledge.places import is_listed_place, may_be_place, place_starts
from archive.knowledge.surnames import surnames
from harvester.grammar.names import is_body, is_likely_person, is_surely_person
from harvester.grammar.script import simplified

#: Roles whose label may stand before names without a colon.
REPORTING = frozenset(("reporter", "correspondent", "commentator"))
#: Signs about a value that are no part of it.
TRIM = ' \t|｜丨/／╱·•[]［］【】()（）<>〔〕－-—_,，、;；。."“”□■◇◆●▲▼※☆★♦'
#: 报道, 电: what says that the names before it reported; a place and a day stand between.
_REPORTED = re.compile(
    r"(?P<head>.{2,40}?)\s{0,2}(?:\d{1,2}月)?(?:\d{1,2}日)?\s?"
    r"(?:即時|即时|专|專|[综綜]合外[电電]|外[电電]|综合|綜合|摄影|攝影|图文|連線|连线|现场|現場|特约|特約|独家|獨家|專題)?"
    r"(?:报道|報導|報道|报导|特派|[电電讯訊](?=$|[\s）)】]))"
)
#: 【明海專訊】: from the paper of that name, and nobody's
_OF_PAPER = re.compile("[\u3400-\u9fff]{2,6}[专專][讯訊]")
_AFTER_NAMES = re.compile(
    r"(?<=[\u3400-\u9fff\s])(?:文字?\s?[/／、]\s?[图圖摄攝]|发自|發自|摄影报道|综合报道|報道|报道|報導|报导|整理|采写|编译|編譯|來自|来自|"
    r"(?:摄|攝|供图|供圖|摄影|攝影)(?=$|\s)|(?<=\s)(?:讯|電|电|文|图|圖|文图|图文)(?=$|\s)|[/／╱](?:[文图圖]|截[图圖]|翻[摄攝]))"
)
#: 张雪从文化和旅游部获悉
_LEARNED = re.compile(
    r"(?<=[\u3400-\u9fff]{2})(?:从|自|在|向).{2,20}?(?:获悉|了解|看到|采访|發現|獲悉)"
)
_PARTS = re.compile(r"[\s、，,/／╱]+")
_LAST_PART = re.compile(r"[\s、，,/／╱]+[^\s、，,/／╱]+$")


def reports(text: str) -> bool:
    """Whether a text says that someone reported from a place: 邱晨／台北報導, 王小明 上海报道.

    >>> reports("邱晨／台北報導"), reports("明海專訊")
    (True, False)
    """
    text = text.strip(TRIM)
    return bool(_REPORTED.fullmatch(text)) and not _OF_PAPER.fullmatch(text)


def reporting_names(value: str) -> str:
    """The names at the head of what follows 记者, without the place from where they report.

    >>> reporting_names("罗明苏红发自北京"), reporting_names("邱晨 长沙县报道")
    ('罗明苏红', '邱晨')
    >>> reporting_names("覃剑长沙报道"), reporting_names("邱晨／台湾台北13日電")
    ('覃剑', '邱晨')
    """
    value = _LEARNED.split(value.strip(TRIM), maxsplit=1)[0]
    if reported := _REPORTED.match(value):
        value = _without_place(reported["head"])
    value = re.split(r"\d|[（(：:。，！？“《]", value, maxsplit=1)[0]
    return _AFTER_NAMES.split(value.strip(TRIM), maxsplit=1)[0]


def _without_place(head: str) -> str:
    """Names without the places behind them: those that stand apart, else one that is glued."""
    whole = head
    while (last := _LAST_PART.search(head)) and _is_place_apart(last[0]):
        head = head[: last.start()]
    name = _PARTS.split(head)[-1]
    if head != whole and is_likely_person(name):  # 黃林秀英／雲林: 秀英 is a place too
        return head
    at = _place_behind(name) or _unlisted_behind(name)
    return head if at is None else head[: len(head) - len(name) + at]


def _is_place_apart(last: str) -> bool:
    """Whether the last part before 报道 is a place: after a stroke, or no person's name."""
    text = last.strip(TRIM)
    if last[0] in "、，," and _names_and_place(text):  # 、陳怡君屏東縣 ends in a division too
        return False
    if last[0] in "/／╱" or may_be_place(text) or may_be_place(simplified(text)):
        return True
    return last[0].isspace() and not is_likely_person(text) and _place_behind(text) is None


def _names_and_place(text: str) -> bool:
    """Whether a text that no list has as a place is a name with a listed place behind it."""
    if is_listed_place(text) or is_listed_place(simplified(text)):
        return False
    at = _place_behind(text)
    return at is not None and at > 0 and is_likely_person(text[:at])


def _place_behind(text: str) -> int | None:
    """Where a place begins that is glued to a name: listed ones first, else the shortest rest."""
    folded = simplified(text)
    both = sorted({*place_starts(text), *place_starts(folded)})
    starts = [at for at in both if _are_people(text[:at])]
    if starts[1:] and text[: starts[0]] in surnames().compound:  # 張簡宏偉基隆: 宏偉 is one too
        del starts[0]
    listed = [at for at in starts if is_listed_place(text[at:]) or is_listed_place(folded[at:])]
    return listed[0] if listed else max(starts, default=None)


def _unlisted_behind(text: str) -> int | None:
    """Where a place that no list has begins behind one name: 王小明帛琉, not 王乐文方敏."""
    if text[:2] in surnames().compound:
        sizes: tuple[int, ...] = (4, 3)
    else:
        sizes = (3,)
    for size in sizes:
        name, rest = text[:size], text[size:]
        is_name = is_surely_person(name) or (size > 3 and is_likely_person(name))
        if len(rest) > 1 and is_name and not is_surely_person(rest):
            return size
    return None


def _are_people(text: str) -> bool:
    """Whether a text is one name, two that are glued together, or one behind that of a medium."""
    return (
        is_likely_person(text)
        or any(is_likely_person(text[:at]) and is_likely_person(text[at:]) for at in (2, 3))
        or any(is_likely_person(text[-n:]) and is_body(text[:-n]) for n in (2, 3))
    )
