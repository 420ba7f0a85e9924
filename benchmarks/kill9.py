"""kill -9 at random moments of a writer: whether anything is lost that was acknowledged.

    python benchmarks/kill9.py [--kills 100] [--archive DIR]

A process of its own writes pages, articles and revisions into one archive as fast as it can, and
says so once a transaction has ended. It is killed after a random time, again and again; now and
then while it closes WARC files, takes articles down or rebuilds the index. After each kill the
archive is opened as the next run would open it: every article and capture that was ever
acknowledged must be held, and `archive verify` must find nothing. The text is invented.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from held import article, capture

from archive.custody.opening import open_archive
from archive.model.errors import ArchiveError, TakenDown
from archive.store.archive import Archive
from archive.verification.verify import Verification, verify

#: Articles that are revised again and again, rather than new ones.
OLD = 40


def write(folder: Path, first: int) -> None:
    """Hold article after article; one line for each that is acknowledged."""
    from dataclasses import replace

    from archive.custody.decisions import decide, takedown_decision

    chance = random.Random(first)
    with open_archive(folder) as archive:
        number = first
        while True:
            number += 1
            old = number % 3 == 0 and number > OLD
            said = article(number % OLD if old else number)
            if old:
                said = replace(said, title=f"{said.title}（第{number}次更正）")
            page = capture(number, url=said.url)
            archive.write_capture(page)
            with archive.transaction():
                archive.index_capture(page)
                archive.store_article(said, [page.id])
            print(said.id, page.id, flush=True)
            event = chance.random()
            if event < 0.02 and archive.captures._warc is not None:  # as if the file were full
                archive.captures._warc.close()
                archive.captures._warc = None
            elif event < 0.03:
                with archive.transaction() as connection:
                    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
            elif event < 0.05 and not old:
                decide(archive, takedown_decision("hide", said.id, "benchmark", "why", "basis"))


def killed(folder: Path, first: int, after: float) -> list[tuple[str, str]]:
    """Let a writer run for so many seconds from its first line on; what it acknowledged."""
    command = [sys.executable, __file__, "--write", str(first), "--archive", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(identifier, page) for identifier, page in whole]


def wrong(folder: Path, acknowledged: list[tuple[str, str]], *, thorough: bool) -> list[str]:
    """What is lost or damaged when the next run opens the archive."""
    try:
        with open_archive(folder) as archive:
            told = [
                f"lost: {identifier}, {page}"
                for identifier, page in acknowledged
                if not _holds(archive, identifier, page)
            ]
        if thorough:
            with Archive.read_only(folder) as archive:
                told += [str(problem) for problem in verify(archive, Verification()).problems]
    except ArchiveError as error:
        return [f"it does not open: {error}"]
    return told


def _holds(archive: Archive, identifier: str, page: str) -> bool:
    try:
        return bool(archive.capture(page).body) and bool(archive.article(identifier).body)
    except TakenDown:  # hidden by the writer itself: it is held
        return True
    except ArchiveError:
        return False


def main() -> None:
    """Kill and look, as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument(
        "--archive", type=Path, help="Folder for the archive; else a temporary one."
    )
    parser.add_argument("--write", type=int, metavar="N", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write is not None:
        write(asked.archive, asked.write)
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        folder = asked.archive or Path(place, "archive")
        Archive.create(folder).close()
        ever: list[tuple[str, str]] = []
        bad = 0
        for kill in range(1, asked.kills + 1):
            # a number of its own for each capture, also of those that were not acknowledged
            fresh = killed(folder, kill * 100_000, chance.uniform(0, 0.5))
            ever += fresh
            last = kill == asked.kills
            told = wrong(folder, ever if last else fresh, thorough=kill % 5 == 0 or last)
            bad += bool(told)
            for line in told[:3]:
                print(f"kill {kill}: {line}", file=sys.stderr)
        print(f"{asked.kills} kills, {len(ever):,} acknowledged articles and captures: "
              f"{bad} kills after which something was lost or damaged")  # fmt: skip
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
