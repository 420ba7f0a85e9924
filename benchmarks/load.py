"""What a load costs, plain and with --bulk: few and many records into small and large archives.

    python benchmarks/load.py [--sizes 1000 10000] [--records 1 1000 4000]

Each load is done in a process of its own on a copy of an archive of that size, whose articles have
texts of their own (benchmarks/large_archive.py). CPU seconds are those of the process and of the
workers that it starts; megabytes are what it writes to the disk.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from crawl_site import _Writer
from large_archive import _record

from archive.dataset.load import load
from archive.store.archive import Archive

#: What is counted of a process before and after its load, as it prints it.
LOAD = """
import sys
from pathlib import Path
from archive.cli import main
try:
    main()
finally:
    with open("/proc/self/io") as file:
        print(dict(line.split(": ") for line in file)["write_bytes"].strip(), file=sys.stderr)
"""


def lines(first: int, count: int) -> Iterable[bytes]:
    """So many records, numbered from the first."""
    chance, writer = random.Random(first + 3), _Writer(first + 7)
    for number in range(first, first + count):
        yield json.dumps(_record(number, writer, chance)).encode() + b"\n"


def cost(archive: Path, records: Path, *options: str) -> tuple[float, float]:
    """CPU seconds and megabytes written by a load into a copy of an archive."""
    with tempfile.TemporaryDirectory(dir=archive.parent) as copy:
        folder = Path(copy) / "archive"
        shutil.copytree(archive, folder)
        command = ["load", str(records), *options, "--archive", str(folder)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ran = subprocess.run(
            [sys.executable, "-c", LOAD, *command], check=True, capture_output=True, text=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(ran.stderr.split()[-1]) / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--records", type=int, nargs="+", default=[1, 1_000, 4_000])
    asked = parser.parse_args()
    print(f"{'archive':>9} {'records':>8}   plain: CPU s, MB   --bulk: CPU s, MB")
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        for size in asked.sizes:
            folder = Path(place) / str(size)
            with Archive.create(folder) as archive:
                load(archive, lines(0, size), bulk=True, refuse=print)
            for count in asked.records:
                records = Path(place) / "records.jsonl"
                records.write_bytes(b"".join(lines(size, count)))
                plain, bulk = cost(folder, records), cost(folder, records, "--bulk")
                print(
                    f"{size:9,} {count:8,}   {plain[0]:11.2f} {plain[1]:5.0f}"
                    f"   {bulk[0]:11.2f} {bulk[1]:6.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
