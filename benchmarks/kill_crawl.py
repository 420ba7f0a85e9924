"""kill -9 at random moments of a crawl: whether an article is lost or held twice.

    python benchmarks/kill_crawl.py [--pages 3000] [--kills 25]

`harvest crawl` goes through a loopback site of lists of 50 articles, each leading to the next
(benchmarks/crawl_site.py), and is killed again and again at random moments, also while it starts
and while it recovers from the kill before. Then it is let go to its end. Every article of the site
must be held once, as the site printed it, without a revision that the station did not make; every
address must have one state that adds up; and `archive verify`, which reads every WARC record,
SQLite's own check and the check of the full-text index must find nothing.
"""

from __future__ import annotations

import argparse
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


def killed(folder: Path, after: float) -> bool:
    """Crawl, and kill it so many seconds after it took the archive; whether it was still alive."""
    command = [*HARVEST, "crawl", "bench", "--archive", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL


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
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with served(asked.pages) as port, archive_for(port) as folder:
        alive = sum(killed(folder, chance.uniform(0.4, 3.0)) for _ in range(asked.kills))
        last = subprocess.run(
            [*HARVEST, "crawl", "bench", "--archive", str(folder)],
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
        f"{alive} of {asked.kills} kills met a crawl that was alive; {asked.pages:,} articles: "
        f"{len(told)} faults. {captures - addresses:,} captures were made a second time"
    )
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
