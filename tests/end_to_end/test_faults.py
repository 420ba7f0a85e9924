"""Faults injected for real: each run ends with an honest exit code, and the next one goes on."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.crawled import assert_whole, rows
from support.sites import Site, served

from harvester.run.clock_check import OwnClock

ARTICLES = 40
PROGRAM = "from harvester.cli import main; main()"
#: Where Debian keeps libfaketime, whatever the machine.
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


@dataclass(frozen=True)
class Begun:
    """A site, and an archive in which its first article is held and the others are due."""

    site: Site
    folder: Path

    def crawl(
        self,
        folder: Path,
        *options: str,
        bug: str = "",
        under: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        limit: Callable[[], object] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Crawl in a process of its own, with a bug put in, under a program, or with limits.

        Under a limit no bytecode is kept: it would be cut off, and taken for whole by the next one.
        """
        bare = {"PYTHONDONTWRITEBYTECODE": "1"} if limit else {}
        return subprocess.run(
            [*under, *self.command(folder, *options, bug=bug)],
            capture_output=True, text=True, timeout=180, check=False, preexec_fn=limit,
            env=os.environ | {"NO_COLOR": "1"} | bare | dict(environment or {}),
        )  # fmt: skip

    def command(self, folder: Path, *options: str, bug: str = "") -> list[str]:
        """The command line of a crawl."""
        program = f"{bug}\n{PROGRAM}"
        return [sys.executable, "-c", program, "crawl", "ferry", *options, "--archive", str(folder)]

    def goes_on(self, folder: Path) -> None:
        """The next run finds everything whole, and fetches what is left."""
        result = self.crawl(folder)
        assert result.returncode == 0, result.stderr
        assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES,)]
        assert rows(folder, "SELECT count(*) FROM revisions") == [(0,)]
        assert rows(folder, "SELECT DISTINCT state FROM crawl_frontier") == [("settled",)]
        assert_whole(folder)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    """Forty articles of other words each, so that each commit is of some size."""
    folder = tmp_path_factory.mktemp("faults")
    with served() as site:
        site.links("/", *(f"/a/{number}.html" for number in range(ARTICLES)))
        for number in range(ARTICLES):
            chance = random.Random(number)
            site.article(
                f"/a/{number}.html",
                f"渡船加开第{number}班",
                *("".join(chance.choices("河船渡雾晨灯桥岸学生人风水田", k=80)) for _ in range(25)),
            )
        site.station(folder)
        crawled = Begun(site, folder)
        result = crawled.crawl(folder, "--limit", "1")
        assert result.returncode == 0, result.stderr
        yield crawled


@pytest.fixture
def folder(begun: Begun, tmp_path: Path) -> Path:
    """A copy of the archive, to be broken."""
    return Path(shutil.copytree(begun.folder, tmp_path / "archive"))


def books(folder: Path) -> list[tuple[object, ...]]:
    """State and exit code of the last run."""
    return rows(folder, "SELECT state, exit_code FROM runs ORDER BY rowid DESC LIMIT 1")


# --- our own mistakes --------------------------------------------------------------------------


def test_a_bug_that_one_page_brings_out_quarantines_that_page_only(
    begun: Begun, folder: Path
) -> None:
    """Its capture is kept for a better reader; the run says that a page failed."""
    bug = """
import harvester.run.readers as readers
real = readers.process
def process(address, fetched, station):
    if address.url.endswith("/a/7.html"):
        raise RuntimeError("a mistake")
    return real(address, fetched, station)
readers.process = process"""
    result = begun.crawl(folder, bug=bug)
    assert result.returncode == 1
    assert "RuntimeError: a mistake" in result.stderr
    assert rows(folder, "SELECT url, detail FROM crawl_frontier WHERE outcome = 'quarantined'") == [
        (f"{begun.site.home}a/7.html", "bug: RuntimeError: a mistake")
    ]
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES - 1,)]
    assert rows(folder, "SELECT count(*) FROM captures WHERE url LIKE '%/a/7.html'") == [(1,)]
    assert_whole(folder)


def test_an_article_that_cannot_be_held_does_not_take_others_of_its_commit_along(
    begun: Begun, folder: Path
) -> None:
    """The commit is tried again visit by visit; the next run reads the page from its capture."""
    bug = """
from archive.history import merge
real = merge.merge_article
def fail(connection, article, *more):
    if article.id == "ferry:7":
        raise RuntimeError("a mistake")
    return real(connection, article, *more)
merge.merge_article = fail"""
    result = begun.crawl(folder, bug=bug)
    assert result.returncode == 1
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES - 1,)]
    assert books(folder) == [("finished", 1)]
    begun.goes_on(folder)


@pytest.mark.parametrize(
    ("owner", "method"),
    [
        ("harvester.frontier.leases.Leases", "lease"),
        ("harvester.crawl.scheduler.FrontierScheduler", "open"),
    ],
)
def test_a_bug_that_no_page_can_be_blamed_for_ends_the_run(
    owner: str, method: str, begun: Begun, folder: Path
) -> None:
    """Exit code 70. Scrapy would log what its scheduler raises and ask it again, for ever."""
    module, _, name = owner.rpartition(".")
    bug = f"""
from {module} import {name}
def mistaken(*_, **__):
    raise RuntimeError("a mistake")
{name}.{method} = mistaken"""
    result = begun.crawl(folder, bug=bug)
    assert result.returncode == 70, result.stderr
    assert "internal error while" in result.stderr
    assert books(folder) == [("failed", 70)]
    assert_whole(folder)


# --- servers -----------------------------------------------------------------------------------


def test_dead_servers_of_all_kinds_are_told_and_stay_due(tmp_path: Path, begun: Begun) -> None:
    """Refused, cut off, no TLS where it should be, no such name: a run of them ends with 1."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:

        def hang_up() -> None:
            while True:
                try:
                    deaf.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=hang_up, daemon=True).start()
        homes = {
            "refused": "http://127.0.0.1:9/",
            "cut": f"http://127.0.0.1:{deaf.getsockname()[1]}/",
            "plain": f"https://127.0.0.1:{begun.site.port}/",
            "nameless": "http://no-such-host.invalid/",
        }
        (tmp_path / "stations").mkdir()
        for name, home in homes.items():
            text = f'title = "停站"\nhome = "{home}"\ndelay = 0\n'
            (tmp_path / "stations" / f"{name}.toml").write_text(text, encoding="utf-8")
        options = ["--archive", str(tmp_path), "--contact", "test@example.org"]
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM, "crawl", *homes, *options],
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        deaf.shutdown(socket.SHUT_RDWR)
    assert result.returncode == 4, result.stderr
    for name, home in homes.items():
        assert f"{name}: {home}robots.txt could not be had" in result.stderr
    found = rows(tmp_path, "SELECT station, state FROM crawl_frontier ORDER BY station")
    assert found == [(name, "retry") for name in sorted(homes)]


# --- disks -------------------------------------------------------------------------------------


@contextmanager
def mounted(place: Path, size: int) -> Iterator[None]:
    """A file system of so many bytes at a place; the test is skipped where none can be mounted."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a file system can only be mounted by root, and not in every container")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def remount(place: Path, option: str) -> None:
    """Change a mounted file system."""
    subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)


def test_a_full_disk_ends_the_run_and_room_is_all_that_the_next_one_needs(
    begun: Begun, folder: Path, tmp_path: Path
) -> None:
    """Exit code 74, and again where the disk has become read-only."""
    place = tmp_path / "small"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with mounted(place, size + 900_000):
        shutil.copytree(folder, place / "archive")
        result = begun.crawl(place / "archive")
        assert result.returncode == 74, result.stderr
        assert "Make room" in result.stderr
        remount(place, "size=64m")
        begun.goes_on(place / "archive")
        remount(place, "ro")
        result = begun.crawl(place / "archive")
        assert result.returncode == 74
        assert "Read-only file system" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_file_that_may_not_grow_ends_the_run(begun: Begun, folder: Path) -> None:
    """RLIMIT_FSIZE, as a quota; what was acknowledged stays."""
    most = (folder / "archive.db").stat().st_size + 10_000
    result = begun.crawl(
        folder, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    )
    assert result.returncode == 74, result.stderr
    assert "Traceback" not in result.stderr
    begun.goes_on(folder)


def _strace() -> str | None:
    """The program that injects errors into system calls, if it may."""
    program = shutil.which("strace")
    if program and subprocess.run([program, "true"], capture_output=True, check=False).returncode:
        return None  # a container may forbid it
    return program


@pytest.mark.parametrize(
    ("path", "call", "error"),
    [
        ("archive.db-wal", "fdatasync", "EIO:when=5"),
        ("archive.db-wal", "pwrite64", "ENOSPC:when=90+"),
        ("warc", "fsync", "EIO:when=2"),
    ],
)
def test_a_disk_that_fails_ends_the_run_and_nothing_was_acknowledged(
    path: str, call: str, error: str, begun: Begun, folder: Path
) -> None:
    """Input/output errors while the journal or the WARC is synced; no space for the journal."""
    program = _strace()
    if program is None:
        pytest.skip("needs strace")
    trace = ["-f", "-o", os.devnull, "-P", str(folder / path), "-e", f"trace={call}"]
    result = begun.crawl(folder, under=[program, *trace, "-e", f"inject={call}:error={error}"])
    assert result.returncode == 74, result.stderr
    assert "Traceback" not in result.stderr
    begun.goes_on(folder)


def test_too_few_open_files_end_the_run(begun: Begun, folder: Path) -> None:
    """`ulimit -n 12`: whatever fails first, it does not look like success."""
    result = begun.crawl(folder, limit=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12)))
    assert result.returncode in {70, 74}, result.stderr
    assert_whole(folder)


def test_a_run_that_gets_no_more_memory_ends_and_nothing_acknowledged_is_lost(
    begun: Begun, folder: Path
) -> None:
    """RLIMIT_AS, from the tenth page on: whatever fails first, it does not look like success.

    Now and then a library in C fails first, and does not outlive that.
    """
    bug = """
import resource
import harvester.run.readers as readers
real, seen = readers.process, []
def process(*asked):
    seen.append(asked)
    visit = real(*asked)
    if len(seen) == 10:
        with open("/proc/self/statm") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now, now))
        seen.append(["x" * 1000 for _ in range(100_000)])  # what is free of it already
    return visit
readers.process = process"""
    result = begun.crawl(folder, bug=bug)
    assert result.returncode in {1, 74, -signal.SIGSEGV, -signal.SIGABRT}, result.stderr
    assert result.returncode < 0 or "emory" in result.stderr
    assert rows(folder, "SELECT count(*) FROM articles") < [(ARTICLES,)]
    begun.goes_on(folder)


def test_a_program_that_gets_no_memory_says_so(folder: Path) -> None:
    """In one line, and with the code of what the machine has too little of."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("UPDATE events SET detail = json_quote(hex(zeroblob(30000000)))")
    program = """
import resource
import archive.cli, archive.store.article_details, archive.store.archive
with open("/proc/self/statm") as file:
    most = int(file.read().split()[0]) * resource.getpagesize() + 20_000_000
resource.setrlimit(resource.RLIMIT_AS, (most, most))
archive.cli.main()"""
    result = subprocess.run(
        [sys.executable, "-c", program, "log", "ferry:0", "--archive", str(folder)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 74, result.stderr
    assert result.stderr.startswith("archive: there is not enough memory")
    assert result.stderr.count("\n") == 1


# --- other processes ---------------------------------------------------------------------------


def _wait_for(happened: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_run_that_was_stopped_is_named_and_a_killed_one_holds_nothing(
    begun: Begun, folder: Path
) -> None:
    """SIGSTOP, as by Ctrl-Z: the second run ends with 75 and says what can be done."""
    with subprocess.Popen(begun.command(folder), stderr=subprocess.DEVNULL) as first:
        _wait_for(lambda: str(first.pid) in (folder / "archive.lock").read_text("utf-8"))
        first.send_signal(signal.SIGSTOP)
        try:
            os.waitid(os.P_PID, first.pid, os.WSTOPPED | os.WNOWAIT)
            second = begun.crawl(folder)
        finally:
            first.send_signal(signal.SIGKILL)
    assert second.returncode == 75
    told = f"process {first.pid}, for 0 min, stopped: kill -CONT lets it go on"
    assert told in second.stderr
    begun.goes_on(folder)


def test_a_terminal_that_hangs_up_interrupts_the_run(begun: Begun, folder: Path) -> None:
    """SIGHUP ends like SIGTERM, with its own code; under nohup it is not heard."""
    asked = len(begun.site.asked)
    with subprocess.Popen(begun.command(folder), stderr=subprocess.DEVNULL) as process:
        _wait_for(lambda: len(begun.site.asked) > asked + 3)
        process.send_signal(signal.SIGHUP)
        code = process.wait(60)
    assert (code, books(folder)) == (129, [("interrupted", 129)])
    begun.goes_on(folder)


def test_a_crawl_outlives_who_reads_its_output(begun: Begun, folder: Path) -> None:
    """`harvest crawl … 2>&1 | head -1` crawls to the end, and says so in its books."""
    command = begun.command(folder, "--verbose")
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.stderr.close()
        code = process.wait(120)
    assert (code, books(folder)) == (0, [("finished", 0)])
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES,)]


def test_a_run_waits_for_another_program_that_writes_to_the_database(
    begun: Begun, folder: Path
) -> None:
    """It goes on as soon as it can; nothing is lost."""

    def hold() -> None:
        with closing(
            sqlite3.connect(folder / "archive.db", timeout=60, isolation_level=None)
        ) as other:
            for _ in range(5):
                other.execute("BEGIN IMMEDIATE")
                time.sleep(0.5)
                other.execute("COMMIT")
                time.sleep(0.05)

    thread = threading.Thread(target=hold)
    thread.start()
    result = begun.crawl(folder)
    thread.join()
    assert result.returncode == 0, result.stderr
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert_whole(folder)


# --- clocks ------------------------------------------------------------------------------------


@pytest.mark.skipif(FAKETIME is None, reason="needs libfaketime")
@pytest.mark.parametrize("clock", ["-3d", "@2099-01-01 00:00:00"])
def test_a_clock_that_is_wrong_is_told_and_puts_nothing_off(
    clock: str, begun: Begun, folder: Path
) -> None:
    """Servers know the time better; what such a run made due in 2099 is due again now."""
    environment = {
        "LD_PRELOAD": str(FAKETIME), "FAKETIME": clock, "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    result = begun.crawl(folder, environment=environment)
    assert result.returncode == 1, result.stderr
    assert "this computer's clock showed" in result.stderr
    assert rows(folder, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    result = begun.crawl(folder)
    assert ("the run before began at 2099-01-01 00:00 UTC" in result.stderr) == ("2099" in clock)
    limit = (datetime.now(UTC) + timedelta(days=366)).isoformat()
    assert rows(folder, "SELECT count(*) FROM crawl_frontier WHERE due_at > ?", limit) == [(0,)]
    assert_whole(folder)


def test_one_server_with_a_wrong_clock_among_others_says_nothing_of_ours() -> None:
    """Of hundreds of stations some live in another year."""
    now = datetime(2026, 7, 1, tzinfo=UTC)
    clock = OwnClock(now, last_run="2026-06-30T22:00:00Z")
    clock.hear("a.example", "Wed, 01 Jul 2026 08:00:00 GMT", now)  # local time, called GMT
    clock.hear("b.example", "Tue, 01 Jan 2002 00:00:00 GMT", now)
    clock.hear("c.example", "Wed, 01 Jul 2026 00:00:05 GMT", now)
    clock.hear("d.example", "yesterday", now)
    clock.hear("e.example", "Wed, 01 Jul 99999999999999999999 00:00:05 GMT", now)
    clock.hear("f.example", "Fri, 31 Dec 9999 23:59:59 -1200", now)  # in UTC, beyond all years
    clock.hear("g.example", "Mon, 01 Jan 0001 00:00:00 GMT", now)
    assert clock.doubts() == []
