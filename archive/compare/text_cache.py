"""What was made ready lately: the next text is often held against the same ones."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")

_BESIDE = 400


class Recent(Generic[T]):
    """Values by the keys of articles: those asked for last, as far as their texts are not too long.

    `most` is how many characters of texts there may be; each text counts `_BESIDE` more, for what
    is known beside it. The last value is kept whatever its length.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[int, tuple[T, int]] = {}  # the one asked for last at the end
        self._characters = 0

    def get(self, key: int) -> T | None:
        """The value of an article, if it is still there."""
        held = self._held.pop(key, None)
        if held is None:
            return None
        self._held[key] = held
        return held[0]

    def keep(self, key: int, value: T, characters: int) -> None:
        """Keep a value, instead of a former one, and drop what was not asked for in a while."""
        characters += _BESIDE
        former = self._held.pop(key, None)
        self._characters += characters - (former[1] if former else 0)
        self._held[key] = value, characters
        while self._characters > self._most and len(self._held) > 1:
            self._characters -= self._held.pop(next(iter(self._held)))[1]
