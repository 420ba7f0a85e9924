"""What a crawl costs: ours beside stock Scrapy, CPU per page, in one run.

python benchmarks/crawl.py [--pages 2000] [--rounds 3]

Both fetch the same pages of a loopback site (benchmarks/crawl_site.py) in processes of their own;
CPU seconds (user and system) are those of the finished process, less those of one that fetches a
single page. Rounds are interleaved; the median is printed.

- stock: a Scrapy spider that asks for every page and reads nothing
- bare: the same spider with our content coding middleware
- whole: `harvest crawl`: lists, robots.txt, WARC, reading, SQLite with index, frontier
"""

from __future__ import annotations

import argparse
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

BARE = """
import sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for number in range(int(sys.argv[2])):
            yield scrapy.Request(f"http://127.0.0.1:{sys.argv[1]}/a/{number}.html")
    def parse(self, response):
        pass

settings = {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0}
if sys.argv[3] == "ours":
    settings["DOWNLOADER_MIDDLEWARES"] = {
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "harvester.capture.ContentCodingMiddleware": 590,
    }
process = AsyncCrawlerProcess(settings)
process.crawl(Bare)
process.start()
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


def bare(port: int, pages: int, kind: str) -> float:
    """Fetch only."""
    return cpu([sys.executable, "-c", BARE, str(port), str(pages), kind])


def whole(port: int, pages: int) -> float:
    """The product."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    (folder / "stations").mkdir()
    (folder / "stations" / "bench.toml").write_text(STATION.format(port=port), encoding="utf-8")
    command = [sys.executable, "-m", "harvester.cli", "crawl", "bench", "--archive", str(folder)]
    try:
        return cpu([*command, "--limit", str(pages)] if pages == 1 else command)
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, HERE / "crawl_site.py", str(asked.pages), str(port)],
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    server.stdout.readline()
    ways = {
        "stock": lambda pages: bare(port, pages, "stock"),
        "bare": lambda pages: bare(port, pages, "ours"),
        "whole": lambda pages: whole(port, pages),
    }
    costs: dict[str, list[float]] = {name: [] for name in ways}
    try:
        for _ in range(asked.rounds):
            for name, way in ways.items():
                costs[name].append((way(asked.pages) - way(1)) / (asked.pages - 1) * 1000)
    finally:
        server.kill()
    stock = statistics.median(costs["stock"])
    print(f"{asked.pages} pages, {asked.rounds} rounds; CPU ms a page, and pages per CPU second")
    for name, values in costs.items():
        value = statistics.median(values)
        print(f"{name:6} {value:6.2f} ms  {1000 / value:6.0f}/s  {stock / value:5.2f} x stock")


if __name__ == "__main__":
    main()
