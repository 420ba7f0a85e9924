"""How many lineages have each counted run of letters, kept in step as articles come in.

A run is counted for each article that has it and whose parent has not: once for a lineage in which
it is handed on. What an article no longer has after a revision stays counted until a rebuild.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive.compare.publication import texts
from archive.compare.rarity import BITS

if TYPE_CHECKING:
    from archive.compare.publication import Text
    from archive.compare.rarity import Counts, Grams


_ROWS = 100_000  # written at once
_CHANGE = """
    INSERT INTO lineage_frequencies SELECT value, max(0, ?2) FROM json_each(?1) WHERE true
    ON CONFLICT DO UPDATE SET lineages = max(0, lineages + ?2)"""
_MOST = (1 << 16) - 1


@dataclass(frozen=True, slots=True)
class Move:
    """An article whose parent is another one now; None stands for no parent."""

    article: int
    former: int | None
    parent: int | None


class StoredFrequencies:
    """The counts of an archive, as `archive.compare.rarity` asks for them; each is read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[int, int] = {}

    def lineages_having(self, grams: Grams) -> Counts:
        """The number of lineages for each of some runs."""
        import numpy as np

        known, wanted = self._known, grams.tolist()
        if missing := [gram for gram in wanted if gram not in known]:
            known.update(dict.fromkeys(missing, 0))
            known.update(
                self._connection.execute(
                    "SELECT f.gram, f.lineages FROM json_each(?) AS k"
                    " CROSS JOIN lineage_frequencies AS f ON f.gram = k.value",
                    (json.dumps(missing),),
                )
            )
        return np.array([known[gram] for gram in wanted], dtype=np.int64)


class FrequencyTable:
    """The counts of a whole archive in memory: two bytes for each run that there may be."""

    def __init__(self) -> None:
        import numpy as np

        self._counts = np.zeros(1 << BITS, dtype=np.uint16)

    @classmethod
    def of_lineages(cls, grams: Mapping[int, Grams], lineages: Mapping[int, int]) -> Self:
        """Count each run once for every lineage that has it."""
        import numpy as np

        members: dict[int, list[int]] = defaultdict(list)
        for key in grams:
            members[lineages[key]].append(key)
        table = cls()
        for keys in members.values():
            own = [grams[key] for key in keys]
            table._add(own[0] if len(own) == 1 else np.unique(np.concatenate(own)))
        return table

    @classmethod
    def of_articles(cls, grams: Mapping[int, Grams], parents: Mapping[int, int]) -> Self:
        """Count each run for every article that has it and whose parent has not."""
        import numpy as np

        table = cls()
        for key, own in grams.items():
            parent = grams.get(parents.get(key, 0))
            table._add(own if parent is None else np.setdiff1d(own, parent, assume_unique=True))
        return table

    def lineages_having(self, grams: Grams) -> Counts:
        """The number of lineages for each of some runs."""
        import numpy as np

        return self._counts[grams].astype(np.int64)

    def write(self, connection: sqlite3.Connection) -> None:
        """Write the counts to a table that is empty."""
        found = self._counts.nonzero()[0]
        for start in range(0, len(found), _ROWS):
            part = found[start : start + _ROWS]
            rows = zip(part.tolist(), self._counts[part].tolist(), strict=True)
            connection.executemany("INSERT INTO lineage_frequencies VALUES (?, ?)", rows)

    def _add(self, grams: Grams) -> None:
        """Count runs, each once, up to the most that two bytes can say."""
        counted = self._counts[grams]
        self._counts[grams] = counted + (counted < _MOST)


def count_article(connection: sqlite3.Connection, new: Text | None, moves: Iterable[Move]) -> None:
    """Count a new article, if there is one, and the articles that have another parent now."""
    change: Counter[int] = Counter()
    parent = None
    for move in moves:
        if new is not None and move.article == new.key:
            parent = move.parent
        elif move.former != move.parent:
            _count_move(connection, move, change)
    if new is not None:
        _change(connection, _without(connection, new.grams, parent), 1)
    for by in {*change.values()} - {0}:
        _change(connection, [gram for gram, each in change.items() if each == by], by)


def _without(connection: sqlite3.Connection, grams: Grams, parent: int | None) -> list[int]:
    """The runs of an article that its parent has not."""
    import numpy as np

    if parent is not None:
        grams = np.setdiff1d(grams, texts(connection, [parent])[parent].grams, assume_unique=True)
    alone: list[int] = grams.tolist()
    return alone


def _change(connection: sqlite3.Connection, grams: list[int], by: int) -> None:
    connection.execute(_CHANGE, (json.dumps(grams), by))


def forget_article(connection: sqlite3.Connection, key: int) -> None:
    """Take an article, which is about to leave, out of the counts; its copies stand alone."""
    row = connection.execute(
        "SELECT parent FROM lineage_members WHERE article = ?", (key,)
    ).fetchone()
    copies = connection.execute("SELECT article FROM lineage_members WHERE parent = ?", (key,))
    moves = [Move(copy, key, None) for (copy,) in copies.fetchall()]
    own = texts(connection, [key])[key].grams
    count_article(connection, None, [*moves, Move(key, row[0], None)])
    _change(connection, own.tolist(), -1)


def _count_move(connection: sqlite3.Connection, move: Move, change: Counter[int]) -> None:
    """Add how the counts change when an article gets another parent."""
    import numpy as np

    ends = [key for key in (move.article, move.former, move.parent) if key is not None]
    grams = {key: text.grams for key, text in texts(connection, ends).items()}
    for parent, by in ((move.former, 1), (move.parent, -1)):
        if parent in grams:
            both = np.intersect1d(grams[move.article], grams[parent], assume_unique=True)
            for gram in both.tolist():
                change[gram] += by
