"""Captures from WARC files of any maker: what is readable is given, what is not is reported."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from archive.model.article import Capture
from archive.model.capture_fields import is_name
from archive.warc.capture_records import is_our_metadata, with_kept_head, with_metadata
from archive.warc.foreign_dates import read_date
from archive.warc.foreign_records import Unreadable, records_in
from archive.warc.record import (
    Record,
    RecordError,
    parse_record,
    unbracket,
    warc_date,
)
from archive.warc.set_aside import RECORD_TYPE, SetAside
from archive.warc.warcinfo import archive_named

_END_OF_HEAD = re.compile(rb"\r*\n[ \t\r]*\n")
#: The head of a message without a body, after which the empty line may be missing.
_HEAD_ALONE = re.compile(rb"[^\r\n:]{1,999}(?:\r*\n[!-9;-~]{1,99}[ \t]*:[^\r\n]*)*[\r\n]*")
_LAST_CHUNK = re.compile(rb"(?:\A|\r\n)0+[ \t]*(?:;[^\r\n]*)?\r\n")
_FOLD = re.compile(r"\r?\n[ \t]+")

#: Records that say something of a capture, or of the file, and are no capture.
_COMPANIONS = frozenset({"request", "metadata", "warcinfo"})
_ANNOUNCES = re.compile(r"HTTP/\S{1,9} 10[023](?!\d)", re.I)
_PIECE = 1 << 16
_MOST_OF_A_REQUEST = 1 << 20  # bytes of its head and its body
_REMEMBERED = 256  # requests that wait for their response


@dataclass(frozen=True, slots=True)
class Revisit:
    """A capture whose record does not repeat what another one holds: a 304, or the same payload.

    `capture.body` is empty. `original` is the WARC record id of the other one, `url` and
    `captured_at` say the same in other words; each may be missing. `digest` is that of the payload.
    `place` is the file and the offset of the record, for people.
    """

    capture: Capture
    place: str
    original: str | None
    url: str | None
    captured_at: datetime | None
    digest: str | None

    def agrees(self, body: bytes) -> bool:
        """Whether this is the payload that it had; without a digest, any is."""
        return self.digest is None or _agrees(self.digest, body)


def captures_in(
    path: Path,
    believes: Callable[[str | None], bool] = lambda _: False,
    companions: Counter[str] | None = None,
) -> Iterator[Capture | Revisit | Unreadable]:
    """The captures of a file of WARC or ARC records, and what in it gives none.

    Request headers are joined by WARC-Concurrent-To. Each record of the file is given once: as a
    capture, as a revisit, or as what gives no capture; requests and the like are only counted, by
    their types, in `companions`. What a metadata record as ours says of
    station, run and kind is taken where `believes` says so of the archive that the file names as
    its own, or of None.
    """
    refused: tuple[str, int] | None = None
    for item in _captures_in(path, believes, companions):
        if isinstance(item, Unreadable):
            if item.kind == "cut" and (item.file, item.offset) == refused:
                continue  # nothing of it is kept, which was said already
            refused = item.file, item.offset
        yield item


def _captures_in(
    path: Path, believes: Callable[[str | None], bool], companions: Counter[str] | None
) -> Iterator[Capture | Revisit | Unreadable]:
    believed = believes(None)
    waiting: Capture | Revisit | None = None
    requests: dict[str, Record] = {}
    for item in records_in(path):
        if isinstance(item, Unreadable):
            yield item
            continue
        record = item.record
        if record.type in _COMPANIONS and companions is not None:
            companions[record.type] += 1
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
            capture = _capture(item.file, item.offset, record)
            if isinstance(capture, Unreadable):
                yield capture
            else:
                request = requests.get(_bare(capture).id) or requests.get(_concurrent_to(record))
                waiting = _with_foreign_request(capture, request)
    if waiting is not None:
        yield waiting


def _refusal(record: Record) -> str | None:
    """Why no capture is made of a whole record; None where one can be."""
    declared = record.field("WARC-Block-Digest")
    if declared and not _agrees(declared, record.block):
        return "its WARC-Block-Digest differs"
    if record.type == "continuation" or record.field("WARC-Segment-Number"):
        return "a segment of a record: joining segments is not supported"
    return None


def _capture(file: str, offset: int, record: Record) -> Capture | Revisit | Unreadable:
    url = unbracket(record.field("WARC-Target-URI") or "")
    if refusal := _refusal(record):
        return _unfit(file, offset, record, refusal)
    if record.type not in {"response", "resource", "revisit"}:
        reason = f"a {record.type or 'nameless'} record of {url}: it carries no page"
        return Unreadable(file, offset, reason, "skipped")
    if not url[:8].lower().startswith(("http://", "https://")):
        return Unreadable(file, offset, f"not from a web server: {url}", "skipped")
    try:
        own_id = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{file} {offset} {url}')}"
        address = record.field("WARC-IP-Address")
        bare = Capture(
            id=record.id if is_name(record.id) else own_id,
            url=url.replace(" ", "%20"),
            status=200,
            captured_at=read_date(record.field("WARC-Date") or ""),
            body=record.block,
            headers=(("Content-Type", record.field("Content-Type") or ""),),
            ip=address if is_name(address) else None,
            found=file,
            truncated=record.field("WARC-Truncated") or None,
        )
        if record.type == "revisit":
            return _revisit(bare, record, f"{file}, offset {offset}")
        return _with_response(bare, record) if _is_message(record) else bare
    except ValueError as error:
        return _unfit(file, offset, record, str(error))


def _is_message(record: Record) -> bool:
    """Whether a block is a message of HTTP; else it is the page alone, whatever the record's type.

    Some programs write a response record of a page without its head, or a message as a resource.
    """
    kind = (record.field("Content-Type") or "").strip().lower()
    begins = record.block[:5].upper() == b"HTTP/"
    if record.type == "resource":
        return begins and kind.startswith("application/http")
    return begins or kind.startswith("application/http") or not kind


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
    capture = _capture(aside.found or "", 0, record)
    if isinstance(capture, Unreadable):
        raise RecordError(capture.aside.reason if capture.aside else capture.reason)
    if isinstance(capture, Revisit):
        raise RecordError("a revisit: import its file again")
    return replace(capture, id=identifier, found=aside.found)


def _as_record(aside: SetAside) -> Record:
    """An answer that was set aside, as the response record that it would have been."""
    fields = (
        ("WARC-Type", "response"),
        ("WARC-Target-URI", aside.url),
        ("WARC-Date", warc_date(aside.at)),
        ("Content-Type", aside.content_type),
    )
    return Record(fields, aside.block)


def _revisit(bare: Capture, record: Record, position: str) -> Revisit:
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
        place=position,
        original=unbracket(record.field("WARC-Refers-To") or "") or None,
        url=unbracket(record.field("WARC-Refers-To-Target-URI") or "").replace(" ", "%20")
        or bare.url,
        captured_at=_date_or_none(moment),
        digest=record.field("WARC-Payload-Digest"),
    )


def _date_or_none(text: str | None) -> datetime | None:
    """The moment of another record; it may be found without one."""
    try:
        return read_date(text) if text else None
    except ValueError:
        return None


def _bare(item: Capture | Revisit) -> Capture:
    return item.capture if isinstance(item, Revisit) else item


def _changed(item: Capture | Revisit, capture: Capture) -> Capture | Revisit:
    return replace(item, capture=capture) if isinstance(item, Revisit) else capture


def _answer(block: bytes) -> tuple[str, tuple[tuple[str, str], ...], bytes]:
    """The HTTP message in a block; of several the one behind what only announces it (100, 103)."""
    answer = _http(block)
    while _ANNOUNCES.match(answer[0]) and answer[2][:5].upper() == b"HTTP/":
        answer = _http(answer[2])
    return answer


def _with_response(bare: Capture, record: Record) -> Capture:
    status, headers, payload = _answer(record.block)
    protocol, _, rest = status.partition(" ")
    code, _, reason = rest.partition(" ")
    if not (code.isascii() and code.isdigit()):
        raise RecordError(f"its HTTP status line is {status[:60]!r}")
    body = _dechunked(payload) if _chunked(headers) else payload
    declared = None if record.field("WARC-Block-Digest") else record.field("WARC-Payload-Digest")
    if declared and not any(_agrees(declared, candidate) for candidate in (payload, body)):
        raise RecordError("its WARC-Payload-Digest differs")
    breaks_off = body != payload and not _LAST_CHUNK.search(payload[-_PIECE:])
    return replace(
        bare,
        status=int(code),
        body=body,
        headers=headers,
        protocol=protocol,
        reason=reason,
        truncated=bare.truncated or ("disconnect" if breaks_off else None),
    )


def _with_foreign_request(
    item: Capture | Revisit | None, request: Record | None
) -> Capture | Revisit | None:
    """The capture with this request's headers, if it is its own."""
    if item is None or request is None or not _is_own(item, request):
        return item
    try:
        line, headers, _ = _http(request.block)
        method = line.partition(" ")[0] or "GET"
        return _changed(item, replace(_bare(item), request_headers=headers, method=method))
    except ValueError:  # a page is not refused for what was asked
        return item


def _is_own(item: Capture | Revisit, request: Record) -> bool:
    return _concurrent_to(request) in {"", _bare(item).id}


def _http(block: bytes) -> tuple[str, tuple[tuple[str, str], ...], bytes]:
    r"""First line, headers and payload of an HTTP message, however its lines end or are folded.

    >>> _http(b"HTTP/1.0 200 OK\nServer:  a\n  b\n\n<p>")
    ('HTTP/1.0 200 OK', (('Server', 'a b'),), b'<p>')
    """
    end = _END_OF_HEAD.search(block) or _HEAD_ALONE.fullmatch(block)
    if end is None:
        raise RecordError("its HTTP header does not end")
    head = block[: end.start()] or block
    first, *lines = _FOLD.sub(" ", head.decode("latin-1")).split("\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    return first.strip(), headers, block[end.end() :]


def _remember(requests: dict[str, Record], record: Record) -> None:
    head = replace(record, block=record.block[:_MOST_OF_A_REQUEST])
    for key in (record.id, _concurrent_to(record)):
        if key:
            requests[key] = head
    while len(requests) > _REMEMBERED:
        del requests[next(iter(requests))]


def _concerns(record: Record, item: Capture | Revisit) -> bool:
    return _concurrent_to(record) == _bare(item).id


def _concurrent_to(record: Record) -> str:
    return unbracket(record.field("WARC-Concurrent-To") or "")


def _chunked(headers: tuple[tuple[str, str], ...]) -> bool:
    return any(
        name.lower() == "transfer-encoding" and "chunked" in value.lower()
        for name, value in headers
    )


def _dechunked(body: bytes) -> bytes:
    r"""The body without its transfer coding, as warcio reads it; as it is where it has none.

    >>> _dechunked(b"4\r\nnews\r\n0\r\n\r\n"), _dechunked(b"4\r\nnews\r\n9\r\n cut o")
    (b'news', b'news cut o')
    >>> _dechunked(b"<html>")
    b'<html>'
    """
    from warcio.bufferedreaders import ChunkedDataReader

    reader = ChunkedDataReader(BytesIO(body))
    return b"".join(iter(lambda: reader.read(_PIECE), b""))


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
