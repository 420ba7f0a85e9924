"""WARC records as any program may write them, and an import of them."""

from __future__ import annotations

from pathlib import Path

from archive.model.article import Capture
from archive.warc import Revisit
from harvester.config.stations import Stations
from harvester.offline.importing import FileCounts, import_files

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
WARCINFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"


def identifier(number: int) -> str:
    return f"WARC-Record-ID: <urn:uuid:22222222-0000-4000-8000-{number:012}>"


def record(
    number: int, block: bytes, *fields: str, kind: str = "response", date: str = ""
) -> bytes:
    """A record as any program may write it."""
    lines = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: http://b.example/{number}",
        f"WARC-Date: {date or '2024-03-12T03:00:00Z'}", *fields,
        f"Content-Length: {len(block)}",
    ]  # fmt: skip
    if not any(field.startswith("WARC-Record-ID") for field in fields):
        lines.append(identifier(number))
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def page(number: int, *fields: str) -> bytes:
    return record(number, HTTP + b"<p>%d</p>" % number, *fields)


def revisit(number: int, *fields: str, url: int | None = None) -> bytes:
    bare = record(number, HTTP, *fields, kind="revisit", date="2024-04-12T03:00:00Z")
    return bare.replace(b"b.example/%d\r" % number, b"b.example/%d\r" % (url or number))


def imported(folder: Path, *files: Path) -> list[FileCounts]:
    result = import_files(folder / "a", files, Stations({}, {}, {}))
    for counts in result.files:
        parts = (counts.kept, counts.known, counts.set_aside, counts.lost, counts.others.total())
        assert counts.read == sum(parts)
    told = sum(counts.set_aside + counts.lost for counts in result.files)
    assert result.exit_code == (1 if told or result.problems else 0)
    return result.files


def file_of(folder: Path, *records: bytes, name: str = "x.warc") -> Path:
    path = folder / name
    path.write_bytes(b"".join(records))
    return path


def numbers(counts: FileCounts) -> tuple[int, int, int, int]:
    return counts.kept, counts.known, counts.set_aside, counts.lost


def url_of(item: Capture | Revisit) -> str:
    """The address of a capture, whether it repeats another one or not."""
    return item.capture.url if isinstance(item, Revisit) else item.url
