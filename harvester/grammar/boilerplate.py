"""What is printed around an article: buttons, notices, lists of other articles."""

from __future__ import annotations

import re
from functools import lru_cache

from harvester.grammar.script import simplified

#: Lines that are buttons, counters and invitations, whole.
_BUTTON = re.compile(
    r"(?:[\[【(（]?(?:分享(?:到|至|按钮|文章)?|微信|微博|新浪微博|腾讯微博|微信好友|朋友圈|"
    r"领英分享|我要分享|二维码|QQ|QQ空间|QQ好友|qq|人人|豆瓣|易信|空间|Qzone|"
    r"转发(?:到头条)?|(?:已)?复制(?:链接|连结)(?:成功)?|(?:链接|连结)(?:已|复制)(?:成功)?(?:复制)?|打印(?:本页|本文)?|关闭(?:窗口|本页)?|已收藏!?|我?知道了|"
    r"订阅|收藏(?:本文|"
    r"文章)?|已收藏|举报|点赞|赞|"
    r"赏|评论|我要评论|参与互动|参与评论|网友评论|跟贴|参与|在看|发贴|纠错|推荐|我要说说|大|中|小|"
    r"[大中小]字号|字[号体]|"
    r"正文|首页|[尾末]页|\d{1,3}(?=\s|$)|余下全文|第\s?\d{1,3}\s?页|共\s?\d{1,3}\s?页|返回(?:首页|顶部|列表)?|"
    r"回(?:首页|顶部)|返 回|[上下]一[篇页条则]|关注|\+关注|更多|"
    r"更多>>|复制地址|加载更多|"
    r"展开(?:全文|剩余.{0,8})|点击查看全文|查看全文|立即下载|下载客户端|独家抢先看|打开APP|"
    r"打开客户端|Play Video|"
    # names of icons, labels for screen readers
    r"[a-z]{2,12}(?:_[a-z]{2,12}){1,3}|fullscreen|list of \d{1,3} items?|"
    r"list \d{1,3} of \d{1,3}|end of list|"
    r"(?:视频)?加载中\.{0,3}|A[-+－＋]|"
    r"点击播放.{0,10}|图集|视频|播放|新闻|登录|注册|站内|阅读|播报|暂停|倍速|扫一扫|朗读|听新闻|"
    r"文档附件|"
    r"返回搜狐，查看更多|[-—–~=*#·. ]{0,8}(?:THE )?END[-—–~=*#·. ]{0,8}|(?:全文|本文)?完|"
    r"返回.{2,6}，查看更多|展开|收起|查看原图.{0,10}|打开全文|(?:请)?继续(?:往下|向下)?(?:阅读|滑动)(?:本文|全文|下文)?|广告[（(]请继续阅读本文[)）]|"
    r"[顶踩赞](?:一下)?\s?[（(]\d{0,6}[)）]|赞好|"
    r"一键转发|暂无(?:评论|内容)|登录\s?后(?:可|即可|才能|再)?(?:参与|发表|查看|进行)(?:讨论|评论|留言|互动|跟帖|回复)|我要(?:纠错|报错|投稿|爆料)|提交|评论\s?[（(]\d{0,6}[)）]|"
    r"(?:来自|发布于|IP属地[:：]?)\s?(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|"
    r"黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|"
    r"广西|西藏|宁夏|新疆|香港|澳门)|缩小字体|放大字体|增大字体|减小字体|添加喜爱|保存网页|阅读原文|"
    # the menu at the foot of a page
    r"关于(?:我们|本网|本站)|联系(?:我们|方式)|(?:广告|网站|信息)服务|广告(?:合作|刊例|报价)|网站(?:地图|简介|导航|声明)|"
    r"(?:版权|法律|免责|隐私)(?:声明|政策|条款)|人才招聘|诚聘英才|招聘(?:信息|英才)|加入我们|设为首页|加入收藏|"
    r"意见反馈|帮助中心|投稿(?:须知|信箱)|友情链接|报社简介|本网简介|服务条款|隐私权政策|使用条款|RSS)"
    r"[\]】)）]?[\s|｜:：·,，、/]{0,3}+[\d+,万]{0,9}+[\s|｜·、]{0,3}+){1,14}"
)
#: The beginnings of lines that are no text of the article.
_NOTICE = re.compile(
    r"(?:[\[【(（“\"*※▲■●]{0,2}\s?)(?:分享(?:到|至|让更多人看到)|用微信扫|微信扫|扫一扫|"
    r"扫描(?:左|右|上|下|二维码)|"
    r"扫码|字[号体]\s?[:：]|【?字体|[小中大]字号|关注(?:公众号|新华网|我们|微信)|更多(?:精彩|"
    r"猛料|内容|资讯)|点击进入|"
    r"点击?上方.{0,8}(?:蓝字|关注|订阅)|(?:视频|图片)?(?:正在)?加载中|"
    r"进入【|(?:特别|免责|版权|郑重|网站|本站|侵权|反侵权|广告)(?:声明|公告|申明|说明|提示)|"
    r"声明\s?[:：]|正文已结束|阅读数|"
    r"浏览(?:次数|量)|点击(?:数|量|次数|下载)|(?:以上|本文|此)内容(?:为|系|仅|由|不)|"
    r"(?:该文|本文|文章|以上)(?:的?观点|的?内容).{0,4}[仅不]代表|本文(?:为|系|"
    r"来自腾讯|仅代表|不代表)|"
    r"未经(?:书面)?(?:许可|授权)|转载请|如需转载|凡本[网站报]|Special statement|Notice[:：]|"
    r"\d+人参与|\d+条评论|"
    r"版权所有|Copyright|©|责任主体|举报(?:邮箱|电话)|新闻热线|投稿邮箱|客户端下载|"
    r"推荐阅读[:：]|(?:相关|更多).{0,6}请关注|请先说点什么|附件下载|"
    r"(?:联合)?(?:主办|承办|协办|指导|支持|出品|制作)(?:单位|方)\s?[:：]|主办单位|(?:主办|承办|协办|联合主办|技术支持)\s?[:：]|"
    r""
    r"请先.{0,4}登录|请先 后|您的?浏览器|热词[:：]|关键[字词]\s?[:：]|文章关键词|标签\s?[:：]|"
    r"标签$|分类[:：]|Tags?[:：]|"
    r"原创文章|好文章|喜欢(?:就|您)?(?:收藏|点)|长按|识别(?:图中)?二维码|下载.{0,8}(?:APP|"
    r"客户端)|阅读下一篇|"
    r"当前位置|您(?:现在|当前)的?位置|位置\s?[:：]|打印本页|【?打印|网站首页|返回.{0,6}首页|"
    r"上一篇|下一篇|本文网址|本文链接|"
    r"文章链接|原文链接|阅读原文|微信公众号[:：]|图片仅供|（更多内容|信息来源于网络|Powered by\b)",
    re.I,
)
#: Headings after which other articles, advertisements or readers' words begin, wherever they stand.
_ELSEWHERE = re.compile(
    r"[|｜•·■●▌▶►\s\-—【\[（(]{0,3}(?:相关(?:新闻|报道|阅读|链接|文章|专题|推荐|内容|资讯|稿件|热词|事件|话题|视频|图集|商品)|媒体报道|"
    r"推荐(?:阅读|新闻|文章|视频|内容)?|"
    r"热门(?:推荐|评论|文章|新闻|点击.{0,4}|阅读|排行|专题|资讯|视频)|最新(?:评论|新闻|文章|"
    r"资讯|更新|推荐|报道)?|最热评论|"
    r"为[您你]推荐|猜[您你]喜欢|[您你]可能.{0,4}(?:喜欢|感兴趣).{0,4}|往期(?:回顾|推荐|精彩)|延伸阅读|"
    r"新闻排行.{0,3}|点击排行.{0,3}|排行榜?|"
    r"精彩(?:推荐|视频推荐|图片|评论)|网友评论|新闻评论|热帖|更多(?:新闻|推荐|阅读|"
    r"相关.{0,4}|精彩.{0,8}|链接|文章)|"
    r"头条(?:推荐|新闻)|今日(?:热点|推荐|头条|新闻)|美图|热点(?:新闻|推荐|栏目)|编辑推荐|"
    r"大家都在看|频道精选|"
    r"全部评论|评论列表|发表评论|写评论|参与讨论|友情链接|"
    r"猜你想看|24小时(?:热.{1,2}|排行.{0,2}|最新|新闻)|一周(?:热.{1,2}|排行.{0,2}|要闻|精选)|"
    r"文章推荐|相关|阅读推荐|轮播图预览|客户端下载|不感兴趣|图文推荐|热文|"
    r"热搜|热榜|特别推荐|本文(?:标签|相关)|即时新闻|推广|广告|Advertise?ments?|Sponsored)"
    r"[\s:：>》…．.\-—↓▼】\])）]{0,4}",
    re.I,
)
_ADVERT = re.compile(r"\W{0,3}(?:广告|推广|Advertise?ments?|Sponsored)\W{0,3}", re.I)
_COMMENTS = re.compile(
    r"\W{0,3}(?:(?:最新|最热|热门|精彩|全部|网友|新闻|读者)(?:评论|留言|跟帖|跟贴)|评论列表|评论区)"
    r"\s?(?:[（(]?\d{0,6}[）)]?)\W{0,3}"
)
_ABOUT_US = re.compile(
    r"\W{0,3}(?:关于(?:我们|本网|本站)|[\w·]{0,12}(?:报社|本网|网站|媒体)简介|"
    r"[\w·]{0,12}(?:版权|免责)(?:声明|申明|条款))\W{0,3}"
)
#: What may be such a heading, or a cross-heading of the text: what follows decides.
_PERHAPS_ELSEWHERE = re.compile(
    r"[|｜•·■●▌\s]{0,3}(?:(?:免费)?订阅[\u3400-\u9fff《》]{2,12}|深度观察|要闻|[\u3400-\u9fff]{2,6}(?:精选|推荐)|24小时.{0,6}|一周.{0,6})[\s:：>》…．.]{0,4}"
)
#: What stands in the imprint at the foot of a page.
_IMPRINT = re.compile(
    r"版权所有|许可证|ICP[备证]|公网安备|举报(?:电话|邮箱)|违法和不良信息|"
    r"[Aa][Ll][Ll] [Rr](?:ight|IGHT)[Ss]? [Rr](?:eserved|ESERVED)|"
    r"[未非]经.{0,12}(?:授权|许可).{0,16}(?:转载|复制|镜像)|转播到腾讯微博|"
    r"(?:版权|著作权)归.{1,20}所有"
)
#: What nothing of the article follows: 青棠网版权与免责声明, 如需转载请与本报联系。
_RIGHTS = re.compile(
    r"(?:[\[【(（“\"*※▲■●]{0,2}\s?)(?:[\w·]{0,12}(?:版权|免责)(?:[与和及、]?(?:版权|免责))?(?:声明|申明)|"
    r"(?:网站|本站|侵权)(?:声明|申明)|如需转载|转载请|凡本[网报站]|凡(?:本网)?注明|"
    r"[未非]经.{0,20}(?:授权|许可|同意).{0,24}(?:转载|使用|复制|镜像|摘编)|版权所有|"
    r"[此本](?:内容|文|文章|稿)[为系].{1,20}(?:原创|独家|授权)|(?:读者|新闻|报料|爆料|投诉)热线\s?[:：]|[\w·]{0,8}(?:报料|爆料)(?:电话|热线)?\s?[:：])"
)
_END_MARK = re.compile(r"\W{0,8}(?:(?:THE )?END|[全本]文完|完)\W{0,8}|[-—–=_]{3,}|[*＊]{3,}", re.I)
_MAY_INVITE = re.compile("二维码|关注|下载|打开|查看|阅读|%|％|条|页|微信|公众号")
#: Invitations that may stand anywhere in a short line.
_INVITATION = re.compile(
    r"(?:扫描|扫一扫|长按|识别|扫码).{0,12}(?:二维码|关注|下载)|关注.{0,12}(?:官方微信|公众号)|"
    r"(?:登录|注册|付费|订阅|解锁).{0,6}(?:查看|阅读)(?:全文|剩余|完整)|(?:剩余|还剩|余下|未读)\s?\d{1,3}\s?%|"
    r"(?:下载|打开).{0,12}(?:APP|客户端)[”」\"]?$|\d{1,4}\s?条/页|第\s?\d{1,5}\s?/\s?\d{1,5}\s?页"
)
_COUNTED = (
    "阅读|浏览|点击|围观|评论|点赞|按赞|赞|踩|顶|转发|分享|收藏|播放|收听|观看|看过|在看|查看|访问|点阅|已阅|"
    "人气|热度|跟帖|回复|留言|下载|关注|粉丝|推荐|好评|参与讨论|参与|[👍❤♥]\ufe0f?|"
    r"(?:views?|reads?|likes?|comments?|shares?|hits?|pv)"
)
_NUMBER = r"\d{1,9}(?:[,，.]\d{1,3}){0,2}[万亿wWkK+]{0,2}"
#: 已有12人阅读, 阅读量：1.2万, 1024次浏览, 【点击率：7】, 第7位读者, Views: 12
_COUNTER = re.compile(
    rf"(?:[【\[(（]?(?:(?:本文)?(?:已有|共有|已被|共)?{_NUMBER}(?:人次|人|次|条)?(?:已|参与)?(?:{_COUNTED})(?:过|本文)?|"
    rf"(?:本文|累计|今日|总|网友)?已?被?(?:{_COUNTED})(?:量|数|率|次数|人数)?[:：]?[(（]?{_NUMBER}%?[)）]?(?:人次|人|次|条)?|"
    rf"(?:您是)?第{_NUMBER}[位个名](?:读者|访客|浏览者))[】\])）]?[|｜/·]?){{1,6}}",
    re.IGNORECASE,
)
#: Lines of contacts and statements: a text may hold them, and so may the foot of a page.
_PERHAPS_NEWS = re.compile(
    r"(?:[\[【(（“\"*※▲■●]{0,2}\s?)(?:声明\s?[:：]|主办单位|责任主体|位置\s?[:：]|附件下载|"
    r"[\u3400-\u9fff]{0,8}(?:电话|热线|邮箱|地址|微信))"
)
#: What invites readers in a sentence of the site's own: 请关注, 本报, 我们.
_IMPERATIVE = re.compile(
    r"^\W{0,3}(?:欢迎|敬请|请|扫|长按|识别|关注|下载|点击|打开|更多|想|快|如|您|你|获取|了解|查看|详情|登录|进入|微信)|"
    r"我们|本[报网站台刊号]|小编|更多(?:精彩|内容|新闻|资讯)"
)
_SENTENCE = 15  # characters
#: What speaks of the site that prints a text, and of the rights in it.
_ABOUT_SITE = re.compile("本[网站]|转载|版权|著作权|侵权|授权")
#: How far a recording is played: 00:00 / 03:12
_PLAYED = re.compile(r"\d{1,2}:\d\d(?:\s?/\s?\d{1,2}:\d\d)?")
_NOTICE_LIMIT = 100
_LINK_SHARE = 0.6
_BUTTON_LIMIT = 60
_HEADING_LIMIT = 20


@lru_cache(maxsize=2048)  # a line is asked more than once
def is_button(text: str) -> bool:
    """Whether a line is nothing but buttons and counters: 分享到： 打印 关闭.

    >>> is_button("00:00 / 03:25 听新闻")
    True
    """
    if len(text) > _BUTTON_LIMIT:
        return False
    if not re.search(r"[^\W\d_]", text):
        return True
    return bool(_BUTTON.fullmatch(_PLAYED.sub("", simplified(text)).strip()))


@lru_cache(maxsize=2048)
def is_notice(text: str) -> bool:
    """Whether a line speaks of the site, not of the news: 版权声明, 扫一扫, 未经授权 …."""
    text = simplified(text)
    if _NOTICE.match(text):
        return True
    if len(text) > _NOTICE_LIMIT:
        return False
    return bool(_IMPRINT.search(text) or (_MAY_INVITE.search(text) and _INVITATION.search(text)))


def is_counter(text: str) -> bool:
    """Whether a line only counts readers, likes or shares: 已有 12 人阅读, 点击量：99.

    >>> is_counter("已有 12 人阅读"), is_counter("阅读量：1.2万 点赞 3"), is_counter("已有12人获救")
    (True, True, False)
    >>> [is_counter(text) for text in ("已有 12 人参与", "👍 12", "12人参与救援")]
    [True, True, False]
    >>> [is_counter(text) for text in ("【点击率：7】", "您是第 305 位读者", "Views: 1,024")]
    [True, True, True]
    >>> [is_counter(text) for text in ("第12位救援者", "点击率上升7%", "12 people")]
    [False, False, False]
    """
    return len(text) <= _BUTTON_LIMIT and bool(
        _COUNTER.fullmatch("".join(simplified(text).split()))
    )


def ends_text(text: str) -> bool:
    """Whether a line opens the notices of rights and of contacts that follow a text."""
    return len(text) <= _NOTICE_LIMIT and bool(_RIGHTS.match(simplified(text)))


def is_end_mark(text: str) -> bool:
    """Whether a line says that the text above it ends: -END-, （完）, a rule of dashes.

    >>> [is_end_mark(text) for text in ("—— END ——", "【全文完】", "----", "完工")]
    [True, True, True, False]
    """
    return len(text) <= _HEADING_LIMIT and bool(_END_MARK.fullmatch(text))


def is_related_heading(text: str) -> bool:
    """Whether a line is the heading of lists of other articles, or of comments."""
    if len(text) > _HEADING_LIMIT:
        return False
    text = simplified(text)
    return bool(_ELSEWHERE.fullmatch(text) or _PERHAPS_ELSEWHERE.fullmatch(text))


def names_other_articles(text: str) -> bool:
    """Whether a heading is never one of the text's own: 相关新闻, 广告; 24小时有人值守 may be."""
    return len(text) <= _HEADING_LIMIT and bool(_ELSEWHERE.fullmatch(simplified(text)))


def is_advert_label(text: str) -> bool:
    """Whether a line is the label of an advertisement, and nothing else."""
    return bool(_ADVERT.fullmatch(simplified(text)))


def opens_comments(text: str) -> bool:
    """Whether a line is the heading of readers' words.

    >>> opens_comments("网友评论（12）"), opens_comments("评论员文章")
    (True, False)
    """
    return len(text) <= _HEADING_LIMIT and bool(_COMMENTS.fullmatch(simplified(text)))


def opens_others(text: str) -> bool:
    """Whether a line is the heading of other articles or of readers' words."""
    return is_related_heading(text) or opens_comments(text)


def opens_imprint(text: str) -> bool:
    """Whether a line is the heading of what a site says of itself: 关于我们, 青棠网版权声明."""
    return len(text) <= _HEADING_LIMIT and bool(_ABOUT_US.fullmatch(simplified(text)))


def may_be_news(text: str) -> bool:
    """Whether a notice may be a line of the text: 举报电话：0000-12345678.

    >>> may_be_news("举报电话：0000-12345678"), may_be_news("版权声明：未经授权不得转载")
    (True, False)
    >>> may_be_news("村民扫码就能查到水费，也可以关注公众号。"), may_be_news("请长按二维码关注。")
    (True, False)
    """
    text = simplified(text)
    perhaps = _PERHAPS_NEWS.match(text) or "举报" in text or _tells_of_readers(text)
    return bool(perhaps) and not is_about_site(text)


def _tells_of_readers(text: str) -> bool:
    """Whether a sentence tells of others who scan or follow something, and invites nobody."""
    is_sentence = text[-1:] == "。" and len(text) >= _SENTENCE
    is_notice = _NOTICE.match(text) or _IMPRINT.search(text)
    return is_sentence and not is_notice and not _IMPERATIVE.search(text)


def is_about_site(text: str) -> bool:
    """Whether a paragraph speaks of the site that prints it, and of rights."""
    return bool(_ABOUT_SITE.search(simplified(text)))


def is_navigation(text: str, linked: int) -> bool:
    """Whether most of a line is links."""
    return linked > 1 and linked >= _LINK_SHARE * len(text.replace(" ", ""))
