"""Further shapes of whole pages: provincial and city newspapers online, and the papers' apps."""

# ruff: noqa: E501 - every shape takes the same; markup is read more easily on one line
# fmt: off

from __future__ import annotations

import json
import random

from pages_made.invented import Facts, invent, people, person
from pages_made.shape import html, links, paragraphs, shape

_TOP = '<div class="topnav"><a href="/">首页</a> | <a href="/xw/">新闻</a> | <a href="/sz/">时政</a> | <a href="/sp/">视频</a> | <a href="/tp/">图片</a></div>'
_FOOT = '<div class="footer"><p><a href="/about">关于我们</a> | <a href="/ad">广告服务</a></p><p>青棠网版权所有 未经授权禁止转载</p><p>互联网新闻信息服务许可证：00120200001 棠ICP备05000001号-1</p><p>违法和不良信息举报电话：000-88880000 举报邮箱：jubao@example.cn</p></div>'


def _side(pick: random.Random) -> str:
    return f'<div class="right"><h3>热点推荐</h3><ul>{links(pick, 8)}</ul></div>'


def _page(pick: random.Random, f: Facts, body: str, head: str = "") -> str:
    return html(f"{f.title}_新闻_青棠网", head, f"{_TOP}{body}{_side(pick)}{_FOOT}")


# --- papers online ------------------------------------------------------------------------------


@shape
def _notice_of_rights_in_two_parts(pick: random.Random, f: Facts) -> str:
    d = f.published
    notice = '<div class="bq">青棠网版权与免责声明</div><p>1、青棠网所有内容的版权均属于作者或页面内声明的版权人，转载时应当注明出处。</p>'
    return _page(pick, f, f'<div class="layout"><h2>{f.title}</h2><p class="tip"><span>来源：{f.source}</span> <span>作者：{"、".join(f.authors)}</span> <span>{d:%Y-%m-%d %H:%M}</span></p><div class="news-con">{paragraphs(f)}</div><div class="news-editor"><p>编辑：{" ".join(f.editors)}</p></div>{notice}</div>')


@shape
def _writer_linked_as_author(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = people(pick, 1, letters=3), [], f.published
    return _page(pick, f, f'<div class="article-view"><h1>{f.title}</h1><div class="article-info"><p><span class="author"><a href="/author/1">{f.authors[0]}</a></span> <span class="date">{d:%Y/%m/%d %H:%M}</span> <span>来源：{f.source}</span> <span>浏览 5.6w</span> <span>字体：</span><a>宋</a></p></div><div class="article-content">{paragraphs(f)}</div><div class="author-info">未经正式授权严禁转载本文，侵权必究。</div></div>')


@shape
def _writer_beside_hour_and_day(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = f.authors[:1], [], f.published
    f.source = "青棠新聞網"
    head = f'<meta property="article:published_time" content="{d.isoformat()}">'
    return _page(pick, f, f'<header class="article-header"><h1>{f.title}</h1><div class="meta-info"><time><span class="hour">{d:%H:%M}</span><span class="date">{d:%Y/%m/%d}</span></time><div class="source">青棠新聞網</div><div class="author"><a>{f.authors[0]}</a></div></div></header><div class="article-body">{paragraphs(f)}</div><div>文章來源：<a>青棠新聞網</a></div>', head)


@shape
def _text_and_picture_by_reporters_of_a_medium(pick: random.Random, f: Facts) -> str:
    f.source, f.authors, d = "青棠日报", f.authors[:1], f.published
    f.editors = f.editors[:1]
    return _page(pick, f, f'<div class="article-hd"><h1>{f.title}</h1><div>来源: <span>青棠日报</span> <span class="time">{d:%Y-%m-%d %H:%M:%S}</span></div></div><div class="article-bd"><div class="content">{paragraphs(f)}<p>文/青棠日报·新棠客户端记者：{f.authors[0]}</p><p>图/青棠日报·新棠客户端记者：{person(pick)}</p><p>青棠日报·新棠客户端编辑：{f.editors[0]}</p></div></div>')


@shape
def _buttons_in_brackets_behind_the_source(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    return _page(pick, f, f'<div class="laiyuan"><h1>{f.title}</h1><span>{d:%Y年%m月%d日 %H:%M}</span>　　<span>来源： {f.source}</span>　　<span><a>[推荐朋友]</a> <a>[打印本稿]</a> <a>[字号 大 小]</a></span></div><div class="content">{paragraphs(f, "<p align=justify>　　{}</p>")}<p align="right">（责任编辑：{"、".join(f.editors)}）</p></div>')


@shape
def _baidu_ids_and_an_invitation(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:2], f.published
    f.editors = f.editors[:1]
    return _page(pick, f, f'<h1>{f.title}</h1><div class="cont_info"><span id="pubtime_baidu">{d:%Y-%m-%d %H:%M}</span> <span id="author_baidu">作者：{" ".join(f.authors)}</span> <span id="source_baidu">来源：{f.source}</span> <span id="editor_baidu">责任编辑：{f.editors[0]}</span> <a>我来说两句</a></div><div id="zoom"><div class="TRS_Editor">{paragraphs(f)}</div></div>')


@shape
def _name_of_the_site_before_the_medium(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.source = pick.choice(("云岭晚报", "山河都市报", "潇湘晨报"))
    return _page(pick, f, f'<div class="hd"><h1>{f.title}</h1><div class="tit-bar"><span>大青棠网</span><span>{f.source}</span><span>[微博]</span><span class="article-time">{d:%Y-%m-%d %H:%M}</span> <a>我要分享</a></div></div><div class="bd">{paragraphs(f, "<P style=TEXT-INDENT:2em>{}</P>")}</div><div class="ft">[责任编辑：<span>{" ".join(f.editors)}</span>]</div>')


@shape
def _column_editor_and_where_the_picture_comes_from(pick: random.Random, f: Facts) -> str:
    f.editors, f.authors, d = f.editors[:1], f.authors[:2], f.published
    return _page(pick, f, f'<div class="news-title">{f.title}</div><div class="news-info"><span>来源：{f.source}</span> <span>作者：{" ".join(f.authors)}</span> <span>{d:%Y-%m-%d %H:%M}</span></div><div id="newscontents">{paragraphs(f)}</div><div class="bottom">栏目主编：{person(pick)} 文字编辑：{f.editors[0]} 题图来源：青棠题图 图片编辑：{person(pick)}</div>')


@shape
def _reporter_of_a_medium_of_a_medium(pick: random.Random, f: Facts) -> str:
    f.editors, f.authors, d = f.editors[:1], f.authors[:1], f.published
    return _page(pick, f, f'<div class="atitle"><h1>{f.title}</h1></div><div class="ainfo"><span>{d:%Y-%m-%d %H:%M}</span> <span>来源：{f.source}</span> <span>新闻热线：000-8290000</span></div><div class="acon">{paragraphs(f)}<p>青棠网 新棠APP记者 {f.authors[0]}</p></div><div class="abj">编辑：{f.editors[0]}</div>')


@shape
def _two_kinds_of_editors_by_a_bar(pick: random.Random, f: Facts) -> str:
    f.editors, f.authors, d = people(pick, 2), f.authors[:1], f.published
    f.body[0] = f"（记者 {f.authors[0]}）{f.body[0]}"
    return _page(pick, f, f'<h1>{f.title}</h1><div class="artInfo">{d:%Y年%m月%d日 %H:%M} 来源于 <a>{f.source}</a> <a>评论（0）</a></div><div class="text">{paragraphs(f)}</div><p>责任编辑：{f.editors[0]} | 版面编辑：{f.editors[1]}</p><div>版权声明</div>')


@shape
def _beginning_of_the_text_as_a_summary(pick: random.Random, f: Facts) -> str:
    f.source, f.authors, d = "青棠财经", f.authors[:1], f.published
    return _page(pick, f, f'<div class="title"><h1>{f.title}</h1><p>青棠财经<em>{d:%Y-%m-%d %H:%M:%S}</em></p><p>作者：{f.authors[0]}　　责编：{" ".join(f.editors)}</p></div><div class="intro">{f.body[0][:18]}…</div><div class="multi">{paragraphs(f)}</div><div class="tips"><p>举报</p><p>此内容为青棠财经原创，著作权归青棠财经所有。未经书面授权，不得以任何方式加以使用，包括转载、摘编或建立镜像。</p></div>')


@shape
def _place_before_the_word_of_report(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, f.source, d = people(pick, 1, letters=3), f.editors[:1], "21世纪青棠报", f.published
    return _page(pick, f, f'<h1>{f.title}</h1><div class="newsInfo"><span class="author">21世纪青棠报 {f.authors[0]}</span> <span>{d:%Y-%m-%d %H:%M}</span></div><div class="txtContent"><p>21世纪青棠报记者 {f.authors[0]} 长沙报道</p>{paragraphs(f)}<p>（作者：{f.authors[0]} 编辑：{f.editors[0]}）</p></div>')


@shape
def _writer_and_page_of_the_paper(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, f.precision, d = people(pick, 1, letters=3), [], "date", f.published
    return _page(pick, f, f'<h1>{f.title}</h1><div class="zwinfo">{f.authors[0]} 来源：{f.source} （{d:%Y年%m月%d日} 0{pick.randint(1, 8)} 版）</div><div id="zoom">{paragraphs(f)}</div>')


# --- apps, and papers of Taiwan and Hong Kong ---------------------------------------------------


@shape
def _bullets_around_each_credit(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:2], f.published
    return html(f.title, "", f'<h2 class="tit">{f.title}</h2><div class="tool"><span>{d:%Y-%m-%d %H:%M}</span></div><div class="ct">{paragraphs(f)}<p>END</p><p>●来源：{f.source}●</p><p>●记者：{"/".join(f.authors)}●</p><p>●编辑：{" ".join(f.editors)}●</p><p>●审核：{person(pick)}●</p></div>')


@shape
def _hour_before_day(pick: random.Random, f: Facts) -> str:
    f.source, f.authors, f.editors, d = None, [], [], f.published
    return html(f"{f.title} | 青棠頭條", "", f'{_TOP}<div class="content-body"><h1>{f.title}</h1><div><span>發佈時間：{d:%H:%M} {d:%Y-%m-%d} HKT</span></div>{paragraphs(f)}</div>')


@shape
def _invitation_to_an_app_as_last_line(pick: random.Random, f: Facts) -> str:
    f.source, f.authors, f.editors, d = None, f.authors[:1], [], f.published
    f.body[0] = f"〔記者{f.authors[0]}／台中報導〕{f.body[0]}"
    return html(f"{f.title} - 生活 - 青棠電子報", "", f'{_TOP}<h1>{f.title}</h1><div class="text"><span class="time">{d:%Y/%m/%d %H:%M}</span>{paragraphs(f)}<p>不用抽 不用搶 現在用APP看新聞 點我下載APP</p></div><h4>相關新聞</h4><ul>{links(pick)}</ul>')


@shape
def _day_of_the_minguo_behind_the_editor(pick: random.Random, f: Facts) -> str:
    f.source, f.authors, f.editors, d = None, f.authors[:1], f.editors[:1], f.published
    f.body[0] = f"（青棠社記者{f.authors[0]}台北{d.day}日電）{f.body[0]}"
    f.body[-1] += f"（編輯：{f.editors[0]}）1130722"
    return html(f"{f.title} | 生活 | 青棠社", "", f'{_TOP}<article><h1><span>{f.title}</span></h1><div class="updatetime"><span>{d:%Y/%m/%d %H:%M}</span></div><div class="paragraph">{paragraphs(f)}</div><div>本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。</div></article><ul>{links(pick, 4)}</ul>')


@shape
def _writer_linked_behind_a_stroke(pick: random.Random, f: Facts) -> str:
    f.source, f.authors, f.editors, d = None, f.authors[:1], [], f.published
    ld = json.dumps({"@type": "NewsArticle", "headline": f.title, "datePublished": d.isoformat()}, ensure_ascii=False)
    return html(f"{f.title} | 青棠早报", f'<script type="application/ld+json">{ld}</script>', f'{_TOP}<main><h1>{f.title}</h1><div>发布/{d:%Y年%m月%d日 %H:%M}</div><div class="byline">文 / <a href="/z">{f.authors[0]}</a></div><div class="articleBody">{paragraphs(f)}</div><div>延伸阅读</div><ul>{links(pick, 3)}</ul></main>')


@shape
def _comments_longer_than_the_text(pick: random.Random, f: Facts) -> str:
    f.source, f.authors, d = "青棠者网", f.authors[:1], f.published
    talk = "".join(f'<li class="cmt"><h4><a>{person(pick)}</a></h4><p class="time">{n}小时前</p><p>{invent(pick).body[1]}</p><a>赞{n}</a> <a>回复</a></li>' for n in range(2, 12))
    return html(f.title, "", f'{_TOP}<h3>{f.title}</h3><div class="time"><span>{d:%Y-%m-%d %H:%M:%S}</span> <span>来源：青棠者网</span><div>字号：<a>A-</a><a>A</a><a>A+</a></div></div><div class="key-word">关键字：<a>乡村</a><a>公路</a></div><div class="content"><p>【文/青棠者网 {f.authors[0]}】</p>{paragraphs(f)}<p>本文系青棠者网独家稿件，未经授权，不得转载。</p></div><p class="editor">责任编辑：{" ".join(f.editors)}</p><div class="comments"><h3>最新评论</h3><ul>{talk}</ul></div>')
