"""Boilerplate: what a station prints around its articles is not compared."""

from __future__ import annotations

from archive.compare.boilerplate import blank_out, countable_lines, excluded_ranges

BODY = (
    "首页 要闻 民生 影像\n"
    "云沱在线7月22日讯（记者 付鼎臣）傍晚，桐花巷的三百盏路灯第一次一起亮了起来。\n"
    "街坊们搬出竹椅，坐在灯下数飞虫，直到很晚才散去。\n"
    "来源：云沱日报\n"
    "编辑：凌雨晴-采编中心\n"
    "返回列表\n"
    "大家还在读\n"
    "渡口停摆了，谁来送孩子上学？\n"
    "一碗凉粉卖了四十年"
)


def kept(body: str, known: set[int]) -> list[str]:
    """The lines that are compared."""
    left = blank_out(body, excluded_ranges(body, known.intersection))
    return [line.strip() for line in left.split("\n") if line.strip()]


def test_credit_lines_and_the_dateline_are_known_from_the_start() -> None:
    """The first article of a station has them set aside already."""
    assert kept(BODY, set())[:3] == [
        "首页 要闻 民生 影像",
        "傍晚，桐花巷的三百盏路灯第一次一起亮了起来。",
        "街坊们搬出竹椅，坐在灯下数飞虫，直到很晚才散去。",
    ]


def test_what_is_known_takes_the_list_of_links_with_it() -> None:
    """Headlines of other articles stand between lines that every page has, or below them."""
    known = set(countable_lines("首页 要闻 民生 影像\n返回列表\n大家还在读\n一碗凉粉卖了四十年"))
    assert kept(BODY, known) == [
        "傍晚，桐花巷的三百盏路灯第一次一起亮了起来。",
        "街坊们搬出竹椅，坐在灯下数飞虫，直到很晚才散去。",
    ]


def test_the_headlines_under_a_known_heading_are_links() -> None:
    """相关新闻 needs no learning, nor do headlines that ask."""
    body = (
        "傍晚，桐花巷的三百盏路灯第一次一起亮了起来，街坊们搬出竹椅坐在灯下。\n"
        "相关新闻\n渡口停摆了，谁来送孩子上学？\n一碗凉粉卖了四十年\n回顶部"
    )
    known = set(countable_lines("回顶部"))
    assert kept(body, known) == [
        "傍晚，桐花巷的三百盏路灯第一次一起亮了起来，街坊们搬出竹椅坐在灯下。"
    ]


def test_markup_scripts_and_disclaimers_are_set_aside_wherever_they_stand() -> None:
    """They were read as text by mistake, or say nothing of the article."""
    body = (
        "傍晚，桐花巷的三百盏路灯第一次一起亮了起来，街坊们搬出竹椅坐在灯下。\n"
        ".quote{padding:20px 0}\n"
        "var banner = document.createElement('script');\n"
        "声明：本网转载此文出于传递更多信息之目的，版权归原作者所有。"
    )
    assert kept(body, set()) == [
        "傍晚，桐花巷的三百盏路灯第一次一起亮了起来，街坊们搬出竹椅坐在灯下。"
    ]


def test_a_text_is_never_set_aside_whole() -> None:
    """Where nothing else would be left, everything is compared."""
    assert excluded_ranges("来源：云沱日报\n编辑：凌雨晴", set) == []


def test_sentences_are_text_however_often_they_are_printed() -> None:
    """The fixed half of a daily notice belongs to the notice."""
    assert countable_lines("请根据气温变化增减衣物，行车注意路面湿滑。") == []


def test_a_last_line_that_asks_to_subscribe_is_no_text() -> None:
    """It ends as a sentence does, and the site prints it under every article."""
    body = "The ferry stopped at noon.\nThe pier was closed.\nSign up for our letter, here."
    assert excluded_ranges(body, lambda hashes: set()) == [(body.index("Sign"), len(body))]
    told = body.replace("Sign up for our", "She read a")
    assert excluded_ranges(told, lambda hashes: set()) == []
