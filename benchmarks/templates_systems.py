"""Templates of publishing systems whose pages many sites share, and of papers beside them."""

# ruff: noqa: E501, ARG001 - markup is read more easily on one line; every template takes the same
# fmt: off

from __future__ import annotations

import json
import random

from pages_made.invented import Facts, people, person
from pages_made.shape import html, links, paragraphs
from template_register import template


def _menu(*names: str) -> str:
    return '<div class="nav"><ul>' + "".join(f'<li><a href="/{i}/">{name}</a></li>' for i, name in enumerate(names)) + "</ul></div>"


@template
def _trs_bureau_page(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = [], f.editors[:1]
    return html(f"{f.title}_青棠市水利局", f'<meta name="ArticleTitle" content="{f.title}"><meta name="ContentSource" content="{f.source}"><meta name="PubDate" content="{d:%Y-%m-%d %H:%M}"><meta name="Author" content="{f.editors[0]}">', f'{_menu("首页", "机构设置", "水利要闻", "政策法规")}<div class="dqwz">当前位置：<a href="/">首页</a>&gt;<a href="/slyw/">水利要闻</a></div><div class="xl_box"><h2 class="xl_bt">{f.title}</h2><div class="xl_xx"><span>信息来源：{f.source}</span><span>发布时间：{d:%Y-%m-%d %H:%M}</span><span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span><span>【<a>打印</a>】</span></div><div class="xl_nr"><div class="view TRS_UEDITOR trs_paper_default trs_web">{paragraphs(f, "<p style=text-indent:2em>{}</p>")}</div></div><div class="xl_bj">（编辑：{f.editors[0]}）</div><div class="xl_ewm"><p>扫一扫在手机打开当前页</p></div></div><div class="footer"><p>主办单位：青棠市水利局　网站标识码：0000000000</p></div>')


@template
def _founder_paper_with_neighbours(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.precision, f.editors = "江州晚报", "date", []
    f.body[0] = f"本报讯（记者 {'、'.join(f.authors)}）{f.body[0]}"
    return html(f"{f.title}-江州晚报数字报", "", f'<div class="newspaper-name">江州晚报</div><div class="date">{d:%Y年%m月%d日} 星期五</div><div class="vers"><a>上一版</a> 第A06版：民生 <a>下一版</a></div><div class="bmml"><ul>{links(pick, 5)}</ul></div><div class="newsdetatit"><h3>{f.title}</h3><h4></h4><p><span class="newsinfo">《江州晚报》（{d:%Y年%m月%d日} 第A06版）</span></p></div><div class="newsdetatext"><founder-content>{paragraphs(f, "<p>　　{}</p>")}</founder-content></div><div class="pn"><a>上一篇：菜价回落</a><a>下一篇：雨季来临</a></div>')


@template
def _founder_paper_authors_line(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.precision, f.editors = None, "date", []
    return html("云岭日报-数字报刊平台", f"<!--enpproperty <date>{d:%Y-%m-%d} 00:00:00:0</date><author>{','.join(f.authors)}</author><title>{f.title}</title>enpproperty-->", f'<table><tr><td>{d:%Y年%m月%d日} 星期二</td><td>出版</td></tr></table><table><tr><td class="font02">{f.title}</td></tr><tr><td class="font01">■ 本报记者 {" ".join(f.authors)}</td></tr><tr><td><div id="ozoom"><!--enpcontent--><founder-content>{paragraphs(f)}</founder-content><!--/enpcontent--></div></td></tr></table><table><tr><td><a>放大</a> <a>缩小</a> <a>默认</a></td></tr></table>')


@template
def _dahan_jcms_comments(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors, f.precision = [], [], "date"
    return html(f.title, f'<meta name="ContentSource" content="{f.source}"><meta name="pubdate" content="{d:%Y-%m-%d %H:%M}">', f'<table id="article"><tr><td class="title"><!--<$[标题名称(html)]>begin-->{f.title}<!--<$[标题名称(html)]>end--></td></tr><tr><td><table><tr><td>发布日期：{d:%Y-%m-%d}</td><td>来源：<!--<$[信息来源]>begin-->{f.source}<!--<$[信息来源]>end--></td><td>字号：［ <a>大</a> <a>中</a> <a>小</a> ］</td></tr></table></td></tr><tr><td class="bt_content"><div id="zoom"><!--<$[信息内容]>begin-->{paragraphs(f)}<!--<$[信息内容]>end--></div></td></tr><tr><td>【<a>打印本页</a>】【<a>关闭窗口</a>】</td></tr></table>')


@template
def _jeecms_column_article(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.authors = [], f.authors[:1]
    return html(f"{f.title}-南湖资讯", f'<meta name="keywords" content="南湖"><meta name="description" content="{f.body[0][:40]}">', f'<div class="location">您所在的位置：<a>首页</a> - <a>新闻</a></div><div class="content-box"><h1 class="h1title">{f.title}</h1><div class="msgbar">发布时间：{d:%Y-%m-%d %H:%M:%S} &nbsp; 作者：{f.authors[0]} &nbsp; 来源： {f.source} &nbsp; 浏览次数：<span id="views">135</span></div><div class="summary"><strong>摘要：</strong>{f.body[0][:30]}……</div><div class="content">{paragraphs(f, "<p>{}</p>")}</div><div class="mood"><ul><li>赞<span>3</span></li><li>踩<span>0</span></li></ul></div></div><div class="side"><h3>阅读排行</h3><ul>{links(pick)}</ul></div>')


@template
def _dedecms_default_skin(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.authors = [], f.authors[:1]
    return html(f"{f.title}_红枫生活网", "", f'<div class="place"><strong>当前位置:</strong><a>主页</a> > <a>资讯</a> > </div><div class="viewbox"><div class="title"><h2>{f.title}</h2></div><div class="info"><small>时间:</small>{d:%Y-%m-%d %H:%M}<small>来源:</small>{f.source} <small>作者:</small>{f.authors[0]} <small>点击:</small><script>c()</script>次</div><div class="intro">{f.body[0][:28]}...</div><div class="content"><table width="100%"><tr><td>{paragraphs(f, "<div>　　{}</div>")}</td></tr></table></div><div class="boxoff"><strong>------分隔线----------------------------</strong></div><div class="handle"><div class="context"><ul><li>上一篇：<a>菜市场早市开张</a></li><li>下一篇：没有了</li></ul></div></div><div class="actbox"><ul><li><a>收藏</a></li><li><a>挑错</a></li><li><a>推荐</a></li><li><a>打印</a></li></ul></div></div>')


@template
def _phpcms_default_skin(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.authors = f.editors[:1], []
    return html(f"{f.title} - 要闻 - 三江在线", "", f'<div class="main"><div class="col-left"><div class="crumbs"><a>首页</a><span> &gt; </span><a>要闻</a> > 正文</div><div id="Article"><h1>{f.title}<br /><span>{d:%Y-%m-%d %H:%M:%S}&nbsp;&nbsp;&nbsp;来源：{f.source}&nbsp;&nbsp;&nbsp;评论：<a>0</a> 点击：<span id="hits"></span></span></h1><div class="content"><div id="content">{paragraphs(f)}</div></div><div class="bk10"></div><p class="f14"><strong>上一篇：</strong><a>公园里的合唱团</a><br /><strong>下一篇：</strong><a>新米上市</a></p><p style="text-align:right">责任编辑：{f.editors[0]}</p><div class="related"><h5 class="blue">延伸阅读：</h5><ul>{links(pick, 4)}</ul></div></div></div></div>')


@template
def _empire_cms_table(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors = []
    return html(f"{f.title} - 松岗新闻 - 松岗门户", "", f'<table class="position"><tr><td>现在的位置：<a>首页</a>&nbsp;>&nbsp;<a>松岗新闻</a></td></tr></table><table class="box"><tr><td><table><tr><td class="title"><h1>{f.title}</h1></td></tr><tr><td class="info_text">时间：{d:%Y-%m-%d %H:%M:%S}&nbsp;&nbsp;来源：<a href="http://x.invalid">{f.source}</a>&nbsp;&nbsp;作者：{" ".join(f.authors)}</td></tr><tr><td id="text">{paragraphs(f)}<p align="center"></p></td></tr></table><table><tr><td>（责任编辑：admin）</td></tr></table><table><tr><td><a>[收藏]</a> <a>[打印]</a> <a>[关闭]</a></td></tr></table></td></tr></table>')


@template
def _discuz_portal_article(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.authors = [], f.authors[:1]
    return html(f"{f.title} - 本地 - 白石社区", '<meta name="generator" content="Discuz! X3.4">', f'<div class="bm vw"><div class="h hm"><h1 class="ph">{f.title}</h1><p class="xg1">{d:%Y-%-m-%-d %H:%M}<span class="pipe">|</span> 发布者: <a>admin</a><span class="pipe">|</span> 查看: <em id="_viewnum">217</em><span class="pipe">|</span> 评论: 0<span class="pipe">|</span>原作者: {f.authors[0]}<span class="pipe">|</span>来自: {f.source}</p></div><div class="s"><div><strong>摘要</strong>: {f.body[0][:30]} ...</div></div><div class="d"><table><tr><td id="article_content">{paragraphs(f)}</td></tr></table><div id="click_div"><table><tr><td><a>路过</a></td><td><a>雷人</a></td><td><a>握手</a></td><td><a>鲜花</a></td></tr></table></div></div><div class="pren pbm cl"><em>上一篇：<a>桥头的面馆</a></em></div></div><div class="bm"><h3>最新评论</h3></div>')


@template
def _wordpress_chinese_theme(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.source, f.authors = [], None, f.authors[:1]
    return html(f"{f.title} | 棠溪笔记", '<meta name="generator" content="WordPress 6.1">', f'<article class="post"><header class="entry-header"><h1 class="entry-title">{f.title}</h1><div class="entry-meta"><span class="posted-on">发表于 <time class="entry-date published" datetime="{d.isoformat()}">{d:%Y年%-m月%-d日}</time></span><span class="byline"> 由 <span class="author vcard"><a href="/author/x">{f.authors[0]}</a></span></span></div></header><div class="entry-content">{paragraphs(f)}<div class="sharedaddy"><h3>共享此文章：</h3><ul><li><a>点击以在微博上共享</a></li></ul></div></div><footer class="entry-footer">发布于<a>见闻</a> 标签：<a>乡村</a></footer></article><nav class="post-navigation"><h2>文章导航</h2><a>上一篇文章：老街修缮</a></nav><div id="comments"><h3>发表回复</h3></div>')


@template
def _vue_shell_with_state(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.authors = [], f.authors[:1]
    state = {"detail": {"title": f.title, "source": f.source, "author": f.authors[0], "publishTime": f"{d:%Y-%m-%d %H:%M:%S}", "content": paragraphs(f)}}
    return html(f.title, "", f'<div id="app"><div class="header"><a>首页</a></div><div class="article"><h1>{f.title}</h1><div class="info"><span>{f.source}</span><span>{d:%Y-%m-%d %H:%M}</span><span>作者：{f.authors[0]}</span></div><div class="content"></div></div></div><script>window.__INITIAL_STATE__={json.dumps(state, ensure_ascii=False)};</script><script src="/app.js"></script>')


@template
def _wechat_time_as_string(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.authors, f.editors = "红枫发布", [], f.editors[:1]
    return html(f.title, f'<meta property="og:title" content="{f.title}"><meta property="og:site_name" content="微信公众平台"><meta property="og:type" content="article">', f'<div id="js_article" class="rich_media"><div class="rich_media_inner"><h1 class="rich_media_title" id="activity-name">{f.title}</h1><div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a id="js_name">红枫发布</a></span> <em id="publish_time" class="rich_media_meta rich_media_meta_text"></em></div><div class="rich_media_content" id="js_content">{paragraphs(f, "<section><span>{}</span></section>")}<section><span>编辑：{f.editors[0]}</span></section></div></div></div><script>var createTime = \'{d:%Y-%m-%d %H:%M}\';</script><div id="js_pc_qr_code"><p>微信扫一扫关注该公众号</p></div>')


@template
def _county_client_with_three_reviews(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors = "棠溪融媒", f.editors[:1]
    a, b = people(pick, 2)
    return html(f.title, '<meta name="viewport" content="width=device-width">', f'<div class="top-bar"><img src="/logo.png"><span>棠溪融媒</span><button>打开APP</button></div><div class="news-title">{f.title}</div><div class="news-info"><span>棠溪融媒</span> <span>{d:%Y-%m-%d %H:%M}</span> <span>阅读 1.2万</span></div><div class="news-content">{paragraphs(f)}<p>记者：{" ".join(f.authors)}</p><p>编辑：{f.editors[0]}</p><p>二审：{a}</p><p>三审：{b}</p></div><div class="like"><span>25</span></div><div class="rec"><h3>猜你喜欢</h3>{"".join(f"<div><a>{x}</a></div>" for x in ("雨后的菜园", "校门口多了红绿灯"))}</div>')


@template
def _county_centre_row_of_credits(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = "双塘县融媒体中心", f.editors[:1], f.authors[:2]
    a, b = people(pick, 2)
    return html(f"{f.title}_双塘新闻网", "", f'<div class="wrap"><p class="tit">{f.title}</p><p class="inf">{d:%Y-%m-%d %H:%M} 　双塘县融媒体中心</p><div class="txt">{paragraphs(f)}<p>记者 | {" ".join(f.authors)}</p><p>编辑 | {f.editors[0]} 责编 | {a} 审核 | {b}</p></div></div><div class="bq">本网站所刊登的各种新闻、信息和专题资料，未经协议授权不得转载。</div>')


@template
def _portal_account_article(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = [], []
    f.source = "云岭晚报"
    return html(f"{f.title}_云岭晚报", "", f'<header><a>门户</a><a>登录</a></header><div class="left-sidebar"><div class="user"><h4><a>云岭晚报</a></h4><dl><dd><em>1.3万</em>文章</dd><dd><em>4.6亿</em>总阅读</dd></dl></div></div><div class="text"><div class="text-title"><h1>{f.title}</h1><div class="article-info"><span class="time">{d:%Y-%m-%d %H:%M}</span><span class="source">来源:<a>云岭晚报</a></span></div></div><article class="article">{paragraphs(f)}<p>返回门户，查看更多</p></article><div class="statement">平台声明：该文观点仅代表作者本人，门户号系信息发布平台，门户仅提供信息存储空间服务。</div><div class="bottom-relate-wrapper"><span>阅读 (<em>132</em>)</span></div></div>')


@template
def _feed_client_dot_between(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = "江州新闻网", [], []
    return html(f"{f.title} - 今日资讯", "", f'<div class="article-content"><h1>{f.title}</h1><div class="article-meta"><span>{d:%Y-%m-%d %H:%M}</span><span class="dot">·</span><span class="name"><a>江州新闻网</a></span></div><article class="syl-article-base">{paragraphs(f)}</article></div><div class="detail-interaction-left"><span>赞</span><span>评论</span><span>收藏</span><span>分享</span></div><div class="comment"><div>评论 <em>0</em></div></div><div class="relate"><div>相关推荐</div>{"".join(f"<a>{x}</a>" for x in ("水库开闸", "山里通了客车"))}</div>')


@template
def _story_client_column_in_source(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = "清江新闻", f.editors[:1], f.authors[:1]
    proof = person(pick)
    return html(f"{f.title}_清江新闻网-民生", "", f'<div class="index_left"><h1 class="index_title">{f.title}</h1><div class="index_left2"><div>清江新闻记者 {f.authors[0]}</div><div><span>{d:%Y-%m-%d %H:%M}</span><span>来源：<span>清江新闻</span></span></div></div><div class="index_cententWrap">{paragraphs(f)}</div><div><div>责任编辑：{f.editors[0]}</div><div>图片编辑：{proof}</div><div>校对：{proof}</div></div><div>清江新闻报料：000-0000000</div><div>清江新闻，未经授权不得转载</div></div>')


@template
def _university_news_page(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors, f.precision = "党委宣传部", [], f.authors[:1], "date"
    a, b = people(pick, 2)
    return html(f"{f.title}-青棠大学新闻网", "", f'{_menu("首页", "综合新闻", "学术", "校园")}<div class="crumb">当前位置: <a>首页</a> >> <a>综合新闻</a> >> 正文</div><form><div class="ar_tit">{f.title}</div><div class="ar_msg">发布日期：{d:%Y-%m-%d}　作者：{f.authors[0]}　来源：党委宣传部　点击：<span>312</span></div><div class="v_news_content">{paragraphs(f)}<p>（摄影：{a}　审核：{b}）</p></div></form><div class="next">上一条：<a>图书馆延长开放</a> 下一条：<a>校园植树</a></div>')


@template
def _court_network_page(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.authors, f.source = f.editors[:1], f.authors[:1], "云岭法院网"
    return html(f"{f.title} - 云岭法院网", "", f'<div class="detail"><div class="detail_bigtitle">{f.title}</div><div class="detail_thr"><span>{d:%Y-%m-%d %H:%M:%S}</span> | <span>来源：云岭法院网</span> | <span>作者：{f.authors[0]}</span></div><div class="detail_txt">{paragraphs(f, "　　{}<br/>")}</div><div class="fr">责任编辑：{f.editors[0]}</div></div><div class="bottom">Copyright © 云岭法院网 版权所有</div>')


@template
def _hong_kong_mainland_paper(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = "香江文匯報", [], f.authors[:2]
    f.body[0] = f"香江文匯報訊（記者 {'、'.join(f.authors)} 深圳報道）{f.body[0]}"
    return html(f"{f.title} - 香江文匯網", "", f'<div class="top"><a>首頁</a><a>要聞</a><a>港聞</a></div><div class="post-content"><h1>{f.title}</h1><div class="publish-info"><span class="date">{d:%Y-%m-%d %H:%M}</span><span class="from">來源：香江文匯報</span></div><div class="share"><a>分享</a><a>列印</a></div><div class="article">{paragraphs(f)}</div><div class="tags">標籤：<a>民生</a></div></div><div class="related"><h3>相關新聞</h3><ul>{links(pick, 4)}</ul></div>')


@template
def _malaysia_report_and_picture(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = None, [], f.authors[:1]
    f.body[0] = f"（怡保{d.day}日讯）{f.body[0]}"
    return html(f"{f.title} | 华河日报", f'<meta property="article:published_time" content="{d.isoformat()}"><meta property="og:site_name" content="华河日报">', f'<div class="site-header"><a>国内</a><a>国际</a><a>地方</a></div><article><h1 class="entry-title">{f.title}</h1><span class="updated">{d:%d/%m/%Y %H:%M}</span><div class="entry-content"><p>报道：{f.authors[0]}</p><p>摄影：{person(pick)}</p>{paragraphs(f)}<p>ADVERTISEMENT</p></div></article><div class="jp-relatedposts"><h3>相关文章</h3><p><a>巴刹摊位重新分配</a></p></div>')


@template
def _malaysia_exclusive_in_bracket(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = None, [], f.authors[:1]
    return html(f"{f.title} - 地方 - 南河网", f'<meta property="article:published_time" content="{d.isoformat()}">', f'<nav><a>热门</a><a>地方</a></nav><h1>{f.title}</h1><div class="date">发布于 {d:%Y年%m月%d日} {d:%H时%M分}</div><div class="content"><p><strong>独家报道：{f.authors[0]}</strong></p>{paragraphs(f)}<p>更多新闻，请关注《南河网》面子书。</p></div>')


@template
def _singapore_reporter_with_mail(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = None, [], f.authors[:1]
    return html(f"{f.title} | 联海早报", f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": f.title, "datePublished": d.isoformat()}, ensure_ascii=False)}</script>', f'<h1>{f.title}</h1><p>发布 / {d:%Y年%-m月%-d日} {d:%H:%M}</p><div class="byline"><a href="/byline/x">{f.authors[0]}</a> 报道</div><p class="mail">reporter@haizao.example</p><div class="article-content-rawhtml">{paragraphs(f)}</div><div class="sub">订阅简报，每日新闻送到您的邮箱</div>')


@template
def _taiwan_television_with_captions(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = None, [], f.authors[:1]
    return html(f"{f.title}│海立新聞網", "", f'<h1 id="newstitle">{f.title}</h1><div class="titleBtnBlock"><time class="pageDate">{d:%Y/%m/%d %H:%M:%S}</time><a>A+</a></div><div id="Content1"><p>記者{f.authors[0]}／台北報導</p><p>{f.body[0]}</p><p style="text-align:center">▲居民在現場等候。（圖／翻攝自臉書）</p>{"".join(f"<p>{x}</p>" for x in f.body[1:])}<p><a>★【看新聞也是做公益】點我加入會員</a></p></div><div class="rel"><h2>相關新聞</h2><ul>{links(pick, 4)}</ul></div>')


@template
def _taiwan_monthly_interviewer_and_camera(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors, f.precision = None, [], f.authors[:1], "date"
    return html(f"{f.title} | 上山月刊", "", f'<div class="cat">人物</div><h1>{f.title}</h1><div class="meta">{d:%Y-%m-%d}</div><div class="credit">採訪．撰文／{f.authors[0]}　攝影／{person(pick)}　圖片提供／上山月刊</div><div class="art-body">{paragraphs(f)}</div><div class="more">延伸閱讀</div><ul>{links(pick, 3)}</ul>')


@template
def _taiwan_desk_in_bracket(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = None, [], f.authors[:1]
    f.body[0] = f"［記者{f.authors[0]}／屏東報導］{f.body[0]}"
    return html(f"{f.title} - 地方 - 自在時報", f'<meta property="article:published_time" content="{d.isoformat()}">', f'<h1>{f.title}</h1><span class="time">{d:%Y/%m/%d %H:%M}</span><div class="text boxText"><p>{f.body[0]}</p><span class="ph_b"><img src="/1.jpg" alt="x"><span class="ph_d">夜市攤商表示期待。（記者{f.authors[0]}攝）</span></span>{"".join(f"<p>{x}</p>" for x in f.body[1:])}<p>☆自在電子報提醒您，喝酒不開車，開車不喝酒。☆</p></div>')


@template
def _north_america_chinese_paper(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors, f.precision = None, [], f.authors[:1], "date"
    return html(f"{f.title} | 洛城新聞 | 世河新聞網", "", f'<section><h1 class="article-content__title">{f.title}</h1><section class="article-content__info"><div class="article-content__author"><span>記者<a>{f.authors[0]}</a>／洛杉磯報導</span></div><time>{d:%Y-%m-%d}</time></section></section><section class="article-content__editor">{paragraphs(f)}<div class="inline-ads">廣告</div></section><section class="keywords"><a>社區</a></section><div class="prev"><h4>上一則</h4><a>超市週末客滿</a></div>')


@template
def _agency_wire_with_editor_bracket(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = "华河通讯社", f.editors[:1], f.authors[:2]
    f.body[0] = f"华河社江州{d.month}月{d.day}日电 (记者 {' '.join(f.authors)}){f.body[0]}"
    f.body[-1] += "(完)"
    return html(f"{f.title}-华河网", "", f'<div class="content_title">{f.title}</div><div class="content_left_time">{d:%Y年%m月%d日 %H:%M}　来源：华河通讯社<span>参与互动</span></div><div class="left_zw">{paragraphs(f, "<p>　　{}</p>")}</div><div class="adEditor"><span>【编辑:{f.editors[0]}】</span></div><div class="left_bot">更多精彩内容请进入社会频道</div>')


@template
def _traffic_radio_page(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors = "南湖交通广播", f.editors[:1]
    return html(f"{f.title}_南湖交通广播", "", f'<div class="hd"><a>听广播</a><a>路况</a></div><div class="art"><h1>{f.title}</h1><p class="sub"><span>{d:%Y/%m/%d %H:%M}</span><span>南湖交通广播</span></p><div class="audio"><audio src="/a.mp3"></audio>00:00/02:15</div><div class="bd">{paragraphs(f)}<p>（南湖交通广播记者：{"、".join(f.authors)}）</p><p>编辑：{f.editors[0]}</p><p>监制：{person(pick)}</p></div></div>')


@template
def _commentary_with_writer_below_title(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = "三江评论", f.editors[:1], f.authors[:1]
    return html(f"{f.title}-三江评论-三江网", "", f'<div class="mainTitle"><h1>{f.title}</h1><p class="zz">□{f.authors[0]}</p></div><div class="ly">来源：三江评论　{d:%Y-%m-%d %H:%M}</div><div class="wz">{paragraphs(f)}<p>（作者系江州大学教师）</p></div><div class="bianji">【责任编辑：{f.editors[0]}】</div><div>声明：作品版权归三江网所有，转载请注明出处。</div>')
