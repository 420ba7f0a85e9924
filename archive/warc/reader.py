"""Captures from disk: one by its place, or all of a file, with what is torn told apart."""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from archive.files import inflate
from archive.files.contained_path import warc_inside
from archive.files.plain_file import not_plain, reading
from archive.model.article import Capture
from archive.model.errors import Damaged
from archive.warc.capture_records import (
    capture_from,
    is_companion,
    is_our_metadata,
    payload_bytes,
    with_metadata,
    with_request,
)
from archive.warc.exchange import Earlier
from archive.warc.record import (
    GZIP_MAGIC,
    Record,
    RecordError,
    decompress,
    parse_record,
    parse_warc_date,
    sha256,
    unbracket,
    unpacked,
)
from archive.warc.set_aside import MESSAGE_TYPE, SET_ASIDE, SetAside, set_aside_from, unfit_response
from archive.warc.warcinfo import archive_named
from archive.warc.writer import OPEN_SUFFIX, Location

#: Records that are captures or stand for one; all others accompany the one before them.
_STAND_ALONE = frozenset({"response", "revisit", SET_ASIDE})
_PIECE = 1 << 16
#: Beginnings of records, within one file, that prove to be none or not whole, until what such a
#: one was read over is not searched for further ones: a body can be made of nothing else.
_FALSE_BEGINNINGS = 100


@dataclass(frozen=True, slots=True)
class Scanned:
    """A whole record and where it stands, in bytes of the compressed file."""

    offset: int
    length: int
    record: Record


@dataclass(frozen=True, slots=True)
class Torn:
    """Bytes that are no whole record; `resumes_at` is where the next whole one begins."""

    offset: int
    reason: str
    resumes_at: int | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A capture as it stands in a file, with its place and what it is a revisit of."""

    capture: Capture
    location: Location
    revisit_of: Earlier | None
    payload_bytes: int  # as sent, also where the record is a revisit and does not repeat it


@dataclass(frozen=True, slots=True)
class Unfit:
    """A whole record that keeps something which makes no capture, and why."""

    aside: SetAside
    id: str
    location: Location


def read(folder: Path, location: Location, original: Callable[[], bytes] | None = None) -> Capture:
    """The capture whose response record stands at `location` in `folder`.

    `original` gives the payload that a revisit repeats. Raises Damaged, naming file and offset,
    where the record or its companions are not what was written.
    """
    path = path_of(folder, location.file)
    position = f"{path.name}, offset {location.offset}"
    try:
        with reading(path) as file:
            response = parse_record(decompress(_checked(file, location, position)))
            companions = _next_records(file, 2)
        capture = _joined(response, companions)
    except (RecordError, ValueError, KeyError) as error:
        raise Damaged(f"{position}: {error}") from error
    except OSError as error:
        raise Damaged(f"{position}: cannot be read: {error.strerror}") from error
    if response.type == "revisit" and capture.status != 304 and original is not None:
        capture = replace(capture, body=original())
        if capture.payload_digest != response.field("WARC-Payload-Digest"):
            raise Damaged(f"{position}: the payload it refers to has another digest")
    return capture


def captured_at(folder: Path, location: Location) -> datetime:
    """The WARC-Date of the record at `location`, to the microsecond. Raises Damaged."""
    record = _record_at(folder, location)
    try:
        return parse_warc_date(record.field("WARC-Date") or "")
    except ValueError as error:
        raise Damaged(f"{location.file}, offset {location.offset}: {error}") from error


def block_is_empty(folder: Path, location: Location) -> bool:
    """Whether the record at `location` repeats nothing, not even a head. Raises Damaged."""
    return not _record_at(folder, location).block


def _record_at(folder: Path, location: Location) -> Record:
    """The record at `location`, alone. Raises Damaged."""
    path = path_of(folder, location.file)
    position = f"{path.name}, offset {location.offset}"
    try:
        with reading(path) as file:
            return parse_record(decompress(_checked(file, location, position)))
    except RecordError as error:
        raise Damaged(f"{position}: {error}") from error
    except OSError as error:
        raise Damaged(f"{position}: cannot be read: {error.strerror}") from error


def _checked(file: BinaryIO, location: Location, position: str) -> bytes:
    """The bytes of a record, packed as they are in the file, once their digest is compared."""
    left = os.fstat(file.fileno()).st_size - location.offset
    file.seek(location.offset)
    member = file.read(min(location.length, max(left, 0)))
    if sha256(member) != location.record_digest:
        raise Damaged(f"{position}: the record's digest differs; see `archive verify`")
    return member


def scan(path: Path, start: int = 0) -> Iterator[Scanned | Torn]:
    """The records of a file of ours from `start`, in order; a Torn for what is not whole.

    A hole of zeros, a cut or altered gzip member and a wrong Content-Length are all told apart
    from whole records. Reads on after a Torn where a later record can be found.
    """
    if path.stat().st_size == 0:
        return
    with reading(path) as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        offset: int | None = start
        false = 0
        while offset is not None and offset < len(data):
            try:
                payload, end = _member(data, offset)
                yield Scanned(offset, end - offset, parse_record(payload))
                offset = end
            except RecordError as error:
                false += 1
                resumes_at = _next_begin(data, resumption(offset, data.tell(), false))
                yield Torn(offset, str(error), resumes_at)
                offset = resumes_at


def stored_in(path: Path, start: int = 0) -> Iterator[Stored | Unfit | Torn]:
    """What stands in a file of ours from `start`: captures, what makes none, and what is torn."""
    response: Scanned | None = None
    companions: list[Record] = []
    for item in scan(path, start):
        if isinstance(item, Scanned) and item.record.type not in _STAND_ALONE:
            companions.append(item.record)
            continue
        if response is not None:
            yield _stored(path, response, companions)
        response, companions = None, []
        if isinstance(item, Torn):
            yield item
        elif item.record.type == SET_ASIDE:
            aside = set_aside_from(item.record)
            yield Unfit(aside, item.record.id or aside.id, _location(path, item))
        else:
            response = item
    if response is not None:
        yield _stored(path, response, companions)


def unfit_stored(stored: Stored, reason: str) -> Unfit:
    """A capture as it stands in a file, of which no row can be made."""
    capture, at = stored.capture, stored.location
    aside = SetAside.of(b"", MESSAGE_TYPE, url=capture.url, reason=reason, found=capture.found)
    return Unfit(replace(aside, at=capture.captured_at), capture.id, at)


def resumption(offset: int, read_to: int, false: int) -> int:
    """From where the next record is looked for, after one at `offset` that is not whole.

    That is the next byte; but after many such ones (`false`), only what is not read over yet.
    """
    return offset + 1 if false <= _FALSE_BEGINNINGS else max(offset + 1, read_to - _PIECE)


def archives_named(folder: Path) -> Iterator[str]:
    """The archives that the files of a folder say they were written for, file by file."""
    for path in sorted(folder.glob("*.warc.gz")):
        if not_plain(path) is None:
            first = next(scan(path), None)
            named = archive_named(first.record) if isinstance(first, Scanned) else None
            if named is not None:
                yield named


def _stored(path: Path, response: Scanned, companions: list[Record]) -> Stored | Unfit:
    location = _location(path, response)
    try:
        capture = _joined(response.record, companions)
        earlier = _refers_to(response.record)
        own = (each for each in companions if is_companion(each, capture.id))
        size = next((payload_bytes(each) for each in own if is_our_metadata(each)), None)
    except (RecordError, ValueError, KeyError) as error:
        aside = unfit_response(response.record, str(error))
        return Unfit(aside, response.record.id, location)
    return Stored(capture, location, earlier, len(capture.body) if size is None else size)


def _location(path: Path, item: Scanned) -> Location:
    with reading(path) as file:
        file.seek(item.offset)
        digest = sha256(file.read(item.length))
    return Location(path.name.removesuffix(OPEN_SUFFIX), item.offset, item.length, digest)


def _joined(response: Record, companions: list[Record]) -> Capture:
    own = [record for record in companions if is_companion(record, response.id)]
    metadata = next(filter(is_our_metadata, own), None)
    capture = capture_from(response, metadata)
    for record in own:
        if record.type == "request":
            capture = with_request(capture, record)
    return capture if metadata is None else with_metadata(capture, metadata)


def _refers_to(response: Record) -> Earlier | None:
    if response.type != "revisit":
        return None
    return Earlier(
        id=unbracket(response.field("WARC-Refers-To") or ""),
        url=response.field("WARC-Refers-To-Target-URI") or "",
        captured_at=parse_warc_date(response.field("WARC-Refers-To-Date") or ""),
        payload_digest=response.field("WARC-Payload-Digest") or "",
    )


def path_of(folder: Path, file: str) -> Path:
    """The file, whether it is closed or still growing."""
    path = warc_inside(folder, file, "a capture")
    return path if path.exists() else folder / f"{file}{OPEN_SUFFIX}"


def _next_records(file: BinaryIO, count: int) -> list[Record]:
    """The records that follow in the file: at most `count`, fewer at its end."""
    records: list[Record] = []
    while len(records) < count and file.read(1):
        file.seek(-1, os.SEEK_CUR)
        records.append(parse_record(unpacked(file)))
    return records


def _member(data: mmap.mmap, offset: int) -> tuple[bytes, int]:
    """What the gzip member at `offset` holds, and where it ends."""
    data.seek(offset)
    if data[offset : offset + 3] != GZIP_MAGIC:
        hole = not any(data[offset : offset + 64])
        raise RecordError("a hole of zeros" if hole else "no gzip member begins here")
    return unpacked(data), data.tell()


def _next_begin(data: mmap.mmap, offset: int) -> int | None:
    """Where the next gzip member begins that holds a WARC record."""
    while (offset := data.find(GZIP_MAGIC, offset)) >= 0:
        if inflate.beginning(data[offset : offset + 1024], 5) == b"WARC/":
            return offset
        offset += 1
    return None
