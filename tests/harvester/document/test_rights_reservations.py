"""Reservations: what servers say against use is kept with the capture, and changes nothing."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.commands import Harvest
from support.crawled import Crawled, rows
from support.sites import Site, served

from archive.db.rights_reservations import Reservation
from archive.model.article import Capture
from harvester.document.rights_reservations import reservations


def capture(body: bytes, *headers: tuple[str, str], kind: str = "page") -> Capture:
    """An answer."""
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    return Capture(
        id="urn:uuid:1", url="https://a.example/1", status=200, captured_at=moment, body=body,
        headers=headers, kind=kind,
    )  # fmt: skip


def test_metas_are_found_in_whatever_encoding_and_spelling() -> None:
    """GBK, single quotes, none, content before name, capital letters, an entity."""
    page = """<html><head><title>渡船</title><META CONTENT='NoArchive,follow' NAME='Robots'>
    <meta name=baiduspider content=noarchive><meta name="tdm-policy" content="https://a.example/p?a=1&amp;b=2">
    <meta name="robots" content="index,follow"><meta name="description" content="noai">"""
    found = (
        Reservation("meta", "robots", "NoArchive,follow"),
        Reservation("meta", "baiduspider", "noarchive"),
        Reservation("meta", "tdm-policy", "https://a.example/p?a=1&b=2"),
    )
    assert reservations(capture(page.encode("gbk"))) == found
    packed = capture(gzip.compress(page.encode("gbk")), ("Content-Encoding", "gzip"))
    assert reservations(packed) == found


def test_headers_are_found_by_whatever_case() -> None:
    """A directive for one robot is kept as it was sent; one that reserves nothing is not."""
    said = capture(
        b"", ("TDM-Reservation", "1"), ("X-Robots-Tag", "otherbot: noindex, nofollow"),
        ("X-Robots-Tag", "all"), ("Server", "nginx"),
    )  # fmt: skip
    assert reservations(said) == (
        Reservation("header", "tdm-reservation", "1"),
        Reservation("header", "x-robots-tag", "otherbot: noindex, nofollow"),
    )


def test_a_robots_txt_tells_its_content_signals() -> None:
    """As it stands in the file, without what follows #."""
    rules = b"User-agent: *\r\nContent-Signal: search=yes,ai-train=no # ours\r\nAllow: /\r\n"
    assert reservations(capture(rules, kind="robots")) == (
        Reservation("robots.txt", "content-signal", "search=yes,ai-train=no"),
    )


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "strange"])
def test_a_broken_body_reserves_nothing(coding: str) -> None:
    """It is kept all the same, and said to be broken elsewhere."""
    assert reservations(capture(b"\x1f\x8bbroken", ("Content-Encoding", coding))) == ()


@given(st.binary(max_size=200))
def test_no_bytes_bring_the_reader_down(body: bytes) -> None:
    """Whatever is sent."""
    assert isinstance(reservations(capture(b"<meta " + body + b">")), tuple)


def test_what_a_page_reserves_is_kept_with_its_capture_and_the_article_is_held(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Recorded, not obeyed; a rebuild finds the same."""
    with served() as site:
        _reserve(site)
        site.station(tmp_path)
        Crawled(site, tmp_path, harvest).crawl()
    query = """SELECT substr(c.url, 23), t.place, t.name, t.value FROM reservations AS t
        JOIN captures AS c ON c.id = t.capture ORDER BY 1, 2, 3"""
    said = [(path.split("/", 1)[1], *more) for path, *more in rows(tmp_path, query)]
    assert said == [
        ("a/1.html", "header", "x-robots-tag", "noarchive"),
        ("a/1.html", "meta", "tdm-reservation", "1"),
        ("robots.txt", "robots.txt", "content-signal", "ai-train=no"),
    ]
    assert rows(tmp_path, "SELECT title FROM articles") == [("渡船加开一班",)]
    before = rows(tmp_path, "SELECT * FROM reservations ORDER BY 1, 2, 3")
    assert harvest("reread", "--rebuild", "--archive", tmp_path).returncode == 0
    assert rows(tmp_path, "SELECT * FROM reservations ORDER BY 1, 2, 3") == before


def _reserve(site: Site) -> None:
    """A page that reserves by header and meta, under a robots.txt that signals."""
    site.page("/robots.txt", "User-agent: *\nContent-Signal: ai-train=no\n")
    site.links("/", "/a/1.html")
    site.article("/a/1.html", "渡船加开一班")
    answer = site.pages["/a/1.html"]
    assert not callable(answer)
    body = answer[2].replace(b"<head>", b'<head><meta name="tdm-reservation" content="1">')
    site.pages["/a/1.html"] = (200, {"X-Robots-Tag": "noarchive"}, body)
