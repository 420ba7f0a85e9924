"""Templates of papers and sites in Taiwan, Hong Kong, Macau and South East Asia, in our own words."""

# ruff: noqa: E501 - markup is read more easily on one line
# fmt: off

from __future__ import annotations

import json
import random

from pages_made.invented import Facts
from pages_made.shape import html, paragraphs
from template_register import template

_TITLES = ("舊圖書館翻新後重開　居民排隊參觀", "漁港夜市搬遷　攤商盼保留攤位")
_TEXTS = (
    ("翻新兩年的舊圖書館今日重新開放，一早已有數百名居民在門外排隊，等候參觀新設的閱覽室。", "館方表示，館內藏書增至八萬冊，並加設親子閣和自修室，週末開放時間延長至晚上十時。", "住在附近的陳太太說，以往要乘車四十分鐘才能借書，現在走路五分鐘便到，十分方便。", "工程費用為三千二百萬元，其中一半由社區基金支付，餘額由市政單位承擔。"),
    ("漁港夜市下月起搬到碼頭東側，約六十個攤位重新抽籤，攤商希望保留原來的位置和面積。", "主辦單位指出，舊址排水不良，每逢大雨便要停市，新址鋪設了排水溝並增加照明。", "賣了三十年魚丸的攤主說，客人習慣了老地方，擔心搬遷初期生意會少三成。", "有關單位將於週五舉行說明會，聽取攤商意見，並公布抽籤的方法和日期。"),
)
_NAMES = ("陳冠宇", "林佩珊", "黃志明", "鄭雅文", "李國榮", "張慧敏", "吳柏翰")


def _story(pick: random.Random, f: Facts) -> None:
    at = pick.randrange(2)
    f.title, f.body, f.editors, f.source = _TITLES[at], list(_TEXTS[at]), [], None
    f.authors = pick.sample(_NAMES, 2)


def _linked(f: Facts, **more: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": f.title, "datePublished": f.published.isoformat()} | more
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


@template
def _liberty_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    f.body[0] = f"〔記者{f.authors[0]}／花蓮報導〕{f.body[0]}"
    return html(f"{f.title} - 生活 - 自在時報電子報", "", f'<div class="breadcrumbs"><a>首頁</a> &gt; <a>生活</a></div><div class="whitecon"><h1>{f.title}</h1><div class="text boxTitle"><span class="time">{f.published:%Y/%m/%d %H:%M}</span>{paragraphs(f)}<p class="appE1121">不用抽 不用搶 現在用APP看新聞 保證天天中獎　<a>點我下載APP</a></p></div></div><ul class="related"><li><a href="/1">老街花燈點亮迎佳節</a></li></ul>')


@template
def _china_times_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    f.source = "中部新聞網"
    return html(f"{f.title} - 生活 - 中部新聞網", _linked(f, author={"@type": "Person", "name": f.authors[0]}), f'<header><h1 class="article-title">{f.title}</h1><div class="meta-info"><time datetime="{f.published:%Y-%m-%d %H:%M}"><span class="hour">{f.published:%H:%M}</span><span class="date">{f.published:%Y/%m/%d}</span></time><div class="source">中部新聞網</div><div class="author">{f.authors[0]}</div></div></header><div class="article-body">{paragraphs(f)}<div class="article-hash-tag">#圖書館 #居民</div></div>')


@template
def _united_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    return html(f"{f.title} | 地方 | 聯和新聞網", _linked(f), f'<section class="article-content__subinfo"><h1 class="article-content__title">{f.title}</h1><section class="authors"><time class="article-content__time">{f.published:%Y-%m-%d %H:%M}</time><div class="article-content__subauthor"><span class="article-content__author">聯和報／ 記者<a href="/r">{f.authors[0]}</a>／台南即時報導</span></div></section></section><section class="article-content__editor">{paragraphs(f)}</section><section class="keywords"><a>圖書館</a></section>')


@template
def _central_agency_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    f.body[0] = f"（中部社記者{f.authors[0]}台中{f.published.day}日電）{f.body[0]}"
    return html(f"{f.title} | 生活 | 中部社 CNB", "", f'<div class="centralContent"><h1><span>{f.title}</span></h1><div class="updatetime"><span>{f.published:%Y/%-m/%-d %H:%M}</span></div><div class="paragraph">{paragraphs(f)}</div><p class="articleCopyRight">本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。</p></div>')


@template
def _agency_with_editor_at_the_end(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    writer, editor = f.authors
    f.authors, f.editors = [writer], [editor]
    f.body[0] = f"（中部社記者{writer}高雄{f.published.day}日電）{f.body[0]}"
    f.body[-1] = f"{f.body[-1]}（編輯：{editor}）"
    return html(f"{f.title} | 地方 | 中部社", "", f'<h1>{f.title}</h1><div class="updatetime">{f.published:%Y/%m/%d %H:%M}（{f.published:%m/%d %H:%M} 更新）</div><div class="paragraph">{paragraphs(f)}</div>')


@template
def _reporter_slash_local_report(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    return html(f"{f.title} | ETT新聞雲", f'<meta property="article:published_time" content="{f.published.isoformat()}">', f'<article><h1 class="title">{f.title}</h1><time class="date">{f.published:%Y年%m月%d日 %H:%M}</time><div class="story"><p>記者{f.authors[0]}／桃園報導</p>{paragraphs(f)}<p>►最新消息請加入好友</p></div></article>')


@template
def _text_and_photographs_line(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    writer, photographer = f.authors
    f.authors = [writer]
    return html(f"{f.title}｜鏡面週刊", _linked(f), f'<main><h1>{f.title}</h1><p class="date">{f.published:%Y.%m.%d %H:%M} 臺北時間</p><div class="credits">文｜{writer}　攝影｜{photographer}</div><div class="body">{paragraphs(f)}</div><p>更新時間｜{f.published:%Y.%m.%d} 23:59 臺北時間</p><p>延伸閱讀</p><ul><li><a href="/1">港邊小吃百年老店</a></li></ul></main>')


@template
def _text_slash_pictures_slash(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    writer, photographer = f.authors
    f.authors = [writer]
    return html(f"{f.title} - 上河報", "", f'<h1>{f.title}</h1><div class="info"><span>{f.published:%Y-%m-%d %H:%M}</span></div><div class="body"><p>文／{writer}　圖／{photographer}</p>{paragraphs(f)}</div>')


@template
def _interview_of_a_person(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    f.title = "周明哲／專訪　圖書館長談翻新的兩年"
    f.body[0] = f"【記者{f.authors[0]}／台北報導】{f.body[0]}"
    return html(f"{f.title} | 風聲傳媒", "", f'<h1>{f.title}</h1><div class="info"><time>{f.published:%Y-%m-%d %H:%M}</time></div><div class="body">{paragraphs(f)}</div>')


@template
def _hong_kong_01_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    d = f.published
    return html(f"{f.title} | 香江01", f'<meta name="author" content="{f.authors[0]}">' + _linked(f), f'<article><nav><a>社會新聞</a></nav><h1>{f.title}</h1><div><span>撰文：</span><a href="/a">{f.authors[0]}</a></div><div><span>出版：</span><time datetime="{d.isoformat()}">{d:%Y-%m-%d %H:%M}</time></div><div><span>更新：</span><time>{d:%Y-%m-%d} 23:59</time></div><div class="article-grid">{paragraphs(f)}</div><div>圖書館</div></article>')


@template
def _ming_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors, f.precision = [], "date"
    f.body[0] = f"【明海專訊】{f.body[0]}"
    return html(f"{f.title} - {f.published:%Y%m%d} - 港聞 - 每日明海 - 明海新聞網", "", f'<h1>{f.title}</h1><h6>{f.published:%Y年%-m月%-d日}星期三</h6><article class="article_content"><div id="upper">{paragraphs(f)}</div></article>')


@template
def _star_island_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = []
    d = f.published
    return html(f"{f.title} | 星海頭條", f'<meta property="article:published_time" content="{d.isoformat()}">', f'<h1 class="headline">{f.title}</h1><div class="date"><span>發佈時間：{d:%H:%M} {d:%Y-%m-%d} HKT</span></div><div class="content">{paragraphs(f)}<div>---</div><p>《星海》網購平台最新優惠！立即註冊</p></div>')


@template
def _east_net_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = []
    d = f.published
    return html(f"{f.title} - 東岸網", "", f'<div class="datetime">{d:%Y年%m月%d日} {d:%H:%M}</div><h1>{f.title}</h1><div class="article">{paragraphs(f)}<p>人氣文章：</p></div><div class="hot"><a href="/1">夜市美食逐個數</a></div>')


@template
def _macau_daily_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors, f.precision = [], "date"
    f.body[0] = f"【本報消息】{f.body[0]}"
    return html("濠江日報電子版", "", f'<table><tr><td>{f.published:%Y年%m月%d日} 星期三</td><td>第A03版：澳聞</td></tr></table><table><tr><td><strong>{f.title}</strong></td></tr><tr><td id="ozoom">{paragraphs(f, "<p>　　{}</p>")}</td></tr></table>')


@template
def _sin_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = []
    d = f.published
    f.body[0] = f"（檳城{d.day}日訊）{f.body[0]}"
    return html(f"{f.title} - 地方 - 北馬 | 星河網", f'<meta property="article:published_time" content="{d.isoformat()}">', f'<h1>{f.title}</h1><div class="article-info">發布：{d:%Y年%m月%d日 %H:%M}</div><div class="article-page-content">{paragraphs(f)}<p>ADVERTISEMENT</p></div><div>打开全文</div>')


@template
def _zao_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    d = f.published
    return html(f"{f.title} | 聯河早報", _linked(f), f'<h1>{f.title}</h1><div class="byline"><a href="/b">{f.authors[0]}</a> 報道</div><div>發布 / {d:%Y年%-m月%-d日} {d:%H:%M}</div><div class="articleBody">{paragraphs(f)}</div><div>請訂閱或登錄，以繼續閱讀全文！</div>')


@template
def _eight_style(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = []
    d = f.published
    return html(f"{f.title} | 8台新聞", f'<meta property="article:published_time" content="{d.isoformat()}">', f'<h1 class="h1--page-title">{f.title}</h1><div class="article-publish">發布: {d:%d/%m/%Y %H:%M}</div><div class="text-long">{paragraphs(f)}</div><section><p>您也可能喜歡</p></section>')


@template
def _wordpress_local(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = f.authors[:1]
    d = f.published
    return html(f"{f.title} - 山城週報", '<meta name="generator" content="WordPress 6.4">', f'<article id="post-8" class="post-8 post type-post"><h1 class="entry-title">{f.title}</h1><div class="td-module-meta-info"><div class="td-post-author-name">作者 <a href="/author/x/">{f.authors[0]}</a> - </div><span class="td-post-date"><time class="entry-date" datetime="{d.isoformat()}">{d:%Y-%m-%d}</time></span><div class="td-post-views">312</div></div><div class="td-post-content">{paragraphs(f)}</div><footer><div class="td-post-next-prev">上一篇文章 <a href="/p">老街花燈點亮迎佳節</a></div></footer></article><div id="respond"><h3>發表迴響</h3><p>必填欄位標記為 *</p></div>')


@template
def _blogger_post(pick: random.Random, f: Facts) -> str:
    _story(pick, f)
    f.authors = ["陳冠宇"]
    d = f.published
    return html(f"山城筆記: {f.title}", '<meta content="blogger" name="generator">', f'<h2 class="date-header"><span>{d:%Y年%-m月%-d日}</span></h2><div class="post hentry"><h3 class="post-title entry-title">{f.title}</h3><div class="post-body entry-content">{paragraphs(f)}</div><div class="post-footer"><span class="post-author vcard">張貼者： <span class="fn">陳冠宇</span></span> <span class="post-timestamp">於 <abbr class="published" title="{d.isoformat()}">{d:%H:%M}</abbr></span><span>沒有留言:</span></div></div>')
