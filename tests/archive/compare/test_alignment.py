"""Aligning: exactly what stands in both texts, and where."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.compare.alignment import Aligner, MatchingBlock
from archive.compare.fingerprints import GRAM

TEXT = st.text(alphabet="路灯亮了", max_size=120)


@settings(deadline=None)  # the first example imports numpy
@given(TEXT, TEXT)
def test_every_run_says_the_same_in_both(left: str, right: str) -> None:
    """A run is a claim that anyone can check."""
    for run in Aligner(left).align(right).matches:
        there = right[run.right : run.right + run.length]
        assert left[run.left : run.left + run.length] == there != ""


@settings(deadline=None)  # the first example imports numpy
@given(TEXT, TEXT)
def test_coverage_counts_every_shared_run_of_eight(left: str, right: str) -> None:
    """As counted the slow way: each place that some run of 8 in the other text covers."""
    covered: set[int] = set()
    for at in range(len(right) - GRAM + 1):
        if right[at : at + GRAM] in left:
            covered.update(range(at, at + GRAM))
    assert Aligner(left).align(right).right_covered == len(covered)


def test_an_inserted_clause_parts_a_text_in_two_runs() -> None:
    """Both sides of it are found."""
    aligned = Aligner("七月二十二日傍晚路灯亮了居民都说好").align(
        "七月二十二日傍晚巷子里的路灯亮了居民都说好"
    )
    assert aligned.matches == (MatchingBlock(0, 0, 8), MatchingBlock(8, 12, 9))
    assert (aligned.left_coverage, aligned.longest) == (1.0, 9)


def test_texts_of_less_than_eight_letters_share_nothing() -> None:
    """Seven letters are no passage, on either side; eight are one."""
    long = "七月二十二日傍晚路灯亮了居民"
    assert Aligner("路灯亮了").align(long).matches == ()
    assert Aligner(long).align("路灯亮了").matches == ()
    assert Aligner("灯").align("灯").matches == Aligner("").align("").matches == ()
    assert Aligner(long).align("傍晚路灯亮了居").matches == ()
    assert Aligner(long).align("傍晚路灯亮了居民").matches == (MatchingBlock(6, 0, 8),)


def test_turning_exchanges_the_sides() -> None:
    """What is the left coverage of one is the right coverage of the other."""
    aligned = Aligner("今天上午湘潭新建路灯三百盏").align("湘潭新建路灯三百盏亮了")
    swapped = aligned.swapped()
    assert swapped.matches == (MatchingBlock(0, 4, 9),)
    assert (swapped.left_coverage, swapped.right_coverage) == (9 / 11, 9 / 13)


def test_hostile_texts_are_aligned_in_bounded_time() -> None:
    """One character, and two in turn, 200,000 times."""
    assert Aligner("路" * 200_000).align("路" * 150_000).longest == 150_000
    assert Aligner("路灯" * 100_000).align("灯路" * 100_000).longest == 199_999
