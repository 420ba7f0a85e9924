"""What a crawl costs: ours beside stock Scrapy, CPU per page, in one run.

    python benchmarks/crawl.py [--pages 10000] [--rounds 3] [--scrapy-2.18 PYTHON]

All fetch the same pages of a loopback site (benchmarks/crawl_site.py) in processes of their own;
CPU seconds (user and system) are those of the finished process, less those of one that fetches a
single page. Rounds are interleaved; the median is printed.

- stock: a Scrapy spider that asks for every page and reads nothing
- 2.18: the same with the Python of an environment that has Scrapy 2.18, before its charsets were
  guessed from packed bytes
- bare: the same spider with our settings and our content coding middleware
- whole: `harvest crawl`: lists, robots.txt, WARC, reading, SQLite with index, frontier, lineage
- apart: whole, but what republishes what is left to `archive lineage reconcile`
- capture: what of `whole` is spent on capturing: record, digests, WARC, sync, row
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent

BARE = """
import sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for number in range(int(sys.argv[2])):
            yield scrapy.Request(f"http://127.0.0.1:{sys.argv[1]}/a/{number}.html")
    def parse(self, response):
        pass

settings = Settings()
if sys.argv[3] == "ours":
    settings.setmodule("harvester.crawl.settings")
    settings["SCHEDULER"] = "scrapy.core.scheduler.Scheduler"
    for name in ("robots.Robots", "capture.Capture", "politeness_middleware.Politeness"):
        settings["DOWNLOADER_MIDDLEWARES"][f"harvester.{name}Middleware"] = None
settings.setdict({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0,
                  "REMOTE_CONTROL_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
                  "CONCURRENT_REQUESTS": 16, "TWISTED_DNS_RESOLVER":
                  "scrapy.resolver.CachingThreadedResolver"})
process = AsyncCrawlerProcess(settings)
process.crawl(Bare)
process.start()
"""

#: `harvest` with the part that is measured apart left out, or counted.
WHOLE = "from harvester.cli import main; main()"
APART = "from archive.store import archive; archive.link_article = archive.postpone; " + WHOLE
CAPTURE = """
import json, sys, time
from archive.store.archive import Archive
from archive.warc import WarcWriter
from harvester.crawl import capture
from harvester.run.run import Run

spent, within = 0.0, False

def counted(owner, name):
    called = getattr(owner, name)
    def call(*args, **kwargs):
        global spent, within
        if within:
            return called(*args, **kwargs)
        begun, within = time.process_time(), True
        try:
            return called(*args, **kwargs)
        finally:
            spent, within = spent + time.process_time() - begun, False
    setattr(owner, name, call)

for owner, name in ((capture, "exchange"), (Run, "keep"), (WarcWriter, "sync"),
                    (Archive, "record")):
    counted(owner, name)
try:
    from harvester.cli import main
    main()
finally:
    with open(sys.argv[-1] + "/capture.json", "w") as file:
        json.dump([spent, time.process_time()], file)
"""

STATION = """
title = "基准"
home = "http://127.0.0.1:{port}/list_0.html"
delay = 0
id_space = "bench"
articles = ['/a/(?P<id>\\d+)\\.html']
[[layout]]
name = "one"
title = "h1.t"
published = "div.time"
body = "div.text"
credits = "div.edit"
"""


def cpu(command: list[str]) -> float:
    """CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def served(pages: int, delay: float = 0) -> Iterator[int]:
    """The site, on the port that is given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, str(HERE / "crawl_site.py"), str(pages), str(port), str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        try:
            yield port
        finally:
            server.kill()


@contextmanager
def archive_for(port: int) -> Iterator[Path]:
    """A folder for an archive that knows the site as the station `bench`."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    (folder / "stations").mkdir()
    (folder / "stations" / "bench.toml").write_text(STATION.format(port=port), encoding="utf-8")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def bare(python: str, port: int, pages: int, kind: str) -> float:
    """CPU seconds to fetch only."""
    return cpu([python, "-c", BARE, str(port), str(pages), kind])


def whole(program: str, port: int, pages: int) -> float:
    """CPU seconds of the product."""
    with archive_for(port) as folder:
        limit = ["--limit", "1"] if pages == 1 else []
        return cpu(
            [sys.executable, "-c", program, "crawl", "bench", *limit, "--archive", str(folder)]
        )


def capture(port: int) -> tuple[float, float]:
    """CPU seconds spent on capturing, and of the whole process."""
    with archive_for(port) as folder:
        cpu([sys.executable, "-c", CAPTURE, "crawl", "bench", "--archive", str(folder)])
        spent, total = json.loads((folder / "capture.json").read_text("utf-8"))
        return spent, total


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scrapy-2.18", dest="older", metavar="PYTHON")
    asked = parser.parse_args()
    with served(asked.pages) as port:
        ways: dict[str, Callable[[int], float]] = {
            "stock": lambda pages: bare(sys.executable, port, pages, "stock"),
            "bare": lambda pages: bare(sys.executable, port, pages, "ours"),
            "whole": lambda pages: whole(WHOLE, port, pages),
            "apart": lambda pages: whole(APART, port, pages),
        }
        if asked.older:
            ways["2.18"] = lambda pages: bare(asked.older, port, pages, "stock")
        costs: dict[str, list[float]] = {name: [] for name in ways}
        shares = []
        for _ in range(asked.rounds):
            for name, way in ways.items():
                costs[name].append((way(asked.pages) - way(1)) / (asked.pages - 1) * 1000)
            spent, total = capture(port)
            shares.append(spent / total)
    stock = statistics.median(costs["stock"])
    print(f"{asked.pages} pages, {asked.rounds} rounds; CPU ms a page, and pages per CPU second")
    for name, values in costs.items():
        value = statistics.median(values)
        print(f"{name:6} {value:6.2f} ms  {1000 / value:6.0f}/s  {stock / value:5.2f} x stock")
    print(f"capture: {statistics.median(shares):.1%} of the whole crawl's CPU")


if __name__ == "__main__":
    main()
