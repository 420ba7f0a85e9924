"""A capture from its WARC records: response or revisit, request, metadata."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.files.outside_json import Unreadable, parsed
from archive.model.article import KINDS, Capture
from archive.model.capture_fields import is_name, is_text
from archive.warc.exchange import ORIGINAL_TRANSFER_ENCODING, wire
from archive.warc.record import (
    Record,
    RecordError,
    parse_header_lines,
    parse_warc_date,
    unbracket,
)
from archive.warc.warc_fields import WARC_FIELDS, fields_of

#: The media type of metadata records and tombstones as version 0.1 wrote them.
FORMER_METADATA_TYPE = "application/json"
#: What a revisit without a block was, where no metadata record keeps its head.
_NOT_MODIFIED_HEAD = b"HTTP/1.1 304 Not Modified\r\n\r\n"
_LONGEST_SIZE = 18  # digits of a payload's length


def capture_from(response: Record, metadata: Record | None) -> Capture:
    """The capture that a response or revisit record holds, without its companions.

    The body of a revisit is empty; the head of one by 304 stands in its metadata record. Raises
    RecordError where it is no HTTP response.
    """
    block = response.block
    if response.type == "revisit" and not block:
        block = (metadata and kept_head(metadata)) or _NOT_MODIFIED_HEAD
    head, separator, body = block.partition(b"\r\n\r\n")
    if not separator:
        raise RecordError("its HTTP header does not end")
    return Capture(
        id=response.id,
        url=response.field("WARC-Target-URI") or "",
        captured_at=parse_warc_date(response.field("WARC-Date") or ""),
        body=body,
        ip=response.field("WARC-IP-Address"),
        truncated=response.field("WARC-Truncated"),
        **_head_fields(head),
    )


def with_kept_head(capture: Capture, metadata: Record) -> Capture:
    """A capture by 304 with the head that its metadata record keeps, where that is one."""
    head = kept_head(metadata)
    if head is None or capture.status != 304:
        return capture
    try:
        return replace(capture, **_head_fields(head.removesuffix(b"\r\n\r\n")))
    except ValueError:  # the revisit stands for itself, whatever its metadata record holds
        return capture


def _head_fields(head: bytes) -> dict[str, Any]:
    """The fields of a capture that a status line and headers give. Raises RecordError."""
    line, _, lines = head.partition(b"\r\n")
    protocol, _, rest = line.decode("latin-1").partition(" ")
    status, _, reason = rest.partition(" ")
    if not (status.isascii() and status.isdigit()):
        raise RecordError(f"its HTTP status line is {line[:60]!r}")
    headers = _with_transfer_coding(parse_header_lines(lines.decode("latin-1")))
    return {"status": int(status), "headers": headers, "reason": reason, "protocol": protocol}


def with_request(capture: Capture, request: Record) -> Capture:
    """The capture with the headers of its request."""
    head = request.block.partition(b"\r\n\r\n")[0]
    line, _, lines = head.partition(b"\r\n")
    method = line.decode("latin-1").partition(" ")[0]
    return replace(
        capture, request_headers=parse_header_lines(lines.decode("latin-1")), method=method
    )


def with_metadata(capture: Capture, metadata: Record) -> Capture:
    """The capture with station, crawl, kind and how it was found; call it after `with_request`.

    Whatever the record holds, this gives a capture that can be held: what is of the wrong type, or
    longer than it may be, is not fields; and what is of no known kind is a page.
    """
    fields = _metadata_fields(metadata)
    headers = capture.request_headers
    if fields.get("host_header") == "added":
        headers = headers[1:]
    method = fields.get("method")
    kind = _text(fields, "kind")
    return replace(
        capture,
        station=_text(fields, "station"),
        run=_text(fields, "run"),
        kind=kind if kind in KINDS else "page",
        found=_text(fields, "found"),
        method=str(method) if is_name(method) else capture.method,
        request_headers=headers,
    )


def payload_bytes(metadata: Record) -> int | None:
    """How long the payload was, which a revisit does not repeat; None where it is not fields."""
    size = _metadata_fields(metadata).get("payload_bytes")
    return size if isinstance(size, int) and size >= 0 else None


def kept_head(metadata: Record) -> bytes | None:
    """The head of a response whose record has an empty block; None where it is not fields."""
    head = _metadata_fields(metadata).get("response_head")
    return wire(head) if isinstance(head, str) else None


def is_companion(record: Record, capture_id: str) -> bool:
    """Whether this request or metadata record belongs to the capture."""
    return unbracket(record.field("WARC-Concurrent-To") or "") == capture_id


def is_our_metadata(record: Record) -> bool:
    """Whether this is a metadata record as `metadata_record` writes it."""
    return (
        record.type == "metadata"
        and record.field("Content-Type") in {WARC_FIELDS, FORMER_METADATA_TYPE}
        and "host_header" in _metadata_fields(record)
    )


def _metadata_fields(metadata: Record) -> dict[str, Any]:
    """What the block of a metadata record says, in either form; nothing where it is neither."""
    if metadata.field("Content-Type") == WARC_FIELDS:
        fields: dict[str, Any] = {**fields_of(metadata.block)}
        size = fields.get("payload_bytes", "")
        if size.isascii() and size.isdigit() and len(size) <= _LONGEST_SIZE:
            fields["payload_bytes"] = int(size)
        return fields
    try:
        fields = parsed(metadata.block)
    except Unreadable:
        return {}
    return fields if isinstance(fields, dict) else {}


def _text(fields: dict[str, Any], name: str) -> str | None:
    text = fields.get(name)
    return str(text) if is_text(text) else None


def _with_transfer_coding(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        ("Transfer-Encoding" if name == ORIGINAL_TRANSFER_ENCODING else name, value)
        for name, value in headers
    )
