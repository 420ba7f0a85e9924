"""WARC files of other people's crawls enter the same line one step later."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import Demo, Harvest
from support.crawled import assert_whole, copy_of, held, rows
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

# warcio's writer leaves its temporary file to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PAGE = """<html><head><title>青年林里的第一百棵树_远山新闻</title></head><body>
<h1>青年林里的第一百棵树</h1>
<div class="info">2024-03-12 09:15　来源：远山日报</div>
<div class="text">
<p>三月十二日上午，远山中学的学生在后山种下了第一百棵树，这片林子是他们的学长十年前开始种的。</p>
<p>带队的老师说，每届毕业生都要回来看一看自己的那一棵，有的已经高过了屋檐，有的还要再扶一把。</p>
<p>学校把每棵树的名字写在木牌上，挂在林子入口，路过的村民也常常停下来，数一数今年又多了几块。</p>
</div>
<div class="edit">（责编：陆远舟）</div>
</body></html>"""


def warc(path: Path, *pages: tuple[str, bytes]) -> Path:
    """A WARC file as another program writes it: response records only."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, body in pages:
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers,
                warc_headers_dict={"WARC-Date": "2024-03-12T03:00:00Z"},
            )  # fmt: skip
            writer.write_record(record)
    return path


def test_a_host_that_no_station_names_becomes_a_station_of_its_own(
    tmp_path: Path, harvest: Harvest
) -> None:
    """It is called `host:<name>` and marked unverified; the article is read all the same."""
    file = warc(tmp_path / "other.warc.gz", ("http://news.example/a/1.html", PAGE.encode("gbk")))
    result = harvest("import", file, "--archive", tmp_path / "a")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("1 captures kept, 0 known already")
    assert rows(
        tmp_path / "a", "SELECT station, title, published_at, source, editors FROM articles"
    ) == [
        (
            "host:news.example",
            "青年林里的第一百棵树",
            "2024-03-12T09:15:00+08:00",
            "远山日报",
            "陆远舟",
        )
    ]
    assert rows(tmp_path / "a", "SELECT name, tested_on FROM stations") == [
        ("host:news.example", "unverified")
    ]
    assert_whole(tmp_path / "a")


def test_importing_twice_adds_nothing(tmp_path: Path, harvest: Harvest) -> None:
    """Captures are known by their record id."""
    file = warc(tmp_path / "other.warc.gz", ("http://news.example/a/1.html", PAGE.encode()))
    harvest("import", file, "--archive", tmp_path / "a")
    before = held(tmp_path / "a")
    result = harvest("import", file, "--archive", tmp_path / "a")
    assert result.stdout.startswith("0 captures kept, 1 known already")
    assert held(tmp_path / "a") == before
    assert rows(tmp_path / "a", "SELECT count(*) FROM captures") == [(1,)]


def test_a_torn_file_gives_what_is_whole_and_names_what_is_not(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Exit code 1, one line with file and offset; the whole records are in the archive."""
    one = warc(tmp_path / "one.warc.gz", ("http://news.example/a/1.html", PAGE.encode()))
    two = warc(
        tmp_path / "two.warc.gz",
        ("http://news.example/a/1.html", PAGE.encode()),
        ("http://news.example/a/2.html", PAGE.replace("一百", "两百").encode()),
    )
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(two.read_bytes()[: one.stat().st_size + 200])
    result = harvest("import", torn, "--archive", tmp_path / "a")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert "torn.warc.gz" in line
    assert "offset" in line
    assert rows(tmp_path / "a", "SELECT title FROM articles") == [("青年林里的第一百棵树",)]


def test_a_page_that_is_no_article_is_kept_and_says_why(tmp_path: Path, harvest: Harvest) -> None:
    """The capture stays, quarantined, for a better reader."""
    file = warc(tmp_path / "other.warc.gz", ("http://news.example/", b"<html></html>"))
    result = harvest("import", file, "--archive", tmp_path / "a")
    assert result.returncode == 0
    assert rows(tmp_path / "a", "SELECT outcome FROM crawl_frontier") == [("quarantined",)]
    (detail,) = rows(tmp_path / "a", "SELECT detail FROM crawl_frontier")[0]
    assert str(detail).startswith("not an article: ")
    assert rows(tmp_path / "a", "SELECT count(*) FROM captures") == [(1,)]


def test_our_own_warc_is_imported_with_its_stations(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """One archive's captures make the same articles in another."""
    demo.server.write_stations(tmp_path)
    files = sorted((demo.folder / "warc").glob("*.warc.gz"))
    result = harvest("import", *files, "--archive", tmp_path)
    assert result.returncode == 0, result.stderr
    assert held(tmp_path) == held(demo.folder)


def test_a_page_whose_address_no_platform_pattern_knows_is_read_all_the_same(
    tmp_path: Path, harvest: Harvest
) -> None:
    """Old addresses of a platform's hosts: patterns guide a crawl, they do not shut an import."""
    file = warc(tmp_path / "old.warc.gz", ("http://old.people.com.cn/x/1.html", PAGE.encode()))
    result = harvest("import", file, "--archive", tmp_path / "a")
    assert result.returncode == 0, result.stderr
    assert rows(tmp_path / "a", "SELECT title FROM articles") == [("青年林里的第一百棵树",)]


def revisits(path: Path, url: str, body: bytes) -> Path:
    """Visited again in April, the same bytes; and in May, not modified."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        digest = "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()
        for month, status in (("04", "200 OK"), ("05", "304 Not Modified")):
            record = writer.create_revisit_record(
                url, digest, url, "2024-03-12T03:00:00Z",
                http_headers=StatusAndHeaders(
                    status, [("Content-Type", "text/html")], protocol="HTTP/1.1"
                ),
                warc_headers_dict={"WARC-Date": f"2024-{month}-12T03:00:00Z"},
            )  # fmt: skip
            writer.write_record(record)
    return path


def test_revisits_are_sightings_of_what_they_refer_to(tmp_path: Path, harvest: Harvest) -> None:
    """Other makers' files repeat no payload either; what they refer to must be imported first."""
    url, body = "http://news.example/a/1.html", PAGE.encode("gbk")
    first = warc(tmp_path / "march.warc.gz", (url, body))
    again = revisits(tmp_path / "april.warc.gz", url, body)
    early = harvest("import", again, "--archive", tmp_path / "a")
    assert early.returncode == 1, early.stderr
    lost = "the capture that it repeats is in none of these files and not in the archive"
    assert [line.endswith(f"{url}: {lost}") for line in early.stderr.splitlines()] == [True] * 2
    assert "2 records read: 0 kept, 0 duplicates, 0 set aside, 2 damaged or not taken" in (
        early.stdout
    )

    harvest("import", first, again, "--archive", tmp_path / "a")

    assert rows(
        tmp_path / "a", "SELECT captured_at, status, revisit_of IS NULL FROM captures ORDER BY 1"
    ) == [
        ("2024-03-12T03:00:00Z", 200, 1),
        ("2024-04-12T03:00:00Z", 200, 0),
        ("2024-05-12T03:00:00Z", 304, 0),
    ]
    assert rows(tmp_path / "a", "SELECT at, revision FROM sightings ORDER BY at") == [
        ("2024-03-12T03:00:00Z", "20240312030000"),
        ("2024-04-12T03:00:00Z", "20240312030000"),
        ("2024-05-12T03:00:00Z", "20240312030000"),
    ]
    assert rows(tmp_path / "a", "SELECT state, last_seen_at FROM articles") == [
        ("live", "2024-05-12T03:00:00Z")
    ]


def test_crawls_make_the_same_history_in_whatever_order_they_are_imported(
    demo: Demo, tmp_path: Path, harvest: Harvest
) -> None:
    """Revisions, their names, sightings and states; and the same again after a rebuild.

    With --trust, because what was fetched as a part of an article is told by metadata alone. But
    for the one article that two stations publish: which of its addresses is the canonical one
    depends on which came in first.
    """
    crawled = copy_of(demo, tmp_path / "crawled")
    demo.server.day = 2
    try:
        harvest("crawl", *demo.names, "--recheck", "--archive", crawled)
    finally:
        demo.server.day = 1
    expected = [rows(crawled, query) for query in HISTORY]
    demo.server.write_stations(tmp_path / "a")
    first, later = sorted((crawled / "warc").glob("*.warc.gz"))
    # the third time for the revisits of the first, whose originals came late
    for file, code in ((later, 1), (first, 0), (later, 0)):
        assert harvest("import", file, "--trust", "--archive", tmp_path / "a").returncode == code
    assert [rows(tmp_path / "a", query) for query in HISTORY] == expected
    assert harvest("reread", "--rebuild", "--archive", tmp_path / "a").returncode == 0
    assert [rows(tmp_path / "a", query) for query in HISTORY] == expected


_ON_TWO_STATIONS = "demo-press:16208384"
HISTORY = (
    "SELECT article, revision, content_digest, revised_at, superseded_at, is_current"
    f" FROM history WHERE article != '{_ON_TWO_STATIONS}' ORDER BY 1, 2",
    "SELECT id, url, state, first_seen_at, last_seen_at"
    f" FROM articles WHERE id != '{_ON_TWO_STATIONS}' ORDER BY 1",
    "SELECT article, at, captures, revision"
    f" FROM sightings WHERE article != '{_ON_TWO_STATIONS}' ORDER BY 1, 2, 3",
    "SELECT article, revision, part, capture"
    f" FROM revision_captures WHERE article != '{_ON_TWO_STATIONS}' ORDER BY 1, 2, 3",
    f"SELECT url, article, role FROM addresses WHERE article != '{_ON_TWO_STATIONS}' ORDER BY 1",
)


def test_an_article_that_cannot_be_held_does_not_take_others_of_its_import_along(
    tmp_path: Path,
) -> None:
    """The commit is tried again visit by visit; each address has its own outcome."""
    bug = """
from archive.history import merge
real = merge.merge_article
def fail(connection, article, *more):
    if article.url.endswith("/a/3.html"):
        raise RuntimeError("a mistake")
    return real(connection, article, *more)
merge.merge_article = fail
from harvester.cli import main; main()"""
    pages = [(f"http://news.example/a/{number}.html", PAGE.encode()) for number in (1, 2, 3)]
    file = warc(tmp_path / "other.warc.gz", *pages)
    subprocess.run(
        [sys.executable, "-c", bug, "import", file, "--archive", tmp_path / "a"],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert rows(tmp_path / "a", "SELECT url, outcome, detail FROM crawl_frontier ORDER BY url") == [
        ("http://news.example/a/1.html", "captured", None),
        ("http://news.example/a/2.html", "captured", None),
        ("http://news.example/a/3.html", "quarantined", "bug: RuntimeError: a mistake"),
    ]
    assert rows(tmp_path / "a", "SELECT url FROM articles ORDER BY url") == [
        ("http://news.example/a/1.html",),
        ("http://news.example/a/2.html",),
    ]
    assert rows(tmp_path / "a", "SELECT name FROM stations") == [("host:news.example",)]


def test_a_capture_of_2099_is_reported_and_a_decision_on_it_outlives_a_rebuild(
    tmp_path: Path, harvest: Harvest, archive_command: Harvest
) -> None:
    """It is not current over what was captured since, and its moment is decided once."""
    file = tmp_path / "other.warc.gz"
    with file.open("wb") as opened:
        writer = WARCWriter(opened, gzip=True)
        for moment, word in (("2099-01-01T00:00:00Z", "一"), ("2024-03-13T03:00:00Z", "二")):
            headers = StatusAndHeaders(
                "200 OK",
                [("Content-Type", "text/html"), ("Date", "Tue, 12 Mar 2024 03:00:00 GMT")],
                protocol="HTTP/1.1",
            )
            body = PAGE.replace("第一百棵", f"第{word}百棵").encode()
            record = writer.create_warc_record(
                "http://news.example/a/1.html", "response", payload=io.BytesIO(body),
                http_headers=headers, warc_headers_dict={"WARC-Date": moment},
            )  # fmt: skip
            writer.write_record(record)
    folder = tmp_path / "a"
    told = harvest("import", file, "--archive", folder)
    assert told.returncode == 1
    assert "its capture is dated 2099-01-01T00:00:00Z, but the server's Date header" in told.stderr
    history = "SELECT revision, title FROM history ORDER BY revision"
    assert rows(folder, history) == [
        ("20240312030000", "青年林里的第一百棵树"),
        ("20240313030000", "青年林里的第二百棵树"),
    ]
    assert archive_command("verify", "--archive", folder).returncode == 1

    ((capture,),) = rows(folder, "SELECT capture FROM capture_times")
    done = archive_command(
        "redate", capture, "--to", "2024-03-14", "--reason", "a dead battery",
        "--decided-by", "卫兰", "--archive", folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    decided = [
        ("20240313030000", "青年林里的第二百棵树"),
        ("20240314000000", "青年林里的第一百棵树"),
    ]
    assert rows(folder, history) == decided
    assert archive_command("verify", "--archive", folder).returncode == 0
    assert harvest("reread", "--rebuild", "--archive", folder).returncode == 0
    assert rows(folder, history) == decided
    assert archive_command("verify", "--archive", folder).returncode == 0


def test_an_import_takes_the_captures_of_the_stations_that_are_asked_for(
    tmp_path: Path, harvest: Harvest
) -> None:
    """A crawl of a whole country is no reason to hold a whole country."""
    page = PAGE.encode("gbk")
    file = warc(
        tmp_path / "all.warc.gz",
        *((f"http://{host}/a/1.html", page) for host in ("a.example", "b.example", "news.invalid")),
    )
    result = harvest(
        "import", file, "--station", "host:*.example", "--archive", tmp_path / "a"
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "all.warc.gz: 3 records read: 2 kept" in result.stdout
    assert "1 of other kinds (1 of other stations)" in result.stdout
    assert rows(tmp_path / "a", "SELECT station FROM articles ORDER BY 1") == [
        ("host:a.example",), ("host:b.example",)]  # fmt: skip
    half = harvest(
        "import", file, "--station", "nix*", "--station", "host:a.*", "--archive", tmp_path / "a"
    )
    assert half.returncode == 1
    assert half.stderr == "harvest: --station nix*: no record is of a station of this name\n"
    none = harvest("import", file, "--station", "nix*", "--archive", tmp_path / "a")
    assert (none.returncode, none.stderr) == (3, half.stderr)
    wrong = harvest("import", file, "--station", "rednet-xiangtn", "--archive", tmp_path / "b")
    assert (wrong.returncode, "did you mean rednet-xiangtan?" in wrong.stderr) == (2, True)
    assert not (tmp_path / "b").exists()
