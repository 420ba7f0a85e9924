"""Records of WARC and ARC files of any maker: each whole one, and each stretch that is none.

warcio reads the header of a WARC record. Lengths are compared here, because warcio gives a record
that is cut off as if it were whole: here it is marked as truncated, and its missing end is
reported. After a bad record the next beginning is looked for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archive.warc.arc_header import arc_fields
from archive.warc.packed_files import (
    BEGINNING,
    LARGEST,
    PackingError,
    Stretch,
    stretches,
    warcs_of,
)
from archive.warc.reader import resumption
from archive.warc.record import Record, RecordError, unbracket
from archive.warc.set_aside import SetAside

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecordLoader

_PIECE = 1 << 16
_LONGEST_HEAD = 1 << 20  # so many bytes of lines before a record's block
_LONGEST_BEGINNING = 1 << 13  # what BEGINNING matches is never longer
#: Records of which a beginning is worth keeping.
_PAGES = frozenset({"response", "resource", "revisit"})
#: What a record that is cut off says of its whole block.
_DIGESTS = frozenset({"warc-block-digest", "warc-payload-digest"})
_BLANK = b"\r\n \t"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record, or a stretch of a file, that gives no capture, and why.

    `offset` is in the file as it lies on disk. `skipped` is a whole record that is no exchange
    with a web server; `damaged` is torn, altered, malformed or too large; `cut` is the end of a
    record whose beginning was given as a record of its own.
    """

    file: str
    offset: int
    reason: str
    kind: Literal["skipped", "damaged", "cut"]
    aside: SetAside | None = None  # the record, where it is whole and only makes no capture


@dataclass(frozen=True, slots=True)
class Placed:
    """A whole record, and where it stands: the file's name, and the offset on disk."""

    file: str
    offset: int
    record: Record


class _TooLarge(RecordError):
    """The record is whole, as far as its header says, and larger than any page."""


def records_in(path: Path) -> Iterator[Placed | Unreadable]:
    """All records of a file (plain, gzip, zstd, WACZ), and what in it is none.

    Never ends early without saying so.
    """
    with warcs_of(path) as files:
        for name, file_path in files:
            if isinstance(file_path, str):
                yield Unreadable(name, 0, file_path, "damaged")
                continue
            try:
                for stretch in stretches(file_path):
                    yield from _records_of(stretch, name)
            except PackingError as error:
                yield Unreadable(name, 0, str(error), "damaged")


def _records_of(stretch: Stretch, file: str) -> Iterator[Placed | Unreadable]:
    """The records of one stretch; after one that is none, those from the next beginning on."""
    torn_reported = False
    false = 0
    end = 0  # all before it is accounted for
    while (begin := _next_content(stretch, end)) is not None:
        offset = stretch.place(begin)
        try:
            record, end = _record(stretch, begin)
            yield Placed(file, offset, record)
            if (missing := _missing(record)) and not torn_reported:
                yield Unreadable(file, offset, missing, "cut")
                torn_reported = stretch.torn is not None
        except _TooLarge as error:
            yield Unreadable(file, offset, str(error), "damaged")
            torn_reported = stretch.torn is not None
            end = stretch.tell()
        except RecordError as error:
            false += 1
            end = _next_beginning(stretch, resumption(begin, stretch.tell(), false))
            yield Unreadable(file, offset, stretch.torn or str(error), "damaged")
            torn_reported = stretch.torn is not None
    if stretch.torn and not torn_reported:
        yield Unreadable(file, stretch.offset, stretch.torn, "damaged")


def _next_content(stretch: Stretch, position: int) -> int | None:
    """Where, after the empty lines that end a record, something follows; None at the end."""
    stretch.seek(position)
    while piece := stretch.read(_PIECE):
        if position == 0:
            rest = piece.removeprefix(_BYTE_ORDER_MARK).lstrip(_BLANK)
        else:
            rest = piece.lstrip(_BLANK)
        position += len(piece)
        if rest:
            return position - len(rest)
    return None


def _next_beginning(stretch: Stretch, position: int) -> int:
    """Where, from a position on, the next record begins; or where the stretch ends."""
    stretch.seek(position)
    window = b""
    while piece := stretch.read(_PIECE):
        window += piece
        if match := BEGINNING.search(window):
            return stretch.tell() - len(window) + match.start()
        window = window[-_LONGEST_BEGINNING:]
    return stretch.tell()


def _record(stretch: Stretch, begin: int) -> tuple[Record, int]:
    """The record at a position, and where it ends. Raises RecordError, after reading to there."""
    stretch.seek(begin)
    fields, is_arc = _header(stretch)
    record = Record(fields, b"")
    declared = (record.field("Content-Length") or "").strip().removeprefix("+")
    if not (declared.isascii() and declared.isdigit() and len(declared) < 19):
        raise RecordError(f"no WARC record with a Content-Length: {declared[:40]!r}")
    length = int(declared)
    if length > LARGEST:
        left = length
        while left and (passed := len(stretch.read(min(left, _PIECE)))):
            left -= passed
        if not left or stretch.torn:
            url = unbracket(record.field("WARC-Target-URI") or "")
            raise _TooLarge(f"{url}: larger than 256 MiB ({length} bytes)")
        raise RecordError(f"cut off: {left} bytes of it are missing")
    block = stretch.read(length)
    end = stretch.tell()
    if len(block) < length:
        # Where another record is in it, its length is wrong.
        if record.type not in _PAGES or not block or BEGINNING.search(block):
            raise RecordError(f"cut off: {len(block)} of {length} bytes")
        return _cut_off(record, block), end
    if not is_arc and not _is_ended(stretch):
        raise RecordError(f"more bytes follow than its Content-Length of {length}")
    return Record(fields, block), end


def _cut_off(record: Record, block: bytes) -> Record:
    """A record of whose block the end is missing, without the digests of the whole block."""
    fields = tuple((name, value) for name, value in record.fields if name.lower() not in _DIGESTS)
    truncated = () if record.field("WARC-Truncated") else (("WARC-Truncated", "unspecified"),)
    return Record((*fields, *truncated), block)


def _missing(record: Record) -> str | None:
    """What of a record is missing; None of a whole one."""
    length = int(record.field("Content-Length") or 0)
    if len(record.block) == length:
        return None
    return f"cut off: what is there is kept, {len(record.block)} of {length} bytes"


def _is_ended(stretch: Stretch) -> bool:
    """Whether an empty line, the end, or the next record follows a block."""
    after = stretch.read(_LONGEST_BEGINNING)
    return not after or after[:1] in _BLANK or BEGINNING.match(after) is not None


def _header(stretch: Stretch) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The named fields of the record that begins here, and whether it is one of ARC."""
    lines = _Lines(stretch)
    is_arc = not stretch.peek(5)[:5].upper().startswith(b"WARC/")
    try:
        return (_arc_header(lines) if is_arc else _warc_header(lines)), is_arc
    except ValueError as error:
        raise RecordError(f"no WARC record: {error}") from error


def _arc_header(lines: _Lines) -> tuple[tuple[str, str], ...]:
    return arc_fields(lines.readline().decode("utf-8", "replace"))


def _warc_header(lines: _Lines) -> tuple[tuple[str, str], ...]:
    from warcio.exceptions import ArchiveLoadFailed

    try:
        read = _loader().parse_record_stream(lines, no_record_parse=True).rec_headers
    except (ArchiveLoadFailed, EOFError) as error:
        raise ValueError(error) from error
    return tuple(read.headers)


class _Lines:
    """The lines of a record's header for warcio, which would read on without bounds."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._left = _LONGEST_HEAD

    def readline(self) -> bytes:
        """The next line. Raises ValueError."""
        line = self._stretch.readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            raise ValueError(f"its header does not end within {_LONGEST_HEAD} bytes")
        return line


@cache
def _loader() -> ArcWarcRecordLoader:
    from warcio.recordloader import ArcWarcRecordLoader

    # it would warn of odd addresses, and print them as they are
    logging.getLogger("warcio").setLevel(logging.ERROR)
    return ArcWarcRecordLoader(verify_http=False)
