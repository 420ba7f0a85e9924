"""Captures on disk and back: WARC 1.1, one gzip member per record."""

from archive.warc.exchange import Earlier
from archive.warc.foreign import Revisit, Unreadable, captures_in
from archive.warc.reader import (
    Scanned,
    Stored,
    Torn,
    archives_named,
    captured_at,
    read,
    scan,
    stored_in,
)
from archive.warc.recovery import Leftover, recover
from archive.warc.writer import Location, WarcWriter

__all__ = [
    "Earlier",
    "Leftover",
    "Location",
    "Revisit",
    "Scanned",
    "Stored",
    "Torn",
    "Unreadable",
    "WarcWriter",
    "archives_named",
    "captured_at",
    "captures_in",
    "read",
    "recover",
    "scan",
    "stored_in",
]
