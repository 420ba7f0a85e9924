"""How the cost of commands grows with the archive: CPU seconds at three sizes, in one run.

    python benchmarks/growth.py [--sizes 10000 100000 1000000] [--stations 300] [--former PYTHON]
    python benchmarks/growth.py --crawled 1500 --sizes 10000 100000

The archives are made by direct loads (benchmarks/large_archive.py), of as many articles as known
addresses; nothing of them is due. With `--crawled`, so many pages of a loopback site are crawled
into each, which then has a full-text index: megabytes that the process wrote to disk, and CPU
milliseconds, both a page. `--former` is the Python of an environment in which another version is
installed: the same is done with it, in an archive that it made, and the ratio is printed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawl import STATION, served

_MAKER = Path(__file__).parent / "large_archive.py"
#: Runs a program and says what it cost: CPU seconds, megabytes of memory and written to disk.
_PROGRAM = """
import resource, sys
from {wing}.cli import main
try:
    main()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    disk = dict(line.split(": ") for line in open("/proc/self/io").read().splitlines())
    print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3, int(disk["write_bytes"]) / 1e6,
          file=open({told!r}, "w"))
"""
_COMMANDS = {
    "harvest run, nothing due": ("harvester", "run", "--station", "c*"),
    "archive stats": ("archive", "stats"),
    "archive names": ("archive", "names"),
    "archive names --station": ("archive", "names", "--station", "c1"),
    "archive names --role": ("archive", "names", "--role", "editor"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost."""

    seconds: float
    memory: float
    written: float


def cost(python: str, folder: Path, wing: str, *words: str) -> Cost:
    """What a command costs on an archive."""
    told = folder / "cost.txt"
    program = _PROGRAM.format(wing=wing, told=str(told))
    environment = {**os.environ, "NEWS_CONTACT": "bench@example.org"}
    command = [python, "-c", program, *words, "--archive", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
    return Cost(*map(float, told.read_text("utf-8").split()))


@contextmanager
def made(python: str, size: int, stations: int, *, indexed: bool = False) -> Iterator[Path]:
    """An archive of this size, made by the version of this Python."""
    parent = Path(tempfile.mkdtemp(prefix="growth-"))
    folder = parent / "archive"
    words = [str(folder), str(size), str(size), str(stations), *(["--indexed"] if indexed else [])]
    try:
        subprocess.run([python, str(_MAKER), *words], check=True)
        yield folder
    finally:
        shutil.rmtree(parent)


def commands(pythons: Sequence[str], sizes: Sequence[int], stations: int) -> None:
    """The table of commands: CPU seconds by size, growth, memory at the last size."""
    costs: dict[tuple[str, str], list[Cost]] = {}
    for size in sizes:
        for python in pythons:
            with made(python, size, stations) as folder:
                for name, (wing, *words) in _COMMANDS.items():
                    cost(python, folder, wing, *words)  # the first one warms the caches
                    costs.setdefault((name, python), []).append(cost(python, folder, wing, *words))
    print(
        f"CPU s, {stations} stations | " + " | ".join(f"{size:,}" for size in sizes) + " | growth"
    )
    for name in _COMMANDS:
        for python in pythons:
            found = costs[name, python]
            times = " | ".join(f"{each.seconds:.2f}" for each in found)
            growth, memory = found[-1].seconds / found[0].seconds, found[-1].memory
            which = "" if python == pythons[0] else ", former"
            print(f"{name}{which} | {times} | {growth:.1f} x, {memory:.0f} MB")


def crawled(pythons: Sequence[str], sizes: Sequence[int], pages: int) -> None:
    """The table of a crawl into archives that hold something already."""
    print(f"{pages} pages into an archive of | MB written a page | CPU ms a page")
    with served(pages) as port:
        for size in sizes:
            for python in pythons:
                with made(python, size, 40, indexed=True) as folder:
                    file = folder / "stations" / "bench.toml"
                    file.parent.mkdir(exist_ok=True)
                    file.write_text(STATION.format(port=port), encoding="utf-8")
                    found = cost(python, folder, "harvester", "crawl", "bench")
                    which = "" if python == pythons[0] else ", former"
                    written, spent = found.written / pages, found.seconds / pages * 1e3
                    print(f"{size:,}{which} | {written:.2f} | {spent:.1f}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--stations", type=int, default=300)
    parser.add_argument("--crawled", type=int, metavar="PAGES")
    parser.add_argument("--former", metavar="PYTHON")
    asked = parser.parse_args()
    pythons = [sys.executable, *([asked.former] if asked.former else [])]
    if asked.crawled:
        crawled(pythons, asked.sizes, asked.crawled)
    else:
        commands(pythons, asked.sizes, asked.stations)


if __name__ == "__main__":
    main()
