"""Pages without a layout: title, header, body and trailer are found by how they stand."""

import pytest
from saved_pages import PARAGRAPHS, article, html, page, story

from harvester.errors import NotAnArticle


def test_a_plain_page_is_read_whole() -> None:
    """Title without the site's name, the four paragraphs, source, writer and editor."""
    read = article(story("2022-07-22 08:51 来源：青棠日报 作者：付一鸣", "责任编辑：凌晓雨-青棠站"))
    assert read.title == "青棠镇三百盏路灯亮了"
    assert read.published is not None
    assert read.published.iso() == "2022-07-22T08:51:00+08:00"
    assert read.source == "青棠日报"
    assert read.authors == ("付一鸣",)
    assert read.editors == ("凌晓雨",)
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_related_articles_and_the_imprint_are_no_text() -> None:
    """What follows 相关新闻 is neither body nor evidence of a time."""
    read = page(story("来源：青棠日报"))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)
    assert not [item for item in read.evidence if item.field == "published"]


def test_a_headline_that_the_text_repeats_is_dropped() -> None:
    """With the line above it, which is the headline's own kicker."""
    repeated = ("三百盏路灯", "青棠镇三百盏路灯亮了", *PARAGRAPHS)
    read = article(story("2022-07-22", paragraphs=repeated))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_a_cross_heading_with_the_words_of_the_headline_stays() -> None:
    """Only above the first paragraph is it the headline once more."""
    repeated = (PARAGRAPHS[0], "青棠镇三百盏路灯亮了", *PARAGRAPHS[1:])
    read = article(story("2022-07-22", paragraphs=repeated))
    assert [block.text for block in read.blocks] == list(repeated)


def test_a_page_that_closes_html_in_its_head_is_read() -> None:
    """Browsers read on after </html>, so do we."""
    markup = story("2022-07-22 08:51 来源：青棠日报")
    early = markup.replace("</h1>", "</h1></body></html>")
    assert [block.text for block in article(early).blocks] == list(PARAGRAPHS)


def test_the_e_paper_comments_bracket_the_body() -> None:
    """What stands between <!--enpcontent--> comments is the body, whatever is around it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
    inner = (
        f"<h1>青棠镇三百盏路灯亮了</h1><p>2022-07-22</p><!--enpcontent-->{text}<!--/enpcontent-->"
        f"<p>{PARAGRAPHS[2]}</p>"
    )
    read = article(html("青棠镇三百盏路灯亮了", inner))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS[:2])


def test_a_layout_of_tables_is_read() -> None:
    """As in 2005: no title element, no heading, cells for editor, source and writer."""
    text = "<br><br>".join(PARAGRAPHS)
    inner = (
        "<table><tr><td><a href='/'>首页</a> >> <a href='/yw'>要闻</a></td></tr>"
        "<tr><td><div><font size=5>青棠镇三百盏路灯亮了</font></div>"
        "<div><a href='/'>http://www.example.cn/</a> 2005-07-18 13:03:17</div></td></tr>"
        f"<tr><td>{text}</td></tr><tr><td>编辑： 金小满</td><td>来源： 青棠晚报</td>"
        "<td>作者：宋一 杨志明</td></tr></table>"
    )
    read = article(f"<html><body>{inner}</body></html>")
    assert read.title == "青棠镇三百盏路灯亮了"
    assert read.published is not None
    assert read.published.iso() == "2005-07-18T13:03:17+08:00"
    assert (read.source, read.authors, read.editors) == (
        "青棠晚报",
        ("宋一", "杨志明"),
        ("金小满",),
    )
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_a_flash_of_one_paragraph_is_an_article() -> None:
    """One paragraph among many links."""
    links = "".join(f'<li><a href="/a/{n}.html">别的新闻的标题第{n}号</a></li>' for n in range(40))
    inner = (
        f"<h1>青棠镇三百盏路灯亮了</h1><div>2022-07-22 08:51:12 青棠日报</div>"
        f"<p>{PARAGRAPHS[0]}</p>"
        f"<div>（责任编辑： HN666）</div><h4>你可能会喜欢</h4><ul>{links}</ul>"
    )
    read = article(html("青棠镇三百盏路灯亮了-青棠网", inner))
    assert [block.text for block in read.blocks] == [PARAGRAPHS[0]]
    assert read.source == "青棠日报"
    assert read.editors == ()


def test_a_body_that_only_a_script_unfolds_is_read() -> None:
    """display: none around the whole text hides it from sight, not from the page."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    inner = f'<h1>青棠镇三百盏路灯亮了</h1><p>2022-07-22</p><div style="display:none">{text}</div>'
    read = article(html("青棠镇三百盏路灯亮了", inner))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_a_list_page_is_no_article() -> None:
    """Dated headlines, all links."""
    rows = "".join(
        f'<li><a href="/a/{n}.html">青棠镇的第{n}条新闻标题在这里</a> 2022-07-{n:02}</li>'
        for n in range(1, 25)
    )
    with pytest.raises(NotAnArticle, match="not an article: list page") as error:
        page(html("要闻_青棠网", f"<h1>要闻</h1><ul>{rows}</ul>"))
    assert error.value.kind == "list"


def test_buttons_and_notices_are_no_text() -> None:
    """分享到, 字号, 扫一扫, 版权声明 and 展开全文 stand in many bodies."""
    lines = (
        "分享到： 微信 微博",
        "字号：大 中 小",
        *PARAGRAPHS,
        "展开全文",
        "扫一扫在手机打开当前页",
        "版权声明：本站原创",
    )
    read = page(story("2022-07-22", paragraphs=lines))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_a_label_and_its_value_may_stand_on_two_lines() -> None:
    """来源： in one element, the medium in the next."""
    read = article(story("<div>2022-07-22</div><div>来源：</div><div>青棠日报</div>"))
    assert read.source == "青棠日报"


def test_a_date_may_stand_on_three_lines() -> None:
    """2019 | 09/07 | 19:02."""
    read = article(story("<div>2019</div><div>09/07</div><div>19:02</div>"))
    assert read.published is not None
    assert read.published.iso() == "2019-09-07T19:02:00+08:00"


def test_the_medium_beside_the_time_needs_no_label() -> None:
    """2022-07-22 08:51 青棠日报, and the link of an account."""
    assert article(story("2022-07-22 08:51 青棠日报")).source == "青棠日报"
    assert article(story("2022-07-22 08:51·新华社")).source == "新华社"
    linked = "<div><a href='/u/1'>青棠在人间</a></div><div>2022-07-22 08:51 来自湖南省</div>"
    assert article(story(linked)).source == "青棠在人间"


def test_names_beside_the_time_are_no_medium() -> None:
    """2020-06-05 20:35 絮絮姐 胡一笔: pen names, no source."""
    assert article(story("2022-07-22 20:35 付一鸣 谭小波")).source is None
