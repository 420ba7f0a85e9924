"""How many lineages have each counted run of letters, kept in step as articles come in.

A run is counted for each article that has it and whose parent has not: once for a lineage in which
it is handed on. What each article is counted for is stored beside the counts, so that it can be
taken back when the text or the parent is another one, or the article has left.

The runs of an article lie anywhere in a large table, nearly each in a page of its own. Changes
therefore gather in a small table, and are merged into the large one in the order of its pages.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Self

from archive.compare.fingerprints import each_once
from archive.compare.publication import texts
from archive.db.sql import numbers

if TYPE_CHECKING:
    from archive.compare.publication import Text
    from archive.compare.rarity import Counts, Grams


#: The changes of so many articles are merged at once: about 100,000 runs.
MERGED_TOGETHER = 1_000

_ROWS = 100_000  # written at once
# each changes one row: one of many would copy each page that it changes, to undo them together
_CHANGE = """
    INSERT INTO lineage_{table}frequencies VALUES (?, ?)
    ON CONFLICT DO UPDATE SET lineages = lineages + excluded.lineages"""
_GATHER, _MERGE = _CHANGE.format(table="recent_"), _CHANGE.format(table="")
_NONE_LEFT = "DELETE FROM lineage_frequencies WHERE gram = ? AND lineages <= 0"
_COUNTED_FOR = "INSERT OR REPLACE INTO lineage_counted VALUES (?, ?)"
_MOST = (1 << 16) - 1


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
            found = self._connection.execute(
                "SELECT f.gram, f.lineages FROM json_each(?1) AS k"
                " CROSS JOIN lineage_frequencies AS f ON f.gram = k.value UNION ALL"
                " SELECT r.gram, r.lineages FROM json_each(?1) AS k"
                " CROSS JOIN lineage_recent_frequencies AS r ON r.gram = k.value",
                (numbers(missing),),
            )
            for gram, lineages in found.fetchall():
                known[gram] += lineages
        return np.array([known[gram] for gram in wanted], dtype=np.int64)


class FrequencyTable:
    """The counts of a whole archive in memory: two bytes for each run, of so many numbered ones."""

    def __init__(self, runs: int) -> None:
        import numpy as np

        self.counts = np.zeros(runs, dtype=np.uint16)

    @classmethod
    def of_lineages(
        cls, runs: int, grams: Mapping[int, Grams], lineages: Mapping[int, int]
    ) -> Self:
        """Count each run once for every lineage that has it."""
        import numpy as np

        members: dict[int, list[int]] = defaultdict(list)
        for key in grams:
            members[lineages[key]].append(key)
        table = cls(runs)
        for keys in members.values():
            own = [grams[key] for key in keys]
            table.add(own[0] if len(own) == 1 else each_once(np.concatenate(own)))
        return table

    def lineages_having(self, grams: Grams) -> Counts:
        """The number of lineages for each of some runs."""
        import numpy as np

        return self.counts[grams].astype(np.int64)

    def add(self, grams: Grams) -> None:
        """Count runs, each once, up to the most that two bytes can say."""
        counted = self.counts[grams]
        self.counts[grams] = counted + (counted < _MOST)


def number_runs(grams: dict[int, Grams]) -> Grams:
    """Put in place of each run of each article its number among all runs; gives these by number."""
    import numpy as np

    every = [*grams.values()] or [np.array([], dtype=np.uint32)]
    runs = each_once(np.concatenate(every))
    for key, own in grams.items():
        grams[key] = np.searchsorted(runs, own).astype(np.uint32)
    return runs


def recount(connection: sqlite3.Connection, keys: Iterable[int], text: Text) -> None:
    """Count articles as they are now: new or changed ones, and those with another parent.

    The `text` of one of them is known.
    """
    found = connection.execute(
        "SELECT t.article, t.parent FROM json_each(?) AS k"
        " JOIN lineage_members AS t ON t.article = k.value",
        (numbers(keys),),
    )
    _count(connection, dict(_counted_for(connection, dict(found.fetchall()), text)))


def copies_of(connection: sqlite3.Connection, key: int) -> list[int]:
    """The articles whose parent is this one."""
    found = connection.execute(
        "SELECT c.article FROM lineage_members AS t"
        " JOIN lineage_members AS c ON c.lineage = t.lineage AND c.parent = t.article"
        " WHERE t.article = ?",
        (key,),
    )
    return [row[0] for row in found]


def forget_article(connection: sqlite3.Connection, key: int) -> None:
    """Take an article, which is about to leave, out of the counts; its copies stand alone."""
    import numpy as np

    alone = dict(_counted_for(connection, dict.fromkeys(copies_of(connection, key))))
    _count(connection, {**alone, key: np.array([], dtype=np.uint32)})
    connection.execute("DELETE FROM lineage_counted WHERE article = ?", (key,))


def count_all(
    connection: sqlite3.Connection,
    runs: Grams,
    grams: Mapping[int, Grams],
    parents: Mapping[int, int | None],
) -> None:
    """Count all articles, whose grams are numbers of `runs`; both tables are empty."""
    table = FrequencyTable(len(runs))
    for key, own in counted_for(grams, parents):
        table.add(own)
        connection.execute(_COUNTED_FOR, (key, runs[own].tobytes()))
    found = table.counts.nonzero()[0]
    for start in range(0, len(found), _ROWS):
        part = found[start : start + _ROWS]
        rows = zip(runs[part].tolist(), table.counts[part].tolist(), strict=True)
        connection.executemany("INSERT INTO lineage_frequencies VALUES (?, ?)", rows)


def counted_for(
    grams: Mapping[int, Grams], parents: Mapping[int, int | None]
) -> Iterator[tuple[int, Grams]]:
    """What each article with a known parent, or none, is counted for: what its parent has not."""
    import numpy as np

    for key, parent in parents.items():
        of_parent = grams.get(parent) if parent is not None else None
        own = grams[key]
        yield key, own if of_parent is None else np.setdiff1d(own, of_parent, assume_unique=True)


def _counted_for(
    connection: sqlite3.Connection, parents: Mapping[int, int | None], *known: Text
) -> Iterator[tuple[int, Grams]]:
    """What stored articles with these parents are counted for; some texts are known."""
    found = {text.key: text for text in known}
    keys = {*parents, *(parent for parent in parents.values() if parent is not None)}
    if missing := keys - found.keys():
        found |= texts(connection, missing)
    return counted_for({key: text.grams for key, text in found.items()}, parents)


def _count(connection: sqlite3.Connection, wanted: Mapping[int, Grams]) -> None:
    """Count articles for these runs instead of those that they are counted for."""
    import numpy as np

    found = connection.execute(
        "SELECT article, grams FROM lineage_counted"
        " WHERE article IN (SELECT value FROM json_each(?))",
        (numbers(wanted),),
    )
    former = {key: np.frombuffer(grams, dtype=np.uint32) for key, grams in found.fetchall()}
    for key, grams in wanted.items():
        counted = former.get(key)
        if counted is None:
            _change(connection, grams, 1)
        elif not np.array_equal(counted, grams):
            _change(connection, np.setdiff1d(grams, counted, assume_unique=True), 1)
            _change(connection, np.setdiff1d(counted, grams, assume_unique=True), -1)
        else:
            continue
        connection.execute(_COUNTED_FOR, (key, grams.tobytes()))


def _change(connection: sqlite3.Connection, grams: Grams, by: int) -> None:
    connection.executemany(_GATHER, ((gram, by) for gram in grams.tolist()))


def merge_recent(connection: sqlite3.Connection) -> None:
    """Merge the changes that have gathered into the counts, in the order of the runs."""
    changes = connection.execute(
        "SELECT gram, lineages FROM lineage_recent_frequencies WHERE lineages <> 0 ORDER BY gram"
    ).fetchall()
    connection.executemany(_MERGE, changes)
    connection.executemany(_NONE_LEFT, ((gram,) for gram, by in changes if by < 0))
    connection.execute("DELETE FROM lineage_recent_frequencies")
