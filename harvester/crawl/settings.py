"""Scrapy's settings: only what differs from its defaults, each with its reason."""

from __future__ import annotations

import os
from typing import Any

from scrapy.settings import default_settings

from harvester.run import contact

BOT_NAME = "regional-news-harvester"

# The archive that a crawl writes to, and further folders with stations.
NEWS_ARCHIVE = os.environ.get("NEWS_ARCHIVE", "news-archive")
STATION_FOLDERS: list[str] = []

# Stations see who crawls them and whom to write to; without a contact no real crawl starts.
USER_AGENT = contact.user_agent(os.environ.get("NEWS_CONTACT"))

# Each station file is a spider.
SPIDER_LOADER_CLASS = "harvester.crawl.loader.StationSpiderLoader"
# Addresses come from the frontier, which survives a killed process; Scrapy's own queues are
# pickled and are lost with it.
SCHEDULER = "harvester.crawl.scheduler.FrontierScheduler"
# The frontier knows each address once.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# `scrapy crawl` ends with 0 whatever happens; ours with the code that the run deserves.
COMMANDS_MODULE = "harvester.crawl.commands"

# `-o FILE` writes records, and Chinese as it is read; by default each sign is a \\u escape.
FEED_EXPORT_ENCODING = "utf-8"
# The record of an article, not the parts that it is held in.
FEED_EXPORTERS = {
    "jsonl": "harvester.crawl.exporters.JsonLinesRecords",
    "jsonlines": "harvester.crawl.exporters.JsonLinesRecords",
    "jl": "harvester.crawl.exporters.JsonLinesRecords",
    "json": "harvester.crawl.exporters.JsonRecords",
    "csv": "harvester.crawl.exporters.CsvRecords",
}

# Nobody may run code in the crawler; both listen by default.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# What is off is not imported either: that takes longer than the visit of a page.
EXTENSIONS = dict.fromkeys(
    (
        "scrapy.extensions.telnet.TelnetConsole",
        "scrapy.extensions.remote_control.RemoteControl",
    )
)
# http and https only: the others read local files or need credentials.
DOWNLOAD_HANDLERS: dict[str, Any] = dict.fromkeys(("data", "file", "ftp", "s3")) | dict.fromkeys(
    # One odd header line loses no answer.
    ("http", "https"),
    "harvester.crawl.lenient_http.DownloadHandler",
)
# A forged station would be kept as evidence; off by default.
DOWNLOAD_VERIFY_CERTIFICATES = True
# The longest page seen on a station is below 2 MB; a bomb of 1 GiB (the default) costs as much RAM.
DOWNLOAD_MAXSIZE = 32 * 2**20
DOWNLOAD_WARNSIZE = 8 * 2**20
# 180 s by default: one dripping server would hold up its station for hours.
DOWNLOAD_TIMEOUT = 60

# Politeness: robots.txt, one request at a time per host, a delay that each station sets.
STATION_DELAY = 2.0  # seconds; replaced by what the station's file says
ROBOTSTXT_OBEY = False  # by Scrapy's middleware: harvester.crawl.robots does it, without its holes
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# One under way per station: what waits in Scrapy's own queues could no longer be held back when
# a server asks to be left alone, nor drained at once when the run is stopped.
CONCURRENT_REQUESTS = 1
# A visit yields one article at most. Scrapy starts as many tasks for each answer as this says, 100
# by default, whatever the answer holds: that was a quarter of a bare crawl's CPU.
CONCURRENT_ITEMS = 1
# Bytes of a station's pages that may wait to be read, 5 MB by default: 300 times that is a lot of
# memory, where pages come faster than they are read.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 256 * 2**10
# Stations need no login, and a session cookie is a tracking device.
COOKIES_ENABLED = False

# The visit itself decides what a redirect, an error status or a refresh means.
METAREFRESH_ENABLED = False
# The frontier tries again in later runs; within a run, two quick repeats are enough.
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the outcome of the address says it
# A timeout is not quick: the site is asked again in a later run.
RETRY_EXCEPTIONS = [
    each for each in default_settings.RETRY_EXCEPTIONS
    if each != "scrapy.exceptions.DownloadTimeoutError"
]  # fmt: skip
# 429 and 503 ask for less, not for more: the frontier waits as long as the server says.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]

# Services of the operator's own network are not to be reached by a forged link or name.
TWISTED_DNS_RESOLVER = "harvester.crawl.resolver.PublicResolver"

DOWNLOADER_MIDDLEWARES = {
    "harvester.crawl.robots.RobotsMiddleware": 100,
    # The frontier holds only addresses of the station's hosts, and settles the others.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # off, as said above
    "harvester.crawl.capture.ContentCodingMiddleware": 590,
    # Scrapy's warns of each station that no Referer middleware is on.
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "harvester.crawl.redirects.PlainRedirectMiddleware": 600,
    # Before anything has changed the response.
    "harvester.crawl.capture.CaptureMiddleware": 950,
    # Nearest to the wire: a host's turn must end whatever becomes of its answer.
    "harvester.crawl.politeness_middleware.PolitenessMiddleware": 960,
}
# The run's report counts, from the frontier; these write each request out once more to weigh it.
DOWNLOADER_STATS = False
# What they look at (requests that callbacks yield, error statuses) never comes by here. Each is a
# generator more through which every answer goes.
SPIDER_MIDDLEWARES = dict.fromkeys(
    f"scrapy.spidermiddlewares.{name}Middleware"
    for name in (
        "start.StartSpider", "httperror.HttpError", "referer.Referer", "urllength.UrlLength",
        "depth.Depth", "metacopy.MetaCopyDetection",
    )
)  # fmt: skip
# Text in the language of the stations; Scrapy asks for English.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}

# One line a page is too much for a cron log; the run's report has the counts.
LOG_LEVEL = "INFO"
