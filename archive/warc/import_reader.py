"""Captures from WARC files of any maker: what is readable is given, what is not is reported.

warcio reads the records; but it stops without a word at a torn gzip member, and gives a record
that is cut off as if it were whole. So members are unpacked and lengths compared here.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import IO, Any, Literal
from uuid import NAMESPACE_URL, uuid5

from archive.files import inflate
from archive.model.article import Capture
from archive.model.capture_fields import is_name
from archive.warc.exchange import (
    RECORD_TYPE,
    SetAside,
    archive_named,
    is_our_metadata,
    with_kept_head,
    with_metadata,
)
from archive.warc.reader import next_record, resumption
from archive.warc.record import (
    GZIP_MAGIC,
    Record,
    RecordError,
    parse_record,
    parse_warc_date,
    unbracket,
    warc_date,
)

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")

_PIECE = 1 << 16
_IN_MEMORY = 1 << 25  # larger members are unpacked to disk
_LARGEST = 1 << 28  # no news page is larger than 256 MiB
_BOMB = 100  # a larger member that unpacks to so many times its size is a bomb
_LONGEST_HEAD = 1 << 20  # so many bytes of lines before a record's block
_REMEMBERED = 256  # requests that wait for their response


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record, or the rest of a file, that gives no capture, and why.

    `offset` is in the file as it lies on disk. `skipped` is a whole record that is no exchange
    with a web server; `damaged` is torn, altered or malformed.
    """

    file: str
    offset: int
    reason: str
    kind: Literal["skipped", "damaged"]
    aside: SetAside | None = None  # the record, where it is whole and only makes no capture


@dataclass(frozen=True, slots=True)
class Revisit:
    """A capture whose record does not repeat what another one holds: a 304, or the same payload.

    `capture.body` is empty. `original` is the WARC record id of the other one, `url` and
    `captured_at` say the same in other words; each may be missing. `digest` is that of the payload.
    """

    capture: Capture
    original: str | None
    url: str | None
    captured_at: datetime | None
    digest: str | None

    def agrees(self, body: bytes) -> bool:
        """Whether this is the payload that it had; without a digest, any is."""
        return self.digest is None or _agrees(self.digest, body)


@dataclass(frozen=True, slots=True)
class _Unpacked:
    """A stretch of a file, unpacked: one gzip member, or all of a plain file."""

    offset: int
    stream: IO[bytes]
    torn: str | None = None
    plain: bool = False


def captures_in(
    path: Path, believes: Callable[[str | None], bool] = lambda _: False
) -> Iterator[Capture | Revisit | Unreadable]:
    """The captures of a `.warc` or `.warc.gz` file, and what in it gives none.

    Request headers are joined by WARC-Concurrent-To. Never ends early without saying so. What a
    metadata record as ours says of station, run and kind is taken where `believes` says so of the
    archive that the file names as its own, or of None.
    """
    believed = believes(None)
    waiting: Capture | Revisit | None = None
    requests: dict[str, Record] = {}
    for item in _records(path):
        if isinstance(item, Unreadable):
            yield item
            continue
        offset, record = item
        if record.type == "request":
            waiting = _with_foreign_request(waiting, record)
            _remember(requests, record)
        elif record.type == "warcinfo":
            believed = believes(archive_named(record))
        elif waiting is not None and is_our_metadata(record) and _concerns(record, waiting):
            waiting = _changed(waiting, with_kept_head(_bare(waiting), record))
            if believed:
                waiting = _changed(waiting, with_metadata(_bare(waiting), record))
        elif record.type != "metadata":
            if waiting is not None:
                yield waiting
            waiting = None
            found = _capture(path.name, offset, record)
            if isinstance(found, Unreadable):
                yield found
            else:
                request = requests.get(_bare(found).id) or requests.get(_concurrent_to(record))
                waiting = _with_foreign_request(found, request)
    if waiting is not None:
        yield waiting


def _records(path: Path) -> Iterator[tuple[int, Record] | Unreadable]:
    for unpacked in _unpacked(path):
        with unpacked.stream:
            whole = True
            for item in _records_of(unpacked, path.name):
                whole = not isinstance(item, Unreadable) or item.kind == "skipped"
                if whole or not unpacked.torn:
                    yield item
        if unpacked.torn:
            yield Unreadable(path.name, unpacked.offset, unpacked.torn, "damaged")


def _records_of(unpacked: _Unpacked, file: str) -> Iterator[tuple[int, Record] | Unreadable]:
    """The records of one stretch; what follows the first malformed one is reported with it."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    end = 0  # in the unpacked stream: all before it is accounted for
    records = ArchiveIterator(unpacked.stream, no_record_parse=True)
    head = records.reader.readline = _Head(records.reader.readline)
    with redirect_stderr(StringIO()):  # warcio warns there; we compare and report
        try:
            for record in records:
                head.left = _LONGEST_HEAD
                block = _block(record)
                begin = records.get_record_offset()
                offset = begin if unpacked.plain else unpacked.offset
                wrong = _wrong(record, block, records.err_count)
                if wrong:
                    yield Unreadable(file, offset, wrong, "damaged")
                    return
                end = begin + records.get_record_length()
                if block is not None and _altered(record, block):
                    altered = Record(tuple(record.rec_headers.headers), block)
                    yield _unfit(file, offset, altered, "its WARC-Block-Digest differs")
                    continue
                if block is None:
                    yield Unreadable(file, offset, "larger than 256 MiB", "skipped")
                else:
                    yield offset, Record(tuple(record.rec_headers.headers), block)
        except (ArchiveLoadFailed, ValueError, EOFError) as error:
            offset = _resumed(unpacked, end)[0]
            yield Unreadable(file, offset, f"no WARC record: {error}", "damaged")
            return
    offset, rest = _resumed(unpacked, end)
    if rest:
        yield Unreadable(file, offset, "what follows is no WARC record", "damaged")


class _Head:
    """Gives warcio the lines of a record's header; it would read bytes without line breaks whole.

    What is left of the bound is set anew for each record.
    """

    def __init__(self, readline: Callable[[int], bytes]) -> None:
        self._readline = readline
        self.left = _LONGEST_HEAD

    def __call__(self) -> bytes:
        """The next line. Raises ValueError."""
        line = self._readline(self.left + 1)
        self.left -= len(line)
        if self.left < 0:
            raise ValueError(f"its header does not end within {_LONGEST_HEAD} bytes")
        return line


def _resumed(unpacked: _Unpacked, end: int) -> tuple[int, bytes]:
    """Where, after the empty lines that end a record, something follows, and how it begins."""
    unpacked.stream.seek(end)
    piece = unpacked.stream.read(_PIECE)
    rest = piece.lstrip()
    return (end + len(piece) - len(rest) if unpacked.plain else unpacked.offset), rest


def _block(record: Any) -> bytes | None:
    """The record's block; None where it is too large to be held in memory."""
    if record.length is None or record.length > _LARGEST:
        return None
    pieces: list[bytes] = []
    while piece := record.raw_stream.read(_PIECE):
        pieces.append(piece)
    return b"".join(pieces)


def _wrong(record: Any, block: bytes | None, errors: int) -> str | None:
    """Why this record cannot be trusted to be whole; None where it can."""
    if record.format != "warc" or record.length is None:
        return "no WARC record with a Content-Length"
    if errors:
        return f"more bytes follow than its Content-Length of {record.length}"
    if block is None:
        left = record.raw_stream.limit
        return f"cut off: {left} bytes of it are missing" if left else None
    if len(block) != record.length:
        return f"cut off: {len(block)} of {record.length} bytes"
    return None


def _altered(record: Any, block: bytes) -> bool:
    declared = record.rec_headers.get_header("WARC-Block-Digest")
    return bool(declared) and not _agrees(declared, block)


def _capture(file: str, offset: int, record: Record) -> Capture | Revisit | Unreadable:
    url = unbracket(record.field("WARC-Target-URI") or "")
    if record.type not in {"response", "resource", "revisit"}:
        reason = f"a {record.type or 'nameless'} record of {url}: it carries no page"
        return Unreadable(file, offset, reason, "skipped")
    if not url.startswith(("http://", "https://")):
        return Unreadable(file, offset, f"not from a web server: {url}", "skipped")
    try:
        own_id = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{file} {offset} {url}')}"
        address = record.field("WARC-IP-Address")
        bare = Capture(
            id=record.id if is_name(record.id) else own_id,
            url=url.replace(" ", "%20"),
            status=200,
            captured_at=parse_warc_date(record.field("WARC-Date") or ""),
            body=record.block,
            headers=(("Content-Type", record.field("Content-Type") or ""),),
            ip=address if is_name(address) else None,
            found=file,
        )
        if record.type == "revisit":
            return _revisit(bare, record)
        return bare if record.type == "resource" else _with_response(bare, record)
    except ValueError as error:
        return _unfit(file, offset, record, str(error))


def _unfit(file: str, offset: int, record: Record, reason: str) -> Unreadable:
    """A whole record that makes no capture; its bytes go with it."""
    url = unbracket(record.field("WARC-Target-URI") or "")
    aside = SetAside.of(
        record.to_bytes(), RECORD_TYPE, url=url, reason=reason, found=f"{file}, offset {offset}"
    )
    return Unreadable(file, offset, f"{aside.url}: {aside.reason}", "damaged", aside)


def capture_again(aside: SetAside, identifier: str) -> Capture:
    """What was set aside, read once more: a capture under this id. Raises ValueError.

    A revisit stays aside: what it repeats is found when its file is imported again.
    """
    record = parse_record(aside.block) if aside.content_type == RECORD_TYPE else _as_record(aside)
    found = _capture(aside.found or "", 0, record)
    if isinstance(found, Unreadable):
        raise RecordError(found.aside.reason if found.aside else found.reason)
    if isinstance(found, Revisit):
        raise RecordError("a revisit: import its file again")
    return replace(found, id=identifier, found=aside.found)


def _as_record(aside: SetAside) -> Record:
    """An answer that was set aside, as the response record that it would have been."""
    fields = (
        ("WARC-Type", "response"),
        ("WARC-Target-URI", aside.url),
        ("WARC-Date", warc_date(aside.at)),
        ("Content-Type", aside.content_type),
    )
    return Record(fields, aside.block)


def _revisit(bare: Capture, record: Record) -> Revisit:
    """What a revisit record says; one without a block had the headers of the other record."""
    moment = record.field("WARC-Refers-To-Date")
    not_modified = "server-not-modified" in (record.field("WARC-Profile") or "")
    capture = replace(bare, body=b"", headers=(), status=304 if not_modified else 200)
    if record.block.strip():
        status, headers, _ = _http(record.block)
        protocol, _, rest = status.partition(" ")
        code, _, reason = rest.partition(" ")
        if not (code.isascii() and code.isdigit()):
            raise RecordError(f"its HTTP status line is {status[:60]!r}")
        capture = replace(
            capture, status=int(code), headers=headers, protocol=protocol, reason=reason
        )
    return Revisit(
        capture=capture,
        original=unbracket(record.field("WARC-Refers-To") or "") or None,
        url=unbracket(record.field("WARC-Refers-To-Target-URI") or "") or bare.url,
        captured_at=parse_warc_date(moment) if moment else None,
        digest=record.field("WARC-Payload-Digest"),
    )


def _bare(found: Capture | Revisit) -> Capture:
    return found.capture if isinstance(found, Revisit) else found


def _changed(found: Capture | Revisit, capture: Capture) -> Capture | Revisit:
    return replace(found, capture=capture) if isinstance(found, Revisit) else capture


def _with_response(bare: Capture, record: Record) -> Capture:
    status, headers, payload = _http(record.block)
    protocol, _, rest = status.partition(" ")
    code, _, reason = rest.partition(" ")
    if not (code.isascii() and code.isdigit()):
        raise RecordError(f"its HTTP status line is {status[:60]!r}")
    body = _dechunked(payload) if _chunked(headers) else None
    declared = record.field("WARC-Payload-Digest")
    if declared and not record.field("WARC-Block-Digest"):
        candidates = (payload, *(() if body is None else (body,)))
        if not any(_agrees(declared, candidate) for candidate in candidates):
            raise RecordError("its WARC-Payload-Digest differs")
    return replace(
        bare,
        status=int(code),
        body=payload if body is None else body,
        headers=headers,
        protocol=protocol,
        reason=reason,
    )


def _with_foreign_request(
    found: Capture | Revisit | None, request: Record | None
) -> Capture | Revisit | None:
    """The capture with this request's headers, if it is its own."""
    if found is None or request is None or not _is_own(found, request):
        return found
    try:
        line, headers, _ = _http(request.block)
        method = line.partition(" ")[0] or "GET"
        return _changed(found, replace(_bare(found), request_headers=headers, method=method))
    except ValueError:  # a page is not refused for what was asked
        return found


def _is_own(found: Capture | Revisit, request: Record) -> bool:
    return _concurrent_to(request) in {"", _bare(found).id}


def _http(block: bytes) -> tuple[str, tuple[tuple[str, str], ...], bytes]:
    r"""First line, headers and payload of an HTTP message, however its lines end or are folded.

    >>> _http(b"HTTP/1.0 200 OK\nServer:  a\n  b\n\n<p>")
    ('HTTP/1.0 200 OK', (('Server', 'a b'),), b'<p>')
    """
    end = _END_OF_HEAD.search(block)
    if end is None:
        raise RecordError("its HTTP header does not end")
    first, *lines = _FOLD.sub(" ", block[: end.start()].decode("latin-1")).split("\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    return first.strip(), headers, block[end.end() :]


def _remember(requests: dict[str, Record], record: Record) -> None:
    for key in (record.id, _concurrent_to(record)):
        if key:
            requests[key] = record
    while len(requests) > _REMEMBERED:
        del requests[next(iter(requests))]


def _concerns(record: Record, found: Capture | Revisit) -> bool:
    return _concurrent_to(record) == _bare(found).id


def _concurrent_to(record: Record) -> str:
    return unbracket(record.field("WARC-Concurrent-To") or "")


def _chunked(headers: tuple[tuple[str, str], ...]) -> bool:
    return any(
        name.lower() == "transfer-encoding" and "chunked" in value.lower()
        for name, value in headers
    )


def _dechunked(body: bytes) -> bytes | None:
    r"""The body without its transfer coding; None where it is not chunked, whatever was said.

    >>> _dechunked(b"4\r\nnews\r\n0\r\n\r\n")
    b'news'
    >>> _dechunked(b"<html>") is None
    True
    """
    pieces: list[bytes] = []
    position = 0
    while (line_end := body.find(b"\r\n", position)) >= 0:
        size_text = body[position:line_end].partition(b";")[0].strip()
        try:
            size = int(size_text, 16)
        except ValueError:
            return None
        if size == 0:
            return b"".join(pieces)
        begin = line_end + 2
        if size < 0 or body[begin + size : begin + size + 2] != b"\r\n":
            return None
        pieces.append(body[begin : begin + size])
        position = begin + size + 2
    return None


def _agrees(declared: str, data: bytes) -> bool:
    """Whether a WARC digest (base 32 or hexadecimal) is that of `data`; an unknown kind passes.

    >>> _agrees("sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk=", b""), _agrees("sha1:" + "0" * 40, b"")
    (True, False)
    """
    name, _, value = declared.partition(":")
    try:
        actual = hashlib.new(name.strip().lower().replace("-", ""), data).digest()
    except (ValueError, TypeError):
        return True
    spellings = (base64.b16encode, base64.b32encode, base64.b64encode, base64.urlsafe_b64encode)
    forms = {spell(actual).decode().rstrip("=") for spell in spellings}
    value = value.strip().rstrip("=")
    return value in forms or value.upper() in forms


def _unpacked(path: Path) -> Iterator[_Unpacked]:
    """The stretches of a file. After a torn gzip member, goes on where the next record begins."""
    with path.open("rb") as file:
        if file.read(3) != GZIP_MAGIC:
            yield _Unpacked(0, path.open("rb"), plain=True)
            return
        offset: int | None = 0
        size = path.stat().st_size
        false = 0
        while offset is not None and offset < size:
            unpacked, end = _member(file, offset)
            yield unpacked
            if unpacked.torn:
                false += 1
                offset = next_record(path, resumption(offset, end, false))
            else:
                offset = end


def _member(file: IO[bytes], offset: int) -> tuple[_Unpacked, int]:
    stream: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed by _records)
    file.seek(offset)
    torn = None
    try:
        for piece in inflate.pieces(file):
            stream.write(piece)
            if stream.tell() > max(_LARGEST, _BOMB * (file.tell() - offset)):
                torn = f"the gzip member unpacks to more than {_BOMB} times its size"
                break
    except inflate.CutOff:
        torn = "the gzip member is cut off"
    except inflate.InflateError as error:
        torn = f"a broken gzip member ({error})"
    stream.seek(0)
    return _Unpacked(offset, stream, torn), file.tell()
