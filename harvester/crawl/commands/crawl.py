"""`scrapy crawl STATION`, with an exit code that says how it went: Scrapy's own is always 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from harvester.crawl.spider import EXIT_CODE, StationSpider

if TYPE_CHECKING:
    import argparse

#: Of a run whose spider did not even come to say how it went: a bug of ours.
_SILENT = 70


class Command(ScrapyCrawl):
    """Runs one station's spider, and ends as `harvest crawl` would."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; the run's own verdict becomes the exit code."""
        if len(args) != 1:
            raise UsageError("name one station; `harvest crawl` takes several")
        assert self.crawler_process is not None
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if not issubclass(crawler.spidercls, StationSpider):  # one of the operator's own
            self.exitcode = int(self.crawler_process.bootstrap_failed)
            return
        code = crawler.stats.get_value(EXIT_CODE, _SILENT) if crawler.stats else _SILENT
        self.exitcode = int(code)
