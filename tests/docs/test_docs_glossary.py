"""docs/glossary.md: each word of the data model is defined once, and the other pages use it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.commands import ROOT

from archive.store.archive import Archive

DOCS = ROOT / "docs"
ROWS = re.findall(
    r"^\| ([a-z]+) \| ([^|]+) \| ([^|]+) \|$", (DOCS / "glossary.md").read_text("utf-8"), re.M
)
WORDS = [word for word, _, _ in ROWS if word != "word"]
#: Tables whose name is the plural of a word.
NAMED = {"article", "capture", "credit", "event", "lineage", "reservation", "revision", "sighting",
         "station", "takedown", "address"}  # fmt: skip


def text_of(name: str) -> str:
    """A page in small letters."""
    return (DOCS / name).read_text("utf-8").lower()


def is_used(word: str, page: str) -> bool:
    """Whether a page has a word, also in the plural."""
    return re.search(rf"\b{word}(s|es)?\b", page) is not None


def test_each_word_is_defined_once_in_one_line_with_the_chinese_term() -> None:
    """Two meanings of one word are two words."""
    assert len(WORDS) == len(set(WORDS)) >= 30
    for word, chinese, meaning in ROWS:
        assert word == "word" or re.fullmatch(r"[\u4e00-\u9fff]+", chinese), word
        assert len(meaning) < 110, word


@pytest.mark.parametrize("word", WORDS)
def test_each_word_is_used_in_another_page(word: str) -> None:
    """A word that no page uses needs no definition."""
    pages = [page.name for page in DOCS.glob("*.md") if page.name != "glossary.md"]
    assert any(is_used(word, text_of(page)) for page in pages)


def test_the_tables_of_these_words_are_named_and_described_by_them(tmp_path: Path) -> None:
    """The database, its description and the glossary have one word for one thing."""
    with Archive.create(tmp_path / "archive") as archive:
        names = {row[0] for row in archive.connection.execute("SELECT name FROM sqlite_schema")}
    data = text_of("data.md")
    assert set(WORDS) >= NAMED
    for word in NAMED:
        table = f"{word}es" if word.endswith("ss") else f"{word}s"
        assert table in names
        section = data.partition(f"\n### {table}\n")[2].partition("\n### ")[0]
        assert is_used(word, section), table
