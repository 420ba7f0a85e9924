"""Names of people told apart from media, offices, accounts and staff codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from archive.knowledge.institutions import looks_like_institution
from archive.knowledge.media import canonical_medium, is_section, looks_like_medium
from archive.knowledge.people import has_minority_form, is_no_name, is_word_like_name
from archive.knowledge.places import has_division, is_place
from archive.knowledge.surnames import surnames
from archive.knowledge.titles import ends_in_title, title_pattern, titles

_COMPOUND_SURNAMES = surnames().compound
_SURNAMES = surnames().single
#: Sure enough to cut 王乐文方敏 in two.
_FREQUENT = surnames().frequent
#: _NB12082 after a name, SF183, (PK155)
_CODE = re.compile(
    r"(?:[_＿]{1,2}[A-Za-z]{0,6}\d{2,9}|\s?[(（【\[]?\b[A-Z]{1,4}\d{2,8}\b[)）】\]]?)"
    r"(?=\s|$|[)）】\]、，,])"
)
_HANZI = "\u3400-\u9fff\U00020000-\U0002fa1f"
_PERSON = re.compile(rf"[{_HANZI}]{{2,4}}|[{_HANZI}]{{1,8}}(?:[·•．・‧][{_HANZI}]{{1,10}}){{1,3}}")
_PEN_NAME = re.compile(rf"[{_HANZI}]{{2,8}}")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’-]{0,24}(?: [A-Za-zÀ-ɏ.'’-]{1,24}){0,3}")
_SEPARATORS = re.compile(r"[、，,;；/／&＆|｜丨\s]+|(?<=\S)(?:和|与|及)(?=\S{2})")
_LATIN_SEPARATORS = re.compile(r"\s{0,3}(?:[,，、;；&]|\band\b)\s{0,3}")
_NO_NAME = re.compile(r"\d|\ufffd|^$")
#: 方 敏, 周 砚 秋; of four letters the first two are a name, and 摄 is none of it
_SINGLES = re.compile(
    rf"(?<![{_HANZI}·])([{_HANZI}])\s{{1,4}}([{_HANZI}])"
    rf"(?:\s{{1,4}}(?![摄攝图圖等])([{_HANZI}])(?!\s{{1,4}}[{_HANZI}](?![{_HANZI}])))?(?![{_HANZI}·])"
)
#: 凌雨晴-湘潭站
_HYPHEN = re.compile(rf"^([{_HANZI}]{{2,4}})\s?[-－—–]{{1,2}}\s?([{_HANZI}A-Za-z0-9·]{{2,20}})$")
_AND_OTHERS = re.compile(rf"(?<=[{_HANZI}]{{2}})等$")
_BUTTON = re.compile(r"本文|原创|未经|返回|查看|点击|更多|阅读|分享|关注|扫码|我来说|我有话|我要")
#: 本期校对 is a label whose own label we missed, and no one's name.
_LABEL_END = re.compile(r"(?:编辑|校对|审核|责编|监制|摄影|设计|排版|供图|制图|总编)$")
_BRACKETED = re.compile(r"[（(\[【<《]([^（(）)\[\]【】<>《》]{0,40})(?:[）)\]】>》]|$)")
#: 林明攝, 林明 摄, 林明/图, 林明 提供: who took or gave the pictures
_PICTURED = re.compile(
    rf"([{_HANZI}]{{2,4}})(?<!文)(?:\s?(?:摄影|摄|攝影|攝|供图|供圖|提供)|[\s/／](?:图片|图|圖))"
    r"(?=$|[\s、，,;；）)])(?!\s?[/／]?文)"
)
#: 邱晨系北京大学教授
_IS_OFFICE = re.compile(rf"([{_HANZI}]{{2,4}}?)[系为為是]([{_HANZI}]{{2,24}})$")
_LONGEST_OFFICE = 24  # characters of an office before a title


@dataclass(frozen=True, slots=True)
class Name:
    """One name as understood: of a person, or (`person` False) of a body."""

    name: str
    affiliation: str | None = None
    person: bool = True
    pictured: bool = False  # 摄 stands after it


def read_names(printed: str, *, glued: bool = False) -> list[Name]:
    """The names in a list as it is printed after a label; `glued` names may lack separators.

    >>> [(n.name, n.affiliation) for n in read_names("凌雨晴-湘潭站、方 敏")]
    [('凌雨晴', '湘潭站'), ('方敏', None)]
    >>> read_names("系统管理员 _NB12082")
    []
    """
    text = _CODE.sub(" ", printed[:400])
    text = _BRACKETED.sub(lambda match: " " if len(match[0]) < len(text) else match[1], text)
    text = _SINGLES.sub(r"\1\2\3", text.strip(" \t.。:：-－—_·（(）)[]【】<>《》\"“”'"))
    latin = _LATIN_SEPARATORS.split(text)
    if all(map(_LATIN.fullmatch, latin)):  # spaces stand within Latin names
        return [Name(name) for name in dict.fromkeys(latin) if not is_no_name(name)]
    pictured = {found[1] for found in _PICTURED.finditer(text)}
    names: list[Name] = []
    for token in _SEPARATORS.split(_PICTURED.sub(r"\1", text)):
        names.extend(_names_of(token.strip(" .。:：-－—_·（(）)[]【】《》").rstrip("#"), glued))
    return [
        replace(name, pictured=True) if name.name in pictured else name
        for name in dict.fromkeys(_with_bodies(names))
    ]


def _with_bodies(names: list[Name]) -> list[Name]:
    """A body beside people is their affiliation: 观察者网 吴昊; 张三，湘潭大学教授."""
    if not any(name.person for name in names):
        return names
    joined: list[Name] = []
    body: str | None = None
    for name in names:
        if name.person:
            joined.append(Name(name.name, name.affiliation or body))
        elif joined and joined[-1].affiliation is None:
            joined[-1] = Name(joined[-1].name, name.name)
        body = None if name.person else name.name
    return joined


def is_body(text: str) -> bool:
    """Whether a name is that of a medium, an office or a company, not of a person.

    Two or three characters with a surname at their head are a person's (车社), if no medium is
    known by that name.

    >>> is_body("湘潭日报"), is_body("无锡交警"), is_body("凌雨晴"), is_body("车社")
    (True, True, False, False)
    """
    if text.startswith(("《", "宣传")) or canonical_medium(text) is not None:
        return True
    if len(text) == 2:
        return text[-1] in "网網报報社" and text[0] not in _SURNAMES
    if len(text) == 3 and text[0] in _SURNAMES and text[-1] not in "报報网網社":
        return False
    if "·" in text:  # 青棠日报·新棠客户端
        first = text.split("·", 1)[0]
        return len(first) > 2 and first[-1] in "报網网社台" and is_body(first)
    return looks_like_medium(text) or looks_like_institution(text)


def is_likely_person(text: str) -> bool:
    """Whether a text of its own, without a label, reads as a person's name."""
    return (
        bool(_PERSON.fullmatch(text))
        and not is_body(text)
        and not is_no_name(text)
        and text not in titles()
        and not is_section(text)
        and (_begins_with_surname(text) or has_minority_form(text))
    )


def is_surely_person(text: str) -> bool:
    """Whether a text is two or three characters with one of the frequent surnames."""
    return 0 < len(text) <= 3 and text[0] in _FREQUENT and is_likely_person(text)


def is_lone_writer(text: str) -> bool:
    """Whether a text is surely a person where columns, places and words may stand as well.

    >>> is_lone_writer("谭利波"), is_lone_writer("黄金周"), is_lone_writer("文山州")
    (True, False, False)
    >>> is_lone_writer("佟知秋"), is_lone_writer("张简知秋"), is_lone_writer("国知秋")
    (True, True, False)
    """
    if is_place(text) or is_word_like_name(text):
        return False
    return is_surely_person(text) or (_has_rare_surname(text) and is_likely_person(text))


def _has_rare_surname(text: str) -> bool:
    """Whether a name begins with a surname that begins hardly any word, or is of two characters."""
    is_compound = len(text) == 4 and text[:2] in _COMPOUND_SURNAMES
    return is_compound or (len(text) == 3 and text[0] in surnames().alone)


def _begins_with_surname(text: str) -> bool:
    return text[:2] in _COMPOUND_SURNAMES or text[:1] in _SURNAMES or "·" in text


def _names_of(token: str, glued: bool) -> list[Name]:
    token = _AND_OTHERS.sub("", token)
    if len(token) < 2 or _names_no_one(token):
        return []
    if (affiliated := _affiliated(token)) is not None:
        return [affiliated]
    if ends_in_title(token) and (len(token) > 4 or token[0] not in _SURNAMES):
        return [Name(token, person=False)]
    if glued and (parts := _unglued(token)):
        return [Name(part) for part in parts]
    if is_body(token) or _PERSON.fullmatch(token) or _LATIN.fullmatch(token):
        return [Name(token, person=not is_body(token))]
    return [Name(token)] if not glued and _PEN_NAME.fullmatch(token) else []


def _names_no_one(token: str) -> bool:
    """Whether a token is a button, a code, a label, a place or what stands where none is named."""
    return (
        is_no_name(token)
        or token in titles()
        or bool(_BUTTON.match(token) or _NO_NAME.search(token))
        or (len(token) > 3 and bool(_LABEL_END.search(token)))
        or _is_place_not_name(token)
    )


def _is_place_not_name(token: str) -> bool:
    """Whether a token is a place that is no name too: 山东冠县 and 长沙县, not 安康."""
    if not is_place(token):
        return False
    return has_division(token) or len(token) > 3 or token[0] not in _SURNAMES


def _affiliated(token: str) -> Name | None:
    """A name with what is glued to it: a station, an office, a title."""
    if match := _HYPHEN.match(token):
        return Name(match[1], match[2])
    if match := _leading_title().match(token):
        return Name(match["name"], match["office"])
    return _with_office_behind(token)


@cache
def _leading_title() -> re.Pattern[str]:
    """北京大学教授方敏, 研究员方敏."""
    return re.compile(
        rf"(?:为|系|是)?(?P<office>[{_HANZI}·]{{0,{_LONGEST_OFFICE}}}(?:{title_pattern()}))\s?"
        rf"(?P<name>[{_HANZI}]{{2,4}})$"
    )


def _with_office_behind(token: str) -> Name | None:
    """方敏北京大学经济学院教授, 方敏教授: the office begins with a place or is a title alone."""
    if not ends_in_title(token) and not looks_like_institution(token):
        return None
    if (said := _IS_OFFICE.match(token)) and is_likely_person(said[1]):
        return Name(said[1], said[2])
    for length in (3, 2, 4):
        name, office = token[:length], token[length:]
        if not is_likely_person(name) or len(office) < 2:
            continue
        if office in titles() or any(is_place(office[:end]) for end in (2, 3, 4)):
            return Name(name, office)
    return None


def _unglued(token: str) -> list[str]:
    """Names of two or three characters written without a space: 王乐文方敏."""
    if not re.fullmatch(rf"[{_HANZI}]{{5,6}}", token) or token[:2] in _COMPOUND_SURNAMES:
        return []
    # 王乐文方敏 could be cut at 文 too: three characters are the more frequent form
    ways = {5: (3, 2), 6: (3,)}[len(token)]
    lengths = [n for n in ways if token[n] in _FREQUENT]
    if token[0] not in _FREQUENT or not lengths:
        return []
    return [token[: lengths[0]], token[lengths[0] :]]
