"""`archive page` writes what the server sent, readable, and nothing else."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, URL, capture, hold, new_archive
from support.commands import Harvest

from archive.model.article import Capture
from archive.warc.content_coding import CodingError, content

FIRST = "<p>路灯亮了</p>".encode("gbk")
SECOND = "<p>路灯又亮了</p>".encode("gbk")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An article with two revisions; the second was sent packed, and has two parts."""
    packed = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    part = capture(61, url=URL.replace(".html", "_2.html"))
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, ARTICLE, capture(body=FIRST))
        again = capture(60, body=gzip.compress(SECOND), headers=packed)
        hold(archive, replace(ARTICLE, title="路灯又亮了"), again, part)
    return tmp_path / "archive"


@pytest.mark.parametrize(
    ("named", "page"),
    [
        (("example:646",), SECOND),
        ((URL,), SECOND),
        (("example:646@20220722005112",), FIRST),
        (("example:646", "--revision", "1"), FIRST),
        (("example:646", "--revision", "2"), SECOND),
        (("example:646", "--revision", "20220722015112"), SECOND),
        (("example:646", "--part", "2"), b"<p>61"),
    ],
)
def test_a_page_is_written_as_the_server_sent_it(
    folder: Path, tmp_path: Path, archive_command: Harvest, named: tuple[str, ...], page: bytes
) -> None:
    """In its own character set; only the packing is undone."""
    to = tmp_path / "page.html"
    done = archive_command("page", *named, "--output", to, "--archive", folder)
    assert done.returncode == 0, done.stderr
    assert to.read_bytes() == page


@pytest.mark.parametrize(
    ("named", "message"),
    [
        (("example:646", "--revision", "3"), "it has 2 revisions"),
        (("example:646", "--part", "3"), "it has 2 captured parts"),
        (("example:647",), "no such article"),
        (("646",), "did you mean example:646?"),
    ],
)
def test_what_there_is_no_page_of_is_said(
    folder: Path, archive_command: Harvest, named: tuple[str, ...], message: str
) -> None:
    """Exit code 3, and what there is instead."""
    done = archive_command("page", *named, "--archive", folder)
    assert (done.returncode, message in done.stderr) == (3, True), done.stderr


def test_an_article_that_was_loaded_has_no_page(tmp_path: Path, archive_command: Harvest) -> None:
    """It came as a record, and nothing of a server was kept."""
    with new_archive(tmp_path / "archive") as archive:
        hold(archive, ARTICLE)
    done = archive_command("page", "example:646", "--archive", tmp_path / "archive")
    assert (done.returncode, "it has no capture" in done.stderr) == (3, True), done.stderr


@pytest.mark.parametrize(
    ("codings", "body", "kind"),
    [
        ("gzip", gzip.compress(FIRST)[:-9], "truncated"),
        ("gzip", gzip.compress(bytes(200)), "binary"),
        ("gzip,br,gzip,br,gzip,br", FIRST, "unreadable"),
        ("br", b"\x00\xff\xff", "unreadable"),
    ],
)
def test_a_body_that_cannot_be_unfolded_says_how_it_is_wrong(
    codings: str, body: bytes, kind: str
) -> None:
    """It breaks off, is too large, or is damaged."""
    sent: Capture = capture(body=body, headers=(("Content-Encoding", codings),))
    with pytest.raises(CodingError) as raised:
        content(sent, limit=100)
    assert raised.value.kind == kind
