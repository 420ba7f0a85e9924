"""What the fields of a capture may hold: types, lengths and ranges that can be kept and recorded.

Whatever comes in (answers, WARC records of any maker, metadata of our own that was altered) passes
here when a capture is built. What does not pass is set aside (`archive.store.set_aside`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

#: A longer address is a trap for crawlers; servers commonly refuse them too.
LONGEST_URL = 4096
_LONGEST_TEXT = 4096
_LONGEST_NAME = 300
_LONGEST_HEAD = 1 << 20
#: A clock that says another year is broken, and near the ends of the calendar no moment can be
#: counted with.
_YEARS = range(1900, 3000)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SHOWN = 80  # characters of a value that an error shows


class UnfitCapture(ValueError):
    """A field of an exchange is of a type, length or range that no capture can have."""

    def __init__(self, name: str, value: object) -> None:
        shown = value.isoformat() if isinstance(value, datetime) else ascii(value)
        if len(shown) > _SHOWN:
            shown = f"{shown[:_SHOWN]}… ({len(shown):,} characters)"
        super().__init__(f"{name} cannot be {shown}")


def refuse_unfit(capture: object) -> None:
    """Raise UnfitCapture for the first field that a capture cannot have."""
    for name, is_fit in _FIELDS:
        value = getattr(capture, name)
        if not is_fit(value):
            raise UnfitCapture(name, value)


def is_text(value: object) -> bool:
    """Whether this is text that a database can hold: no half of a surrogate pair, not endless."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        return False
    return value.isascii() or _is_encodable(value)


def is_name(value: object) -> bool:
    """Whether this is text that names something: short, printable, not empty."""
    return is_text(value) and 0 < len(str(value)) <= _LONGEST_NAME and str(value).isprintable()


def _is_text_or_none(value: object) -> bool:
    return value is None or is_text(value)


def _is_web_address(value: object) -> bool:
    """It begins as an http(s) address does; whether it names a host is asked when it is read."""
    if not isinstance(value, str) or len(value) > LONGEST_URL or not is_text(value):
        return False
    return value[:8].lower().startswith(("http://", "https://")) and not _CONTROL.search(value)


def _is_status(value: object) -> bool:
    return type(value) is int and 100 <= value <= 999


def _is_moment(value: object) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None and value.year in _YEARS


def _is_body(value: object) -> bool:
    return isinstance(value, bytes)


def _is_wire_text(value: object) -> bool:
    """Text of an HTTP head."""
    if not isinstance(value, str) or len(value) > _LONGEST_HEAD:
        return False
    return value.isascii() or _is_encodable(value)


def _are_headers(value: object) -> bool:
    """Pairs of texts, together no longer than an HTTP head can be."""
    if not isinstance(value, tuple):
        return False
    if not all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
        return False
    try:
        return _is_wire_text("".join(map("".join, value)))
    except TypeError:  # not all of them are texts
        return False


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_FIELDS: tuple[tuple[str, Callable[[object], bool]], ...] = (
    ("id", is_name),
    ("url", _is_web_address),
    ("status", _is_status),
    ("captured_at", _is_moment),
    ("body", _is_body),
    ("headers", _are_headers),
    ("request_headers", _are_headers),
    ("method", is_name),
    ("reason", _is_wire_text),
    ("protocol", is_name),
    ("ip", _is_text_or_none),
    ("station", _is_text_or_none),
    ("run", _is_text_or_none),
    ("found", _is_text_or_none),
    ("kind", is_name),
    ("truncated", _is_text_or_none),
)
