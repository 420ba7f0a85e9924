"""An odd web: answers that browsers take without a word are taken here as well."""

from __future__ import annotations

import gzip
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from support.commands import ROOT, Harvest
from support.crawled import Crawled, rows
from support.sites import PARAGRAPHS, Answer, Site, raw_server, served

PAGE = f"<html><h1 class=t>渡船加开一班</h1><div class=text><p>{PARAGRAPHS[0]}</p></div></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def ferry(tmp_path: Path, harvest: Harvest) -> Iterator[Crawled]:
    """A station that links one article."""
    with served() as site:
        site.links("/", "/a/1.html")
        site.article("/a/1.html", "渡船加开一班")
        site.station(tmp_path)
        yield Crawled(site, tmp_path, harvest)


def _station_at(site: Site, port: int, folder: Path) -> None:
    """The file of the station, at the port of another server."""
    site.station(folder)
    file = folder / "stations" / "ferry.toml"
    moved = file.read_text("utf-8").replace(site.home, f"http://127.0.0.1:{port}/")
    file.write_text(moved, encoding="utf-8")


RULES = "User-agent: *\r\nDisallow: /a/1.html\r\n"


@pytest.mark.parametrize(
    "robots",
    [
        b"\xef\xbb\xbf" + RULES.encode(),
        RULES.encode("utf-16"),
        RULES.encode("utf-16-be"),
        RULES.replace("\r\n", "\r").encode(),
        b"\r\n\xef\xbb\xbf\xef\xbb\xbf" + RULES.encode(),
        b"\n\n# " + "只许看首页".encode("gb18030") + b"\n" + RULES.encode(),
    ],
)
def test_robots_txt_is_obeyed_however_it_is_written(ferry: Crawled, robots: bytes) -> None:
    """With a byte order mark, in UTF-16, with the line ends of an old Macintosh."""
    ferry.site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, robots)
    ferry.crawl(expect=1)  # no article was ever read from it
    assert ferry.outcome("/a/1.html") == ("settled", "robots", None)
    assert "/a/1.html" not in ferry.site.asked


@pytest.mark.parametrize(("status", "outcome"), [(500, "robots"), (404, "captured")])
def test_a_robots_txt_that_breaks_is_obeyed_as_it_was(
    ferry: Crawled, status: int, outcome: str
) -> None:
    """RFC 9309, 2.4: an earlier copy counts while it is unreachable, but not where it is gone."""
    ferry.site.links("/", "/a/1.html", "/a/2.html")
    ferry.site.article("/a/2.html", "渡船停航")
    ferry.site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, RULES.encode())
    ferry.crawl()
    ferry.site.status("/robots.txt", status)
    ferry.site.links("/", "/a/1.html", "/a/2.html", "/a/3.html")
    ferry.site.article("/a/3.html", "渡船加开两班")
    due = "UPDATE crawl_frontier SET state = 'pending' WHERE outcome = 'robots'"
    with closing(sqlite3.connect(ferry.folder / "archive.db")) as database, database:
        database.execute(due)
    ferry.crawl()
    assert ferry.outcome("/a/1.html") == ("settled", outcome, None)
    assert ferry.outcome("/a/3.html") == ("settled", "captured", None)


def test_an_html_page_in_place_of_robots_txt_forbids_nothing(ferry: Crawled) -> None:
    """A front page for each unknown address."""
    ferry.site.pages["/robots.txt"] = (200, HTML, b"<html><p>Disallow: what we like</p></html>")
    ferry.crawl()
    assert ferry.outcome("/a/1.html") == ("settled", "captured", None)


@pytest.mark.parametrize(
    "line",
    [
        b"X Powered By: php",
        b"Server : nginx",
        "来访: 1".encode(),
        b": nothing",
        b"no colon at all",
        b"Content-Security-Policy: " + b"default-src https://a.example; " * 700,
        b"Transfer-Encoding: identity",
        b"Content-Length: ",
        b"Content-Length: many",
        b" continues nothing",
    ],
)
def test_one_odd_header_line_loses_no_answer(tmp_path: Path, harvest: Harvest, line: bytes) -> None:
    """Not that of a list, and not that of a page."""
    pages = {
        b"/": b"<li><a href=/a/1.html>x</a></li>",
        b"/a/1.html": PAGE.encode(),
    }

    def answer(connection: socket.socket, asked: bytes) -> None:
        body = pages[asked.split(b" ")[1]]
        head = b"HTTP/1.1 200 OK\r\n" + line + b"\r\nContent-Type: text/html; charset=utf-8\r\n"
        connection.sendall(head + b"Connection: close\r\n\r\n" + body)

    with served() as site, raw_server(answer) as port:
        _station_at(site, port, tmp_path)
        result = harvest("crawl", "ferry", "--archive", tmp_path)
    assert "2 addresses visited (2 captured)" in result.stderr


@pytest.mark.parametrize(
    "leading",
    [
        (200, HTML, b'<meta http-equiv="refresh" content="0; url=/a/2.html">'),
        (200, HTML, b"<META HTTP-EQUIV=Refresh CONTENT='1;URL=/a/2.html'><body></body>"),
        (200, {**HTML, "Refresh": "0; url=/a/2.html"}, b""),
        (200, {**HTML, "Refresh": "3;/a/2.html"}, b"<p>moved</p>"),
        (200, {**HTML, "Refresh": "0, URL = '/a/2.html'"}, b""),
        (200, {**HTML, "Refresh": "0 url=/a/2.html"}, b""),
        (200, HTML, b"<script>\nwindow.location.href = '/a/2.html';\n</script><body></body>"),
        (200, HTML, b"<p>moved</p><script>setTimeout(\"location='/a/2.html'\", 900)</script>"),
        (
            200,
            HTML,
            b"<script>if(/iPhone/.test(navigator.userAgent)){location='/m/2'}"
            b"else{top.location.replace('/a/2.html')}</script>",
        ),
        (200, HTML, b"<meta http-equiv=refresh content=\"0;url='/a/2.html' at once\">"),
        (200, HTML, b'<base href=/a/x><meta http-equiv=refresh content=".5;2.html">'),
        (
            200,
            HTML,
            b'<noscript><meta http-equiv=refresh content="0;/nojs.html"></noscript>'
            b'<meta http-equiv=refresh content="0;/a/2.html">',
        ),
    ],
)
def test_an_article_that_leads_on_by_a_refresh_is_a_redirect(
    ferry: Crawled, leading: Answer
) -> None:
    """By a meta element, a header, or a script and nothing else; where it leads is read."""
    ferry.site.pages["/a/1.html"] = leading
    ferry.site.article("/a/2.html", "渡船加开两班")
    ferry.crawl()
    assert ferry.outcome("/a/1.html") == ("settled", "redirect", None)
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开两班"]


def test_a_list_that_leads_on_by_a_header_is_a_redirect(ferry: Crawled) -> None:
    """The front page of a site that has moved its news."""
    ferry.site.links("/news.html", "/a/1.html")
    ferry.site.pages["/"] = (200, {**HTML, "Refresh": "0; url=/news.html"}, b"")
    ferry.crawl()
    assert ferry.outcome("/") == ("settled", "redirect", None)
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开一班"]


def test_a_page_that_loads_itself_again_is_read(ferry: Crawled) -> None:
    """A live page does so each minute."""
    page = ferry.site.pages["/a/1.html"]
    assert isinstance(page, tuple)
    refresh = b'<meta http-equiv="refresh" content="60; url=/a/1.html">'
    ferry.site.pages["/a/1.html"] = (200, HTML, refresh + page[2])
    ferry.crawl()
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开一班"]


@pytest.mark.parametrize(
    ("bad", "codes"),
    [(b"412 No", [0, 0]), (b"200 OK", [0, 0]), (b"400 No", [0, 0]), (b"403 No", [0, 1, 0])],
)
def test_a_server_that_cannot_answer_a_condition_is_asked_without(
    tmp_path: Path, harvest: Harvest, bad: bytes, codes: list[int]
) -> None:
    """412, 400, or 200 with nothing, to If-None-Match: the page is asked for again at once.

    Where it fails otherwise, it is asked for without a condition in the next run.
    """
    conditional: list[bool] = []

    def answer(connection: socket.socket, asked: bytes) -> None:
        path = asked.split(b" ")[1]
        body = b"<li><a href=/a/1.html>x</a></li>"
        status = b"200 OK"
        if path == b"/a/1.html":
            conditional.append(b"if-none-match" in asked.lower())
            body = PAGE.encode()
            if conditional[-1]:
                status, body = bad, b""
        connection.sendall(
            b'HTTP/1.1 %b\r\nETag: "e"\r\nContent-Type: text/html; charset=utf-8\r\n'
            b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, len(body), body)
        )

    with served() as site, raw_server(answer) as port:
        _station_at(site, port, tmp_path)
        for code in codes:
            options = ("--recheck",) if conditional else ()
            result = harvest("crawl", "ferry", "--archive", tmp_path, *options)
            assert result.returncode == code, result.stderr
    assert conditional == [False, True, False]
    assert rows(tmp_path, "SELECT title, state FROM articles") == [("渡船加开一班", "live")]


def test_a_page_that_a_proxy_has_changed_is_a_page(ferry: Crawled) -> None:
    """Status 203."""
    page = ferry.site.pages["/a/1.html"]
    assert isinstance(page, tuple)
    ferry.site.pages["/a/1.html"] = (203, HTML, page[2])
    ferry.crawl()
    assert ferry.outcome("/a/1.html") == ("settled", "captured", None)


def test_a_page_that_asks_for_a_cookie_is_named_as_such(ferry: Crawled) -> None:
    """A crawl keeps none, so it would be led in a circle."""
    answer = (302, {"Location": "/a/1.html", "Set-Cookie": "seen=1; Path=/"}, b"")
    ferry.site.pages["/a/1.html"] = answer
    ferry.crawl(expect=1)
    detail = "redirects to itself, and asks for the cookie 'seen': a crawl keeps no cookies"
    assert ferry.outcome("/a/1.html") == ("retry", "failed", detail)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/n2.html"><span>下一页</span></a>',
        '<a href="/n2.html"> 下 一 页 </a>',
        '<a href="/n2.html" title="下一页">&gt;</a>',
        '<a href="/n2.html" aria-label="Next page">2</a>',
        '<link rel="next" href="/n2.html">',
        '<a rel="nofollow next" href="/n2.html">older</a>',
        '<a href="/n2.html"><img src="n.gif" alt="下一頁"></a>',
        '<a href="/n2.html" class="page-next"><i>›</i></a>',
        '<meta http-equiv=refresh content="0;/n2.html">',
    ],
)
def test_the_next_page_of_a_list_is_found_however_it_is_called(ferry: Crawled, link: str) -> None:
    """By its words, a title, a label, an image, a relation or a class."""
    page = f'<li><a href="/a/1.html">x</a></li>{link}'
    ferry.site.pages["/"] = (200, HTML, page.encode())
    ferry.site.links("/n2.html", "/a/2.html")
    ferry.site.article("/a/2.html", "渡船停航")
    ferry.crawl()
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开一班", "渡船停航"]


def test_addresses_are_asked_for_as_a_browser_does(ferry: Crawled) -> None:
    """A query in the page's own GBK, a %u that is no escape, a backslash for a slash."""
    links = ("/a/view.asp?id=洪1", "/a/b.html?t=%u4E2D", "a\\c.html", "/a/d.html?from=7")
    page = '<meta charset="gbk">' + "".join(f'<li><a href="{link}">题</a>' for link in links)
    ferry.site.pages["/"] = (200, {"Content-Type": "text/html"}, page.encode("gbk"))
    ferry.site.station(ferry.folder, articles="['/a/']", id_space='"none"')
    ferry.crawl(expect=1)
    asked = [path for path in ferry.site.asked if path.startswith("/a/")]
    assert sorted(asked) == [
        "/a/b.html?t=%u4E2D", "/a/c.html", "/a/d.html?from=7", "/a/view.asp?id=%BA%E91",
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["from=index", "shareid=7", "id=3&spm=a.b"])
def test_an_article_that_needs_a_parameter_for_tracking_is_asked_for_with_it(
    ferry: Crawled, query: str
) -> None:
    """Such parameters are left out of addresses; some server reads one of them all the same."""
    ferry.site.links("/", f"/a/1.html?{query}")
    ferry.site.pages.pop("/a/1.html", None)
    ferry.site.article(f"/a/1.html?{query}", "渡船停航")
    ferry.crawl()
    assert [title for _, title, _ in ferry.articles()] == ["渡船停航"]
    found = rows(ferry.folder, "SELECT url FROM addresses WHERE role = 'also'")
    assert found == [(f"{ferry.site.home}a/1.html?{query}",)]


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="font-size:0">内容来自渡口网</span>',
        '<font style="font-size: 0px; color:#fff">渡口网版权</font>',
        "<ruby><rt>dùchuán</rt></ruby>",
    ],
)
def test_letters_that_no_reader_sees_are_not_in_the_text(ferry: Crawled, hidden: str) -> None:
    """They stand there for those who copy it; <rt> tells how a character is read."""
    ferry.site.article("/a/1.html", "渡船加开一班", PARAGRAPHS[0][:9] + hidden + PARAGRAPHS[0][9:])
    ferry.crawl()
    assert rows(ferry.folder, "SELECT body FROM articles") == [(PARAGRAPHS[0],)]


@pytest.mark.parametrize(
    "counter",
    ["已有 {} 人阅读", "阅读量：{} 点赞 3", "{}次浏览", "点击：{} 次", "共有{}人参与评论"],
)
def test_a_counter_above_the_text_is_no_correction(ferry: Crawled, counter: str) -> None:
    """It counts readers: the next visit sees another number."""
    for number in (12, 99):
        ferry.site.article("/a/1.html", "渡船加开一班", counter.format(number), *PARAGRAPHS)
        ferry.crawl("--recheck")
    assert ferry.revisions() == []
    assert rows(ferry.folder, "SELECT state FROM articles") == [("live",)]


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<title>提示信息</title><p>该文章已被删除</p>", "withdrawn"),
        ("<p>请稍候</p>", "quarantined"),
    ],
)
def test_a_page_that_leads_to_no_article_is_what_it_says(
    ferry: Crawled, page: str, outcome: str
) -> None:
    """A notice of withdrawal leads to the front page; so does many an error page."""
    refresh = '<meta http-equiv="refresh" content="3;url=/">'
    ferry.site.pages["/a/1.html"] = (200, HTML, f"<head>{refresh}</head>{page}".encode())
    ferry.crawl(expect=1)
    found = ferry.outcome("/a/1.html")
    assert found is not None
    assert found[:2] == ("settled", outcome)


def test_a_refresh_of_nothing_but_blanks_takes_no_time(ferry: Crawled) -> None:
    """A header of 100 kB, made to be read again and again."""
    ferry.site.pages["/a/1.html"] = (200, {**HTML, "Refresh": "0;" + " " * 100_000 + '"x"y'}, b"")
    began = time.monotonic()
    ferry.crawl(expect=1)
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("head", "pack"),
    [
        (b"Transfer-Encoding: gzip, chunked", gzip.compress),
        (b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", gzip.compress),
        (b"Transfer-Encoding: x-gzip , Chunked", gzip.compress),
        (b"Transfer-Encoding: deflate, chunked", zlib.compress),
        (b"Transfer-Encoding: gzip", gzip.compress),
        (b"Content-Encoding: br\r\nTransfer-Encoding: gzip, chunked",
         lambda page: gzip.compress(brotli.compress(page))),
    ],
)  # fmt: skip
def test_a_page_that_its_transfer_compresses_is_read(
    tmp_path: Path, harvest: Harvest, head: bytes, pack: Callable[[bytes], bytes]
) -> None:
    """RFC 9112, 7.2: in chunks or up to the end of the connection."""

    def answer(connection: socket.socket, asked: bytes) -> None:
        is_page = asked.split(b" ")[1] == b"/a/1.html"
        body = pack(PAGE.encode() if is_page else b"<li><a href=/a/1.html>x</a></li>")
        if b"chunked" in head.lower():
            half = len(body) // 2
            chunks = (body[:half], body[half:], b"")
            body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
            + head + b"\r\n\r\n" + body
        )  # fmt: skip

    with served() as site, raw_server(answer) as port:
        _station_at(site, port, tmp_path)
        result = harvest("crawl", "ferry", "--archive", tmp_path)
    assert "2 addresses visited (2 captured)" in result.stderr
    assert rows(tmp_path, "SELECT title FROM articles") == [("渡船加开一班",)]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"Content-Length: 5000\r\n\r\n<h1>half a page", "after 15 of 5000 bytes of the body"),
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\n<h1>h\r\n", "after 5 bytes of the body"),
    ],
)
def test_a_body_that_breaks_off_is_told_with_its_size(
    tmp_path: Path, harvest: Harvest, answer: bytes, told: str
) -> None:
    """How much came, of how much that was promised."""

    def talk(connection: socket.socket, asked: bytes) -> None:
        if asked.startswith(b"GET /a/1.html"):
            connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + answer)
            return
        page = b"<li><a href=/a/1.html>x</a></li>"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
        connection.sendall(head % len(page) + page)

    with served() as site, raw_server(talk) as port:
        _station_at(site, port, tmp_path)
        result = harvest("crawl", "ferry", "--archive", tmp_path)
    assert result.returncode == 1
    reason = f"ResponseDataLossError: the connection ended {told}; nothing of it is kept"
    assert reason in result.stderr
    assert rows(tmp_path, "SELECT detail FROM crawl_frontier WHERE kind = 'article'") == [(reason,)]


@pytest.mark.parametrize("bad", [b"412 No", b"200 OK"])
def test_a_run_that_stops_before_it_has_asked_once_more_leaves_the_page_due(
    tmp_path: Path, harvest: Harvest, bad: bytes
) -> None:
    """Neither a refused condition nor an empty answer says that the page failed."""

    def answer(connection: socket.socket, asked: bytes) -> None:
        path = asked.split(b" ")[1]
        body = b"<li><a href=/a/1.html>x</a></li>" if path == b"/" else PAGE.encode()
        status = b"200 OK"
        if b"if-none-match" in asked.lower():
            os.kill(int(b"".join(running)), signal.SIGTERM)
            time.sleep(1)
            status, body = bad, b""
        connection.sendall(
            b'HTTP/1.1 %b\r\nETag: "e"\r\nContent-Type: text/html; charset=utf-8\r\n'
            b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, len(body), body)
        )

    running: list[bytes] = []
    with served() as site, raw_server(answer) as port:
        _station_at(site, port, tmp_path)
        harvest("crawl", "ferry", "--archive", tmp_path)
        command = [sys.executable, "-m", "harvester.cli", "crawl", "ferry", "--recheck"]
        with subprocess.Popen(
            [*command, "--archive", str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE
        ) as process:
            running.append(b"%d" % process.pid)
            _, said = process.communicate(timeout=120)
        assert process.returncode == 128 + signal.SIGTERM, said
        state = "SELECT state, tries FROM crawl_frontier WHERE kind = 'article'"
        assert rows(tmp_path, state) == [("pending", 0)]
        assert rows(tmp_path, "SELECT state FROM articles") == [("live",)]


def test_a_host_that_asks_for_rest_before_a_page_was_asked_for_once_more_leaves_it_due(
    tmp_path: Path, harvest: Harvest
) -> None:
    """A refused condition says nothing of the page, and the host is not asked again for now."""
    conditional: list[str] = []
    plain: list[str] = []

    def answer(connection: socket.socket, asked: bytes) -> None:
        path = asked.split(b" ")[1].decode()
        body = b"<li><a href=/a/1.html>x</a><li><a href=/a/2.html>x</a>" * (path == "/")
        status, more = b"200 OK", b""
        if b"if-none-match" in asked.lower() and path != "/":
            conditional.append(path)
            status = b"412 No" if len(conditional) == 1 else b"503 No"
            more = b"Retry-After: 7200\r\n" * (len(conditional) == 2)
        elif path != "/":
            plain.append(path)
            body = PAGE.replace("渡船", path).encode()
        connection.sendall(
            b'HTTP/1.1 %b\r\nETag: "e"\r\nContent-Type: text/html; charset=utf-8\r\n%b'
            b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, more, len(body), body)
        )

    with served() as site, raw_server(answer) as port:
        _station_at(site, port, tmp_path)
        harvest("crawl", "ferry", "--archive", tmp_path)
        assert sorted(plain) == ["/a/1.html", "/a/2.html"]
        result = harvest("crawl", "ferry", "--archive", tmp_path, "--recheck")
    assert "answered 503: left alone until" in result.stderr
    assert (len(plain), len(conditional)) == (2, 2)
    refused = f"http://127.0.0.1:{port}{conditional[0]}"
    row = f"SELECT state, outcome, tries FROM crawl_frontier WHERE url = '{refused}'"
    assert rows(tmp_path, row) == [("retry", "captured", 0)]
    assert rows(tmp_path, "SELECT DISTINCT state FROM articles") == [("live",)]


def test_a_site_whose_robots_txt_failed_is_crawled_once_it_answers(ferry: Crawled) -> None:
    """What waits for the rules is asked for when they are there, and has lost no try."""
    rules = ferry.site.pages.pop("/robots.txt", (404, {}, b""))
    ferry.site.pages["/robots.txt"] = (500, HTML, b"")
    ferry.crawl(expect=4)
    assert set(ferry.site.asked) == {"/robots.txt"}
    ferry.site.pages["/robots.txt"] = rules
    with closing(sqlite3.connect(ferry.folder / "archive.db")) as connection, connection:
        connection.execute("UPDATE crawl_frontier SET due_at = '2026-01-01T00:00:00Z'")
    ferry.crawl()
    assert [title for _, title, _ in ferry.articles()] == ["渡船加开一班"]


def test_a_server_is_asked_for_the_language_of_its_station(
    tmp_path: Path, harvest: Harvest
) -> None:
    """A site of several languages answers in the one that it is asked for."""
    asked: list[bytes] = []

    def answer(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with served() as site, raw_server(answer) as port:
        site.station(tmp_path, language='"ms-MY"')
        file = tmp_path / "stations" / "ferry.toml"
        text = file.read_text("utf-8").replace(site.home, f"http://127.0.0.1:{port}/")
        file.write_text(text, encoding="utf-8")
        harvest("crawl", "ferry", "--archive", tmp_path)
    assert b"Accept-Language: ms-MY,ms;q=0.9,en;q=0.5\r\n" in asked[0]
