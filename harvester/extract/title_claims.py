"""Claims of the displayed headline: the title, and the kicker and subtitle beside it."""

from __future__ import annotations

import re

from harvester.document.lines import Line, Lines, squeeze
from harvester.extract.claim import Claim, TextClaim, TitleClaim
from harvester.extract.line_kind import is_time_line
from harvester.extract.regions import Regions
from harvester.grammar import boilerplate

_TAGS = frozenset(
    ("原创", "转载", "独家", "组图", "图集", "视频", "置顶", "热", "荐", "推荐", "专题", "新")
)
_NEIGHBOURS = 3
_HEADLINE = 60
_KICKER = re.compile(
    r"(?:^|[\s_-])(?:pre|kicker|eyebrow|shoulder|yin_?ti|yt|jian_?ti|pre_?title|intro_?title|"
    r"article_kicker|shouldertitle)(?:$|[\s_-])",
    re.I,
)
_SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:sub|sub_?title|sub_?head(?:line)?|fu_?(?:bt|ti|biaoti)|fbt|ft|deck|standfirst|"
    r"sec_?title|second_?title)(?:$|[\s_-])",
    re.I,
)
_DASHED = re.compile(r"(?:——|--|—)\s?[^-—。：:]{3,40}")


def title_claims(lines: Lines, regions: Regions) -> list[Claim]:
    """The title as displayed, then the lines above and below it that are kicker and subtitle."""
    if regions.title is None:
        return []
    first, end = regions.title
    printed = " ".join(_untagged(line) for line in lines.items[first:end])
    where = f"displayed {lines.items[first].tag}"
    title = TitleClaim(printed=printed, value=printed, where=where, method="generic")
    above = lines.items[max(0, first - _NEIGHBOURS) : first]
    below = lines.items[end : end + _NEIGHBOURS]
    return [
        title,
        *(
            _neighbour("kicker", line, "kicker by its class")
            for line in above
            if _is_headline_of_class(line, _KICKER)
        ),
        *(
            _neighbour("subtitle", line, sign)
            for line in below
            if (sign := _subtitle_sign(line)) is not None
        ),
    ]


def _subtitle_sign(line: Line) -> str | None:
    """What shows a line below a title to be its subtitle (副题)."""
    if _is_headline_of_class(line, _SUBTITLE):
        return "subtitle by its class"
    return "dashes below the title" if _DASHED.fullmatch(line.text) else None


def _is_headline_of_class(line: Line, names: re.Pattern[str]) -> bool:
    """Whether a line reads like a headline, and its class or id is one of these names."""
    return _may_be_headline(line) and names.search(_class_and_id(line)) is not None


def _may_be_headline(line: Line) -> bool:
    return (
        1 < len(line.text) <= _HEADLINE
        and not is_time_line(line.text)
        and not re.search("[:：。]", line.text)
        and not boilerplate.is_navigation(line.text, line.linked)
    )


def _class_and_id(line: Line) -> str:
    return f"{line.element.get('class') or ''} {line.element.get('id') or ''}"


def _neighbour(field: str, line: Line, where: str) -> Claim:
    return TextClaim(field=field, printed=line.text, value=line.text, where=where, method="generic")


def _untagged(line: Line) -> str:
    """A line of a title without the tag that stands in an element of its own before or after it."""
    pieces = [piece for piece in line.pieces if piece.strip()]
    if len(pieces) > 1 and pieces[-1].strip() in _TAGS:
        pieces.pop()
    if len(pieces) > 1 and pieces[0].strip() in _TAGS:
        del pieces[0]
    return squeeze("".join(pieces))
