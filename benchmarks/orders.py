"""Load small sets of articles in many random orders, and see whether lineages depend on the order.

    python benchmarks/orders.py FILES --orders 1000
    python benchmarks/orders.py --orders 100            # generated sets of our own

Each file is a set: one record a line, as `archive load` reads them. No order is tried twice, so
that of a set of few articles all orders are tried. In each order a set is loaded into an empty
archive and rebuilt. Every rebuild must give the same rows: lineage, parent and relation of each
article, and each link beside. In the first 100 orders the articles are linked one by one as they
are loaded, then reconciled; three agreements with the rebuild are counted: the F1 of the pairs in
one lineage, the share of articles with the same lineage, parent and relation, and that of the links
beside (of many notices of one form an article is linked with one, which depends on those that came
in before).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import permutations
from pathlib import Path

from republication import Maker

from archive.dataset.load import article_of, lines_of
from archive.lineage.rebuild import rebuild
from archive.lineage.reconcile import reconcile
from archive.lineage.tree import export_rows
from archive.model.article import Article as Record
from archive.store.archive import Archive

#: The rows of an export: what an article's lineage, parent and relation are, and the other links.
Rows = frozenset[tuple[str, ...]]


_LINKED = 100  # orders in which articles are linked one by one


@dataclass(slots=True)
class Set:
    """What the orders of one set gave."""

    name: str
    rebuilt: list[Rows] = field(default_factory=list)
    one_by_one: list[Rows] = field(default_factory=list)
    reconciled: list[Rows] = field(default_factory=list)


def sets_of(files: Sequence[Path]) -> Iterator[tuple[str, list[Record]]]:
    """The articles of each file, or of generated sets where there is no file."""
    for file in files:
        yield file.stem, [article_of(json.loads(line)) for line in lines_of(file)]
    if not files:
        for seed in range(8):
            made = Maker(seed).make(3)
            yield f"generated {seed}", [article_of(each.record()) for each in made[:24]]


def rows_of(archive: Archive) -> Rows:
    """What the archive holds of lineages now."""
    found = export_rows(archive.connection)
    return frozenset(tuple(f"{key}={value}" for key, value in row.items()) for row in found)


class _Undone(Exception):
    """Ends a transaction without its changes."""


@contextmanager
def undone(archive: Archive) -> Iterator[sqlite3.Connection]:
    """A transaction after which the archive is as it was: far cheaper than a new archive."""
    with suppress(_Undone), archive.transaction() as connection:
        yield connection
        raise _Undone


def orders_of(records: list[Record], most: int, chance: random.Random) -> Iterator[list[Record]]:
    """All orders of some records, or so many random ones."""
    if math.factorial(len(records)) <= most:
        yield from map(list, permutations(records))
        return
    tried: set[tuple[int, ...]] = set()
    while len(tried) < most:
        order = tuple(chance.sample(range(len(records)), len(records)))
        if order not in tried:
            tried.add(order)
            yield [records[place] for place in order]


def try_order(archive: Archive, records: Sequence[Record], found: Set, *, linking: bool) -> None:
    """Load articles in one order; add what each way of linking gave."""
    with undone(archive) as connection:
        for record in records:
            archive.store_article(record, [], linking=linking)
        if linking:
            found.one_by_one.append(rows_of(archive))
            reconcile(connection, partial(nullcontext, connection))
            found.reconciled.append(rows_of(archive))
        rebuild(connection)
        found.rebuilt.append(rows_of(archive))


def articles_in(rows: Rows) -> Rows:
    """The rows of articles: lineage, parent and relation."""
    return frozenset(row for row in rows if row[1].startswith("lineage="))


def agreement(states: Sequence[Rows], expected: Rows) -> float:
    """The mean share of rows that a state and the expected one have in common."""
    return statistics.fmean(
        len(state & expected) / len(state | expected) if state | expected else 1.0
        for state in states
    )


def pairs_of(rows: Rows) -> set[tuple[str, str]]:
    """The pairs of articles in one lineage."""
    lineage = {row[0]: row[1] for row in articles_in(rows)}
    return {(a, b) for a in lineage for b in lineage if a < b and lineage[a] == lineage[b]}


def pair_agreement(states: Sequence[Rows], expected: Rows) -> float:
    """The mean F1 of the pairs in one lineage."""
    right = pairs_of(expected)
    shares = []
    for state in states:
        said = pairs_of(state)
        shares.append(2 * len(said & right) / (len(said) + len(right)) if said or right else 1.0)
    return statistics.fmean(shares)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    chance = random.Random(said.seed)
    print(
        f"{'set':36} {'articles':>8} {'orders':>6} {'rebuilds':>8}"
        f"{'one by one: pairs':>19} {'parents':>8} {'beside':>7}"
        f"{'reconciled: pairs':>19} {'parents':>8} {'beside':>7}"
    )
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        for name, records in sets_of(said.files):
            found = Set(name)
            for number, order in enumerate(orders_of(records, said.orders, chance)):
                try_order(archive, order, found, linking=number < _LINKED)
            first = found.rebuilt[0]
            parents, beside = articles_in(first), first - articles_in(first)
            line = f"{name:36} {len(records):8} {len(found.rebuilt):6}"
            line += f" {len(set(found.rebuilt)):8}"
            for states in (found.one_by_one, found.reconciled):
                line += (
                    f"{pair_agreement(states, first):19.3f}"
                    f" {agreement([articles_in(each) for each in states], parents):8.3f}"
                    f" {agreement([each - articles_in(each) for each in states], beside):7.3f}"
                )
            print(line, flush=True)


if __name__ == "__main__":
    main()
