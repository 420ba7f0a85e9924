"""Rarity: what two texts share says the less the more other lineages have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.compare.alignment import gram_hashes_of
from archive.compare.normalise import information_of
from archive.compare.rarity import BITS, UNKNOWN, Counted, rarity, sample_grams

if TYPE_CHECKING:
    from archive.compare.rarity import Counts, Grams

FORM = "请大家留意天气变化，早晚添减衣物，行车走路注意安全，农户看好大棚，渔船按要求回港避风。" * 2
OWN = "桐花巷的三百盏路灯第一次一起亮了起来，街坊们搬出竹椅坐在灯下，说起去年冬天的事情来。" * 2


class Table:
    """Every run of the form is in so many lineages, every other one in one."""

    def __init__(self, lineages: int) -> None:
        self.form, self.lineages = grams(FORM), lineages

    def lineages_having(self, grams: Grams) -> Counts:
        """The counts."""
        return np.where(np.isin(grams, self.form), self.lineages, 1)


def grams(text: str) -> Grams:
    """The counted runs of a text."""
    reached = np.concatenate(([0.0], np.cumsum(information_of(text), dtype="f8")))
    return sample_grams(gram_hashes_of(text), reached)


def test_what_nobody_else_has_is_rare() -> None:
    """Two lineages have it: the two themselves."""
    found = rarity(grams(FORM), grams(FORM + OWN), Table(2), Counted(1, 1, 2))
    assert (found.others, found.rare_share) == (0, 1.0)
    assert not found.is_known_form


def test_a_form_weighs_less_than_what_fills_it() -> None:
    """Half of each text is the form that forty lineages have: by weight it is next to nothing."""
    found = rarity(grams(FORM + OWN), grams(FORM + OWN[::-1]), Table(40), Counted(1, 1, 2))
    assert found.is_known_form
    assert found.rare == 0
    assert found.coverage == pytest.approx(0, abs=0.05)


def test_texts_that_share_nothing_counted_are_judged_as_before_any_count() -> None:
    """Of a short passage perhaps no run is counted."""
    assert rarity(grams(OWN), grams(""), Table(1), Counted(1, 1, 2)) == UNKNOWN


@given(st.text(alphabet="路灯亮了居民说好县乡镇村0123", max_size=300))
def test_a_run_is_counted_in_every_text_or_in_none(text: str) -> None:
    """Otherwise it would seem rare where it is not."""
    alone = grams(text)
    assert set(alone.tolist()) <= set(grams(text + OWN).tolist())
    assert set(alone.tolist()) <= set(grams(OWN + text).tolist())
    assert (np.diff(alone.astype(np.int64)) > 0).all()
    assert (alone < 1 << BITS).all()


def test_two_latin_words_are_no_run() -> None:
    """Any two reports have some: of Latin letters a run is 24."""
    one = "theferrywillnotrunonsundaybecauseofrepairstothelanding"
    other = "becauseofhighwatertheroadwillnotbeopenonsundayeither"
    shared = set(grams(one).tolist()) & set(grams(other).tolist())
    assert shared == set()
    assert len(grams(one * 3)) > 3
