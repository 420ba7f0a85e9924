"""Templates of mainland publishing systems, portals and clients, in our own words."""

# ruff: noqa: E501, ARG001 - markup is read more easily on one line; every template takes the same
# fmt: off

from __future__ import annotations

import random

from pages_made.invented import Facts, people, person
from pages_made.shape import html, links, paragraphs
from template_register import template

_SHARE = '<div class="bdsharebuttonbox"><a class="bds_more">分享到</a><a title="分享到微信">微信</a><a title="分享到新浪微博">新浪微博</a><a>QQ空间</a></div>'


def _menu(*names: str) -> str:
    return '<div class="nav"><ul>' + "".join(f'<li><a href="/{i}/">{name}</a></li>' for i, name in enumerate(names)) + "</ul></div>"


@template
def _gov_open_information_sheet(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors, f.precision, f.source = [], [], "date", "青棠县水务局"
    cells = (("索引号", "11430000/2024-0017"), ("分类", "水务；通知"), ("发布机构", f.source), ("发文日期", f"{d:%Y年%m月%d日}"), ("名称", f.title), ("文号", f"青水发〔2024〕{pick.randint(2, 80)}号"), ("有效性", "有效"), ("主题词", ""))
    rows = "".join(f'<div class="col"><b>{k}：</b><span>{v}</span></div>' for k, v in cells)
    return html(f"{f.title}_信息公开_青棠县人民政府", "", f'{_menu("首页", "信息公开", "办事服务", "互动交流")}<div class="wzxq"><div class="xxgk_sheet">{rows}</div><div class="xl_tit">{f.title}</div><div class="xl_sub">发布时间：{d:%Y-%m-%d} 浏览次数：<span>0</span></div><div class="view TRS_UEDITOR">{paragraphs(f)}</div></div><div class="foot"><p>主办：青棠县人民政府 承办：青棠县政务服务中心</p><p>网站标识码：4300000001 备案号：棠ICP备1号</p></div>')


@template
def _gov_document_with_signature(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors, f.source = [], [], None
    f.precision = "date"
    f.body = [*f.body, "青棠县人民政府办公室", f"{d.year}年{d.month}月{d.day}日"]
    text = "".join(f"<p>{x}</p>" for x in f.body[:-2]) + "".join(f'<p style="text-align:right">{x}</p>' for x in f.body[-2:])
    return html(f"{f.title} - 青棠县人民政府门户网站", f'<meta name="ArticleTitle" content="{f.title}"><meta name="PubDate" content="{d:%Y-%m-%d}">', f'{_menu("首页", "政务公开")}<div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/f/">县政府文件</a></div><div class="main"><h1>{f.title}</h1><div class="from"><span>日期：{d:%Y-%m-%d}</span><span>字体：[<a>大</a> <a>中</a> <a>小</a>]</span></div><div id="zoomcon">{text}</div><div class="btns"><a>打印本页</a><a>关闭窗口</a></div></div>')


@template
def _jcms_with_keyword_line(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = [], f.editors[:1]
    return html(f"青棠市人民政府 工作动态 {f.title}", "", f'<table width="1000"><tr><td>{_menu("市情", "政务", "服务")}</td></tr><tr><td class="bt">{f.title}</td></tr><tr><td class="bt2">来源：{f.source}　|　时间：{d:%Y-%m-%d %H:%M}　|　责任编辑：{f.editors[0]}　|　浏览次数：<script>c()</script></td></tr><tr><td class="zw"><div id="zoom">{paragraphs(f, "<div>　　{}</div>")}</div></td></tr><tr><td>关键词：民生 服务</td></tr><tr><td>{_SHARE}</td></tr></table>')


@template
def _trs_city_news_site(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = [], f.editors[:1]
    return html(f"{f.title}-青棠新闻网", "", f'{_menu("首页", "要闻", "县区", "视频", "专题")}<div class="left_wz"><h1 class="article-title">{f.title}</h1><div class="article-infos"><span class="date">{d:%Y-%m-%d %H:%M:%S}</span><span class="source">来源：{f.source}</span><span class="reader">点击：--</span></div><div class="article-content"><div class="TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style>{paragraphs(f)}</div></div><div class="article-edit">[编辑：{f.editors[0]}]</div>{_SHARE}</div><div class="right"><h3>24小时热榜</h3><ul>{links(pick, 10)}</ul></div>')


@template
def _client_h5_with_account(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = f.authors[:1], f.editors[:1]
    return html(f.title, '<meta name="viewport" content="width=device-width">', f'<div class="openapp"><span>青棠+ 客户端</span><a>打开</a></div><div class="article"><h1>{f.title}</h1><div class="author-box"><img src="/h.png"><div><p class="name">{f.source}</p><p class="time">{d:%Y-%m-%d %H:%M}</p></div><a class="follow">+关注</a></div><div class="article-main">{paragraphs(f)}<p>【记者】{f.authors[0]}</p><p>【摄影】{person(pick)}</p><p>【编辑】{f.editors[0]}</p></div><div class="zan">点赞 32</div><div class="comment"><h3>全部评论</h3><p>暂无评论</p></div></div>')


@template
def _client_editor_and_proof_in_pipes(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source = "青棠新闻"
    a, b = people(pick, 2)
    return html(f"{f.title}_青棠新闻", "", f'<header><a href="/">首页</a><a href="/app">下载客户端</a></header><div class="detail"><h1>{f.title}</h1><div class="meta">青棠新闻<span>{d:%Y-%m-%d %H:%M}</span></div><div class="content"><p>青棠新闻记者 {" ".join(f.authors)}</p>{paragraphs(f)}<p>（编辑 {" ".join(f.editors)} 校对 {a} 审核 {b}）</p></div></div><div class="statement">特别声明：本文为青棠号作者上传并发布，仅代表该作者观点。</div>')


@template
def _client_reporter_below_title(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors = "棠城新闻", f.editors[:1]
    return html(f"{f.title}_棠城新闻", "", f'<div class="m"><div class="header__title">{f.title}</div><div class="header__name">棠城新闻记者 {"/".join(f.authors)}</div><div class="header__time">{d:%Y-%m-%d %H:%M} 来源：棠城新闻</div><div class="index_cententWrap">{paragraphs(f)}</div><div class="responsible">责任编辑：{f.editors[0]}</div><div class="report">棠城新闻报料：021-1000000</div><div class="copyright">棠城新闻，未经授权不得转载</div><div class="inf">{links(pick)}</div></div>')


@template
def _business_portal(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors, f.authors = "界河新闻", [], f.authors[:1]
    return html(f"{f.title}|界河新闻", f'<meta name="author" content="{f.authors[0]}">', f'{_menu("首页", "快报", "商业", "科技")}<div class="article-header"><h1>{f.title}</h1><p>从家门口说起。</p></div><div class="article-info"><p><span class="author">{f.authors[0]} · </span><span class="date">{d:%Y/%m/%d %H:%M}</span><span>来源：界河新闻</span><span>浏览 5.1w</span></p></div><div class="article-content">{paragraphs(f)}</div><div class="article-declare">未经正式授权严禁转载本文，侵权必究。</div><div class="app"><p>打开界河新闻APP，查看原文</p></div>')


@template
def _republication_on_portal_account(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = [], f.editors[:1]
    return html(f"{f.title}_{f.source}", f'<meta name="mediaid" content="{f.source}"><meta itemprop="datePublished" content="{d:%Y-%m-%d %H:%M}">', f'{_menu("新闻", "体育", "汽车")}<div class="user-info"><h4><a href="/u">{f.source}</a></h4><dl><dd>2.1万<em>文章</em></dd><dd>3亿<em>总阅读</em></dd></dl></div><div class="text"><h1>{f.title}</h1><div class="article-info"><span class="time">{d:%Y-%m-%d %H:%M}</span> 来源：<a href="/u">{f.source}</a></div><article class="article">{paragraphs(f)}<p><a href="/">返回门户，查看更多</a></p><p>责任编辑：{f.editors[0]}</p></article><div class="statement">平台声明：该文观点仅代表作者本人，本平台系信息发布平台。</div><div class="bottom-relate">阅读 (<em>88</em>)</div></div>')


@template
def _wechat_article_with_time(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = [], f.editors[:1]
    text = "".join(f'<section><span leaf="">{x}</span></section>' for x in f.body)
    return html(f.title, f'<meta property="og:title" content="{f.title}">', f'<div class="rich_media_inner"><h1 class="rich_media_title" id="activity-name">{f.title}</h1><div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a id="js_name">{f.source}</a></span><em id="publish_time" class="rich_media_meta">{d:%Y年%-m月%-d日 %H:%M}</em><em id="js_ip_wording_wrp">江州</em></div><div class="rich_media_content" id="js_content">{text}<section><span>编辑：{f.editors[0]}</span></section><section><span>审核：{person(pick)}</span></section></div></div><div class="rich_media_tool">阅读 赞 在看</div>')


@template
def _wechat_article_time_in_script(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = f.authors[:1], []
    f.source = "棠城发布"
    text = "".join(f'<p style="text-indent:2em"><span>{x}</span></p>' for x in f.body)
    script = f'<script>var nickname = htmlDecode("棠城发布"); var createTime = "{d:%Y-%m-%d %H:%M}"; var oriCreateTime = "{int(d.timestamp())}"; var ct = "{int(d.timestamp())}";</script>'
    return html("", f'<meta property="og:title" content="{f.title}"><meta property="og:site_name" content="微信公众平台">', f'<div class="rich_media_inner"><h1 class="rich_media_title" id="activity-name">\n{f.title}\n</h1><div id="meta_content"><span class="rich_media_meta rich_media_meta_text">{f.authors[0]}</span><span class="rich_media_meta rich_media_meta_nickname"><a href="javascript:void(0);" id="js_name">棠城发布</a></span><em id="publish_time" class="rich_media_meta rich_media_meta_text"></em></div><div class="rich_media_content" id="js_content" style="visibility: hidden;">{text}</div></div>{script}')


@template
def _county_media_h5(pick: random.Random, f: Facts) -> str:
    d = f.published
    a, b, c = people(pick, 3)
    return html(f.title, '<meta name="apple-mobile-web-app-capable" content="yes">', f'<div class="wrap"><div class="art_title">{f.title}</div><div class="art_info"><span>{d:%Y-%m-%d %H:%M:%S}</span><span>来源：{f.source}</span><span class="read">阅读 1203</span></div><div class="art_content"><p>点击↑蓝字关注我们</p>{paragraphs(f)}<p>记者 | {" ".join(f.authors)}</p><p>责编 | {" ".join(f.editors)}</p><p>编审 | {a}</p><p>监制 | {b} {c}</p><p>青棠县融媒体中心出品</p></div></div><div class="download"><img src="/l.png">青棠云 让新闻更近 <a>立即下载</a></div>')


@template
def _founder_e_paper_2018(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.precision, f.source = [], "date", None
    f.body[0] = f"本报讯（记者 {' '.join(f.authors)}）{f.body[0]}"
    return html(f"青棠晚报数字报-{f.title}", "", f'<div class="head"><a>版面导航</a><a>标题导航</a><span>{d:%Y年%m月%d日} 星期三</span><a>上一期</a><a>下一期</a></div><div class="list"><p>第A05版：民生</p><ul>{links(pick, 5)}</ul></div><div class="cont"><p class="lai">A05版：民生</p><h3></h3><h2>{f.title}</h2><h3></h3><div class="text_c" id="ozoom" style="height:700px">{paragraphs(f, "<P>　　{}</P>")}</div></div><div class="shouq">上一篇 下一篇 放大 缩小 默认</div>')


@template
def _e_paper_signed_below_title(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.precision, f.source = [], "date", "云岭日报"
    return html(f"{f.title}-云岭日报-{d:%Y-%m-%d}", "", f'<div class="top">云岭日报 {d:%Y.%m.%d} 星期一 第03版 要闻</div><div class="detail"><h4>——青棠见闻</h4><h1>{f.title}</h1><p class="zz">●本报记者 {" ".join(f.authors)}</p><div class="neirong">{paragraphs(f, "<div>　　{}</div>")}</div></div><p>云岭日报社版权所有，未经书面授权不得复制。来源：云岭日报</p>')


@template
def _discuz_thread(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.source = [], None
    f.authors = []
    return html(f"{f.title} - 民生话题 - 青棠论坛 - Powered by Discuz!", '<meta name="generator" content="Discuz! X3.4">', f'<div id="pt"><a href="/">论坛</a> › <a href="/f">民生话题</a> › {f.title}</div><table id="pid1"><tr><td class="pls"><div class="authi"><a href="/u1">棠溪渔翁</a></div><p>主题 12 帖子 80 积分 500</p></td><td class="plc"><h1 class="ts"><span id="thread_subject">{f.title}</span></h1><div class="authi"><em id="authorposton1">发表于 {d:%Y-%-m-%-d %H:%M:%S}</em> | <a>只看该作者</a></div><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_1">{"<br /><br />".join(f.body)}</td></tr></table></div></td></tr></table><table id="pid2"><tr><td class="pls"><a href="/u2">路过看看</a></td><td class="plc"><em>发表于 {d:%Y-%-m-%-d} 23:59:00</em><td class="t_f">顶一下，说得好。</td></td></tr></table>')


@template
def _party_history_site(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.editors, f.authors = [], f.authors[:1]
    return html(f"{f.title}--理论--七月网", "", f'<div class="lj"><a>七月网</a> &gt;&gt; <a>理论</a></div><div class="arttitle"><h1>{f.title}</h1><p>{f.authors[0]}</p><p>{d:%Y年%m月%d日%H:%M}　　来源：{f.source}</p></div><div class="artcon">{paragraphs(f, "<p>　　{}</p>")}</div><div class="fenxiang">分享到：</div>')


@template
def _provincial_client_three_reviews(pick: random.Random, f: Facts) -> str:
    d = f.published
    a, b, c = people(pick, 3)
    return html(f"{f.title}_冀州云", "", f'<div class="hd"><a href="/">首页</a></div><div class="con_main"><h2 class="t">{f.title}</h2><div class="s"><i>{d:%Y/%m/%d %H:%M}</i> <i>{f.source}</i></div><div class="c">{paragraphs(f)}</div><div class="b"><p>作者：{"、".join(f.authors)}</p><p>责任编辑：{"、".join(f.editors)}</p><p>一审：{a} 二审：{b} 三审：{c}</p></div></div><div class="tj"><h4>相关推荐</h4><ul>{links(pick)}</ul></div>')


@template
def _elephant_broadcast(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.authors = "青棠广播电视台", f.authors[:2]
    return html(f"{f.title}-青象新闻", "", f'<main><h1>{f.title}</h1><div class="source"><span>来源：青棠广播电视台</span><time>{d:%Y-%m-%d %H:%M}</time></div><div class="player"><video src="/v.mp4"></video><p>00:00 / 01:30</p></div><section>{paragraphs(f)}<p>（青棠广播电视台记者 {" ".join(f.authors)}）</p><p>责任编辑：{" ".join(f.editors)}</p></section></main>')


@template
def _new_province_daily_author_in_bracket(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.editors = "新江州客户端", f.editors[:1]
    return html(f"{f.title} - 新江州", "", f'<div class="w1200"><div class="title">{f.title}</div><div class="fx"><span>{d:%Y-%m-%d %H:%M}</span> <span>来源：新江州客户端</span></div><div class="article-text"><p>新江州·江州日报记者 {" ".join(f.authors)}</p>{paragraphs(f)}</div><div class="editor">责任编辑：{f.editors[0]}</div></div>')


@template
def _live_report_with_dateline(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.source, f.authors, f.editors = "极望新闻", f.authors[:1], []
    return html(f"{f.title}-极望新闻", "", f'<div class="cont"><h1 class="txt-tit">{f.title}</h1><div class="fn-clear"><span class="share-fl">{d:%Y-%m-%d %H:%M:%S}</span><span>来源：极望新闻</span></div><div class="txt-content"><p>极望新闻记者 {f.authors[0]}</p>{paragraphs(f)}<p>（来源：极望新闻）</p><p>更多精彩资讯请在应用市场下载“极望新闻”客户端，未经授权请勿转载，欢迎提供新闻线索，一经采纳即付报酬。24小时报料热线000-100000。</p></div></div>')


@template
def _title_names_the_site_only(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = [], []
    return html("江州科普网", "", f'<div class="logo"><h1>江州科普网</h1></div>{_menu("首页", "前沿", "健康")}<div class="wenz"><p class="wz_bt">{f.title}</p><p class="wz_sj">发布时间：{d:%Y-%m-%d %H:%M} 来源：{f.source}</p><div class="wz_nr">{paragraphs(f)}</div></div><div class="you"><h2>热门推荐</h2><ul>{links(pick)}</ul></div>')


@template
def _two_character_names(pick: random.Random, f: Facts) -> str:
    d = f.published
    f.authors, f.editors = people(pick, 2, letters=2), people(pick, 1, letters=2)
    return html(f"{f.title}_青棠网", "", f'<h1>{f.title}</h1><div class="info">{d:%Y-%m-%d %H:%M} 来源：{f.source} 作者：{f.authors[0]} {f.authors[1]}</div><div class="txt">{paragraphs(f)}</div><div class="bj">责任编辑：{f.editors[0]}</div>')
