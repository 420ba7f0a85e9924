"""Captures as a server sent them, WARC files of them, and what warcio says of these files."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive.model.article import Capture
from archive.warc import (
    Earlier,
    Location,
    Scanned,
    WarcWriter,
    scan,
)

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
