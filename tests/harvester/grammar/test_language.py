"""The language of a text is read from its characters."""

import pytest

from harvester.grammar.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这个国家的人们来到这里", "zh-Hans"),
        ("這個國家的人們來到這裡", "zh-Hant"),
        ("Three hundred street lamps were lit in town on Friday", "en"),
        ("…", "zh-CN"),
    ],
)
def test_the_language_is_told_by_its_characters(text: str, language: str) -> None:
    """Simplified, traditional, English, or what the station declares."""
    assert language_of(text, "zh-CN") == language
