"""Visits are committed together; one that cannot be written does not take the others along."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.crawled import rows
from support.saved_pages import capture, story

from archive.custody.opening import open_or_create
from harvester.config.stations import Stations
from harvester.crawl.scheduler import LEASE
from harvester.model.visit import ALL_DAYS, Address, Link, Visit
from harvester.run.process import Fetched, process
from harvester.run.run import Run

OUTCOMES = "SELECT url, outcome, detail FROM crawl_frontier ORDER BY url"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """A run on an archive of its own, without network."""
    with open_or_create(tmp_path) as archive:
        yield Run(archive, Stations.load(), [], command="test")


def visit(run: Run, number: int) -> Visit:
    """A visit that brought an article; its capture is in the WARC."""
    url = f"https://news.example.cn/a/{number}.html"
    page = replace(capture(story(), url=url), station="host:news.example.cn", run=run.id)
    run.archive.write_capture(page)
    station = run.stations.for_page(url)
    address = Address(url=url, station="host:news.example.cn", kind="article")
    result = process(address, Fetched(answer=page, captures=(page,)), station)
    assert isinstance(result, Visit)
    return result


def test_a_visit_that_cannot_be_written_is_quarantined_and_the_others_are_held(
    tmp_path: Path, run: Run
) -> None:
    """Its captures are kept and set aside, so that a mended program reads them again."""
    nameless = Link(url=None, kind="article")  # type: ignore[arg-type]  # a mistake of ours
    for each in (visit(run, 1), replace(visit(run, 2), links=(nameless,)), visit(run, 3)):
        run.settle(each)
    run.flush()
    assert run.broken is None
    why = "bug: IntegrityError: NOT NULL constraint failed: crawl_frontier.url"
    assert rows(tmp_path, OUTCOMES) == [
        ("https://news.example.cn/a/1.html", "captured", None),
        ("https://news.example.cn/a/2.html", "quarantined", why),
        ("https://news.example.cn/a/3.html", "captured", None),
    ]
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(3,)]
    assert rows(tmp_path, "SELECT reason FROM set_aside") == [(why,)]
    assert run.stats.articles() == {"host:news.example.cn": {"new": 2}}


def test_the_visits_of_a_lease_are_held_by_the_commit_that_leases_the_next(
    tmp_path: Path, run: Run
) -> None:
    """A commit of their own before it would be synced once more for nothing."""
    for number in range(LEASE):
        run.settle(visit(run, number))
    assert rows(tmp_path, OUTCOMES) == []
    run.lease("host:news.example.cn", LEASE, days=ALL_DAYS)
    assert len(rows(tmp_path, OUTCOMES)) == LEASE


def test_what_cannot_be_written_beside_the_visits_ends_the_run(tmp_path: Path, run: Run) -> None:
    """No page is to blame, so none is quarantined for it; nothing looks like success."""

    def broken() -> None:
        raise sqlite3.ProgrammingError("a mistake")

    run.settle(visit(run, 1))
    run.flush(broken)
    assert run.broken is not None
    assert "ProgrammingError: a mistake" in str(run.broken)
    assert [outcome for _, outcome, _ in rows(tmp_path, OUTCOMES)] == ["captured"]


def test_what_a_page_reserves_is_held_also_where_its_visit_cannot_be_read(
    tmp_path: Path, run: Run
) -> None:
    """The right to reserve does not depend on whether we can read the page."""
    head = "<head><meta name=robots content=noarchive>"
    for number in (1, 2):
        url = f"https://news.example.cn/a/{number}.html"
        page = replace(capture(story().replace("<head>", head, 1), url=url), run=run.id)
        run.archive.write_capture(page)
        address = Address(url=url, station="host:news.example.cn", kind="article")
        result = Visit(address=address, captures=(page,))
        run.settle(result if number == 1 else result.cannot_be_read(ValueError("a mistake")))
    run.flush()
    reserved = "SELECT url, place, name, value FROM captures JOIN reservations ON capture = id"
    assert rows(tmp_path, reserved) == [
        ("https://news.example.cn/a/1.html", "meta", "robots", "noarchive"),
        ("https://news.example.cn/a/2.html", "meta", "robots", "noarchive"),
    ]
