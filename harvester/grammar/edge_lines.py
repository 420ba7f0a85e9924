"""What may stand right above the first paragraph of a text, or right below the last, by its words.

In the midst of a text such a line may be news; at its edge it is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 100
_LONGEST_NOTICE = 300
_BEGINNING = 30
_UNIT = (
    r"(?:[全本][文篇]|阅读|閱讀|朗读|预计|大约|[约約共需]|时间|時間|时长|[:：\s])*\d{1,6}\s?"
    r"(?:分钟|分鐘|[字秒]|min(?:ute)?s?)\s?(?:read|阅读|閱讀)?"
)
#: 3 分钟; 全文共1326字，阅读约需3分钟; 00:00 / 03:12
_LENGTH = re.compile(
    rf"{_UNIT}(?:[，,|｜·\s]{{1,3}}{_UNIT})?|\d{{1,2}}:\d\d(?:\s?/\s?\d{{1,2}}:\d\d)?", re.I
)
#: 摘要：, 核心提示 alone: a label without its text
_LABEL_ALONE = re.compile(r"[【\[]?(?:内容)?(?:摘要|导读|提要|核心提示|编者按|正文)[】\]]?[:：]?")
#: A right in the text, or the text itself as a work, and what one has to do or to leave.
_WORK = re.compile(
    r"转载|轉載|摘编|镜像|版权|版權|著作权|著作權|(?:未经|未經).{0,12}(?:授权|许可|授權|許可)|"
    r"本(?:作品|文|稿|网|站|报|刊|台)(?:章|件)?[为系].{1,30}(?:原创|独家)"
)
_DUTY = re.compile(r"[须需请請勿]|不得|禁止|严禁|嚴禁|谢绝|謝絕|必究|追究|所有|注明|註明|保留|原创")
_OPINION = re.compile(r"(?:不代表|[仅僅只]代表|不反映).{0,16}(?:立场|立場|观点|觀點|意见|意見)")
_INVITING = (
    r"欢迎|歡迎|敬请|立即|马上|赶快|快来|点击|點擊|按此|下载|下載|订阅|訂閱|关注|關注|追踪|追蹤|追看|"
    r"加入|收听|收看"
)
_CHANNEL = (
    r"频道|頻道|公众号|公眾號|客户端|客戶端|APP\b|app\b|粉丝团|粉絲團|专页|專頁|平台|群组|群組|直播间|"
    r"视频号|打赏|订阅|微信|微博|电报|脸书|脸谱|Telegram|WhatsApp|WeChat|Facebook|YouTube|Instagram|"
    r"Twitter|Google ?Play|App ?Store|AppGallery|iOS|Android"
)
#: 追踪青棠日报社交平台; 下载青棠新闻APP：https://…; Google Play：https://…
_INVITATION = re.compile(
    rf"(?:我们|我們)?.{{0,6}}(?:{_INVITING}).{{0,60}}(?:{_CHANNEL})|(?:{_CHANNEL})\s?[:：]\s?https?://",
    re.I,
)
_ADDRESS = re.compile(r"https?://|www\.", re.I)
#: 关键词 图书馆 稻田
_KEYWORDS = re.compile(r"(?:关键[词字]|關鍵[詞字]|标签|標籤|Tags?)[\s:：].{1,90}", re.I)
#: 2 大爱, 0 愤怒; several may stand in one line
_REACTIONS = re.compile(r"(?:\d{1,6}\s[\u3400-\u9fff]{1,4}\s?)+")
_MAKERS = (
    "文|图|圖|图文|撰文|图片|摄影|攝影|摄像|视频|剪辑|海报|制图|编辑|編輯|校对|设计|策划|统筹|记者|作者|"
    "来源"
)
#: 栏目主编：周砚秋 题图来源：青棠日报 图片编辑：钟立诚
_LABELS = re.compile(r"(?:[\u3400-\u9fff]{2,6}\s?[:：]\s?[^\s:：，。]{1,16}(?:\s{1,3}|$)){2,}")
#: 展期：3月18日至6月12日
_LABELLED = re.compile(r"[\u3400-\u9fff]{2,6}\s?[:：][^:：。]{1,60}")
#: 文 周砚秋, 图｜钟立诚: a role and a name without a colon
_MAKER = re.compile(rf"(?:{_MAKERS})[\s｜|丨/／·]{{1,3}}[\u3400-\u9fffA-Za-z·、\s]{{2,20}}")
_PICTURES = r"(?:题|内文|封面|配|头|插|资料|海报|首)图|图片|照片|图|供图|摄影|攝影"
#: 题图说明：…, 图片来源：青棠日报, 内文图：周砚秋摄, 图片均来自网络
_PICTURE_CREDIT = re.compile(
    rf"[（(【]?(?:(?:{_PICTURES})(?:说明|來源|来源|提供|由)?\s?[:：].{{1,60}}|"
    rf"(?:文中|本文|所有|以上)?(?:{_PICTURES})(?:均|皆|全部)?(?:来自|來自|来源于|取自|由).{{1,30}}|"
    r"(?:本[版文](?:图片|照片)).{1,40}[摄攝])[）)】]?"
)
#: （本文依据了美联社的报道。）, （实习生王金茹对此文亦有贡献）
_MAKING = re.compile(
    r"[（(](?:本文|本报道|本稿|文章|消息|内容)?(?:依据|根据|参考|综合|整理|编译|来源于|来自|據|依據)[^（）()]{2,40}[）)]|"
    r"[（(][^（）()]{2,24}(?:对(?:本|此)文(?:亦)?有|亦有)贡献[^（）()]{0,6}[）)]"
)


@lru_cache(maxsize=512)
def may_precede(text: str) -> bool:
    """Whether a line above the first paragraph is none of the text: 3 分钟, 摘要：.

    >>> may_precede("阅读时间约 5 分钟"), may_precede("三分钟，他跑了一公里。")
    (True, False)
    """
    return len(text) <= _LONGEST and bool(_LENGTH.fullmatch(text) or _LABEL_ALONE.fullmatch(text))


@lru_cache(maxsize=512)
def may_follow(text: str) -> bool:
    """Whether a line below the last paragraph is none of the text: of rights, makers, channels.

    >>> may_follow("转载须注明来源和作者。"), may_follow("法院认为，他没有侵犯原告的权利。")
    (True, False)
    """
    if len(text) > _LONGEST:
        return len(text) <= _LONGEST_NOTICE and _claims_rights(text[:_BEGINNING])
    whole = (_LENGTH, _KEYWORDS, _REACTIONS, _PICTURE_CREDIT, _MAKING)
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
    return bool(_MAKER.fullmatch(text))


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
