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


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Депутаты поддержали проект большинством голосов", "uk", "uk"),
        ("Депутаты поддержали проект большинством голосов", "en", "ru"),
        ("시의회는 이번 여름에 시청사를 보수하기로 결정했다", "en", "ko"),
        ("市役所の庁舎がこの夏に改修されることになった", None, "ja"),
        ("המועצה החליטה לשפץ את הבניין בקיץ הקרוב", None, "he"),
        ("नगर परिषद ने इस गर्मी में भवन की मरम्मत का निर्णय लिया", None, "hi"),
        ("Το δημοτικό συμβούλιο αποφάσισε την επισκευή του κτιρίου", None, "el"),
    ],
)
def test_the_script_decides_before_what_is_declared(
    text: str, declared: str | None, language: str
) -> None:
    """A template's lang="en" says nothing of a Russian text; among one script's it decides."""
    assert language_of(text, None, declared) == language


def test_the_language_of_the_stations_file_counts_before_the_pages() -> None:
    """An operator knows better than a template."""
    assert language_of("Die Brücke wird im Herbst gesperrt, sagt er.", "de-AT", "en") == "de-AT"
