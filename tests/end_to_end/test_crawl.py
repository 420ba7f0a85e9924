"""Crawls of the demo region by the command that an operator types."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.commands import ROOT, Demo, Harvest
from support.crawled import assert_whole, copy_of, held, rows

from archive.custody.opening import open_archive
from archive.store.archive import Archive
from harvester.demo.region import Expected, Region
from harvester.demo.server import DemoServer


def test_a_crawl_of_the_demo_region_ends_well_and_says_so(demo: Demo) -> None:
    """Exit code 0, and a summary on the error stream, where cron looks."""
    assert demo.result.returncode == 0, demo.result.stderr
    assert "finished (0): 8 stations; " in demo.result.stderr
    assert "[scrapy" not in demo.result.stderr


def test_every_article_of_the_region_is_held_as_it_was_printed(demo: Demo) -> None:
    """Reading is proved against the texts that the pages were printed from."""
    expected = {item.id: item for item in demo.server.region.expected}
    with Archive.read_only(demo.folder) as archive:
        for identifier, item in expected.items():
            record = archive.record_of(identifier)
            assert _said(record) == _wanted(item), identifier
            assert record["url"] in item.addresses
    assert len(rows(demo.folder, "SELECT id FROM articles")) == len(expected)


def _wanted(item: Expected) -> dict[str, object]:
    return {
        "title": item.title,
        "published_at": item.published_at,
        "source": item.source,
        "authors": list(item.authors),
        "editors": list(item.editors),
        "body": item.body,
        "complete": True,
    }


def _said(record: dict[str, object]) -> dict[str, object]:
    names = ("title", "published_at", "source", "authors", "editors", "body")
    return {name: record[name] for name in (*names, "complete")}


def test_every_address_has_one_state_and_a_settled_one_an_outcome(demo: Demo) -> None:
    """After a complete run nothing is pending, leased or without an outcome."""
    states = rows(
        demo.folder, "SELECT DISTINCT state, outcome IS NULL FROM crawl_frontier ORDER BY 1"
    )
    assert states == [("settled", 0)]


def test_an_article_that_robots_txt_forbids_is_never_asked_for(demo: Demo) -> None:
    """The frontier says why; the server's own log proves it."""
    refused = demo.server.region.refused
    found = rows(demo.folder, "SELECT url FROM crawl_frontier WHERE outcome = 'robots'")
    assert {url for (url,) in found} == set(refused)
    asked = {path for _, _, _, path, _ in demo.server.requests}
    assert not [url for url in refused if url.split("/", 3)[3] in asked]


def test_each_host_is_asked_for_robots_txt_first_and_one_request_at_a_time(demo: Demo) -> None:
    """Politeness is read from the server's log, not from our settings."""
    for name in demo.names:
        paths = [path for _, station, _, path, _ in demo.server.requests if station == name]
        assert paths[0] == "/robots.txt", name


def test_robots_txt_is_kept_with_the_run_that_obeyed_it(demo: Demo) -> None:
    """What was allowed on that day can be shown years later."""
    kept = rows(
        demo.folder,
        """SELECT count(DISTINCT url), count(DISTINCT run) FROM captures WHERE kind = 'robots'""",
    )
    assert kept == [(8, 1)]


def test_a_second_complete_run_adds_nothing_and_changes_nothing(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """Not an article, not a revision, not an address."""
    folder = copy_of(demo, tmp_path / "copy")
    before = held(folder)
    frontier = rows(folder, "SELECT url, outcome FROM crawl_frontier WHERE kind = 'article'")
    result = harvest("crawl", *demo.names, "--archive", folder)
    assert result.returncode == 0, result.stderr
    assert held(folder) == before
    assert rows(folder, "SELECT count(*) FROM revisions") == [(0,)]
    again = rows(folder, "SELECT url, outcome FROM crawl_frontier WHERE kind = 'article'")
    assert again == frontier


def test_looking_at_every_article_again_changes_nothing_where_the_station_changed_nothing(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """`--recheck` gets 304s and pages whose chrome differs; neither makes a revision."""
    folder = copy_of(demo, tmp_path / "copy")
    before = held(folder)
    result = harvest("crawl", *demo.names, "--archive", folder, "--recheck")
    assert result.returncode == 0, result.stderr
    assert held(folder) == before
    assert rows(folder, "SELECT count(*) FROM revisions") == [(0,)]


def test_day_two_brings_corrections_and_withdrawals_as_revisions_and_states(
    tmp_path: Path, harvest: Harvest
) -> None:
    """What the station changed is a revision, what it took away is a state; nothing is lost."""
    with DemoServer() as server:
        server.write_stations(tmp_path)
        first = harvest("crawl", *server.ports, "--archive", tmp_path)
        assert first.returncode == 0, first.stderr
        before = {row[0]: row for row in held(tmp_path)}
        server.day = 2
        second = harvest("crawl", *server.ports, "--archive", tmp_path, "--recheck")
        region: Region = server.region
    assert second.returncode == 0, second.stderr
    with Archive.read_only(tmp_path) as archive:
        for item in region.expected:
            assert _said(archive.record_of(item.id)) == _wanted(item)
    states = dict(rows(tmp_path, "SELECT id, state FROM articles"))
    assert {i: s for i, s in states.items() if s != "live"} == {
        item.id: item.state
        for item in (*region.expected, *region.withdrawn)
        if item.state != "live"
    }
    superseded = rows(tmp_path, "SELECT article, title, body FROM revisions")
    changed = {item.id for item in region.expected if item.state == "changed"}
    assert {article for article, _, _ in superseded} == changed
    for article, title, body in superseded:
        assert (title, body) == (before[str(article)][3], before[str(article)][11])
    assert_whole(tmp_path)


def test_an_article_in_two_parts_is_held_whole_with_both_captures(demo: Demo) -> None:
    """The second part is fetched with the first, and is no article of its own."""
    parts = rows(
        demo.folder,
        """SELECT article, count(*) FROM revision_captures GROUP BY 1 HAVING count(*) > 1""",
    )
    assert parts
    assert {count for _, count in parts} == {2}


def test_killed_at_any_moment_and_run_again_nothing_is_lost_or_doubled(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """SIGKILL in mid-crawl, five times; then the archive is the same as after one clean run.

    What was killed read its pages in a process, and the last run in place.
    """
    demo.server.write_stations(tmp_path)
    command = [sys.executable, "-c", "from harvester.cli import main; main()", "crawl"]
    command += [*demo.names, "--workers", "1", "--archive", str(tmp_path)]
    for moment in (0.6, 0.9, 1.2, 1.5, 1.1):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
    result = harvest("crawl", *demo.names, "--archive", tmp_path)
    assert result.returncode == 0, result.stderr
    assert held(tmp_path) == held(demo.folder)
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(0,)]
    assert_whole(tmp_path)


def test_a_stopped_run_says_so_and_the_next_one_goes_on(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """SIGTERM ends with 143 and state "interrupted"; what was not visited is still due."""
    demo.server.write_stations(tmp_path)
    for path in (tmp_path / "stations").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace("delay     = 0 ", "delay = 0.2"), "utf-8")
    command = [sys.executable, "-c", "from harvester.cli import main; main()", "crawl"]
    command += [*demo.names, "--workers", "1", "--archive", str(tmp_path)]
    asked = len(demo.server.requests)
    with subprocess.Popen(command) as process:
        while len(demo.server.requests) < asked + 20:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert rows(tmp_path, "SELECT state, exit_code FROM runs") == [("interrupted", 143)]
    assert rows(tmp_path, "SELECT count(*) FROM crawl_frontier WHERE state = 'leased'") == [(0,)]
    demo.server.write_stations(tmp_path)
    assert harvest("crawl", *demo.names, "--archive", tmp_path).returncode == 0
    assert held(tmp_path) == held(demo.folder)


def test_a_second_run_at_the_same_time_ends_at_once_and_names_the_first(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """Exit code 75: two cron lines may overlap without harm."""
    folder = copy_of(demo, tmp_path / "copy")
    with open_archive(folder):
        result = harvest("crawl", "demo-daily", "--archive", folder)
    assert result.returncode == 75
    assert str(os.getpid()) in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_station_that_gives_nothing_ends_the_run_with_a_warning(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Exit code 4 comes from what the frontier says, not from the fact that the crawl ended."""
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "dead.toml").write_text(
        'title = "停站"\nhome = "http://127.0.0.1:9/"\ndelay = 0\n', encoding="utf-8"
    )
    result = harvest("crawl", "dead", "--archive", tmp_path)
    assert result.returncode == 4
    assert "dead: http://127.0.0.1:9/robots.txt could not be had" in result.stderr
    assert rows(tmp_path, "SELECT outcome, state FROM crawl_frontier") == [(None, "retry")]


def test_a_real_station_is_not_crawled_without_a_contact(tmp_path: Path, harvest: Harvest) -> None:
    """One clear line and exit code 2, before anything is fetched or made."""
    result = harvest("crawl", "rednet-xiangtan", "--archive", tmp_path / "new")
    assert result.returncode == 2
    assert "rednet-xiangtan" in result.stderr
    assert "--contact" in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_limit_bounds_the_articles_of_each_station(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """What is over the limit stays pending for the next run."""
    demo.server.write_stations(tmp_path)
    result = harvest("crawl", "demo-daily", "--archive", tmp_path, "--limit", 3)
    assert result.returncode == 0, result.stderr
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    pending = rows(tmp_path, "SELECT count(*) > 0 FROM crawl_frontier WHERE state = 'pending'")
    assert pending == [(1,)]


def test_the_report_of_a_run_adds_up(demo: Demo) -> None:
    """One JSON file per run, whose counts are those of the frontier."""
    (path,) = (demo.folder / "reports").glob("*.json")
    report = json.loads(path.read_text("utf-8"))
    assert (report["state"], report["exit_code"], report["warnings"]) == ("finished", 0, [])
    counted = rows(demo.folder, "SELECT count(*) FROM crawl_frontier")
    assert sum(report["frontier"].values()) == report["discovered"] == counted[0][0]
    assert set(report["next_due"]) == set(report["stations"])
    assert len(report["robots"]) == 8
    assert {answer["status"] for answer in report["robots"].values()} <= {200, 404}
    assert report["settings"]["command"] == "harvest crawl"
    visited = sum(sum(counts.values()) for counts in report["outcomes"].values())
    skipped = rows(demo.folder, "SELECT count(*) FROM crawl_frontier WHERE outcome = 'duplicate'")
    assert visited + int(str(skipped[0][0])) == counted[0][0]
    assert set(report["stations"]) == set(demo.names)


def test_scrapy_lists_and_crawls_stations_by_its_own_commands(demo: Demo, tmp_path: Path) -> None:
    """`scrapy list` and `scrapy crawl` work in the checkout, on the archive that is named."""
    checkout = ROOT
    demo.server.write_stations(tmp_path)
    environment = os.environ | {"NEWS_ARCHIVE": str(tmp_path)}

    def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=checkout, env=environment, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip

    assert {"rednet-xiangtan", "demo-daily"} <= set(scrapy("list").stdout.split())
    scrapy("crawl", "demo-songxiu")
    found = rows(tmp_path, "SELECT count(*) FROM articles WHERE station = 'demo-songxiu'")
    expected = [i for i in demo.server.region.expected if i.station == "demo-songxiu"]
    assert found == [(len(expected),)]


def test_scrapys_own_command_ends_with_the_code_that_the_run_deserves(tmp_path: Path) -> None:
    """Scrapy's says 0 of a dead server, and of a crawl that never began."""
    checkout = ROOT
    (tmp_path / "stations").mkdir()
    (tmp_path / "stations" / "dead.toml").write_text(
        'title = "停站"\nhome = "http://127.0.0.1:9/"\ndelay = 0\n', encoding="utf-8"
    )
    environment = {key: value for key, value in os.environ.items() if key != "NEWS_CONTACT"}
    codes = [
        subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", name],
            cwd=checkout, env=environment | {"NEWS_ARCHIVE": str(tmp_path)}, capture_output=True,
            check=False, timeout=120,
        ).returncode
        for name in ("dead", "rednet-xiangtan")
    ]  # fmt: skip
    assert codes == [4, 2]
    assert rows(tmp_path, "SELECT state, exit_code FROM runs") == [("finished", 4)]


def test_every_warc_of_a_crawl_passes_warcio_check(demo: Demo) -> None:
    """A validator that is not ours verifies every digest."""
    files = sorted((demo.folder / "warc").glob("*.warc.gz"))
    assert files
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout[-2000:]
    assert "digest pass" in checked.stdout


@pytest.mark.parametrize("name", ["no-such-station", "../../etc/passwd", "demo-dialy"])
def test_an_unknown_station_is_refused_with_the_nearest_name(
    name: str, demo: Demo, harvest: Harvest
) -> None:
    """Exit code 2 and one line."""
    result = harvest("crawl", name, "--archive", demo.folder)
    assert result.returncode == 2
    assert "no such station" in result.stderr


def test_a_dry_run_says_what_is_due_and_fetches_nothing(demo: Demo, harvest: Harvest) -> None:
    """An operator looks before the first real run."""
    asked = len(demo.server.requests)
    result = harvest("run", "--dry-run", "--station", "demo-d*", "--archive", demo.folder)
    assert result.returncode == 0, result.stderr
    said = "demo-daily: 0 of 4 lists, 0 new articles, 0 known ones to look at again; next at 20"
    assert result.stdout.startswith(said)
    assert len(demo.server.requests) == asked
