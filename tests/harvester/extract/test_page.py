"""Captures are read as pages: evidence with its place, blocks, pictures, further parts."""

from pathlib import Path

import pytest
from support.saved_pages import PARAGRAPHS, STATION, URL, article, capture, html, page, story

from archive.model.article import Block, Image
from harvester.extract.choose import choose_article
from harvester.extract.read_page import read
from harvester.model.errors import NotAnArticle
from harvester.model.station import Layout, Station

PAGES = Path(__file__).parents[2] / "pages"
SEED = Path(__file__).parents[2] / "shared" / "seed.txt"

MOMENT = Layout(
    name="moment",
    platform="rednet",
    title="div.title",
    published="div.time",
    body="div.description",
    credits="section.content > p",
    drop=(".download", ".more"),
)
REDNET = Station(name="rednet-xiangtan", title="红网·湘潭站", layouts=(MOMENT,))


def test_a_layout_reads_its_page() -> None:
    """The moment template: time to the second, credits with the editor's station, headings."""
    read_ = article((PAGES / "rednet-moment.html").read_bytes(), station=REDNET)
    assert read_.layout == "rednet/moment"
    assert read_.title == "青棠新桥今日通车"
    assert read_.published is not None
    assert read_.published.iso() == "2022-08-03T09:15:40+08:00"
    assert read_.source == "青棠日报"
    assert read_.authors == ("周一帆", "何小满")
    assert [(c.name, c.affiliation) for c in read_.credits if c.role == "editor"] == [
        ("林知秋", "青棠站")
    ]
    assert read_.blocks == (
        Block(text="8月3日上午，青棠新桥建成通车，两岸居民过河的时间由四十分钟缩短为五分钟。"),
        Block(text="一座桥", kind="heading"),
        Block(text="新桥全长六百二十米，双向四车道，两侧设有人行步道。"),
        Block(text="桥头的早餐店老板说，以后送货再也不用等渡船了。"),
    )
    assert read_.images == (Image(url="https://img.example/2022/08/bridge.jpg"),)


def test_evidence_says_where_each_field_stands() -> None:
    """Layout evidence names its selector, labels their label, metas their name."""
    read_ = page((PAGES / "rednet-moment.html").read_bytes(), station=REDNET)
    assert [(e.field, e.where, e.method, e.printed) for e in read_.claims] == [
        ("title", "div.title", "layout", "青棠新桥今日通车"),
        ("published", "div.time", "layout", "2022-08-03 09:15:40 字号:"),
        ("credits", "section.content > p", "layout", "来源:青棠日报"),
        ("credits", "section.content > p", "layout", "作者:周一帆 何小满"),
        ("credits", "section.content > p", "layout", "编辑:林知秋-青棠站"),
        ("source", "label 来源", "label", "来源:青棠日报"),
        ("title", "title", "meta", "青棠新桥今日通车_时刻新闻"),
        ("body", "div.description", "layout", ""),  # its digest is taken of the article's text
    ]


def test_the_first_layout_that_finds_title_and_body_reads_the_page() -> None:
    """An older layout is passed over; where none fits, the generic reader reads."""
    older = Layout(name="older", platform=None, title="h1.old", body="#old")
    both = Station(name="x", title="x", layouts=(older, MOMENT))
    body = (PAGES / "rednet-moment.html").read_bytes()
    assert page(body, station=both).layout == "rednet/moment"
    assert page(story("2022-07-22"), station=both).layout == "generic"


def test_what_a_layout_does_not_know_is_read_from_the_surroundings() -> None:
    """A layout of title and body alone still gets the grammar over header and trailer."""
    bare = Station(
        name="x", title="x", layouts=(Layout(name="bare", platform=None, title="h1", body=".text"),)
    )
    read_ = article(story("2022-07-22 08:51 来源：青棠日报", "编辑：凌晓雨"), station=bare)
    assert read_.layout == "bare"
    assert read_.source == "青棠日报"
    assert read_.editors == ("凌晓雨",)
    assert read_.published is not None
    assert read_.published.precision == "minute"


def test_a_byline_in_the_body_is_read_whatever_the_layout_finds_elsewhere() -> None:
    """The layout's credits hold the editor only; the reporter stands on the body's first line."""
    layout = Layout(name="a", platform=None, title="h1", body=".text", credits=".end")
    markup = story(
        "2022-07-22",
        '<p class="end">编辑：凌晓雨</p>',
        paragraphs=("□ 本报记者 付一鸣", *PARAGRAPHS),
    )
    read_ = article(markup, station=Station(name="x", title="x", layouts=(layout,)))
    assert read_.authors == ("付一鸣",)
    assert read_.editors == ("凌晓雨",)
    assert [block.text for block in read_.blocks] == list(PARAGRAPHS)


def test_a_page_of_pictures_is_an_article_where_a_layout_knows_its_time() -> None:
    """A body without text, but title and time."""
    inner = (
        '<div class="title">路灯亮了（组图）</div><div class="time">2022-07-22 08:51:12</div>'
        '<div class="description"><img src="/a.jpg"></div>'
    )
    read_ = article(html("路灯亮了", inner), station=REDNET)
    assert read_.blocks == ()
    assert read_.images == (Image(url="https://news.example.cn/a.jpg"),)


def test_captions_stand_with_their_pictures_and_between_paragraphs() -> None:
    """A caption above the first paragraph belongs to its picture only."""
    figure = '<p><img data-src="/p/{0}.jpg"></p><p style="text-align:center">{1} 付一鸣 摄</p>'
    text = (
        figure.format(1, "河边的路灯")
        + f"<p>{PARAGRAPHS[0]}</p>"
        + figure.format(2, "步道上的居民")
    )
    inner = f"<h1>青棠镇三百盏路灯亮了</h1><p>2022-07-22</p><div>{text}<p>{PARAGRAPHS[1]}</p></div>"
    read_ = page(html("青棠镇三百盏路灯亮了", inner))
    assert read_.blocks == (
        Block(text=PARAGRAPHS[0]),
        Block(text="步道上的居民 付一鸣 摄", kind="caption"),
        Block(text=PARAGRAPHS[1]),
    )
    assert read_.images == (
        Image(
            url="https://news.example.cn/p/1.jpg", caption="河边的路灯 付一鸣 摄", credit="付一鸣"
        ),
        Image(
            url="https://news.example.cn/p/2.jpg", caption="步道上的居民 付一鸣 摄", credit="付一鸣"
        ),
    )


def test_a_heading_of_four_characters_is_the_title_where_the_page_names_only_its_site() -> None:
    """The name of the site is shorter, or stands in another place."""
    inner = f"<h1>早市的伞</h1><p>2022-07-22</p><div><p>{PARAGRAPHS[0]}</p></div>"
    assert article(html("青棠新闻网", inner)).title == "早市的伞"


@pytest.mark.parametrize(
    "figure",
    [
        '<p class="pic"><img src="/1.jpg"><br>河边的路灯</p>',
        '<p class="pic"><img src="/1.jpg" alt="河边的路灯"></p><p>河边的路灯</p>',
    ],
    ids=["within the paragraph of the picture", "in the words of its alt text"],
)
def test_a_caption_needs_no_word_that_says_so(figure: str) -> None:
    """It stands beneath its picture, and is no sentence; or the picture itself says the same."""
    inner = (
        f"<h1>青棠镇三百盏路灯亮了</h1><p>2022-07-22</p>"
        f"<div>{figure}<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div>"
    )
    read_ = page(html("青棠镇三百盏路灯亮了", inner))
    assert [block.text for block in read_.blocks] == list(PARAGRAPHS[:2])
    assert read_.images == (Image(url="https://news.example.cn/1.jpg", caption="河边的路灯"),)


def test_parts_are_joined_in_order_and_a_missing_one_is_told() -> None:
    """Page 1 of 3 links to its parts; with two of them the article is incomplete."""
    pager = '<div><a href="600123_2.html">[2]</a> <a href="600123_3.html">下一页</a></div>'
    first = capture(story("2022-07-22 08:51", pager, paragraphs=PARAGRAPHS[:2]))
    second_url = URL.replace(".html", "_2.html")
    second = capture(story(paragraphs=PARAGRAPHS[2:]), url=second_url)
    alone = read([first], STATION)
    assert alone.next_parts == (second_url, URL.replace(".html", "_3.html"))
    assert not alone.complete
    both = read([first, second], STATION)
    assert [block.text for block in both.blocks] == list(PARAGRAPHS)
    assert both.next_parts == (URL.replace(".html", "_3.html"),)
    assert not choose_article(both, "news:600123").complete


def test_a_link_to_another_article_is_no_part() -> None:
    """下一页 that leads to another number, and 下一篇, are not of this article."""
    pager = '<a href="600124.html">下一页</a><a href="600123_2.html">下一篇</a>'
    assert page(story("2022-07-22", pager)).complete


REFUSED = [
    (b"", "empty", {}),
    (b"%PDF-1.4 ...", "binary", {}),
    (b"\x89PNG\r\n\x1a\n", "binary", {}),
    (b"<rss><channel><title>x</title></channel></rss>", "list", {}),
    (html("404", "<p>您访问的页面不存在</p>").encode(), "error-page", {}),
    (story().encode(), "error-page", {"status": 404}),
    (html("安全验证", "<p>请完成验证后继续访问</p>").encode(), "captcha", {}),
    (html("提示", "<p>该文章已被删除</p>").encode(), "withdrawn", {}),
    (html("x", "").encode(), "empty", {}),
    (b"<html><div " + b" ".join(b'a%d=">"' % n for n in range(20_000)) + b">x", "unreadable", {}),
    (b"<html><div " + b" ".join(b'a%d="<p>"' % n for n in range(20_000)) + b">x", "unreadable", {}),
    (
        html("用户登录", "<form><p>用户名：<input></p><p>密码：<input></p></form>").encode(),
        "login",
        {},
    ),
    (html("青棠网", "<p>栏目正在建设中，敬请期待</p>").encode(), "placeholder", {}),
    (html("青棠网", "<p>电话：0000-0000000</p>").encode(), "unreadable", {}),
    (b"Rar!\x1a\x07\x01\x00" + bytes(range(32)) * 8, "binary", {}),
    (b"<html><head><title>\xe9\x9d\x92\xe6\xa3\xa0</title><meta na", "truncated", {}),
    (b"<html><body>" + b"<div>" * 50_000 + b"x", "unreadable", {}),
]


@pytest.mark.parametrize(("body", "kind", "fields"), REFUSED)
def test_what_is_no_article_says_what_it_is(
    body: bytes, kind: str, fields: dict[str, object]
) -> None:
    """The page is kept, but not read as an article."""
    with pytest.raises(NotAnArticle, match="not an article") as error:
        read([capture(body, **fields)], STATION)
    assert error.value.kind == kind


def test_an_article_about_a_deleted_page_is_an_article() -> None:
    """Only a short page can be a notice."""
    assert page(story("2022-07-22", paragraphs=(*PARAGRAPHS * 5, "网友说，该文章已被删除。")))


def test_a_counter_that_reads_503_makes_no_error_page() -> None:
    """A short article with 浏览量：503 is an article."""
    assert page(story("2022-07-22 <span>浏览量：503</span>", paragraphs=PARAGRAPHS[:2]))


def test_a_page_that_breaks_off_is_incomplete() -> None:
    """Its text is kept as far as it was sent, and the record says so."""
    sent = story("2022-07-22 08:51 来源：青棠日报")
    read_ = article(sent[: sent.index("住在河边") + 12])
    assert (read_.complete, len(read_.blocks)) == (False, 3)
    why = [item.why for item in read_.evidence if item.field == "complete"]
    assert why == ["the page breaks off before its end"]


def test_an_article_about_a_missing_page_is_an_article() -> None:
    """What names its source is no notice, however short it is and whatever it reports."""
    said = ("近日有市民反映，打开青棠政务平台后提示“404 页面不存在”。",)
    assert page(story("2022-07-22 08:51 来源：青棠日报", paragraphs=said))


def test_a_long_value_of_an_attribute_does_no_harm() -> None:
    """Pages keep their data in attributes: only the number of attributes is dear to a parser."""
    data = "x" * 200_000
    assert page(story(f'<div data-state="{data}">2022-07-22</div>')).complete


def test_addresses_that_are_none_are_passed_over() -> None:
    """A picture and a link whose addresses no parser takes."""
    inner = '<p><img src="//[x/1.jpg"></p><p><img src="/2.jpg"></p><a href="http://[x/600123_2.html">2</a>'
    read_ = article(story("2022-07-22", paragraphs=(*PARAGRAPHS, inner)))
    assert [image.url for image in read_.images] == ["https://news.example.cn/2.jpg"]


def test_what_prints_nothing_makes_no_line() -> None:
    """A joiner written as an entity, at the end of an element that is no block."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    inner = f"<h1>青棠镇三百盏路灯亮了</h1><p>2022-07-22</p><font>{body} &#8203;</font>"
    read_ = article(html("青棠镇三百盏路灯亮了", inner))
    assert [block.text for block in read_.blocks] == list(PARAGRAPHS)


def test_reading_needs_a_capture() -> None:
    """An article of no captures is a mistake of the caller."""
    with pytest.raises(ValueError, match="no capture"):
        read([], STATION)


def test_a_large_page_is_read_in_one_walk() -> None:
    """Headings of other articles by the thousand cost one look each."""
    inner = f"<p>{PARAGRAPHS[0]}</p><p>相关新闻</p>" * 5000
    read_ = article(
        html("青棠镇三百盏路灯亮了", f"<h1>青棠镇三百盏路灯亮了</h1><p>2022-07-22</p>{inner}")
    )
    assert read_.title == "青棠镇三百盏路灯亮了"


@pytest.mark.skipif(not SEED.exists(), reason="the seed text is not part of the project")
def test_the_seed_article_is_read_as_its_station_printed_it() -> None:
    """The text that this project began with, laid out in the moment template."""
    text = SEED.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    begin, end = 3, next(n for n, line in enumerate(lines) if line.startswith("来源:"))
    inner = (
        f'<div class="download"><a href="/app">{lines[0]}</a></div><section class="content">'
        f'<div class="title">{lines[1]}</div><div class="time">{lines[2]}</div>'
        f'<div class="description">{"".join(f"<p>{x}</p>" for x in lines[begin:end])}</div>'
        f"{''.join(f'<p>{x}</p>' for x in lines[end : end + 3])}"
        f'<div class="more">{lines[end + 3]}</div></section>'
        f"{''.join(f'<div><a href=/>{x}</a></div>' for x in lines[end + 4 :])}"
    )
    read_ = article(html(lines[1], inner), station=REDNET)
    assert read_.title == "湘潭市十六届人大常委会履职以来工作综述"
    assert read_.published is not None
    assert read_.published.iso() == "2022-07-22T08:51:12+08:00"
    assert read_.source == "湘潭日报"
    assert read_.authors == ("付鼎臣", "谭利波")
    assert [(c.role, c.name, c.affiliation) for c in read_.credits][2:] == [
        ("editor", "凌雨晴", "湘潭站")
    ]
    assert read_.blocks[0].text.startswith("“依法履职笃行致远闯新路")
    assert read_.blocks[-1].text.endswith("迎接党的二十大胜利召开。")
    assert [b.text for b in read_.blocks if b.kind == "heading"] == [
        "聚魂", "党的领导贯穿始终", "赋能", "履职行权助力发展",
        "强基", "发挥代表主体作用", "固本", "着力推进机关建设",
    ]  # fmt: skip
    for printed in ("立即下载", "字号", "点击查看全文", "回首页", "返 回", "回顶部", "编辑:"):
        assert printed not in read_.body
