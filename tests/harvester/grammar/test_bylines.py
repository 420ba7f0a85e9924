"""Who wrote, who edited, who is named: counted in what stands in the archive today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive

from archive.model.article import Article, Credit
from archive.search.people import Wanted, names
from archive.store.archive import Archive


def again(number: int, **changes: object) -> Article:
    """The article of the tests under another id and address, credited alike."""
    plain = replace(ARTICLE, id=f"example:{number}", url=f"https://xt.example.cn/{number}.html")
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two articles of one reporter, one of which was credited to another at first."""
    with new_archive(tmp_path / "archive") as archive:
        other = (Credit(role="reporter", name="谭利波", position=1),)
        hold(archive, replace(ARTICLE, credits=other), capture())
        hold(archive, ARTICLE, capture(60))
        with archive.transaction():
            archive.store_article(again(647, station="zhuzhou"), [])
        yield archive


def test_names_are_counted_by_role(archive: Archive) -> None:
    """As the articles stand: a credit that was corrected away does not count."""
    first = {
        "articles": 2, "stations": 2,
        "first_published": "2022-07-22T08:30:00+08:00",
        "last_published": "2022-07-22T08:30:00+08:00",
    }  # fmt: skip
    assert names(archive.connection, Wanted()) == [
        {"name": "付鼎臣", "role": "reporter", **first},
        {"name": "凌雨晴", "role": "editor", **first},
    ]


def test_names_are_found_by_a_part_a_role_a_station(archive: Archive) -> None:
    """And counted within the station."""
    (row,) = names(archive.connection, Wanted(name="雨"))
    assert row["name"] == "凌雨晴"
    (row,) = names(archive.connection, Wanted(role="reporter", station="zhuzhou"))
    assert (row["name"], row["articles"]) == ("付鼎臣", 1)
    assert names(archive.connection, Wanted(name="谭利波")) == []


def test_the_views_are_plain_sql(archive: Archive) -> None:
    """For whoever opens the file with another program."""
    connection = archive.connection
    sql = "SELECT articles FROM names WHERE name = '付鼎臣' AND role = 'reporter'"
    assert connection.execute(sql).fetchall() == [(2,)]
    sql = "SELECT article, title, affiliation FROM bylines WHERE name = '凌雨晴' ORDER BY article"
    assert connection.execute(sql).fetchall() == [
        ("example:646", "湘潭：新建路灯三百盏", "湘潭站"),
        ("example:647", "湘潭：新建路灯三百盏", "湘潭站"),
    ]
