"""Is JSON from outside read, or refused, and never the end of the program?"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.files.outside_json import Unreadable, parsed

_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 63) - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab路"), inner, max_size=4),
    max_leaves=20,
)


@given(_VALUES)
def test_what_json_says_is_read(value: Any) -> None:
    """As the library reads it, from bytes and from text."""
    text = json.dumps(value)
    assert parsed(text) == value
    assert parsed(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.one_of(st.text('[]{}":,0123456789eE+-.\\udtrn a', max_size=40), st.binary(max_size=40)))
def test_whatever_it_is_is_read_or_refused(data: str | bytes) -> None:
    """With one error, and nothing that was read cannot be written again as UTF-8."""
    with suppress(Unreadable):
        json.dumps(parsed(data), ensure_ascii=False, allow_nan=False).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("[" * 100_000, "nested more than 64 deep"),
        ("[" * 65 + "]" * 65, "nested more than 64 deep"),
        ('{"a":' * 70 + "1" + "}" * 70, "nested more than 64 deep"),
        ('{"a": 1, "b": 2, "a": 3}', "it says 'a' twice"),
        ("9" * 5_000, "a number is too large"),
        ("[-9223372036854775809]", "a number is too large"),
        ("1e400", "a number is too large"),
        ("NaN", "NaN is no number"),
        (r'{"a": "\ud800"}', "it has half a character, which no file and no table holds"),
        (r'{"\udcff": 1}', "it has half a character, which no file and no table holds"),
        (b"\xff\xfe[\x00]\x00", "not UTF-8"),
        ("{'a': 1}", "not JSON"),
        ("", "not JSON"),
        ('"' + "a" * (1 << 20) + '"', "longer than 1,048,576 bytes"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_it_is_said_why_a_text_is_refused(data: str | bytes, why: str) -> None:
    """In words that stand in a message of one line."""
    with pytest.raises(Unreadable) as refused:
        parsed(data)
    assert str(refused.value) == why


def test_sixty_four_levels_and_whole_characters_are_read() -> None:
    """The bounds are met from the other side too."""
    assert parsed("[" * 64 + "]" * 64)
    assert parsed(r'["\ud83d\ude00", 9223372036854775807]') == ["😀", 9223372036854775807]
