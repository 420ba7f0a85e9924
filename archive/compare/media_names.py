"""Names of media: their aliases, and which article credits which.

湘潭日报, 湘潭日报社 and 湘潭在线 are one medium; `archive.knowledge.media` lists such names, and
the ends of names that add nothing (社, 客户端, 微信公众号 …) are dropped.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from archive.analysis.terms import fold
from archive.compare.publication import Publication, Text
from archive.knowledge.media import media_aliases

_ENDS = re.compile(
    r"(?:网站|官网|官方|新闻|客户端|手机版|电子版|数字报|微信|公众号|微博|视频号|抖音号?|头条号|"
    r"综合|讯|电|社|网|app)+$"
)
_REMEMBERED = 10_000  # names; most articles name one of a few
_LEAST = 3  # characters of a name that must be left
_CREDITED = re.compile(
    r"(?:来源|转载自|转自|稿源|原载)[于]?\s*[:：|]?\s*《?([^\s，。、：:；;（）()《》【】|]{2,20})》?"
)
_ACCORDING = re.compile(
    r"^\s*(?:据|综合)?《?([^\s，。、：:；;（）()《》\d]{2,12}?)》?(?:客户端|记者)?(?:消息|报道)[，,：:]"
)
_AGENCY = re.compile(
    r"^\s*(?:据)?(新华社|中新社|中新网|人民网|央视网|新华网)[^，。\n]{0,12}\d+日(?:电|讯)"
)
_EDGE = 200  # characters at the edges of a body where a credit stands
_PUBLIC_BODY = re.compile(
    r"(?:政府|公安|警方|交警|消防|法院|检察院|委员会|纪委|监委|[省市州县区]委|宣传部|组织部|国务院|外交部|"
    r"指挥部|办公室|气象台|气象局|疾控中心|水文中心|[省市州县区]\w{0,8}[局厅办]|\w局$|\w厅$|应急管理|"
    r"海关|税务|自然资源|[省市州县区镇]发布$|\w政务|\w人社|\w教育发布)"
)
_MEDIUM = re.compile(r"日报|晚报|早报|时报|都市报|商报|晨报|周刊|电视台|广播|新闻网|通讯社|融媒")


@cache
def _own_names() -> dict[str, str]:
    """Each name of a medium → its own name, both as they are compared."""
    return {_bare(alias): _bare(name) for alias, name in media_aliases().items()}


@lru_cache(_REMEMBERED)
def canonical_medium(name: str) -> str:
    """The one name of a medium for any of its names.

    >>> {canonical_medium(name) for name in ("湘潭日报社", "湘潭在线", "湘潭日报")}
    {'湘潭日报'}
    >>> canonical_medium("澜江日报社")
    '澜江日报'
    >>> canonical_medium("红网") == canonical_medium("湘潭日报")
    False
    """
    bare = _bare(name)
    if bare in _own_names():
        return _own_names()[bare]
    short = _ENDS.sub("", bare)
    bare = short if len(short) >= _LEAST else bare
    return _own_names().get(bare, bare)


def media_of(text: Publication) -> frozenset[str]:
    """The media of an article's station: 红网·湘潭站 is 红网 too."""
    names = {part for name in text.names for part in (name, *re.split(r"[·•・|]", name)) if part}
    return frozenset(canonical_medium(name) for name in names)


def credits_station(text: Publication, station: Publication) -> bool:
    """Whether an article's source names another article's station."""
    return text.credits is not None and canonical_medium(text.credits) in media_of(station)


def names_outlet(text: Text, other: Text) -> bool:
    """Whether an article names the other's outlet, as its source or in its text."""
    if credits_station(text, other):
        return True
    head = fold(text.body[:200] + text.body[-200:])
    return any(len(name) >= _LEAST and name in head for name in media_of(other))


def credit_in_text(body: str) -> str | None:
    r"""The medium that a text itself names as its source, at its beginning or its end.

    >>> credit_in_text("新华社北京7月22日电 路灯亮了。")
    '新华社'
    >>> credit_in_text("路灯亮了。\n（转载自：湘潭日报）")
    '湘潭日报'
    """
    agency = _AGENCY.match(body) or _ACCORDING.match(body)
    if agency:
        return agency[1]
    found = _CREDITED.search(body, 0, _EDGE) or _CREDITED.search(body, max(0, len(body) - _EDGE))
    return found[1] if found else None


@lru_cache(_REMEMBERED)
def is_public_body(source: str) -> bool:
    """Whether a source is an office that makes statements rather than a medium.

    >>> is_public_body("湘潭市公安局"), is_public_body("湘潭日报")
    (True, False)
    """
    return bool(_PUBLIC_BODY.search(source)) and not _MEDIUM.search(source)


def is_office(text: Publication) -> bool:
    """Whether an article's station is an office rather than a medium: 湘潭市水利局."""
    return any(is_public_body(name) for name in text.names)


def _bare(name: str) -> str:
    return re.sub(r"[\s《》“”\"'（）()【】·•・]", "", fold(name)).lower()
