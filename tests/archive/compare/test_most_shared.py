"""The bound that stands before an alignment: never less than what the alignment finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.compare.alignment import Aligner, gram_hashes_of
from archive.compare.fingerprints import GRAM
from archive.compare.most_shared import bits_of, most_shared
from archive.compare.relation import may_relate

if TYPE_CHECKING:
    from archive.compare.most_shared import Bits

LONG = st.text(alphabet="路灯亮了", min_size=GRAM, max_size=120)
#: 400 different characters: no run of eight stands twice.
LETTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))


def bits(letters: str) -> Bits:
    """The bits of a text."""
    return bits_of(gram_hashes_of(letters))


@settings(deadline=None)  # the first example imports numpy
@given(LONG, st.lists(LONG, min_size=1, max_size=4), st.integers(GRAM + 1, 50))
def test_the_bound_is_never_less_than_what_an_alignment_finds(
    text: str, others: list[str], row: int
) -> None:
    """Of each of several texts at once, whatever stands beside it."""
    covered, in_a_row = most_shared(bits(text), [*map(bits, others)], row)
    for other, letters, may in zip(others, covered.tolist(), in_a_row.tolist(), strict=True):
        aligned = Aligner(text).align(other)
        assert aligned.left_covered <= aligned.right_covered <= letters
        assert may or aligned.longest < row


def test_a_passage_of_39_letters_is_worth_an_alignment_and_one_of_38_is_not() -> None:
    """Where it is a small part of both texts."""
    other = LETTERS[:39] + "甲" * 200, LETTERS[:38] + "甲" * 201
    assert may_relate(bits(LETTERS), [*map(bits, other)]) == [True, False]


def test_three_tenths_of_both_texts_or_six_tenths_of_one_are_worth_an_alignment() -> None:
    """In passages of 20 letters, each shorter than a quotation."""
    passages = [LETTERS[at : at + 20] + "甲" for at in range(0, 400, 40)]
    others = ("".join(passages[:6]), "".join(passages[:5]), "".join(passages[:5]) + "乙" * 100)
    assert may_relate(bits(LETTERS), [*map(bits, others)]) == [True, True, False]
    assert may_relate(bits(LETTERS[:200]), [bits(others[2])]) == [True]


def test_a_text_without_eight_letters_is_never_left_out() -> None:
    """Only its letters tell whether it is the same text."""
    assert may_relate(bits("路灯亮了"), [bits(LETTERS), bits("路灯亮了")]) == [True, True]
    nothing = np.array([], dtype=np.uint16)
    assert may_relate(bits(LETTERS), [bits("路灯亮了"), nothing]) == [True, True]
    assert may_relate(bits(LETTERS), []) == []
