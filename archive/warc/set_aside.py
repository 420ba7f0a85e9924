"""What makes no capture, as a WARC record that keeps it whole with the reason; and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from archive.model.safe_text import visible_line
from archive.warc.record import Record, bracket, parse_warc_date, sealed, sha256, warc_date

#: The WARC-Type of a record that keeps what makes no capture; programs pass over unknown types.
SET_ASIDE = "set-aside"
#: The media type of a response message, as a block of WARC names it.
MESSAGE_TYPE = "application/http;msgtype=response"
#: The media type of a whole WARC record that came from another file.
RECORD_TYPE = "application/warc"
_REASON, _FOUND, _URI = "Set-Aside-Reason", "Set-Aside-Found", "Set-Aside-URI"
_SHOWN = 500  # characters of an address or a reason of unknown length


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
    return sealed(fields, aside.block)


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
