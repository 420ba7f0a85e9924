"""The labels of Chinese news pages, by what they announce: known in simplified characters alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.model.article import WRITING_ROLES
from harvester.grammar.script import simplified

SOURCE = "source"
ORIGINAL_TITLE = "original_title"
PUBLISHED = "published"
#: Labels of counters and buttons: they end the value of the label before them.
NOISE = "noise"
#: Labels of who put a text on the site: its source, where no other one is named.
ISSUERS = frozenset(("发布单位", "发布机构", "发布部门", "发文机关", "发文单位"))

_LABELS = {
    SOURCE: (
        "来源 稿源 来源自 媒体来源 发布媒体 资讯来源 信源 刊载 信息来源 稿件来源 "
        "新闻来源 文章来源 内容来源 本文来源 本文来源于 来源于 消息来源 原文来源 "
        "来源媒体 来源网站 转载自 转自 本文转自 本文转载自 摘自 原载 原载于 出处 "
        "文章出处 资料来源 信息提供 发布单位 发布机构 来自 来源单位 供稿单位 图文来源 "
        "文图来源 素材来源 本文来自微信公众号 来自微信公众号 本文转自微信公众号 "
        "本文来自公众号 转自公众号 转自微信公众号 内容来自 文章来自 信息来自 稿件来自 转载于 "
        "转载来源 来源出处 发文机关 发文单位 发布部门 Source"
    ),
    ORIGINAL_TITLE: "原标题 原标题为 原题 原题为 原文标题",
    PUBLISHED: (
        "发布时间 发布日期 发稿时间 发表时间 发布 时间 日期 更新时间 最后更新 "
        "上传时间 发表日期 更新日期 更新 生成时间 成文日期 成文时间 发文日期 刊发时间 "
        "发表于 Published Updated Posted 发布于 编辑时间 录入时间 "
        "出版 出版时间 输入 输入时间 登载 登载时间 刊登 刊登时间 刊登日期 刊出 "
        "刊出时间 刊出日期 首发 首发时间 首次发布 首次发布时间 上线时间 上架时间 "
        "创建时间 建立时间 出版日期 发表 刊登于 发稿 发稿日期 发文时间 报道时间 "
        "报导时间 新闻日期 日期时间 最后更新时间 最后更新于 最近更新 更新于 最后修改 "
        "最后修改时间 修改时间 更改时间 更改日期 编辑于"
    ),
    "author": (
        "作者 文 撰文 文图 图文 文/图 图/文 文、图 图、文 文字 撰稿 撰稿人 执笔 执笔人 "
        "采写 采写整理 文案 整理 文字整理 口述整理 采访整理 采访 采访撰文 撰文摄影 "
        "编译 文稿 文本 原作者 本文作者 供稿 供稿人 投稿 文章作者 署名 作者姓名 "
        "采编 主笔 作 撰写 编译者 撰文者 专栏作者 文字撰写 文案撰写 文/摄影 摄影/文 文、摄影 "
        "采访/撰文 采访、撰文 文、摄 文/摄 笔者 采访及摄影 采访摄影 采访、摄影 采访/摄影 "
        "采访及撰文 撰文及摄影 张贴者 发帖者 Author Authors"
    ),
    "reporter": (
        "记者 本报记者 见习记者 实习记者 特约记者 融媒体记者 全媒体记者 首席记者 "
        "本网记者 本台记者 本刊记者 采访记者 文字记者 报道记者 特派记者 报记者 "
        "采写记者 融媒记者 报道 报导 实习生 出镜记者 独家报道 独家报导 专题报道 "
        "专题报导 现场报道 特别报道 综合报道 综合报导 专访 报道员 报道组 跟班记者 "
        "驻站记者"
    ),
    "correspondent": "通讯员 特约通讯员 本报通讯员 职工通讯员 学生通讯员 特约撰稿 特约撰稿人 通联",
    "commentator": "评论员 特约评论员 本报评论员 本网评论员 时评人",
    "photographer": (
        "摄影 图 图片 图源 供图 摄 摄影记者 摄影师 摄影报道 图片来源 图片提供 拍摄 "
        "图片摄影 题图 配图 资料图 照片 题图来源 封面图来源 照片来源 相片来源 "
        "照片提供 相片提供 内文图 文内图 插图 头图 首图 封面图 封面 资料图片 影像 "
        "航拍 摄影摄像 题图来自 图片来自 头图来自 封面图来自"
    ),
    "editor": (
        "编辑 责编 责任编辑 网络编辑 选稿 执行编辑 本文编辑 见习编辑 实习编辑 "
        "值班编辑 本期编辑 本版编辑 新媒体编辑 网站编辑 文字编辑 文章编辑 录入编辑 "
        "助理编辑 初审编辑 见习责编 实习责编 值班责编 执行责编 首席编辑 稿件编辑 "
        "版面编辑 网页编辑 栏目编辑 Editor Editors 核稿编辑 网路编辑 网编 "
        "核稿 本版责编 版责 版编 融责编 当班编辑 当值编辑 编缉 整理编辑 责任编缉 "
        "频道编辑 主责编辑 融媒编辑 微编 责任编校"
    ),
    "proofreader": (
        "校对 责任校对 校对人 校对员 责校 核校 校审 校稿 一校 二校 三校 初校 复校 校检"
    ),
    "reviewer": (
        "一审 二审 三审 初审 复审 终审 审核 审读 审稿 签发 审校 编审 责任编审 "
        "值班编委 值班主任 值班总编 值班副总编 值班副总 值班社长 值班台长 值班总监 "
        "签审 复核 监播 审片 审发 审阅 一审编辑 二审编辑 三审编辑 四审 初审人 "
        "复审人 终审人 一审人 二审人 三审人 审核人 审稿人 签发人 值班领导 总值班 "
        "值班编审 责审 审签 审定 二审二校 三审三校 一审一校 一读 二读 三读 终读"
    ),
    "chief editor": (
        "主编 副主编 总编 总编辑 副总编辑 副总编 执行主编 责任主编 本期主编 主任 执行总编"
    ),
    "producer": (
        "监制 总监制 出品 出品人 策划 总策划 统筹 制片 制片人 总统筹 监审 项目统筹 项目监制"
    ),
    "designer": (
        "排版 设计 制图 海报 制作 美编 美术编辑 视觉 版式 图编 图片编辑 视觉编辑 新媒体设计"
    ),
    "video": "视频 剪辑 摄像 配音 后期 视频编辑 视频剪辑 视频制作 音频 主播 播音",
    "translator": "翻译 译者 译 译文",
    "compiler": "综合整理 编发 统稿",
    "entry": "录入 录入人 录入员 上传 上传人 发布人 发布者 信息员",
    NOISE: (
        "数据来源 视频来源 影片来源 音频来源 背景来源 素材提供 收入来源 资金来源 "
        "内容简介 简介 题图说明 图片说明 图说 主办 主办单位 承办 承办单位 协办 "
        "协办单位 指导单位 支持单位 出品单位 出品方 联合出品 制作单位 技术支持 单位 "
        "作者单位 浏览次数 浏览 浏览量 点击 点击数 点击量 点击次数 阅读 阅读量 "
        "阅读次数 字体 字号 字体大小 分享 分享到 关键字 关键词 标签 责任主体 索引号 "
        "所属分类 人气 评论 我要评论 打印 收藏 频道 栏目 专题 扫码 访问量 访问次数 "
        "热度 文章关键词 主题分类 查看 回复 评论数 回复数 查看数 参与人数 跟帖 "
        "点阅 点阅数 点阅率 点阅次数 观看 观看数 观看次数 观看量 播放量 播放次数 阅读数 "
        "阅读人数 浏览数 浏览人数 点击率 字级 转寄 列印 留言 类别 分类 新闻类别 所属栏目 "
        "栏目名称 文号 发文字号 主题词 公开方式 公开范围 "
        "IP属地 点赞 字数 视力保护色 背景色 邮箱 投稿邮箱 电话 热线 联系电话 "
        "版权声明 转载请注明"
    ),
}
_ROLES = {label: role for role, labels in _LABELS.items() for label in labels.split()}
#: Labels that we do not list are understood by how they end: 文旅频道责编, 省台记者.
_ENDINGS = {
    "记者": "reporter",
    "通讯员": "correspondent",
    "评论员": "commentator",
    "美术编辑": "designer",
    "图片编辑": "designer",
    "视频编辑": "video",
    "主编": "chief editor",
    "编辑": "editor",
    "责编": "editor",
    "校对": "proofreader",
    "审": "reviewer",
    "监制": "producer",
    "摄影": "photographer",
}


#: 撰文．攝影, 报道/摄影: two labels of makers for the same people, of which one may have written
_JOINT = re.compile(r"\s?[．・‧·•、/／&＆]\s?")
_MAKER = (
    "(?:文字|撰文|撰稿|采访|采写|整理|编译|执笔|口述|报道|报导|文|"
    "摄影|拍摄|图片|插图|插画|绘图|视频|摄|图)"
)
_JOINED = re.compile(rf"{_MAKER}(?:{_JOINT.pattern}{_MAKER}){{1,2}}")
_SIGN = r"\s{0,3}[:：∶︰﹕/／╱｜|丨]"  # behind two labels that are joined


def role_of(label: str) -> str:
    """What a label announces, in either script; a label that we do not know is its own role.

    >>> role_of("责编"), role_of("責編"), role_of("省台记者"), role_of("联络")
    ('editor', 'editor', 'reporter', '联络')
    """
    folded = simplified(label)
    if folded in _ROLES:
        return _ROLES[folded]
    if parts := _JOINED.fullmatch(folded):
        roles = [_ROLES.get(part, part) for part in _JOINT.split(parts[0])]
        return next((role for role in roles if role in WRITING_ROLES), roles[0])
    return next((role for end, role in _ENDINGS.items() if folded.endswith(end)), label)


def names_issuer(text: str) -> bool:
    """Whether a text begins with a label of who put it on the site: 发布机构：市水利局.

    >>> names_issuer("發布機構：市水利局"), names_issuer("来源：市水利局")
    (True, False)
    """
    return "".join(simplified(text).split()).startswith(tuple(ISSUERS))


def is_label(text: str) -> bool:
    """Whether a text is one of the labels, and nothing else; those of counters do not count.

    >>> is_label("来　源"), is_label("点击"), is_label("来源地")
    (True, False, False)
    """
    return len(text) > 1 and _ROLES.get("".join(simplified(text).split()), NOISE) != NOISE


def is_listed(text: str) -> bool:
    """Whether a text is a label of any kind, those of counters included.

    >>> is_listed("最後更新"), is_listed("點擊"), is_listed("青棠网")
    (True, True, False)
    """
    return "".join(simplified(text).split()) in _ROLES


def label_pattern() -> str:
    """A pattern for every listed label, in simplified characters, the longer ones first.

    Spaces may stand between all the characters of a label (责　　编), not between some: in
    三江融媒 编辑 the label is 编辑.
    """
    # 文 圖 in 文：王小明 圖：李红 are two labels
    spaced = {label for label in _ROLES if 1 < len(label) <= 4 and not all(map(_ROLES.get, label))}
    first = "".join(sorted({re.escape(label[0]) for label in _ROLES}))
    apart = _trie(spaced, between=r"\s{1,3}")
    return f"(?=[{first}])(?:{_JOINED.pattern}(?={_SIGN})|{_trie(_ROLES)}|{apart})"


def label_before_date() -> str:
    """A pattern for a label of a time, in simplified characters, that stands right before a date.

    更新 2022-07-22 10:10
    """
    words = _trie(label for label, role in _ROLES.items() if role == PUBLISHED)
    date = r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d"
    return rf"(?<![\u3400-\u9fff])(?P<word>{words})[\s/／]{{0,3}}(?={date})"


def _trie(words: Iterable[str], between: str = "") -> str:
    """A pattern for any of these words that looks at each character once."""
    followers: dict[str, set[str]] = {}
    for word in words:
        followers.setdefault(word[0], set()).add(word[1:])
    branches = []
    for first, rests in sorted(followers.items()):
        longer = {rest for rest in rests if rest}
        tail = f"(?:{between}(?:{_trie(longer, between)}))" if longer else ""
        branches.append(re.escape(first) + tail + ("?" if longer and "" in rests else ""))
    return "|".join(branches)
