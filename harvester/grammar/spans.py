"""The labels of a line, each with its value: 来源：…, 文丨…, [来源]…, 记者 ….

A label with a colon is sure. One without counts only where names follow it, and one that we do not
know only beside others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from harvester.grammar.labels import (
    ORIGINAL_TITLE,
    SOURCE,
    label_before_date,
    label_pattern,
    role_of,
)
from harvester.grammar.names import is_body, is_likely_person, read_names
from harvester.grammar.reporting import REPORTING, TRIM, reporting_names
from harvester.grammar.script import simplified

_WORDS = label_pattern()
_PREFIX = r"[^\s:：，,。；;、（）()【】\[\]〔〕<>《》□■◇◆●○◎▲△▼★☆＊*※►“”\"|｜丨/／!！?？]{0,14}?"
_COLON = r"\s{0,3}[:：∶︰﹕]\s{0,3}"
_STROKE = r"\s{0,3}[/／╱∕丨｜|┃．]\s{0,3}(?=\S)"
#: 责　编： / 文丨 / 记者 before names. What stands before 记者 and 编辑 is their affiliation.
_LABEL = re.compile(
    rf"(?P<word>{_WORDS}){_COLON}|(?<![\u3400-\u9fff])(?P<stroked>{_WORDS}){_STROKE}"
)
_BEFORE_DATE = re.compile(label_before_date())
#: [来源]青棠日报
_BOXED = re.compile(
    r"[\[【]\s?(?P<word>(?:信息|稿件)?来源|稿源|作者|责任编辑|责编|编辑|供稿|发布(?:时间|日期|机构))"
    r"\s?[\]】]\s{0,3}(?![\[【]|$)"
)
#: 来源 青棠日报
_SPACED = re.compile(
    r"(?:^|(?<=[\s|｜]))(?P<word>(?:信息|稿件|文章|新闻)?来源|稿源)\s{1,3}(?=[\u3400-\u9fffA-Z《])"
)
#: A line with a date and its time, and no sentence: what stands there after 来源 is a source.
_DATED = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s{0,2}\d{1,2}[:：]\d\d"
)
_SENTENCE = re.compile("[，。！？]")
_LONGEST_WORD = 2  # characters of a plain word, as in 来源 多样; unknown media have longer names
#: Labels that names follow without a colon.
_BARE_WORDS = (
    r"记\s?者|通\s?讯\s?员|评论员|责任编辑|责\s?编|网\s?编(?!辑)|编\s?辑|"
    r"作\s?者|撰文者?|整理|编译|校对|[一二三终]校|排版|执笔人?|摄影|供图|文图|图文|审核|监制|"
    r"[终初复一二三]审|[一二三终]读|编审|签发|值班编委|值班主任|值班总编|设计|剪辑|实习生|主编"
)
#: Those that stand behind names without a blank: 记者邱晨通讯员李红.
_GLUED_WORDS = r"(?:特约|见习|实习|摄影)记者|通讯员|实习生"
_BARE = re.compile(
    rf"(?:^|(?<=[\s:：（(【\[〔，,；;、|｜丨/／>》】）)\]〕］□■◇◆●○◎▲△▼★☆＊*※►])|"
    rf"(?<=[\u3400-\u9fff]{{2}})(?={_GLUED_WORDS}))(?P<prefix>{_PREFIX})"
    r"(?P<word>(?:本期|本版|本页|值班|当班|当值|今日|特约|实习|见习|首席|职工|学生|特派|高级|资深|全媒体|融媒体?)?"
    rf"(?:{_BARE_WORDS}))"
    r"(?=[\s\u3400-\u9fff])\s{0,3}"
)
_OPEN_LABEL = re.compile(
    r"(?:^|(?<=[\s）)】|｜丨]))(?P<word>[\u3400-\u9fff]{2,6})\s{0,2}[:：]\s{0,3}"
)
_BEHIND = 12  # characters behind names that show whether a sentence goes on
_LONGEST_NAMES = 60  # after a label without a colon
_QUOTED = frozenset('“‘「『"')
#: Buttons and counters that follow a value on its line.
_VALUE_END = re.compile(
    r"\s(?:评论|分享|打印|字[号体]|浏览|点击|阅读|收藏|我要|我来|我有话|参与|关注|举报|微信|微博|查看|人气|更多|"
    r"图片来源|图源|题图|"
    r"[【\[]?\s?(?:大|小)\s(?:中|大|小)(?:\s|$|\]|】)|[【\[]字)"
)
#: What no label is without: a colon or a stroke after it, or one of the words that do without.
_MAY_BE_LABELLED = re.compile(rf"[:：∶︰﹕/／╱∕丨｜|┃．\]】]|\d{{4}}[-.年]|来源|稿源|{_BARE_WORDS}")
#: Where the next group of names begins within the value of a label without a colon.
_NEXT_BARE = re.compile(
    r"[\s，,、；;](?=[^\s，,、]{0,10}(?:记\s?者|通讯员|评论员|编辑|责编|網編|网编|校对|摄影|"
    r"审核|实习生|排版|[一二三终]审|[一二三终]校|值班|来源|图源))"
    rf"|[｜|丨）)】\]]|(?<=[\u3400-\u9fff]{{2}})(?={_GLUED_WORDS})"
)


#: 记者约翰·史密斯(John Smith)在他那本书里: behind the bracket a sentence goes on
_GOES_ON = re.compile(
    r"[（(][^（）()]{1,40}[）)](?![^\s]{0,8}(?:报道|报导|摄|文/|电|讯))[\u3400-\u9fff]{4}"
)


_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕", "［": "］"}
#: What is glued before a label that stands apart from the value before it.
_GLUED = re.compile(r"(?<=[\s|｜、，,；;])[\u3400-\u9fff]{1,6}$")


@dataclass(frozen=True, slots=True)
class Span:
    """One label with its value, and where in the text both stand."""

    role: str
    label: str  # as printed, without spaces within
    value: str
    start: int
    end: int
    affiliation: str | None = None  # 湘潭日报 in 湘潭日报记者


@dataclass(frozen=True, slots=True)
class _Label:
    """A label where it stands in a text; `prefix` is the affiliation glued before it."""

    start: int
    end: int
    word: str  # in simplified characters, without spaces
    prefix: str | None = None

    @property
    def first(self) -> int:
        """Where it begins with its affiliation."""
        return self.start - len(self.prefix or "")

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with another place."""
        return self.start < end and start < self.end


def spans_of(text: str, *, enclosed: bool = False) -> list[Span]:
    """The labels of a text, each with its value, in their order.

    None may overlap a surer one. In a text that was `enclosed` in brackets, whatever stands after
    记者 is taken for a name.
    """
    folded = simplified(text)
    if not _MAY_BE_LABELLED.search(folded):
        return []
    # of two that begin at one place, the one found later counts
    by_start = {label.start: label for label in _marked_labels(folded)}
    marked = list(by_start.values())
    labels = list(marked)
    for label in _bare_labels(folded, enclosed, marked):
        if not any(each.overlaps(label.start, label.end) for each in labels):
            labels.append(label)
    if labels:
        labels += _open_labels(folded, tuple(labels))
    in_order = sorted(labels, key=lambda label: label.start)
    return _with_values(text, [_as_printed(label, text) for label in in_order])


def _as_printed(label: _Label, text: str) -> _Label:
    """A label whose affiliation is in the characters of the text."""
    return replace(label, prefix=text[label.first : label.start] or None)


def _marked_labels(text: str) -> Iterator[_Label]:
    """Labels that a colon, a stroke or brackets mark: 来源：, 文丨, [来源]."""
    for match in _labels(text):
        word = re.sub(r"\s", "", match[match.lastgroup or 0])
        before = text[match.start() - 1 : match.start()]
        if len(word) == 1 and re.match(r"[\u3400-\u9fff]", before):
            continue  # 地图： is not 图：
        if word.isascii() and before.isalpha():
            continue  # Resource: is not Source:
        if text[: match.start()].rstrip()[-1:] in _QUOTED:
            continue  # 凡本网注明“来源：青棠网”的作品
        start = match.start()
        bare = word[-2:]
        if len(word) > 2 and text.startswith(word, start) and role_of(bare) in REPORTING:
            behind = start + len(word) - 2  # 青棠融媒记者： is of 青棠融媒
            if (prefix := _affiliation_before(text, behind, bare)) is not None:
                yield _Label(behind, match.end(), bare, prefix)
                continue
        yield _Label(start, match.end(), word, _affiliation_before(text, start, word))


def _bare_labels(text: str, enclosed: bool, marked: Sequence[_Label]) -> Iterator[_Label]:
    """Labels before names without a sign between them: 记者 付鼎臣. Marked ones end such names."""
    for match in _BARE.finditer(text):
        ends = (label.first for label in marked if label.first >= match.end())
        names = text[match.end() : min(ends, default=len(text))]
        if _are_names(names[:_LONGEST_NAMES], match, enclosed):
            word = re.sub(r"\s", "", match["word"])
            yield _Label(match.start("word"), match.end(), word, match["prefix"] or None)


def _open_labels(text: str, surer: Sequence[_Label]) -> Iterator[_Label]:
    """Labels that we do not know, beside the surer ones and before names: 策划：付鼎臣."""
    for match in _OPEN_LABEL.finditer(text):
        start, end = match.start("word"), match.end()
        if any(label.overlaps(start, end) for label in surer):
            continue
        if _people_follow(text[end:]):
            yield _Label(start, end, match["word"])


def _labels(text: str) -> Iterator[re.Match[str]]:
    yield from _LABEL.finditer(text)
    yield from _BEFORE_DATE.finditer(text)
    if "]" in text or "】" in text:
        yield from _BOXED.finditer(text)
    for match in _SPACED.finditer(text) if "源 " in text else ():
        source = text[match.end() :].split(maxsplit=1)[0]
        is_of_header = _DATED.search(text) and not _SENTENCE.search(text)
        if is_body(source) or (is_of_header and len(source) > _LONGEST_WORD):
            yield match  # a source of income is none


def _people_follow(rest: str) -> bool:
    """Whether what stands after an unknown label, up to the next one, is names of people alone."""
    value = re.split(r"[\s|｜丨]{0,3}[\u3400-\u9fff]{2,6}\s{0,2}[:：]", rest[:60], maxsplit=1)[0]
    names = read_names(value) if not re.search("[，。；！？]", value) else []
    return 0 < len(names) <= 5 and all(is_likely_person(name.name) for name in names)


def _are_names(following: str, label: re.Match[str], enclosed: bool) -> bool:
    """Whether names follow a label without a colon: 记者 before names, not 记者 in a sentence."""
    word, prefix = re.sub(r"\s", "", label["word"]), label["prefix"]
    if prefix and role_of(word) not in {*REPORTING, "editor"} and not is_body(prefix):
        return False
    printed = re.split(_NEXT_BARE, following)[0]
    if _GOES_ON.search(following[: len(printed) + _BEHIND]):
        return False
    names = read_names(reporting_names(printed), glued=True)
    return bool(names) and all(
        name.person and (enclosed or is_likely_person(name.name)) for name in names
    )


def _affiliation_before(text: str, at: int, word: str) -> str | None:
    """What is glued before a label: 湘潭日报 in 湘潭日报记者：."""
    if role_of(word) not in {*REPORTING, "editor"}:
        return None
    match = re.search(r"[\u3400-\u9fff·]{2,14}$", text[max(0, at - 14) : at])
    return match[0] if match and is_body(match[0]) else None


def _with_values(text: str, labels: list[_Label]) -> list[Span]:
    """Each label with what stands between it and the next, which keeps its affiliation."""
    spans: list[Span] = []
    for label, following in zip_longest(labels, labels[1:]):
        end = _end_of_value(text, label, following)
        span = _span(text, label, end)
        if spans and _names_photographer(spans[-1], span):
            picture = spans.pop()  # 图/青棠日报记者 林明 is one label
            span = replace(span, role="photographer", start=picture.start)
        spans.append(span)
    return spans


def _end_of_value(text: str, label: _Label, following: _Label | None) -> int:
    """Where a value ends: before the next label and the affiliation glued to that."""
    if following is None:
        return len(text)
    end, prefix = following.start, following.prefix
    value = text[label.end : end]
    is_source = role_of(label.word) == SOURCE and value == prefix  # 来源：青棠日报责任编辑：…
    if prefix and value.endswith(prefix) and not is_source:
        return end - len(prefix)
    glued = _GLUED.search(value)  # 指导 in 李红 指导编辑：王小明
    return end if glued is None or is_likely_person(glued[0]) else end - len(glued[0])


def _span(text: str, label: _Label, end: int) -> Span:
    """A label with the value that ends at `end`."""
    role = role_of(label.word)
    value = text[label.end : end]
    if role != ORIGINAL_TITLE:
        value = _within_bracket(text[: label.first], value)
    if role != SOURCE and (behind := _VALUE_END.search(simplified(value))):
        value = value[: behind.start()]
    value = value.strip() if role in (SOURCE, ORIGINAL_TITLE) else value.strip(TRIM)
    glued = label.prefix and text[: label.start].endswith(label.prefix)
    start = label.start - len(label.prefix) if label.prefix and glued else label.start
    word = "".join(text[label.start : label.end].split())[: len(label.word)]
    return Span(role, word, value, start, end, label.prefix)


def _within_bracket(before: str, value: str) -> str:
    """A value up to the end of the bracket that opens before its label: （編輯：李紅）1130713."""
    closing = _BRACKETS.get(before.rstrip()[-1:])
    return value.partition(closing)[0] if closing else value


def _names_photographer(before: Span, span: Span) -> bool:
    """Whether a reporter took the picture: the label of the picture, before it, names no one."""
    nameless = not before.value or is_body(before.value)
    return nameless and before.role == "photographer" and span.role in REPORTING
