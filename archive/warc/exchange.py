"""An exchange with a server as WARC records: response (or revisit), request, metadata; and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from archive.files.outside_json import Unreadable, parsed
from archive.model.article import KINDS, Capture
from archive.model.capture_fields import is_name, is_text
from archive.model.safe_text import visible_line
from archive.warc.record import (
    Record,
    RecordError,
    bracket,
    header_lines,
    one_line,
    parse_header_lines,
    parse_warc_date,
    sha256,
    unbracket,
    warc_date,
)
from archive.warc.warc_fields import WARC_FIELDS, fields_of, written

#: The transfer coding is removed before a body is kept; the header would be a lie.
ORIGINAL_TRANSFER_ENCODING = "X-Archive-Orig-Transfer-Encoding"
#: The media type of metadata records and tombstones as version 0.1 wrote them.
FORMER_METADATA_TYPE = "application/json"
#: The WARC-Type of a record that keeps what makes no capture; programs pass over unknown types.
SET_ASIDE = "set-aside"
#: The media type of a response message, as a block of WARC names it.
MESSAGE_TYPE = "application/http;msgtype=response"
#: The media type of a whole WARC record that came from another file.
RECORD_TYPE = "application/warc"
_REASON, _FOUND, _URI = "Set-Aside-Reason", "Set-Aside-Found", "Set-Aside-URI"
_SHOWN = 500  # characters of an address or a reason of unknown length

#: The field of a warcinfo record that names the archive.
_ARCHIVE = "archive"
_MOST_OF_A_WARCINFO = 1 << 16  # bytes

_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
#: What a revisit without a block was, where no metadata record keeps its head.
_NOT_MODIFIED_HEAD = b"HTTP/1.1 304 Not Modified\r\n\r\n"
_LONGEST_SIZE = 18  # digits of a payload's length
_CODED = frozenset({"gzip", "x-gzip", "br", "zstd", "deflate"})


@dataclass(frozen=True, slots=True)
class Earlier:
    """A capture held before, whose payload a revisit need not repeat."""

    id: str
    url: str
    captured_at: datetime
    payload_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Bytes that came as a capture and can be none: an answer, or a record of a WARC file.

    `content_type` tells which: MESSAGE_TYPE or RECORD_TYPE. `url`, `reason` and `found` are for
    people, and may be shortened. `at`: when they came, UTC.
    """

    block: bytes
    content_type: str
    url: str
    reason: str
    found: str | None
    at: datetime

    @classmethod
    def of(
        cls, block: bytes, content_type: str, *, url: str, reason: str, found: str | None
    ) -> SetAside:
        """What came just now; address and reason are made safe to write and to show."""
        shown = None if found is None else visible_line(found)[:_SHOWN]
        return cls(
            block=block,
            content_type=content_type,
            url=visible_line(url)[:_SHOWN],
            reason=visible_line(reason)[:_SHOWN],
            found=shown,
            at=datetime.now(UTC),
        )

    @property
    def id(self) -> str:
        """Follows from the bytes, so that the same ones are set aside once."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'set aside {sha256(self.block)}')}"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who writes a WARC file: the program, as what it asks servers, and for which archive."""

    software: str
    user_agent: str | None = None
    archive: str | None = None


def response_record(capture: Capture, revisit_of: Earlier | None = None) -> Record:
    """The response as it was sent; of a revisit only the status line and the headers.

    A revisit by 304 has an empty block: programs that replay it then give the page that was not
    modified, where the head of a 304 would make them give an empty one. The metadata record keeps
    that head.
    """
    head = _response_head(capture)
    fields = [
        ("WARC-Type", "revisit" if revisit_of else "response"),
        *_about(capture, capture.id),
        ("Content-Type", MESSAGE_TYPE),
    ]
    if capture.ip:
        fields.append(("WARC-IP-Address", capture.ip))
    if capture.truncated:
        fields.append(("WARC-Truncated", one_line(capture.truncated)))
    if revisit_of is None:
        return _sealed(
            [*fields, ("WARC-Payload-Digest", capture.payload_digest)], head + capture.body
        )
    same_payload = capture.status != 304
    fields += [
        ("WARC-Profile", _SAME_PAYLOAD if same_payload else _NOT_MODIFIED),
        ("WARC-Refers-To", bracket(revisit_of.id)),
        ("WARC-Refers-To-Target-URI", one_line(revisit_of.url)),
        ("WARC-Refers-To-Date", warc_date(revisit_of.captured_at)),
        ("WARC-Payload-Digest", revisit_of.payload_digest),
    ]
    return _sealed(fields, head if same_payload else b"")


def request_record(capture: Capture) -> Record:
    """The request as it was sent: target with its query, Host, headers."""
    headers = capture.request_headers
    if not _names_host(headers):
        headers = (("Host", _parts(capture.url)[0]), *headers)
    method = one_line(capture.method).replace(" ", "_")
    line = f"{method} {_parts(capture.url)[1]} HTTP/1.1"
    fields = [
        ("WARC-Type", "request"),
        *_about(capture, _companion(capture.id, "request")),
        ("WARC-Concurrent-To", bracket(capture.id)),
        ("Content-Type", "application/http;msgtype=request"),
    ]
    return _sealed(fields, _wire(f"{line}\r\n{header_lines(headers)}\r\n"))


def metadata_record(capture: Capture, revisit_of: Earlier | None = None) -> Record:
    """What the exchange itself does not say: station, crawl, kind, and how it was found.

    It has no WARC-Target-URI, so that nothing but captures stands under the address of a page.
    """
    not_modified = revisit_of is not None and capture.status == 304
    block = {
        "station": capture.station,
        "run": capture.run,
        "kind": capture.kind,
        "found": capture.found,
        "method": capture.method,
        "payload_bytes": len(capture.body),  # which a revisit does not repeat
        "host_header": "as sent" if _names_host(capture.request_headers) else "added",
        "response_head": _response_head(capture).decode("latin-1") if not_modified else None,
    }
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", bracket(_companion(capture.id, "metadata"))),
        ("WARC-Date", warc_date(capture.captured_at)),
        ("WARC-Concurrent-To", bracket(capture.id)),
        ("WARC-Refers-To", bracket(capture.id)),
        ("Content-Type", WARC_FIELDS),
    ]
    return _sealed(fields, written(block))


def set_aside_record(aside: SetAside) -> Record:
    """What makes no capture, whole, with the reason and how it came.

    It has no WARC-Target-URI: some programs take records of any type for captures.
    """
    fields = [
        ("WARC-Type", SET_ASIDE),
        ("WARC-Record-ID", bracket(aside.id)),
        ("WARC-Date", warc_date(aside.at)),
        (_REASON, aside.reason),
        ("Content-Type", aside.content_type),
    ]
    if aside.url:
        fields.append((_URI, aside.url))
    if aside.found:
        fields.append((_FOUND, aside.found))
    return _sealed(fields, aside.block)


def set_aside_from(record: Record) -> SetAside:
    """The reverse of `set_aside_record`; what a damaged field said is left out."""
    try:
        at = parse_warc_date(record.field("WARC-Date") or "")
    except ValueError:
        at = datetime.fromtimestamp(0, UTC)
    return SetAside(
        block=record.block,
        content_type=record.field("Content-Type") or "",
        url=record.field(_URI) or record.field("WARC-Target-URI") or "",  # version 0.1: the latter
        reason=record.field(_REASON) or "it makes no capture",
        found=record.field(_FOUND),
        at=at,
    )


def unfit_response(response: Record, reason: str) -> SetAside:
    """What is told of a response or revisit record of ours that makes no capture."""
    url, found = response.field("WARC-Target-URI") or "", None
    aside = SetAside.of(b"", MESSAGE_TYPE, url=url, reason=reason, found=found)
    try:
        return replace(aside, at=parse_warc_date(response.field("WARC-Date") or ""))
    except ValueError:
        return aside


def response_message(status_line: str, headers: tuple[tuple[str, str], ...], body: bytes) -> bytes:
    """An HTTP response as it is kept: head and body, without its transfer coding."""
    lines = header_lines(_without_transfer_coding(headers))
    return _wire(f"{one_line(status_line)}\r\n{lines}\r\n") + body


def warcinfo_record(file: str, run: str, maker: Maker, at: datetime) -> Record:
    """The first record of a file: who wrote it and when, in which format, for which archive."""
    about = [
        ("software", maker.software),
        ("format", "WARC File Format 1.1"),
        (
            "conformsTo",
            "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        ),
        ("isPartOf", run),
    ]
    if maker.archive:
        about.append((_ARCHIVE, maker.archive))
    if maker.user_agent:
        about.append(("http-header-user-agent", maker.user_agent))
    identifier = "urn:uuid:" + str(uuid5(UUID(int=0), f"warcinfo {file}"))
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", bracket(identifier)),
        ("WARC-Date", warc_date(at)),
        ("WARC-Filename", file),
        ("Content-Type", WARC_FIELDS),
    ]
    return _sealed(fields, header_lines(tuple(about)).encode())


def archive_named(warcinfo: Record) -> str | None:
    """The id of the archive that a file says it was written for; None where it does not say."""
    lines = warcinfo.block[:_MOST_OF_A_WARCINFO].decode("utf-8", "replace")
    said = dict(reversed(parse_header_lines(lines.replace("\r\n", "\n").replace("\n", "\r\n"))))
    return said.get(_ARCHIVE)


def worth_compressing(capture: Capture) -> bool:
    """False where the payload is compressed already: it has a content coding or is a picture."""
    codings = {
        coding.strip() for coding in (capture.header("Content-Encoding") or "").lower().split(",")
    }
    return not codings & _CODED and not (capture.header("Content-Type") or "").startswith("image/")


def capture_from(response: Record, metadata: Record | None) -> Capture:
    """The capture that a response or revisit record holds, without its companions.

    The body of a revisit is empty; the head of one by 304 stands in its metadata record. Raises
    RecordError where it is no HTTP response.
    """
    block = response.block
    if response.type == "revisit" and not block:
        block = (metadata and kept_head(metadata)) or _NOT_MODIFIED_HEAD
    head, found, body = block.partition(b"\r\n\r\n")
    if not found:
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
    longer than it may be, is not said; and what is of no known kind is a page.
    """
    said = _said(metadata)
    headers = capture.request_headers
    if said.get("host_header") == "added":
        headers = headers[1:]
    method = said.get("method")
    kind = _text(said, "kind")
    return replace(
        capture,
        station=_text(said, "station"),
        run=_text(said, "run"),
        kind=kind if kind in KINDS else "page",
        found=_text(said, "found"),
        method=str(method) if is_name(method) else capture.method,
        request_headers=headers,
    )


def payload_bytes(metadata: Record) -> int | None:
    """How long the payload was, which a revisit does not repeat; None where it is not said."""
    size = _said(metadata).get("payload_bytes")
    return size if isinstance(size, int) and size >= 0 else None


def kept_head(metadata: Record) -> bytes | None:
    """The head of a response whose record has an empty block; None where it is not said."""
    head = _said(metadata).get("response_head")
    return _wire(head) if isinstance(head, str) else None


def is_companion(record: Record, capture_id: str) -> bool:
    """Whether this request or metadata record belongs to the capture."""
    return unbracket(record.field("WARC-Concurrent-To") or "") == capture_id


def is_our_metadata(record: Record) -> bool:
    """Whether this is a metadata record as `metadata_record` writes it."""
    return (
        record.type == "metadata"
        and record.field("Content-Type") in {WARC_FIELDS, FORMER_METADATA_TYPE}
        and "host_header" in _said(record)
    )


def _said(metadata: Record) -> dict[str, Any]:
    """What the block of a metadata record says, in either form; nothing where it is neither."""
    if metadata.field("Content-Type") == WARC_FIELDS:
        fields: dict[str, Any] = {**fields_of(metadata.block)}
        size = fields.get("payload_bytes", "")
        if size.isascii() and size.isdigit() and len(size) <= _LONGEST_SIZE:
            fields["payload_bytes"] = int(size)
        return fields
    try:
        said = parsed(metadata.block)
    except Unreadable:
        return {}
    return said if isinstance(said, dict) else {}


def _text(said: dict[str, Any], name: str) -> str | None:
    text = said.get(name)
    return str(text) if is_text(text) else None


def _sealed(fields: list[tuple[str, str]], block: bytes) -> Record:
    ends = [("WARC-Block-Digest", sha256(block)), ("Content-Length", str(len(block)))]
    return Record((*fields, *ends), block)


def _about(capture: Capture, record_id: str) -> list[tuple[str, str]]:
    return [
        ("WARC-Record-ID", bracket(record_id)),
        ("WARC-Date", warc_date(capture.captured_at)),
        ("WARC-Target-URI", one_line(capture.url)),
    ]


def _companion(capture_id: str, kind: str) -> str:
    """The id of a companion follows from the capture's, so that a second copy is recognised."""
    return "urn:uuid:" + str(uuid5(UUID(int=0), f"{kind} {capture_id}"))


def _response_head(capture: Capture) -> bytes:
    return response_message(_status_line(capture), capture.headers, b"")


def _status_line(capture: Capture) -> str:
    protocol = one_line(capture.protocol).replace(" ", "_")
    return f"{protocol} {capture.status} {one_line(capture.reason)}"


def _wire(head: str) -> bytes:
    """The bytes of an HTTP head; what cannot have come from the wire as latin-1 is UTF-8."""
    try:
        return head.encode("latin-1")
    except UnicodeEncodeError:
        return head.encode("utf-8", "backslashreplace")


def _without_transfer_coding(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (ORIGINAL_TRANSFER_ENCODING if name.lower() == "transfer-encoding" else name, value)
        for name, value in headers
    )


def _with_transfer_coding(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        ("Transfer-Encoding" if name == ORIGINAL_TRANSFER_ENCODING else name, value)
        for name, value in headers
    )


def _names_host(headers: tuple[tuple[str, str], ...]) -> bool:
    return any(name.lower() == "host" for name, _ in headers)


def _parts(url: str) -> tuple[str, str]:
    """The host as the Host header names it, and the request target with its query."""
    try:
        split = urlsplit(url)
    except ValueError:  # an address with half a bracket: still worth keeping as it was asked for
        return "", "/"
    target = (split.path or "/") + (f"?{split.query}" if split.query else "")
    return split.netloc.rpartition("@")[2], quote(target, safe="/%?&=+,;:@!$'()*~#[]|")
