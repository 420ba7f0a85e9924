"""`harvest run` over time: what is due is visited, what is not waits, and the report says so."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.commands import Harvest
from support.crawled import rows
from support.sites import Site, served

from harvester.frontier.frontier import RECHECKS


class Watched:
    """A site with a front page and a list of the countryside, and its archive."""

    def __init__(self, site: Site, folder: Path, harvest: Harvest) -> None:
        self.site = site
        self.folder = folder
        self._harvest = harvest

    def run(self, *options: object, expect: int | None = 0) -> str:
        """What cron does; what was said on the error stream."""
        result = self._harvest("run", "--station", "ferry", "--archive", self.folder, *options)
        assert expect is None or result.returncode == expect, result.stderr
        return str(result.stderr + result.stdout)

    def change(self, sql: str) -> None:
        """Change the frontier, as time would."""
        with closing(sqlite3.connect(self.folder / "archive.db")) as database:
            database.execute(sql)
            database.commit()

    def report(self) -> dict[str, Any]:
        """The report of the last run."""
        (run,) = rows(self.folder, "SELECT id FROM runs ORDER BY rowid DESC LIMIT 1")
        path = self.folder / "reports" / f"{run[0]}.json"
        return dict(json.loads(path.read_text("utf-8")))

    def log(self) -> list[dict[str, Any]]:
        """The log of the last run."""
        path = self.folder / "reports" / f"{self.report()['run']}.log.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def ferry(tmp_path: Path, harvest: Harvest) -> Iterator[Watched]:
    """Two lists with one article each."""
    with served() as site:
        site.links("/", "/a/1.html")
        site.links("/country", "/a/2.html")
        site.article("/a/1.html", "渡船加开一班")
        site.article("/a/2.html", "浮桥修好了")
        site.station(tmp_path, lists=f'["{site.home}", "{site.home}country"]')
        yield Watched(site, tmp_path, harvest)


def test_a_run_visits_what_is_due_and_says_when_the_next_thing_is(ferry: Watched) -> None:
    """Lists whose time has not come are left alone; a changed one is read, its article held."""
    assert "0 of 2 lists" not in ferry.run("--dry-run")
    ferry.run()
    ferry.site.asked.clear()
    said = ferry.run()
    assert ferry.site.asked == []
    assert "finished (0): 1 station; 0 addresses visited; 0 articles read; 4 discovered = 4" in said
    dry = ferry.run("--dry-run")
    due = ferry.report()["next_due"]["ferry"]
    waits = f"0 of 2 lists, 0 new articles, 0 known ones to look at again; next at {due}"
    assert dry == f"ferry: {waits}\n"
    ferry.site.links("/country", "/a/2.html", "/a/3.html")
    ferry.site.article("/a/3.html", "稻子熟了")
    ferry.change(
        """UPDATE crawl_frontier SET due_at = '2026-01-01T00:00:00Z',
           read_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-10 hours') WHERE url LIKE '%country'"""
    )
    assert "ferry: 1 of 2 lists, 0 new" in ferry.run("--dry-run")
    ferry.run()
    assert ferry.site.asked == ["/robots.txt", "/country", "/a/3.html"]
    assert rows(
        ferry.folder,
        "SELECT new_count, round(new_hours),"
        " round((julianday(due_at) - julianday(read_at)) * 24, 1)"
        " FROM crawl_frontier WHERE url LIKE '%country'",
    ) == [(1.0, 10.0, 3.5)]


def test_new_articles_go_before_known_ones_and_the_budget_of_rechecks_is_kept(
    ferry: Watched,
) -> None:
    """After a long pause the watch must not hold up the news."""
    ferry.run()
    known = RECHECKS + 5
    for number in range(known):
        ferry.site.status(f"/b/{1000 + number}.html", 404)
    ferry.change(
        f"""WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {known - 1})
        INSERT INTO crawl_frontier (url, station, kind, article, state, outcome, due_at,
            discovered_at, settled_at)
        SELECT '{ferry.site.home}b/' || (1000 + i) || '.html', 'ferry', 'article',
            'ferry:' || (1000 + i), 'settled', 'gone', '2026-02-01', '2026-01-01', '2026-01-01'
        FROM n"""
    )
    ferry.change("UPDATE crawl_frontier SET due_at = '2026-01-01' WHERE is_start")
    ferry.site.links("/", "/a/1.html", "/a/4.html")
    ferry.site.article("/a/4.html", "稻子熟了")
    dry = ferry.run("--dry-run")
    assert f"ferry: 2 of 2 lists, 0 new articles, {RECHECKS} known ones" in dry
    ferry.site.asked.clear()
    ferry.run()
    asked = ferry.site.asked
    assert asked[:4] == ["/robots.txt", "/", "/country", "/a/4.html"]
    assert len(asked) == 4 + RECHECKS


def test_a_mended_station_file_is_tried_by_the_next_run(ferry: Watched) -> None:
    """Its lists are read at once, whenever they would be due."""
    ferry.site.station(ferry.folder, articles="['/wrong/(?P<id>\\d+)']")
    ferry.run(expect=1)
    ferry.site.station(ferry.folder)
    ferry.run()
    assert rows(ferry.folder, "SELECT title FROM articles") == [("渡船加开一班",)]


def test_a_list_that_is_down_is_told_by_every_run_until_it_is_up(ferry: Watched) -> None:
    """Also by one that did not ask for it; its exit code stays honest."""
    ferry.run()
    ferry.site.status("/country", 410)
    ferry.change("UPDATE crawl_frontier SET due_at = '2026-01-01' WHERE is_start")
    for _ in range(2):
        said = ferry.run(expect=1)
        assert f"ferry: {ferry.site.home}country: gone: status 410 (last read 20" in said
    ferry.site.links("/country", "/a/2.html")
    ferry.change("UPDATE crawl_frontier SET due_at = '2026-01-01' WHERE is_start")
    ferry.run()


def test_a_list_that_moved_is_read_where_it_is_now_and_the_file_is_to_name_it(
    ferry: Watched,
) -> None:
    """301 from /country to /rural: a note, no failure; the next visit follows again."""
    ferry.site.status("/country", 301, Location="/rural")
    ferry.site.links("/rural", "/a/2.html")
    said = ferry.run()
    assert f"ferry: {ferry.site.home}country leads to {ferry.site.home}rural" in said
    assert rows(ferry.folder, "SELECT count(*) FROM articles") == [(2,)]
    ferry.site.links("/rural", "/a/2.html", "/a/3.html")
    ferry.site.article("/a/3.html", "稻子熟了")
    ferry.change("UPDATE crawl_frontier SET due_at = '2026-01-01' WHERE is_start")
    ferry.run()
    assert rows(ferry.folder, "SELECT count(*) FROM articles") == [(3,)]


def test_a_list_vouches_for_the_days_since_it_was_read_before(ferry: Watched) -> None:
    """A list that is read weekly leaves no gap in `coverage`; one that has run over does."""
    ferry.run()
    ferry.change(
        """UPDATE crawl_frontier SET due_at = '2026-01-01', payload_digest = NULL,
           read_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-4 days') WHERE is_start"""
    )
    ferry.site.links("/", "/a/1.html", "/a/3.html")
    ferry.site.links("/country", "/a/4.html")
    ferry.site.article("/a/3.html", "稻子熟了")
    ferry.site.article("/a/4.html", "水渠通了")
    ferry.run()
    days = "CAST(round(julianday(date('now')) - julianday(day)) AS INTEGER)"
    query = f"SELECT list LIKE '%country', {days} FROM crawl_coverage WHERE read ORDER BY 1, 2"
    assert rows(ferry.folder, query) == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0)]


def test_a_run_that_is_out_of_time_says_so_and_the_next_one_goes_on(ferry: Watched) -> None:
    """State `stopped`: neither finished nor interrupted; nothing is lost."""
    ferry.site.page("/robots.txt", "User-agent: *\nCrawl-delay: 50\n")
    said = ferry.run("--max-time", 2, expect=None)
    assert "note     stopped at the time limit" in said
    assert "addresses are still due" in said
    ((state, code),) = rows(ferry.folder, "SELECT state, exit_code FROM runs")
    # on a slow machine not even the first list is read within two seconds, and the run warns
    assert (state, code) == ("stopped", 1 if "none of its lists was read" in said else 0)
    assert ferry.report()["state"] == "stopped"
    ferry.site.page("/robots.txt", "")
    ferry.run()
    assert rows(ferry.folder, "SELECT count(*) FROM articles") == [(2,)]


def test_the_log_has_a_line_for_each_event_with_run_and_station(ferry: Watched) -> None:
    """JSON lines; a visit tells outcome, status, article and what became of it."""
    ferry.site.status("/a/2.html", 500)
    ferry.run(expect=1)
    lines = ferry.log()
    assert {line["run"] for line in lines} == {ferry.report()["run"]}
    assert [(line["event"], line["station"]) for line in lines if line["event"] != "visit"] == [
        ("begin", None), ("plan", "ferry"), ("warning", None), ("end", None),
    ]  # fmt: skip
    visits = [line for line in lines if line["event"] == "visit"]
    assert {line["station"] for line in visits} == {"ferry"}
    told = [(line["url"].removeprefix(ferry.site.home), line["outcome"], line["status"],
             line.get("held"), line.get("fresh")) for line in visits]  # fmt: skip
    assert told == [
        ("", "captured", 200, None, 1), ("country", "captured", 200, None, 1),
        ("a/1.html", "captured", 200, "new", None), ("a/2.html", "failed", 500, None, None),
    ]  # fmt: skip
    assert lines[0]["settings"]["command"] == "harvest run"
    assert (lines[-1]["state"], lines[-1]["exit_code"]) == ("finished", 1)


def test_a_station_whose_articles_are_only_to_be_had_at_their_twins_is_no_silent_one(
    tmp_path: Path, harvest: Harvest
) -> None:
    """The canonical pages fail; those for telephones are read."""
    with served() as site:
        site.station(tmp_path, reads='"fixture"')
        with (tmp_path / "stations" / "ferry.toml").open("a", encoding="utf-8") as file:
            file.write("[[twin]]\npattern = '/m/a/'\ncanonical = '/a/'\n")
        site.links("/", "/m/a/1.html")
        site.status("/a/1.html", 404)
        site.article("/m/a/1.html", "渡船加开一班")
        said = Watched(site, tmp_path, harvest).run()
    assert "no article was ever read" not in said
    assert rows(tmp_path, "SELECT title FROM articles") == [("渡船加开一班",)]


def test_own_stations_that_a_run_skips_are_named_with_the_reason(
    tmp_path: Path, harvest: Harvest
) -> None:
    """By `run` and by `schedule`, on the error stream; one that is not marked is crawled."""
    site = Site(port=9)
    site.station(tmp_path, "ferry")
    (tmp_path / "stations" / "mill.toml").write_text(
        'title = "磨坊"\nhome = "http://127.0.0.2:9/"\nreads = "fixture"\nuntil = 2020-01-01\n',
        encoding="utf-8",
    )
    told = "harvest: mill is skipped: today is not within the days (`from`, `until`) of its file\n"
    run = harvest("run", "--dry-run", "--archive", tmp_path)
    assert (run.stderr, run.stdout.partition(":")[0]) == (told, "ferry")
    line = harvest("schedule", "--archive", tmp_path, "--contact", "a@example.org")
    assert (line.stderr, line.stdout.count("\n")) == (told, 1)


def test_a_station_without_patterns_is_told_why_no_article_was_read(ferry: Watched) -> None:
    """Its lists are read, and no address that they name counts as an article."""
    ferry.site.station(ferry.folder, articles="[]")
    assert (
        "ferry: no article was ever read from it: no `articles` pattern says which addresses are"
        " articles\n"
    ) in ferry.run(expect=1)
