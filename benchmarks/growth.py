"""How the cost of commands grows with the archive, at three sizes in one run.

    python benchmarks/growth.py [--sizes 10000 100000 1000000] [--stations 300] [--keep FOLDER]
        [--documents FILES] [--questions FILE]
    python benchmarks/growth.py --former PYTHON
    python benchmarks/growth.py --crawled 1500 --sizes 10000 100000

Prints CPU seconds of commands, milliseconds of searches, and rows that exports write in a CPU
second beside bare loops that write the same columns. The archives are made by direct loads
(benchmarks/searchable_archive.py), of as many articles as known addresses; nothing of them is due.
With `--keep` they are made in that folder, or used again.

With `--former` the commands are measured on archives without an index
(benchmarks/large_archive.py): it is the Python of an environment in which another version is
installed, and the same is done with it, in archives that it made. With `--crawled`, so many pages
of a loopback site are crawled into each archive, which then has a full-text index: megabytes that
the process wrote to disk, and CPU milliseconds, both a page.
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
from statistics import median

import export
import search
from collection import pieces
from collection import texts as texts_of
from crawl import STATION, served
from searchable_archive import make

from archive.search.search import answer
from archive.search.search import search as find
from archive.store.archive import Archive

_MAKER = Path(__file__).parent / "large_archive.py"
_ROUNDS = 3
#: Stands for what `common` gives.
COMMON = "two common characters"
#: Runs a program and says what it cost: CPU seconds, megabytes of memory and written to disk.
_PROGRAM = """
import resource, sys
from {wing}.cli import main
try:
    main()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    disk = dict(line.split(": ") for line in open("/proc/self/io").read().splitlines())
    status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
    memory = int(status["VmHWM"].split()[0]) / 1e3  # of this program, not of what started it
    print(used.ru_utime + used.ru_stime, memory, int(disk["write_bytes"]) / 1e6,
          file=open({told!r}, "w"))
"""
_COMMANDS = {
    "harvest run, nothing due": ("harvester", "run", "--station", "c*"),
    "archive stats": ("archive", "stats"),
    "archive names": ("archive", "names"),
    "archive names --station": ("archive", "names", "--station", "c1"),
    "archive names --role": ("archive", "names", "--role", "editor"),
}
_ON_AN_INDEX = _COMMANDS | {
    "harvest status": ("harvester", "status"),
    "archive coverage": ("archive", "coverage"),
    "archive coverage --station": ("archive", "coverage", "--station", "c1"),
    "archive counts": ("archive", "counts"),
    "archive search": ("archive", "search", COMMON),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost."""

    seconds: float
    memory: float
    written: float


def cost(python: str, folder: Path, wing: str, *words: str) -> Cost:
    """What a command costs on an archive."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as told:
        program = _PROGRAM.format(wing=wing, told=told.name)
        environment = {**os.environ, "NEWS_CONTACT": "bench@example.org"}
        command = [python, "-c", program, *words, "--archive", str(folder)]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
        return Cost(*map(float, told.read().split()))


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


def sized(folders: dict[int, Path], questions: Path | None, documents: Sequence[Path]) -> None:
    """The three tables of archives that can be searched: commands, searches, exports."""
    columns = " | ".join(f"{size:,}" for size in folders)
    print(f"\nCPU s | {columns} | growth")
    for name, (wing, *words) in _ON_AN_INDEX.items():
        found = [
            warmed(folder, wing, *(common(folder) if word == COMMON else word for word in words))
            for folder in folders.values()
        ]
        grown(name, [each.seconds for each in found], f", {found[-1].memory:.0f} MB")
    print(f"\nms of CPU a query, p50 / p95 | {columns} | growth of p95")
    texts = search.questions(questions, pieces(texts_of(documents)))
    answers = [searched(folder, texts) for folder in folders.values()]
    for name in answers[0]:
        each = " | ".join(f"{of[name][0]:.1f} / {of[name][1]:.1f}" for of in answers)
        print(f"{name} | {each} | {answers[-1][name][1] / answers[0][name][1]:.1f} x", flush=True)
    print(f"\nrows a CPU second, ratio to the bare loop | {columns} | MB at the last")
    for form in ("csv", "jsonl", "parquet"):
        exported(form, folders)


def common(folder: Path) -> str:
    """The two characters that stand together in most articles of an archive."""
    with Archive.read_only(folder) as archive:
        return search.Sampled(archive.connection).common(2, 1)[0]


def warmed(folder: Path, wing: str, *words: str) -> Cost:
    """What a command costs the second time."""
    cost(sys.executable, folder, wing, *words)
    return cost(sys.executable, folder, wing, *words)


def grown(name: str, figures: Sequence[float], more: str = "") -> None:
    """Print a line of a table."""
    times = " | ".join(f"{each:.2f}" for each in figures)
    print(f"{name} | {times} | {figures[-1] / figures[0]:.1f} x{more}", flush=True)


def searched(folder: Path, texts: Sequence[str]) -> dict[str, tuple[float, float]]:
    """p50 and p95 of each class of queries, in milliseconds."""
    with Archive.read_only(folder) as archive:
        connection = archive.connection
        sampled = search.Sampled(connection)
        characters = [*sampled.common(1), *sampled.strings(1, 40)]
        by = {
            "question in free text": (
                texts, lambda text: answer(connection, text, mode="question"),
            ),
            "one character, by rank": (characters, lambda text: find(connection, text)),
            "one character, newest first": (
                characters, lambda text: find(connection, text, sort="date"),
            ),
            "two characters, by rank": (sampled.strings(2), lambda text: find(connection, text)),
            "phrase": (sampled.strings(6), lambda text: find(connection, text)),
        }  # fmt: skip
        return {name: search.latencies(queries, ask)[:2] for name, (queries, ask) in by.items()}


def exported(form: str, folders: dict[int, Path]) -> None:
    """Print a line for a form: the median of some rounds."""
    cells, memory = [], 0.0
    for size, folder in folders.items():
        runs = {
            case: [export.measure(f"{form} {case}", folder) for _ in range(_ROUNDS)]
            for case in ("bare", "same columns")
        }
        cpu = {case: median(each["cpu"] for each in told) for case, told in runs.items()}
        memory = max(each["rss"] for each in runs["same columns"])
        ratio = cpu["bare"] / cpu["same columns"]
        cells.append(f"{size / cpu['same columns']:,.0f}, {ratio:.2f}")
    print(f"{form} | {' | '.join(cells)} | {memory:.0f}", flush=True)


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
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--documents", type=Path, nargs="+", default=())
    parser.add_argument("--questions", type=Path)
    asked = parser.parse_args()
    pythons = [sys.executable, *([asked.former] if asked.former else [])]
    if asked.crawled:
        crawled(pythons, asked.sizes, asked.crawled)
    elif asked.former:
        commands(pythons, asked.sizes, asked.stations)
    else:
        with tempfile.TemporaryDirectory(prefix="growth-") as scratch:
            folders = {size: (asked.keep or Path(scratch)) / str(size) for size in asked.sizes}
            for size, folder in folders.items():
                if not folder.exists():
                    make(folder, size, stations=asked.stations, documents=asked.documents)
            sized(folders, asked.questions, asked.documents)


if __name__ == "__main__":
    main()
