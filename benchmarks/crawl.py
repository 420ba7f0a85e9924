"""What a crawl costs: ours beside stock Scrapy, CPU and clock for a page, in one run.

    python benchmarks/crawl.py [--pages 10000] [--rounds 3] [--into ARCHIVE]
        [--scrapy-2.18 PYTHON] [--former PYTHON]

All fetch the same pages of a loopback site (benchmarks/crawl_site.py) in processes of their own;
CPU seconds (user and system) are those of the finished process and of all that it started, less
those of one that fetches a single page; so is the time on the clock. Rounds are interleaved; the
medians are printed. With `--into`, the product crawls into a copy of that archive, so that the cost
of a large one shows.

- stock: a Scrapy spider that asks for every page and reads nothing
- tuned: the same with the setting that makes it fastest, `CONCURRENT_ITEMS=1`
- 2.18: the same with the Python of an environment that has Scrapy 2.18, before its charsets were
  guessed from packed bytes
- bare: the same spider with our settings and our content coding middleware
- whole: `harvest crawl`: lists, robots.txt, WARC, reading, SQLite with index, frontier, lineage
- in place: whole, with `--workers 0`: no page is read in a process of its own
- apart: whole, but what republishes what is left to `archive lineage reconcile`
- former: whole, with the Python of an environment that holds another version of the product
- capture: what of `in place` is spent on capturing: record, digests, WARC, sync, row
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

BARE = """
import sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

fetched = 0

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for number in range(int(sys.argv[2])):
            yield scrapy.Request(f"http://127.0.0.1:{sys.argv[1]}/a/{number}.html")
    def parse(self, response):
        global fetched
        fetched += 1

settings = Settings()
if sys.argv[3] == "tuned":
    settings["CONCURRENT_ITEMS"] = 1
if sys.argv[3] == "ours":
    settings.setmodule("harvester.crawl.settings")
    settings["SCHEDULER"] = "scrapy.core.scheduler.Scheduler"
    for name in ("robots.Robots", "capture.Capture", "politeness_middleware.Politeness"):
        settings["DOWNLOADER_MIDDLEWARES"][f"harvester.crawl.{name}Middleware"] = None
settings.setdict({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0,
                  "REMOTE_CONTROL_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
                  "CONCURRENT_REQUESTS": 16, "TWISTED_DNS_RESOLVER":
                  "scrapy.resolver.CachingThreadedResolver"})
process = AsyncCrawlerProcess(settings)
process.crawl(Bare)
process.start()
sys.exit(fetched != int(sys.argv[2]))
"""

#: Runs a command, waits for all processes that come of it, and prints their CPU seconds together
#: and the command's own seconds on the clock. Processes that the command leaves behind, such as the
#: server of its readers, become children of this one (36 is PR_SET_CHILD_SUBREAPER).
MEASURED = """
import ctypes, json, os, resource, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
begun = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
clock = time.perf_counter() - begun
try:
    while True:
        os.wait()
except ChildProcessError:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([usage.ru_utime + usage.ru_stime, clock]))
sys.exit(code)
"""

#: `harvest` with the part that is measured apart left out, or counted.
WHOLE = "from harvester.cli import main; main()"
APART = "from archive.store import archive; archive.link_article = archive.postpone; " + WHOLE
CAPTURE = """
import json, sys, time
from archive.store.captures import Captures
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
                    (Captures, "index")):
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


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost: CPU seconds, user and system, and seconds on the clock."""

    cpu: float
    clock: float

    def each(self, single: Cost, pages: int) -> Cost:
        """Milliseconds for each page beyond the first, whose crawl is given."""
        further = (pages - 1) / 1000
        return Cost((self.cpu - single.cpu) / further, (self.clock - single.clock) / further)


def cost(command: list[str]) -> Cost:
    """What a command costs, its children included."""
    measured = [sys.executable, "-c", MEASURED, *command]
    return Cost(*json.loads(subprocess.run(measured, check=True, stdout=subprocess.PIPE).stdout))


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
def archive_for(port: int, into: Path | None = None) -> Iterator[Path]:
    """A folder for an archive that knows the site as the station `bench`; a copy of `into`."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    if into:
        shutil.copytree(into, folder, dirs_exist_ok=True)
    (folder / "stations").mkdir(exist_ok=True)
    (folder / "stations" / "bench.toml").write_text(STATION.format(port=port), encoding="utf-8")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def bare(python: str, port: int, pages: int, kind: str) -> Cost:
    """What it costs to fetch only."""
    return cost([python, "-c", BARE, str(port), str(pages), kind])


def whole(
    program: str,
    port: int,
    pages: int,
    into: Path | None,
    *options: str,
    python: str = sys.executable,
) -> Cost:
    """What the product costs."""
    limit = ["--limit", "1"] if pages == 1 else []
    with archive_for(port, into) as folder:
        command = [python, "-c", program, "crawl", "bench", *limit, *options]
        return cost([*command, "--archive", str(folder)])


def capture(port: int) -> tuple[float, float]:
    """CPU seconds spent on capturing, and of the whole process."""
    with archive_for(port) as folder:
        command = [sys.executable, "-c", CAPTURE, "crawl", "bench", "--workers", "0"]
        cost([*command, "--archive", str(folder)])
        spent, total = json.loads((folder / "capture.json").read_text("utf-8"))
        return spent, total


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--into", type=Path, metavar="ARCHIVE")
    parser.add_argument("--scrapy-2.18", dest="older", metavar="PYTHON")
    parser.add_argument("--former", metavar="PYTHON")
    asked = parser.parse_args()
    into = asked.into
    with served(asked.pages) as port:
        ways: dict[str, Callable[[int], Cost]] = {
            "stock": lambda pages: bare(sys.executable, port, pages, "stock"),
            "tuned": lambda pages: bare(sys.executable, port, pages, "tuned"),
            "bare": lambda pages: bare(sys.executable, port, pages, "ours"),
            "whole": lambda pages: whole(WHOLE, port, pages, into),
            "in place": lambda pages: whole(WHOLE, port, pages, into, "--workers", "0"),
            "apart": lambda pages: whole(APART, port, pages, into),
        }
        if asked.older:
            ways["2.18"] = lambda pages: bare(asked.older, port, pages, "stock")
        if asked.former:
            ways["former"] = lambda pages: whole(WHOLE, port, pages, into, python=asked.former)
        costs: dict[str, list[Cost]] = {name: [] for name in ways}
        shares = []
        for _ in range(asked.rounds):
            for name, way in ways.items():
                costs[name].append(way(asked.pages).each(way(1), asked.pages))
            spent, total = capture(port)
            shares.append(spent / total)
    _print_table(costs, asked.pages, asked.rounds)
    print(f"capture: {statistics.median(shares):.1%} of the whole crawl's CPU")


def _print_table(costs: dict[str, list[Cost]], pages: int, rounds: int) -> None:
    """CPU and clock of each way, and its pages a second beside those of tuned Scrapy."""
    print(f"{pages} pages, {rounds} rounds; ms a page: CPU, clock; speed / tuned Scrapy's")
    tuned = statistics.median(each.clock for each in costs["tuned"])
    for name, values in costs.items():
        cpu = statistics.median(each.cpu for each in values)
        clock = statistics.median(each.clock for each in values)
        print(f"{name:10} {cpu:6.2f} {clock:6.2f}  {tuned / clock:5.2f}")


if __name__ == "__main__":
    main()
