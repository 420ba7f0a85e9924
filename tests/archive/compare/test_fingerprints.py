"""Signing: the same fingerprints with and without numpy, and none overlooked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.compare.fingerprints import GUARANTEED, sign, sign_in_python, sign_with_numpy
from archive.compare.normalise import (
    LIMIT,
    normalise,
    normalise_codes,
    normalise_in_python,
    places,
    places_in_python,
)

CHINESE = st.text(
    alphabet="路灯亮了居民说好县乡镇村湘潭株洲日报，。0123456789abc縣鎮ＡＢ ", max_size=300
)


@given(st.one_of(st.text(max_size=200), CHINESE))
def test_numpy_and_python_sign_the_same(text: str) -> None:
    """Whoever installs numpy later need not sign anything again."""
    assert sign_with_numpy(text) == sign_in_python(text)


@given(st.one_of(st.text(max_size=200), CHINESE))
def test_numpy_and_python_normalise_the_same(text: str) -> None:
    """Letters, and the places where they stand."""
    folded = normalise_in_python(text)
    assert normalise_codes(text).tolist() == list(map(ord, folded))
    assert normalise(text) == folded
    assert places(text) == places_in_python(text)
    assert len(places(text)) == len(folded)


@settings(max_examples=200)
@given(
    before=st.text(alphabet="甲乙丙丁戊己庚辛", max_size=120),
    after=st.text(alphabet="子丑寅卯辰巳午未", max_size=120),
    other_before=st.text(alphabet="东南西北中上下左", max_size=120),
    other_after=st.text(alphabet="春夏秋冬风雨雷电", max_size=120),
    shared=st.text(alphabet="路灯亮了居民说好县乡镇村湘潭", min_size=GUARANTEED, max_size=80),
)
def test_a_run_of_39_letters_is_never_overlooked(
    before: str, after: str, other_before: str, other_after: str, shared: str
) -> None:
    """Whatever stands around it, two texts that have it share a fingerprint."""
    one = sign(before + shared + after)
    other = sign(other_before + shared + other_after)
    assert set(one) & set(other)


def test_script_width_marks_and_case_make_no_difference() -> None:
    """A copy in traditional script and full width is found."""
    plain = "湘潭县新建路灯300盏，GDP增长5.2%，居民出门更方便了，夜里也不怕黑。"
    other = "湘潭縣新建路燈３００盞 gdp增長5.2％ 居民出門更方便了 夜裡也不怕黑"
    assert sign(other) == sign(plain) != []


def test_a_short_text_has_no_fingerprint() -> None:
    """Seven letters are no evidence."""
    assert sign("路灯亮了。") == []


@pytest.mark.parametrize(
    ("text", "most"),
    [("路" * 1_000_000, 1), ("路灯" * 500_000, 2), ("路" * 10_000_000, 1)],
    ids=["one character", "two characters", "30 MB"],
)
def test_hostile_text_is_bounded(text: str, most: int) -> None:
    """What repeats gives few fingerprints, and what is too long is cut."""
    assert len(sign(text)) == len(sign_in_python(text)) <= most
    assert len(normalise(text)) == LIMIT
