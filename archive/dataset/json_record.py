"""A JSON object of other origin, whose values are read by key and type."""

from __future__ import annotations

import json
import re
from typing import Any

from archive.model.errors import BadRecord

_ADDRESS = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)


class JsonRecord:
    """A JSON object; `place` says where it stands in the whole record.

    Each method gives the value of a key as one type, and raises BadRecord for a value of another.
    """

    def __init__(self, values: dict[str, Any], place: str = "") -> None:
        self.values = values
        self.place = place

    def wrong(self, key: str, expected: str) -> BadRecord:
        """The error for a value that is not what is expected."""
        value = describe_value(self.values.get(key))
        return BadRecord(f"{self.place}{key}: expected {expected}, found {value}")

    def text(self, key: str) -> str | None:
        """A text, which may be empty; None where the key is missing."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.wrong(key, "a text")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self.wrong(key, "a text of whole characters (no half surrogates)") from None
        return value.replace("\0", "\ufffd")  # as in HTML; SQLite would end the text there

    def optional(self, key: str) -> str | None:
        """A text that need not be there; one that is empty or made of blanks is not there."""
        value = self.text(key)
        return value if value and value.strip() else None

    def required(self, key: str) -> str:
        """A text that is there and not empty."""
        value = self.text(key)
        if not value:
            raise self.wrong(key, "a text")
        return value

    def name(self, key: str) -> str:
        """A name by which something is asked for: one line, without blanks and without @."""
        value = self.required(key)
        if "@" in value or not _is_one_word(value):
            raise self.wrong(key, "a name without blanks, control characters and @")
        return value

    def address(self, key: str) -> str:
        """An address of the web."""
        value = self.required(key)
        if not (_ADDRESS.match(value) and _is_one_word(value)):
            raise self.wrong(key, "an address that begins with http:// or https://")
        return value

    def one_of(self, key: str, words: tuple[str, ...], default: str) -> Any:
        """One of a few words."""
        value = self.text(key) or default
        if value not in words:
            raise self.wrong(key, f"one of {', '.join(words)}")
        return value

    def truth(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def texts(self, key: str) -> list[str]:
        """A list of texts, none of them empty."""
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "a list of texts")
        items = JsonRecord({str(n): item for n, item in enumerate(value)}, f"{self.place}{key} ")
        return [items.required(n) for n in items.values]

    def rows(self, key: str) -> list[JsonRecord]:
        """A list of objects."""
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, "a list of objects")
        return [JsonRecord(item, f"{self.place}{key} {n}: ") for n, item in enumerate(value, 1)]

    def position(self, default: int) -> int:
        """The value of `position`: a whole number, from 0."""
        value = self.values.get("position")
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong("position", "a whole number")
        return value


def _is_one_word(value: str) -> bool:
    return value.isprintable() and not any(map(str.isspace, value))


def describe_value(value: Any) -> str:
    """What a JSON value is, in the words of an error message."""
    if value is None:
        return "nothing"
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 40 else shown[:39] + "…"
