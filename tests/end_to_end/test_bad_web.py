"""A bad web: pages that lie, break off, burst or never end; each is told, nothing held is lost."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.commands import ROOT, Harvest
from support.crawled import Crawled, rows
from support.sites import Answer, raw_server, served


@pytest.fixture
def ferry(tmp_path: Path, harvest: Harvest) -> Iterator[Crawled]:
    """A station that links one article."""
    with served() as site:
        site.links("/", "/a/1.html")
        site.article("/a/1.html", "渡船加开一班")
        site.station(tmp_path)
        yield Crawled(site, tmp_path, harvest)


HTML = {"Content-Type": "text/html; charset=utf-8"}
PACKED = gzip.compress("<html><h1 class='t'>渡船停航</h1>".encode() * 300)
GZIP = {"Content-Encoding": "gzip"}

#: What answers in place of an article → what is said of it.
IMPOSTORS: dict[str, Answer] = {
    "captcha": (200, {}, "<h1>安全验证</h1><p>请完成验证后继续访问</p>".encode()),
    "error page": (200, {}, "<h1>404</h1><p>您访问的页面不存在</p>".encode()),
    "placeholder page": (200, {}, "<html><div>系统升级维护中</div></html>".encode()),
    "empty page": (200, {}, b" "),
    "breaks off": (200, GZIP, PACKED[: len(PACKED) // 2]),
    "unfolds to more than": (200, GZIP, gzip.compress(bytes(2**26))),
    "a tag of more than": (200, {}, b"<p" + b"".join(b" a%d=1" % n for n in range(99_999)) + b">"),
    "nested too deep": (200, {}, b"<div>" * 200_000 + "渡船".encode()),
    "binary": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"),
}


def test_what_answers_200_in_place_of_an_article_is_quarantined_and_the_revision_stays(
    ferry: Crawled,
) -> None:
    """The capture is kept, the reason told, the article as it was; and the run is no success."""
    paths = {why: f"/a/{number}.html" for number, why in enumerate(IMPOSTORS, start=1)}
    ferry.site.links("/", *paths.values())
    for path in paths.values():
        ferry.site.article(path, "渡船加开一班")
    ferry.crawl()
    for why, path in paths.items():
        ferry.site.pages[path] = IMPOSTORS[why]
    said = ferry.crawl("--recheck", expect=1)
    assert "ferry: 9 pages failed (9 quarantined)" in said
    for why, path in paths.items():
        state, outcome, detail = ferry.outcome(path) or ("", "", "")
        assert (state, outcome) == ("settled", "quarantined")
        assert why in str(detail)
    assert {(title, state) for _, title, state in ferry.articles()} == {("渡船加开一班", "live")}
    assert ferry.revisions() == []
    kept = "SELECT count(*) FROM crawl_unread WHERE why IS NOT NULL"
    assert rows(ferry.folder, kept) == [(len(IMPOSTORS),)]


def short_body(connection: socket.socket, _asked: bytes) -> None:
    """Fewer bytes than promised."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<h1>half a page")


def cut_chunks(connection: socket.socket, _asked: bytes) -> None:
    """Chunks without their end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<h1>h\r\n")


def endless_chunks(connection: socket.socket, _asked: bytes) -> None:
    """A body that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    block = b"100000\r\n" + b"x" * 2**20 + b"\r\n"
    for _ in range(400):
        connection.sendall(block)


def huge_header(connection: socket.socket, _asked: bytes) -> None:
    """One header of twenty megabytes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(20):
        connection.sendall(b"x" * 2**20)


def slow_drip(connection: socket.socket, _asked: bytes) -> None:
    """A byte a second, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(600):
        connection.sendall(b"x")
        time.sleep(0.2)


def no_http(connection: socket.socket, _asked: bytes) -> None:
    """Something else than HTTP."""
    connection.sendall(b"220 mail.example ESMTP\r\n")


def test_an_answer_that_is_none_fails_and_is_never_kept_as_complete(ferry: Crawled) -> None:
    """Cut at the limit of time or size; each address is tried again later."""
    talks = (short_body, cut_chunks, endless_chunks, huge_header, slow_drip, no_http)
    ferry.crawl()
    with ExitStack() as servers:
        ports = [servers.enter_context(raw_server(talk)) for talk in talks]
        path = ferry.folder / "stations" / "ferry.toml"
        hosts = ", ".join(f'"127.0.0.1:{port}"' for port in (ferry.site.port, *ports))
        path.write_text(f"hosts = [{hosts}]\n" + path.read_text("utf-8"), "utf-8")
        pages = [f"http://127.0.0.1:{port}/a/{port}.html" for port in ports]
        ferry.site.links("/", "/a/1.html", *pages)
        limits = ("DOWNLOAD_TIMEOUT=5", "RETRY_TIMES=0", "DOWNLOAD_MAXSIZE=8388608")
        options = [part for limit in limits for part in ("-s", limit)]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "ferry", *options],
            cwd=ROOT, capture_output=True, check=False, timeout=240,
            env=os.environ | {"NEWS_ARCHIVE": str(ferry.folder)},
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    fates = "SELECT url, state, outcome FROM crawl_frontier WHERE detail IS NOT NULL ORDER BY key"
    assert rows(ferry.folder, fates) == [(page, "retry", "failed") for page in pages]
    assert [article for article, _, _ in ferry.articles()] == ["ferry:1"]
    assert rows(ferry.folder, "SELECT count(*) FROM captures WHERE kind = 'page'") == [(1,)]


def test_redirects_without_end_are_a_failure_with_a_reason(ferry: Crawled) -> None:
    """Each address leads to the next; the sixth is not followed."""
    for number in range(1, 40):
        ferry.site.status(f"/a/{number}.html", 302, Location=f"/a/{number + 1}.html")
    ferry.crawl(expect=1)
    assert [path for path in ferry.site.asked if path.startswith("/a/")] == [
        f"/a/{number}.html" for number in range(1, 7)
    ]
    assert ferry.outcome("/a/7.html") == ("settled", "failed", "too many redirects")


def test_an_address_that_leads_to_itself_or_in_a_circle_ends(ferry: Crawled) -> None:
    """Neither is asked for twice in one run."""
    ferry.site.links("/", "/a/1.html", "/a/2.html")
    ferry.site.status("/a/1.html", 302, Location="/a/1.html")
    ferry.site.status("/a/2.html", 301, Location="/b/2.html")
    ferry.site.status("/b/2.html", 301, Location="/a/2.html")
    ferry.crawl(expect=1)
    assert sorted(ferry.site.asked) == ["/", "/a/1.html", "/a/2.html", "/b/2.html", "/robots.txt"]
    assert ferry.outcome("/a/1.html") == ("retry", "failed", "redirects to itself")


def test_a_redirect_out_of_the_station_is_not_followed(ferry: Crawled) -> None:
    """Neither into one's own network, nor to files, nor to strangers."""
    fates = {
        "http://169.254.169.254/a/1.html": "offsite",
        "http://[::1]/a/1.html": "offsite",
        "http://localhost:1/a/1.html": "offsite",
        "https://other.example/a/1.html": "offsite",
        "file:///etc/passwd": "failed",
        "javascript:alert(1)": "failed",
    }
    paths = {target: f"/a/{number}.html" for number, target in enumerate(fates, start=1)}
    ferry.site.links("/", *paths.values())
    for target, path in paths.items():
        ferry.site.status(path, 302, Location=target)
    ferry.crawl(expect=1)
    found = {target: (ferry.outcome(path) or ("", ""))[1] for target, path in paths.items()}
    assert found == fates
    assert ferry.articles() == []


def test_a_calendar_without_end_ends_where_it_names_no_article(ferry: Crawled) -> None:
    """The next month is always there; also a backfill turns round."""

    def month(number: int) -> Callable[[], Answer]:
        page = f'<a href="/a/{number}.html">题</a>' if number < 3 else "<p>无稿件</p>"
        page += f'<a class="n" href="/?page={number + 1}">下一页</a>'
        return lambda: (200, HTML, f"<html><body>{page}</body></html>".encode())

    ferry.site.pages["/"] = month(1)
    for number in range(2, 50):
        ferry.site.pages[f"/?page={number}"] = month(number)
        ferry.site.article(f"/a/{number}.html", f"第{number}次开船")
    ferry.crawl()
    pages = [path for path in ferry.site.asked if path.startswith("/?")]
    assert pages == ["/?page=2", "/?page=3"]
    ferry.site.asked.clear()
    said = ferry.harvest("backfill", "ferry", "--from", "2020-01-01", "--archive", ferry.folder)
    assert said.returncode == 0, said.stderr
    assert [path for path in ferry.site.asked if path.startswith("/?")] == pages


def test_an_index_that_names_no_article_leads_to_the_pages_that_do(ferry: Crawled) -> None:
    """The front page of an e-paper sends its reader on to today's issue."""
    ferry.site.page("/", '<html><meta http-equiv="Refresh" content="0;URL=/issue/01.html"></html>')
    ferry.site.links("/issue/01.html", "/a/1.html")
    ferry.crawl()
    assert ferry.articles() == [("ferry:1", "渡船加开一班", "live")]


def test_session_ids_make_no_new_addresses(ferry: Crawled) -> None:
    """A list that writes another one into each link, each time, names the same articles."""
    visits = iter(range(100, 200))

    def front() -> Answer:
        session = next(visits)
        page = f'<a href="/a/1.html;jsessionid=8A{session}">题</a>'
        page += f'<a href="/a/1.html?PHPSESSID={session}">题</a>'
        return 200, HTML, f"<html><body>{page}</body></html>".encode()

    ferry.site.pages["/"] = front
    ferry.crawl()
    ferry.crawl()
    assert rows(ferry.folder, "SELECT count(*) FROM crawl_frontier") == [(2,)]
    assert ferry.site.asked.count("/a/1.html") == 1
