"""Files in which records are packed: ARC, WACZ, ZIP and zstd; or that are refused by name."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest
from support.foreign_records import (
    HTTP,
    file_of,
    imported,
    numbers,
    page,
    record,
    url_of,
)

from archive.model.article import Capture
from archive.warc import Unreadable, captures_in

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# warcio's writer leaves its temporary file to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

ARC = (
    b"filedesc://x.arc 0.0.0.0 20240312030000 text/plain 76\n1 0 X\n"
    b"URL IP-address Archive-date Content-type Archive-length\n12345678901234\n\n"
    b"http://b.example/1 10.0.0.1 20240312030000 text/html 52\n" + HTTP + b"<p>1</p>\n\n"
    b"dns:b.example 10.0.0.1 20240312030000 text/dns 5\n1.2.3\n"
)


def zipped(*members: tuple[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as whole:
        for name, data in members:
            whole.writestr(name, data)
    return file.getvalue()


TWO = page(1) + page(2)
PACKED_TWO = zipped(("archive/x.warc.gz", gzip.compress(TWO)))
SKIPPED = b"\x50\x2a\x4d\x18\x04\0\0\0note"


def arc(line: str, block: bytes = HTTP + b"<p>1</p>") -> bytes:
    """An ARC file with a record of this line, and one behind it."""
    begin, _, _ = ARC.partition(b"http://b.example/1")
    last = b"http://b.example/2 10.0.0.1 20240312030000 text/html 52\n" + HTTP + b"<p>2</p>\n\n"
    return begin + f"{line} {len(block)}\n".encode() + block + b"\n\n" + last


PACKED = {
    "ARC": (ARC, 1),
    "packed ARC": (gzip.compress(ARC, mtime=0), 1),
    "ARC 2": (arc("http://b.example/1 ::1 20240312030000 text/html 200 AB - 9 x.arc"), 2),
    "ARC with blanks in an address": (arc("http://b.example/a b 10.0.0.1 20240312030000 -"), 2),
    "ARC with blanks in a type": (
        arc("http://b.example/1 10.0.0.1 20240312030000 text/html; charset=utf-8"),
        2,
    ),
    "ARC without a type": (arc("http://b.example/1 10.0.0.1 20240312030000 "), 2),
    "ARC of a page alone": (
        arc("http://b.example/1 10.0.0.1 20240312030000 text/html", b"<p>1</p>"),
        2,
    ),
    "zstd with a note": (SKIPPED + zstd.compress(page(1)) + SKIPPED + zstd.compress(page(2)), 2),
    "zstd": (zstd.compress(page(1)) + zstd.compress(page(2)), 2),
    "WACZ": (zipped(("datapackage.json", b"{}"), ("archive/x.warc.gz", gzip.compress(TWO))), 2),
    "WACZ that leaves its folder": (zipped(("../../etc/x.warc", TWO)), 2),
    "packed WACZ": (zipped(("archive/x.warc", TWO), packing=zipfile.ZIP_DEFLATED), 2),
}


@pytest.mark.parametrize("kind", PACKED)
def test_records_are_read_however_they_are_packed(tmp_path: Path, kind: str) -> None:
    """ARC, WACZ and .warc.zst; no name within a WACZ is a path."""
    data, kept = PACKED[kind]
    path = file_of(tmp_path, data, name="x.bin")
    (counts,) = imported(tmp_path, path)
    assert numbers(counts) == (kept, 0, 0, 0)
    (counts,) = imported(tmp_path, path)
    assert numbers(counts) == (0, kept, 0, 0)


def test_an_arc_record_has_its_own_address_and_time(tmp_path: Path) -> None:
    """Whatever stands behind the time: version 2 has more there."""
    lines = [
        "http://b.example/1 ::1 20240312030000 text/html 200 AB - 9 x.arc",
        "http://b.example/1 10.0.0.1 202403120300 text/html; charset=utf-8",
    ]
    for line in lines:
        first, _ = captures_in(file_of(tmp_path, arc(line), name="x.arc"))
        assert isinstance(first, Capture)
        assert (first.url, f"{first.captured_at:%F %T}") == (
            "http://b.example/1",
            "2024-03-12 03:00:00",
        )


def test_an_arc_date_that_is_none_is_reported(tmp_path: Path) -> None:
    """Not moved to a month that there is."""
    file = file_of(tmp_path, arc("http://b.example/1 10.0.0.1 20241301000000 text/html"))
    first, second = captures_in(file)
    assert isinstance(first, Unreadable)
    assert first.reason.endswith("its WARC-Date names no moment: '20241301000000'")
    assert isinstance(second, Capture)


@pytest.mark.parametrize("fault", ["a byte", "the end"])
def test_a_damaged_wacz_gives_what_it_still_holds(tmp_path: Path, fault: str) -> None:
    """A wrong checksum, or a missing list of members, is reported; the records are read."""
    at = PACKED_TWO.index(b"\x1f\x8b") + 4  # within the time of the gzip header
    flipped = PACKED_TWO[:at] + bytes([PACKED_TWO[at] ^ 0xFF]) + PACKED_TWO[at + 1 :]
    data = flipped if fault == "a byte" else PACKED_TWO[:-30]
    items = list(captures_in(file_of(tmp_path, data, name="x.wacz")))
    assert [type(item) for item in items].count(Capture) == 2
    told = [item.reason for item in items if isinstance(item, Unreadable)]
    assert ("its CRC-32 differs" if fault == "a byte" else "a damaged ZIP file") in told[0]


def test_a_zstd_file_with_a_dictionary_is_read(tmp_path: Path) -> None:
    """Its first frame holds the dictionary that all others need."""
    trained = zstd.train_dict([page(each) for each in range(2000)], 4096).dict_content
    head = b"\x5d\x2a\x4d\x18" + len(trained).to_bytes(4, "little") + trained
    frames = [zstd.compress(page(each), zstd_dict=zstd.ZstdDict(trained)) for each in (1, 2)]
    (counts,) = imported(tmp_path, file_of(tmp_path, head, *frames))
    assert numbers(counts) == (2, 0, 0, 0)
    damaged = bytearray(head)
    damaged[16] ^= 0xFF  # within its tables
    (item,) = captures_in(file_of(tmp_path, bytes(damaged), *frames))
    assert isinstance(item, Unreadable)
    assert "its dictionary is damaged" in item.reason


REFUSED = {
    "LZ4": (b"\x04\x22\x4d\x18rest", "unpack it with `lz4 -d` and import that"),
    "bzip2": (b"BZh91AY&SY", "unpack it with `bunzip2 -k` and import that"),
    "xz": (b"\xfd7zXZ\x00rest", "unpack it with `unxz -k` and import that"),
    "ZIP of other things": (zipped(("a.txt", b"x")), "a ZIP file without a WARC file in it"),
    "half a ZIP": (zipped(("archive/x.warc", TWO))[:300], "a damaged ZIP file: "),
    "bomb in a ZIP": (
        zipped(("x.warc", bytes(300 << 20)), packing=zipfile.ZIP_DEFLATED),
        "it unpacks to more than 100 times its size",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_as_it_is_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    """With what to do; the command ends with 1."""
    data, reason = REFUSED[kind]
    (item,) = captures_in(file_of(tmp_path, data, name="x.bin"))
    assert isinstance(item, Unreadable)
    assert item.kind == "damaged"
    assert reason in item.reason
    (counts,) = imported(tmp_path, tmp_path / "x.bin")
    assert numbers(counts) == (0, 0, 0, 1)


def test_a_zip_of_wacz_files_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """As where several collections were downloaded at once."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as whole:
        whole.writestr("one.wacz", b"PK")
    (told,) = captures_in(path)
    assert isinstance(told, Unreadable)
    assert told.reason == (
        "a ZIP file without a WARC file in it: unpack it, and import what is in it (one.wacz)"
    )


def test_a_wacz_of_many_members_is_bounded_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them may be small enough, and all of them together fill the disk."""
    monkeypatch.setattr("archive.warc.packed_files.LARGEST", 1 << 20)
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for number in range(1, 5):
            large = record(number, HTTP + b" " * 300_000)
            whole.writestr(f"archive/{number}.warc", large)
    found = list(captures_in(path))
    assert [url_of(item) for item in found if not isinstance(item, Unreadable)] == [
        f"http://b.example/{number}" for number in (1, 2, 3)
    ]
    (told,) = [item for item in found if isinstance(item, Unreadable)]
    assert told.file == "x.wacz!archive/4.warc"
    assert told.reason.startswith("it unpacks to more than 100 times its size")
