"""An article as lineage sees it: the text to compare, who published it, when, whom it credits."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from archive.compare.alignment import numbers_of
from archive.compare.boilerplate import Range, without
from archive.compare.normalise import LIMIT, normalise, places
from archive.compare.numbers import Number, numbers
from archive.compare.time_interval import Moment, moment_of
from archive.model.article import PrintedTime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Row = tuple[Any, ...]

#: Characters of texts that a cache keeps: about 40 MB, with their places 100 MB.
CACHED_CHARACTERS = 2_000_000

_BESIDE_BODY = 400  # characters that the other fields of a text count in a cache
_READ = 500  # texts at once
_PUBLICATION = (
    "a.key, a.id, a.station, s.title AS outlet, s.publisher, a.title, a.original_title,"
    " a.published_at, a.published_precision, a.first_seen_at, a.source, t.named"
)
_FROM = (
    " FROM json_each(?) AS k JOIN articles AS a ON a.key = k.value"
    " JOIN stations AS s ON s.name = a.station"
    " LEFT JOIN lineage_texts AS t ON t.article = a.key"
)


@dataclass(frozen=True, eq=False)
class Publication:
    """Who published an article, when, under which headline, and whom it credits."""

    key: int
    id: str
    station: str
    names: tuple[str, ...]  # that the station is known by
    title: str
    original_title: str | None
    printed: Moment | None
    seen: float | None  # seconds since 1970
    source: str | None  # 来源, as printed
    named: str | None  # where there is none: the medium that the text itself names

    @property
    def credits(self) -> str | None:
        """The medium that it is said to be from."""
        return self.source or self.named

    @property
    def rank(self) -> tuple[float, float, int]:
        """For putting articles in an order: by what is printed, else by when they were seen."""
        seen = float("inf") if self.seen is None else self.seen
        return (self.printed.middle if self.printed else seen, seen, self.key)


@dataclass(frozen=True, eq=False)
class Text(Publication):
    """A publication and its text. `aside` are the parts of the body that are not compared."""

    body: str
    aside: tuple[Range, ...]

    @cached_property
    def compared(self) -> str:
        """The body with blanks in place of what is set aside, as long as the body."""
        return without(self.body, self.aside)

    @cached_property
    def letters(self) -> str:
        """What is compared, normalised."""
        return normalise(self.compared)

    @cached_property
    def grams(self) -> NDArray[np.uint64]:
        """Numbers for runs of its letters, by which it is aligned."""
        return numbers_of(self.letters)

    @cached_property
    def places(self) -> list[int]:
        """Where in the body each of the letters stands."""
        return places(self.compared)

    @cached_property
    def numbers(self) -> list[Number]:
        """The numbers of the text, in order."""
        return numbers(self.letters)

    @cached_property
    def digest(self) -> int:
        """The same for the same letters in the same order."""
        letters = self.letters.encode(errors="replace")
        return int.from_bytes(blake2b(letters, digest_size=6).digest())


def cost(text: Text) -> int:
    """What a text counts in a cache: its characters, and some for what is known beside it."""
    return len(text.body) + _BESIDE_BODY


#: Texts with the rows that they were made of: the next article is compared with the same ones.
_CACHE: LRUCache[int, tuple[_Row, Text]] = LRUCache(
    CACHED_CHARACTERS, getsizeof=lambda entry: cost(entry[1])
)


def texts(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Text]:
    """The texts of articles by key, without what is known to be set aside of them."""
    found = connection.execute(
        f"SELECT {_PUBLICATION}, substr(a.body, 1, {LIMIT}), t.aside{_FROM}",
        (json.dumps(list(keys)),),
    )
    return {row[0]: _text(row) for row in found}


def _text(row: _Row) -> Text:
    """The text of a row; the cached one, with all that was computed of it, if the row is equal."""
    key = row[0]
    cached = _CACHE.get(key)
    if cached is not None and cached[0] == row:
        return cached[1]
    text = Text(**_published(row), body=row[-2], aside=ranges_of(row[-1] or ""))
    _CACHE[key] = row, text
    return text


def texts_in_turn(connection: sqlite3.Connection, keys: Sequence[int]) -> Iterator[Text]:
    """The same of any number of articles, of which few are in memory at a time."""
    for start in range(0, len(keys), _READ):
        yield from texts(connection, keys[start : start + _READ]).values()


def publications(connection: sqlite3.Connection, keys: Iterable[int]) -> list[Publication]:
    """The same without the texts, by rank."""
    found = connection.execute(f"SELECT {_PUBLICATION}{_FROM}", (json.dumps(list(keys)),))
    return sorted((Publication(**_published(row)) for row in found), key=lambda each: each.rank)


def written(ranges: Iterable[Range]) -> str:
    """Ranges as the table holds them.

    >>> written([(0, 13), (1121, 1385)])
    '0-13 1121-1385'
    """
    return " ".join(f"{start}-{end}" for start, end in ranges)


def ranges_of(text: str) -> tuple[Range, ...]:
    """The reverse of `written`."""
    pairs = (pair.split("-") for pair in text.split())
    return tuple((int(start), int(end)) for start, end in pairs)


def _published(row: _Row) -> dict[str, Any]:
    """The fields of a publication, from the columns of `_PUBLICATION`."""
    key, id, station, outlet, publisher, title, original_title, at, precision, seen, *rest = row
    source, named = rest[:2]
    return {
        "key": key,
        "id": id,
        "station": station,
        "names": tuple(dict.fromkeys(filter(None, (outlet, publisher, station)))),
        "title": title,
        "original_title": original_title,
        "printed": moment_of(PrintedTime.from_iso(at, precision)) if at and precision else None,
        "seen": datetime.fromisoformat(seen).timestamp() if seen else None,
        "source": source or None,
        "named": named,
    }
