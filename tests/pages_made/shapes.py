"""Whole pages of our own text in the shapes of real publishing systems, with their truth.

Each shape is a template as such systems print it (portals of governments, county media centres,
DedeCMS, PHPCMS, EmpireCMS, e-papers, tables of 2003, pages for telephones …); every word of text is
invented. Where `forms.py` combines single forms, these pages keep what belongs together.
"""

# ruff: noqa: E501 - every shape takes the same; markup is read more easily on one line
# fmt: off

from __future__ import annotations

import random
from typing import Any

import pages_made.shapes_local
import pages_made.shapes_papers  # noqa: F401
from pages_made.invented import PLACES, Facts, invent, people, person
from pages_made.shape import SHAPES, html, links, paragraphs, shape

# --- portals of governments ---------------------------------------------------------------------


@shape
def _portal_with_index_table(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, f.precision = [], [], "date"
    f.source = f"{pick.choice(PLACES)}人民政府办公室"
    day = f.published
    table = (
        f'<table class="xxgk"><tbody><tr><td>索 引 号：</td><td>0143{day:%Y}/2024-00{pick.randint(10, 99)}</td><td>主题分类：</td><td>综合政务</td></tr>'
        f"<tr><td>发布机构：</td><td>{f.source}</td><td>成文日期：</td><td>2001-01-05</td></tr>"
        f"<tr><td>标　　题：</td><td colspan=3>{f.title}</td></tr><tr><td>发文字号：</td><td>棠政办〔2024〕{pick.randint(1, 99)}号</td><td>发布日期：</td><td>{day:%Y-%m-%d}</td></tr></tbody></table>"
    )
    return html(f"{f.title}_通知公告_青棠县人民政府", "", f'<div class="top"><a href="/">首页</a><a href="/xxgk/">信息公开</a></div>{table}<h1>{f.title}</h1><div class="TRS_Editor">{paragraphs(f)}</div><div class="foot"><a>【打印】</a><a>【关闭】</a></div><p>主办单位：青棠县人民政府办公室</p>')


@shape
def _portal_with_metas(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors = [], []
    d = f.published
    head = (
        f'<meta name="SiteName" content="青棠县人民政府"><meta name="ColumnName" content="政务要闻"><meta name="ArticleTitle" content="{f.title}">'
        f'<meta name="PubDate" content="{d:%Y-%m-%d %H:%M}"><meta name="ContentSource" content="{f.source}"><meta name="author" content="">'
    )
    info = f'<div class="pages-date">{d:%Y-%m-%d %H:%M} <span class="font">来源： {f.source}</span> <span class="bds_view">【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a></span></div>'
    return html(f"{f.title}_政务要闻_青棠县人民政府门户网站", head, f'<div class="article oneColumn"><h1>{f.title}</h1>{info}<div class="pages_content" id="UCAP-CONTENT">{paragraphs(f)}</div><div class="editor"></div></div><div class="related"><h2>相关稿件</h2><ul>{links(pick)}</ul></div>')


@shape
def _portal_with_li_labels(pick: random.Random, f: Facts) -> str:
    f.editors, d = [], f.published
    f.authors = f.authors[:1]
    labels = "".join(f"<li><b>{k}</b><span>{v}</span></li>" for k, v in (("发布时间：", f"{d:%Y-%m-%d %H:%M:%S}"), ("信息来源：", f.source), ("作者：", f.authors[0]), ("浏览次数：", "<em id='hits'></em>次")))
    return html(f.title, "", f'<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/dt/">工作动态</a></div><div class="article"><h2 class="title">{f.title}</h2><ul class="info">{labels}</ul><div class="con" id="zoom">{paragraphs(f, "<p style=text-indent:2em>{}</p>")}</div></div><div class="fx">分享到：<a>微信</a></div>')


@shape
def _portal_trailer_cells(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    return html(f"{f.title}-青棠市文化和旅游局", "", f'<div class="arti"><div class="arti-title">{f.title}</div><div class="arti-metas"><span class="arti-update">发布日期：{d:%Y-%m-%d %H:%M}</span><span class="arti-views">访问量：<span>12</span></span></div><div class="entry"><div class="read">{paragraphs(f)}</div></div><table><tr><td>信息来源：{f.source}</td><td>责任编辑：{"、".join(f.editors)}</td></tr></table></div>')


@shape
def _portal_shenhe(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:1], f.published
    a, b = people(pick, 2)
    return html(f.title, "", f'<div class="conTxt"><h1>{f.title}</h1><div class="conInfo">发布时间：{d:%Y年%m月%d日 %H:%M} | 来源：{f.source} | 浏览量：<i>3</i></div><div class="conBox">{paragraphs(f)}<p style="text-align:right">供稿：{f.authors[0]}</p><p style="text-align:right">编辑：{" ".join(f.editors)}</p><p style="text-align:right">初审：{a}</p><p style="text-align:right">终审：{b}</p></div></div>')


# --- county media centres -----------------------------------------------------------------------


@shape
def _county_media_roles_in_last_lines(pick: random.Random, f: Facts) -> str:
    a, b, c = people(pick, 3)
    d = f.published
    tail = f"<p>来源丨{f.source}</p><p>记者丨{'　'.join(f.authors)}</p><p>一审丨{a}</p><p>二审丨{b}</p><p>三审丨{c}</p><p>责编丨{' '.join(f.editors)}</p>"
    return html(f.title, "", f'<div class="detail"><div class="title">{f.title}</div><div class="time"><span>{d:%Y-%m-%d %H:%M:%S}</span> <span>字号：</span><a>小</a><a>大</a></div><div class="description">{paragraphs(f)}{tail}</div></div><div class="more">打开APP，查看更多精彩内容</div>')


@shape
def _county_media_one_line(pick: random.Random, f: Facts) -> str:
    a, b, c = people(pick, 3)
    d = f.published
    tail = f"<p>来源：{f.source}</p><p>作者：{'　'.join(f.authors)}</p><p>编辑：{' '.join(f.editors)}　一审：{a}　二审：{b}　三审：{c}</p>"
    return html(f"{f.title}_青棠融媒", "", f'<section class="head"><h1>{f.title}</h1><p class="sub">{d:%Y-%m-%d %H:%M} <em>阅读 1.2万</em></p></section><section class="content">{paragraphs(f)}</section>{tail}<p>本文为青棠融媒原创文章，转载请附上原文出处链接和本声明。</p>')


@shape
def _county_media_photo_and_text(pick: random.Random, f: Facts) -> str:
    f.source = None
    d = f.published
    f.authors = f.authors[:2]
    return html(f.title, "", f'<div class="news"><h1>{f.title}</h1><div class="tip"><span>{d:%Y/%m/%d %H:%M}</span></div><div class="text">{paragraphs(f)}<p>文/图：{" ".join(f.authors)}</p><p>责编：{"、".join(f.editors)}</p><p>校对：{person(pick)}</p><p>监制：{person(pick)}</p><p>（未经授权，不得转载）</p></div></div>')


@shape
def _wechat_repost(pick: random.Random, f: Facts) -> str:
    f.authors = []
    d = f.published
    body = "".join(f'<section style="margin:0"><section><p><span style="font-size:16px">{x}</span></p></section></section>' for x in f.body)
    return html(f.title, f'<script>var ct = "{int(d.timestamp())}";</script>', f'<div id="img-content"><h1 class="rich_media_title">{f.title}</h1><div class="meta"><span>{d:%Y-%m-%d %H:%M}</span></div><div id="js_content">{body}<section><p>来源：{f.source}</p><p>编辑：{" ".join(f.editors)}</p></section><p>↓↓↓</p><p>点个“在看”支持一下</p></div></div>')


# --- ready-made publishing systems --------------------------------------------------------------


@shape
def _dedecms(pick: random.Random, f: Facts) -> str:
    f.editors, f.authors, d = [], f.authors[:1], f.published
    return html(f"{f.title}_青棠在线", "", f'<div class="place"><strong>当前位置:</strong> <a href="/">主页</a> &gt; <a href="/xw/">新闻</a> &gt; </div><div class="viewbox"><div class="title"><h2>{f.title}</h2></div><div class="info"><small>时间:</small>{d:%Y-%m-%d %H:%M}<small>来源:</small>{f.source} <small>作者:</small>{f.authors[0]} <small>点击:</small><script src="/plus/count.php"></script>次</div><div class="content"><table width="100%"><tr><td>{paragraphs(f, "<div>　　{}</div>")}</td></tr></table></div><div class="dede_pages"><ul class="pagelist"></ul></div></div><div class="handle"><div class="context"><ul><li>上一篇：<a href="1.html">{invent(pick).title}</a></li><li>下一篇：没有了</li></ul></div></div>')


@shape
def _dedecms_editor(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    return html(f.title, "", f'<h1>{f.title}</h1><div class="info">{d:%Y-%m-%d %H:%M} 来源:{f.source} 作者:admin 点击: 次</div><div class="content">{paragraphs(f)}<div>(责任编辑：{f.editors[0]})</div></div><div class="tags">标签(Tag)：<a>民生</a></div>')


@shape
def _phpcms(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f"{f.title} - 要闻 - 青棠网", "", f'<div id="Article"><h1>{f.title}<br /><span>{d:%Y-%m-%d %H:%M:%S}&nbsp;&nbsp;&nbsp;来源：<a href="http://x.example/" target="_blank">{f.source}</a>&nbsp;&nbsp;&nbsp;评论：<a href="#comment">0</a> 点击：<span id="hits"></span></span></h1><div class="content">{paragraphs(f)}<div id="pages"></div><p><strong>Tags：</strong><a>民生</a></p></div></div><div class="related"><h5>延伸阅读：</h5><ul>{links(pick)}</ul></div>')


@shape
def _empirecms(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = f.authors[:1], f.editors[:1], f.published
    return html(f.title, "", f'<table class="box"><tr><td><table width="100%"><tr><td align="center"><strong class="title">{f.title}</strong></td></tr><tr><td align="center" class="info_text">时间：{d:%Y-%m-%d %H:%M:%S}&nbsp;&nbsp;来源：{f.source}&nbsp;&nbsp;作者：{f.authors[0]}&nbsp;&nbsp;编辑：{f.editors[0]}</td></tr><tr><td id="text">{paragraphs(f, "<p>　　{}</p>")}</td></tr></table></td></tr></table><div>顶一下 (0) 踩一下 (0)</div><ul>{links(pick)}</ul>')


@shape
def _hits_line(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, f.precision = f.authors[:1], [], "date"
    d = f.published
    return html(f"{f.title}|青棠新闻", "", f'<div class="show"><h3>{f.title}</h3><p class="inf">时间：{d:%Y-%m-%d}　来源：{f.source}　作者：{f.authors[0]}　点击：{pick.randint(3, 999)} 次</p><div class="body">{paragraphs(f, "{}<br /><br />")}</div></div>')


@shape
def _wordpress(pick: random.Random, f: Facts) -> str:
    f.editors, f.source, f.authors, d = [], None, f.authors[:1], f.published
    head = f'<meta property="og:title" content="{f.title}"><meta property="article:published_time" content="{d.isoformat()}">'
    return html(f"{f.title} – 青棠博报", head, f'<article class="post"><header class="entry-header"><h1 class="entry-title">{f.title}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{d.isoformat()}">{d:%Y年%m月%d日}</time></span><span class="byline"> 作者：<span class="author vcard"><a href="/author/a">{f.authors[0]}</a></span></span></div></header><div class="entry-content">{paragraphs(f)}</div><footer class="entry-footer">分类：<a>民生</a></footer></article><h2>发表评论</h2><p>您的电子邮箱地址不会被公开。</p>')


@shape
def _discuz_portal(pick: random.Random, f: Facts) -> str:
    f.editors, f.authors, d = [], [], f.published
    who = person(pick)
    return html(f"{f.title} - 青棠论坛", '<meta name="author" content="Discuz! Team and Comsenz UI Team">', f'<div class="bm vw"><div class="h hm"><h1 class="ph">{f.title}</h1><p class="xg1">{d:%Y-%m-%d %H:%M}<span class="pipe">|</span>发布者: <a href="u.html">{who}</a><span class="pipe">|</span>查看: <em>88</em><span class="pipe">|</span>评论: 0<span class="pipe">|</span>来自: {f.source}</p></div><div class="s"><div><strong>摘要</strong>: {f.body[0][:20]} ...</div></div><div class="d"><table class="vwtb"><tr><td id="article_content">{paragraphs(f)}</td></tr></table></div></div>')


# --- newspapers ---------------------------------------------------------------------------------


@shape
def _e_paper_with_subtitle(pick: random.Random, f: Facts) -> str:
    f.editors, f.source, f.precision, d = [], None, "date", f.published
    return html(f"青棠日报数字报-{f.title}", "", f'<div class="news"><table><tr><td class="font02" align="center">{invent(pick).title[:8]}</td></tr><tr><td class="font01" align="center"><strong>{f.title}</strong></td></tr><tr><td class="font02" align="center">——{pick.choice(PLACES)}见闻</td></tr><tr><td align="center">{d:%Y年%m月%d日}</td></tr></table><!--enpproperty <articleid>123</articleid><date>{d:%Y-%m-%d} 00:00:00.0</date><author></author><title>{f.title}</title><keyword></keyword><subtitle>——见闻</subtitle>/enpproperty--><div id="ozoom"><!--enpcontent--><founder-content><P>　　本报讯（记者 {" ".join(f.authors)}）{f.body[0]}</P>{"".join(f"<P>　　{x}</P>" for x in f.body[1:])}</founder-content><!--/enpcontent--></div></div>').replace(f.body[0], f.body[0], 1)


@shape
def _daily_with_page_number(pick: random.Random, f: Facts) -> str:
    f.editors, d = [], f.published
    f.source, f.precision = "青棠日报", "date"
    f.body[-1] += f"（记者 {'、'.join(f.authors)}）"
    return html(f"{f.title}--青棠日报", "", f'<h2>{f.title}</h2><div class="lai">{d:%Y-%m-%d} 来源：青棠日报 第03版：综合</div><div id="content">{paragraphs(f)}</div><p>《青棠日报》（{d:%Y年%m月%d日} 03版）</p>')


@shape
def _kicker_title_subtitle(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:2], f.published
    return html(f"{f.title}--青棠频道", "", f'<div class="text_con"><h3 class="pre">走基层·{pick.choice(PLACES)}</h3><h1>{f.title}</h1><h4 class="sub">——{pick.choice(PLACES)}的春天</h4><div class="author">本报记者　{" ".join(f.authors)}</div><div class="col">{d:%Y年%m月%d日%H:%M} | 来源：<a href="http://p.example/">{f.source}</a></div><div class="txt">{paragraphs(f, "<p>　　{}</p>")}<div class="edit">(责编：{"、".join(f.editors)})</div></div></div>')


@shape
def _editors_at_the_head(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:1], f.published
    return html(f.title, "", f'<div class="wz"><h1>{f.title}</h1><p>{d:%Y-%m-%d %H:%M}　{f.source}　作者：{f.authors[0]}　责编：{"、".join(f.editors)}　校对：{person(pick)}</p><div class="nr">{paragraphs(f)}</div></div>')


@shape
def _credits_in_a_last_bracket(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = f.authors[:1], f.editors[:1], f.published
    tail = f"（作者：{f.authors[0]}　编辑：{f.editors[0]}）"
    return html(f.title, "", f'<div class="main"><h1>{f.title}</h1><div>{d:%Y-%m-%d %H:%M:%S}　来源：{f.source}</div><div class="article-content">{paragraphs(f)}<p>{tail}</p></div></div>')


@shape
def _dateline_and_photo_credit(pick: random.Random, f: Facts) -> str:
    d = f.published
    photographer = person(pick)
    f.body[0] = f"本报讯（记者 {' '.join(f.authors)} 文/图）{f.body[0]}"
    f.body.insert(1, f"图为活动现场。{photographer} 摄")
    inner = f'<p>{f.body[0]}</p><p align="center"><img src="/1.jpg"></p><p align="center">{f.body[1]}</p>' + "".join(f"<p>{x}</p>" for x in f.body[2:])
    return html(f.title, "", f'<h1>{f.title}</h1><div class="fbt">来源：{f.source} 时间：{d:%Y-%m-%d %H:%M} 编辑：{"、".join(f.editors)}</div><div class="zw">{inner}</div>')


# --- portals of the web -------------------------------------------------------------------------


@shape
def _portal_head_with_comment_count(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    return html(f"{f.title}|{pick.choice(PLACES)}_新闻频道_青棠", f'<meta property="article:published_time" content="{d.isoformat()}"><meta property="article:author" content="青棠">', f'<h1 class="main-title">{f.title}</h1><div class="top-bar"><div class="date-source"><span class="date">{d:%Y年%m月%d日 %H:%M}</span> <a href="http://x.example" class="source">{f.source}</a></div><div class="page-tools"><a>收藏</a><a>微博</a><a>分享</a><span class="comment-num">12</span></div></div><div class="article" id="article">{paragraphs(f, "<p>　　{}</p>")}<p class="show_author">责任编辑：{f.editors[0]} </p></div><div class="keywords">关键字 : <a>民生</a><a>青棠</a></div>')


@shape
def _portal_account_page(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    return html(f"{f.title}_{f.source}", "", f'<div class="text-title"><h1>{f.title}</h1><div class="article-info"><span class="time" id="news-time">{d:%Y-%m-%d %H:%M}</span><span data-role="original-link">来源:<a href="#">{f.source}</a></span></div></div><article class="article" id="mp-editor">{paragraphs(f)}<p data-role="editor-name">责任编辑：<span>{f.editors[0]}</span></p></article><div class="statement">声明：该文观点仅代表作者本人，本平台系信息发布平台。</div><span class="read-num">阅读 (<em>12</em>)</span>')


@shape
def _mobile_page(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f.title, '<meta name="viewport" content="width=device-width">', f'<div class="hd"><a href="/">首页</a><a href="/list">列表</a></div><div class="art"><div class="art_title">{f.title}</div><div class="art_info">{f.source} {d:%Y-%m-%d %H:%M}</div><div class="art_body">{paragraphs(f)}</div></div><div class="dl">打开客户端，体验更多功能</div><ul>{links(pick, 10)}</ul>')


@shape
def _wap_with_breaks(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f.title, "", f'<p><a href="/">青棠手机报</a>-新闻<br/></p><p><b>{f.title}</b><br/>{d:%Y-%m-%d %H:%M} 来源：{f.source}<br/>--------<br/>{"<br/>".join(f.body)}<br/></p><p><a href="2.html">下一篇</a>|<a href="/">返回首页</a></p>')


@shape
def _frontend_rendered(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], f.editors[:1], f.published
    body = "".join(f'<p class="ql-p" data-v-1a2b>{x}</p>' for x in f.body)
    return html(f.title, f'<script>window.__DATA__={{"publishTime":"{d:%Y-%m-%d %H:%M:%S}","id":1}}</script>', f'<div id="app"><div data-v-1a2b class="detail-wrap"><div data-v-1a2b class="detail-title">{f.title}</div><div data-v-1a2b class="detail-info"><span data-v-1a2b>{f.source}</span><span data-v-1a2b>{d:%Y-%m-%d %H:%M}</span></div><div data-v-1a2b class="detail-content">{body}</div><div data-v-1a2b class="detail-editor">编辑：{f.editors[0]}</div></div></div>')


# --- old pages ----------------------------------------------------------------------------------


@shape
def _tables_of_2003(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    cells = "<br>\n".join(f"　　{x}" for x in f.body)
    return html(f"{f.title}--青棠新闻网", "", f'<table width=760><tr><td><a href=/>首页</a> | <a href=/x>新闻</a></td></tr></table><table width=760><tr><td width=560><table><tr><td align=center><font size=4 color=#cc0000><b>{f.title}</b></font></td></tr><tr><td align=center><font size=2>{d:%Y-%m-%d %H:%M:%S}　{f.source}</font></td></tr><tr><td><font size=3>{cells}</font></td></tr><tr><td align=right>编辑：{f.editors[0]}</td></tr></table></td><td width=200 bgcolor=#eeeeee><b>相关新闻</b><br>{"<br>".join(f"<a href=/{i}.htm>·{invent(pick).title}</a>" for i in range(6))}</td></tr></table>', "gb2312")


@shape
def _font_tags(pick: random.Random, f: Facts) -> str:
    f.editors, d = [], f.published
    f.authors = f.authors[:1]
    f.body[-1] += f"（{f.authors[0]}）"
    return html(f.title, "", f'<center><font size="5"><b>{f.title}</b></font></center><hr size=1><center><font size="2">来源：{f.source} 发布时间：{d:%Y/%m/%d %H:%M}</font></center><div><font size="3">{paragraphs(f, "<p>&nbsp;&nbsp;&nbsp; {}</p>")}</font></div><center>[<a href="javascript:window.close()">关闭窗口</a>]</center>', "gb2312")


@shape
def _brackets_of_2004(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], f.editors[:1], f.published
    return html(f"{f.title}_青棠网", "", f'<div align=center class=bt>{f.title}</div><div align=center>【来源：{f.source}】【{d:%Y-%m-%d %H:%M}】</div><div class=Content>{"".join(f"<p>　　{x}" for x in f.body)}</div><div align=right>【责任编辑：{f.editors[0]}】</div><div>【<a>发表评论</a>】【<a>打印</a>】【<a>关闭</a>】</div>')


@shape
def _time_only_in_a_script(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f.title, f'<script>var pubdate = "{d:%Y-%m-%d %H:%M}";</script>', f'<div class="box"><h1>{f.title}</h1><div class="ly">来源：<img src="/logo.png" alt="">{f.source}</div><div class="nr">{paragraphs(f)}</div></div>')


@shape
def _source_and_time_below(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:1], f.published
    return html(f"{f.title}_青棠台", "", f'<div class="c"><h2>{f.title}</h2><div class="cc">{paragraphs(f)}</div><div class="bottom"><span>来源：{f.source}</span><span>作者：{f.authors[0]}</span><span>编辑：{"、".join(f.editors)}</span><span>发布时间：{d:%Y-%m-%d %H:%M}</span></div></div><h3>更多新闻</h3><ul>{links(pick)}</ul>')


@shape
def _labels_in_a_list_of_definitions(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors = f.authors[:1]
    return html(f.title, "", f'<h1>{f.title}</h1><dl class="info"><dt>日期</dt><dd>{d:%Y-%m-%d %H:%M}</dd><dt>来源</dt><dd>{f.source}</dd><dt>作者</dt><dd>{f.authors[0]}</dd><dt>编辑</dt><dd>{"、".join(f.editors)}</dd></dl><div class="txt">{paragraphs(f)}</div>')


@shape
def _broadcaster(pick: random.Random, f: Facts) -> str:
    d = f.published
    tail = f"<p>记者：{'、'.join(f.authors)}　摄像：{person(pick)}　配音：{person(pick)}</p><p>编辑：{'、'.join(f.editors)}</p><p>责编：{person(pick)}　编审：{person(pick)}</p>"
    page = html(f"{f.title}-江州广播电视台", "", f'<h1>{f.title}</h1><div class="vinfo">{d:%Y-%m-%d %H:%M:%S} 来源：{f.source}</div><div id="player"><video src="/v.mp4"></video></div><div class="vtext">{paragraphs(f)}{tail}</div>')
    f.editors = [*f.editors, page.split("<p>责编：")[1].split("　")[0]]
    return page


@shape
def _university(pick: random.Random, f: Facts) -> str:
    f.editors, d = f.editors[:1], f.published
    f.authors = f.authors[:2]
    f.source, f.precision = f"{pick.choice(('文学院', '宣传部', '教务处', '校团委'))}", "date"
    return html(f"{f.title}-江州大学", "", f'<form name="f"><table class="winstyle1"><tr><td class="titlestyle">{f.title}</td></tr><tr><td align=center><span class="timestyle">{d:%Y-%m-%d}</span><span class="authorstyle">&nbsp;文：{"、".join(f.authors)}&nbsp;</span>&nbsp;来源：{f.source}&nbsp;编辑：{f.editors[0]}&nbsp;[<span>点击：</span><span id="n">9</span>]</td></tr><tr><td class="contentstyle"><div class="v_news_content">{paragraphs(f)}</div></td></tr></table></form><p>上一条：<a href="1.htm">{invent(pick).title}</a></p>')


@shape
def _traditional(pick: random.Random, f: Facts) -> str:
    f.editors, d = [], f.published
    f.authors = f.authors[:1]
    f.source = "青棠時報"
    f.title, f.body = "青棠鎮三百盞路燈亮了", ["青棠鎮三百盞新路燈昨晚全部亮起，沿河步道第一次有了夜間照明，散步的人多了起來。", "鎮公所去年徵求居民意見，八成的人希望先修路燈，工程從三月動工，比原定工期提前二十天。", f"住在河邊的{person(pick)}說，以前天一黑就不敢出門，現在晚飯後可以沿河走上一個來回。"]
    f.body[0] = f"（記者{f.authors[0]}／青棠報導）{f.body[0]}"
    return html(f"{f.title} | 地方 | 青棠時報", "", f'<h1>{f.title}</h1><div class="info">{d:%Y-%m-%d %H:%M}　來源：青棠時報</div><div class="story">{paragraphs(f)}</div><div class="rel"><h3>相關新聞</h3><ul>{links(pick)}</ul></div>')


def make_page(name: str, seed: int) -> tuple[bytes, dict[str, Any]]:
    """One page of a shape and its truth, in the format of truth files."""
    pick = random.Random(f"{name} {seed}")
    facts = invent(pick)
    markup = SHAPES[name](pick, facts)
    body = facts.body
    if name == "e paper with subtitle":
        body = [f"本报讯（记者 {' '.join(facts.authors)}）{facts.body[0]}", *facts.body[1:]]
    declared = markup.split('charset="', 1)[1].split('"', 1)[0]
    codec = {"gb2312": "gb18030"}.get(declared, declared)
    return markup.encode(codec), {
        "file": f"{name.replace(' ', '-')}-{seed}.html", "title": facts.title, "published": facts.published.isoformat(),
        "published_precision": facts.precision, "source": facts.source, "authors": facts.authors, "editors": facts.editors,
        "body": "\n".join(body),
    }
