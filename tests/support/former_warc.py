"""WARC files as version 0.1 wrote them, made from files of today."""

from __future__ import annotations

import json
from pathlib import Path

from archive.warc import Scanned, scan
from archive.warc.record import Record, bracket, compress, sha256
from archive.warc.warc_fields import fields_of

_LEFT_OUT = {"WARC-Refers-To", "WARC-Block-Digest", "Content-Length"}


def former_form(path: Path) -> bytes:
    """The file with metadata as JSON under the page's address, and 304s with their head."""
    records = [item.record for item in scan(path) if isinstance(item, Scanned)]
    heads = {}
    addresses = {record.id: record.field("WARC-Target-URI") or "" for record in records}
    for record in records:
        head = fields_of(record.block).get("response_head")
        heads[record.field("WARC-Concurrent-To")] = head
    return b"".join(
        compress(_former(record, addresses, heads.get(bracket(record.id))), stored=False)
        for record in records
    )


def _former(record: Record, addresses: dict[str, str], head: str | None) -> Record:
    of = (record.field("WARC-Concurrent-To") or "").strip("<>")
    if record.type == "metadata" and of:
        said: dict[str, object] = {"found": None, "run": None, "station": None}
        said |= fields_of(record.block)
        said.pop("response_head", None)
        said["payload_bytes"] = int(str(said["payload_bytes"]))
        more = (("WARC-Target-URI", addresses[of]), ("Content-Type", "application/json"))
        return _sealed(record, json.dumps(said).encode(), {*_LEFT_OUT, "Content-Type"}, more)
    if record.type == "set-aside":
        url = (("WARC-Target-URI", record.field("Set-Aside-URI") or ""),)
        return _sealed(record, record.block, {"Set-Aside-URI", "Content-Length"}, url)
    if head is not None:
        left_out = {"WARC-Payload-Digest", "WARC-Block-Digest", "Content-Length"}
        return _sealed(record, head.encode("latin-1"), left_out, ())
    return record


def _sealed(
    record: Record, block: bytes, left_out: set[str], more: tuple[tuple[str, str], ...]
) -> Record:
    kept = tuple(pair for pair in record.fields if pair[0] not in left_out)
    ends = (("WARC-Block-Digest", sha256(block)), ("Content-Length", str(len(block))))
    return Record((*kept, *more, *ends), block)
