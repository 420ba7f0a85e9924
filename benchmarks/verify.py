"""What `archive verify` costs: archives of three sizes, on one core and on all of them.

    python benchmarks/verify.py [--sizes 10000 100000] [--keep FOLDER]

Each article has a page of its own in a WARC file, credits and evidence (benchmarks/held.py), but no
lineage. CPU seconds are those of all processes; memory is that of the largest of them.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from held import article, capture

from archive.store.archive import Archive

BATCH = 500
_ONE, _ALL = "archive verify, one core", "archive verify"
_WAYS = {_ONE: (), _ALL: (), "archive verify --sample 1%": ("--sample", "1%")}


def make(folder: Path, size: int) -> None:
    """An archive of so many articles and captures."""
    with Archive.create(folder) as archive:
        for first in range(0, size, BATCH):
            pages = [capture(number) for number in range(first, min(size, first + BATCH))]
            for page in pages:
                archive.write_capture(page)
            with archive.transaction():
                for number, page in enumerate(pages, start=first):
                    archive.index_capture(page)
                    archive.store_article(article(number), [page.id], linking=False)


def cost(folder: Path, options: Sequence[str], cores: set[int]) -> tuple[float, float, float]:
    """CPU seconds, seconds on the clock and megabytes of a verification on these cores."""
    command = [sys.executable, "-c", "from archive.cli import main; main()", "verify", *options]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [*command, "--archive", folder], check=True, capture_output=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, after.ru_maxrss / 1e3


def compare(folder: Path, size: int) -> None:
    """Print a line for each way."""
    cores = os.sched_getaffinity(0)
    for name, options in _WAYS.items():
        used = {min(cores)} if name == _ONE else cores
        cpu, wall, memory = cost(folder, options, used)
        each = cpu / size * 1e3
        print(
            f"{size:>9,}  {name:28}{cpu:9.2f}{wall:9.2f}{each:11.3f}{memory:8.0f}"
            f"   load {os.getloadavg()[0]:.0f}",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="make, or use again, the archives in this folder")
    asked = parser.parse_args()
    print(f"{'articles':>9}  {'':28}{'CPU s':>9}{'s':>9}{'ms/article':>11}{'MB':>8}")
    with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
        for size in asked.sizes:
            folder = (asked.keep or Path(scratch)) / str(size)
            if not folder.exists():
                make(folder, size)
            compare(folder, size)


if __name__ == "__main__":
    main()
