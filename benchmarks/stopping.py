"""How long a crawl takes to stop, while servers are slow.

    python benchmarks/stopping.py

Crawls of a loopback site that takes its time over each answer are told to stop, once or twice,
while an answer is under way. The first signal lets what is under way finish, but not for longer
than 30 seconds; the second one ends the run within 3. Both times the books are closed, exit code
143, and every address is due again or settled.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

from crawl import archive_for, served

CRAWL = [sys.executable, "-c", "from harvester.cli import main; main()", "crawl", "bench"]
#: Seconds that an answer takes, signals, seconds until the crawl must have ended.
TRIED = ((0.0, 1, 30), (2.0, 1, 30), (20.0, 1, 30), (300.0, 1, 30), (2.0, 2, 3), (300.0, 2, 3))


def stopped(delay: float, signals: int) -> tuple[float, str]:
    """Seconds from the last signal to the end of the crawl, and what is wrong with the end."""
    with served(2000, delay) as port, archive_for(port) as folder:
        command = [*CRAWL, "--archive", str(folder)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            time.sleep(5 + 3 * delay if delay < 10 else 5)
            for number in range(signals):
                time.sleep(0.05 if number else 0)
                process.send_signal(signal.SIGTERM)
            begun = time.monotonic()
            code = process.wait()
            took = time.monotonic() - begun
        with closing(sqlite3.connect(folder / "archive.db")) as database:
            books = database.execute("SELECT state, exit_code FROM runs").fetchall()
            (leased,) = database.execute(
                "SELECT count(*) FROM crawl_frontier WHERE state = 'leased'"
            ).fetchone()
    well = (code, books, leased) == (143, [("interrupted", 143)], 0)
    return took, "" if well else f"ended with {code}, {books}, {leased} addresses still leased"


def main() -> None:
    """Stop crawls, and print how long each took."""
    bad = False
    for delay, signals, most in TRIED:
        took, fault = stopped(delay, signals)
        bad = bad or bool(fault) or took > most
        told = fault or ("" if took <= most else f"longer than {most} s")
        print(f"answers after {delay:5.0f} s, {signals} signals: {took:5.1f} s  {told}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
