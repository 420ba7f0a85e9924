"""What the frontier costs in memory: a crawl's RSS with many addresses known, or queued.

    python benchmarks/crawl_memory.py [--addresses 300000]

The same 300 articles of a loopback site are fetched and read three times: with nothing else in the
frontier, with so many settled addresses beside them, and with so many pending ones behind them.
The peak RSS of each crawl, and what it has more than the first, for every 100,000 addresses.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

from crawl import archive_for, served

CRAWL = [sys.executable, "-c", "from harvester.cli import main; main()", "crawl", "bench"]
PAGES = 300
#: As if they had never been visited; what is added comes after them.
_AGAIN = """
UPDATE crawl_frontier SET state = 'pending', outcome = NULL, capture = NULL, payload_digest = NULL,
    etag = NULL, last_modified = NULL, settled_at = NULL WHERE kind = 'article'
"""
_ADD = """
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
INSERT INTO crawl_frontier (url, station, kind, article, state, outcome, due_at, discovered_at,
    settled_at, capture, payload_digest, etag)
SELECT 'http://127.0.0.1:' || :port || '/2024/07/b/' || n || '.html', 'bench', 'article',
    'bench:b' || n, :state,
    iif(:state = 'settled', 'captured', NULL), '2099-01-01T00:00:00Z', '2026-07-01T00:00:00Z',
    iif(:state = 'settled', '2026-07-01T00:00:00Z', NULL),
    'urn:uuid:00000000-0000-4000-8000-' || printf('%012d', n),
    'sha256:' || printf('%064x', n), printf('"%016x"', n)
FROM number
"""


def peak(port: int, count: int, state: str) -> float:
    """Peak RSS of a crawl in MB."""
    with archive_for(port) as folder:
        command = [*CRAWL, "--limit", str(PAGES), "--archive", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
        with closing(sqlite3.connect(folder / "archive.db")) as database, database:
            database.execute(_AGAIN)
            database.execute(_ADD, {"count": count, "state": state, "port": port})
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"the crawl ended with {process.returncode}")
        return usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--addresses", type=int, default=300_000)
    asked = parser.parse_args()
    with served(PAGES) as port:
        alone = peak(port, 0, "settled")
        print(f"nothing else       {alone:6.1f} MB")
        for name, state in (("known", "settled"), ("queued", "pending")):
            size = peak(port, asked.addresses, state)
            more = (size - alone) / asked.addresses * 100_000
            print(f"{asked.addresses:,} {name:7} {size:6.1f} MB  {more:5.1f} MB for each 100,000")


if __name__ == "__main__":
    main()
