"""A WARC file without the captures that were erased: each leaves a record that says so.

The tombstone is a `metadata` record under the capture's own id: its digest, why and when it was
erased, and nothing of what it held. Programs that replay WARC files pass such records over: they
are `application/warc-fields` and have no WARC-Target-URI. All other records keep their bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from archive.files.contained_path import warc_inside
from archive.files.plain_file import reading, replacing
from archive.model.errors import StorageError
from archive.warc.reader import Scanned, Torn, scan
from archive.warc.record import Record, bracket, compress, sha256, unbracket
from archive.warc.warc_fields import WARC_FIELDS, written

_STEM = re.compile(r"(.*?)(?:\.e(\d+))?\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file that took the place of another, and where each of its bytes stood before.

    `runs` are (first byte before, byte after the last before, first byte now).
    """

    file: str
    runs: tuple[tuple[int, int, int], ...]

    def offset(self, before: int) -> int:
        """Where a record stands now. Raises KeyError where it is not there any more."""
        for first, end, now in self.runs:
            if first <= before < end:
                return now + before - first
        raise KeyError(before)


def without(folder: Path, file: str, erased: Mapping[str, Mapping[str, Any]]) -> Rewritten:
    """Write the file again without the captures with these ids, under its next name, durably.

    `erased` says of each what its tombstone tells. The former file stays until the rows point at
    the new one. Raises StorageError.
    """
    former = warc_inside(folder, file, "an erasure")
    target = successor(file)
    runs: list[tuple[int, int, int]] = []
    try:
        with reading(former) as before, replacing(folder / target) as now:
            for first, end, tombstone in _pieces(former, erased):
                if tombstone is not None:
                    now.write(compress(tombstone, stored=False))
                elif end > first:
                    runs.append((first, end, now.tell()))
                    _copy(before, now, first, end)
    except OSError as error:
        raise StorageError(
            f"{former}: cannot be written again: {error.strerror}; nothing of it is erased "
            f"yet. Make room and start again"
        ) from error
    return Rewritten(target, tuple(runs))


def successor(file: str) -> str:
    """The name under which a file is written again.

    >>> successor("20220722005112-3f9a.warc.gz"), successor("20220722005112-3f9a.e1.warc.gz")
    ('20220722005112-3f9a.e1.warc.gz', '20220722005112-3f9a.e2.warc.gz')
    """
    match = _STEM.fullmatch(file)
    assert match is not None, file
    return f"{match[1]}.e{int(match[2] or 0) + 1}.warc.gz"


def _pieces(
    path: Path, erased: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[int, int, Record | None]]:
    """The file in pieces: from where to where it is copied, or what stands in its place.

    What is torn is copied too, unless it may be what is left of an erased capture.
    """
    whole = {item.record.id for item in scan(path) if isinstance(item, Scanned)}
    start = 0
    for item in scan(path):
        if isinstance(item, Torn):
            if erased.keys() - whole:
                yield start, item.offset, None
                start = path.stat().st_size if item.resumes_at is None else item.resumes_at
            continue
        capture = _capture_of(item.record)
        if capture in erased:
            yield start, item.offset, None
            start = item.offset + item.length
            if item.record.id == capture:
                yield 0, 0, _tombstone(item, erased[capture])
    yield start, path.stat().st_size, None


def _capture_of(record: Record) -> str:
    """The capture that a record is, or accompanies."""
    return unbracket(record.field("WARC-Concurrent-To") or "") or record.id


def _tombstone(item: Scanned, about: Mapping[str, Any]) -> Record:
    block = written(about)
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", bracket(item.record.id)),
        ("WARC-Date", item.record.field("WARC-Date") or ""),
        ("Content-Type", WARC_FIELDS),
        ("WARC-Block-Digest", sha256(block)),
        ("Content-Length", str(len(block))),
    ]
    return Record(tuple(fields), block)


def _copy(before: BinaryIO, now: BinaryIO, first: int, end: int) -> None:
    before.seek(first)
    while first < end:
        piece = before.read(min(1 << 20, end - first))
        if not piece:
            break
        now.write(piece)
        first += len(piece)
