"""Names of places: China to town level, large places abroad (archive/knowledge/places.tsv)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.knowledge.table import read_table

_SHORTEST, _LONGEST = 2, 12  # characters of a name
_REMEMBERED = 4_096  # texts
_HANZI = r"[\u3400-\u9fff]"
#: What a place that is not listed is known by: 柳湾镇, 湘江新区, 青禾自治县.
_DIVISION = re.compile(
    rf"{_HANZI}{{2,8}}?(?:自治区|自治州|自治县|自治旗|地区|新区|矿区|林区|城区|郊区|市区|城关镇|开发区|高新区|"
    rf"经开区|度假区|示范区|工业区|工业园|产业园|园区|景区|社区|街道|民族乡|苏木|特区|口岸|"
    rf"镇|鎮|乡|鄉|县|縣|区|區|村|市|旗)"
)
_LISTED_ENDS = frozenset("市旗区區")  # 王小区 may be a name: three characters are a place if listed
_OF_TOWN = re.compile(
    r"(?:[\u3400-\u9fff]{1,4}族)*(?:民族乡|街道办事处|街道|乡|镇|苏木|农场|林场|牧场|区|开发区)$"
)


@dataclass(frozen=True, slots=True)
class _Places:
    """The names of the file."""

    sure: frozenset[str]  # provinces, cities, counties, places abroad, with their short forms
    towns: frozenset[str]


@lru_cache(_REMEMBERED)
def is_place(text: str) -> bool:
    """Whether a text is the name of a place, long or short, or several of them in a row.

    >>> [is_place(text) for text in ("湖南", "岳麓区", "靖州", "柳湾镇", "山东冠县", "付鼎臣")]
    [True, True, True, True, True, False]
    """
    return _is_one_place(text) or any(
        text[:at] in _places().sure and is_place(text[at:])
        for at in range(_SHORTEST, len(text) - 1)
    )


@lru_cache(_REMEMBERED)
def may_be_place(text: str) -> bool:
    """Whether a text is a place where one is expected: a town without its 镇 too, which is a
    common word as often as not.

    >>> is_place("大良"), may_be_place("大良")
    (False, True)
    """
    return is_place(text) or text in _short_towns()


def place_starts(text: str) -> list[int]:
    """Where the rest of a text is a place, the longest rest first; a town needs its suffix.

    >>> place_starts("邱晨多伦多"), place_starts("邱晨台湾台北"), place_starts("邱晨")
    ([2], [2, 4], [])
    """
    return [at for at in range(max(0, len(text) - _LONGEST), len(text) - 1) if is_place(text[at:])]


def is_listed_place(text: str) -> bool:
    """Whether a text is places of the file alone, not one that its suffix makes a place.

    >>> is_listed_place("台湾台北"), is_listed_place("柳湾镇")
    (True, False)
    """
    listed = _places()
    return (
        text in listed.sure
        or text in listed.towns
        or any(
            text[:at] in listed.sure and is_listed_place(text[at:])
            for at in range(_SHORTEST, len(text) - 1)
        )
    )


def has_division(text: str) -> bool:
    """Whether a place says of what kind it is: 长沙县, 柳湾镇, not 长沙."""
    return is_place(text) and bool(_DIVISION.fullmatch(text))


def _is_one_place(text: str) -> bool:
    if text in _places().sure or text in _places().towns:
        return True
    if not _DIVISION.fullmatch(text):
        return False
    return len(text) > 3 or text[-1] not in _LISTED_ENDS


@cache
def _places() -> _Places:
    sure: set[str] = set()
    towns: set[str] = set()
    for level, *names in read_table("places.tsv"):
        (towns if level == "town" else sure).update(names)
    return _Places(frozenset(sure), frozenset(towns))


@cache
def _short_towns() -> frozenset[str]:
    short = (_OF_TOWN.sub("", name) for name in _places().towns)
    return frozenset(name for name in short if len(name) >= _SHORTEST)
