"""What may stand right above the first paragraph of a text, or right below the last, by its words.

In the midst of a text such a line may be news; at its edge it is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from harvester.grammar.script import simplified

_LONGEST = 100
_LONGEST_NOTICE = 300
_LONGEST_ABOVE = 40
_BEGINNING = 30
_UNIT = (
    r"(?:[全本][文篇]|阅读|朗读|收听|听|播放|语音|预计|大约|[约共需要]|时间|时长|[:：\s])*\d{1,6}\s?"
    r"(?:分钟|[字秒]|min(?:ute)?s?)\s?(?:read|阅读)?"
)
#: 3 分钟; 全文共1326字，阅读约需3分钟; 00:00 / 03:12
_LENGTH = re.compile(
    rf"{_UNIT}(?:[，,|｜·\s]{{1,3}}{_UNIT})?|\d{{1,2}}:\d\d(?:\s?/\s?\d{{1,2}}:\d\d)?", re.I
)
#: 摘要：, 核心提示 alone: a label without its text
_LABEL_ALONE = re.compile(r"[【\[]?(?:内容)?(?:摘要|导读|提要|核心提示|编者按|正文)[】\]]?[:：]?")
#: 首页 > 要闻 > 正文
_CRUMBS = re.compile(r"(?:[^\s>›»，。]{1,12}\s?(?:>{1,2}|[›»])\s?){1,5}[^\s>›»，。]{0,12}")
#: NP01-6007_linuxx86_64, https://news.example/1.html: a version or an address, no words
_TOKEN = re.compile(r"[!-~]{8,}")
#: A right in the text, or the text itself as a work, and what one has to do or to leave.
_WORK = re.compile(
    r"转载|摘编|镜像|版权|著作权|未经.{0,12}(?:授权|许可)|"
    r"本(?:作品|文|稿|网|站|报|刊|台)(?:章|件)?[为系].{1,30}(?:原创|独家)"
)
_DUTY = re.compile(r"[须需请勿]|不得|禁止|严禁|谢绝|必究|追究|所有|注明|保留|原创")
_OPINION = re.compile(r"(?:不代表|[仅只]代表|不反映).{0,16}(?:立场|观点|意见)")
_INVITING = (
    r"欢迎|敬请|立即|马上|赶快|快来|点击|点我|按我|点此|按此|打开|下载|订阅|关注|追踪|追看|加入|"
    r"收听|收看"
)
_CHANNEL = (
    r"频道|公众号|客户端|电子报|电子版|新闻信|newsletter|APP\b|app\b|粉丝团|专页|平台|群组|直播间|视频号|打赏|订阅|微信|微博|电报|脸书|脸谱|"
    r"Telegram|WhatsApp|WeChat|Facebook|YouTube|Instagram|Twitter|Google ?(?:Play|News|新闻)|"
    r"App ?Store|AppGallery|iOS|Android"
)
#: 追踪青棠日报社交平台; 下载青棠新闻APP：https://…; Google Play：https://…; 天天中奖 点我下载APP
_INVITATION = re.compile(
    rf"(?:[^。？]{{0,14}}？)?(?:我们)?.{{0,6}}(?:{_INVITING}).{{0,60}}(?:{_CHANNEL})|(?:{_CHANNEL})\s?[:：]\s?https?://|"
    rf"(?:在|用|上)?(?:{_CHANNEL}).{{0,6}}(?:{_INVITING})|.{{0,40}}[点按]我.{{0,12}}(?:{_CHANNEL})",
    re.I,
)
_ADDRESS = re.compile(r"https?://|www\.", re.I)
#: 更多新闻，请浏览青棠网: where to read on
_READ_ON = re.compile(
    r"[【（(\[]?(?:更多|相关|其他).{0,12}(?:请|可|敬请)?(?:浏览|关注|点击|查看|阅读|留意|登录|收看).{0,20}"
)
#: 联系我们：0000-1234567
_CONTACT = re.compile(
    r"[（(【]?(?:[\w·]{0,12}(?:新闻|读者|报料|爆料|采访|投稿|发行|广告)(?:热线|电话|邮箱)|联系我们|联系(?:电话|方式|邮箱)|投稿|爆料|报料|商务合作|广告合作|客服(?:电话|热线)?)\s?[:：].{1,60}"
)
#: 关键词 图书馆 稻田; #图书馆 #稻田
_KEYWORDS = re.compile(
    r"(?:关键[词字]|标签|话题|相关字词|Tags?)[\s:：﹕].{1,90}|(?:#[^#\s]{1,20}#?\s{0,2}){1,12}",
    re.I,
)
#: 2 大爱, 0 愤怒; several may stand in one line
_REACTIONS = re.compile(r"(?:\d{1,6}\s[\u3400-\u9fff]{1,4}\s?)+")
_MAKERS = (
    "文|图|图文|撰文|图片|摄影|摄像|视频|剪辑|海报|制图|编辑|校对|设计|策划|统筹|记者|作者|来源"
)
#: 栏目主编：周砚秋 题图来源：青棠日报 图片编辑：钟立诚
_LABELS = re.compile(r"(?:[\u3400-\u9fff]{2,6}\s?[:：]\s?[^\s:：，。]{1,16}(?:\s{1,3}|$)){2,}")
#: 展期：3月18日至6月12日
_LABELLED = re.compile(r"[\u3400-\u9fff]{2,6}\s?[:：][^:：。]{1,60}")
#: 文 周砚秋, 图｜钟立诚: a role and a name without a colon
_MAKER = re.compile(rf"(?:{_MAKERS})[\s｜|丨/／·]{{1,3}}[\u3400-\u9fffA-Za-z·、\s]{{2,20}}")
_PICTURES = r"(?:题|内文|封面|配|头|插|资料|海报|首)图|图片|照片|图|供图|摄影"
#: 题图说明：…, 图片来源：青棠日报, 内文图：周砚秋摄, 图片均来自网络
_PICTURE_CREDIT = re.compile(
    rf"[（(【]?(?:(?:{_PICTURES})(?:说明|来源|提供|由)?\s?[:：].{{1,60}}|"
    rf"(?:文中|本文|所有|以上)?(?:{_PICTURES})(?:均|皆|全部)?(?:来自|来源于|取自|由).{{1,30}}|"
    r"(?:本[版文](?:图片|照片)).{1,40}摄)[）)】]?"
)
#: （本文依据了美联社的报道。）, （实习生王金茹对此文亦有贡献）
_MAKING = re.compile(
    r"[（(](?:本文|本报道|本稿|文章|消息|内容)?(?:依据|根据|参考|综合|整理|编译|来源于|来自|据)[^（）()]{2,40}[）)]|"
    r"[（(][^（）()]{2,24}(?:对(?:本|此)文(?:亦)?有|亦有)贡献[^（）()]{0,6}[）)]"
)


@lru_cache(maxsize=512)
def may_precede(text: str) -> bool:
    """Whether a line above the first paragraph is none of the text: 3 分钟, 摘要：.

    >>> may_precede("阅读时间约 5 分钟"), may_precede("三分钟，他跑了一公里。")
    (True, False)
    """
    if len(text) > _LONGEST:
        return False
    text = simplified(text)
    whole = (_LENGTH, _LABEL_ALONE, _CRUMBS, _TOKEN)
    return any(pattern.fullmatch(text) for pattern in whole) or (
        len(text) <= _LONGEST_ABOVE and _invites(text)
    )


@lru_cache(maxsize=512)
def may_follow(text: str) -> bool:
    """Whether a line below the last paragraph is none of the text: of rights, makers, channels.

    >>> may_follow("转载须注明来源和作者。"), may_follow("法院认为，他没有侵犯原告的权利。")
    (True, False)
    """
    text = simplified(text)
    if len(text) > _LONGEST:
        return len(text) <= _LONGEST_NOTICE and _claims_rights(text[:_BEGINNING])
    whole = (_LENGTH, _KEYWORDS, _REACTIONS, _PICTURE_CREDIT, _MAKING, _READ_ON, _CONTACT, _TOKEN)
    return (
        any(pattern.fullmatch(text) for pattern in whole)
        or names_maker(text)
        or _claims_rights(text)
        or bool(_OPINION.search(text))
        or _invites(text)
    )


def _claims_rights(text: str) -> bool:
    return bool(_WORK.search(text) and _DUTY.search(text))


def names_maker(text: str) -> bool:
    """Whether a line is a role and a name without a colon: 文 周砚秋, 图｜钟立诚."""
    return bool(_MAKER.fullmatch(simplified(text)))


def is_labels_with_values(text: str) -> bool:
    """Whether a line is labels with short values, two or more: 题图来源：青棠日报 编辑：钟立诚."""
    return len(text) <= _LONGEST and bool(_LABELS.fullmatch(text))


def is_labelled(text: str) -> bool:
    """Whether a line is one label with its value: 展期：3月18日至6月12日."""
    return bool(_LABELLED.fullmatch(text))


def _invites(text: str) -> bool:
    """Whether a line invites to a channel or an app; a sentence that speaks of one is news."""
    if not _INVITATION.match(text) and not (_ADDRESS.search(text) and _INVITATION.search(text)):
        return False
    return text[-1] != "。" or bool(_ADDRESS.search(text))
