"""Pages without a layout: title, header, body and trailer are found by how they stand."""

from datetime import UTC, datetime

import pytest
from support.saved_pages import PARAGRAPHS, article, html, page, story

from harvester.model.errors import NotAnArticle


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
    published = [item for item in read.claims if item.field == "published"]
    assert [item.where for item in published] == ["address"]


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


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M", "%Y年%m月%d日", "%Y/%m/%d"])
def test_a_list_whose_headlines_are_no_longer_than_its_dates_is_one(form: str) -> None:
    """Half of each row is a date, which is no text; commas and question marks make no sentence."""
    day = datetime(2022, 7, 22, 8, 51, tzinfo=UTC).strftime(form)
    heads = (
        "青棠镇通车",
        "路灯亮了，为何选这时？",
        "早市搬家",
        "河堤加固",
        "渡口停航，何时恢复？",
        "鱼汛",
    )
    rows = "".join(f'<li><a href="/a/{head}">{head}</a><span>{day}</span></li>' for head in heads)
    with pytest.raises(NotAnArticle, match="not an article: list page"):
        page(html("民生_青棠网", f"<h2>民生</h2><ul>{rows}</ul>"))


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


@pytest.mark.parametrize(
    ("header", "source", "authors"),
    [
        ("2022-07-22 08:51 青棠日报 陈国栋", "青棠日报", ["陈国栋"]),
        ("青棠日报 陈国栋 谭利波 2022-07-22", "青棠日报", ["陈国栋", "谭利波"]),
        ("2022-07-22 08:51 | 青棠日报 | 陈国栋", "青棠日报", ["陈国栋"]),
        ("2022-07-22 08:51 青棠日报/陈国栋", "青棠日报", ["陈国栋"]),
        ("2022-07-22 08:51 来源：青棠日报 陈国栋", "青棠日报", ["陈国栋"]),
        ("<p>2022-07-22</p><p>青棠日报</p><p>陈国栋</p>", "青棠日报", ["陈国栋"]),
        ("2022-07-22 08:51 陈国栋", None, ["陈国栋"]),
        ("2022-07-22 08:51 青棠日报 陈国栋 作者：谭利波", "青棠日报", ["谭利波"]),
        ("2022-07-22 08:51 青棠日报 <a href='/z'>陈国栋</a>", "青棠日报", []),
        ("2022-07-22 08:51 青棠日报 张家界", "青棠日报", []),
        ("2022-07-22 08:51 青棠日报 高新区", "青棠日报", []),
        ("2022-07-22 08:51 青棠日报 马拉松", "青棠日报", []),
        ("2022-07-22 08:51 青棠日报 文明", "青棠日报", []),
        ("2022-07-22 08:51 青棠日报 陈年旧事", "青棠日报", []),
    ],
)
def test_a_name_beside_time_and_medium_is_the_writer(
    header: str, source: str | None, authors: list[str]
) -> None:
    """Only what can be no place and no column, and only where no label names a writer."""
    read = article(story(header))
    assert (read.source, read.to_dict()["authors"]) == (source, authors)


def test_an_editor_without_a_label_in_the_header_is_no_writer() -> None:
    """Who is named as editor below the text is not taken for the author above it."""
    record = article(story("2022-07-22 08:51 青棠日报 陈国栋", "责任编辑：陈国栋")).to_dict()
    assert (record["authors"], record["editors"]) == ([], ["陈国栋"])


def test_a_source_with_a_label_wins_over_the_name_of_the_site() -> None:
    """青棠融媒 beside the time, 来源：青棠日报 below the text."""
    read = article(story("青棠融媒 2022-07-22 08:51", "来源：青棠日报"))
    assert read.source == "青棠日报"
    assert article(story("青棠融媒 2022-07-22 08:51")).source == "青棠融媒"


def test_source_and_day_may_stand_in_one_bracket() -> None:
    """（青棠晚报 2022年7月22日）, as pages of 1999 print it."""
    assert article(story("（青棠晚报 2022年7月22日）")).source == "青棠晚报"


def test_the_medium_of_an_english_header_stands_before_its_time() -> None:
    """By A and B | Qingtang Daily | Updated: …."""
    read = article(story("By Chen Guodong | Qingtang Daily | Updated: 2022-07-22 08:51"))
    assert (read.source, read.to_dict()["authors"]) == ("Qingtang Daily", ["Chen Guodong"])
    assert article(story("Home | China | 2022-07-22 08:51")).source is None


def test_a_table_of_labels_below_a_text_is_no_text() -> None:
    """来源 | 青棠日报, 作者 | 张明: cells without colons; a table of the text stays."""
    rows = (("来源", "青棠日报"), ("作者", "张明"), ("编辑", "李红"))
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
    headline = "<h1>青棠镇三百盏路灯亮了</h1><p>2022-07-22</p>"
    read = article(html("青棠镇三百盏路灯亮了", f"{headline}{text}<table>{table}</table>"))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS[:2])
    record = read.to_dict()
    assert (read.source, record["authors"], record["editors"]) == ("青棠日报", ["张明"], ["李红"])
    prices = "<table><tr><td>品种</td><td>价格</td></tr><tr><td>白菜</td><td>2元</td></tr></table>"
    read = article(html("青棠镇三百盏路灯亮了", f"<div>{headline}{text}{prices}</div>"))
    assert [block.text for block in read.blocks][2:] == ["品种", "价格", "白菜", "2元"]


def test_names_beside_the_time_are_no_medium() -> None:
    """2020-06-05 20:35 絮絮姐 胡一笔: pen names, no source."""
    assert article(story("2022-07-22 20:35 付一鸣 谭小波")).source is None


@pytest.mark.parametrize(
    "notice",
    [
        "青棠网版权与免责声明",
        "如需转载请与《青棠日报》报社联系。",
        "凡本网注明“来源：青棠网”的作品，均为本网所有。",
    ],
)
def test_nothing_of_an_article_follows_the_notices_of_rights(notice: str) -> None:
    """What is printed below such a notice is no text, but who edited may still stand there."""
    rest = "<p>1、本网所有内容均由作者提供，使用前请与我们的值班人员取得联系并说明用途。</p>"
    read = article(story("2022-07-22 08:51", f"<p>{notice}</p>{rest}<p>责任编辑：张明</p>"))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)
    assert read.to_dict()["editors"] == ["张明"]


def test_an_invitation_to_load_an_app_is_no_text() -> None:
    """A sentence that speaks of an app is."""
    button = "不用抽籤 現在用手機看新聞 點我下載APP"
    invited = article(story("2022-07-22", paragraphs=(*PARAGRAPHS, button)))
    assert [block.text for block in invited.blocks] == list(PARAGRAPHS)
    told = "市民可以下载“青棠通”APP，在上面查询每一盏路灯的开关时间和维修情况。"
    assert article(story("2022-07-22", paragraphs=(*PARAGRAPHS, told))).blocks[-1].text == told


def test_the_beginning_of_a_paragraph_above_it_is_a_summary() -> None:
    """Portals print the first words of a text once more, cut off, above it."""
    read = article(story("2022-07-22", paragraphs=(f"{PARAGRAPHS[0][:20]}...", *PARAGRAPHS)))
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)
