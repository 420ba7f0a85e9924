"""What the crawler must never do, asserted on the settings that Scrapy really uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from support.commands import ROOT

from harvester.crawl.capture import TAKE_ANY_ANSWER
from harvester.crawl.redirects import PlainRedirectMiddleware


def effective() -> Settings:
    """The project's settings as a crawler gets them."""
    settings = Settings()
    settings.setmodule("harvester.crawl.settings", priority="project")
    return settings


def test_nobody_can_run_code_in_the_crawler() -> None:
    """Scrapy 2.19 listens with two consoles by default."""
    settings = effective()
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")


def test_only_http_and_https_are_fetched() -> None:
    """A page must not make the crawler read local files."""
    handlers = effective().getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_sizes_times_and_certificates_are_bounded_and_checked() -> None:
    """Scrapy's defaults: 1 GiB, 180 s, no verification."""
    settings = effective()
    assert settings.getint("DOWNLOAD_MAXSIZE") == 32 * 2**20
    assert settings.getint("DOWNLOAD_TIMEOUT") == 60
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_robots_txt_is_obeyed_and_hosts_are_asked_one_request_at_a_time() -> None:
    """Politeness is not an option."""
    settings = effective()
    assert "harvester.crawl.robots.RobotsMiddleware" in settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1


def test_no_spider_middleware_stands_between_an_answer_and_its_spider() -> None:
    """Each is a generator that every answer passes, and none has anything to do here."""
    middlewares = effective().get_component_priority_dict_with_base("SPIDER_MIDDLEWARES")
    assert [each for each, place in middlewares.items() if place is not None] == []


def test_nothing_of_ours_imports_pickle() -> None:
    """A planted file in a state folder must not run code: no JOBDIR, no HTTP cache."""
    settings = effective()
    assert settings.get("JOBDIR") is None
    assert not settings.getbool("HTTPCACHE_ENABLED")
    root = ROOT
    sources = [*root.glob("archive/**/*.py"), *root.glob("harvester/**/*.py")]
    assert [path for path in sources if "pickle" in path.read_text("utf-8").split()] == []


def test_each_setting_carries_its_reason() -> None:
    """A comment stands above each setting of the project."""
    path = ROOT / "harvester" / "crawl" / "settings.py"
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        name = line.split(" ")[0].rstrip(":")
        if name.isupper() and name not in {"BOT_NAME"} and not line.startswith((" ", "#")):
            block = lines[max(0, number - 4) : number]
            assert any(text.startswith("#") for text in block), name


def test_the_shell_reads_a_station_page_without_an_archive(tmp_path: Path) -> None:
    """`scrapy shell` looks at a page and writes nothing."""
    from harvester.demo.server import DemoServer

    with DemoServer() as server:
        server.write_stations(tmp_path)
        port = server.ports["demo-daily"]
        answer = subprocess.run(
            [sys.executable, "-m", "scrapy", "shell", f"http://127.0.0.1:{port}/", "-c",
             "[spider.name, response.status, len(response.css('a')) > 3]"],
            cwd=ROOT, capture_output=True, text=True, check=True,
            env={"NEWS_ARCHIVE": str(tmp_path), "PATH": "/usr/bin:/bin"}, timeout=60,
        )  # fmt: skip
    assert answer.stdout == "['demo-daily', 200, True]\n"
    assert not (tmp_path / "archive.db").exists()


def test_redirects_are_followed_without_a_referer() -> None:
    """`scrapy shell` and spiders of the operator's own get the page that an address leads to."""
    redirects = PlainRedirectMiddleware.from_crawler(Crawler(Spider, effective()))
    moved = Response("https://ferry.example/a", status=302, headers={"Location": "/b"})
    asked = Request(moved.url, headers={"Referer": "https://ferry.example/"})
    followed = redirects.process_response(asked, moved)
    assert isinstance(followed, Request)
    assert (followed.url, followed.headers.get("Referer")) == ("https://ferry.example/b", None)
    visit = Request(moved.url, meta=dict(TAKE_ANY_ANSWER))
    assert redirects.process_response(visit, moved) is moved
