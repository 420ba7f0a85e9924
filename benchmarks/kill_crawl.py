"""kill -9 at random moments of a crawl: whether an article is lost or held twice.

    python benchmarks/kill_crawl.py [--pages 3000] [--kills 25] [--within 3] [--workers 0]

`harvest crawl` goes through a loopback site of lists of 50 articles, each leading to the next
(benchmarks/crawl_site.py), and is killed again and again at random moments, also while it starts
and while it recovers from the kill before. With `--workers` one of its readers is killed first, at
another such moment. Then it is let go to its end, and `harvest reread --apply` reads what was set
aside when its reader died. Every article of the site
must be held once, as the site printed it, without a revision that the station did not make; every
address must have one state that adds up; and `archive verify`, which reads every WARC record,
SQLite's own check and the check of the full-text index must find nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import crawl_site
from crawl import archive_for, served

HARVEST = [sys.executable, "-c", "from harvester.cli import main; main()"]
ARCHIVE = [sys.executable, "-c", "from archive.cli import main; main()"]


def killed(folder: Path, workers: int, moments: list[float]) -> tuple[bool, bool]:
    """Crawl, kill a reader as soon as there is one, and then the crawl, after so many seconds.

    Says of each whether it was alive.
    """
    command = [*HARVEST, "crawl", "bench", "--workers", str(workers), "--archive", str(folder)]
    first, last = sorted(moments)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        time.sleep(first)
        readers: list[int] = []
        while workers and not readers and process.poll() is None:
            readers = [reader for server in children(process.pid) for reader in children(server)]
            time.sleep(0.02)
        for reader in readers[:1]:
            os.kill(reader, signal.SIGKILL)
        time.sleep(last - first)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return bool(readers), process.returncode == -signal.SIGKILL


def children(process: int) -> list[int]:
    """The processes that the threads of a process have started."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def wrong(folder: Path, pages: int) -> Iterator[str]:
    """What is not as it must be at the end."""
    with closing(sqlite3.connect(f"file:{folder}/archive.db?mode=ro", uri=True)) as database:

        def ask(query: str) -> list[Any]:
            return database.execute(query).fetchall()

        titles: dict[str, str] = dict(ask("SELECT id, title FROM articles"))
        for number in range(pages):
            found = re.search(r'<h1 class="t">(.*?)</h1>', crawl_site.article(number, pages))
            assert found is not None
            if titles.pop(f"bench:{number}", None) != found[1]:
                yield f"article {number} is lost, or not what was printed"
        yield from (f"{identifier} is more than there was" for identifier in titles)
        none = {
            "revisions that nobody made": "SELECT count(*) FROM revisions",
            "articles under two addresses": "SELECT count(*) - count(DISTINCT article) "
            "FROM addresses",
            "addresses that are not settled": "SELECT count(*) FROM crawl_frontier "
            "WHERE state != 'settled' OR outcome NOT IN ('captured', 'unchanged')",
            "captures that nobody read": "SELECT count(*) FROM crawl_unread",
        }
        for name, query in none.items():
            ((count,),) = ask(query)
            if count:
                yield f"{count} {name}"
        for (said,) in ask("PRAGMA integrity_check"):
            if said != "ok":
                yield str(said)
    verified = subprocess.run(
        [*ARCHIVE, "verify", "--archive", str(folder)], capture_output=True, text=True, check=False
    )
    if verified.returncode:
        yield (verified.stdout + verified.stderr)[:500]


def main() -> None:
    """Kill, crawl to the end, and look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--within", type=float, default=3.0, help="seconds of the last moment")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with served(asked.pages) as port, archive_for(port) as folder:
        kills = [
            killed(folder, asked.workers, [chance.uniform(0.4, asked.within) for _ in range(2)])
            for _ in range(asked.kills)
        ]
        for command in (["crawl", "bench", "--workers", str(asked.workers)], ["reread", "--apply"]):
            last = subprocess.run(
                [*HARVEST, *command, "--archive", str(folder)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        told = list(wrong(folder, asked.pages))
        if last.returncode:
            told.insert(0, f"the last run ended with {last.returncode}: {last.stderr}")
        with closing(sqlite3.connect(folder / "archive.db")) as database:
            asked_for = database.execute("SELECT count(*), count(DISTINCT url) FROM captures")
            captures, addresses = asked_for.fetchone()
    for line in told[:20]:
        print(line, file=sys.stderr)
    print(
        f"{sum(alive for _, alive in kills)} of {asked.kills} kills met a crawl that was alive, "
        f"{sum(reader for reader, _ in kills)} a reader; {asked.pages:,} articles: "
        f"{len(told)} faults. {captures - addresses:,} captures were made a second time"
    )
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
