"""The kept counts say what a new count says, whoever wrote what is counted."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.model.article import Credit
from archive.search.people import Wanted, names
from archive.store.archive import Archive
from archive.store.holdings import figures
from archive.verification.database_check import differing_counts
from archive.verification.repair import mend
from archive.verification.verify import Verification, verify

_KEPT = ("station_counts", "credited", "name_counts", "month_counts", "source_counts")
#: What another program may do, in the words of the stock sqlite3.
_OTHERS = (
    "UPDATE articles SET state = 'gone' WHERE key % 2",
    "UPDATE articles SET source = NULL, authors = '' WHERE key % 3 = 0",
    "UPDATE articles SET station = 'liling' WHERE key % 5 = 0",
    "UPDATE articles SET published_at = '2020-01-01' WHERE key % 4 = 0",
    "INSERT INTO credits SELECT id, revision, 9, 'editor', '责编', '凌雨晴', NULL FROM articles"
    " WHERE key % 2",
    "UPDATE credits SET name = '谭利波' WHERE role = 'reporter' AND article LIKE '%2'",
    "DELETE FROM credits WHERE position = 9 AND article LIKE '%3'",
    "UPDATE captures SET station = NULL WHERE rowid % 3 = 0",
    "DELETE FROM captures WHERE station IS NULL",
    "DELETE FROM articles WHERE key % 7 = 0",
    "PRAGMA recursive_triggers = ON; REPLACE INTO articles SELECT * FROM articles WHERE key % 2",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Twelve articles of one station, the first of them corrected once."""
    with new_archive(tmp_path / "archive") as made:
        with made.transaction() as connection:
            connection.executemany(
                "INSERT INTO stations (name, title, tested_on) VALUES (?, ?, 'verified')",
                [("xiangtan", "湘潭站"), ("liling", "醴陵站")],
            )
        for number in range(12):
            article = replace(ARTICLE, id=f"example:{number}", url=f"https://a.example/{number}")
            hold(made, article, capture(number, url=article.url))
        corrected = replace(ARTICLE, id="example:0", url="https://a.example/0", title="更正")
        hold(made, corrected, capture(40, url=corrected.url))
        yield made


def test_a_crawl_keeps_the_counts_in_step(archive: Archive) -> None:
    """`archive stats` and `archive names` count nothing: they read what was kept."""
    assert differing_counts(archive.connection) == []
    told = figures(archive.connection)
    assert (told["articles"], told["revisions"], told["captures"]) == (12, 13, 13)
    liling, xiangtan = told["stations"]
    assert (liling["articles"], liling["filled"]["title"]) == (0, None)
    assert xiangtan["states"] == {"live": 11, "changed": 1, "gone": 0, "withdrawn": 0}
    assert xiangtan["last_seen_at"] == "2022-07-22T01:31:12Z"
    (first, second) = names(archive.connection, Wanted())
    assert (first["name"], first["articles"], first["stations"]) == ("付鼎臣", 12, 1)
    assert (second["name"], second["first_published"]) == ("凌雨晴", "2022-07-22T08:30:00+08:00")


@pytest.mark.parametrize("seed", range(6))
def test_other_programs_keep_the_counts_in_step(archive: Archive, seed: int) -> None:
    """Triggers count, so that sqlite-utils or a script may write too; in whatever order."""
    chance = random.Random(seed)
    with closing(sqlite3.connect(archive.folder / "archive.db")) as other:
        other.execute("PRAGMA trusted_schema = ON")
        for statement in chance.sample(_OTHERS, 5):
            other.executescript(statement)
    assert differing_counts(archive.connection) == []


def test_a_name_that_has_a_role_twice_in_an_article_counts_once(archive: Archive) -> None:
    """Counted are the articles, not the lines that print a name."""
    twice = Credit(role="reporter", name="付鼎臣", role_printed="文", position=3)
    article = replace(
        ARTICLE, id="example:0", url="https://a.example/0", credits=(*ARTICLE.credits, twice)
    )
    hold(archive, article, capture(50, url=article.url))
    (row,) = names(archive.connection, Wanted(name="付鼎臣"))
    assert row["articles"] == 12


def test_an_archive_of_an_earlier_version_is_counted_once(tmp_path: Path, archive: Archive) -> None:
    """The migration fills the tables; a rebuild of them says the same."""
    stored = [archive.connection.execute(f"SELECT * FROM {table}").fetchall() for table in _KEPT]
    archive.connection.executescript(";".join(f"DELETE FROM {table}" for table in _KEPT))
    archive.close()
    with Archive.read_only(tmp_path / "archive") as read:
        found = verify(read, Verification()).problems
    assert {str(each.record) for each in found} == {
        "table station_counts", "table credited", "table month_counts", "table source_counts",
    }  # fmt: skip
    assert mend(tmp_path / "archive", found) == ["kept counts counted anew"]
    with Archive.read_only(tmp_path / "archive") as read:
        assert stored == [
            read.connection.execute(f"SELECT * FROM {table}").fetchall() for table in _KEPT
        ]
