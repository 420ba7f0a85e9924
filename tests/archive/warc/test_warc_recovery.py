"""Files that are torn, and what is recovered of them."""

import gzip
import os

import pytest
from support.warc_files import capture, written

from archive.model.errors import Damaged
from archive.warc import (
    Location,
    Scanned,
    Stored,
    Torn,
    WarcWriter,
    read,
    recover,
    scan,
    stored_in,
)


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
