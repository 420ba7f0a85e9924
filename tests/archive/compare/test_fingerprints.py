"""Signing: the fingerprints that the definition asks for, and none overlooked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.compare.fingerprints import GRAM, GUARANTEED_MATCH, WINDOW, fingerprints_of
from archive.compare.normalise import LIMIT, normalise, offsets_of

CHINESE = st.text(
    alphabet="路灯亮了居民说好县乡镇村湘潭株洲日报，。0123456789abc縣鎮ＡＢ ", max_size=300
)


def by_definition(text: str) -> list[int]:
    """Of every 32 neighbouring hashes of 8 characters the smallest, one by one.

    Of the first 150 it is of every 8, and of a text that has no more of every 4.
    """
    codes = list(map(ord, normalise(text)))
    hashes = []
    for at in range(len(codes) - GRAM + 1):
        value = 0
        for code in codes[at : at + GRAM]:
            value = value * 0x9E3779B97F4A7C15 + code
        hashes.append((value * 0xD6E8FEB86659FD93 & (1 << 64) - 1) >> 16)
    kept = minima(hashes, WINDOW) | minima(hashes[:150], 8)
    return sorted(kept | minima(hashes, 4) if len(hashes) <= 150 else kept)


def minima(hashes: list[int], window: int) -> set[int]:
    """The smallest of every so many neighbours."""
    windows = range(max(1, len(hashes) - window + 1))
    return {min(hashes[at : at + window]) for at in windows} if hashes else set()


@settings(deadline=None)  # the first example imports numpy
@given(st.one_of(st.text(max_size=200), CHINESE))
def test_a_text_has_the_fingerprints_of_the_definition(text: str) -> None:
    """What was signed years ago meets what is signed today."""
    assert fingerprints_of(text) == by_definition(text)


@settings(deadline=None)  # the first example imports numpy
@given(st.one_of(st.text(max_size=200), CHINESE))
def test_each_letter_is_normalised_by_itself_and_keeps_its_place(text: str) -> None:
    """A passage is the same wherever it stands, and is found again in the body."""
    letters = [normalise(character) for character in text]
    assert normalise(text) == "".join(letters)
    assert offsets_of(text) == [at for at, letter in enumerate(letters) if letter]


@settings(max_examples=200)
@given(
    before=st.text(alphabet="甲乙丙丁戊己庚辛", max_size=120),
    after=st.text(alphabet="子丑寅卯辰巳午未", max_size=120),
    other_before=st.text(alphabet="东南西北中上下左", max_size=120),
    other_after=st.text(alphabet="春夏秋冬风雨雷电", max_size=120),
    shared=st.text(alphabet="路灯亮了居民说好县乡镇村湘潭", min_size=GUARANTEED_MATCH, max_size=80),
)
def test_a_run_of_39_letters_is_never_overlooked(
    before: str, after: str, other_before: str, other_after: str, shared: str
) -> None:
    """Whatever stands around it, two texts that have it share a fingerprint."""
    one = fingerprints_of(before + shared + after)
    other = fingerprints_of(other_before + shared + other_after)
    assert set(one) & set(other)


def test_script_width_marks_and_case_make_no_difference() -> None:
    """A copy in traditional script and full width is found."""
    plain = "湘潭县新建路灯300盏，GDP增长5.2%，居民出门更方便了，夜里也不怕黑。"
    other = "湘潭縣新建路燈３００盞 gdp增長5.2％ 居民出門更方便了 夜裡也不怕黑"
    assert fingerprints_of(other) == fingerprints_of(plain) != []


def test_a_short_text_has_no_fingerprint() -> None:
    """Seven letters are no evidence."""
    assert fingerprints_of("路灯亮了。") == []


@pytest.mark.parametrize(
    ("text", "most"),
    [("路" * 1_000_000, 1), ("路灯" * 500_000, 2), ("路" * 10_000_000, 1)],
    ids=["one character", "two characters", "30 MB"],
)
def test_hostile_text_is_bounded(text: str, most: int) -> None:
    """What repeats gives few fingerprints, and what is too long is cut."""
    assert 1 <= len(fingerprints_of(text)) <= most
    assert len(normalise(text)) == LIMIT
