"""Headers, boxes and trailers as the sites of counties and offices print them."""

import pytest
from support.saved_pages import PARAGRAPHS, article, html, story

HEADLINE = "青棠镇三百盏路灯亮了"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    ("header", "published", "source"),
    [
        ("<b>22</b><i>2022-07</i><em>来源：青棠日报</em>", "2022-07-22", "青棠日报"),
        (
            "<p><span>07-22</span><span>2022</span></p><p>来源：青棠日报</p>",
            "2022-07-22",
            "青棠日报",
        ),
        ("二〇二二年七月二十二日　来源：青棠日报", "2022-07-22", "青棠日报"),
        ("二〇二二年七月二十二日　青棠日报", "2022-07-22", "青棠日报"),
        ("2022.07.22 / 08:51 来源：青棠日报", "2022-07-22T08:51:00+08:00", "青棠日报"),
        (
            "2022-07-22 08:51 来源：“青棠发布”微信公众号",
            "2022-07-22T08:51:00+08:00",
            "“青棠发布”微信公众号",
        ),
        (
            "[发布时间]2022-07-22 08:51 [来源]青棠日报 [字体]大 中 小",
            "2022-07-22T08:51:00+08:00",
            "青棠日报",
        ),
        ("<p>来源 青棠日报</p><p>日期 2022-07-22</p>", "2022-07-22", "青棠日报"),
        ("2022年7月22日 週五 上午8:51", "2022-07-22T08:51:00+08:00", None),
        ("出版：2022-07-22 08:51 更新：2022-07-23 09:00", "2022-07-22T08:51:00+08:00", None),
    ],
)
def test_time_and_source_are_read_in_forms_of_small_sites(
    header: str, published: str, source: str | None
) -> None:
    """Boxes of day and month, numerals, labels in brackets instead of before colons."""
    read = article(story(header))
    assert (read.published.iso() if read.published else None, read.source) == (published, source)


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("★编辑/陈国栋", [("editor", "陈国栋")]),
        ("★陈国栋", [("author", "陈国栋")]),
        ("【作者】陈国栋 【编辑】谭利波", [("author", "陈国栋"), ("editor", "谭利波")]),
        (
            "文/青棠日报记者 陈国栋　图/青棠日报记者 林明",
            [("reporter", "陈国栋"), ("photographer", "林明")],
        ),
        ("初审编辑：陈国栋 终审：林明", [("editor", "陈国栋"), ("reviewer", "林明")]),
        ("摄影：本报记者 林明　编辑：陈国栋", [("photographer", "林明"), ("editor", "陈国栋")]),
    ],
)
def test_a_line_of_credits_below_a_text_is_read(line: str, credits: list[tuple[str, str]]) -> None:
    """A label counts with a stroke or in brackets too, and before the label of a reporter."""
    read = article(story("2022-07-22", f"<p>{line}</p>"))
    assert [(credit.role, credit.name) for credit in read.credits] == credits
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "（完）",
        "END",
        "视频加载中...",
        "点击上方蓝字关注我们",
        "分享、点赞、在看",
        "作者系江州大学教授",
        "（作者为青棠县水利局工程师）",
    ],
)
def test_such_a_line_is_no_text(line: str) -> None:
    """Marks of the end, invitations and what an author does stand in the text's own container."""
    assert [
        b.text for b in article(story("2022-07-22", paragraphs=(*PARAGRAPHS, line))).blocks
    ] == [*PARAGRAPHS]


def test_a_headline_may_stand_on_two_lines_of_one_heading() -> None:
    """A short first line is no headline of its own."""
    inner = f"<h1>青棠镇三百盏<br>路灯亮了</h1><div>2022-07-22 08:51</div><div>{TEXT}</div>"
    read = article(html(f"{HEADLINE}_青棠网", inner))
    assert read.title == "青棠镇三百盏 路灯亮了"
    assert [block.text for block in read.blocks] == list(PARAGRAPHS)


def test_the_name_of_a_paper_may_stand_before_the_headline() -> None:
    """<title>青棠日报电子版 路灯“焕新”记</title>: the shorter line is the headline."""
    inner = f"<div class='bt'>路灯“焕新”记</div><div>2022-07-22</div><div>{TEXT}</div>"
    assert article(html("青棠日报电子版 路灯“焕新”记", inner)).title == "路灯“焕新”记"


def test_a_list_of_labels_above_the_headline_is_read() -> None:
    """索引号, 发布机构, 发布日期 … as items with their values, many lines above the title."""
    labels = (
        ("索引号", "0145/2022-011"), ("发布机构", "青棠县教育局"), ("发布日期", "2022-07-22"),
        ("信息分类", "教育"), ("文号", "无"), ("关键词", "招生"), ("有效性", "有效"),
    )  # fmt: skip
    items = "".join(f"<li><span>{label}：</span>{value}</li>" for label, value in labels)
    read = article(html(HEADLINE, f"<ul>{items}</ul><h1>{HEADLINE}</h1><div>{TEXT}</div>"))
    assert read.published is not None
    assert (read.published.iso(), read.source) == ("2022-07-22", "青棠县教育局")


def test_labels_above_the_headline_may_stand_in_cells_without_colons() -> None:
    """发布机构 | 县水利局, six cells above the title."""
    rows = (
        (("索引号", "111/2022-1"), ("主题分类", "其他")),
        (("发布机构", "青棠县水利局"), ("发布日期", "2022-07-22")),
        (("标题", HEADLINE),),
    )
    cells = "".join(
        f"<tr>{''.join(f'<td>{label}</td><td>{value}</td>' for label, value in row)}</tr>"
        for row in rows
    )
    read = article(html(HEADLINE, f"<table>{cells}</table><h1>{HEADLINE}</h1><div>{TEXT}</div>"))
    assert read.published is not None
    assert (read.published.iso(), read.source) == ("2022-07-22", "青棠县水利局")


def test_counters_beside_the_time_name_nobody() -> None:
    """3.2万阅读 is no writer called 万阅读."""
    for counters in ("3.2万阅读 12评论", "3.2 万阅读"):
        read = article(story(f"青棠日报 2022-07-22 08:51 {counters}"))
        assert (read.source, read.credits) == ("青棠日报", ())


def test_income_has_sources_too() -> None:
    """来源 without a colon is only a label before a medium."""
    read = article(story("2022-07-22 08:51 来源 多样"))
    assert read.source != "多样"
