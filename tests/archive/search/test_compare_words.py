"""The index is compared with the articles word by word, cut in Python as they were when added."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.search import index
from archive.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """One article in the index."""
    with new_archive(tmp_path / "archive") as made:
        with made.transaction() as connection:
            connection.execute(
                "INSERT INTO stations (name, title, tested_on) VALUES ('xiangtan', '湘潭站', '-')"
            )
        hold(made, ARTICLE, capture())
        yield made


def _schema(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def test_an_index_in_step_is_found_so_and_nothing_is_changed(archive: Archive) -> None:
    """Another view stands in for `articles_seg` meanwhile; it must not stay."""
    schema = _schema(archive.connection)
    index.compare_words(archive.connection)
    assert _schema(archive.connection) == schema
    assert archive.connection.execute("PRAGMA trusted_schema").fetchone() in {(0,), (1,)}
    assert not archive.connection.in_transaction


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE articles SET body = '七月二十二日，路灯坏了。'",
        "UPDATE articles SET kicker = '民生'",
        "UPDATE articles SET source = '株洲日报'",
        "UPDATE search_stations SET title = '株洲站'",
        "UPDATE search_credits SET name = '谭利波' WHERE position = 1",
        "UPDATE search_credits SET role = 'reviewer' WHERE position = 2",
        "UPDATE articles SET body = CAST(x'e4b883f7' || body AS TEXT)",
        "UPDATE articles SET authors = CAST(x'f7' AS TEXT)",
        "UPDATE search_stations SET title = CAST(x'e4b8' AS TEXT)",
        "UPDATE search_credits SET name = CAST(x'f7' AS TEXT) WHERE position = 1",
    ],
)
def test_a_word_that_the_index_does_not_have_is_found(archive: Archive, change: str) -> None:
    """Whatever changed it past the triggers: each column of the index is compared."""
    schema = _schema(archive.connection)
    with closing(sqlite3.connect(archive.folder / "archive.db")) as other:
        other.execute("DROP TRIGGER articles_changed")
        other.execute(change)
        other.commit()
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):  # no function has failed
        index.compare_words(archive.connection)
    assert len(_schema(archive.connection)) == len(schema) - 1
