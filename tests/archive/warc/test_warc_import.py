"""WARC files of other makers."""

import base64
import gzip
import hashlib
import struct
import time
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

import pytest
from support.warc_files import capture, written

from archive.model.article import Capture
from archive.warc import (
    Scanned,
    Torn,
    Unreadable,
    captures_in,
    scan,
)


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
        cut = [item for item in told if item.kind == "cut"]  # kept as far as its payload goes
        assert whole <= len(given) - len(cut) <= readable
        if cut:
            assert [b"<p>1", b"<p>2"][whole].startswith(given[whole])
        if size not in ends and (compressed or whole == readable):
            (one,) = told
            assert (one.kind, one.file) == ("cut" if cut else "damaged", "other.warc.gz")
            assert one.offset == (0 if size < ends[0] else ends[0])


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
