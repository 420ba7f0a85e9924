"""An article as lineage sees it: the text to compare, who published it, when, whom it credits."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from archive.compare.alignment import gram_hashes_of
from archive.compare.boilerplate import Range, blank_out, has_body
from archive.compare.credit_lines import media_in_source
from archive.compare.fingerprints import fingerprints_of_grams
from archive.compare.normalise import LIMIT, information_of, normalise, offsets_of
from archive.compare.rarity import sample_grams
from archive.compare.slot_pieces import Side
from archive.compare.time_interval import TimeInterval, interval_of
from archive.db.sql import numbers
from archive.model.article import Precision, PrintedTime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The sort key of articles: the printed time or the first visit, the first visit, the id.
Rank = tuple[float, float, str]
#: A row of the publication of an article, its body and the parts that are excluded.
TextRow = tuple[Any, ...]

#: Characters of texts that a cache keeps: about 40 MB, with their offsets 100 MB.
CACHED_CHARACTERS = 2_000_000

_BESIDE_BODY = 400  # characters that the other fields of a text count in a cache
_READ = 500  # texts at once
_PUBLICATION = (
    "a.key, a.id, a.station, s.title AS outlet, s.publisher, a.title, a.original_title,"
    " a.published_at, a.published_precision, a.first_seen_at, a.source, t.credited"
)
_FROM = (
    " FROM json_each(?) AS k JOIN articles AS a ON a.key = k.value"
    " JOIN stations AS s ON s.name = a.station"
    " LEFT JOIN lineage_members AS t ON t.article = a.key"
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
    printed: TimeInterval | None
    first_seen: float | None  # seconds since 1970
    source: str | None  # 来源, as printed
    credited: str | None  # where there is none: the medium that the text itself names

    @cached_property
    def credited_media(self) -> tuple[str, ...]:
        """The media that the article names as its sources, as printed."""
        return media_in_source(self.source or "") or media_in_source(self.credited or "")

    @property
    def credits(self) -> str | None:
        """The first medium that the article names as its source."""
        return self.credited_media[0] if self.credited_media else None

    @property
    def rank(self) -> Rank:
        """The sort key of articles: the printed time, else the time of the first visit."""
        first_seen = float("inf") if self.first_seen is None else self.first_seen
        return (self.printed.middle if self.printed else first_seen, first_seen, self.id)


@dataclass(frozen=True, eq=False)
class Text(Publication):
    """A publication and its text. `excluded` are the parts of the body that are not compared."""

    body: str
    excluded: tuple[Range, ...]

    @cached_property
    def compared(self) -> str:
        """The body with blanks in place of the excluded parts, as long as the body."""
        return blank_out(self.body, self.excluded)

    @cached_property
    def compared_text(self) -> str:
        """What is compared: the body, or the headline of an article that has no body."""
        return self.compared if has_body(self.compared) else self.title

    @cached_property
    def letters(self) -> str:
        """The compared text, normalised."""
        return normalise(self.compared_text)

    @cached_property
    def is_headline(self) -> bool:
        """Whether the article has nothing but its headline."""
        return len(self.letters) <= len(self.title) and self.letters == normalise(self.title)

    @cached_property
    def information(self) -> NDArray[np.float32]:
        """How much each letter says."""
        return information_of(self.letters)

    @cached_property
    def reached(self) -> NDArray[np.float64]:
        """How much the letters up to each offset say together; one more than there are letters."""
        import numpy as np

        return np.concatenate(([0.0], np.cumsum(self.information, dtype="f8")))

    @cached_property
    def gram_hashes(self) -> NDArray[np.uint64]:
        """Hashes of its runs of letters, by which it is aligned."""
        return gram_hashes_of(self.letters)

    @cached_property
    def fingerprints(self) -> list[int]:
        """The fingerprints by which it is found."""
        return fingerprints_of_grams(self.gram_hashes)

    @cached_property
    def grams(self) -> NDArray[np.uint32]:
        """The runs of its letters that are counted in the archive."""
        return sample_grams(self.gram_hashes, self.reached)

    @cached_property
    def offsets(self) -> array[int]:
        """The offset in the compared text of each letter; an array takes less than a list."""
        return array("i", offsets_of(self.compared_text))

    @cached_property
    def side(self) -> Side:
        """The text as the slots of it are compared with those of another one."""
        printed = self.printed.middle if self.printed else None
        return Side(self.letters, self.compared_text, self.offsets, self.information, printed)

    @cached_property
    def digest(self) -> int:
        """A hash of the letters: equal for twins."""
        letters = self.letters.encode(errors="replace")
        return int.from_bytes(blake2b(letters, digest_size=6).digest())


def row_cost(row: TextRow) -> int:
    """The cost of a text in a cache: its characters, and some for its other fields."""
    return len(row[-2]) + _BESIDE_BODY


#: Texts with the rows that they were made of: the next article is compared with the same ones.
_CACHE: LRUCache[int, tuple[TextRow, Text]] = LRUCache(
    CACHED_CHARACTERS, getsizeof=lambda entry: row_cost(entry[0])
)


def texts(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Text]:
    """The texts of articles by key, with the parts that are known to be excluded."""
    return {key: text_of(row) for key, row in text_rows(connection, keys).items()}


def text_rows(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, TextRow]:
    """The rows that `text_of` makes texts of, by key: what another process needs of them."""
    stored = connection.execute(
        f"SELECT {_PUBLICATION}, substr(a.body, 1, {LIMIT}), t.excluded{_FROM}",
        (numbers(keys),),
    )
    return {row[0]: row for row in stored}


def text_of(row: TextRow) -> Text:
    """The text of a row; the cached one, with all that was computed of it, if the row is equal."""
    key = row[0]
    cached = _CACHE.get(key)
    if cached is not None and cached[0] == row:
        return cached[1]
    text = Text(**_published(row), body=row[-2], excluded=parse_ranges(row[-1] or ""))
    _CACHE[key] = row, text
    return text


def remember(text: Text) -> None:
    """Cache a text whose excluded parts and source were written, for the articles that follow."""
    former = _CACHE.get(text.key)
    if former is not None:
        *published, _credited, body, _excluded = former[0]
        row = (*published, text.credited, body, format_ranges(text.excluded))
        _CACHE[text.key] = row, text


def iter_texts(connection: sqlite3.Connection, keys: Sequence[int]) -> Iterator[Text]:
    """The texts of any number of articles, few of them in memory at a time."""
    for start in range(0, len(keys), _READ):
        yield from texts(connection, keys[start : start + _READ]).values()


def publications(connection: sqlite3.Connection, keys: Iterable[int]) -> list[Publication]:
    """The publications of articles, by rank."""
    stored = connection.execute(f"SELECT {_PUBLICATION}{_FROM}", (numbers(keys),))
    return sorted((Publication(**_published(row)) for row in stored), key=lambda each: each.rank)


def format_ranges(ranges: Iterable[Range]) -> str:
    """Ranges as they are stored.

    >>> format_ranges([(0, 13), (1121, 1385)])
    '0-13 1121-1385'
    """
    return " ".join(f"{start}-{end}" for start, end in ranges)


def parse_ranges(text: str) -> tuple[Range, ...]:
    """The reverse of `format_ranges`."""
    pairs = (pair.split("-") for pair in text.split())
    return tuple((int(start), int(end)) for start, end in pairs)


def _published(row: TextRow) -> dict[str, Any]:
    """The fields of a publication, from the columns of `_PUBLICATION`."""
    key, id, station, outlet, publisher, title, original_title, at, precision, first_seen, *rest = (
        row
    )
    source, credited = rest[:2]
    return {
        "key": key,
        "id": id,
        "station": station,
        "names": tuple(dict.fromkeys(filter(None, (outlet, publisher, station)))),
        "title": title,
        "original_title": original_title,
        "printed": _printed(at, precision) if at and precision else None,
        "first_seen": datetime.fromisoformat(first_seen).timestamp() if first_seen else None,
        "source": source or None,
        "credited": credited,
    }


@lru_cache(_READ)
def _printed(at: str, precision: Precision) -> TimeInterval | None:
    return interval_of(PrintedTime.from_iso(at, precision))
