"""Texts as lineage reads them: cached while their rows stay, within a bound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold

from archive.compare import publication
from archive.compare.publication import CACHED_CHARACTERS, Text, texts
from archive.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with new_archive(tmp_path / "archive") as archive:
        yield archive


def text_of(archive: Archive, name: str) -> Text:
    """The text of an article."""
    row = archive.connection.execute("SELECT key FROM articles WHERE id = ?", (name,)).fetchone()
    return texts(archive.connection, [row[0]])[row[0]]


def test_a_text_is_computed_once_while_its_row_stays(archive: Archive) -> None:
    """The next article is compared with the same ones: their letters and numbers are there."""
    hold(archive, article("a:1"))
    text = text_of(archive, "a:1")
    assert text_of(archive, "a:1") is text


def test_a_row_that_changed_makes_another_text(archive: Archive) -> None:
    """Also where somebody wrote it past the archive, and with the same key."""
    hold(archive, article("a:1"))
    text_of(archive, "a:1")
    archive.connection.execute("UPDATE articles SET source = '云沱日报' WHERE id = 'a:1'")
    assert text_of(archive, "a:1").credits == "云沱日报"


def test_the_cache_is_bounded_by_the_characters_of_its_texts(archive: Archive) -> None:
    """Twelve texts of 200,000 characters are more than it keeps: the first is computed again."""
    for number in range(12):
        hold(archive, article(f"a:{number}", *LAMPS, "灯" * 199_000 + str(number)))
    texts_once = [text_of(archive, f"a:{number}") for number in range(12)]
    assert sum(len(text.body) for text in texts_once) > CACHED_CHARACTERS
    assert publication._CACHE.currsize <= CACHED_CHARACTERS
    assert text_of(archive, "a:11") is texts_once[11]
    assert text_of(archive, "a:0") is not texts_once[0]
