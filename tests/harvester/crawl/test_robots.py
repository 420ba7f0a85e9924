"""robots.txt is obeyed as RFC 9309 asks, proved by the log of a real server."""

from __future__ import annotations

import asyncio
import json
import math
import re
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from protego import Protego
from support.commands import Harvest
from support.crawled import rows

from harvester.crawl.politeness_middleware import StoppingError
from harvester.crawl.robots import RobotsUnreachableError, kept_seconds
from harvester.crawl.robots_text import robots_text

PAGE = """<html><head><meta charset="utf-8"></head><body><h1>{title}</h1>
<div class="time">2026-07-01 08:00</div><div class="text">
<p>清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。</p>
<p>船老大说，从今天起多开一班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。</p>
</div></body></html>"""


class Site(BaseHTTPRequestHandler):
    """Answers robots.txt as told; ten articles, five of them under /closed/."""

    protocol_version = "HTTP/1.1"
    robots: tuple[int, str, dict[str, str]] = (200, "", {})
    asked: list[str]

    def do_GET(self) -> None:
        """One answer."""
        self.asked.append(self.path)
        if self.path == "/robots.txt":
            status, text, headers = self.robots
        elif self.path == "/rules.txt":
            status, text, headers = 200, "User-agent: *\nDisallow: /closed/\n", {}
        elif self.path == "/":
            links = [f"/{part}/{n}.html" for n in range(5) for part in ("open", "closed")]
            text = "".join(f'<a href="{link}">题</a>' for link in links)
            status, headers = 200, {}
        else:
            status, text, headers = 200, PAGE.format(title=f"渡船加开第{self.path[-6]}班"), {}
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def site(status: int, text: str = "", **headers: str) -> Iterator[tuple[int, list[str]]]:
    """The site on a loopback port, and the list of what was asked for."""
    asked: list[str] = []
    handler = type("Told", (Site,), {"robots": (status, text, headers), "asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port, asked
        server.shutdown()
        thread.join()


def station_of(folder: Path, port: int) -> None:
    """Write the file of a station, `ferry`, that stands at a port."""
    (folder / "stations").mkdir()
    (folder / "stations" / "ferry.toml").write_text(
        f'title = "渡口"\nhome = "http://127.0.0.1:{port}/"\ndelay = 0\n'
        "articles = ['/(open|closed)/\\d+\\.html']\n",
        encoding="utf-8",
    )


def crawl(folder: Path, port: int, harvest: Harvest) -> int:
    """Crawl the site as a station; the exit code."""
    station_of(folder, port)
    code: int = harvest("crawl", "ferry", "--archive", folder).returncode
    return code


def outcomes(folder: Path) -> dict[str, int]:
    """How many addresses had which outcome."""
    found = rows(folder, "SELECT outcome, count(*) FROM crawl_frontier GROUP BY 1")
    return {str(outcome): int(str(count)) for outcome, count in found}


def test_of_many_addresses_that_wait_for_one_robots_txt_each_is_checked(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Five forbidden articles beside five allowed ones, all due at once."""
    with site(200, "User-agent: *\nDisallow: /closed/\n") as (port, asked):
        assert crawl(tmp_path, port, harvest) == 0
    assert asked.count("/robots.txt") == 1
    assert [path for path in asked if path.startswith("/closed/")] == []
    assert outcomes(tmp_path) == {"captured": 6, "robots": 5}


def test_the_stats_of_scrapy_count_the_run(tmp_path: Path, harvest: Harvest) -> None:
    """An extension of another's making reads them as it reads Scrapy's own."""
    with site(200, "User-agent: *\nDisallow: /closed/\n") as (port, _):
        station_of(tmp_path, port)
        result = harvest("crawl", "ferry", "--archive", tmp_path, "--verbose")
    stats = dict(re.findall(r"'((?:news|robotstxt)/[\w/]+)': (\d+)", result.stderr))
    assert stats == {
        "news/article/new": "5",
        "news/capture/written": "7",
        "news/visit/captured": "6",
        "news/visit/robots": "5",
        "robotstxt/forbidden": "5",
        "robotstxt/request_count": "1",
        "robotstxt/response_count": "1",
        "robotstxt/response_status_count/200": "1",
    }


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_fetched_while_robots_txt_cannot_be_had(
    status: int, tmp_path: Path, harvest: Harvest
) -> None:
    """RFC 9309, 2.3.1.4: unreachable means complete disallow; what is due stays due, untried."""
    with site(status) as (port, asked):
        assert crawl(tmp_path, port, harvest) == 4
    assert set(asked) == {"/robots.txt"}
    assert rows(tmp_path, "SELECT state, outcome, tries FROM crawl_frontier") == [
        ("retry", None, 0)
    ]
    (report,) = (tmp_path / "reports").glob("*.json")
    (warning,) = json.loads(report.read_text("utf-8"))["warnings"]
    assert warning.startswith("ferry: http://127.0.0.1:")
    assert f"/robots.txt answered {status}" in warning


def test_a_site_without_robots_txt_allows_all(tmp_path: Path, harvest: Harvest) -> None:
    """RFC 9309, 2.3.1.3: 404 means that there are no rules."""
    with site(404) as (port, _):
        assert crawl(tmp_path, port, harvest) == 0
    assert outcomes(tmp_path) == {"captured": 11}


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffUser-agent: *\nDisallow: /a\n",
        "User-agent: x\nDisallow:\n\ufeffUser-agent: *\n\u200bDisallow: /a\u200b\n",
        "User-agent：*\nDisallow：/a\n",
        "<html><body>User-agent: *<br>Disallow: /a<br></body></html>",
        "<pre>\nUser-agent:\u3000*\nDisallow:\u3000/a\n</pre>",
        "<p><span>User-agent: *</span><br/><span>Disallow: /a</span></p>",
        "\u3000\u3000User-agent：＊\n\u3000\u3000Ｄisallow：／a\n",
        "- User-agent: *\n- Disallow: /a\n",
        "1. User-agent = '*'\n2. Disallow = '/a'\n",
        "User-agent: * Disallow: /a\n",
        "User-agent: *\\nDisallow: /a",
        "User-agent: *\nDisallow: a\n",
        "User-agent: *\nDisallow: \\a\n",
        "User-agent: *\nDisallow: http://a.example/a\n",
        "User-agent: Harvest/1.0\nDisallow: /a\n",
        "\0User-agent: *\nDisallow: /a\n",
    ],
)
def test_rules_are_obeyed_however_an_editor_wrote_them(text: str) -> None:
    """With marks and wide colons within, or as a web page."""
    rules = Protego.parse(robots_text(text.encode()))
    allowed = [rules.can_fetch(f"http://a.example/{path}", "harvest") for path in ("a", "b：1")]
    assert allowed == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /\nAllow: /*<b>/\n",
        "User-agent: *\nDisallow: /\nAllow: /a<b>\n",
        "User-agent: *\nDisallow: /\nAllow: a\n",
        "User-agent: *\nDisallow: /\nAllow: http://a.example/a\n",
        "User-agent: *\nDisallow: /\n# Allow: /a\n",
    ],
)
def test_what_is_doubtful_allows_nothing_more(text: str) -> None:
    """A tag within a path is a part of it; only what forbids is mended."""
    assert not Protego.parse(robots_text(text.encode())).can_fetch("http://a.example/a", "harvest")


def test_what_only_looks_like_a_rule_forbids_nothing() -> None:
    """A comment of several rules, and a placeholder at the end of a path."""
    text = "# User-agent: * Disallow: /\nUser-agent: *\nDisallow: /draft/<id>\n"
    assert Protego.parse(robots_text(text.encode())).can_fetch("http://a.example/a", "harvest")


def test_any_answer_of_success_gives_the_rules(tmp_path: Path, harvest: Harvest) -> None:
    """RFC 9309, 2.3.1.1: not that of status 200 alone."""
    with site(203, "User-agent: *\nDisallow: /closed/\n") as (port, _):
        assert crawl(tmp_path, port, harvest) == 0
    assert outcomes(tmp_path) == {"captured": 6, "robots": 5}


def test_a_redirected_robots_txt_is_followed(tmp_path: Path, harvest: Harvest) -> None:
    """RFC 9309, 2.3.1.2: the rules may stand elsewhere."""
    with site(301, Location="/rules.txt") as (port, asked):
        assert crawl(tmp_path, port, harvest) == 0
    assert asked[:2] == ["/robots.txt", "/rules.txt"]
    assert outcomes(tmp_path) == {"captured": 6, "robots": 5}


def test_a_robots_txt_that_leads_in_circles_closes_the_site(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Six answers, then the site is unreachable."""
    with site(301, Location="/robots.txt") as (port, asked):
        assert crawl(tmp_path, port, harvest) == 4
    assert asked == ["/robots.txt"] * 6


def test_a_robots_txt_that_takes_too_long_to_be_read_closes_the_site(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Each rule counts for each of the names above it: 14,000 times 15,000 took minutes."""
    names = "".join(f"User-agent: {number:x}\n" for number in range(14_000))
    rules = "".join(f"Disallow: /{number:x}\n" for number in range(15_000))
    with site(200, names + rules) as (port, asked):
        assert crawl(tmp_path, port, harvest) == 4
    assert asked == ["/robots.txt"]
    (report,) = (tmp_path / "reports").glob("*.json")
    (warning,) = json.loads(report.read_text("utf-8"))["warnings"]
    assert "/robots.txt: reading took more than 2 s" in warning


async def _nothing() -> Protego:
    return Protego.parse("")


async def _unreachable() -> Protego:
    raise RobotsUnreachableError("no answer")


async def _stopped() -> Protego:
    raise StoppingError("the run is being stopped")


@pytest.mark.parametrize(
    ("what", "seconds"), [(_nothing, 86_400.0), (_unreachable, 3600.0), (_stopped, 0.0)]
)
def test_rules_are_kept_for_a_day_and_a_failure_for_an_hour(
    what: Callable[[], Coroutine[None, None, Protego]], seconds: float
) -> None:
    """A long run asks again for a robots.txt that could not be had."""

    async def kept() -> float:
        task = asyncio.ensure_future(what())
        assert kept_seconds(task) == math.inf  # while it is asked for
        await asyncio.wait([task])
        return kept_seconds(task)

    assert asyncio.run(kept()) == seconds
