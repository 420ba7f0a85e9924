"""The test files of warcio, pywb, jwarc, FastWARC and py-wacz, read by warcio and by our import.

    python benchmarks/peer_warcs.py --files DIR

DIR holds their checkouts (or only their test files), each under its name. For each file the
response, resource and revisit records that warcio gives are counted, and what our import makes of
them: kept, set aside, damaged, or not from a web server. Each difference is printed with its cause;
the exit code is 1 where one has none.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.warc import Unreadable, captures_in

EXPECTED = {"warcio": 15, "pywb": 18, "jwarc": 2, "chatnoir-resiliparse": 8, "py-wacz": 10}
FILE = re.compile(r"\.(w?arc(\.(gz|zst|lz4))?|wacz)$")
TYPES = frozenset({"response", "resource", "revisit"})


def by_warcio(path: Path) -> tuple[int, str | None]:
    """How many such records warcio gives, and what stopped it before the end."""
    if path.suffix == ".wacz":
        return by_warcio_in_zip(path)
    with path.open("rb") as file:
        return counted(file)


def counted(file: io.BufferedIOBase) -> tuple[int, str | None]:
    """The same of one WARC file."""
    count = 0
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            for record in ArchiveIterator(file, no_record_parse=True, arc2warc=True):
                count += record.rec_type in TYPES
        except (ArchiveLoadFailed, ValueError, EOFError) as error:
            return count, " ".join(str(error).split())[:60]
    return count, None


def by_warcio_in_zip(path: Path) -> tuple[int, str | None]:
    """The same of all WARC files in a WACZ."""
    total, stopped = 0, None
    with zipfile.ZipFile(path) as whole:
        for name in whole.namelist():
            if FILE.search(name):
                count, why = counted(io.BytesIO(whole.read(name)))
                total, stopped = total + count, stopped or why
    return total, stopped


def by_us(path: Path) -> tuple[Counter[str], list[str]]:
    """What our import makes of the records of a file, and what it tells of the damaged ones."""
    counts: Counter[str] = Counter()
    told = []
    for item in captures_in(path):
        if not isinstance(item, Unreadable):
            counts["kept"] += 1
        elif item.kind == "damaged":
            counts["set aside" if item.aside else "damaged"] += 1
            told.append(f"offset {item.offset}: {item.reason[:90]}")
        elif item.reason.startswith("not from a web server"):
            counts["not from a web server"] += 1
    return counts, told


def compare(path: Path) -> bool:
    """Print a line for a file; whether its counts are equal or their difference has a cause."""
    warcio, stopped = by_warcio(path)
    counts, told = by_us(path)
    equal = counts.total() == warcio
    shown = ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
    print(f"{'=' if equal else '!'} {path.name}: warcio {warcio}; ours {counts.total()} ({shown})")
    if stopped:
        print(f"    warcio stops: {stopped}")
    for line in told:
        print(f"    {line}")
    without_damage = counts.total() - counts["damaged"]
    return equal or stopped is not None or without_damage <= warcio < counts.total()


def main() -> int:
    """Compare every file of the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, required=True)
    folder = parser.parse_args().files
    wrong = equal = total = 0
    for name, expected in EXPECTED.items():
        files = sorted(path for path in folder.glob(f"{name}/**/*") if FILE.search(path.name))
        missing = f", {expected - len(files)} missing" if len(files) < expected else ""
        print(f"# {name}: {len(files)} files of {expected} expected{missing}")
        for path in files:
            total += 1
            warcio = by_warcio(path)[0]
            equal += by_us(path)[0].total() == warcio
            wrong += not compare(path)
    print(f"{total} files, {equal} with equal counts, {wrong} with a difference without a cause")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
