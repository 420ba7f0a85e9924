"""Feeds and lists that still print what was erased are named, in whatever way they wrap it."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.archives import ARTICLE, capture, hold, new_archive
from support.commands import Harvest

from archive.custody.remaining_copies import sentences_of, still_printing
from archive.model.article import Block

FEED = "https://xt.example.cn/feed.xml"
TEXT = "七月二十二日，路上亮了，居民道好，巡查的人也早早回了家。"
OTHER = "七月二十三日，桥修好了，居民道好，巡查的人也早早回了家。"
STORY = replace(ARTICLE, blocks=(Block(text=TEXT),))


def feed(text: str) -> str:
    """A feed with the whole text, escaped as feeds have it."""
    return f"<rss><item><description>&lt;p&gt;{text}&lt;/p&gt;</description></item></rss>"


@pytest.mark.parametrize(
    ("body", "kind", "prints"),
    [
        (feed(TEXT).encode(), "feed", True),
        (feed(TEXT).encode("gb18030"), "feed", True),
        (f"<![CDATA[<p>{TEXT[:13]}<b>{TEXT[13:]}</b></p>]]>".encode(), "feed", True),
        (json.dumps([{"content": TEXT}]).encode(), "json", True),
        (json.dumps([{"content": TEXT}], ensure_ascii=False).encode(), "json", True),
        (feed(TEXT).encode("utf-16"), "feed", True),
        (feed(TEXT).encode("big5"), "feed", True),
        (gzip.compress(feed("")[:9].encode()) + gzip.compress(feed(TEXT).encode()), "feed", True),
        (f"<li><a href=/1>路灯</a><p>{TEXT[:21]}…</p></li>".encode(), "list", True),
        (feed(OTHER).encode(), "feed", False),
        (f"<li><a href=/1>路灯</a><p>{OTHER[:21]}…</p></li>".encode(), "list", False),
        (feed("路灯亮了").encode(), "feed", False),
        (TEXT.encode(), "page", False),  # pages are those of other articles
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_list_that_prints_the_text_is_named(
    tmp_path: Path, body: bytes, kind: str, prints: bool, packed: bool
) -> None:
    """By its file, its place there, its address and when it was captured."""
    headers = (("Content-Encoding", "gzip"),) if packed else ()
    sent = capture(
        60, url=FEED, kind=kind, headers=headers, body=gzip.compress(body) if packed else body
    )
    with new_archive(tmp_path) as archive:
        hold(archive, STORY, capture(), sent)
        told = list(still_printing(archive, sentences_of(archive.connection, ARTICLE.id)))
    assert [f"{kind} {FEED} of 2022-07-22T01:51:12Z prints the text" in each for each in told] == (
        [True] if prints else []
    )


def test_an_erasure_names_what_still_prints_the_text(
    tmp_path: Path, archive_command: Harvest
) -> None:
    """Whoever erases knows which files to look at; the article's own captures are gone."""
    folder = tmp_path / "archive"
    with new_archive(folder) as archive:
        hold(archive, STORY, capture())
        with archive.transaction():
            archive.write_capture(capture(60, url=FEED, kind="feed", body=feed(TEXT).encode()))
            archive.index_capture(capture(60, url=FEED, kind="feed", body=feed(TEXT).encode()))
    why = ("--reason", "asked", "--basis", "GDPR Art. 17", "--by", "卫兰", "--yes")
    done = archive_command("erase", ARTICLE.id, *why, "--archive", folder)
    assert done.returncode == 0, done.stderr
    (line,) = [each for each in done.stderr.splitlines() if "prints the text" in each]
    assert line.startswith("warc/")
    assert f"feed {FEED} of 2022-07-22T01:51:12Z" in line
    (file,) = (folder / "warc").glob("*.warc.gz")
    assert file.name in line
