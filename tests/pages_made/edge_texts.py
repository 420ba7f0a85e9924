"""Lines that stand right above or below a text, or between its paragraphs, and are none of it."""

# ruff: noqa: E501 - a line of markup is read more easily on one line

from __future__ import annotations

from pages_made.texts import Text, page_with

_LINK = "<a href='/1'>柏桥村修路完工通车了</a>"

ABOVE = {
    "player": "<p>听新闻 00:00 / 03:12</p>",
    "length": "<p>全文1326字，阅读需要3分钟</p>",
    "news app": "<p>在Google News追踪青棠网</p>",
    "buttons, traditional": "<p>讚好 分享</p>",
    "advert": "<p>广告</p>",
    "app": "<p>打开APP，阅读体验更佳</p>",
    "version of a player": "<p>NP01-6007-VCC_linuxx86_64_chromeheadless131.0</p>",
    "copied, traditional": "<p>已複製連結</p>",
    "way here": "<div><a>首页</a> > <a>要闻</a> > 正文</div>",
}
BELOW = {
    "heading in brackets": f"<p>【相关报道】</p><p>{_LINK}</p>",
    "heading with arrows, traditional": f"<p>相關文章↓↓↓</p><p>{_LINK}</p>",
    "hashtags": "<p>#图书馆 #乡村振兴</p>",
    "topic": "<p>话题：#乡村图书馆#</p>",
    "words, traditional": "<p>相關字詞﹕圖書館 稻田</p><p>[即時新聞]</p>",
    "where to read on": "<p>【更多新闻，请浏览青棠网】</p>",
    "where to read on, traditional": "<p>更多內容，請瀏覽青棠網</p>",
    "contact": "<p>联系我们：0000-1234567</p>",
    "invitation to an app": "<p>不用抽 不用搶 現在用APP看新聞 保證天天中獎 點我下載APP 按我看活動辦法</p>",
    "invitation to a channel": "<p>一手掌握經濟脈動 點我訂閱青棠Youtube頻道</p>",
    "bare address": "<p>https://news.qingtang.example/2022/1.html</p>",
    "neighbours": f"<div>上一則</div><p>{_LINK}</p><div>下一則</div><p>{_LINK}</p>",
    "votes": "<p>顶一下 (0) 踩一下 (0)</p>",
    "button to unfold": "<p>打开全文</p><p>ADVERTISEMENT</p>",
}
BETWEEN = {
    "go on below an advert": "<div><p>廣告(請繼續閱讀本文)</p></div>",
    "go on reading": "<p>請繼續往下閱讀</p>",
    "another article in brackets": f"<p>（相關報道：{_LINK}）</p>",
}
_TEXT = "<p>{1}</p><p>{2}</p>"
_REST = "<p>{3}</p><p>{4}</p>"

EDGE_TEXTS: tuple[Text, ...] = (
    *(page_with(f"above: {name}", line + _TEXT + _REST, "1234") for name, line in ABOVE.items()),
    *(page_with(f"below: {name}", _TEXT + _REST + line, "1234") for name, line in BELOW.items()),
    *(
        page_with(f"between: {name}", _TEXT + line + _REST, "1234")
        for name, line in BETWEEN.items()
    ),
    page_with(
        "paragraph that is a link",
        "<p>{1}</p><p>{2}</p><p>{3}</p><p><a href='/1'>{4}</a></p><p>{5}</p>",
        "12345",
    ),
    page_with(
        "text that a script unfolds", f"<div style='display:none'>{_TEXT}{_REST}</div>", "1234"
    ),
)
