"""Names of media: the known ones with their aliases, and how names of media end.

The data stand in archive/knowledge/media.tsv, media_endings.tsv and media_sections.tsv.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from archive.knowledge.places import is_place
from archive.knowledge.table import read_table

_LONGEST = 30  # characters of a name
_SHORTEST = 3  # characters of a name that is not listed
_REMEMBERED = 4_096  # names
_OF_OTHERS = "none"  # marks an ending that is not one of media
#: What is no part of a name: blanks, quotation marks, brackets.
_SIGNS = re.compile(r"[\s《》“”\"'「」『』（）()【】\[\]@]")
_NO_NAME = re.compile(r"[，。！？：；、,;!?:]|\d{4}")
#: What an outlet's accounts and editions on other platforms are called.
_ACCOUNT = re.compile(
    r"(?:新闻客户端|客户端|客戶端|新闻APP|APP|手机版|电子版|数字报|官方网站|官网|网站|官方微信|官方微博|"
    r"微信公众号|公众号|微信|微博|视频号|抖音号|头条号|百家号|社)$",
    re.IGNORECASE,
)


#: What the name of a section may end in.
_OF_SECTION = re.compile("(?<=..)(?:新闻|新聞|要闻|要聞|频道|頻道|专区|專區)$")


@cache
def media_aliases() -> dict[str, str]:
    """Each name of a medium → its own name.

    >>> media_aliases()["湘潭在线"]
    '湘潭日报'
    """
    return {alias: names[0] for names in read_table("media.tsv") for alias in names}


@lru_cache(_REMEMBERED)
def canonical_medium(name: str) -> str | None:
    """The own name of a known medium for any of its names; None for any other name.

    Names of its accounts (…客户端, …微信公众号) are names of the medium.

    >>> canonical_medium("湘潭在线"), canonical_medium("《湘潭日报》微信公众号")
    ('湘潭日报', '湘潭日报')
    >>> canonical_medium("澜江日报") is None
    True
    """
    bare = _bare(name)
    known = _bare_names().get(bare)
    return known or _bare_names().get(_ACCOUNT.sub("", bare))


@lru_cache(_REMEMBERED)
def looks_like_medium(name: str) -> bool:
    """Whether a name is that of a known medium, or ends like the name of one.

    >>> [looks_like_medium(name) for name in ("界面", "澜江日报", "互联网", "澜江市公安局")]
    [True, True, False, False]
    """
    if len(name) > _LONGEST or _NO_NAME.search(name):
        return False
    bare = _SIGNS.sub("", name)
    return canonical_medium(name) is not None or _ends_like_medium(bare) or _is_section(bare)


def is_section(name: str) -> bool:
    """Whether a text is what a section of a medium is called, and nothing else.

    >>> [is_section(name) for name in ("文化", "基层动态", "香港新聞", "要闻频道", "极目新闻")]
    [True, True, True, True, False]
    """
    bare = _OF_SECTION.sub("", name)
    if _section_pattern().fullmatch(bare):
        return canonical_medium(name) is None
    return bare != name and is_place(bare)


@cache
def _section_pattern() -> re.Pattern[str]:
    """Words for sections, one or several: 县区 动态."""
    return re.compile(f"(?:{'|'.join(map(re.escape, _sections()))})+")


def ends_in_section(name: str) -> bool:
    """Whether a name ends like that of a department of news: 青禾社会.

    >>> ends_in_section("青禾社会"), ends_in_section("青禾日报")
    (True, False)
    """
    return name.endswith(_sections("news"))


def _is_section(name: str) -> bool:
    """Whether a name is that of a known medium with one of its sections or a place: 新浪汽车."""
    return any(
        _bare_names().get(name[:at].lower()) is not None and _names_sections(name[at:])
        for at in range(2, len(name) - 1)
    )


def _names_sections(rest: str) -> bool:
    """Whether a text is sections, places and strokes alone."""
    sections = "|".join(map(re.escape, _sections()))
    parts = re.sub(rf"{sections}|[-－—·|]", " ", rest).split()
    return all(map(is_place, parts))


@cache
def _sections(kind: str | None = None) -> tuple[str, ...]:
    rows = (row for row in read_table("media_sections.tsv") if kind in (None, row[0]))
    words = [word for _, row in rows for word in row.split()]
    return tuple(sorted(words, key=len, reverse=True))


def _ends_like_medium(name: str) -> bool:
    """Whether a name ends like that of a medium, and with no other word of that end."""
    for end, words in _endings().get(name[-1:], ()):
        if name.endswith(end):
            long_enough = len(name) >= max(_SHORTEST, len(end) + 1)
            return long_enough and name not in words and _OF_OTHERS not in words
    return False


@cache
def _endings() -> Mapping[str, list[tuple[str, frozenset[str]]]]:
    """The last character of an ending → such endings, the longest first, each with its words."""
    by_last: defaultdict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    rows = sorted(read_table("media_endings.tsv"), key=lambda row: -len(row[0]))
    for end, *words in rows:
        by_last[end[-1]].append((end, frozenset(" ".join(words).split())))
    return by_last


@cache
def _bare_names() -> dict[str, str]:
    return {_bare(alias): own for alias, own in media_aliases().items()}


def _bare(name: str) -> str:
    return _SIGNS.sub("", name).lower()
