"""Writing the index in Python: as the triggers would, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.article import Article, Block
from archive.search_index import added_together, optimize
from archive.store import Archive


def article(number: int, text: str) -> Article:
    """An article of ours."""
    url = f"https://demo.example/{number}"
    return Article(
        id=f"demo:{number}", station="demo", url=url, title=text, blocks=(Block(text=text * 3),)
    )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with one article."""
    with Archive.create(tmp_path / "archive") as archive:
        with archive.transaction():
            archive.hold(article(1, "路灯"), [])
        yield archive


def check(connection: sqlite3.Connection) -> None:
    """Raises where the index and the articles do not agree."""
    connection.execute(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
    )


def found(connection: sqlite3.Connection, match: str) -> list[int]:
    """The keys of what the index finds."""
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    return [key for (key,) in connection.execute(sql, (match,))]


def settings(connection: sqlite3.Connection) -> dict[str, object]:
    """What is set of the index."""
    return dict(connection.execute("SELECT k, v FROM articles_fts_config"))


def test_new_and_changed_articles_are_added_at_the_end(archive: Archive) -> None:
    """Python writes the terms that the triggers would write: the check compares all of them."""
    with archive.transaction() as connection, added_together(connection) as written:
        archive.hold(article(2, "漢字，ＡＢＣ①"), [])
        archive.hold(article(1, "电灯"), [])
        written += ["demo:2", "demo:1", "demo:2"]
        assert found(connection, "汉字") == []
    connection = archive.connection
    check(connection)
    assert (found(connection, "汉字"), found(connection, "电灯")) == ([2], [1])
    assert found(connection, "路灯") == []


def test_triggers_and_settings_are_as_before(archive: Archive) -> None:
    """Whoever writes next finds the index kept in step."""
    before = settings(archive.connection)
    with archive.transaction() as connection, added_together(connection) as written:
        written.append("demo:1")
    assert before.items() <= settings(archive.connection).items()
    assert settings(archive.connection)["automerge"] == 4
    with archive.transaction():
        archive.hold(article(3, "水库"), [])
    assert found(archive.connection, "水库") == [2]
    optimize(archive.connection)
    check(archive.connection)


def test_a_step_that_fails_leaves_everything_as_it_was(archive: Archive) -> None:
    """The triggers are dropped and made again within the transaction."""

    def fail() -> None:
        with archive.transaction() as connection, added_together(connection):
            archive.hold(article(2, "水库"), [])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    check(archive.connection)
    with archive.transaction():
        archive.hold(article(3, "桥墩"), [])
    assert found(archive.connection, "桥墩") == [2]
