"""Names of media: their aliases, and which article credits which.

湘潭日报, 湘潭日报社 and 湘潭在线 are one medium, Reuters and 路透社 another; the wing `knowledge`
lists such names, and the ends of names that add nothing (社, 客户端, 微信公众号, Online …) are
dropped.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from archive.analysis.terms import fold
from archive.knowledge.media import media_aliases
from archive.knowledge.sources import agency_names

if TYPE_CHECKING:
    from archive.compare.publication import Publication, Text

#: What an outlet's sites and accounts are called, and what else adds nothing to a name.
_ACCOUNTS = (
    "网站 官网 官方 新闻 客户端 手机版 电子版 数字报 微信 公众号 微博 视频号 抖音号 抖音 头条号 "
    "全媒体 新媒体 融媒体 综合 讯 电 社 网 app online digital website newspaper epaper 電子版 "
    "デジタル オンライン"
)
_END = re.compile(
    rf"(?:{'|'.join(fold(_ACCOUNTS).split())}|\.(?:com|net|org|de|cn|jp|co\.uk|com\.cn|co\.jp))$"
)
_ARTICLE = re.compile(r"^(?:the|der|die|das)\s+", re.IGNORECASE)
_CHANNEL = re.compile(r"(?:站|频道|頻道|新闻中心|新聞中心|记者站|分社|分网|融媒体中心)$")
_REMEMBERED = 10_000  # names; most articles name one of a few
_LEAST = 3  # characters of a name that must be left
_PUBLIC_BODY = re.compile(
    r"(?:政府|公安|警方|交警|消防|法院|检察院|委员会|纪委|监委|[省市州县区]委|宣传部|组织部|国务院|外交部|"
    r"指挥部|办公室|气象台|气象局|疾控中心|水文中心|[省市州县区]\w{0,8}[局厅办]|\w局$|\w厅$|应急管理|"
    r"海关|税务|自然资源|[省市州县区镇]发布$|\w政务|\w人社|\w教育发布)"
)
_MEDIUM = re.compile(r"日报|晚报|早报|时报|都市报|商报|晨报|周刊|电视台|广播|新闻网|通讯社|融媒")


@cache
def _own_names() -> dict[str, str]:
    """Each name of a medium → its own name, both as they are compared."""
    media, agencies = media_aliases(), agency_names()
    own = {name: media[alias] for alias, name in agencies.items() if alias in media}
    every = {alias: own.get(name, name) for alias, name in agencies.items()} | media
    return {_bare(alias): _bare(name) for alias, name in every.items()}


@lru_cache(_REMEMBERED)
def canonical_medium(name: str) -> str:
    """The one name of a medium for any of its names.

    >>> {canonical_medium(name) for name in ("湘潭日报社", "湘潭在线", "湘潭日报")}
    {'湘潭日报'}
    >>> canonical_medium("澜江日报社"), canonical_medium("The Lannick Herald Online")
    ('澜江日报', 'lannickherald')
    >>> canonical_medium("路透社") == canonical_medium("Reuters")
    True
    >>> canonical_medium("红网") == canonical_medium("湘潭日报")
    False
    """
    bare = _bare(_ARTICLE.sub("", name))
    if bare in _own_names():
        return _own_names()[bare]
    while (short := _END.sub("", bare)) != bare and len(short) >= _LEAST:
        bare = short
        if bare in _own_names():
            break
    return _own_names().get(bare, bare)


@lru_cache(_REMEMBERED)
def _media_of_name(name: str) -> frozenset[str]:
    """The media that an outlet's name stands for: 红网·湘潭站 and 红网时刻湘潭站 are 红网 too."""
    names = {canonical_medium(part) for part in (name, *re.split(r"[·•・|]", name)) if part}
    if _CHANNEL.search(name):
        bare = _bare(name)
        known = [alias for alias in _own_names() if bare.startswith(alias)]
        names |= {_own_names()[alias] for alias in sorted(known, key=len)[-1:]}
    return frozenset(names)


def media_of(text: Publication) -> frozenset[str]:
    """The media of an article's station."""
    return frozenset(medium for name in text.names for medium in _media_of_name(name))


def credits_station(text: Publication, station: Publication) -> bool:
    """Whether an article's source names another article's station."""
    own = media_of(station)
    return any(canonical_medium(name) in own for name in text.credited_media)


def names_outlet(text: Text, other: Text) -> bool:
    """Whether an article names the other's outlet, as its source or in its text."""
    if credits_station(text, other):
        return True
    head = fold(text.body[:200] + text.body[-200:])
    return any(len(name) >= _LEAST and name in head for name in media_of(other))


def is_known_medium(medium: str) -> bool:
    """Whether a name, as `canonical_medium` gives it, is one of the listed media."""
    return medium in _own_names().values()


def is_paper(name: str) -> bool:
    """Whether a name is that of a paper or broadcaster rather than of its site or account.

    >>> is_paper("澜江晚报"), is_paper("掌上澜江"), is_paper("澜江晚报客户端")
    (True, False, False)
    """
    return bool(_MEDIUM.search(name)) and not _END.search(_bare(name))


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
