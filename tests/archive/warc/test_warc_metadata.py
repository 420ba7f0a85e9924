"""What accompanies a capture, and what a file says of itself."""

import gzip
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.former_warc import former_form
from support.warc_files import PAGE, capture, earlier, written

from archive.model.article import KINDS
from archive.warc import (
    MESSAGE_TYPE,
    SetAside,
    Stored,
    WarcWriter,
    archives_named,
    captures_in,
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
