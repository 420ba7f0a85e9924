"""Names where someone reports: 记者 罗明苏红发自北京, and no colon ends or begins them."""

from __future__ import annotations

import re

from harvester.model.places import is_place

#: Roles whose label may stand before names without a colon.
REPORTING = frozenset(("reporter", "correspondent", "commentator"))
#: Signs about a value that are no part of it.
TRIM = ' \t|｜丨/／·•[]【】()（）<>〔〕－-—_,，、;；。."“”□■◇◆●▲▼※☆★♦'
_AFTER_NAMES = re.compile(
    r"(?<=[\u3400-\u9fff\s])(?:发自|摄影报道|综合报道|报道|報導|報道|报导|整理|采写|编译|来自|(?:摄|供图|"
    r"摄影)(?=$|\s)|"
    r"(?<=\s)(?:讯|电|文|图|文图|图文)(?=$|\s)|[/／][文图])"
)
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


def reporting_names(value: str) -> str:
    """The names at the head of what follows 记者: 罗明苏红发自北京 → 罗明苏红."""
    value = _PLACE_STROKED.split(value.strip(TRIM), maxsplit=1)[0]
    value = _PLACE_AND_DAY.sub("", _PLACE_GLUED.sub(r"\1\2", value))
    if (placed := _PLACE_APART.search(value)) and is_place(placed[1]):
        value = value[: placed.start()]
    value = re.split(r"\d|[（(：:。，！？“《]", value, maxsplit=1)[0]
    return _AFTER_NAMES.split(value.strip(), maxsplit=1)[0]
