"""Further shapes of whole pages: county and city sites, offices, e-papers, Taiwan and Hong Kong."""

# ruff: noqa: E501 - every shape takes the same; markup is read more easily on one line
# fmt: off

from __future__ import annotations

import json
import random
from datetime import UTC

from pages_made.invented import PLACES, Facts, invent, people, person
from pages_made.shape import html, links, paragraphs, shape

# --- publishing systems -------------------------------------------------------------------------


@shape
def _vsb_article(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f"{f.title}-青棠县人民政府", "", f'<div class="wz">您的位置： <a href="/">首页</a> &gt;&gt; <a href="/xw">政务要闻</a> &gt;&gt; 正文</div><form name="_newscontent_fromname"><div class="ar_title"><h3>{f.title}</h3><h6><span>作者：</span> <span>时间：{d:%Y-%m-%d %H:%M}</span> <span>来源：{f.source}</span> <span>点击数：<script>_showDynClicks("x")</script></span></h6></div><div id="vsb_content" class="ar_article"><div class="v_news_content">{paragraphs(f, "<p class=vsbcontent_start>{}</p>")}</div></div><div id="div_vote_id"></div><p>附件【<a href="/system/a.docx">申报表.docx</a>】已下载<span>3</span>次</p></form><p>上一条：<a href="1.htm">{invent(pick).title}</a></p><p>下一条：<a href="2.htm">{invent(pick).title}</a></p><p>【<a>关闭</a>】</p>')


@shape
def _vsb_shenhe(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:2], f.published
    f.precision, f.source = "date", "宣传部"
    return html(f"{f.title}-江州职业技术学院", "", f'<div class="content"><h1 align="center">{f.title}</h1><div class="info">来源：宣传部 | 作者：{"、".join(f.authors)} | 编辑：{"、".join(f.editors)} | 审核：{person(pick)} | 发布时间：{d:%Y年%m月%d日} | 浏览量：[<span>88</span>]</div><div id="vsb_content_2"><div class="v_news_content">{paragraphs(f)}</div></div></div>')


@shape
def _jcms_table(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f"青棠市人民政府 今日青棠 {f.title}", '<meta name="maketime" content="2026-01-02 03:04:05"><meta name="author" content="江州大汉">'.replace("江州大汉", ""), f'<table id="c" width="900"><tr><td class="title"><!--<$[标题名称(html)]>begin-->{f.title}<!--<$[标题名称(html)]>end--></td></tr><tr><td><table width="100%"><tr><td>发布日期：{d:%Y-%m-%d %H:%M}</td><td>信息来源：{f.source}</td><td>浏览次数：<script src="/c.jsp"></script></td><td>字号：[<a>大</a><a>中</a><a>小</a>]</td></tr></table></td></tr><tr><td class="bt_content"><div id="zoom"><!--<$[信息内容]>begin-->{paragraphs(f, "<p style=text-indent:2em>{}</p>")}<!--<$[信息内容]>end--></div></td></tr></table><div class="print">打印本页 | 关闭窗口</div>')


@shape
def _jcms_metas(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    metas = "".join(f'<meta name="{n}" content="{v}">' for n, v in (("ArticleTitle", f.title), ("PubDate", f"{d:%Y-%m-%d %H:%M}"), ("ContentSource", f.source), ("Author", ""), ("ColumnName", "镇街动态"), ("Editor", f.editors[0])))
    return html(f.title, metas, f'<div class="main-txt"><p class="con-title">{f.title}</p><p class="explain"><span>发布时间：{d:%Y-%m-%d %H:%M}</span><i>|</i><span>来源：{f.source}</span><i>|</i><span>访问次数：</span></p><div id="zoom">{paragraphs(f)}</div><p class="bianji">责任编辑：{f.editors[0]}</p></div><div class="share">分享：<a>微信</a><a>微博</a></div>')


@shape
def _trs_detail(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    return html(f"{f.title}_今日云岭_云岭县人民政府", "", f'<div class="zx-xxxqy"><h2>{f.title}</h2><div class="zx-xxxqy-nr"><span class="laiyuan">来源：{f.source}</span><span class="fbsj">发布时间：{d:%Y-%m-%d %H:%M:%S}</span><span>作者：</span><span>【字体：<b>大</b> <b>中</b> <b>小</b>】</span></div><div class="view TRS_UEDITOR trs_paper_default trs_web">{paragraphs(f, "<p style=text-indent:2em;text-align:justify>{}</p>")}</div><div class="xgfj">相关附件：</div><div class="zrbj">责任编辑： {" ".join(f.editors)}</div></div><div class="code">扫一扫在手机打开当前页</div>')


@shape
def _trs_with_span_parts(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f.title, "", f'<div class="xl-box"><h1 class="title"><ucaptitle>{f.title}</ucaptitle></h1><div class="tools"><span><b>{d:%Y-%m-%d}</b> <b>{d:%H:%M}</b></span><span>来源：<ucapsource><b>{f.source}</b></ucapsource></span><span>点击：</span></div><div class="content"><ucapcontent><div class="trs_editor_view">{paragraphs(f)}</div></ucapcontent></div></div>')


@shape
def _dedecms_arc_body(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f"{f.title}-青棠信息港", "", f'<div class="position">位置：<a href="/">首页</a>&gt;<a href="/news/">本地新闻</a>&gt;</div><div class="arc_title"><h1>{f.title}</h1></div><div class="arc_info"><span>{d:%Y-%m-%d %H:%M}</span><span>来源：{f.source}</span><span>编辑：admin</span><span>人气：<em>123</em></span></div><div class="arc_intro">导读：{f.body[0][:24]}...</div><div class="arc_body">{paragraphs(f)}</div><div class="arc_pn"><span>上一篇：<a href="3.html">{invent(pick).title}</a></span><span>下一篇：<a href="4.html">{invent(pick).title}</a></span></div>')


@shape
def _phpcms_article(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    return html(f"{f.title} - 社会 - 三江在线", "", f'<div class="crumbs"><a href="/">首页</a><span> &gt; </span><a href="/sh/">社会</a> &gt; 正文</div><div class="article"><h1>{f.title}</h1><p class="time"><span>{d:%Y-%m-%d %H:%M:%S}</span><span>来源：{f.source}</span><span>责任编辑：{f.editors[0]}</span><span class="pl">0条评论</span></p><div class="content">{paragraphs(f)}<div class="fanye"></div></div><div class="zan"><a>赞 0</a></div></div><ul>{links(pick)}</ul>')


@shape
def _empire_ecmsinfo(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = f.authors[:1], [], f.published
    return html(f"{f.title}_民生_青棠视窗", "", f'<div class="newstext"><h1>{f.title}</h1><div class="info"><span>发布时间：<b>{d:%Y-%m-%d %H:%M:%S}</b></span> <span>来源：<b>{f.source}</b></span> <span>作者：<b>{f.authors[0]}</b></span> <span>浏览：<b>332</b>次</span></div><div id="news_content">{paragraphs(f, "<p>　　{}</p>")}</div><p class="tags">TAG：<a>民生</a></p></div><div class="ad"><a href="http://a.example">广告</a></div>')


@shape
def _siteserver(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    return html(f.title, "", f'<div class="nr_title">{f.title}</div><div class="nr_sub">{f.source}&nbsp;&nbsp;&nbsp;&nbsp;{d:%Y-%m-%d %H:%M:%S}&nbsp;&nbsp;&nbsp;&nbsp;编辑：{f.editors[0]}&nbsp;&nbsp;&nbsp;&nbsp;浏览次数：<span>5</span></div><div class="nr_con">{paragraphs(f)}</div>')


@shape
def _wordpress_news_theme(pick: random.Random, f: Facts) -> str:
    f.editors, f.source, f.authors, d = [], None, f.authors[:1], f.published
    ld = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": f.title, "datePublished": d.astimezone(UTC).isoformat(), "author": {"@type": "Person", "name": f.authors[0]}}
    return html(f"{f.title} | 松岗观察", f'<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>', f'<main><article><h1 class="post-title">{f.title}</h1><div class="post-meta"><span class="meta-author">作者 <a href="/author/x/">{f.authors[0]}</a></span> <span class="meta-date">{d:%Y-%m-%d}</span> <span class="meta-views">321 阅读</span> <span class="meta-comments">0 评论</span></div><div class="post-body"><p class="wp-block-paragraph">' + '</p><p class="wp-block-paragraph">'.join(f.body) + f'</p></div><div class="post-tags">标签: <a>本地</a></div></article><aside><h3>近期文章</h3><ul>{links(pick)}</ul></aside></main>')


# --- county media centres and apps --------------------------------------------------------------


@shape
def _app_detail(pick: random.Random, f: Facts) -> str:
    a, b, c = people(pick, 3)
    d = f.published
    tail = f"<p>来源：{f.source}</p><p>记者：{' '.join(f.authors)}</p><p>编辑：{' '.join(f.editors)}</p><p>一审：{a}　二审：{b}　三审：{c}</p>"
    return html(f.title, '<meta name="viewport" content="width=device-width">', f'<div class="appDetail"><div class="appDetail-title">{f.title}</div><div class="appDetail-meta"><span class="appDetail-from">青棠融媒</span><span class="appDetail-time">{d:%Y-%m-%d %H:%M}</span><span>阅读量 2356</span></div><div class="appDetail-content">{paragraphs(f)}{tail}</div></div><div class="download">打开“青棠融媒”客户端 查看更多</div>')


@shape
def _three_reviews_in_one_bracket(pick: random.Random, f: Facts) -> str:
    a, b, c = people(pick, 3)
    f.authors, d = f.authors[:2], f.published
    return html(f"{f.title}_三江融媒", "", f'<h1 class="art-title">{f.title}</h1><div class="art-info"><em>{d:%Y-%m-%d %H:%M:%S}</em><em>{f.source}</em></div><div class="art-body">{paragraphs(f)}<p>（记者 {" ".join(f.authors)}）</p><p>[责编：{" ".join(f.editors)}]　[一审：{a}]　[二审：{b}]　[三审：{c}]</p></div>')


@shape
def _chief_reporter_and_video(pick: random.Random, f: Facts) -> str:
    d = f.published
    tail = f"<p>全媒体记者：{'、'.join(f.authors)}</p><p>视频：{person(pick)}</p><p>责任编辑：{'、'.join(f.editors)}</p><p>责任校对：{person(pick)}</p><p>值班编委：{person(pick)}</p>"
    return html(f.title, "", f'<div class="news-detail"><h2>{f.title}</h2><p class="news-source"><span>{f.source}</span><span>{d:%Y.%m.%d %H:%M}</span></p><div class="news-body"><div class="video"><video src="/a.mp4" poster="/a.jpg"></video></div>{paragraphs(f)}{tail}</div></div><div class="hot"><h3>热门推荐</h3><ul>{links(pick, 8)}</ul></div>')


@shape
def _roles_in_a_small_table(pick: random.Random, f: Facts) -> str:
    d = f.published
    rows = "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in (("来源", f.source), ("作者", "、".join(f.authors)), ("编辑", "、".join(f.editors)), ("校对", person(pick))))
    return html(f.title, "", f'<article><h1>{f.title}</h1><p class="date">{d:%Y-%m-%d %H:%M}</p><div class="rich">{paragraphs(f)}</div><table class="sign">{rows}</table></article>')


@shape
def _words_and_pictures(pick: random.Random, f: Facts) -> str:
    f.source, d = None, f.published
    f.authors = f.authors[:2]
    return html(f"{f.title}-红枫发布", "", f'<div class="container"><h1>{f.title}</h1><div class="bar">{d:%Y-%m-%d %H:%M} <a>收藏</a> <a>分享</a></div><div class="cnt">{paragraphs(f)}<p style="text-align:right">文：{"、".join(f.authors)}</p><p style="text-align:right">图：{person(pick)}</p><p style="text-align:right">编辑：{"、".join(f.editors)}</p><p style="text-align:right">审核：{person(pick)}</p></div></div>')


@shape
def _wechat_repost_with_head(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    body = "".join(f'<section data-role="paragraph"><p style="letter-spacing:1px"><span>{x}</span></p></section>' for x in f.body)
    return html(f.title, "", f'<div class="rich_media_area_primary"><h1 id="activity-name">{f.title}</h1><div id="meta_content"><span class="rich_media_meta_text">原创</span> <a id="js_name" class="source_name">{f.source}</a> <em id="publish_time">{d:%Y-%m-%d %H:%M}</em></div><div id="js_content"><section><p>点击上方<strong>蓝字</strong>关注我们</p></section>{body}<section><p>END</p></section><section><p>责编 | {" ".join(f.editors)}</p><p>审核 | {person(pick)}</p></section></div></div>')


@shape
def _vue_with_data_in_a_script(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = f.authors[:1], [], f.published
    data = json.dumps({"title": f.title, "publishTime": f"{d:%Y-%m-%d %H:%M:%S}", "content": f.body[0]}, ensure_ascii=False)
    return html(f.title, "", f'<div id="__nuxt"><div id="__layout"><div class="page" data-v-7ba5bd90><header data-v-7ba5bd90><a href="/">首页</a><a href="/a">要闻</a></header><div class="hd" data-v-7ba5bd90><p class="hd-title" data-v-7ba5bd90>{f.title}</p><p class="hd-info" data-v-7ba5bd90><span>来源：{f.source}</span><span>记者：{f.authors[0]}</span><span>{d:%Y-%m-%d %H:%M:%S}</span></p></div><div class="bd" data-v-7ba5bd90>{paragraphs(f)}</div></div></div></div><script>window.__NUXT__={data}</script>')


# --- portals of governments, 2008 to 2024 -------------------------------------------------------


@shape
def _index_in_a_list(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, f.precision, d = [], [], "date", f.published
    f.source = f"{pick.choice(PLACES)}教育局"
    items = "".join(f"<li><span>{k}</span>{v}</li>" for k, v in (("索引号：", f"0145/{d:%Y}-0{pick.randint(10, 99)}"), ("发布机构：", f.source), ("信息分类：", "教育/通知"), ("发布日期：", f"{d:%Y-%m-%d}"), ("文号：", "无"), ("关键词：", "招生"), ("有效性：", "有效")))
    return html(f"{f.title}_信息公开", "", f'<div class="xxgk-head"><ul>{items}</ul></div><div class="xxgk-title">{f.title}</div><div class="xxgk-body">{paragraphs(f)}</div>')


@shape
def _office_of_2008(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], f.editors[:1], f.published
    return html("青棠县人民政府网站", "", f'<table width="95%"><tr><td height=40 align=center class=t1><span id="ctl00_lblTitle">{f.title}</span></td></tr><tr><td align=center><span id="ctl00_lblTime">{d:%Y-%m-%d %H:%M:%S}</span>&nbsp;&nbsp;&nbsp;&nbsp;<span id="ctl00_lblSource">{f.source}</span>&nbsp;&nbsp;&nbsp;&nbsp;阅读<span id="ctl00_lblHits">12</span>次</td></tr><tr><td><span id="ctl00_lblContent">{paragraphs(f, "<P>&nbsp;&nbsp;&nbsp;&nbsp;{}</P>")}</span></td></tr><tr><td align=right>责任编辑：<span id="ctl00_lblEditor">{f.editors[0]}</span></td></tr></table>', "gb2312")


@shape
def _bureau_with_provider(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = f.authors[:1], [], f.published
    f.source = f"{pick.choice(PLACES)}司法局"
    return html(f"{f.title} - 江州市司法局", "", f'<div class="detail"><h3 class="tc">{f.title}</h3><p class="tc gray">日期：{d:%Y-%m-%d %H:%M:%S} &nbsp; 来源：{f.source} &nbsp; 撰稿：{f.authors[0]} &nbsp; 浏览：<span></span> &nbsp; 【<a>大</a> <a>中</a> <a>小</a>】 &nbsp; 【<a>打印</a>】</p><hr><div class="detail-txt">{paragraphs(f)}</div><p class="tc"><a>TOP</a></p></div>')


@shape
def _notice_with_signature(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, f.precision, d = [], [], "date", f.published
    f.source, f.title = f"{pick.choice(PLACES)}水利局", f"关于开展{pick.choice(('防汛检查', '节水宣传', '河道清理'))}工作的通知"
    f.body = ["各乡镇人民政府、街道办事处：", *f.body, f.source, f"{d.year}年{d.month}月{d.day}日"]
    return html(f.title, "", f'<div class="tzgg"><h1>{f.title}</h1><div class="sub"><span>发布时间：{d:%Y-%m-%d}</span><span>来源：{f.source}</span></div><div id="zoom" class="zoom">{paragraphs(f)}</div></div>')


@shape
def _header_cell_beside_the_time(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], [], f.published
    return html(f"{f.title}--三江口区", "", f'<table><tr><td colspan="2"><h1>{f.title}</h1></td></tr><tr><td>{d:%Y-%m-%d %H:%M}</td><td>{f.source}</td></tr><tr><td colspan="2" class="conn">{paragraphs(f)}</td></tr></table><table><tr><td>版权所有：三江口区人民政府办公室</td></tr></table>')


@shape
def _portal_of_2024(pick: random.Random, f: Facts) -> str:
    f.authors, d = [], f.published
    f.editors = f.editors[:1]
    return html(f"{f.title}_要闻_棠溪区人民政府", "", f'<div class="gov-detail"><div class="gov-detail__title">{f.title}</div><div class="gov-detail__info"><div class="left"><span>{d:%Y-%m-%d %H:%M}</span><span>来源: {f.source}</span></div><div class="right"><span>字体：</span><a>大</a><a>中</a><a>小</a><a>打印</a><a>收藏</a><div class="share-box">分享到：<a>微信</a><a>微博</a></div></div></div><div class="gov-detail__content">{paragraphs(f)}</div><div class="gov-detail__editor">编辑：{f.editors[0]}</div></div><div class="wza">无障碍浏览</div>')


@shape
def _policy_question(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, f.precision, d = [], [], "date", f.published
    f.title = f"《{pick.choice(PLACES)}养老服务办法》政策解读"
    f.body = [x for at, text in enumerate(f.body, 1) for x in (f"{'一二三四五六七八九十'[at - 1]}、办法的第{at}项说了什么", text)]
    return html(f.title, "", f'<div class="zcjd"><h1>{f.title}</h1><div class="sx"><p>发布日期：{d:%Y-%m-%d}</p><p>来源：{f.source}</p><p>打印</p></div><div class="text">{paragraphs(f)}</div></div>')


# --- newspapers ---------------------------------------------------------------------------------


@shape
def _e_paper_with_mulu(pick: random.Random, f: Facts) -> str:
    f.editors, f.source, f.precision, d = [], None, "date", f.published
    f.body[0] = f"本报讯（记者 {' '.join(f.authors)}）{f.body[0]}"
    return html(f"{f.title}-江州晚报", "", f'<div class="layout"><div class="page-list"><p>第A0{pick.randint(1, 9)}版：城事</p><ul>{links(pick, 5)}</ul></div><div class="article"><div class="paper-info">{d:%Y年%m月%d日} 星期三</div><h3></h3><h1>{f.title}</h1><h2></h2><div id="ozoom" class="content">{paragraphs(f, "<p>　　{}</p>")}</div><p class="nav"><a>上一篇</a> <a>下一篇</a> <a>放大</a> <a>缩小</a> <a>默认</a></p></div></div>')


@shape
def _e_paper_author_line(pick: random.Random, f: Facts) -> str:
    f.editors, f.source, f.precision, d = [], None, "date", f.published
    return html(f"青棠日报电子版 {f.title}", "", f'<table><tr><td>{d:%Y年%m月%d日}&nbsp;&nbsp;青棠日报&nbsp;&nbsp;第3版</td></tr></table><div class="bmnr_con_biaoti">{f.title}</div><div class="bmnr_con_zuozhe">□ 本报记者 {" ".join(f.authors)}</div><div class="bmnr_con_con" id="ozoom"><div>{paragraphs(f, "<P>　　{}</P>")}</div></div>').replace("青棠日报&nbsp;&nbsp;", "")


@shape
def _correspondents_at_the_end(pick: random.Random, f: Facts) -> str:
    f.editors, d = f.editors[:1], f.published
    first, *rest = f.authors
    names = f"记者 {first}" + (f" 通讯员 {' '.join(rest)}" if rest else "")
    f.body[-1] += f"（{names}）"
    return html(f"{f.title}_江州新闻网", "", f'<div class="hl"><h1>{f.title}</h1><div class="hl-b"><span>{d:%Y-%m-%d %H:%M}</span> <span>来源：<a href="http://x.example/">{f.source}</a></span> <span>编辑：{f.editors[0]}</span></div><div class="hl-c">{paragraphs(f, "<p>　　{}</p>")}</div></div><div class="tj"><h3>相关阅读</h3><ul>{links(pick)}</ul></div>')


@shape
def _reposted_by_a_city_site(pick: random.Random, f: Facts) -> str:
    f.editors, d = f.editors[:1], f.published
    f.authors = f.authors[:1]
    return html(f"{f.title}-江州频道-江州网", "", f'<div class="t"><h1>{f.title}</h1></div><div class="s"><div class="l">{d:%Y-%m-%d %H:%M:%S}&nbsp;|&nbsp;来源：<a href="#">{f.source}</a>&nbsp;|&nbsp;作者：<span>{f.authors[0]}</span></div><div class="r"><a>评论(0)</a></div></div><div class="c">{paragraphs(f)}<p>原标题：{f.title}</p><p>编辑：{f.editors[0]}</p></div><div class="b">版权声明：凡注明来源的作品，转载请联系本网。</div>')


@shape
def _red_line_of_times(pick: random.Random, f: Facts) -> str:
    f.authors, d = f.authors[:1], f.published
    return html(f.title, "", f'<div id="page"><h1>{f.title}</h1><ul class="from"><li>{f.source}</li><li>{f.authors[0]}</li><li>{d:%Y-%m-%d %H:%M}</li></ul><div id="txt">{paragraphs(f)}</div><div class="bj">责编：{"、".join(f.editors)}</div></div>').replace(f"<li>{f.authors[0]}</li>", f"<li>记者 {f.authors[0]}</li>")


# --- old pages ----------------------------------------------------------------------------------


@shape
def _aspx_of_2003(pick: random.Random, f: Facts) -> str:
    f.editors, d = [], f.published
    f.authors = f.authors[:1]
    return html(f"青棠在线--{f.title}", "", f'<form id="Form1"><table width="778" align="center"><tr><td><img src="/top.gif"></td></tr></table><table width="778"><tr><td width="180" valign="top"><table><tr><td>最新新闻</td></tr>{"".join(f"<tr><td>·<a href=n{i}.aspx>{invent(pick).title}</a></td></tr>" for i in range(5))}</table></td><td valign="top"><table width="95%"><tr><td align="center"><font color="red" size="4">{f.title}</font></td></tr><tr><td align="center">作者：{f.authors[0]}　来源：{f.source}　时间：{d.year}-{d.month}-{d.day} {d:%H:%M}:00　点击：8</td></tr><tr><td style="font-size:14px;line-height:180%">　　{"<br><br>　　".join(f.body)}</td></tr></table></td></tr></table></form>', "gb2312")


@shape
def _frames_of_1999(pick: random.Random, f: Facts) -> str:
    f.editors, f.authors, d = [], [], f.published
    f.precision = "date"
    return html(f.title, "", f'<p align="center"><font face="黑体" size="5">{f.title}</font></p><p align="center"><font size="2">（{f.source} {d.year}年{d.month}月{d.day}日）</font></p><hr>{paragraphs(f, "<p><font size=3>　　{}</font></p>")}<hr><p align="center"><a href="index.htm">返回首页</a></p>', "gb2312")


@shape
def _powereasy(pick: random.Random, f: Facts) -> str:
    f.editors, d = f.editors[:1], f.published
    f.authors = f.authors[:1]
    f.precision = "date"
    return html(f"青棠网-{f.title}", "", f'<table class="border"><tr><td class="main_ArticleTitle">{f.title}</td></tr><tr><td class="Article_tdbgall">作者：<a href="x">{f.authors[0]}</a> 文章来源：<a href="y">{f.source}</a> 点击数：<script src="h"></script> 更新时间：{d.year}-{d.month}-{d.day}</td></tr><tr><td class="main_tdbg_760" id="fontzoom">{paragraphs(f)}</td></tr><tr><td class="tdbg">文章录入：{person(pick)}　　责任编辑：{f.editors[0]}</td></tr><tr><td><li>上一篇文章： <a href="1.html">{invent(pick).title}</a></li><li>下一篇文章： 没有了</li></td></tr></table>', "gb2312")


# --- Taiwan, Hong Kong, two languages -----------------------------------------------------------

_BODY = (
    "花蓮溪沿岸三百盞新路燈昨晚全部亮起，沿河步道第一次有了夜間照明，散步的民眾明顯增加。",
    "縣府去年徵詢居民意見，八成的人希望先裝路燈，工程從三月動工，比原定工期提前二十天完成。",
    "住在河邊的居民說，以前天一黑就不敢出門，現在晚飯後可以沿著河走上一個來回，孩子也敢騎車了。",
    "縣長說，下半年還會在另外三個鄉鎮裝設路燈，經費已經編列，將優先考慮學校和醫院周邊的道路。",
)


def _of_taiwan(f: Facts) -> None:
    f.title, f.body, f.editors = "河岸三百盞路燈亮了　居民夜間散步更安心", list(_BODY), []


def _big5(page: str) -> str:
    return page.replace('charset="utf-8"', 'charset="big5"')


@shape
def _taiwan_in_big5(pick: random.Random, f: Facts) -> str:
    _of_taiwan(f)
    f.authors, f.source, d = [pick.choice(("陳建國", "林雅琴", "黃志強"))], "東海岸日報", f.published
    f.body[0] = f"〔記者{f.authors[0]}／花蓮報導〕{f.body[0]}"
    return _big5(html(f"{f.title} - 東海岸日報", "", f'<div class="nav"><a href="/">首頁</a>｜<a href="/l">地方</a></div><h1>{f.title}</h1><div class="time">{d:%Y/%m/%d %H:%M}　來源：東海岸日報</div><div class="text">{paragraphs(f)}</div><div class="more"><h3>相關新聞</h3><ul>{links(pick)}</ul></div>'.encode("big5", "ignore").decode("big5")))


@shape
def _taiwan_with_time_element(pick: random.Random, f: Facts) -> str:
    _of_taiwan(f)
    f.authors, f.source, d = [pick.choice(("陳建國", "林雅琴", "黃志強"))], None, f.published
    f.body[0] = f"（記者{f.authors[0]}花蓮報導）{f.body[0]}"
    return html(f"{f.title} | 地方新聞 | 山海新聞", f'<meta property="article:published_time" content="{d.isoformat()}">', f'<article><h1 class="article-title">{f.title}</h1><div class="article-meta"><time datetime="{d.isoformat()}">{d:%Y-%m-%d %H:%M}</time></div><div class="article-body">{paragraphs(f)}</div><div class="fb">分享</div></article>')


@shape
def _hong_kong(pick: random.Random, f: Facts) -> str:
    _of_taiwan(f)
    f.authors, d = [pick.choice(("陳建國", "林雅琴", "黃志強"))], f.published
    f.editors, f.source = [pick.choice(("李文博", "何秀英"))], None
    return html(f"{f.title} - 海港日報", "", f'<h1>{f.title}</h1><div class="info"><span>發佈時間：{d:%Y-%m-%d %H:%M}</span></div><div class="content">{paragraphs(f)}<p>撰文：{f.authors[0]}</p><p>責任編輯：{f.editors[0]}</p></div>')


@shape
def _two_languages(pick: random.Random, f: Facts) -> str:
    f.authors, f.editors, d = [], f.editors[:1], f.published
    f.body = [x for text in f.body for x in (text, f"The work in the village has reached its next stage, and {pick.randint(20, 90)} families will profit from it this year.")]
    return html(f"{f.title} - Qingtang Daily", "", f'<div class="lang"><a>中文</a> | <a>English</a></div><h1>{f.title}</h1><p class="meta">{d:%Y-%m-%d %H:%M} 来源：{f.source}</p><div class="bi">{paragraphs(f)}</div><p>编辑：{f.editors[0]}</p>')


@shape
def _english_edition(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.title, f.source, f.editors = "Village school gets a new library", "Qingtang Daily", []
    f.authors = ["Chen Guodong", "Lin Yaqin"][: len(f.authors)]
    f.body = ["Children of the village school walked into a new library on Monday, two years after their parents had first asked for one.", "The building, which once held grain, was given by the township and repaired by volunteers at the weekends.", '"We counted every book ourselves," said a teacher, adding that the shelves hold some 4,000 volumes for readers of all ages.', "A second room will be opened in autumn for people of the neighbouring villages, the township said."]
    return html(f"{f.title} - Qingtang Daily", '<link rel="canonical" href="https://english.qingtang.cn/2024/1.html">', f'<div class="nav"><a href="/">Home</a> <a href="/c">China</a></div><h1>{f.title}</h1><div class="info">By {" and ".join(f.authors)} | Qingtang Daily | Updated: {d:%Y-%m-%d %H:%M}</div><div id="Content">{paragraphs(f)}</div>')
