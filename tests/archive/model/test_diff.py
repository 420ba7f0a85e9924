"""What was changed between two texts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.diff import Change, diff, lines


def marked(kind, text):
    return f"[-{text}-]" if kind == "deleted" else f"[+{text}+]"


def test_a_number_is_changed_as_a_whole():
    """7235 → 7325 by single digits cannot be read."""
    assert diff("新增7,235盏", "新增7,325盏") == [
        Change("equal", "新增", "新增"),
        Change("replaced", "7,235", "7,325"),
        Change("equal", "盏", "盏"),
    ]
    assert diff("三百盏", "三百二十盏")[0] == Change("replaced", "三百", "三百二十")


def test_a_word_of_a_script_with_blanks_is_changed_as_a_whole():
    """GDP is no sum of letters."""
    assert diff("全市GDP增长", "全市GNP增长")[1] == Change("replaced", "GDP", "GNP")


def test_a_single_character_between_two_changes_belongs_to_them():
    """Confetti is not read."""
    assert diff("甲丙乙", "丁丙戊") == [Change("replaced", "甲丙乙", "丁丙戊")]


def test_what_stays_is_only_counted():
    """A long article with one corrected figure is shown in three lines."""
    old = "题\n一\n路灯三百盏。\n二\n三"
    new = "题\n一\n路灯三百二十盏。\n二\n三"
    assert list(lines(diff(old, new), marked)) == [
        "… 2 lines unchanged",
        "路灯[-三百-][+三百二十+]盏。",
        "… 2 lines unchanged",
    ]


def test_texts_that_are_the_same_have_no_changes():
    """Nothing, or one run that is equal."""
    assert diff("", "") == []
    assert diff("路灯", "路灯") == [Change("equal", "路灯", "路灯")]


TEXT = st.text(alphabet="甲乙丙三百12.a \n。", max_size=40) | st.text(max_size=20)


@given(TEXT, TEXT)
def test_both_texts_come_back_from_their_changes(old, new):
    """Nothing is lost, nothing is told twice, and a change is a change."""
    changes = diff(old, new)

    assert "".join(change.old for change in changes) == old
    assert "".join(change.new for change in changes) == new
    for change in changes:
        assert (change.kind == "equal") == (change.old == change.new)
        assert change.old or change.new
    assert all(a.kind != "equal" or b.kind != "equal" for a, b in pairwise(changes))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲" * 60_000, "甲乙" * 30_000),
        ("甲\n" * 60_000, "乙\n甲" * 40_000),
        ("1" * 200_000, "12" * 100_000),
    ],
)
def test_text_made_to_be_slow_is_compared_all_the_same(old, new):
    """difflib takes minutes for a tenth of it."""
    changes = diff(old, new)
    assert ("".join(c.old for c in changes), "".join(c.new for c in changes)) == (old, new)
