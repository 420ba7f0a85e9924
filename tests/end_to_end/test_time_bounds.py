"""Nothing that a server sends holds up a run for ever: reading ends, and so does the process."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from support.commands import Harvest
from support.crawled import rows
from support.sites import Site, served

#: A station's own pattern that takes for ever on SLOW: each further letter doubles the time.
PATTERN = r"['/(?:[ab]+/?)+(?P<id>\d+)\.html']"
SLOW = "/" + "a" * 60 + "!"


class Ferry:
    """A station, its archive, and crawls of it in processes of their own."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.lists = json.dumps([f"{site.home}{name}" for name in ("east", "slow", "west")])

    def command(self, *options: str) -> list[str]:
        """The command line of a crawl."""
        program = "from harvester.cli import main; main()"
        words = [sys.executable, "-c", program, "crawl", "ferry", "--archive", str(self.folder)]
        return [*words, *options]

    def crawl(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Crawl once, to the end."""
        return subprocess.run(
            self.command(*options), capture_output=True, text=True, timeout=180, check=False
        )

    @contextmanager
    def crawling(self) -> Iterator[subprocess.Popen[bytes]]:
        """A crawl that goes on; it is killed at the end of the block."""
        with subprocess.Popen(self.command(), stderr=subprocess.DEVNULL) as process:
            try:
                yield process
            finally:
                process.kill()

    def leave_unread(self) -> None:
        """As if a run had died after it kept its captures, and before it read them."""
        with closing(sqlite3.connect(self.folder / "archive.db")) as database:
            database.execute(
                "INSERT INTO crawl_unread (capture) SELECT id FROM captures WHERE kind = 'list'"
            )
            database.execute(
                """UPDATE crawl_frontier SET state = 'pending', outcome = NULL, settled_at = NULL
                   WHERE kind = 'list'"""
            )
            database.commit()

    def unread(self) -> int:
        """How many captures wait to be read."""
        (number,) = rows(self.folder, "SELECT count(*) FROM crawl_unread WHERE why IS NULL")[0]
        assert isinstance(number, int)
        return number

    def outcomes(self) -> dict[object, object]:
        """What became of each list."""
        found = rows(self.folder, "SELECT url, outcome FROM crawl_frontier WHERE kind = 'list'")
        return {str(url).removeprefix(self.site.home): outcome for url, outcome in found}

    def has_begun(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until a run's books are open."""
        while self.books() != [("running", None)]:
            assert process.poll() is None
            time.sleep(0.05)

    def books(self) -> list[tuple[object, ...]]:
        """State and exit code of the last run."""
        return rows(self.folder, "SELECT state, exit_code FROM runs ORDER BY rowid DESC LIMIT 1")


@pytest.fixture
def ferry(tmp_path: Path) -> Iterator[Ferry]:
    """Three lists: two that name one good article each, and one that names SLOW beside it."""
    with served() as site:
        ferry = Ferry(site, tmp_path)
        site.station(tmp_path, articles=PATTERN, lists=ferry.lists)
        for number, name in enumerate(("east", "west")):
            site.links(f"/{name}", f"/a/{number}.html")
            site.article(f"/a/{number}.html", f"渡船加开第{number}班")
        site.links("/slow", "/a/7.html", SLOW)
        yield ferry


def stop_twice(process: subprocess.Popen[bytes]) -> None:
    """Two signals, as an impatient operator sends them."""
    for _ in range(2):
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)


def test_a_page_whose_reading_does_not_end_is_quarantined(ferry: Ferry) -> None:
    """The others are read; its capture is kept; the run says which one it was."""
    result = ferry.crawl()
    assert result.returncode == 1
    assert "/slow: quarantined: reading took more than 10 s" in result.stderr
    assert rows(
        ferry.folder, "SELECT url, outcome, detail FROM crawl_frontier WHERE outcome != 'captured'"
    ) == [(f"{ferry.site.home}slow", "quarantined", "reading took more than 10 s")]
    assert rows(ferry.folder, "SELECT title FROM articles ORDER BY 1") == [
        ("渡船加开第0班",),
        ("渡船加开第1班",),
    ]
    assert rows(ferry.folder, "SELECT count(*) FROM captures WHERE url LIKE '%/slow'") == [(1,)]


def test_a_second_signal_ends_a_run_that_is_within_a_pattern_match(ferry: Ferry) -> None:
    """The match lets no other thread go on, and the reactor does not come to its turn."""
    with ferry.crawling() as process:
        while "/slow" not in ferry.site.asked:
            assert process.poll() is None
            time.sleep(0.1)
        time.sleep(1)
        stop_twice(process)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert ferry.books() == [("running", None)]  # it was not waited for until reading was stopped


def test_a_second_signal_ends_a_run_that_waits_for_the_database(ferry: Ferry) -> None:
    """Within a library, Python does not even see the signals."""
    ferry.site.links("/slow")
    assert ferry.crawl().returncode == 0
    with (
        ferry.crawling() as process,
        closing(sqlite3.connect(ferry.folder / "archive.db", isolation_level=None)) as other,
    ):
        ferry.has_begun(process)
        other.execute("BEGIN IMMEDIATE")
        stop_twice(process)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert ferry.books() == [("running", None)]
    assert ferry.crawl().returncode == 0


def test_a_signal_does_not_wait_for_a_server_that_never_answers(ferry: Ferry) -> None:
    """It accepts the connection and says nothing: nothing is in hand that could be lost."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        home = f"http://127.0.0.1:{server.getsockname()[1]}/"
        ferry.site.station(ferry.folder, home=f'"{home}"', lists=f'["{home}list"]')
        with ferry.crawling() as process:
            server.settimeout(120)
            connection, _ = server.accept()
            with connection:
                connection.recv(1)
                process.send_signal(signal.SIGTERM)
                assert process.wait(22) == 128 + signal.SIGTERM  # 25 s for what is in hand
    assert ferry.books() == [("interrupted", 143)]
    assert rows(ferry.folder, "SELECT state FROM crawl_frontier") == [("pending",)]


@pytest.fixture
def unread(ferry: Ferry) -> Ferry:
    """Three lists that a dead run kept and did not read; to read the second takes for ever."""
    ferry.site.station(ferry.folder, lists=ferry.lists)  # by its usual pattern nothing does
    assert ferry.crawl().returncode == 0
    ferry.leave_unread()
    ferry.site.station(ferry.folder, lists=ferry.lists, articles=PATTERN)
    ferry.site.asked.clear()
    return ferry


def test_captures_of_a_dead_run_are_read_no_longer_than_the_run_may_last(unread: Ferry) -> None:
    """What is not read by then waits for the next run; this one fetches nothing."""
    result = unread.crawl("--max-time", "1")
    assert result.returncode == 1, result.stderr  # one page failed
    assert (unread.books(), unread.site.asked) == ([("stopped", 1)], [])
    assert unread.outcomes() == {"east": "captured", "slow": "quarantined", "west": None}
    assert unread.unread() == 1


def test_a_signal_stops_a_run_that_reads_the_captures_of_a_dead_one(unread: Ferry) -> None:
    """As it does later: what is under way is finished, the books are closed."""
    with unread.crawling() as process:
        unread.has_begun(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 128 + signal.SIGTERM
    assert (unread.books(), unread.site.asked) == ([("interrupted", 143)], [])
    assert unread.unread() > 0


def test_a_second_signal_ends_it_there_too(unread: Ferry) -> None:
    """The reactor, which it stops otherwise, does not run yet."""
    with unread.crawling() as process:
        unread.has_begun(process)
        stop_twice(process)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert (unread.books(), unread.site.asked) == ([("running", None)], [])


def test_a_saved_page_whose_reading_does_not_end_has_a_row_that_says_so(
    tmp_path: Path, harvest: Harvest
) -> None:
    """The rows after it are read."""
    with served() as site:
        site.station(tmp_path, articles=PATTERN)
        site.article("/a/1.html", "渡船加开一班")
        page = site.pages["/a/1.html"]
    assert isinstance(page, tuple)
    (tmp_path / "page.html").write_bytes(page[2])
    lines = [
        {"file": "page.html", "station": "ferry", "url": site.home[:-1] + path}
        for path in (SLOW, "/a/1.html")
    ]
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    result = harvest("read", "--manifest", manifest, "--station-files", tmp_path)
    first, second = map(json.loads, result.stdout.splitlines())
    page_file = tmp_path / "page.html"
    assert first == {
        "file": "page.html",
        "error": f"{page_file}: reading took more than 10 s",
        "kind": "unreadable",
    }
    assert second["title"] == "渡船加开一班"


def test_of_a_list_with_too_many_addresses_the_run_says_what_was_left_out(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Its two ends are read, and nothing is lost without a word."""
    with served() as site:
        site.station(tmp_path, feeds=json.dumps([f"{site.home}feed"]), lists="[]")
        items = "".join(f"<item><link>/a/{number}.html</link></item>" for number in range(60_000))
        site.page("/feed", f"<rss><channel>{items}</channel></rss>")
        result = harvest("crawl", "ferry", "--archive", tmp_path, "--limit", "1")
        feed = f"{site.home}feed"
    told = "10000 of the addresses that it names were not looked at"
    assert result.returncode == 1
    assert f"ferry: {feed}: {told}" in result.stderr
    assert rows(tmp_path, "SELECT detail FROM crawl_frontier WHERE kind = 'feed'") == [(told,)]
    assert rows(tmp_path, "SELECT count(*) FROM crawl_frontier WHERE kind = 'article'") == [
        (50_000,)
    ]
