"""What an import counts: each record of a file once, and what is counted as kept is kept."""

from __future__ import annotations

import gzip
import io
import random
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.commands import Harvest
from support.crawled import assert_whole, rows
from support.foreign_records import (
    HTTP,
    WARCINFO,
    file_of,
    identifier,
    imported,
    numbers,
    page,
    record,
    revisit,
    url_of,
)
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.model.article import Capture
from archive.warc import Revisit, Unreadable, captures_in

if sys.version_info >= (3, 14):
    pass
else:
    pass

# warcio's writer leaves its temporary file to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

BY_ID = "WARC-Refers-To: <urn:uuid:22222222-0000-4000-8000-000000000001>"
BY_ADDRESS = ("WARC-Refers-To-Target-URI: http://b.example/1",
              "WARC-Refers-To-Date: 2024-03-12T03:00:00Z")  # fmt: skip
PAYLOAD_1 = "WARC-Payload-Digest: sha1:FUP3DUM3VKG2VUW3AJFXKQKG2QDNVDD3"


@pytest.mark.parametrize(
    "says",
    [[BY_ID], [*BY_ADDRESS], ["WARC-Refers-To: <urn:uuid:gone>", *BY_ADDRESS]],
    ids=["by id", "by address", "by address where the id is not held"],
)
@pytest.mark.parametrize("order", ["before", "after", "in another file"])
def test_a_revisit_is_kept_at_the_first_import_wherever_its_original_stands(
    tmp_path: Path, says: list[str], order: str
) -> None:
    """All revisits of a file were dropped at its first import, and kept at the second."""
    again = revisit(9, *says, url=1)
    files = {
        "before": [file_of(tmp_path, page(1), again)],
        "after": [file_of(tmp_path, again, page(1))],
        "in another file": [
            file_of(tmp_path, again, name="1.warc"), file_of(tmp_path, page(1), name="2.warc"),
        ],
    }[order]  # fmt: skip
    assert sum(counts.kept for counts in imported(tmp_path, *files)) == 2
    assert rows(tmp_path / "a", "SELECT count(*), count(revisit_of) FROM captures") == [(2, 1)]
    assert sum(counts.known for counts in imported(tmp_path, *files)) == 2


def test_a_revisit_that_names_only_a_digest_repeats_that_payload_of_its_address(
    tmp_path: Path,
) -> None:
    """Older crawlers name no original; another payload at the address is not taken for it."""
    digest = "WARC-Payload-Digest: md5:43c48cd44ac0dc4c9a0d5f53d1e9a9a9"
    (counts,) = imported(tmp_path, file_of(tmp_path, revisit(8, digest, url=1), page(1)))
    assert numbers(counts) == (1, 0, 0, 1)


def test_a_revisit_of_a_revisit_is_kept_and_one_of_itself_is_told(tmp_path: Path) -> None:
    """In whatever order they stand; a circle resolves to nothing."""
    second = "WARC-Refers-To: <urn:uuid:22222222-0000-4000-8000-000000000008>"
    own = "WARC-Refers-To: <urn:uuid:22222222-0000-4000-8000-000000000007>"
    file = file_of(
        tmp_path, revisit(9, second, url=1), revisit(8, BY_ID, url=1), page(1), revisit(7, own)
    )
    (counts,) = imported(tmp_path, file)
    assert numbers(counts) == (3, 0, 0, 1)


def test_two_records_with_one_id_are_both_kept(tmp_path: Path, harvest: Harvest) -> None:
    """The second was counted as kept, and dropped; a copy of the first is a duplicate."""
    twin = page(2).replace(identifier(2).encode(), identifier(1).encode())
    file = file_of(tmp_path, page(1), twin, page(1), twin)
    result = harvest("import", file, "--archive", tmp_path / "a")
    assert result.returncode == 0, result.stderr
    assert (
        "x.warc: 4 records read: 2 kept (1 under new ids, as theirs are those of other records), "
        "2 duplicates, 0 set aside, 0 damaged or not taken, 0 of other kinds" in result.stdout
    )
    assert rows(tmp_path / "a", "SELECT url FROM captures ORDER BY url") == [
        ("http://b.example/1",), ("http://b.example/2",)]  # fmt: skip
    (counts,) = imported(tmp_path, file)
    assert numbers(counts) == (0, 4, 0, 0)
    assert_whole(tmp_path / "a")


BAD = {
    "no length": page(5).replace(b"Content-Length: 52", b"Content-Size: 52"),
    "negative length": page(5).replace(b"Content-Length: 52", b"Content-Length: -52"),
    "length beyond the end": page(5).replace(b"Content-Length: 52", b"Content-Length: 99999"),
    "length beyond all files": page(5).replace(
        b"Content-Length: 52", b"Content-Length: " + b"9" * 30
    ),
    "length too small": page(5).replace(b"Content-Length: 52", b"Content-Length: 48"),
    "no version": page(5).replace(b"WARC/1.0", b"WURC/1.0"),
    "garbage": b"<p>neither record nor line of one\r\n" * 9,
    "zeros": bytes(9999),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("packed", ["plain", "one member", "members"])
def test_after_a_bad_record_the_next_one_is_read(tmp_path: Path, kind: str, packed: str) -> None:
    """The bad one is told once, with its place; all others before and behind it are kept.

    One that is shorter than it says, in a gzip member of its own, is kept as far as it goes.
    """
    records = [WARCINFO, page(1), BAD[kind], page(2), page(3)]
    if packed == "members":
        records = [gzip.compress(each, mtime=0) for each in records]
    path = file_of(tmp_path, *records)
    if packed == "one member":
        path.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    items = list(captures_in(path))
    told = [item for item in items if isinstance(item, Unreadable)]
    is_cut = (packed, kind) == ("members", "length beyond the end")
    assert [(item.offset, item.kind) for item in told] == [
        (
            0 if packed == "one member" else len(records[0] + records[1]),
            "cut" if is_cut else "damaged",
        )
    ]
    (counts,) = imported(tmp_path, path)
    assert numbers(counts) == ((4, 0, 0, 0) if is_cut else (3, 0, 0, 1))
    assert counts.others == {"warcinfo": 1}


ODD = {
    "HTTP:// in capitals": page(5).replace(b"http://b", b"HTTP://b"),
    "Https:// in both": page(5).replace(b"http://b", b"Https://b"),
    "names in small letters": page(5).replace(b"WARC-T", b"warc-t").replace(b"Cont", b"cont"),
    "names in capitals": page(5).replace(b"WARC-Date", b"WARC-DATE").replace(b"Length", b"LENGTH"),
    "type in capitals": page(5).replace(b"Type: response", b"Type: Response"),
    "line feeds only": page(5).partition(HTTP)[0].replace(b"\r\n", b"\n") + HTTP + b"<p>5</p>\n\n",
    "lines that end twice": page(5)
    .replace(b"\r\n", b"\r\r\n")
    .replace(b"Length: 52", b"Length: 55"),
    "no empty line behind it": page(5)[:-4],
    "WARC/0.17": page(5).replace(b"WARC/1.0", b"WARC/0.17"),
    "WARC/0.18": page(5).replace(b"WARC/1.0", b"WARC/0.18"),
    "WARC/1.1, nanoseconds": page(5).replace(b":00:00Z", b":00:00.123456789Z"),
    "date without a zone": page(5).replace(b":00:00Z", b":00:00"),
    "date of 14 digits": page(5).replace(b"2024-03-12T03:00:00Z", b"20240312030000"),
    "date of 17 digits": page(5).replace(b"2024-03-12T03:00:00Z", b"20240312030000123"),
    "date without zeros": page(5).replace(b"2024-03-12T03:00:00Z", b"2024-3-12T3:0:0Z"),
    "date with slashes": page(5).replace(b"2024-03-12T03:00:00Z", b"2024/03/12 03:00:00 UTC"),
    "date of Java": page(5).replace(b"2024-03-12T03:00:00Z", b"Tue Mar 12 03:00:00 UTC 2024"),
    "date of C": page(5).replace(b"2024-03-12T03:00:00Z", b"Tue Mar 12 03:00:00 2024"),
    "page without an HTTP head": record(5, b"<p>5</p>", "Content-Type: text/html"),
    "HTTP message as a resource": record(
        5, HTTP + b"<p>5</p>", "Content-Type: application/http", kind="resource"
    ),
    "HTTP head that does not end": record(5, b"HTTP/1.1 204 No Content\r\nServer: x\r\n"),
    "date of a day": page(5).replace(b"2024-03-12T03:00:00Z", b"2024-03-12"),
    "address in brackets": page(5).replace(b"http://b.example/5", b"<http://b.example/5>"),
    "no id": page(5).replace(b"WARC-Record-ID", b"X-Record-ID"),
    "folded lines": page(5).replace(b"WARC-Date: ", b"WARC-Date:\r\n  "),
    "byte order mark": b"\xef\xbb\xbf" + page(5),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_record_in_an_odd_form_that_others_read_is_kept(tmp_path: Path, kind: str) -> None:
    """Its day and its text are those that it has."""
    (counts,) = imported(tmp_path, file_of(tmp_path, ODD[kind], page(6)))
    assert numbers(counts) == (2, 0, 0, 0)
    found = rows(
        tmp_path / "a", "SELECT substr(captured_at, 1, 10) FROM captures WHERE url LIKE '%/5'"
    )
    assert found == [("2024-03-12",)]


def test_a_revisit_with_an_odd_date_of_its_original_is_a_revisit(tmp_path: Path) -> None:
    """Its original may be found by its address and its digest."""
    odd = record(5, HTTP, "WARC-Refers-To-Date: some day", kind="revisit")
    (item,) = captures_in(file_of(tmp_path, odd))
    assert isinstance(item, Revisit)
    assert item.captured_at is None


def test_a_record_that_is_too_large_is_told_with_its_address_and_not_held_in_memory(
    tmp_path: Path,
) -> None:
    """The record behind it is read."""
    size = (1 << 28) + 1
    path = tmp_path / "x.warc"
    with path.open("wb") as file:
        file.write(page(1))
        head, _, _ = record(5, b"", "Length: x").replace(
            b"Content-Length: 0", b"Content-Length: %d" % size
        ).partition(b"\r\n\r\n")  # fmt: skip
        file.write(head + b"\r\n\r\n")
        file.seek(size, 1)
        file.write(b"\r\n\r\n" + page(2))
    told = [item for item in captures_in(path) if isinstance(item, Unreadable)]
    reason = f"http://b.example/5: larger than 256 MiB ({size} bytes)"
    assert [(item.offset, item.reason) for item in told] == [(len(page(1)), reason)]


@pytest.mark.parametrize(
    "date",
    ["2024-03-12t03:00:00z", "Tue, 12 Mar 2024 03:00:00 GMT", "2024-03-12T02:59:60Z"],
)
def test_a_date_in_another_form_is_read(tmp_path: Path, date: str) -> None:
    """Small letters (RFC 3339), the form of HTTP headers, and a leap second."""
    path = tmp_path / "x.warc"
    path.write_bytes(record(1, HTTP, date=date))
    (found,) = captures_in(path)
    assert isinstance(found, Capture)
    assert f"{found.captured_at:%Y-%m-%dT%H:%M}" in {"2024-03-12T03:00", "2024-03-12T02:59"}


@pytest.mark.parametrize(
    "announced", [b"HTTP/1.1 100 Continue", b"HTTP/1.1 103 Early Hints\r\nA: b"]
)
def test_what_only_announces_an_answer_is_not_the_answer(tmp_path: Path, announced: bytes) -> None:
    """Some recorders keep all that came over the connection."""
    path = tmp_path / "x.warc"
    path.write_bytes(record(1, announced + b"\r\n\r\n" + HTTP + b"<p>"))
    (found,) = captures_in(path)
    assert isinstance(found, Capture)
    assert (found.status, found.body) == (200, b"<p>")


@pytest.mark.parametrize("digest", ["X-Y: z", "WARC-Block-Digest: sha1:" + "2" * 32])
@pytest.mark.parametrize("packed", [False, True])
def test_a_last_record_that_is_cut_off_is_kept_as_far_as_it_goes(
    tmp_path: Path, harvest: Harvest, digest: str, packed: bool
) -> None:
    """warcio gives it too; here the page is incomplete, and the missing end is reported."""
    block = HTTP + TEXT
    there = len(block) * 3 // 4
    cut = record(2, block, digest).partition(block)[0] + block[:there]
    path = tmp_path / "cut.warc"
    path.write_bytes(b"".join(map(gzip.compress, (page(1), cut))) if packed else page(1) + cut)
    result = harvest("import", path, "--archive", tmp_path / "a")
    assert result.returncode == 1
    offset = len(gzip.compress(page(1))) if packed else len(page(1))
    assert result.stderr.splitlines() == [
        f"harvest: cut.warc, offset {offset}: cut off: what is there is kept, "
        f"{there} of {len(block)} bytes"
    ]
    assert "2 records read: 2 kept" in result.stdout
    assert rows(tmp_path / "a", "SELECT complete FROM articles WHERE title = '渡船加开一班'") == [
        (0,)
    ]
    whole = tmp_path / "whole.warc"
    whole.write_bytes(page(1) + record(2, block))
    result = harvest("import", whole, "--archive", tmp_path / "a")
    assert "1 kept (1 under new ids" in result.stdout
    assert rows(tmp_path / "a", "SELECT complete FROM articles WHERE title = '渡船加开一班'") == [
        (1,)
    ]


def test_a_wrong_length_that_would_take_in_other_records_costs_one_record(tmp_path: Path) -> None:
    """What follows a bad record is never taken for its block."""
    bad = record(1, HTTP).replace(b"Content-Length: %d" % len(HTTP), b"Content-Length: 99999")
    path = tmp_path / "x.warc"
    path.write_bytes(bad + page(2) + page(3))
    found = list(captures_in(path))
    assert [url_of(item) for item in found if not isinstance(item, Unreadable)] == [
        "http://b.example/2", "http://b.example/3",
    ]  # fmt: skip
    assert [item.offset for item in found if isinstance(item, Unreadable)] == [0]


def written(kinds: Sequence[str], *, packed: bool, first: int = 0) -> bytes:
    """A file as warcio writes it; its addresses are numbered from `first`."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    for number, kind in enumerate(kinds, first):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        url, body = f"http://b.example/{number}", random.Random(number).randbytes(60)
        if kind == "revisit":
            made = writer.create_revisit_record(url, "sha1:x", url, "2024-01-01T00:00:00Z")
        else:
            http = None if kind == "resource" else head
            made = writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http)
        writer.write_record(made)
    return file.getvalue()


def read_by_warcio(data: bytes) -> int:
    return sum(
        each.rec_type in {"response", "resource", "revisit"}
        for each in ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    )


KINDS = st.lists(st.sampled_from(("response", "resource", "revisit")), min_size=1, max_size=6)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kinds=KINDS, packed=st.booleans(), at=st.floats(0, 1), damage=st.binary(max_size=40))
@example(kinds=["response", "response"], packed=False, at=0.0, damage=b"BZh")  # no bzip2 for that
def test_whatever_is_damaged_every_whole_record_is_given_and_the_rest_is_told(
    tmp_path: Path, kinds: list[str], packed: bool, at: float, damage: bytes
) -> None:
    """Whole files give what warcio counts; a damaged place costs no more than it touches.

    Each record that was not touched is given once. What was touched is given, told, or of another
    kind, so that nothing is lost without a word.
    """
    records = [written([kind], packed=packed, first=number) for number, kind in enumerate(kinds)]
    data = b"".join(records)
    path = tmp_path / "x.warc"
    path.write_bytes(data)
    assert len(list(captures_in(path))) == read_by_warcio(data) == len(kinds)
    place = int(at * len(data))
    damaged = data[:place] + damage + data[place + len(damage) :]
    path.write_bytes(damaged)
    others: Counter[str] = Counter()  # a damaged WARC-Type makes a record of another kind
    items = list(captures_in(path, companions=others))
    told = sum(isinstance(item, Unreadable) for item in items)
    given = Counter(url_of(item) for item in items if not isinstance(item, Unreadable))
    ends = list(accumulate(map(len, records)))
    changed = [number for number in range(len(damaged)) if damaged[number : number + 1] !=
               data[number : number + 1]]  # fmt: skip
    touched = {bisect_right(ends, byte) for byte in changed}
    whole = {f"http://b.example/{number}" for number in range(len(kinds)) if number not in touched}
    assert {url: given[url] for url in whole} == dict.fromkeys(whole, 1)
    of_touched = given.total() - len(whole)
    assert of_touched <= len(touched)
    assert of_touched + told + others.total() >= bool(touched)
    assert touched or (told, others.total()) == (0, 0)


TEXT = """<html><head><title>渡船加开一班</title></head><body><h1>渡船加开一班</h1>
<div class="time">2026-07-01 08:00 来源：渡口晚报</div><div class="text">
<p>清晨的码头上，渡船比平日早开了一刻钟，赶集的人站满了甲板，谁也没有催促谁。</p>
<p>船老大说，从今天起多开一班，河对岸的学生再也不用在雾里等船了，家长们都松了一口气。</p></div>
<div class="edit">责编：苏晚</div></body></html>""".encode()
SENT = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(TEXT), TEXT)
SHORT = {
    "cut by size": (SENT + b"\r\n" + TEXT, "WARC-Truncated: length", "WARC-Truncated: length"),
    "cut after a time": (SENT + b"\r\n" + TEXT, "WARC-Truncated: time", "WARC-Truncated: time"),
    "cut, of unknown length": (SENT + CHUNKED, "X-Y: z", "WARC-Truncated: disconnect"),
    "fewer bytes than said": (
        SENT + b"Content-Length: 9000\r\n\r\n" + TEXT, "X-Y: z", "Content-Length: 9000"),
    "whole": (SENT + b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT, "X-Y: z", None),
    "whole in chunks": (SENT + CHUNKED + b"0\r\n\r\n", "X-Y: z", None),
    "unpacked before": (
        SENT + b"Content-Encoding: gzip\r\nContent-Length: 300\r\n\r\n" + TEXT, "X-Y: z", None),
}  # fmt: skip


@pytest.mark.parametrize("kind", SHORT)
def test_an_article_whose_page_was_sent_or_kept_in_part_is_incomplete(
    tmp_path: Path, harvest: Harvest, kind: str
) -> None:
    """The evidence says what shows it; so does a rebuild from the WARC of the archive."""
    block, field, printed = SHORT[kind]
    harvest("import", file_of(tmp_path, record(1, block, field)), "--archive", tmp_path / "a")
    expected = [(int(printed is None), printed)]
    query = """SELECT a.complete, (SELECT printed FROM evidence WHERE field = 'complete')
               FROM articles AS a"""
    assert rows(tmp_path / "a", query) == expected
    assert harvest("reread", "--rebuild", "--archive", tmp_path / "a").returncode == 0
    assert rows(tmp_path / "a", query) == expected


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "x-gzip", "gzip, br"])
def test_a_body_that_was_unpacked_before_it_was_archived_is_read(
    tmp_path: Path, coding: str
) -> None:
    """Its header still names the coding."""
    block = SENT + b"Content-Encoding: %s\r\n\r\n" % coding.encode() + TEXT
    imported(tmp_path, file_of(tmp_path, record(1, block)))
    assert rows(tmp_path / "a", "SELECT title FROM articles") == [("渡船加开一班",)]
