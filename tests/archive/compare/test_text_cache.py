"""What lineage keeps of the texts that it made ready lately."""

from __future__ import annotations

from archive.compare.text_cache import Recent


def test_what_was_not_asked_for_in_a_while_is_dropped() -> None:
    """A thousand characters hold two short texts: each counts four hundred more."""
    recent: Recent[str] = Recent(1_000)
    recent.keep(1, "路灯亮了", 4)
    recent.keep(2, "渡船开了", 4)
    assert recent.get(1) == "路灯亮了"
    recent.keep(3, "水位降了", 4)
    assert [recent.get(key) for key in (1, 2, 3)] == ["路灯亮了", None, "水位降了"]


def test_a_value_takes_the_place_of_a_former_one() -> None:
    """Its length too: both still fit."""
    recent: Recent[str] = Recent(1_000)
    recent.keep(1, "路" * 500, 500)
    recent.keep(1, "路灯亮了", 4)
    recent.keep(2, "渡船开了", 4)
    assert [recent.get(key) for key in (1, 2)] == ["路灯亮了", "渡船开了"]


def test_a_text_that_is_too_long_is_kept_until_the_next_one() -> None:
    """It is in memory anyway."""
    recent: Recent[str] = Recent(1_000)
    recent.keep(1, "法" * 100_000, 100_000)
    assert recent.get(1) is not None
    recent.keep(2, "渡船开了", 4)
    assert [recent.get(key) for key in (1, 2)] == [None, "渡船开了"]
