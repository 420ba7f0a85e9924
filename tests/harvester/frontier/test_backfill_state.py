"""How far a backfill has come: days with articles, gaps, and what is still due."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database
from support.archives import ARTICLE, capture, hold

from archive.model.article import PrintedTime
from archive.store.archive import Archive
from harvester.frontier import migrations as crawl_tables
from harvester.frontier.backfill_state import backfill_state
from harvester.frontier.frontier import Frontier
from harvester.model.visit import Link

FIRST, LAST = date(2022, 7, 1), date(2022, 7, 7)


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    """An archive with articles of 1, 2 and 5 July, and three addresses that wait."""
    station = ARTICLE.station
    with Archive.create(tmp_path) as archive:
        for number, day in enumerate((1, 2, 2, 5), 1):
            article = replace(
                ARTICLE,
                id=f"example:{number}",
                url=f"https://xt.example.cn/{number}.html",
                published=PrintedTime(value=date(2022, 7, day), precision="day"),
            )
            hold(archive, article, capture(number, id=f"urn:x:{number}", url=article.url))
        crawl_tables.migrations.apply(Database(archive.connection))
        with archive.transaction() as db:
            for name, day in (("a", "2022-07-03"), ("b", None), ("c", "2021-01-01")):
                url = f"https://xt.example.cn/{name}.html"
                link = Link(url=url, kind="article", published_on=day)
                Frontier(db).add(link, station=station, found="list", now=datetime.now(UTC))
    return sqlite3.connect(tmp_path / "archive.db")


def test_a_backfill_names_its_gaps_and_what_is_left(connection: sqlite3.Connection) -> None:
    """Days that follow each other are one gap; an address of another year is not its work."""
    state = backfill_state(connection, ARTICLE.station, FIRST, LAST)
    assert str(state) == (
        f"{ARTICLE.station}: 4 articles of 3 of 7 days; 2 addresses still due; no article of"
        " 2022-07-03 to 2022-07-04, 2022-07-06 to 2022-07-07"
    )
    connection.close()


def test_a_station_without_a_gap_has_none(connection: sqlite3.Connection) -> None:
    """Two days, of both of which articles are held."""
    state = backfill_state(connection, ARTICLE.station, FIRST, date(2022, 7, 2))
    assert (state.gaps, state.articles, state.held_days) == ((), 3, 2)
    connection.close()
