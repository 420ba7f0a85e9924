"""Every record of one WARC file of ours against its digests and the rows that point at it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from archive.files.contained_path import warc_inside
from archive.files.plain_file import reading
from archive.warc.reader import Scanned, Torn, scan
from archive.warc.record import Record, sha256
from archive.warc.set_aside import SET_ASIDE
from archive.warc.writer import OPEN_SUFFIX

_CAPTURES = frozenset({"response", "revisit", SET_ASIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A record that is whole (`fault` is None), or what is wrong with it, or with the file.

    `orphan`: a whole capture that no row knows.
    """

    offset: int | None = None
    capture: str | None = None
    fault: str | None = None
    orphan: bool = False


def findings_in(
    folder: Path, name: str, captures: Mapping[int, Mapping[str, Any]], vouched: Any
) -> Iterator[Finding]:
    """Look at every record of a file. `captures` are its rows, by offset, also those of what is
    set aside; `vouched` its digest's.

    Of a file that is still growing only what has rows is looked at.
    """
    path = warc_inside(folder, name, "a row")
    growing = not path.exists()
    if growing:
        path = folder / f"{name}{OPEN_SUFFIX}"
    met: set[int] = set()
    faults = 0
    end = max((row["warc_offset"] + row["warc_length"] for row in captures.values()), default=0)
    with reading(path) as file:
        for item in scan(path):
            if growing and item.offset >= end:
                break
            finding = _finding(file, item, captures)
            met.add(item.offset)
            faults += finding.fault is not None
            yield finding
    for offset in sorted(captures.keys() - met):
        faults += 1
        yield Finding(offset=offset, capture=captures[offset]["id"], fault="no record begins here")
    if not growing and vouched is not None:
        yield from _whole(path, vouched, faults)


def _finding(
    file: BinaryIO, item: Scanned | Torn, captures: Mapping[int, Mapping[str, Any]]
) -> Finding:
    row = captures.get(item.offset)
    capture = row["id"] if row else None
    if isinstance(item, Torn):
        return Finding(offset=item.offset, capture=capture, fault=f"no whole record: {item.reason}")
    fault = _fault(item.record) or (row and _differs(file, item, row)) or None
    is_capture = item.record.type in _CAPTURES
    if fault is None and row is None and is_capture:
        return Finding(
            offset=item.offset, capture=item.record.id, fault="no row points at it", orphan=True
        )
    if fault is None and row is not None and not is_capture:
        fault = f"a {item.record.type} record stands in its place"
    return Finding(offset=item.offset, capture=capture or item.record.id, fault=fault)


def _fault(record: Record) -> str | None:
    expected = record.field("WARC-Block-Digest")
    actual = sha256(record.block)
    if expected != actual:
        return f"its block's digest is {actual}, expected {expected}"
    return None


def _differs(file: BinaryIO, item: Scanned, row: Mapping[str, Any]) -> str | None:
    """Where record and row disagree."""
    file.seek(item.offset)
    actual = sha256(file.read(item.length))
    pairs = (
        ("digest", row["record_digest"], actual),
        ("length", row["warc_length"], item.length),
        ("id", row["id"], item.record.id),
    )
    for what, expected, is_now in pairs:
        if expected not in (is_now, None):
            return f"its {what} is {is_now}, expected {expected}"
    return None


def _whole(path: Path, vouched: Mapping[str, Any], faults: int) -> Iterator[Finding]:
    """The file as a whole: it also covers the few bytes that no record vouches for."""
    with reading(path) as file:
        digest = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    if digest != vouched["digest"] or path.stat().st_size != vouched["bytes"]:
        more = "" if faults else "; its records are whole, what differs is their packing"
        yield Finding(fault=f"its digest is {digest}, expected {vouched['digest']}{more}")
