"""The lines of a text, all of them and no others, on pages that make it hard to tell them."""

from collections.abc import Mapping

import pytest
from pages_made.edge_texts import EDGE_TEXTS
from pages_made.texts import BOXES, CARRIED, EDGES, INTERRUPTIONS, STORY, TITLE, Text
from support.saved_pages import article

from harvester.claims.body_claims import disagreement
from harvester.content.regions import Regions
from harvester.content.text_choice import Choice, choose_text, likeness

_PAGES = [*INTERRUPTIONS, *BOXES, *CARRIED, *EDGES, *EDGE_TEXTS]


@pytest.mark.parametrize("text", _PAGES, ids=[text.name for text in _PAGES])
def test_a_text_is_read_whole_and_nothing_else_with_it(text: Text) -> None:
    """An interruption does not end a text, a box does not replace it."""
    assert [block.text for block in article(text.markup).blocks] == list(text.lines)


def test_the_evidence_of_a_disputed_text_says_which_readers_agree() -> None:
    """They are asked where the text below the title is not that of the other element."""
    text = next(text for text in BOXES if text.name == "video box with a sentence")
    read = article(text.markup)
    body = next(item for item in read.evidence if item.field == "body")
    assert body.why == "trafilatura and readability found the same text"
    assert read.complete


def test_a_text_that_no_independent_reader_finds_is_not_called_complete() -> None:
    """Each of the readers finds another text here: a person has to look."""
    choice = choose_text(
        TITLE, "甲" * 80, "乙" * 90, lambda: {"trafilatura": "丙" * 60, "readability": ""}
    )
    assert choice == Choice("own", "甲" * 80, ())
    found = disagreement(Regions(agreeing=choice.agreeing))
    assert found is not None
    assert found.why == "independent readers found another text on this page"


def test_the_reading_that_is_most_like_the_others_replaces_a_text_that_is_lost() -> None:
    """A caption below the title; two readers found the article, the third a sidebar."""
    article_text = "".join(STORY[:4])
    witnesses = {"trafilatura": article_text, "readability": "".join(STORY[:3])}
    choice = choose_text(TITLE, "旧碾米房的照片说明。", "热门文章的开头。" * 9, lambda: witnesses)
    assert choice == Choice("trafilatura", article_text, ("trafilatura", "readability"))


def test_nobody_is_asked_where_both_readings_are_one() -> None:
    """Independent readers take longer than ours. What stands above is cut if it is a summary."""
    summary = "旧碾米房改建的图书馆开门迎客，十七名村民轮流值班，一共借出图书一千一百多册。"
    other = "\n".join(STORY)

    def ask() -> Mapping[str, str]:
        raise AssertionError("the readers were asked")

    assert choose_text(TITLE, f"{summary}\n{other}", other, ask) == Choice("other")
    paragraph = "县里上周派来一名放映员，每逢周六在馆外的晒谷场上放一部老电影。"
    assert choose_text(TITLE, f"{paragraph}\n{other}", other, ask) == Choice("own")


@pytest.mark.parametrize(
    ("pager", "complete"),
    [
        ("<b>1</b> <a href='/p/2'>2</a> <a href='/p/2'>下一页</a>", False),
        ("【 第1页 <a href='/x?p=2'>第2页</a> 】", False),
        (
            "<a href='/p/1'>Prev Page</a><a href='/p/1'>1</a><b>2</b><a href='/p/3'>Next Page</a>",
            False,
        ),
        ("全文共 <i>2</i> 页 1 <a href='/x?p=2'>2</a>", False),
        ("上一篇 <a href='/p/2'>下一篇</a>", True),
        ("<a href='/list/2'>下一页</a>", True),
        ("<h3>网友评论</h3><div>1 <a href='?c=2'>2</a> 下一页</div>", True),
    ],
)
def test_one_of_several_pages_is_not_called_complete(pager: str, complete: bool) -> None:
    """Where the addresses of the others cannot be told from the page's own, the pager tells."""
    text = INTERRUPTIONS[0].markup.replace("<div class='foot'>", f"<div>{pager}</div><div>")
    assert article(text).complete is complete


def test_a_text_that_most_of_its_page_is_none_of_is_shown_to_other_readers() -> None:
    """The element that was found may be the wrong one, where it has no words of the title."""
    words = "".join(
        f"<div class='sidebar'><p>{STORY[n % 4]}第{n}次读后。</p></div>" for n in range(40)
    )
    text = INTERRUPTIONS[0]
    titled = text.markup.replace(TITLE, "另一种夏夜")
    read = article(titled.replace("<div class='foot'>", f"{words}<div class='foot'>"))
    body = next(item for item in read.evidence if item.field == "body")
    assert [block.text for block in read.blocks] == list(text.lines)
    assert body.why is not None
    assert "found the same text" in body.why


def test_very_long_texts_are_compared_by_their_beginning() -> None:
    """A line of megabytes must not cost seconds: what stands far behind decides nothing."""
    beginning = "柳湾灌区改造完工。" * 30_000
    assert likeness(beginning + "甲" * 90_000, beginning + "乙" * 90_000) == 1.0


@pytest.mark.parametrize(
    ("between", "lines"),
    [
        ("<div class=vote><p>你怎么看？</p><ul><li>赞成</li></ul><p>已有 320 人参与</p></div>", []),
        ("<div class=sub><p>订阅青棠早报</p><p>每天早上一封信，看身边的新闻</p></div>", []),
        ("<p>村民扫码就能查到水费，也可以关注公众号预约用水。</p>",
         ["村民扫码就能查到水费，也可以关注公众号预约用水。"]),
    ],
)  # fmt: skip
def test_what_stands_between_paragraphs_is_text_or_a_box(between: str, lines: list[str]) -> None:
    """A poll and a subscription are boxes; a sentence about scanning a code is news."""
    first, last = (
        "青棠镇的三百盏路灯昨晚全部点亮，村民们沿着步道走了很久，说夜里再也不用打手电了。",
        "镇里的电工每天傍晚都要沿着步道走一遍，看看哪一盏灯不亮，当天就把它修好。",
    )
    markup = (
        f"<html><title>{TITLE}_青棠网</title><body><h1>{TITLE}</h1><p>2022-07-22 08:51</p>"
        f"<div class=text><p>{first}</p>{between}<p>{last}</p></div></body></html>"
    )
    assert [block.text for block in article(markup).blocks] == [first, *lines, last]


@pytest.mark.parametrize(
    "below",
    [
        "<p>青棠日报新闻热线：0000-7654321</p>", "<p>本期责编：李红</p>",
        "<p>我要纠错 <a>提交</a></p>",
        "<div class=tq><span>青棠</span><span>多云</span><span>21~30℃</span></div>",
        "<div class=login><a>登录</a>后参与评论 <a>注册</a></div>",
    ],
)  # fmt: skip
def test_what_stands_below_the_last_paragraph_is_no_text(below: str) -> None:
    """A hotline, an editor, a button, words of a widget, an invitation to log in."""
    paragraph = "青棠镇的三百盏路灯昨晚全部点亮，村民们沿着步道走了很久，说夜里再也不用打手电了。"
    markup = (
        f"<html><title>{TITLE}_青棠网</title><body><h1>{TITLE}</h1><p>2022-07-22 08:51</p>"
        f"<div class=text><p>{paragraph}</p><p>{paragraph}</p>{below}</div></body></html>"
    )
    assert [block.text for block in article(markup).blocks] == [paragraph, paragraph]
