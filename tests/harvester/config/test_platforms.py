"""The shipped platforms read pages of our own writing, in the shapes of their templates."""

# ruff: noqa: E501 - the markup of templates is not broken into lines

import pytest
from support.saved_pages import PARAGRAPHS, capture

from archive.model.article import Article
from harvester.config.stations import Stations
from harvester.extract.read_article import read_article

STATIONS = Stations.load()
TITLE = "青棠镇三百盏路灯亮了"
TEXT = "".join(f"<p>　　{paragraph}</p>" for paragraph in PARAGRAPHS)
NAVIGATION = '<div class="nav"><a href="/">首页</a> <a href="/yw">要闻</a></div>'
RELATED = "<ul>" + '<li><a href="/1.html">去年冬天的河堤加固工程完工了</a></li>' * 5 + "</ul>"

#: The address of a page, and what its template puts between navigation and related articles.
PAGES = {
    "xinhuanet/pc-2021": (
        "http://www.news.cn/local/20220722/0123456789abcdef0123456789abcdef/c.html",
        '<div class="header domPC"><div class="header-cont"><div class="header-time"><em>2022</em> '
        '<em>07</em>/<em> 22</em> <span class="time">08:51:12</span></div><div class="source">来源：青棠日报'
        f'</div><div class="head-line"><h1><span class="title">{TITLE}</span></h1></div></div></div>'
        f'<div class="mheader domMobile"><h1><span class="title">{TITLE}</span></h1><div class="info">'
        '2022-07-22 08:51:12 <span>来源： 青棠日报</span></div></div>'
        f'<div id="detail">{TEXT}<div id="articleEdit"><a class="advise">【纠错】</a>'
        '<span class="editor">【责任编辑:张明 】</span></div></div>',
    ),
    "xinhuanet/h-2018": (
        "http://www.xinhuanet.com/local/2022-07/22/c_1120000001.htm",
        f'<div class="header"><div class="h-news"><div class="h-title">{TITLE}</div><div class="h-info">'
        '<span class="h-time">2022-07-22 08:51:12</span><span>来源：<em id="source">青棠日报</em></span>'
        f'</div></div></div><div id="p-detail">{TEXT}<div class="tadd"><div class="zan-i">+1</div></div>'
        '<div class="p-tags"><span class="p-jc"><a class="advise">【纠错】</a> 责任编辑： 张明</span></div></div>',
    ),
    "chinanews/left-2010": (
        "http://www.chinanews.com/gn/2022/07-22/9800001.shtml",
        f'<div class="content" id="cont_1_1_2"><h1>{TITLE}</h1><div id="BaiduSpider" style="display:none">'
        '<span id="author_baidu">作者：张明</span></div><div class="left-t">2022年07月22日 08:51　来源：青棠日报'
        f'</div><div class="left_zw">{TEXT}</div><div class="left_name">【编辑:张明】</div></div>',
    ),
    "youth/page-2016": (
        "http://news.youth.cn/gn/202207/t20220722_13000001.htm",
        f'<div class="page_title"><h1>{TITLE}</h1><div>发稿时间：2022-07-22 08:51:00 '
        '<span id="source_baidu">来源： <a href="/">青棠日报</a></span> 中国青年网</div></div>'
        f'<div id="container"><div class="TRS_Editor">{TEXT}</div></div>'
        '<div class="rdwz_fh"><span id="editor_baidu">责任编辑：张明</span></div>',
    ),
    "youth/bt-2020": (
        "http://news.youth.cn/gn/202207/t20220722_13000002.htm",
        f'<div class="page_bt"><p class="pbt">{TITLE}</p><p class="pwz"><span id="pubtime_baidu">'
        '发稿时间：2022-07-22 08:51:00</span> <span id="source_baidu">来源： 青棠日报</span></p></div>'
        f'<div class="page_text"><div class="TRS_Editor">{TEXT}</div></div>'
        '<div class="rdwz_fh"><span id="editor_baidu">责任编辑：张明</span></div>',
    ),
    "youth/l-2012": (
        "http://news.youth.cn/gn/201703/t20170310_9000001.htm",
        f'<div class="main_l"><div class="l_tit">{TITLE}</div><div class="l_time"><span id="pubtime_baidu">'
        '发稿时间：2022-07-22 08:51:00</span> <span id="source_baidu">来源：<a>青棠日报</a></span></div>'
        f'<div id="container"><div class="TRS_Editor">{TEXT}</div></div>'
        '<div class="rdwz_fh"><span id="editor_baidu">责任编辑：张明</span></div></div>',
    ),
    "yndaily/layer-2020": (
        "http://www.yndaily.com/html/2022/yaowen_0722/120001.html",
        '<div class="layer4"><div class="layer82"><div class="fl"><a href="/">首页</a> &gt; 要闻 &gt; 正文'
        f'</div></div><div class="layer81">{TITLE}</div><div class="layer82"><div class="fl">'
        '发布时间：2022-07-22 08:51:00 来源： <a>青棠日报</a></div></div>'
        f'<div class="layer83">{TEXT}<div class="fr">责任编辑：张明</div></div></div>',
    ),
    "china-com-cn/inform-2015": (
        "http://news.china.com.cn/2022-07/22/content_78000001.shtml",
        f'<div class="content"><h1>{TITLE}</h1><p class="inform">来源：青棠日报 | 2022-07-22 08:51:00</p>'
        f'<div class="article">{TEXT}<div class="editor">【责任编辑：张明】</div></div></div>',
    ),
    "netease/post-2016": (
        "http://news.163.com/20/0704/01/FGK6V0CD0001899O.html",
        f'<div id="epContentLeft"><h1>{TITLE}</h1><div class="post_time_source">2022-07-22 08:51:00　来源: '
        f'<a id="ne_article_source">青棠日报</a><a>举报</a></div><div id="endText">{TEXT}'
        '<div class="gg200x300">推广</div><div class="ep-source"><span class="ep-editor">责任编辑：张明_NB0001'
        "</span></div></div></div>",
    ),
    "netease/post-2021": (
        "https://www.163.com/news/article/FGK6V0CD0001899O.html",
        f'<div class="post_main"><h1 class="post_title">{TITLE}</h1><div class="post_info">2022-07-22 08:51:00'
        f'　来源: 青棠日报</div><div class="post_body">{TEXT}</div><div class="post_author">责任编辑：张明_NB0001'
        "</div></div>",
    ),
    "sina/article-2017": (
        "https://news.sina.com.cn/c/2022-07-22/doc-imizmscv0000001.shtml",
        f'<div class="main-content"><h1 class="main-title">{TITLE}</h1><div class="date-source"><span class='
        '"date">2022年07月22日 08:51</span><a class="source" href="/">青棠日报</a></div>'
        f'<div id="article">{TEXT}<p class="show_author">责任编辑：张明</p><div class="article-bottom">关键字 : '
        "<a>路灯</a></div></div></div>",
    ),
    "sina/artibody-2012": (
        "http://finance.sina.com.cn/china/2022-07-22/doc-imizmscv0000002.shtml",
        f'<div><h1 id="artibodyTitle">{TITLE}</h1><div class="page-info"><span class="time-source">'
        '2022年07月22日08:51 <a>青棠日报</a></span></div>'
        f'<div id="artibody"><div class="ct_hqimg">热点栏目 资金流向</div>{TEXT}</div>'
        '<p class="article-editor">责任编辑：张明 SF001</p></div>',
    ),
    "qq/rain-2021": (
        "https://new.qq.com/rain/a/20220722A00001",
        f'<div class="content-article"><h1>{TITLE}</h1><div class="media-info"><p class="media-name">青棠日报</p>'
        '<p class="media-meta"><span>2022-07-22 08:51</span><span>发布于</span><span>湖南</span></p></div>'
        f'<div id="ArticleContent">{TEXT}<p>责任编辑：张明</p></div></div>',
    ),
    "ifeng/hash-2019": (
        "https://news.ifeng.com/c/8Hq0000000A",
        f'<div class="artical-_Qk9"><h1 class="topic-3bY8Hw">{TITLE}</h1><p class="time-hm3v7">2022年07月22日 '
        '08:51:00<br>来源：<span class="source-2pXi2"><a>青棠日报</a></span></p>'
        f'<div class="main_content-Lc"><div class="text-3zQ3c">{TEXT}</div></div>'
        '<p class="author-3vIUP">[责任编辑：张明 PK001]</p></div>',
    ),
    "trs/ql-2020": (
        "http://www.qingtang.example/dtxx/202207/t20220722_2000001.html",
        f'<div class="ql_detailbro_left"><h1 class="ql_detailbro_title">{TITLE}</h1><div class="'
        'ql_detailbro_date_source"><span>发布日期：2022-07-22 08:51</span></div><div id="pare"><div class="view '
        f'TRS_UEDITOR">{TEXT}<p>编辑：张明</p></div><p id="infoSource">信息来源： 青棠日报</p></div></div>',
    ),
    "trs/con-2016": (
        "http://fgw.qingtang.example/art/2022/7/22/art_1_2.html",
        f'<div id="barrierfree_container"><div class="con"><p class="con-title">{TITLE}</p>'
        '<div class="small-title"><span>信息来源：青棠日报</span><span>发布日期：2022-07-22 08:51</span></div>'
        f'<div id="zoom">{TEXT}<p>编辑：张明</p></div></div></div>',
    ),
}  # fmt: skip

#: Templates that print no source, or no editor.
BARE = {
    "yzwb/tit2-2020": (
        "http://www.yzwb.net/zncontent/2000001.html",
        f'<div id="main"><div class="tit2">{TITLE}</div><p>2022-07-22 08:51</p><div class="box-text">'
        f'<div id="wrap"><div>{TEXT}</div></div></div></div>',
    ),
    "shjnet/essay-2018": (
        "http://www.shjnet.cn/xwzx/202207/t20220722_2000001.html",
        f'<h1 style="display:none">松花江网</h1><div id="hght"><h2>{TITLE}</h2><div><span>2022-07-22 08:51 '
        f'</span></div><div id="essay"><div class="TRS_Editor">{TEXT}</div></div></div>',
    ),
}


def read(url: str, inner: str) -> Article:
    """The article of a page, read with the station that its address tells."""
    page = f"<html><head><title>{TITLE}_青棠网</title></head><body>{NAVIGATION}{inner}{RELATED}</body></html>"
    return read_article([capture(page, url=url)], STATIONS.for_page(url), url)


@pytest.mark.parametrize("layout", PAGES)
def test_a_page_is_read_by_the_layout_of_its_template(layout: str) -> None:
    """Title, minute, source, editor and every paragraph; nothing of what stands around."""
    article = read(*PAGES[layout])
    assert article.layout == layout
    assert article.title == TITLE
    assert article.published is not None
    assert article.published.iso()[:16] == "2022-07-22T08:51"
    assert article.source == "青棠日报"
    assert article.editors == ("张明",)
    assert article.authors == ()
    assert article.body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("layout", BARE)
def test_a_template_without_source_gives_none(layout: str) -> None:
    """None says that the page does not say."""
    article = read(*BARE[layout])
    assert article.layout == layout
    assert article.title == TITLE
    assert article.published is not None
    assert article.published.iso()[:16] == "2022-07-22T08:51"
    assert article.source is None
    assert article.body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("layout", ["xinhuanet/h-2018", "sina/article-2017", "netease/post-2016"])
def test_an_unknown_host_is_recognised_by_its_markup(layout: str) -> None:
    """A copy elsewhere has the fingerprint of the platform, and is read with its layouts."""
    article = read("http://copy.example/1.html", PAGES[layout][1])
    assert article.layout == layout
    assert article.id.startswith("url:")
    assert article.body == "\n".join(PARAGRAPHS)


def test_an_unknown_page_is_read_without_a_layout() -> None:
    """Nothing of any platform is found."""
    inner = f"<h1>{TITLE}</h1><p>2022-07-22 08:51 来源：青棠日报</p><div>{TEXT}</div>"
    assert read("http://other.example/1.html", inner).layout == "generic"
