"""Captures on disk and back."""

import base64
import gzip
import hashlib
import json
import os
import resource
import struct
import subprocess
import sys
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.former_warc import former_form

from archive.model.article import KINDS, Capture
from archive.model.capture_fields import UnfitCapture
from archive.model.errors import Damaged, StorageError
from archive.warc import (
    MESSAGE_TYPE,
    Earlier,
    Location,
    Scanned,
    SetAside,
    Stored,
    Torn,
    Unreadable,
    WarcWriter,
    archives_named,
    captures_in,
    read,
    recover,
    scan,
    stored_in,
)
from archive.warc.capture_records import (
    FORMER_METADATA_TYPE,
    is_our_metadata,
    payload_bytes,
    with_metadata,
)
from archive.warc.record import Record
from archive.warc.warc_fields import WARC_FIELDS, fields_of
from archive.warc.warc_fields import written as written_fields

PAGE = "<html><title>湘潭：新建路灯三百盏</title></html>".encode()


def capture(number: int = 1, **changes: object) -> Capture:
    """A page as a server sent it; the number makes its id and its second."""
    plain = Capture(
        id=f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        url="https://xt.example.cn/content/646.html?from=list&page=2",
        status=200,
        reason="OK",
        captured_at=datetime(2022, 7, 22, 0, 51, number % 60, 250, tzinfo=UTC),
        body=PAGE,
        headers=(("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        request_headers=(("User-Agent", "harvester"), ("Accept", "*/*")),
        ip="192.0.2.7",
        station="xiangtan",
        run="3f9a2c1b",
        found="https://xt.example.cn/",
        kind="page",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def earlier(of: Capture) -> Earlier:
    return Earlier(of.id, of.url, of.captured_at, of.payload_digest)


def written(folder: Path, *captures: Capture) -> tuple[Path, list[Location]]:
    """A closed WARC file with these captures."""
    writer = WarcWriter(folder, "3f9a2c1b", "harvester/0.1 (archive@example.cn)")
    locations = [writer.append(each) for each in captures]
    writer.close()
    return folder / writer.file, locations


def warcio_check(path: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("warcio")
    return subprocess.run(
        [program, "check", "-v", path], capture_output=True, text=True, check=False
    )


def block_of(path: Path, kind: str) -> bytes:
    """The block of the first record of a type."""
    found = [item.record for item in scan(path) if isinstance(item, Scanned)]
    return next(record.block for record in found if record.type == kind)


# --- what stands in a file ----------------------------------------------------------------------


def test_every_digest_of_every_record_passes_warcio_check(tmp_path):
    """warcio verifies sha256 digests in hexadecimal, of plain, coded, empty and chunked bodies."""
    path, _ = written(
        tmp_path,
        capture(1),
        capture(2, body=gzip.compress(PAGE), headers=(("Content-Encoding", "gzip"),)),
        capture(3, body=b"", status=404, reason="Not Found"),
        capture(4, headers=(("Transfer-Encoding", "chunked"),)),
        capture(5, headers=(), request_headers=()),
        capture(6, body=b"\xff\xd8jpeg", headers=(("Content-Type", "image/jpeg"),)),
    )

    checked = warcio_check(path)

    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") == 1 + 3 * 6
    assert checked.stdout.count("Record-ID") == 1 + 3 * 6
    assert "no digest" not in checked.stdout


def test_the_response_stands_as_it_was_sent(tmp_path):
    """Status line, headers with their repetitions, and the body with its content coding."""
    body = gzip.compress(PAGE)
    path, _ = written(
        tmp_path,
        capture(body=body, headers=(("Content-Encoding", "gzip"), ("Via", "a"), ("Via", "b"))),
    )

    assert block_of(path, "response") == (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nVia: a\r\nVia: b\r\n\r\n" + body
    )


def test_the_request_keeps_its_query_and_names_its_host(tmp_path):
    """Without them the exchange could not be repeated."""
    path, _ = written(tmp_path, capture())

    assert block_of(path, "request") == (
        b"GET /content/646.html?from=list&page=2 HTTP/1.1\r\n"
        b"Host: xt.example.cn\r\nUser-Agent: harvester\r\nAccept: */*\r\n\r\n"
    )


@pytest.mark.parametrize("year", [1, 9999])
def test_a_moment_that_no_capture_can_have_is_named_as_people_write_it(tmp_path, year):
    """Other people's WARC files have such; the message is for an archivist."""
    moment = datetime(year, 1, 1, tzinfo=UTC)
    with pytest.raises(UnfitCapture, match=f"^captured_at cannot be {year:04}-01-01T00:00:00"):
        written(tmp_path, capture(captured_at=moment))


def test_a_header_cannot_break_out_of_its_record(tmp_path):
    """A line break within a name or a value becomes harmless; the record stays whole."""
    evil = capture(headers=(("X-Evil", "a\r\n\r\nWARC/1.1\r\n"), ("X:\r\nY", "b")))
    with pytest.raises(UnfitCapture, match="url cannot be"):
        capture(url="https://xt.example.cn/a\r\nWARC-Type: request")
    path, (location,) = written(tmp_path, evil)

    got = read(tmp_path, location)

    assert got.headers == (("X-Evil", "a WARC/1.1 "), ("X___Y", "b"))
    assert got.body == PAGE
    assert warcio_check(path).returncode == 0


def test_the_transfer_coding_is_renamed_because_it_was_removed(tmp_path):
    """Other tools would try to remove it again; what is read back says it as it was sent."""
    sent = capture(headers=(("Transfer-Encoding", "chunked"),))
    path, (location,) = written(tmp_path, sent)

    assert b"X-Archive-Orig-Transfer-Encoding: chunked" in block_of(path, "response")
    assert read(tmp_path, location) == sent


def test_a_content_length_that_lies_is_kept_as_sent(tmp_path):
    """The record's own length is right all the same."""
    sent = capture(headers=(("Content-Length", "999999"),))
    path, (location,) = written(tmp_path, sent)

    assert read(tmp_path, location) == sent
    assert warcio_check(path).returncode == 0


header_text = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=40)
header_name = st.text("ABCdefXYZ-_0189!~", min_size=1, max_size=20).filter(
    lambda name: (
        name.lower() not in {"host", "x-archive-orig-transfer-encoding"}
        and (name.lower() != "transfer-encoding" or name == "Transfer-Encoding")
    )
)
headers = st.lists(st.tuples(header_name, header_text), max_size=8).map(tuple)
captures = st.builds(
    Capture,
    id=st.uuids().map(lambda u: f"urn:uuid:{u}"),
    url=st.sampled_from(
        ["http://a.cn", "https://a.cn:8443/新闻/1.html?q=湘潭&b=", "http://u:p@a.cn/%E6%B9%98#x"]
    ),
    status=st.integers(100, 599),
    captured_at=st.datetimes(datetime(1995, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  (the zone is given beside)
    body=st.binary(max_size=300),
    headers=headers,
    request_headers=headers,
    method=st.sampled_from(["GET", "HEAD"]),
    reason=header_text,
    protocol=st.sampled_from(["HTTP/1.0", "HTTP/1.1", "h2"]),
    ip=st.sampled_from([None, "192.0.2.1", "2001:db8::1"]),
    station=st.none() | st.text(max_size=5),
    run=st.none() | st.just("3f9a2c1b"),
    found=st.none() | st.text(max_size=20),
    kind=st.sampled_from(["page", "list", "robots", "part"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(captures, min_size=1, max_size=4, unique_by=lambda each: each.id))
def test_what_is_read_equals_what_was_kept(tmp_path, kept):
    """Any headers and any body, at random access and in order."""
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()

    path, locations = written(folder, *kept)

    assert [read(folder, location) for location in locations] == kept
    in_order = list(stored_in(path))
    assert [item.capture for item in in_order if isinstance(item, Stored)] == kept
    assert [item.location for item in in_order if isinstance(item, Stored)] == locations


# --- revisits -----------------------------------------------------------------------------------


def test_an_identical_payload_is_not_stored_again(tmp_path):
    """The revisit keeps status and headers, refers to the earlier capture, and finds its body."""
    first, second = capture(1), capture(2, headers=(("Age", "7"),))
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    writer.append(first)
    location = writer.append(second, earlier(first))
    writer.close()

    assert read(tmp_path, location, lambda: first.body) == second
    record = [item.record for item in scan(tmp_path / writer.file)][4]
    assert record.type == "revisit"
    assert record.block == b"HTTP/1.1 200 OK\r\nAge: 7\r\n\r\n"
    assert record.field("WARC-Profile") == (
        "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    )
    assert record.field("WARC-Refers-To") == "<urn:uuid:00000000-0000-4000-8000-000000000001>"
    assert record.field("WARC-Refers-To-Date") == "2022-07-22T00:51:01.000250Z"
    assert record.field("WARC-Refers-To-Target-URI") == first.url
    assert record.field("WARC-Payload-Digest") == first.payload_digest
    assert warcio_check(tmp_path / writer.file).returncode == 0


def test_a_304_is_a_revisit_that_was_not_modified(tmp_path):
    """It repeats nothing: its block is empty, and its head stands in its metadata record.

    Programs that replay WARC files give the headers of the block: those of a 304 are no page.
    """
    headers = (("ETag", '"5f3"'), ("X-Odd", "caf\xe9\t"))
    first = capture(1)
    second = capture(2, status=304, reason="Not Modified", body=b"", headers=headers)
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    writer.append(first)
    location = writer.append(second, earlier(first))
    writer.close()

    assert read(tmp_path, location, lambda: first.body) == second
    record = [item.record for item in scan(tmp_path / writer.file)][4]
    assert record.field("WARC-Profile") == (
        "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    )
    assert record.field("WARC-Refers-To-Target-URI") == first.url
    assert record.field("WARC-Refers-To-Date") == "2022-07-22T00:51:01.000250Z"
    assert record.field("WARC-Payload-Digest") == first.payload_digest
    assert record.block == b""
    assert warcio_check(tmp_path / writer.file).returncode == 0
    (again,) = [each for each in stored_in(tmp_path / writer.file) if each.revisit_of]
    assert (again.capture, again.revisit_of) == (second, earlier(first))


def test_a_304_whose_metadata_record_is_lost_is_still_a_304(tmp_path):
    """The end of the file was torn: status and moment stand in the revisit record itself."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    writer.append(capture(1))
    location = writer.append(capture(2, status=304, body=b""), earlier(capture(1)))
    writer.close()
    path = tmp_path / writer.file
    path.write_bytes(path.read_bytes()[: location.offset + location.length])

    (again,) = [each for each in stored_in(path) if each.revisit_of]
    assert (again.capture.status, again.capture.reason) == (304, "Not Modified")
    assert (again.capture.headers, again.capture.body) == ((), b"")


def test_a_304_comes_along_with_its_headers_where_its_file_is_imported(tmp_path):
    """Also into an archive that does not believe what the file says of station and run."""
    second = capture(2, status=304, body=b"", headers=(("ETag", "a"),))
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    writer.append(capture(1))
    writer.append(second, earlier(capture(1)))
    writer.close()
    _, found = captures_in(tmp_path / writer.file)
    assert found.capture.headers == second.headers
    assert (found.capture.status, found.original) == (304, capture(1).id)


# --- what accompanies a capture -----------------------------------------------------------------


def test_a_metadata_record_stands_under_no_address_of_a_page(tmp_path):
    """Indexers that take every record with an address would serve it instead of the page."""
    path, _ = written(tmp_path, capture(1, found='list\n"a"'))
    (record,) = [i.record for i in scan(path) if i.record.type == "metadata"]
    assert record.field("Content-Type") == "application/warc-fields"
    assert record.field("WARC-Target-URI") is None
    assert record.field("WARC-Refers-To") == f"<{capture(1).id}>"
    assert record.field("WARC-Concurrent-To") == f"<{capture(1).id}>"
    assert record.block == (
        b"station: xiangtan\r\nrun: 3f9a2c1b\r\nkind: page\r\n"
        b'found: "list\\n\\"a\\""\r\nmethod: GET\r\n'
        + f"payload_bytes: {len(PAGE)}\r\nhost_header: added\r\n".encode()
    )


def test_what_is_set_aside_stands_under_no_address_of_a_page(tmp_path):
    """Some programs index records of any type; the address stands in a field of its own."""
    aside = SetAside.of(
        b"HTTP/1.1 0 ?", MESSAGE_TYPE, url="http://a.example/1", reason="status 0", found=None
    )
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    writer.set_aside(aside)
    writer.close()
    path = tmp_path / writer.file
    record = [item.record for item in scan(path)][1]
    assert record.type == "set-aside"
    assert record.field("WARC-Target-URI") is None
    assert record.field("Set-Aside-URI") == "http://a.example/1"
    (unfit,) = stored_in(path)
    assert unfit.aside == aside


@pytest.mark.parametrize("status", [200, 304])
def test_files_of_version_0_1_are_read_as_they_were(tmp_path, status):
    """There metadata is JSON under the page's address, and a 304 has its head in its block."""
    first = capture(1)
    second = capture(
        2, status=status, headers=(("ETag", "a"),), body=b"" if status == 304 else PAGE
    )
    writer = WarcWriter(tmp_path, "3f9a2c1b", archive="urn:uuid:1")
    writer.append(first)
    writer.append(second, earlier(first))
    writer.set_aside(
        SetAside.of(b"?", MESSAGE_TYPE, url="http://a.example/", reason="?", found="x")
    )
    writer.close()
    path = tmp_path / writer.file
    new = [replace(each, location=None) for each in stored_in(path)]
    imported = list(captures_in(path, lambda _: True))
    path.write_bytes(former_form(path))

    assert b"application/json" in gzip.decompress(path.read_bytes())
    assert [replace(each, location=None) for each in stored_in(path)] == [
        replace(each, revisit_of=replace(each.revisit_of, payload_digest=""))
        if status == 304 and isinstance(each, Stored) and each.revisit_of
        else each
        for each in new
    ]
    again = list(captures_in(path, lambda _: True))
    assert [getattr(each, "capture", each) for each in again[:2]] == [
        getattr(each, "capture", each) for each in imported[:2]
    ]


@given(
    st.dictionaries(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1), st.text())
)
def test_any_text_of_a_warc_fields_block_comes_back(said):
    """Line breaks, quotation marks and blanks at either end included."""
    assert fields_of(written_fields(said)) == said


def test_a_revisit_is_damaged_when_its_original_is_another_text(tmp_path):
    """The digest of the payload it refers to is checked."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    location = writer.append(capture(2), earlier(capture(1)))
    writer.close()

    with pytest.raises(Damaged, match="another digest"):
        read(tmp_path, location, lambda: b"another text")


# --- files --------------------------------------------------------------------------------------


def test_a_file_has_its_name_only_when_it_is_closed(tmp_path):
    """While it may still grow it ends in .open; the captures can be read all the time."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    location = writer.append(capture())
    writer.sync()

    assert [path.name for path in tmp_path.iterdir()] == [f"{writer.file}.open"]
    assert read(tmp_path, location) == capture()
    writer.close()
    assert [path.name for path in tmp_path.iterdir()] == [writer.file]
    assert read(tmp_path, location) == capture()


def test_two_files_of_one_run_in_one_second_have_two_names(tmp_path):
    """No file is ever opened twice for writing."""
    first, second = WarcWriter(tmp_path, "3f9a2c1b"), WarcWriter(tmp_path, "3f9a2c1b")
    first.close()
    second.close()

    assert first.file != second.file
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_file_says_so(tmp_path):
    """The archive closes it after the next commit."""
    writer = WarcWriter(tmp_path, "3f9a2c1b", max_bytes=1_000)
    assert not writer.full
    writer.append(capture())
    assert writer.full
    writer.close()


def test_a_disk_that_is_full_is_a_storage_error_and_the_file_is_not_trusted_again(tmp_path):
    """What was synced before can still be recovered; nothing is written after the error."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    kept = writer.append(capture(1))
    writer.sync()
    size = (tmp_path / f"{writer.file}.open").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 700, before[1]))
    try:
        writer.append(capture(2, body=os.urandom(5_000)))
        with pytest.raises(StorageError, match=writer.file):
            writer.sync()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with pytest.raises(StorageError, match="start again"):
        writer.append(capture(3))
    writer.close()

    (leftover,) = recover(tmp_path, lambda _file: 0)

    assert [stored.capture for stored in leftover.captures(tmp_path)] == [capture(1)]
    assert leftover.cut == 700
    assert read(tmp_path, kept) == capture(1)


# --- what is torn -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small_file(tmp_path_factory) -> tuple[bytes, list[Scanned]]:
    """Two small captures, and where their records stand."""
    folder = tmp_path_factory.mktemp("small")
    bare = {"headers": (), "request_headers": (), "ip": None, "found": None, "body": b"<p>"}
    path, _ = written(folder, capture(1, **bare), capture(2, **bare))
    return path.read_bytes(), [item for item in scan(path) if isinstance(item, Scanned)]


def test_recovery_keeps_every_whole_record_wherever_the_file_was_cut(tmp_path, small_file):
    """At each single byte: whole records stay, only the torn one goes, and others can read it."""
    data, records = small_file
    path = tmp_path / "20220722005100-3f9a2c1b.warc.gz.open"
    ends = [item.offset + item.length for item in records]
    for size in range(1, len(data) + 1):
        path.write_bytes(data[:size])

        (leftover,) = recover(tmp_path, lambda _file: 0)

        whole_to = max([0, *(end for end in ends if end <= size)])
        assert path.stat().st_size == whole_to
        assert leftover.cut == size - whole_to
        responses = [
            item.record.id
            for item in records
            if item.record.type == "response" and item.offset + item.length <= size
        ]
        assert [stored.capture.id for stored in leftover.captures(tmp_path)] == responses
        assert not leftover.damage


def test_recovery_adopts_only_what_has_no_row(tmp_path):
    """Records before the last committed offset are left to the rows that they have."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    first = writer.append(capture(1))
    second = writer.append(capture(2))
    writer.abandon()

    (leftover,) = recover(tmp_path, lambda _file: first.offset + first.length)
    adopted = [*leftover.captures(tmp_path)]
    leftover.seal(tmp_path)

    assert [stored.location for stored in adopted] == [second]
    assert [stored.capture for stored in adopted] == [capture(2)]
    assert [path.name for path in tmp_path.iterdir()] == [writer.file]


def test_recovery_never_cuts_what_is_committed(tmp_path):
    """A file that ends too early is damage, and stays to be looked at."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    last = writer.append(capture(1))
    writer.abandon()
    path = tmp_path / f"{writer.file}.open"
    data = path.read_bytes()[: last.offset + 40]
    path.write_bytes(data)

    (leftover,) = recover(tmp_path, lambda _file: last.offset + last.length)

    assert path.read_bytes() == data
    assert [torn.offset for torn in leftover.damage] == [last.offset + 40]
    assert ([*leftover.captures(tmp_path)], leftover.cut) == ([], 0)


def test_recovery_leaves_out_a_hole_before_whole_records(tmp_path):
    """What follows the hole reached the disk and is adopted; no row ever named what was there."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    locations = [writer.append(capture(number)) for number in (1, 2, 3)]
    writer.abandon()
    path = tmp_path / f"{writer.file}.open"
    data = path.read_bytes()
    begin, end = locations[1].offset, locations[1].offset + locations[1].length
    path.write_bytes(data[:begin] + bytes(end - begin) + data[end:])
    (tmp_path / f".{path.name}.unfinished").write_bytes(b"of a recovery that was killed")

    (leftover,) = recover(tmp_path, lambda _file: locations[0].offset + locations[0].length)
    adopted = [*leftover.captures(tmp_path)]
    leftover.seal(tmp_path)

    assert [(torn.offset, torn.reason) for torn in leftover.damage] == [(begin, "a hole of zeros")]
    assert leftover.cut == end - begin
    (third,) = adopted
    assert third.capture == capture(3)
    assert third.location.offset == locations[2].offset - (end - begin)
    assert read(tmp_path, third.location) == capture(3)
    assert read(tmp_path, locations[0]) == capture(1)
    assert [file.name for file in tmp_path.iterdir()] == [writer.file]
    assert (tmp_path / writer.file).read_bytes() == data[:begin] + data[end:]


def test_recovery_leaves_out_a_torn_record_and_the_torn_end(tmp_path):
    """One sector of the first record is missing, and the last record ends too early."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    locations = [writer.append(capture(number, body=os.urandom(2_000))) for number in (1, 2, 3)]
    writer.abandon()
    path = tmp_path / f"{writer.file}.open"
    data = bytearray(path.read_bytes())
    data[locations[0].offset + 512 : locations[0].offset + 1024] = bytes(512)
    path.write_bytes(data[: locations[2].offset + 100])

    (leftover,) = recover(tmp_path, lambda _file: 0)

    assert [stored.capture.id for stored in leftover.captures(tmp_path)] == [capture(2).id]
    assert leftover.cut == locations[0].length + 100
    assert all(isinstance(item, Scanned) for item in scan(path))


def test_a_file_without_one_whole_record_is_removed(tmp_path):
    """It holds nothing."""
    (tmp_path / "20220722005100-3f9a2c1b.warc.gz.open").write_bytes(b"\x1f\x8b\x08\x00")

    (leftover,) = recover(tmp_path, lambda _file: 0)
    assert [*leftover.captures(tmp_path)] == []
    leftover.seal(tmp_path)

    assert leftover.cut == 4
    assert list(tmp_path.iterdir()) == []


def test_a_hole_of_zeros_is_told_and_what_follows_is_read(tmp_path):
    """As after a power cut: a page of the file was never written."""
    path, locations = written(tmp_path, capture(1), capture(2), capture(3))
    data = bytearray(path.read_bytes())
    begin, end = locations[1].offset, locations[1].offset + locations[1].length
    data[begin:end] = bytes(end - begin)
    path.write_bytes(data)

    items = list(stored_in(path))

    assert [item.capture.id[-1] for item in items if isinstance(item, Stored)] == ["1", "3"]
    (torn,) = [item for item in items if isinstance(item, Torn)]
    assert (torn.offset, torn.reason, torn.resumes_at) == (begin, "a hole of zeros", end)


def test_a_wrong_content_length_is_no_whole_record(tmp_path):
    """The gzip member may be sound; the record in it is not."""
    path, locations = written(tmp_path, capture(1))
    data = path.read_bytes()
    begin, end = locations[0].offset, locations[0].offset + locations[0].length
    record = gzip.decompress(data[begin:end]).replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK!", 1)
    path.write_bytes(data[:begin] + gzip.compress(record) + data[end:])

    torn = [item for item in scan(path) if isinstance(item, Torn)]

    assert [item.offset for item in torn] == [begin]
    assert "Content-Length" in torn[0].reason


def test_every_flipped_bit_of_a_record_is_found(tmp_path):
    """Random access verifies the digest before anything is unpacked, and names the place."""
    path, (location,) = written(tmp_path, capture(1))
    data = path.read_bytes()
    for position in range(location.offset, location.offset + location.length):
        flipped = bytearray(data)
        flipped[position] ^= 4
        path.write_bytes(flipped)
        with pytest.raises(Damaged, match=f"{path.name}, offset {location.offset}"):
            read(tmp_path, location)


def test_a_missing_file_is_damage(tmp_path):
    """The row says that it was there."""
    with pytest.raises(Damaged, match=r"20220722005100-3f\.warc\.gz"):
        read(tmp_path, Location("20220722005100-3f.warc.gz", 0, 10, "sha256:0"))


# --- files of other makers ----------------------------------------------------------------------


def other(kind: str, url: str, block: bytes, *fields: str) -> bytes:
    """A record as other makers write it: WARC 1.0, sha1 digests in base 32, no metadata."""
    digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
    named = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2021-03-04T05:06:07Z",
        *fields,
        f"WARC-Block-Digest: sha1:{digest}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(named).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def other_file(path: Path, *records: bytes, compressed: bool = True) -> list[int]:
    """A file of such records; returns where each ends."""
    members = [gzip.compress(record) if compressed else record for record in records]
    path.write_bytes(b"".join(members))
    return list(accumulate(len(member) for member in members))


def pages(*numbers: int) -> list[bytes]:
    return [
        other(
            "response",
            f"http://b.cn/{number}",
            b"HTTP/1.0 200 OK\r\nServer: nginx\r\n\r\n<p>%d" % number,
            f"WARC-Record-ID: <urn:uuid:11111111-0000-4000-8000-{number:012}>",
        )
        for number in numbers
    ]


@pytest.mark.parametrize("compressed", [True, False])
def test_captures_of_other_makers_are_read(tmp_path, compressed):
    """The request is joined by WARC-Concurrent-To; what carries no page is passed over or told."""
    path = tmp_path / "other.warc"
    asked = other(
        "request",
        "http://b.cn/1",
        b"GET /1 HTTP/1.0\r\nUser-Agent: x\r\n\r\n",
        "WARC-Concurrent-To: <urn:uuid:11111111-0000-4000-8000-000000000001>",
    )
    picture_record = other(
        "resource", "https://b.cn/2.jpg", b"\xff\xd8", "Content-Type: image/jpeg"
    )
    told = other("resource", "urn:pageinfo:x", b"{}")
    other_file(path, *pages(1), asked, picture_record, told, compressed=compressed)

    page, picture, skipped = sorted(
        captures_in(path), key=lambda item: isinstance(item, Unreadable)
    )

    assert isinstance(page, Capture)
    assert page == Capture(
        id="urn:uuid:11111111-0000-4000-8000-000000000001",
        url="http://b.cn/1",
        status=200,
        reason="OK",
        protocol="HTTP/1.0",
        captured_at=datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC),
        body=b"<p>1",
        headers=(("Server", "nginx"),),
        request_headers=(("User-Agent", "x"),),
        found="other.warc",
    )
    assert isinstance(picture, Capture)
    assert (picture.url, picture.status, picture.header("content-type"), picture.body) == (
        "https://b.cn/2.jpg", 200, "image/jpeg", b"\xff\xd8",
    )  # fmt: skip
    assert isinstance(skipped, Unreadable)
    assert (skipped.kind, skipped.reason) == ("skipped", "not from a web server: urn:pageinfo:x")


def test_a_body_that_is_still_chunked_is_unpacked(tmp_path):
    """Some makers keep the transfer coding, others only its header."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    path = tmp_path / "other.warc.gz"
    other_file(
        path,
        other("response", "http://b.cn/1", head + b"4\r\n<p>1\r\n0\r\n\r\n"),
        other("response", "http://b.cn/2", head + b"<p>2"),
    )

    assert [item.body for item in captures_in(path) if isinstance(item, Capture)] == [
        b"<p>1", b"<p>2",
    ]  # fmt: skip


def test_a_file_packed_as_one_single_member_is_read(tmp_path):
    """`gzip file.warc` is no proper .warc.gz, but nothing of it is lost."""
    path = tmp_path / "other.warc"
    other_file(path, *pages(1, 2, 3), compressed=False)
    packed = tmp_path / "other.warc.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))

    assert [item.url for item in captures_in(packed) if isinstance(item, Capture)] == [
        "http://b.cn/1", "http://b.cn/2", "http://b.cn/3",
    ]  # fmt: skip


@pytest.mark.parametrize("compressed", [True, False])
def test_no_file_ends_early_in_silence(tmp_path, compressed):
    """Cut at any byte, what is whole is given, and any rest is told with its place."""
    path = tmp_path / "other.warc.gz"
    ends = other_file(path, *pages(1, 2), compressed=compressed)
    data = path.read_bytes()
    spare = 10 if compressed else 4
    for size in range(1, len(data)):
        path.write_bytes(data[:size])
        items = list(captures_in(path))
        given = [item.body for item in items if isinstance(item, Capture)]
        told = [item for item in items if isinstance(item, Unreadable)]
        # The last bytes, a checksum or two empty lines, may be missing from a readable record.
        whole = sum(end <= size for end in ends)
        readable = sum(end - spare <= size for end in ends)
        assert given[:whole] == [b"<p>1", b"<p>2"][:whole]
        assert whole <= len(given) <= readable
        if size not in ends and (compressed or whole == readable):
            assert [(item.kind, item.file) for item in told] == [("damaged", "other.warc.gz")]
            assert told[0].offset == (0 if size < ends[0] else ends[0])


def test_records_after_a_torn_member_are_found(tmp_path):
    """As where a crawler was killed and went on in the same file: others stop here for good."""
    path = tmp_path / "other.warc.gz"
    ends = other_file(path, *pages(1, 2))
    data = path.read_bytes()
    path.write_bytes(data[: ends[1] - 9] + data)

    items = list(captures_in(path))

    assert [item.body for item in items if isinstance(item, Capture)] == [
        b"<p>1", b"<p>1", b"<p>2",
    ]  # fmt: skip
    assert [item.offset for item in items if isinstance(item, Unreadable)] == [ends[0]]


def test_a_member_that_unpacks_to_too_much_is_told_and_passed_over(tmp_path, monkeypatch):
    """Of a file of ours and of others: neither memory nor disk is filled with it."""
    monkeypatch.setattr("archive.warc.record.LARGEST", 1 << 20)
    monkeypatch.setattr("archive.warc.packed_files.LARGEST", 1 << 20)
    path, _ = written(tmp_path, capture(1), capture(2))
    records = [item for item in scan(path) if isinstance(item, Scanned)]
    bomb = gzip.compress(b"WARC/1.1\r\n" + bytes(2 << 20))
    path.write_bytes(bomb + path.read_bytes())

    torn, *others = scan(path)
    assert torn == Torn(0, "the gzip member unpacks to more than 1048576 bytes", len(bomb))
    assert [item.record for item in others] == [item.record for item in records]
    torn, *others = captures_in(path)
    reason = "the gzip member unpacks to more than 100 times its size"
    assert torn == Unreadable(path.name, 0, reason, "damaged")
    assert [item.id for item in others] == [capture(1).id, capture(2).id]


def test_a_header_that_does_not_end_is_not_read_to_its_end(tmp_path):
    """A hole of zeros, or lines without number: warcio would hold them all in memory."""
    for line in (bytes(1000), b"a: b\r\n" * 1000):
        path = tmp_path / "other.warc"
        path.write_bytes(b"WARC/1.1\r\n" + line * 30_000)
        begun = time.process_time()
        (item,) = captures_in(path)
        assert time.process_time() - begun < 10
        reason = "no WARC record: its header does not end within 1048576 bytes"
        assert item == Unreadable("other.warc", 0, reason, "damaged")


def nest(size):
    """Beginnings of records, each of which runs to the end of the data: by stored blocks.

    Every 64 KiB the header of a block continues all streams that began before it.
    """
    block = 5 + 0xFFFF

    def stored(length):
        return b"\0" + struct.pack("<HH", length, length ^ 0xFFFF)

    begins = b"\x1f\x8b\x08" + bytes(6) + b"\x03" + stored(5) + b"WARC/"
    data = bytearray()
    while len(data) < size:
        data += stored(0xFFFF)
        for first in range(5, block - 64, len(begins) + 5):
            data += begins + stored(block - first - len(begins) - 5)
        data += bytes(-len(data) % block)
    return bytes(data)


def test_a_file_of_beginnings_within_each_other_is_read_in_the_time_of_its_length(tmp_path):
    """A page can be made of them, and its record be torn: each was read to the end."""
    path = tmp_path / "other.warc.gz"
    path.write_bytes(b"\x1f\x8b\x08torn" + nest(6 << 20))
    begun = time.process_time()
    assert all(isinstance(item, Torn) for item in scan(path))
    assert not any(isinstance(item, Capture) for item in captures_in(path))
    assert time.process_time() - begun < 20


def test_a_record_whose_digest_differs_is_told(tmp_path):
    """A single altered byte in a plain file changes no length."""
    path = tmp_path / "other.warc"
    other_file(path, *pages(1, 2), compressed=False)
    path.write_bytes(path.read_bytes().replace(b"<p>1", b"<p>7"))

    items = list(captures_in(path))

    assert isinstance(items[0], Unreadable)
    assert (items[0].offset, items[0].reason) == (0, "http://b.cn/1: its WARC-Block-Digest differs")
    assert [item.body for item in items[1:] if isinstance(item, Capture)] == [b"<p>2"]


def test_what_is_no_warc_is_told(tmp_path):
    """A web page under the wrong name, an empty gzip file."""
    page = tmp_path / "page.warc"
    page.write_bytes(b"<html>\n<p>not an archive of anything here\n</html>\n")
    empty = tmp_path / "empty.warc.gz"
    empty.write_bytes(gzip.compress(b"hello"))

    for path in (page, empty):
        (item,) = captures_in(path)
        assert isinstance(item, Unreadable)
        assert (item.kind, item.offset) == ("damaged", 0)


def test_our_own_files_can_be_imported_elsewhere(tmp_path):
    """Station, crawl and how it was found come along where the file is believed."""
    path, _ = written(tmp_path, capture(1), capture(2))

    assert list(captures_in(path, lambda _: True)) == [capture(1), capture(2)]
    bare = [(each.station, each.run, each.found, each.kind) for each in captures_in(path)]
    assert bare == [(None, None, path.name, "page")] * 2


def test_a_moment_is_kept_to_the_microsecond(tmp_path):
    """WARC 1.1 allows it, and two captures may stand within one second."""
    moment = datetime(2022, 7, 22, 0, 51, 12, 7, tzinfo=UTC)
    _, (location,) = written(tmp_path, capture(captured_at=moment))

    assert read(tmp_path, location).captured_at - moment == timedelta(0)


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    ["station", "run", "kind", "found", "method", "payload_bytes", "host_header", "more"]
)


@given(
    st.one_of(
        st.dictionaries(_NAMES, _ANY | st.sampled_from(["added", "robots", "POST", "\ud800"])).map(
            lambda said: json.dumps(said).encode()
        ),
        st.binary(max_size=60),
        st.dictionaries(_NAMES, st.text() | st.sampled_from(["added", "POST", "7", '"x', "²"])).map(
            written_fields
        ),
        st.sampled_from([b"[" * 100_000, b'{"host_header": 1, "host_header": 2}', b"1" * 5_000]),
        st.sampled_from([b"host_header: a\nhost_header: b", b"payload_bytes: " + b"9" * 5_000]),
    ),
    st.sampled_from([FORMER_METADATA_TYPE, WARC_FIELDS]),
)
def test_whatever_a_metadata_record_holds_it_gives_a_capture_that_can_be_held(block, media_type):
    """It may be of any maker: what is of the wrong type is not said, and nothing is raised."""
    record = Record(
        (("WARC-Type", "metadata"), ("Content-Type", media_type)), block
    )  # fmt: skip
    found = with_metadata(capture(1), record)
    texts = (found.station, found.run, found.found, found.kind, found.method)
    for text in texts:
        assert text is None or (isinstance(text, str) and text.encode() is not None)
    assert found.kind in KINDS
    assert found.method
    size = payload_bytes(record)
    assert size is None or 0 <= size < 1 << 63
    assert is_our_metadata(record) in {True, False}


def test_what_a_metadata_record_says_is_of_its_type_or_is_not_said(tmp_path):
    """Numbers for names, an unknown kind, a name of a page's length."""
    said = {"host_header": "added", "station": 5, "run": ["x"], "kind": "weird", "found": None,
            "method": "x" * 400, "payload_bytes": -1, "more": {}}  # fmt: skip
    record = Record(
        (("WARC-Type", "metadata"), ("Content-Type", FORMER_METADATA_TYPE)),
        json.dumps(said).encode(),
    )
    bare = replace(capture(1), request_headers=(), station="x", kind="other")
    found = with_metadata(bare, record)
    assert (found.station, found.run, found.kind, found.found, found.method) == (
        None, None, "page", None, bare.method,
    )  # fmt: skip
    assert payload_bytes(record) is None


def test_a_file_says_for_which_archive_it_was_written(tmp_path):
    """By that an archive knows its own files; those of before do not say."""
    writer = WarcWriter(tmp_path, "3f9a2c1b", archive="urn:uuid:1")
    writer.append(capture(1))
    writer.close()
    assert list(archives_named(tmp_path)) == ["urn:uuid:1"]
    (path,) = tmp_path.glob("*.warc.gz")

    def believes(archive):
        return archive == "urn:uuid:1"

    assert [each.station for each in captures_in(path, believes)] == [capture(1).station]
    second = WarcWriter(tmp_path / ".." / tmp_path.name, "00000000")
    second.append(capture(2))
    second.close()
    assert list(archives_named(tmp_path)) == ["urn:uuid:1"]


def test_files_laid_end_to_end_are_believed_each_for_itself(tmp_path):
    """A file of ours before another one does not vouch for that."""
    own, other = tmp_path / "own", tmp_path / "other"
    for folder, archive, number in ((own, "urn:uuid:1", 1), (other, "urn:uuid:2", 2)):
        folder.mkdir()
        writer = WarcWriter(folder, "3f9a2c1b", archive=archive)
        writer.append(capture(number))
        writer.close()
    both = tmp_path / "both.warc.gz"
    (first,), (second,) = own.iterdir(), other.iterdir()
    both.write_bytes(first.read_bytes() + second.read_bytes())
    assert [
        each.station for each in captures_in(both, lambda archive: archive == "urn:uuid:1")
    ] == [capture(1).station, None]
