"""Captures on disk and back: WARC 1.1, one gzip member per record."""

from archive.warc.exchange import Earlier, response_message
from archive.warc.foreign_records import Unreadable
from archive.warc.import_reader import Revisit, capture_again, captures_in
from archive.warc.reader import (
    Scanned,
    Stored,
    Torn,
    Unfit,
    archives_named,
    block_is_empty,
    captured_at,
    path_of,
    read,
    scan,
    stored_in,
    unfit_stored,
)
from archive.warc.recovery import Leftover, recover
from archive.warc.set_aside import MESSAGE_TYPE, SetAside
from archive.warc.writer import Location, WarcWriter

__all__ = [
    "MESSAGE_TYPE",
    "Earlier",
    "Leftover",
    "Location",
    "Revisit",
    "Scanned",
    "SetAside",
    "Stored",
    "Torn",
    "Unfit",
    "Unreadable",
    "WarcWriter",
    "archives_named",
    "block_is_empty",
    "capture_again",
    "captured_at",
    "captures_in",
    "path_of",
    "read",
    "recover",
    "response_message",
    "scan",
    "stored_in",
    "unfit_stored",
]
