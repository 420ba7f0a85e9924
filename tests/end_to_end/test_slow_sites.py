"""Nothing waits for one site: neither its robots.txt nor its pages hold a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.crawled import rows
from support.sites import Answer, served

from harvester.run.politeness import Host

#: `harvest`, with a robots.txt that may take half a second where the product gives it twenty.
_PROGRAM = """
from harvester.cli import main
from harvester.crawl import robots
robots._ROBOTS_META["download_timeout"] = 0.5
main()
"""

#: `harvest`, for which the second in which connections close is over at once: on a loop that is
#: busy for so long, the end of that second and of the connections come together.
_BUSY = """
from harvester.cli import main
from harvester.crawl.lenient_http import DownloadHandler
def busy(handler, crawler, made=DownloadHandler.__init__):
    made(handler, crawler)
    handler._disconnect_timeout = 0
DownloadHandler.__init__ = busy
main()
"""


def run(folder: Path, *options: str) -> tuple[int, dict[str, list[str]]]:
    """The exit code of a run, and its report."""
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "run", "--archive", str(folder), *options],
        env={**os.environ, "NEWS_CONTACT": "desk@example.org"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    (report,) = (folder / "reports").glob("*.json")
    return ended.returncode, json.loads(report.read_text("utf-8"))


def slow(seconds: float, page: Answer | Callable[[], Answer]) -> Callable[[], Answer]:
    """The same answer, later."""

    def answer() -> Answer:
        time.sleep(seconds)
        return page() if callable(page) else page

    return answer


def test_a_robots_txt_that_hangs_is_asked_for_once_and_holds_no_other_station(
    tmp_path: Path,
) -> None:
    """Three times sixty seconds with pauses held the lock of the archive for five minutes."""
    end = threading.Event()
    with served() as good, served() as hanging:
        good.links("/", "/a/1.html")
        good.article("/a/1.html", "渡船加开一班")
        good.station(tmp_path)
        hanging.pages["/robots.txt"] = lambda: (end.wait(60), (404, {}, b""))[1]
        hanging.station(tmp_path, "mill")
        code, report = run(tmp_path)
        end.set()
        assert hanging.asked == ["/robots.txt"]
    assert code == 1
    assert rows(tmp_path, "SELECT title FROM articles") == [("渡船加开一班",)]
    (warning,) = (line for line in report["warnings"] if line.startswith("mill: http"))
    assert warning.endswith("what is due there stays due")


def test_a_station_ends_with_its_share_of_the_time_and_the_rest_stays_due(tmp_path: Path) -> None:
    """A run lasts as long as its slowest station: so each has a bound."""
    with served() as site:
        paths = [f"/a/{number}.html" for number in range(1, 13)]
        site.links("/", *paths)
        for path in paths:
            site.article(path, f"渡船加开{path}")
            site.pages[path] = slow(1, site.pages[path])
        site.station(tmp_path)
        _, report = run(tmp_path, "--station-time", "4")
    assert "ferry: its share of the run's time is used up; the rest stays due" in report["notes"]
    states = dict(rows(tmp_path, "SELECT state, count(*) FROM crawl_frontier GROUP BY state"))
    assert states.keys() <= {"settled", "pending"}
    assert states["pending"] > 0


def test_a_host_that_was_waited_for_in_vain_is_left_alone_for_an_hour() -> None:
    """After the second request that took a minute; refused connections come to little."""
    now = datetime(2026, 7, 1, tzinfo=UTC)
    hanging, refusing = Host(), Host()
    assert [hanging.no_answer(60, now) for _ in range(2)] == [None, now + timedelta(hours=1)]
    assert [refusing.no_answer(0.1, now) for _ in range(50)] == [None] * 50


def test_stations_that_end_while_the_loop_is_busy_end_quietly(tmp_path: Path) -> None:
    """As of 200 stations dozens do: their connections close later than the second they have."""
    with served() as site:
        site.links("/")
        site.station(tmp_path)
        ended = subprocess.run(
            [sys.executable, "-c", _BUSY, "crawl", "ferry", "--archive", str(tmp_path)],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert "finished" in ended.stderr
    assert "AlreadyCalledError" not in ended.stderr
