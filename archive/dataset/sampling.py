"""Samples of articles that anybody can draw again: by a seed, in strata, once a lineage, split.

An article has a place in the order of a seed that depends on its id alone: SHA-256 of both. So a
sample does not depend on the order in which articles came in.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from archive.dataset.columns import Column
from archive.db.filters import Filters
from archive.db.moment import one_moment
from archive.figures.dimensions import DIMENSIONS
from archive.model.errors import UsageError
from archive.search.search import matching

Stratum = tuple[str, ...]
Ranked = tuple[bytes, str]  # place in the order of the seed, and id


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How a sample is drawn: how many, by which seed, and in which strata each by its share.

    `per_lineage` takes one article of a lineage at most.
    """

    size: int
    seed: int = 0
    by: tuple[str, ...] = ()
    per_lineage: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """Names of the parts of a sample, each with its share; all shares together are 1."""

    shares: tuple[tuple[str, float], ...]

    @classmethod
    def parse(cls, text: str) -> Split:
        """The parts as they are written. Raises UsageError.

        >>> Split.parse("train=.8,test=.2").shares
        (('train', 0.8), ('test', 0.2))
        """
        try:
            pairs = (part.split("=") for part in text.split(","))
            shares = tuple((name.strip(), float(share)) for name, share in pairs)
        except ValueError:
            shares = ()
        names = {name for name, _ in shares}
        fits = abs(sum(share for _, share in shares) - 1) < 1e-9
        if not (fits and all(share > 0 for _, share in shares) and len(names) == len(shares)):
            raise UsageError(
                f"--split {text}: write train=.8,test=.2, with shares that add up to 1"
            )
        return cls(shares)

    def part(self, seed: int, lineage: str) -> str:
        """The part to which all articles of a lineage belong.

        >>> halves = Split.parse("a=.5,b=.5")
        >>> 450 < Counter(halves.part(7, str(number)) for number in range(1000))["a"] < 550
        True
        """
        place = int.from_bytes(_place(seed, f"split {lineage}")[:8]) / 2**64
        for name, share in self.shares:
            place -= share
            if place < 0:
                return name
        return self.shares[-1][0]

    def column(self, connection: sqlite3.Connection, seed: int) -> Column:
        """The column of a dataset that says to which part an article belongs."""
        connection.create_function(
            "part_of_sample", 1, lambda lineage: self.part(seed, lineage), deterministic=True
        )
        return Column(
            name="split", kind="text", of_words=" or ".join(name for name, _ in self.shares),
            sql="part_of_sample(coalesce(r.id, a.id))", needs=("member", "root"),
            obtained="computed", missing="",
            meaning="part of the sample; all articles of a lineage are in the same one",
        )  # fmt: skip


def draw(
    connection: sqlite3.Connection, query: str | None, filters: Filters, sampling: Sampling
) -> tuple[str, ...]:
    """The ids of a sample of what a query finds, in their order; of fewer articles, all."""
    with one_moment(connection):
        strata = Counter(
            stratum for stratum, _ in _candidates(connection, query, filters, sampling)
        )
        return _first(
            _candidates(connection, query, filters, sampling), shares_of(sampling.size, strata)
        )


def _first(
    candidates: Iterable[tuple[Stratum, Ranked]], wanted: Mapping[Stratum, int]
) -> tuple[str, ...]:
    """The ids of the first of each stratum, as many as are wanted."""
    best: dict[Stratum, list[tuple[int, str]]] = {stratum: [] for stratum in wanted}
    for stratum, (place, article) in candidates:
        heap = best[stratum]
        item = (-int.from_bytes(place), article)
        if len(heap) < wanted[stratum]:
            heapq.heappush(heap, item)
        elif heap and item > heap[0]:
            heapq.heapreplace(heap, item)
    return tuple(sorted(article for heap in best.values() for _, article in heap))


def shares_of(size: int, strata: Counter[Stratum]) -> dict[Stratum, int]:
    """How many articles of each stratum a sample has: its share, by the largest remainders.

    >>> shares_of(5, Counter({("a",): 60, ("b",): 30, ("c",): 10}))
    {('a',): 3, ('b',): 2, ('c',): 0}
    """
    total = strata.total()
    if size >= total:
        return dict(sorted(strata.items()))
    exact = {stratum: size * count / total for stratum, count in sorted(strata.items())}
    shares = {stratum: int(share) for stratum, share in exact.items()}
    left = size - sum(shares.values())
    by_remainder = sorted(exact, key=lambda stratum: (shares[stratum] - exact[stratum], stratum))
    for stratum in by_remainder[:left]:
        shares[stratum] += 1
    return shares


def _candidates(
    connection: sqlite3.Connection, query: str | None, filters: Filters, sampling: Sampling
) -> Iterator[tuple[Stratum, Ranked]]:
    """The articles that may be drawn, each with its stratum and its place in the order."""
    found, values = matching(connection, query, filters)
    strata = "".join(f", {DIMENSIONS[name]}" for name in sampling.by)
    lineage = (
        "coalesce((SELECT t.lineage FROM lineage_members AS t WHERE t.article = a.key), a.key)"
    )
    if not sampling.per_lineage:
        for article, *stratum in connection.execute(f"SELECT a.id{strata} FROM {found}", values):
            yield tuple(stratum), (_place(sampling.seed, article), article)
        return
    rows = connection.execute(f"SELECT {lineage}, a.id{strata} FROM {found} ORDER BY 1", values)
    for _, copies in groupby(rows, key=_lineage):
        yield min(
            (
                (tuple(stratum), (_place(sampling.seed, article), article))
                for _, article, *stratum in copies
            ),
            key=_rank,
        )


def _lineage(row: tuple[Any, ...]) -> Any:
    return row[0]


def _rank(candidate: tuple[Stratum, Ranked]) -> Ranked:
    return candidate[1]


def _place(seed: int, name: str) -> bytes:
    """The place of a name in the order of a seed."""
    return sha256(f"{seed}\0{name}".encode()).digest()
