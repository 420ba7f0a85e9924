"""Writing the index in Python: as the triggers would, at the end of each transaction of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import new_archive

from archive.db.connection import NAME
from archive.model.article import Article, Block
from archive.search.index import merge_added, optimize, settings_for_many
from archive.store.archive import Archive


def article(number: int, text: str) -> Article:
    """An article of ours."""
    url = f"https://demo.example/{number}"
    return Article(
        id=f"demo:{number}", station="demo", url=url, title=text, blocks=(Block(text=text * 3),)
    )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with one article."""
    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction():
            archive.store_article(article(1, "路灯"), [])
        yield archive


def check(connection: sqlite3.Connection) -> None:
    """Raises where the index and the articles do not agree, or anything waits."""
    connection.execute(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
    )
    assert connection.execute("SELECT key FROM search_pending").fetchall() == []


def found(connection: sqlite3.Connection, match: str) -> list[int]:
    """The keys of what the index finds."""
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    return [key for (key,) in connection.execute(sql, (match,))]


def config(connection: sqlite3.Connection) -> dict[str, object]:
    """What is set of the index."""
    return dict(connection.execute("SELECT k, v FROM articles_fts_config"))


def test_what_a_transaction_writes_is_added_at_its_end(archive: Archive) -> None:
    """Python writes the terms that the triggers would write: the check compares all of them."""
    with archive.transaction() as connection:
        archive.store_article(article(2, "漢字，ＡＢＣ①"), [])
        archive.store_article(article(1, "电灯"), [])
        assert found(connection, "汉字") == []
    connection = archive.connection
    check(connection)
    assert (found(connection, "汉字"), found(connection, "电灯")) == ([2], [1])
    assert found(connection, "路灯") == []


def test_another_program_finds_triggers_that_add_at_once(archive: Archive) -> None:
    """Nothing waits between transactions of ours, so whoever writes keeps the index in step."""
    with closing(sqlite3.connect(archive.folder / NAME)) as other, other:
        other.execute("UPDATE articles SET title = '水库'")
        other.execute(
            "INSERT INTO articles SELECT 7, 'demo:7', station, url, '桥墩', kicker, subtitle,"
            " original_title, published_at, published_precision, source, authors, editors, body,"
            " blocks, images, complete, language, layout, reader, station_digest, evidence,"
            " content_digest, revision, revised_at, first_seen_at, last_seen_at, state"
            " FROM articles"
        )
        other.execute("UPDATE stations SET title = '某站'")
        assert (found(other, "水库"), found(other, "桥墩"), found(other, "某站")) == (
            [1], [7], [1, 7],
        )  # fmt: skip
        check(other)


def test_in_bulk_articles_are_added_at_the_end_and_settings_are_as_before(archive: Archive) -> None:
    """What the transaction writes after the block is added as ever."""
    with archive.transaction() as connection:
        with settings_for_many(connection):
            archive.store_article(article(2, "水库"), [])
            assert config(connection)["automerge"] == 0
        assert found(connection, "水库") == [2]
        archive.store_article(article(3, "桥墩"), [])
    assert config(archive.connection)["automerge"] == 4
    assert found(archive.connection, "桥墩") == [3]
    optimize(archive.connection)
    check(archive.connection)


def pieces(connection: sqlite3.Connection) -> int:
    """Of how many pieces the index consists."""
    sql = "SELECT count(DISTINCT segid) FROM articles_fts_idx"
    return int(connection.execute(sql).fetchone()[0])


def test_a_large_index_is_not_written_again_for_a_few_articles(archive: Archive) -> None:
    """Only the pieces that they left are merged; with many articles all of them are."""

    def long(number: int) -> Article:
        letters = (chr(0x4E00 + (number * 7919 + at * at * 31) % 19_999) for at in range(600))
        return article(number, "".join(letters))

    with archive.transaction() as connection, settings_for_many(connection):
        for number in range(2, 200):
            archive.store_article(long(number), [])
    with archive.transaction() as connection:
        optimize(connection)
    for number in range(200, 205):
        with archive.transaction() as connection, settings_for_many(connection):
            archive.store_article(long(number), [])
    assert pieces(archive.connection) == 6
    with archive.transaction() as connection:
        merge_added(connection, 5)
    assert pieces(archive.connection) == 2
    with archive.transaction() as connection:
        merge_added(connection, 200)
    assert pieces(archive.connection) == 1
    check(archive.connection)


def test_a_transaction_that_fails_leaves_everything_as_it_was(archive: Archive) -> None:
    """Neither an article nor a key that waits."""

    def fail() -> None:
        with archive.transaction() as connection, settings_for_many(connection):
            archive.store_article(article(2, "水库"), [])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    check(archive.connection)
    with archive.transaction():
        archive.store_article(article(3, "桥墩"), [])
    assert found(archive.connection, "桥墩") == [2]


def test_an_index_made_again_within_a_transaction_holds_each_article_once(
    archive: Archive,
) -> None:
    """What waited is in it already."""
    with archive.transaction() as connection:
        archive.store_article(article(2, "水库"), [])
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    check(archive.connection)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["hold", "rename", "replace", "delete", "retitle", "commit"]),
        st.integers(1, 3),
        st.text(st.sampled_from("路燈灯A9 ，"), max_size=6),
    ),
    max_size=12,
)


@given(deeds=DEEDS)
@settings(
    max_examples=50,
    deadline=None,  # each commit is synced to the disk
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_order_of_deeds_in_any_transactions_leaves_the_index_in_step(
    archive: Archive, deeds: list[tuple[str, int, str]]
) -> None:
    """Written, written again, removed, the station renamed, before or after a commit."""
    connection = archive.connection
    values = {
        "rename": "UPDATE OR FAIL articles SET title = :text WHERE id = :id",
        "replace": "INSERT OR REPLACE INTO articles SELECT * FROM articles WHERE id = :id",
        "retitle": "UPDATE stations SET title = :text",
    }
    left = [*deeds, ("commit", 0, "")]
    while left:
        end = [deed for deed, *_ in left].index("commit")
        with archive.transaction():
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for deed, number, text in left[:end]:
                if deed == "hold":
                    archive.store_article(article(number, text), [])
                elif deed == "delete":
                    for table in ("credits", "addresses", "revisions", "sightings"):
                        connection.execute(
                            f"DELETE FROM {table} WHERE article = ?", (f"demo:{number}",)
                        )
                    connection.execute("DELETE FROM articles WHERE id = ?", (f"demo:{number}",))
                else:
                    connection.execute(values[deed], {"id": f"demo:{number}", "text": text})
        check(connection)
        left = left[end + 1 :]
