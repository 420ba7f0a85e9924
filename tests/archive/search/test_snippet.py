"""The piece of an article that shows why it was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.search.query_parser import parse
from archive.search.snippet import Snippet, snippet


def test_a_snippet_shows_the_original_and_marks_what_was_asked() -> None:
    """Found in folded text, marked in the original; what steers a terminal is shown as a sign."""
    pattern = parse("路灯").pattern
    text = "今" * 30 + "\n路燈\x1b[31m亮\u202e了" + "夜" * 100
    assert snippet(text, pattern) == Snippet(
        text="…" + "今" * 19 + " 路燈␛[31m亮�了" + "夜" * 50 + "…", marks=((21, 23),)
    )


def test_a_snippet_shows_where_most_of_the_words_stand() -> None:
    """Not the first place of the first word, when a later one has both."""
    pattern = parse("路灯 代表").pattern
    text = "路灯" + "，" * 100 + "代表说路灯亮了"
    assert snippet(text, pattern) == Snippet(
        text="…" + "，" * 20 + "代表说路灯亮了", marks=((21, 23), (24, 26))
    )


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    """What was asked stands in the headline or a credit."""
    assert snippet("白菜三角一斤。", parse("孙晚").pattern) == Snippet(text="白菜三角一斤。")
    assert snippet("白菜三角一斤。", None) == Snippet(text="白菜三角一斤。")


def test_marks_stand_in_the_original_where_signs_are_spelled_out() -> None:
    """Marks of no width and signs of several characters shift nothing."""
    shown = snippet("在湘\u200b潭①号楼，35℃，ﾊﾟｰﾃｨｰ", parse("湘潭 1号楼 35°C パーティー").pattern)
    assert shown.marks == ((1, 4), (4, 7), (8, 11), (12, 18))


@given(
    text=st.text(st.sampled_from("路燈灯ＡAa，\n\u202e今"), max_size=300),
    query=st.text(st.sampled_from("路灯燈aＡ今 "), max_size=8),
)
def test_every_mark_covers_what_was_asked(text: str, query: str) -> None:
    """Marks stand within the snippet, in order, on text that the query means."""
    pattern = parse(query).pattern
    shown = snippet(text, pattern)
    ends = 0
    for first, last in shown.marks:
        assert ends <= first < last <= len(shown.text)
        assert pattern is not None
        assert set(shown.text[first:last]) <= set("路燈灯ＡAa今， �…")
        assert shown.text[first] not in "，…"
        ends = last
