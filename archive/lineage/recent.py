"""Texts that were held against others lately: the next one is often held against the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.lineage.text import Text, texts

_MOST = 2_000_000  # characters that are kept, made ready: about 100 MB


class RecentTexts:
    """Reads texts by key, and keeps those that were asked for last."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held: dict[int, Text] = {}  # the one asked for last at the end
        self._characters = 0

    def of(self, keys: Sequence[int]) -> list[Text]:
        """The texts with these keys, in this order."""
        asked = {key: self._held.pop(key) for key in keys if key in self._held}
        missing = [key for key in keys if key not in asked]
        if missing:
            read = texts(self._connection, missing)
            self._characters += sum(len(text.body) for text in read.values())
            asked |= read
        self._held |= asked
        while self._characters > _MOST and len(self._held) > len(asked):
            self._characters -= len(self._held.pop(next(iter(self._held))).body)
        return [asked[key] for key in keys]
