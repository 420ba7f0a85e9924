"""Captures whose payload is not stored again."""

import pytest
from support.warc_files import capture, earlier, warcio_check

from archive.model.errors import Damaged
from archive.warc import (
    WarcWriter,
    captures_in,
    read,
    scan,
    stored_in,
)


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


def test_a_revisit_is_damaged_when_its_original_is_another_text(tmp_path):
    """The digest of the payload it refers to is checked."""
    writer = WarcWriter(tmp_path, "3f9a2c1b")
    location = writer.append(capture(2), earlier(capture(1)))
    writer.close()

    with pytest.raises(Damaged, match="another digest"):
        read(tmp_path, location, lambda: b"another text")
