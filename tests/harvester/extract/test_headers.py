"""Headers and trailers in the forms that sites print, on pages without a layout."""

# ruff: noqa: E501 - the markup of a header is not broken into lines

import pytest
from support.saved_pages import PARAGRAPHS, article, html, story

TITLE = "青棠镇三百盏路灯亮了"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
MINUTE = "2022-07-22T08:51"

#: What stands above the text, what below; time, source, authors and editors.
FORMS = {
    "labels in cells": (
        f"<h1>{TITLE}</h1><dl><dt>发布时间：</dt><dd>2022-07-22 08:51</dd><dt>来源：</dt><dd>青棠日报</dd></dl>",
        "<p>责任编辑：张明</p>",
        (MINUTE, "青棠日报", (), ("张明",)),
    ),
    "a table of labels above the title": (
        "<table><tr><td>发布机构：</td><td>市水利局</td><td>成文日期：</td><td>2022-07-10</td><td>发布日期：</td>"
        f"<td>2022-07-22 08:51</td></tr></table><h1>{TITLE}</h1>",
        "",
        (MINUTE, "市水利局", (), ()),
    ),
    "the medium on a line of its own": (
        f"<h1>{TITLE}</h1><p>2022-07-22 08:51</p><p>青棠县融媒体中心</p>",
        "",
        (MINUTE, "青棠县融媒体中心", (), ()),
    ),
    "an element called source": (
        f'<h1>{TITLE}</h1><div>2022-07-22 08:51</div><div><span class="source">棠上人家</span><a>关注</a></div>',
        "",
        (MINUTE, "棠上人家", (), ()),
    ),
    "an account above the time": (
        f"<h1>{TITLE}</h1><p>棠上人家</p><p>2022-07-22 08:51</p>",
        "",
        (MINUTE, "棠上人家", (), ()),
    ),
    "an element called author": (
        f'<h1>{TITLE}</h1><p><span class="author"><a href="/z/1">张明</a></span> <span>2022-07-22 08:51</span> <span>来源：青棠日报</span></p>',
        "",
        (MINUTE, "青棠日报", ("张明",), ()),
    ),
    "an element called author that holds no name": (
        f'<h1>{TITLE}</h1><p><span class="author">文明</span> <span>2022-07-22 08:51</span> <span>来源：青棠日报</span></p>',
        "<p>责任编辑：文明</p>",
        (MINUTE, "青棠日报", (), ("文明",)),
    ),
    "the name of the site before the medium": (
        f"<title>{TITLE}_青棠网</title><h1>{TITLE}</h1><div>大青棠网 江州晚报 2022-07-22 08:51</div>",
        "",
        (MINUTE, "江州晚报", (), ()),
    ),
    "buttons in brackets after the source": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51 来源：青棠日报 [推荐朋友] [打印本稿] [字号 大 小]</div>",
        "",
        (MINUTE, "青棠日报", (), ()),
    ),
    "an invitation after the editor": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51 来源：青棠日报 责任编辑：张明 <a>我来说两句</a></div>",
        "",
        (MINUTE, "青棠日报", (), ("张明",)),
    ),
    "the hour before the day": (
        f"<h1>{TITLE}</h1><div>發佈時間：08:51 2022-07-22 HKT</div>",
        "",
        (MINUTE, None, (), ()),
    ),
    "where the picture comes from": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51 来源：青棠日报</div>",
        "<p>栏目主编：谭利波 文字编辑：张明 题图来源：青棠图库 图片编辑：付鼎臣</p>",
        (MINUTE, "青棠日报", (), ("张明",)),
    ),
    "a linked writer after a label without a colon": (
        f'<h1>{TITLE}</h1><div>发布/2022年7月22日 08:51</div><div>文 / <a href="/z/1">张明</a></div>',
        "",
        (MINUTE, None, ("张明",), ()),
    ),
    "a place beside the time": (
        f"<h1>{TITLE}</h1><div><span>2022-07-22 08:51</span> <span>香港</span></div>",
        "",
        (MINUTE, None, (), ()),
    ),
    "a medium that begins with a number": (
        f'<h1>{TITLE}</h1><div><span class="author">21世纪青棠报 陈国栋</span> <span>2022-07-22 08:51</span></div>',
        "",
        (MINUTE, "21世纪青棠报", ("陈国栋",), ()),
    ),
    "the writer before the source, and the page of the paper": (
        f"<h1>{TITLE}</h1><div>陈国栋 来源：青棠日报 （2022年07月22日 04 版）</div>",
        "",
        ("2022-07-22", "青棠日报", ("陈国栋",), ()),
    ),
    "bullets around a source": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51</div>",
        "<p>●来源：青棠日报●</p><p>●编辑：张明●</p>",
        (MINUTE, "青棠日报", (), ("张明",)),
    ),
    "two kinds of editors and a button": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51 来源：青棠日报 编辑：张明 参与互动</div>",
        "<p>责任编辑：张明 | 版面编辑：李红</p>",
        (MINUTE, "青棠日报", (), ("张明", "李红")),
    ),
    "a breadcrumb with the time": (
        f"<h2>{TITLE}</h2><div>青棠网 &gt; 要闻 &gt; 2022-07-22 08:51 作者：张明</div>",
        "<p>来源：青棠日报</p>",
        (MINUTE, "青棠日报", ("张明",), ()),
    ),
    "a channel linked before the medium": (
        f'<h1>{TITLE}</h1><div><a href="/c">金融</a> <span>青棠财经</span> 2022-07-22 08:51</div>',
        "",
        (MINUTE, "青棠财经", (), ()),
    ),
    "counters and buttons": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51 来源：青棠日报 编辑：张明 查看: 12 评论 分享到 字号 大 小</div>",
        "",
        (MINUTE, "青棠日报", (), ("张明",)),
    ),
    "a blank label before a button": (
        f"<h1>{TITLE}</h1><div><span>2022-07-22 08:51</span><span>来源：</span><a>关注</a></div>",
        "<p>责任编辑：</p><div>展开全文</div>",
        (MINUTE, None, (), ()),
    ),
    "a tag beside the title": (
        f'<h1>{TITLE}<span class="tag">原创</span></h1><div>2022-07-22 08:51 来源：青棠日报</div>',
        "<p>返回搜狐，查看更多</p>",
        (MINUTE, "青棠日报", (), ()),
    ),
    "everything below": (
        f"<h1>{TITLE}</h1>",
        "<div>来源：青棠日报　2022-07-22 08:51　编辑：张明</div>",
        (MINUTE, "青棠日报", (), ("张明",)),
    ),
    "a quoted label": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51</div>",
        "<p>版权声明：凡本网注明“来源：青棠网”的作品，未经授权不得转载。</p>",
        (MINUTE, None, (), ()),
    ),
    "bulleted names": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51 来源：青棠日报</div><p>■ 张明 李红</p>",
        "<p>（编辑 王伟）</p>",
        (MINUTE, "青棠日报", ("张明", "李红"), ("王伟",)),
    ),
    "a bracket below the source": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51</div>",
        "<p>来源：青棠日报</p><p>（张明 李红）</p>",
        (MINUTE, "青棠日报", ("张明", "李红"), ()),
    ),
    "a person after 来源": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51 《青棠周刊》</div>",
        "<p>来源: 张明</p>",
        (MINUTE, "青棠周刊", ("张明",), ()),
    ),
    "labels parted by semicolons": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51；来源：青棠日报；作者：张明</div>",
        "",
        (MINUTE, "青棠日报", ("张明",), ()),
    ),
    "the day of the visit and the time above the title": (
        f"<div>今天是2022年7月30日 星期六</div><div>2022年7月29日 星期五</div><div>2022-07-22 08:51</div><h1>{TITLE}</h1>",
        "",
        (MINUTE, None, (), ()),
    ),
    "labels parted by spaces alone": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51　来源　棠上读本　作者　张明</div>",
        "",
        (MINUTE, "棠上读本", ("张明",), ()),
    ),
    "the bureau after the byline": (
        f"<h1>{TITLE}</h1><div>2022-07-22 08:51　記者王小明／台北報導</div>",
        "",
        (MINUTE, None, ("王小明",), ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_header_is_read_in_every_form(form: str) -> None:
    """Title, time, source, authors and editors; and nothing of it stays in the body."""
    above, below, (published, source, authors, editors) = FORMS[form]
    read = article(html(f"{TITLE}_青棠网", f'{above}<div class="text">{TEXT}</div>{below}'))
    assert read.title == TITLE
    assert read.published is not None
    assert read.published.iso()[:16] == published
    assert read.source == source
    assert read.authors == authors
    assert read.editors == editors
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_a_title_that_is_repeated_as_a_heading_below_the_text_stands_above_it() -> None:
    """Else the header would be sought below the text, and its time not be found."""
    visit, time = "<div>2022.07.29 星期五</div>", "<div>2022-07-22 08:51</div>"
    inner = f"{visit}<div>{TITLE}</div>{time}<div>{TEXT}</div><h1>{TITLE}</h1>"
    read = article(html(f"{TITLE}_青棠网", inner))
    assert read.title == TITLE
    assert read.published is not None
    assert read.published.iso()[:16] == MINUTE


def test_the_time_below_a_text_does_not_hide_the_text() -> None:
    """A text above its line of time is shorter here than the notice that is voted for."""
    notice = "<p>一、本网所有内容，未经许可，任何单位、个人，均不得转载、摘编、镜像，违者依法追究责任。</p>"
    below = f"<div>2022-07-22 08:51</div><div>{notice * 8}</div>"
    read = article(html(TITLE, f"<h1>{TITLE}</h1><table><tr><td>{TEXT}</td></tr></table>{below}"))
    assert read.blocks[0].text == PARAGRAPHS[0]


def test_the_reporter_is_named_behind_the_captions_of_pictures() -> None:
    """The first sentence stands below them."""
    captions = "".join(f"<p>{each}。青棠日报记者李红摄</p>" for each in ("灯亮了", "桥上", "河边"))
    dateline = f"<p>青棠日报7月22日讯（记者 张明）{PARAGRAPHS[0]}</p>"
    above = f"<h1>{TITLE}</h1><div>2022-07-22 08:51</div>"
    read = article(html(TITLE, f"{above}<div>{captions}{dateline}{TEXT}</div>"))
    assert read.authors == ("张明",)


def test_a_text_that_a_script_unfolds_is_read_below_a_comment_that_is_shown() -> None:
    """The comment is all that such a page shows before its script has run."""
    comment = "<h3>最新评论</h3><p>希望多报道一些我们身边的事情，大家都爱看。</p>"
    above = f"<h1>{TITLE}</h1><div>2022-07-22 08:51</div>"
    hidden = f'<div style="display:none">{above}<div>{TEXT}</div></div>'
    read = article(html(TITLE, f"{hidden}<div>{comment}</div>"))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_an_unknown_label_beside_a_known_one_is_a_role_as_printed() -> None:
    """Roles stay open: 联络 and 值守 are no roles that we know."""
    inner = f'<h1>{TITLE}</h1><p>2022-07-22</p><div class="text">{TEXT}</div><p>编辑：张明 联络：李红</p>'
    read = article(html(TITLE, inner))
    assert [(c.role, c.role_printed, c.name) for c in read.credits] == [
        ("editor", "编辑", "张明"),
        ("联络", "联络", "李红"),
    ]


@pytest.mark.parametrize(
    "line", ["登录后查看全文", "剩余 62%未读", "下载青棠客户端阅读全文", "本文为付费内容"]
)
def test_a_text_that_is_cut_for_a_login_is_told(line: str) -> None:
    """The line is the evidence that the article is not complete, and no text of it."""
    inner = f'<h1>{TITLE}</h1><p>2022-07-22</p><div class="text">{TEXT}<p>{line}</p></div>'
    read = article(html(TITLE, inner))
    assert not read.complete
    assert [item.printed for item in read.evidence if item.field == "complete"] == [line]
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_a_button_that_unfolds_the_text_cuts_nothing() -> None:
    """展开全文: the rest stands in the markup."""
    inner = f'<h1>{TITLE}</h1><p>2022-07-22</p><div class="text">{TEXT}<p>展开全文</p></div>'
    assert article(html(TITLE, inner)).complete


def test_a_wrapper_around_each_paragraph_makes_no_container() -> None:
    """Editors leave section in section; the body is what holds them all."""
    wrapped = "".join(f"<section><section><p>{p}</p></section></section>" for p in PARAGRAPHS)
    inner = f"<h1>{TITLE}</h1><p>2022-07-22 来源：青棠日报</p><div>{wrapped}</div>"
    assert [block.text for block in article(html(TITLE, inner)).blocks] == list(PARAGRAPHS)


def test_comments_larger_than_the_article_are_no_text() -> None:
    """What is called comment does not vote."""
    said = "说得好，希望早日完工，大家都盼着这一天呢，真的太不容易了。"
    comments = "".join(f"<p>{said}</p><span>2022-07-2{n} 10:11</span>" for n in range(3, 9))
    inner = (
        f'<h1>{TITLE}</h1><p>2022-07-22 来源：青棠日报</p><div class="text">{TEXT}</div>'
        f'<div class="comment-list">{comments * 4}</div>'
    )
    assert [block.text for block in article(html(TITLE, inner)).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "first",
    [
        "本报讯（记者 付鼎臣）七十岁的张大爷退休以后没有闲着，他最大的爱好就是摄影。",
        "青棠网7月22日讯（记者 付鼎臣）展出的百余幅老照片，都由镇上的老战士亲手所摄。",
        "記者付鼎臣／青棠報導 社區大學下個月開新班，課程有書法、園藝和攝影。",
        "青棠日报记者 付鼎臣 报道 镇文化站开了三个新班：书法、剪纸和摄影。",
    ],
)
def test_a_first_paragraph_that_ends_in_photography_has_its_dateline(first: str) -> None:
    """Only behind a name does 摄影 say who took a picture."""
    read = article(story("2022-07-22 08:51", paragraphs=(first, *PARAGRAPHS)))
    assert [(each.role, each.name) for each in read.credits] == [("reporter", "付鼎臣")]
