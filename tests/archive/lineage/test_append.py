"""Copies come into a lineage and move in it as if all of it had been made again each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article, hold, outlet

from archive.lineage.clusters import refresh
from archive.lineage.link_article import link_article
from archive.lineage.overrides import save_override
from archive.lineage.reconcile import reconcile, relink
from archive.model.article import Article
from archive.store.archive import Archive

STATIONS = ("xt", "hn", "zz", "slj")
SOURCES = ("湘潭日报", "湘潭在线", "红网", "松岫市水利局", "新华社")
DAYS = ("2026-07-22", "2026-07-23")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with stations that credit each other; one is an office."""
    with new_archive(tmp_path / "archive") as archive:
        for name, title in zip(STATIONS, ("湘潭在线", "红网", "株洲", "松岫市水利局"), strict=True):
            outlet(archive, name, title)
        yield archive


def family(choose: random.Random, number: int) -> Iterator[Article]:
    """Copies of one text that differ in all that the origin of a lineage rests on."""
    signs = "".join(choose.choices(LAMPS[0] + LAMPS[3], k=24))
    lines = [f"{signs}{line}" for line in choose.sample(LAMPS, 5)]
    sources = choose.choice(((None,), (None,), (None, choose.choice(SOURCES)), (None, *SOURCES)))
    days = choose.choice(((), DAYS))
    for copy in range(choose.randint(3, 12)):
        hour = choose.choice((8 + copy, 8 + copy, 8 + choose.randrange(12)))
        minute = f"2026-07-22T{hour:02}:{copy:02}:00+08:00"
        yield article(
            f"{choose.choice(STATIONS)}:{number}-{copy}",
            *lines[: choose.choice((5, 5, 5, 5, 4, 3))],
            at=choose.choice((minute, minute, *days)),
            source=choose.choice(sources),
            original_title="巷口" if choose.random() < 0.05 else None,
        )


def come_in(archive: Archive, copy: Article, seen: str | None, *, dated: bool) -> None:
    """Hold an article that was first seen then, and may have no printed date."""
    archive.store_article(copy, [], linking=False)
    archive.connection.execute(
        "UPDATE articles SET first_seen_at = ?, published_at = iif(?, published_at, NULL)"
        " WHERE id = ?",
        (seen, dated, copy.id),
    )
    link_article(archive.connection, copy.id)


def settled(archive: Archive) -> list[tuple[Any, ...]]:
    """Where every article stands, what is said of every lineage, and the links."""
    return [
        row
        for asked in (
            "SELECT article, lineage, parent, credit FROM lineage_members ORDER BY article",
            "SELECT lineage, articles, stations, origin, origin_basis, credited FROM lineages"
            " ORDER BY lineage",
            "SELECT * FROM article_links ORDER BY article, other",
        )
        for row in archive.connection.execute(asked)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_lineage_with_a_new_copy_is_what_it_would_be_if_it_were_made_again(
    archive: Archive, seed: int
) -> None:
    """Whatever is printed or known of the copies, and in whatever order they come."""
    choose = random.Random(seed)
    for number in range(10):
        dated = choose.choice((0.0, 0.8, 1.0, 1.0))
        seen = [f"2026-07-26T00:00:{second:02}Z" for second in range(choose.choice((1, 60)))]
        for copy in family(choose, number):
            with archive.transaction() as connection:
                moment = (
                    choose.choice((*seen, *seen, None)) if len(seen) == 1 else choose.choice(seen)
                )
                come_in(archive, copy, moment, dated=choose.random() < dated)
                as_appended = settled(archive)
                refresh(connection, [row[0] for row in as_appended if len(row) == 4])
            assert settled(archive) == as_appended


@pytest.mark.parametrize("seed", range(4))
def test_copies_that_move_in_a_lineage_stand_where_they_would_if_it_were_made_again(
    archive: Archive, seed: int
) -> None:
    """The later of two versions comes in first; all are looked at again in the end."""
    choose = random.Random(seed)
    for number in range(4):
        copies = [*family(choose, number)]
        copies += [replace(copy, id=f"{copy.id}x", blocks=copy.blocks[1:]) for copy in copies]
        choose.shuffle(copies)
        for copy in copies:
            with archive.transaction() as connection:
                come_in(archive, copy, choose.choice(("2026-07-26T00:00:00Z", None)), dated=True)
                as_moved = settled(archive)
                refresh(connection, [row[0] for row in as_moved if len(row) == 4])
            assert settled(archive) == as_moved
    for key in [row[0] for row in settled(archive) if len(row) == 4]:
        with archive.transaction() as connection:
            relink(connection, [key])
            as_moved = settled(archive)
            refresh(connection, [row[0] for row in as_moved if len(row) == 4])
        assert settled(archive) == as_moved


def test_an_article_that_a_person_untied_is_not_appended_to_its_lineage(
    archive: Archive,
) -> None:
    """It was decided while the article was held; it is held again, and ties by another copy."""
    hold(archive, *(article(f"xt:{n}", at=f"2026-07-22T08:{n}:00+08:00") for n in range(10, 13)))
    with archive.transaction() as connection:
        save_override(connection, "hn:1", "xt:10", "none", "decision")
        archive.store_article(article("hn:1", at="2026-07-22T09:00:00+08:00"), [])
    assert archive.connection.execute("SELECT articles FROM lineages").fetchall() == [(3,)]


def test_a_copy_of_what_has_many_copies_does_not_make_the_lineage_again(archive: Archive) -> None:
    """Its first and second copy may; from then on nothing but the count is written."""
    copies = [article(f"xt:{n}", at=f"2026-07-22T08:{n:02}:00+08:00") for n in range(10, 15)]
    hold(archive, *copies[:4])
    asked: list[str] = []
    archive.connection.set_trace_callback(asked.append)
    hold(archive, copies[4])
    archive.connection.set_trace_callback(None)
    assert [each for each in asked if each.startswith("INSERT INTO lineages")] == []
    assert archive.connection.execute("SELECT articles, stations FROM lineages").fetchall() == [
        (5, 1)
    ]


def test_what_is_looked_at_again_and_stays_as_it_is_does_not_make_the_lineage_again(
    archive: Archive,
) -> None:
    """As a cron job does every night with all that came in; all but its first article."""
    copies = [article(f"xt:{n}", at=f"2026-07-22T08:{n:02}:00+08:00") for n in range(10, 15)]
    hold(archive, *copies)
    before = settled(archive)
    asked: list[str] = []
    with archive.transaction() as connection:
        connection.set_trace_callback(asked.append)
        relink(connection, [row[0] for row in before if len(row) == 4][1:])
        connection.set_trace_callback(None)
    assert settled(archive) == before
    assert [each for each in asked if each.startswith("INSERT INTO lineages")] == []


def test_a_copy_that_is_linked_again_counts_once(archive: Archive) -> None:
    """As `archive lineage reconcile` does."""
    copies = [article(f"xt:{n}", at=f"2026-07-22T08:{n}:00+08:00") for n in range(10, 14)]
    hold(archive, *copies)
    before = settled(archive)
    with archive.transaction() as connection:
        link_article(connection, copies[-1].id)
    assert settled(archive) == before


def test_a_copy_that_may_be_as_early_as_the_first_leaves_the_order_undecided(
    archive: Archive,
) -> None:
    """Of a bare date nobody can say whether it was before 08:10."""
    ground = "SELECT origin_basis FROM lineages"
    hold(archive, *(article(f"xt:{n}", at=f"2026-07-22T08:{n}:00+08:00") for n in range(10, 13)))
    assert archive.connection.execute(ground).fetchall() == [("printed",)]
    hold(archive, article("hn:1", at="2026-07-22"))
    assert archive.connection.execute(ground).fetchall() == [("undecided",)]


def test_with_a_copy_without_a_date_the_capture_decides(archive: Archive) -> None:
    """Where printed times overlapped before."""
    seen = [f"2026-07-26T00:00:0{second}Z" for second in range(3)]
    with archive.transaction():
        for name, moment in zip(("xt:1", "hn:1", "zz:1"), seen, strict=True):
            come_in(archive, article(name, at="2026-07-22"), moment, dated=name != "zz:1")
    found = archive.connection.execute("SELECT articles, origin_basis FROM lineages")
    assert found.fetchall() == [(3, "captured")]


def test_an_article_that_another_program_replaced_is_linked_when_its_turn_comes(
    archive: Archive,
) -> None:
    """INSERT OR REPLACE takes it out of its lineage, amid a transaction in which a copy comes."""
    with archive.transaction() as connection:
        archive.store_article(article("xt:1", *LAMPS[:4]), [])
        connection.execute("INSERT OR REPLACE INTO articles SELECT * FROM articles")
        archive.store_article(article("hn:1", *LAMPS[:4]), [])
    reconcile(archive.connection, archive.transaction)
    lineages = archive.connection.execute("SELECT lineage FROM lineage_members").fetchall()
    assert lineages in ([(1,), (1,)], [(2,), (2,)])
