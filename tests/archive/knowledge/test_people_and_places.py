"""Places, institutions, titles and words that are no names are told by what they are."""

from __future__ import annotations

import pytest

from archive.knowledge.institutions import looks_like_institution
from archive.knowledge.people import has_minority_form, is_no_name, is_word_like_name
from archive.knowledge.places import (
    has_division,
    is_listed_place,
    is_place,
    may_be_place,
    place_starts,
)
from archive.knowledge.titles import titles


@pytest.mark.parametrize(
    "text",
    [
        "湖南",
        "长沙",
        "岳麓区",
        "长沙县",
        "靖州",
        "靖州苗族侗族自治县",
        "湘江新区",
        "柳湾镇",
        "新棠经开区",
        "李家村",
        "山东冠县",
        "湖南省长沙市",
        "台灣",
        "花蓮",
        "新北市",
        "吉隆坡",
        "多伦多",
        "澳门",
        "美国",
    ],
)
def test_a_place_is_known_long_short_and_in_a_row(text: str) -> None:
    """山东冠县 after 作者 is where a text is from, not who wrote it."""
    assert is_place(text)


@pytest.mark.parametrize(
    "text", ["付鼎臣", "整合", "本市", "全县", "我省", "王小区", "无锡交警", "记者", "镇", ""]
)
def test_what_is_no_place_is_none(text: str) -> None:
    """王小区 may be a person; 本市 and 全县 name no place."""
    assert not is_place(text)


def test_a_town_without_its_suffix_is_a_place_only_where_one_is_expected() -> None:
    """大良 is also a common word."""
    assert not is_place("大良")
    assert may_be_place("大良")


def test_the_place_behind_a_name_begins_where_the_rest_is_a_place() -> None:
    """覃剑长沙报道 has no blank between name and place."""
    assert place_starts("覃剑长沙") == [2]
    assert place_starts("邱晨台湾台北") == [2, 4]
    assert place_starts("邱晨") == []


def test_listed_places_and_divisions_are_told_apart() -> None:
    """柳湾镇 is a place by its suffix alone; 长沙 has none."""
    assert is_listed_place("台湾台北")
    assert not is_listed_place("柳湾镇")
    assert has_division("柳湾镇")
    assert not has_division("长沙")


@pytest.mark.parametrize(
    "name",
    [
        "无锡交警",
        "平安北京",
        "澜江市公安局",
        "青棠大学",
        "上海发布",
        "新棠区委宣传部",
        "湖南消防",
        "网信上海",
    ],
)
def test_institutions_and_their_accounts_are_known(name: str) -> None:
    """来源：无锡交警 is a source, and no one's name."""
    assert looks_like_institution(name)


@pytest.mark.parametrize("name", ["付鼎臣", "长沙", "交警", "整合", "平安"])
def test_what_is_no_institution_is_none(name: str) -> None:
    """A field of work makes an account only with a place."""
    assert not looks_like_institution(name)


@pytest.mark.parametrize(
    "text",
    [
        "整合",
        "综合整理",
        "本网采写",
        "佚名",
        "国际小编",
        "发布日期",
        "号以前",
        "admin",
        "热心网友",
        "今日",
    ],
)
def test_words_that_name_no_one_are_no_names(text: str) -> None:
    """They stand after 作者 and 编辑 on many pages."""
    assert is_no_name(text)


@pytest.mark.parametrize("text", ["付鼎臣", "车社", "次仁卓玛", "安康", "Amy Lin", "青棠日报"])
def test_names_are_not_taken_for_such_words(text: str) -> None:
    """A name that is not read is a credit lost."""
    assert not is_no_name(text)


def test_names_without_a_han_surname_are_known_by_their_parts() -> None:
    """Tibetan, Mongolian, Uyghur and Yi names in Chinese characters."""
    for name in ("次仁卓玛", "扎西顿珠", "娜仁托娅", "乌日娜", "阿依努尔", "买买提江", "马海木呷"):
        assert has_minority_form(name)
    for word in ("整合", "长沙", "付鼎臣", "要闻"):
        assert not has_minority_form(word)


def test_words_that_begin_like_names_are_told_from_names() -> None:
    """黄金周 beside the time of a page is a column."""
    assert all(map(is_word_like_name, ("黄金周", "马拉松", "高质量")))
    assert not any(map(is_word_like_name, ("谭利波", "付鼎臣", "陈国栋")))


def test_titles_hold_those_of_reporters_and_of_others() -> None:
    """研究员X and X主任 are a title and a name."""
    assert {"记者", "研究员", "主任", "评论委员", "專欄作家"} <= titles()
