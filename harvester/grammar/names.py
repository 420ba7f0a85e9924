"""Names of people told apart from media, offices, accounts and staff codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.knowledge.surnames import surnames


def _words(printed: str) -> frozenset[str]:
    return frozenset(printed.split())


_COMPOUND_SURNAMES = surnames().compound
_SURNAMES = surnames().single
#: Sure enough to cut 王乐文方敏 in two.
_FREQUENT = surnames().frequent
#: What stands after 作者 or 记者 where no one is named.
_NO_NAMES = _words(
    "报道 未知 佚名 不详 匿名 无名 网络 网络整理 网友 综合 整理 本站 本网 本报 本刊 本台 小编 "
    "系统管理员 管理员 超级管理员 记者 编辑 作者 通讯员 来源 admin administrator editor system "
    "root test 互联网 转载 原创 无 暂无 多人 集体 责任编辑 责编 校对 审核 摄影 图 文 文图 图文 "
    "专稿 供稿 供图 摄 等 和 与 及 调查 观察 手记 获悉 了解 采访 感言 在线 直击 探访 走访 体验 "
    "说 实习 见习 实习生 微博 微信 分享 打印 评论 收藏 举报 字号 点击 浏览 大 中 小 关闭 正文 "
    "版面 首页 来自 大小 大中小 上一页 下一页 尾页 近日 日前 昨日 今日"
)
_BODY_END = re.compile(
    r"(?:报|網|网|社|台|臺|站|部|局|委|厅|院|校|所|处|科|室|办|组|团|会|队|馆|中心|频道|客户端|"
    r"公司|集团|大学|学院|医院|政府|杂志|周刊|月刊|新闻|新媒体|融媒体?|传媒|媒体|在线|电视|广播|"
    r"视频|公众号|微博|微信|编辑|报道|整理|综合|原创|发布|平台|号|部门|工作室|财经|资讯|观察|网友|"
    r"用户)$"
)
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
_SINGLES = re.compile(rf"(?<![{_HANZI}·])([{_HANZI}])\s{{1,4}}([{_HANZI}])(?![{_HANZI}·])")
#: 凌雨晴-湘潭站
_HYPHEN = re.compile(rf"^([{_HANZI}]{{2,4}})\s?[-－—–]{{1,2}}\s?([{_HANZI}A-Za-z0-9·]{{2,20}})$")
_AND_OTHERS = re.compile(rf"(?<=[{_HANZI}]{{2}})等$")
_BUTTON = re.compile(r"本文|原创|未经|返回|查看|点击|更多|阅读|分享|关注|扫码|我来说|我有话|我要")
#: 本期校对 is a label whose own label we missed, and no one's name.
_LABEL_END = re.compile(r"(?:编辑|校对|审核|责编|监制|摄影|设计|排版|供图|制图|总编)$")
_BRACKETED = re.compile(r"[（(\[【<《]([^（(）)\[\]【】<>《》]{0,40})(?:[）)\]】>》]|$)")
_TITLE_END = re.compile(r"(?:教授|研究员|主任|院长|博士|律师|学者|专家|处长|局长|学生|会员|理事)$")
#: 方敏北京大学经济学院教授
_TITLED = re.compile(
    rf"^([{_HANZI}]{{2,3}}?)((?:北京|上海|天津|重庆|中国|中共|国家|全国|清华|复旦|南京|浙江|湖南|湖北|广东|"
    rf"江苏|山东|武汉|中山|中央|华东|华南|华中|西南|西北|东北|厦门|四川|河南|河北|安徽|福建|江西|陕西|山西|"
    rf"吉林|辽宁|黑龙江|云南|贵州|海南|青海|甘肃|广西|宁夏|新疆|西藏|内蒙古|香港|澳门|台湾|系|单位|博士|教授|"
    rf"研究员|院长|主任)[{_HANZI}A-Za-z·]{{0,40}})$"
)
#: 北京大学教授方敏
_LEADING_TITLE = re.compile(
    rf"^(?:为|系|是)?([{_HANZI}·]{{2,24}}(?:教授|研究员|主任|院长|博士|律师|记者|通讯员|评论员|学者|专家|处长|局长))"
    rf"\s?([{_HANZI}]{{2,4}})$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name as understood: of a person, or (`person` False) of a body."""

    name: str
    affiliation: str | None = None
    person: bool = True


def read_names(printed: str, *, glued: bool = False) -> list[Name]:
    """The names in a list as it is printed after a label; `glued` names may lack separators.

    >>> [(n.name, n.affiliation) for n in read_names("凌雨晴-湘潭站、方 敏")]
    [('凌雨晴', '湘潭站'), ('方敏', None)]
    >>> read_names("系统管理员 _NB12082")
    []
    """
    text = _CODE.sub(" ", printed[:400])
    text = _BRACKETED.sub(lambda found: " " if len(found[0]) < len(text) else found[1], text)
    text = _SINGLES.sub(r"\1\2", text.strip(" \t.。:：-－—_·（(）)[]【】<>《》\"“”'"))
    latin = _LATIN_SEPARATORS.split(text)
    if all(map(_LATIN.fullmatch, latin)):  # spaces stand within Latin names
        return [Name(name) for name in dict.fromkeys(latin) if name.lower() not in _NO_NAMES]
    names: list[Name] = []
    for token in _SEPARATORS.split(text):
        names.extend(_names_of(token.strip(" .。:：-－—_·（(）)[]【】《》"), glued))
    return list(dict.fromkeys(_with_bodies(names)))


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

    >>> is_body("湘潭日报"), is_body("凌雨晴")
    (True, False)
    """
    if text.startswith(("《", "宣传")) or (
        len(text) > 4 and "·" not in text and _BODY_END.search(text)
    ):
        return True
    if len(text) == 3 and text[0] in _SURNAMES and text[-1] not in "报网社":
        return False
    if "·" in text:  # 青棠日报·新棠客户端
        first = text.split("·", 1)[0]
        return len(first) > 2 and first[-1] in "报網网社台" and is_body(first)
    if len(text) == 2:  # 红网
        return text[-1] in "网报社" and text[0] not in _FREQUENT
    return bool(len(text) > 2 and _BODY_END.search(text))


def is_likely_person(text: str) -> bool:
    """Whether a text of its own, without a label, reads as a person's name."""
    return bool(_PERSON.fullmatch(text)) and not is_body(text) and _begins_with_surname(text)


def is_surely_person(text: str) -> bool:
    """Whether a text is two or three characters with one of the frequent surnames."""
    return is_likely_person(text) and len(text) <= 3 and text[0] in _FREQUENT


def _begins_with_surname(text: str) -> bool:
    return text[:2] in _COMPOUND_SURNAMES or text[:1] in _SURNAMES or "·" in text


def _names_of(token: str, glued: bool) -> list[Name]:
    token = _AND_OTHERS.sub("", token)
    if _names_no_one(token):
        return []
    if (affiliated := _affiliated(token)) is not None:
        return [affiliated]
    if len(token) > 4 and _TITLE_END.search(token):
        return [Name(token, person=False)]
    if is_body(token) or _PERSON.fullmatch(token) or _LATIN.fullmatch(token):
        return [Name(token, person=not is_body(token))]
    if glued:
        return [Name(part) for part in _unglued(token)]
    return [Name(token)] if _PEN_NAME.fullmatch(token) else []


def _names_no_one(token: str) -> bool:
    """Whether a token is a button, a code, a label or what stands where no one is named."""
    return (
        token.lower() in _NO_NAMES
        or bool(_BUTTON.match(token) or _NO_NAME.search(token))
        or (len(token) > 3 and bool(_LABEL_END.search(token)))
    )


def _affiliated(token: str) -> Name | None:
    """A name with what is glued to it: a station, an office, a title."""
    if found := _HYPHEN.match(token):
        return Name(found[1], found[2])
    if found := _LEADING_TITLE.match(token):
        return Name(found[2], found[1])
    found = _TITLED.match(token)
    return Name(found[1], found[2]) if found and _begins_with_surname(found[1]) else None


def _unglued(token: str) -> list[str]:
    """Names of two or three characters written without a space: 王乐文方敏."""
    if not re.fullmatch(rf"[{_HANZI}]{{5,6}}", token):
        return []
    # 王乐文方敏 could be cut at 文 too: three characters are the more frequent form
    lengths = [n for n in ((3,) if len(token) == 6 else (3, 2)) if token[n] in _FREQUENT]
    if token[0] not in _FREQUENT or not lengths:
        return []
    return [token[: lengths[0]], token[lengths[0] :]]
