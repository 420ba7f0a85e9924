"""A capture as WARC records: response (or revisit), request, metadata.

`archive.warc.capture_records` makes a capture of them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from archive.model.article import Capture
from archive.warc.record import (
    Record,
    bracket,
    header_lines,
    one_line,
    sealed,
    warc_date,
)
from archive.warc.set_aside import MESSAGE_TYPE
from archive.warc.warc_fields import WARC_FIELDS, written

#: The transfer coding is removed before a body is kept; the header would be a lie.
ORIGINAL_TRANSFER_ENCODING = "X-Archive-Orig-Transfer-Encoding"

_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_CODED = frozenset({"gzip", "x-gzip", "br", "zstd", "deflate"})


@dataclass(frozen=True, slots=True)
class Earlier:
    """A capture held before, whose payload a revisit need not repeat."""

    id: str
    url: str
    captured_at: datetime
    payload_digest: str


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
        return sealed(
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
    return sealed(fields, head if same_payload else b"")


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
    return sealed(fields, wire(f"{line}\r\n{header_lines(headers)}\r\n"))


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
    return sealed(fields, written(block))


def response_message(status_line: str, headers: tuple[tuple[str, str], ...], body: bytes) -> bytes:
    """An HTTP response as it is kept: head and body, without its transfer coding."""
    lines = header_lines(_without_transfer_coding(headers))
    return wire(f"{one_line(status_line)}\r\n{lines}\r\n") + body


def worth_compressing(capture: Capture) -> bool:
    """False where the payload is compressed already: it has a content coding or is a picture."""
    codings = {
        coding.strip() for coding in (capture.header("Content-Encoding") or "").lower().split(",")
    }
    return not codings & _CODED and not (capture.header("Content-Type") or "").startswith("image/")


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


def wire(head: str) -> bytes:
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
