"""Lines of other things among paragraphs are known by words, language by language, and by kind."""

from __future__ import annotations

import pytest

from archive.knowledge.table import read_table
from harvester.foreign.chrome_lines import chrome_kind, without_chrome
from harvester.foreign.traced_text import TracedLine


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement", "button"),
        ("– Anzeige –", "button"),
        ("La suite après cette publicité", "button"),
        ("광고", "button"),
        ("À lire aussi :", "heading"),
        ("関連記事", "heading"),
        ("Читайте также: Мост откроют весной", "notice"),
        ("Lea también | El puente reabre en mayo", "notice"),
        ("READ MORE: Bridge to reopen in May", "notice"),
        ("무단전재 및 재배포 금지", "notice"),
        ("Read more books, the teacher said.", None),
        ("The advertisement on the bridge was removed.", None),
        ("Related costs rose by a third.", None),
        ("Besonders die Werbung am Ufer stört viele.", None),
    ],
)
def test_a_line_is_chrome_by_all_of_its_words(line: str, kind: str | None) -> None:
    """A sentence that has the same words is a sentence."""
    assert chrome_kind(line) == kind


def test_the_headlines_below_a_heading_go_with_it() -> None:
    """The first sentence after them is the article's again."""
    texts = [
        "The bridge was closed on Monday.", "DON'T MISS", "Mayor under fire [INSIGHT]",
        "Ten photos of the old market", "Buses take another way until spring.",
    ]  # fmt: skip
    kept = without_chrome([TracedLine(text) for text in texts])
    assert [line.text for line in kept] == [texts[0], texts[-1]]


def test_a_text_of_such_lines_alone_is_kept() -> None:
    """An article is never lost to its words."""
    lines = [TracedLine("Advertisement")]
    assert without_chrome(lines) == lines


def test_each_row_has_a_phrase_in_lower_case_a_kind_and_languages() -> None:
    """A capital letter or a slip in a kind would make a row match nothing."""
    rows = read_table("chrome_lines.tsv")
    assert {kind for _, kind, _ in rows} == {"heading", "button", "notice"}
    assert [phrase for phrase, _, _ in rows if phrase != phrase.lower()] == []
    assert all(languages for _, _, languages in rows)
