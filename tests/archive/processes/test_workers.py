"""Worker processes: the same result as one process, in order, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import new_archive
from support.lineages import LAMPS, article

from archive.lineage.rebuild import rebuild
from archive.model.article import Article
from archive.processes.workers import Workers

_TABLES = (
    "lineage_members", "lineage_postings", "lineage_boilerplate", "lineage_frequencies",
    "lineage_counted", "article_links", "lineages",
)  # fmt: skip
#: Two workers that have begun; says which processes they are, and waits in the middle of a task.
_BUSY = """
import os, time
from archive.processes.workers import Workers

if __name__ == "__main__":
    with Workers(2) as workers:
        for worker in workers.map(int, ["1", "2"]):
            pass
        print(*(process.pid for process in workers._pool._processes.values()), flush=True)
        for _ in workers.map(time.sleep, [600, 600]):
            pass
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Two processes, for all tests of the module."""
    with Workers(2) as both:
        yield both


def family() -> list[Article]:
    """Copies of one text, cut, extended and the same, with lines that a station always prints."""
    return [
        article(
            f"{'abc'[at % 3]}:{at}", *LAMPS[: 3 + at % 3], f"第{at}次刊登", "点击查看全文",
            at=f"2026-07-22T{8 + at % 12:02}:{at:02}:00+08:00",
        )
        for at in range(30)
    ]  # fmt: skip


def test_results_come_in_the_order_of_the_tasks(workers: Workers) -> None:
    """However long each takes, and however many there are."""
    assert list(workers.map(str, range(40))) == [str(number) for number in range(40)]


def test_few_tasks_are_made_before_their_results_are_read(workers: Workers) -> None:
    """A task is a batch of texts: all at once would not fit into memory."""
    made: list[int] = []
    results = workers.map(str, (made.append(n) or n for n in range(1_000)))  # type: ignore[func-returns-value]
    assert next(results) == "0"
    assert len(made) < 10


def test_a_fault_in_a_worker_is_raised_here(workers: Workers) -> None:
    """And the next tasks are done."""
    with pytest.raises(ValueError, match="invalid literal"):
        list(workers.map(int, ["1", "one"]))
    assert list(workers.map(int, ["3"])) == [3]


def test_a_rebuild_gives_the_same_rows_with_any_number_of_workers(tmp_path: Path) -> None:
    """Every row of every table, exactly."""
    with new_archive(tmp_path / "archive") as archive:
        with archive.transaction():
            for each in family():
                archive.store_article(each, [], linking=False)
        found = []
        for processes in (1, 2):
            with archive.transaction() as connection:
                rebuild(connection, processes=processes)
            found.append(
                [archive.connection.execute(f"SELECT * FROM {t}").fetchall() for t in _TABLES]
            )
    assert found[0] == found[1]
    assert all(found[0][at] for at, table in enumerate(_TABLES) if table != "lineage_boilerplate")


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_its_parent(tmp_path: Path, end: signal.Signals) -> None:
    """Not even one that is in the middle of a task when the parent is killed."""
    script = tmp_path / "busy.py"
    script.write_text(_BUSY, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(workers) == 2
        parent.send_signal(end)
        parent.wait(60)
        left = {*workers}
        deadline = time.monotonic() + 60
        while left and time.monotonic() < deadline:
            left = {pid for pid in left if Path(f"/proc/{pid}").exists() and _runs(pid)}
            time.sleep(0.05)
    assert not left


def _runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
