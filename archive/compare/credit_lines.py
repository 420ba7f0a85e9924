"""Parse who is named as the source of a text: in its source field, its dateline, its last line.

`澜江日报全媒体记者 张三` names 澜江日报, `A、B` names two media, 网络 and 见水印 name nobody. A
picture's credit is none of the text.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from archive.analysis.terms import fold
from archive.knowledge.media import media_aliases
from archive.knowledge.sources import agency_names, no_sources
from archive.knowledge.surnames import surnames

_REMEMBERED = 10_000  # sources; most articles name one of a few
_EDGE = 200  # characters at the edges of a body where a credit stands
_LONGEST = 40  # characters of a name

_LABELS = (
    r"文章来源|信息来源|稿件来源|新闻来源|转载自|轉載自|转自|轉自|来源|來源|稿源|原载|原載|"
    r"出典|引用元|配信元|転載元|Originally published (?:by|in|on)|First published (?:by|in|on)|"
    r"This (?:article|story) (?:was )?(?:originally |first )?(?:appeared|published) (?:by|in|on)|"
    r"(?:Dieser (?:Artikel|Beitrag) (?:ist|erschien) )?[Zz]uerst (?:erschienen )?(?:in|bei|auf)|"
    r"Source|Quelle"
)
#: A label at the beginning of a line, a sentence or a bracket; 图片来源 is a picture's.
_LABEL = re.compile(
    r"(?:^|(?<=[\s　（(【\[。；;|｜]))(?<!Photo )(?<!Image )(?<!Picture )(?<!Data )"
    r"(?:本文)?(?:" + _LABELS + r")于?\s*[:：|｜]?\s*"
)
_NAMED = re.compile(r"《?([^。，：:；;\n（）()《》【】|]{2,40})")

#: What parts two media in one source.
_PARTS = re.compile(r"[、，,;；|｜/／+＋&＆\n\t]|\s+(?:and|und)\s+|》\s*《")
_BLANKS = re.compile(r"(?<=[^\x00-\x7f])[\s　]+(?=[^\x00-\x7f])")
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*(?:[）)】\]]|$)")
_DATE = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*\d{1,2}\s*日?)?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|"
    r"\d{1,2}月\d{1,2}日|第?\s*[A-Za-z]?\d{1,3}\s*版"
)
#: A person's part in it, and whatever stands behind that.
_ROLE = re.compile(
    r"(?:全媒体|全媒體|融媒体?|本报|首席|见习|實習|实习|特约|特約|特派|视频|文字|摄影|駐\w{1,4}|驻\w{1,4})*"
    r"(?:记者|記者|通讯员|通訊員|特派员|評論員|评论员|编辑|編輯|编译|編譯|作者|撰文|责编|校对|采写|"
    r"整理|供图|供稿|图文|文/图|文图).*$"
)
_BEFORE = re.compile(
    r"^(?:综合|綜合|据|據|转自|轉自|转载自|原载|via\s|from\s|by\s|von\s|the\s|©|copyright)+\s*",
    re.I,
)
_AFTER = re.compile(
    r"(?:等(?:媒体)?|综合报道|综合整理|报道|報道|報導|消息|电讯|電訊|讯|訊|[日电電]电|电|電|配信|提供|供稿)$"
)

_ACCORDING = re.compile(
    r"^[\s　]*(?:据|據|综合|綜合)?《?([^\s，。、：:；;（）()《》\d]{2,12}?)》?"
    r"(?:客户端|記者|记者)?(?:消息|报道|報道|報導)[，,：:]"
)
_LEAST_ASCII = 4  # letters of an agency's name that need no dash behind the dateline


@lru_cache(_REMEMBERED)
def media_in_source(source: str) -> tuple[str, ...]:
    """The media that a printed source names, in its order.

    >>> media_in_source("澜江日报全媒体记者 张三"), media_in_source("澜江日报、掌上澜江")
    (('澜江日报',), ('澜江日报', '掌上澜江'))
    >>> media_in_source("网络"), media_in_source("2022-07-22"), media_in_source("AFP/dpa")
    ((), (), ('AFP', 'dpa'))
    """
    text = _LABEL.sub("", _DATE.sub(" ", _BRACKETS.sub(" ", source)), count=1)
    parts = [part for each in _PARTS.split(text) for part in _BLANKS.split(each.strip())]
    names: dict[str, None] = {}
    for part in parts:
        if _ROLE.match(part):
            break  # what follows are persons
        name = _name_in(part)
        if name:
            names[name] = None
        if _ROLE.search(part):
            break
    return tuple(names)


def _name_in(part: str) -> str | None:
    """The name in one part of a source; None where it names nobody."""
    name = _ROLE.sub("", part).strip(" \t　《》“”\"'‘’「」·-–—:：.")
    name = _BEFORE.sub("", name).strip()
    shorter = _AFTER.sub("", name).strip()
    if not _names_nobody(name):
        name = shorter or name
    if not 2 <= len(name) <= _LONGEST or _names_nobody(name) or _is_person(name):
        return None
    return name


def _names_nobody(name: str) -> bool:
    folded = fold(name).lower()
    return folded in _nobody() or not re.search(r"[^\W\d]", folded)


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(fold, no_sources()))


def _is_person(name: str) -> bool:
    """Whether a name of two or three characters is a person's, as far as a surname tells."""
    known = name in media_aliases() or name in agency_names()
    return (
        2 <= len(name) <= 3
        and name[0] in surnames().common
        and not known
        and not re.search(r"[报網网社台刊视]", name)
    )


def credit_in_text(body: str) -> str | None:
    r"""The medium that a text itself names as its source, at its beginning or its end.

    >>> credit_in_text("新华社北京7月22日电 路灯亮了。")
    '新华社'
    >>> credit_in_text("路灯亮了。\n（转载自：湘潭日报）")
    '湘潭日报'
    >>> credit_in_text("PARIS, July 22 (Reuters) - The lamps are lit.")
    'Reuters'
    >>> credit_in_text("路灯亮了。\n（图片来源：见水印）") is None
    True
    """
    head, tail = body[:_EDGE], body[max(0, len(body) - _EDGE) :]
    return _dateline(head) or _according(head) or _labelled(head) or _labelled(tail) or _last(tail)


def _dateline(head: str) -> str | None:
    for pattern in _datelines():
        if match := pattern.match(head):
            return match[1]
    return None


def _according(head: str) -> str | None:
    match = _ACCORDING.match(head)
    names = media_in_source(match[1]) if match else ()
    return names[0] if names else None


def _labelled(edge: str) -> str | None:
    """The medium behind a label such as 来源, Source, Quelle."""
    for label in _LABEL.finditer(edge):
        match = _NAMED.match(edge, label.end())
        colon = edge[label.start() : label.end()].rstrip()[-1:] in ":：|｜"
        names = media_in_source(match[1]) if match and (colon or _is_verb(label[0])) else ()
        if names:
            return names[0]
    return None


def _is_verb(label: str) -> bool:
    """Whether a label needs no colon behind it: 转自, Originally published by."""
    return bool(re.match(r"转|轉|原|配信|Orig|First|This|Dies|[Zz]uerst", label))


def _last(tail: str) -> str | None:
    """An agency by itself at the end: `(dpa)`, `— AFP`, `（新华社）`."""
    match = _signature().search(tail)
    return match[1] if match else None


@cache
def _datelines() -> tuple[re.Pattern[str], ...]:
    """How agencies begin: 新华社北京7月22日电, （中央社台北3日電）, PARIS (Reuters) -."""
    names = sorted(agency_names(), key=len, reverse=True)
    chinese = "|".join(re.escape(name) for name in names if not name.isascii())
    latin = "|".join(re.escape(name) for name in names if name.isascii())
    long = "|".join(
        re.escape(name) for name in names if name.isascii() and len(name) >= _LEAST_ASCII
    )
    return (
        re.compile(
            rf"[\s　]*(?:据|據|综合|綜合)?({chinese})[^，。\n]{{0,16}}?"
            r"(?:\d+日(?:电|電|讯|訊|报道|報道|報導)|(?:电|電|消息|报道|報道|報導)[，,：:（(\s])"
        ),
        re.compile(
            rf"[^\n。，]{{0,12}}[（(【\[［][^）)】\]］\n]{{0,14}}?({chinese})[^）)】\]］\n]{{0,24}}[）)】\]］]"
        ),
        re.compile(rf"[^\n]{{0,60}}?[(（\[]({latin})(?:[/,][^)）\]\n]{{0,20}})?[)）\]]\s*[-–—―.:]"),
        re.compile(rf"[A-ZÄÖÜ][A-ZÄÖÜ .,/-]+[^\n()]{{0,20}}\(({latin})\)"),
        re.compile(rf"[^\n]{{0,60}}?[(（\[]({long})(?:[/,][^)）\]\n]{{0,20}})?[)）\]]"),
    )


@cache
def _signature() -> re.Pattern[str]:
    """An agency in brackets, behind a dash or on a line of its own, at the end of a text."""
    names = sorted(agency_names(), key=len, reverse=True)
    every = "|".join(map(re.escape, names))
    before = r"(?:©|Copyright|Von|By|Mit Material von|Text)[\s:：]*(?:\d{4}\s*)?"
    others = r"(?:\s*[/,、，]\s*[\w.-]{2,20}){0,3}"
    return re.compile(
        rf"(?:\n|[（(\[【]|[-–—―©])\s*(?:{before})?({every}){others}\s*[）)\]】]?[\s。.]*$"
    )
