"""Hosts that ask to be left alone get a day at most, and an operator can see and lift it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.http import Response
from support.commands import Harvest
from support.crawled import rows
from support.sites import Site, served

from harvester.crawl.politeness_middleware import retry_after


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A station of two articles, of which one may be busy."""
    with served() as served_site:
        served_site.links("/", "/a/1.html", "/a/2.html")
        served_site.article("/a/1.html", "渡船加开一班")
        served_site.article("/a/2.html", "浮桥修好了")
        served_site.station(tmp_path)
        yield served_site


def until(folder: Path) -> datetime:
    """When the host may be asked again."""
    ((moment,),) = rows(folder, "SELECT until FROM crawl_backoffs")
    return datetime.fromisoformat(str(moment))


@pytest.mark.parametrize("said", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT", "259200"])
def test_no_host_is_left_alone_for_longer_than_a_day(
    said: str, site: Site, tmp_path: Path, harvest: Harvest
) -> None:
    """One answer must not silence a station for a year."""
    site.status("/a/1.html", 503, Retry_After=said)
    begun = datetime.now(UTC)
    result = harvest("crawl", "ferry", "--archive", tmp_path)
    assert "answered 503: left alone until" in result.stderr
    rest = until(tmp_path) - begun
    assert timedelta(hours=23) < rest < timedelta(days=1, minutes=10)
    ((due,),) = rows(tmp_path, "SELECT max(due_at) FROM crawl_frontier WHERE state = 'retry'")
    assert datetime.fromisoformat(str(due)) == until(tmp_path)


@pytest.mark.parametrize("said", ["", "-5", "soon", "1.5", "²", "Fri, 31 Dec 99999 23:59:59 GMT"])
def test_a_time_that_is_none_says_nothing(said: str) -> None:
    """Then the pause is our own, and doubles."""
    answer = Response("http://a.example/", headers={"Retry-After": said.encode()})
    assert retry_after(answer, datetime(2026, 7, 1, tzinfo=UTC)) is None


def test_the_hosts_of_some_stations_alone_can_be_listed(
    site: Site, tmp_path: Path, harvest: Harvest
) -> None:
    """Who looks after one station need not read of two hundred others."""
    with served() as other:
        other.links("/", "/a/1.html")
        other.station(tmp_path, name="tower")
        for busy in (site, other):
            busy.status("/a/1.html", 503, Retry_After="3600")
            busy.links("/", "/a/1.html")
        harvest("crawl", "ferry", "tower", "--archive", tmp_path)
        listed = {
            wanted: {
                each["host"]
                for each in json.loads(
                    harvest("hosts", "--json", "--station", wanted, "--archive", tmp_path).stdout
                )
            }
            for wanted in ("tower", "f*", "*")
        }
    tower, ferry = f"127.0.0.1:{other.port}", f"127.0.0.1:{site.port}"
    assert listed == {"tower": {tower}, "f*": {ferry}, "*": {tower, ferry}}
    assert harvest("hosts", "--station", "nix*", "--archive", tmp_path).returncode == 3
    refused = harvest("hosts", "--station", "towre", "--archive", tmp_path)
    assert refused.returncode == 2
    assert "no station has the name 'towre'; did you mean tower" in refused.stderr


def test_a_time_that_is_over_asks_for_no_rest() -> None:
    """A server's clock may be behind."""
    answer = Response("http://a.example/", headers={"Retry-After": "Fri, 01 Jul 2022 08:00:00 GMT"})
    assert retry_after(answer, datetime(2026, 7, 1, tzinfo=UTC)) == timedelta()


def test_hosts_that_are_left_alone_are_listed_and_released(
    site: Site, tmp_path: Path, harvest: Harvest
) -> None:
    """Until when, and why; once released, the next run visits what was put off."""
    site.status("/a/1.html", 503, Retry_After="3600")
    harvest("crawl", "ferry", "--archive", tmp_path)
    host = f"127.0.0.1:{site.port}"
    ((moment, reason),) = rows(tmp_path, "SELECT until, reason FROM crawl_backoffs")

    listed = harvest("hosts", "--archive", tmp_path)
    assert (listed.returncode, listed.stdout) == (0, f"{host}  until {moment}  {reason}\n")
    as_json = harvest("hosts", "--archive", tmp_path, "--json")
    assert json.loads(as_json.stdout) == [{"host": host, "until": moment, "reason": reason}]

    released = harvest("hosts", "--archive", tmp_path, "--release", host)
    assert released.returncode == 0, released.stderr
    assert released.stdout == f"{host} may be asked again; it was left alone until {moment}\n"
    site.article("/a/1.html", "渡船加开一班")
    assert harvest("crawl", "ferry", "--archive", tmp_path).returncode == 0
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]

    assert harvest("hosts", "--archive", tmp_path).stdout == "no host is left alone\n"
    again = harvest("hosts", "--archive", tmp_path, "--release", host)
    assert again.returncode == 3
    assert again.stderr == (
        f"harvest: {host} is not left alone; `harvest hosts` lists the hosts that are\n"
    )


def test_an_archive_that_was_never_crawled_has_no_such_hosts(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """Records can be loaded without a crawl."""
    record = {"id": "a:1", "station": "a", "url": "http://a.example/1", "title": "题", "body": "文"}
    (tmp_path / "one.jsonl").write_text(json.dumps(record), encoding="utf-8")
    loaded = archive_command("load", tmp_path / "one.jsonl", "--archive", tmp_path / "archive")
    assert loaded.returncode == 0, loaded.stderr
    listed = harvest("hosts", "--archive", tmp_path / "archive", "--json")
    assert (listed.returncode, json.loads(listed.stdout)) == (0, [])
    refused = harvest("hosts", "--archive", tmp_path / "archive", "--release", "a.example")
    assert refused.returncode == 3


def test_a_rest_of_a_year_that_an_earlier_version_noted_is_over(
    site: Site, tmp_path: Path, harvest: Harvest
) -> None:
    """The next run asks the host, which may ask for a day again."""
    site.status("/a/1.html", 503, Retry_After="3600")
    harvest("crawl", "ferry", "--archive", tmp_path)
    far = (datetime.now(UTC) + timedelta(days=364)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as database:
        database.execute("UPDATE crawl_backoffs SET until = ?", (far,))
        database.execute("UPDATE crawl_frontier SET due_at = ? WHERE state = 'retry'", (far,))
        database.commit()
    site.article("/a/1.html", "渡船加开一班")
    assert harvest("crawl", "ferry", "--archive", tmp_path).returncode == 0
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]
    assert rows(tmp_path, "SELECT count(*) FROM crawl_backoffs") == [(0,)]
