"""The label grammar: what is printed after 来源, 作者, 记者, 责编 … → a source and credits.

What stands without such a label is read by `harvester.grammar.bylines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from archive.model.article import Credit
from harvester.grammar.boilerplate import is_button
from harvester.grammar.labels import (
    ISSUERS,
    NOISE,
    ORIGINAL_TITLE,
    PUBLISHED,
    SOURCE,
    label_pattern,
    role_of,
)
from harvester.grammar.names import Name, is_body, is_likely_person, read_names
from harvester.model.places import is_place

_WORDS = label_pattern()
_PREFIX = r"[^\s:：，,。；;、（）()【】\[\]〔〕<>《》□■◇◆●○▲△★☆“”\"|｜丨/／!！?？]{0,14}?"
_COLON = r"\s{0,3}[:：∶︰]\s{0,3}"
_STROKE = r"\s{0,3}[/／丨｜|┃]\s{0,3}(?=\S)"
#: 责　编： / 文丨 / 记者 before names. What stands before 记者 and 编辑 is their affiliation.
_LABEL = re.compile(
    rf"(?P<word>{_WORDS}){_COLON}|(?<![\u3400-\u9fff])(?P<stroked>{_WORDS}){_STROKE}"
)
#: [来源]青棠日报
_BOXED = re.compile(
    r"[\[【]\s?(?P<word>(?:信息|稿件)?来源|稿源|作者|责任编辑|责编|编辑|供稿|发布(?:时间|日期|机构))"
    r"\s?[\]】]\s{0,3}(?![\[【]|$)"
)
#: 来源 青棠日报
_SPACED = re.compile(
    r"(?:^|(?<=[\s|｜]))(?P<word>(?:信息|稿件|文章|新闻)?来源|稿源)\s{1,3}(?=[\u3400-\u9fffA-Z《])"
)
_BARE = re.compile(
    rf"(?:^|(?<=[\s:：（(【\[〔，,；;、|｜丨/／>》□■◇◆●○▲△★☆]))(?P<prefix>{_PREFIX})"
    r"(?P<word>(?:本期|本版|本页|值班|当班|今日|特约|见习|实习|首席|职工|学生|特派|高级|资深|全媒体|融媒体?)?"
    r"(?:记\s?者|記者|通\s?讯\s?员|通訊員|评论员|評論員|责任编辑|责\s?编|网\s?编(?!辑)|编\s?辑|"
    r"編輯|作\s?者|撰文|校对|排版|"
    r"执笔|执笔人|摄影|供图|文图|图文|审核|监制|终审|初审|复审|一审|二审|三审|编审|签发|设计|"
    r"剪辑|实习生|主编))"
    r"(?=[\s\u3400-\u9fff])\s{0,3}"
)
_OPEN_LABEL = re.compile(
    r"(?:^|(?<=[\s）)】|｜丨]))(?P<word>[\u3400-\u9fff]{2,6})\s{0,2}[:：]\s{0,3}"
)
#: Roles whose label may stand before names without a colon.
_SPOKEN = frozenset(("reporter", "correspondent", "commentator"))
#: Signs about a value that are no part of it.
TRIM = ' \t|｜丨/／·•[]【】()（）<>〔〕－-—_,，、;；。."“”□■◇◆●▲▼※☆★♦'
_AFTER_NAMES = re.compile(
    r"(?<=[\u3400-\u9fff\s])(?:发自|摄影报道|综合报道|报道|報導|報道|报导|整理|采写|编译|来自|(?:摄|供图|"
    r"摄影)(?=$|\s)|"
    r"(?<=\s)(?:讯|电|文|图|文图|图文)(?=$|\s)|[/／][文图])"
)
_SOURCE_END = re.compile(
    r"[。；;]|[】\]]\s?[【\[]|\s?[【\[]字|(?<=\S)\s[【\[]|\d{4}[-年/.]\d{1,2}|https?:"
)
_HANZI_AFTER_LATIN = re.compile(r"\s(?=[\u3400-\u9fff])")
_NEXT_WORD = re.compile(r"(?<=[\u3400-\u9fff）)》\]])\s+(?![（(\[])")
_BEFORE_BRACKET = re.compile(r"\s(?=[（(\[【])")
_SITE = re.compile(
    r"\s?[（(]\s?(?:www\.|https?:|ID[:：])[^（）()\s]{1,80}[）)]?"
)  # 红网(www.rednet.cn)
_QUOTED = frozenset('“‘「『"')
#: Buttons and counters that follow a value on its line.
_VALUE_END = re.compile(
    r"\s(?:评论|分享|打印|字[号体]|浏览|点击|阅读|收藏|我要|我来|我有话|参与|关注|举报|微信|微博|查看|人气|更多|"
    r"图片来源|图源|题图|"
    r"[【\[]?\s?(?:大|小)\s(?:中|大|小)(?:\s|$|\]|】)|[【\[]字)"
)
#: 本文来源于人民日报, a line of its own
_TOLD = re.compile(
    r"(本文来源于|本文来自|转载自|本文转自|转自|摘自|选自|来源于)\s{0,3}([^，。！？]{2,20})"
)
#: What may stand before a label without being text: 整合, 药剂科供稿.
_NO_REST = re.compile(
    r"整合|综合|整理|出品|策划|\S{0,20}(?:供稿|供图|制图|出品|编发)|《[^》]{1,12}》"
)
_MEDIUM_BEFORE = re.compile(r"[\w·]{2,12}")
#: 记者王小明／台北报道
_PLACE_STROKED = re.compile(r"[/／][\u3400-\u9fff]{2,6}(?:报道|報導|报导|報道|电|電|讯|訊)")
#: 林雅琴花蓮報導, where no stroke parts name and place
_PLACE_GLUED = re.compile(
    r"(?<![\u3400-\u9fff])(?:([\u3400-\u9fff]{2,3})[\u3400-\u9fff]{2}[縣市鎮鄉區]|"
    r"([\u3400-\u9fff]{2,3})[\u3400-\u9fff]{2,3})(?:報導|報道|报导)$"
)
#: 记者 付鼎臣 长沙报道
_PLACE_APART = re.compile(r"\s([\u3400-\u9fff]{2,6}?)(?:报道|報導|摄影报道|电$)")
#: 记者王小明台北13日电
_PLACE_AND_DAY = re.compile(
    r"(?<=[\u3400-\u9fff\s]{2})(?<![、，,])[\u3400-\u9fff]{2}\s?\d{1,2}日(?:电|電|讯|訊).{0,20}$"
)
#: What no label is without: a colon or a stroke after it, or one of the words that do without.
_MAY_BE_LABELLED = re.compile(
    r"[:：∶︰/／丨｜|┃\]】]|来源|稿源|记\s?者|記者|通\s?讯\s?员|通訊員|评论员|評論員|责\s?编|编\s?辑|編輯|作\s?者|撰文|校对|"
    r"排版|执笔|摄影|供图|文图|图文|审核|监制|[终初复一二三]审|编审|签发|设计|剪辑|实习生|主编"
)
#: Where the next group of names begins within the value of a label without a colon.
_NEXT_BARE = re.compile(
    r"[\s，,、；;](?=[^\s，,、]{0,10}(?:记\s?者|通讯员|评论员|编辑|责编|网编|校对|摄影|审核|实习生|"
    r"排版|来源|图源))"
    r"|[｜|丨）)】\]]"
)
_MEDIUM_TAIL = re.compile(
    r"\s(?:\d|点击|浏览|阅读|字体|字号|分享|评论|编辑|责编|作者|我要|打印|收藏|关注|大|中|小)"
)


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
class Credits:
    """What a line of labels says. `rest` is what no label accounts for."""

    source: str | None = None
    original_title: str | None = None
    credits: tuple[Credit, ...] = ()
    spans: tuple[Span, ...] = ()
    rest: str = ""

    @property
    def whole(self) -> bool:
        """Whether the line says nothing else."""
        return bool(self.spans) and not self.rest


@lru_cache(maxsize=1024)  # a line is asked what it is, and later what it says
def read_credits(text: str, *, open_labels: bool = False, enclosed: bool = False) -> Credits:
    """The source and the credits that a line of labels prints, in their order.

    A label that we do not know is a role as well, as it is printed, where names of people follow
    it: beside a label that we know, and with `open_labels` anywhere. In a text that was `enclosed`
    in brackets, whatever stands after 记者 is taken for a name.

    >>> found = read_credits("来源：湘潭日报 作者：付鼎臣 谭利波 编辑：凌雨晴-湘潭站")
    >>> found.source, [(c.role, c.name, c.affiliation) for c in found.credits]
    ('湘潭日报', [('author', '付鼎臣', None), ('author', '谭利波', None), ('editor', '凌雨晴', '湘潭站')])
    """  # noqa: E501  (the doctest shows one whole line)
    text = text[:1000]
    spans = _spans(text, open_labels, enclosed)
    by_label = sorted(spans, key=lambda span: span.label in ISSUERS)
    source = next((s for s in map(_source_of, by_label) if s), None)
    if not spans and (told := _TOLD.fullmatch(text.strip(TRIM))):
        span = Span(SOURCE, told[1], told[2], 0, len(text))
        return Credits(source=read_source(told[2]), spans=(span,))
    original = next(
        (_unquoted(_balanced(s.value)) for s in spans if s.role == ORIGINAL_TITLE and s.value), None
    )
    credits: list[Credit] = []
    for span in spans:
        credits.extend(credits_of(span, len(credits)))
    return Credits(source, original, tuple(credits), tuple(spans), _rest(text, spans))


@dataclass(frozen=True, slots=True)
class _Label:
    """A label where it stands in a text; `prefix` is the affiliation glued before it."""

    start: int
    end: int
    word: str  # without spaces
    prefix: str | None = None

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with another place."""
        return self.start < end and start < self.end


def _spans(text: str, open_labels: bool, enclosed: bool) -> list[Span]:
    """The labels of a text, each with its value, in their order.

    A label with a colon is sure; one without counts only where names follow, and one that we do
    not know only beside others. None may overlap a surer one.
    """
    if not _MAY_BE_LABELLED.search(text):
        return []
    # of two that begin at one place, the one found later counts
    by_start = {label.start: label for label in _marked_labels(text)}
    labels = list(by_start.values())
    for label in _bare_labels(text, enclosed):
        if not any(each.overlaps(label.start, label.end) for each in labels):
            labels.append(label)
    if labels or open_labels:
        surer = tuple(labels)
        labels += [
            label
            for label in _open_labels(text)
            if not any(each.overlaps(label.start, label.end) for each in surer)
        ]
    return _with_values(text, sorted(labels, key=lambda label: label.start))


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
        prefix = _affiliation_before(text, match.start(), word)
        yield _Label(match.start(), match.end(), word, prefix)


def _bare_labels(text: str, enclosed: bool) -> Iterator[_Label]:
    """Labels before names without a sign between them: 记者 付鼎臣."""
    for match in _BARE.finditer(text):
        if _names_follow(text, match, enclosed):
            word = re.sub(r"\s", "", match["word"])
            yield _Label(match.start("word"), match.end(), word, match["prefix"] or None)


def _open_labels(text: str) -> Iterator[_Label]:
    """Labels that we do not know, before names of people: 策划：付鼎臣."""
    for match in _OPEN_LABEL.finditer(text):
        if _people_follow(text[match.end() :]):
            yield _Label(match.start("word"), match.end(), match["word"])


def _labels(text: str) -> Iterator[re.Match[str]]:
    yield from _LABEL.finditer(text)
    if "]" in text or "】" in text:
        yield from _BOXED.finditer(text)
    for match in _SPACED.finditer(text) if "源 " in text else ():
        if is_body(text[match.end() :].split(maxsplit=1)[0]):  # a source of income is none
            yield match


def _people_follow(rest: str) -> bool:
    """Whether what stands after an unknown label, up to the next one, is names of people alone."""
    value = re.split(r"[\s|｜丨]{0,3}[\u3400-\u9fff]{2,6}\s{0,2}[:：]", rest[:60], maxsplit=1)[0]
    names = read_names(value) if not re.search("[，。；！？]", value) else []
    return 0 < len(names) <= 5 and all(is_likely_person(name.name) for name in names)


def _names_follow(text: str, match: re.Match[str], enclosed: bool) -> bool:
    """Whether a label without a colon is one: 记者 before names, not 记者 in a sentence."""
    word, prefix = re.sub(r"\s", "", match["word"]), match["prefix"]
    if prefix and role_of(word) not in {*_SPOKEN, "editor"}:
        return False
    names = read_names(
        _spoken(re.split(_NEXT_BARE, text[match.end() : match.end() + 60])[0]), glued=True
    )
    return bool(names) and all(
        name.person and (enclosed or is_likely_person(name.name)) for name in names
    )


def _spoken(value: str) -> str:
    """The names at the head of what follows 记者: 罗明苏红发自北京 → 罗明苏红."""
    value = _PLACE_STROKED.split(value.strip(TRIM), maxsplit=1)[0]
    value = _PLACE_AND_DAY.sub("", _PLACE_GLUED.sub(r"\1\2", value))
    if (placed := _PLACE_APART.search(value)) and is_place(placed[1]):
        value = value[: placed.start()]
    value = re.split(r"\d|[（(：:。，！？“《]", value, maxsplit=1)[0]
    return _AFTER_NAMES.split(value.strip(), maxsplit=1)[0]


def _affiliation_before(text: str, at: int, word: str) -> str | None:
    """What is glued before a label: 湘潭日报 in 湘潭日报记者：."""
    if role_of(word) not in {*_SPOKEN, "editor"}:
        return None
    found = re.search(r"[\u3400-\u9fff·]{2,14}$", text[max(0, at - 14) : at])
    return found[0] if found and is_body(found[0]) else None


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
    return end - len(prefix) if prefix and text[label.end : end].endswith(prefix) else end


def _span(text: str, label: _Label, end: int) -> Span:
    """A label with the value that ends at `end`."""
    role = role_of(label.word)
    value = text[label.end : end]
    if role != SOURCE:
        value = _VALUE_END.split(value, maxsplit=1)[0]
    value = value.strip() if role in (SOURCE, ORIGINAL_TITLE) else value.strip(TRIM)
    glued = label.prefix and text[: label.start].endswith(label.prefix)
    start = label.start - len(label.prefix) if label.prefix and glued else label.start
    return Span(role, label.word, value, start, end, label.prefix)


def _names_photographer(before: Span, span: Span) -> bool:
    """Whether a reporter took the picture: the label of the picture, before it, names no one."""
    nameless = not before.value or is_body(before.value)
    return nameless and before.role == "photographer" and span.role in _SPOKEN


def _source_of(span: Span) -> str | None:
    return read_source(span.value) if span.role == SOURCE else None


def read_source(printed: str) -> str | None:
    """The medium in what is printed after 来源, without what follows it on the line.

    >>> read_source("[ 央视新闻客户端 ] 中国青年网")
    '央视新闻客户端'
    """
    text = _SITE.sub("", printed)
    text = _SOURCE_END.split(text, maxsplit=1)[0]
    text = text.strip(" \t|｜丨/／·•—_,，、;；。:：－-")
    text = text[1:] if text[:1] in "[【（(" and text[-1:] not in "]】）)" else text
    if text[:1] + text[-1:] in ("[]", "【】", "（）", "()"):
        text = text[1:-1].strip()
    text = _MEDIUM_TAIL.split(text, maxsplit=1)[0]
    if re.match(r"[A-Za-z]", text):
        text = _HANZI_AFTER_LATIN.split(text, maxsplit=1)[0]
    else:
        text = _NEXT_WORD.split(text.strip(), maxsplit=1)[0]
    text = text.strip(' \t|｜丨/／·•●◆■▲★,，、:：-－—_"')
    text = _unquoted(_balanced(text if text.count("“") == text.count("”") else text.strip("“”")))
    named = 1 < len(text) <= 40 and text not in ("来源", "作者", "未知") and not is_button(text)
    return text if named else None


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


def credits_of(span: Span, before: int) -> list[Credit]:
    """The credits of a label with its value; `before` of the line stand before them."""
    if span.role in (SOURCE, ORIGINAL_TITLE, PUBLISHED, NOISE):
        return []
    value, role = span.value, span.role
    spoken = role in _SPOKEN
    if spoken:
        if re.search(r"摄$|供图$", value):
            role = "photographer"
        value = _spoken(value)
    credits: list[Credit] = []
    for name in read_names(value, glued=spoken):
        affiliation = name.affiliation or span.affiliation
        kind = role if name.person else "organisation"
        credits.append(_credit(kind, span.label, name, affiliation, before + len(credits) + 1))
    return credits


def _credit(role: str, label: str, name: Name, affiliation: str | None, position: int) -> Credit:
    return Credit(
        role=role, role_printed=label, name=name.name, affiliation=affiliation, position=position
    )


def _rest(text: str, spans: list[Span]) -> str:
    """What stands before the first label; a value that reads like prose is a rest as well."""
    if not spans:
        return text.strip(TRIM)
    rest = [text[: spans[0].start].strip(TRIM)]
    rest += [span.value for span in spans if len(span.value) > 60 and span.role != ORIGINAL_TITLE]
    before = text[: spans[0].start].strip()
    if spans[0].role in _SPOKEN and _MEDIUM_BEFORE.fullmatch(before) and is_body(before):
        del rest[0]  # 青棠网 新棠APP记者 陈国栋
    return " ".join(p for p in rest if p and not is_button(p) and not _NO_REST.fullmatch(p))
