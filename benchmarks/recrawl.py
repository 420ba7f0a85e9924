"""What crawling again moves: bytes of a second crawl of a site on which nothing changed.

    python benchmarks/recrawl.py [--pages 2000]

The loopback site (benchmarks/crawl_site.py) gives every page an ETag, and counts what it sends.
Its second crawl reads the lists again; the third also every article (`--recheck`), as a year of
ordinary crawls would.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from crawl import archive_for, served

HARVEST = [sys.executable, "-c", "from harvester.cli import main; main()"]


def main() -> None:
    """Crawl three times and weigh each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    asked = parser.parse_args()
    with served(asked.pages) as port, archive_for(port) as folder:

        def moved() -> tuple[int, int]:
            with urlopen(f"http://127.0.0.1:{port}/sent") as answer:
                sent, came = answer.read().split()
                return int(sent), int(came)

        weighed = []
        for options in ([], [], ["--recheck"]):
            before = moved()
            command = [*HARVEST, "crawl", "bench", *options, "--archive", str(folder)]
            subprocess.run(command, check=True, capture_output=True)
            sent, came = (now - then for now, then in zip(moved(), before, strict=True))
            weighed.append((sent, came, _size(folder / "warc")))
    whole, former = weighed[0][0], 0
    for name, (sent, came, warc) in zip(("first", "again", "every article"), weighed, strict=True):
        print(
            f"{name:14} the site sent {sent:12,} bytes, {sent / whole:7.2%} of the first crawl; "
            f"was asked with {came:9,}; {warc - former:12,} went into the WARC"
        )
        former = warc


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


if __name__ == "__main__":
    main()
