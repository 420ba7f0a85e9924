"""Which articles match a query, which of them come first, and how many there are.

FTS5 ranks every article that matches. A word found in every third article would take seconds to
rank in a large archive. What keeps every answer short, and what the answer says of it:

- Ranked are the newest `RANKED` articles that match (the last that were held); `ranked` tells when
  there are more.
- A single character is looked up as the beginning of all its pairs. One that stands everywhere is
  not looked up: the newest `READ` articles are read for it.
- A filter that leaves few articles is made a set of keys first, and the index asked within it.
- Newest first: of few matches the dates are compared; of many, the newest articles are looked
  through until enough of them match, and `READ` at most where they have to be read.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from archive.db.filters import Conditions
from archive.schema.search import INDEXED
from archive.search.query import Query, Terms
from archive.search.scan import WEIGHTS, Check, how_often, texts_of, weight
from archive.search.stations import names

if TYPE_CHECKING:
    import sqlite3

#: Articles that are ranked, at most; of a query for two words half as many, and so on.
RANKED = 20_000
#: Articles that are read, at most, for a character that stands everywhere.
READ = 10_000
#: How often a character may stand in all articles, and still be looked up; and still be counted.
LOOKED_UP = 1_000_000
COUNTED = 4_000_000
#: Articles of a filter that are cheap to collect.
FEW = 20_000
#: Matches whose dates are cheap to compare.
DATED = 2_500

_BM25 = f"-bm25(articles_fts, {', '.join(str(WEIGHTS[column]) for column in INDEXED)})"

Scored = tuple[int, float]  # key of an article, and its score


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The first articles, and how many there are.

    `total` is exact unless `at_least`; `ranked` is given where only the newest that match were
    ranked: so many.
    """

    best: list[Scored]
    total: int
    at_least: bool = False
    ranked: int | None = None


def best(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The best matches of a query, among the articles that meet the conditions."""
    asked = _Asked.of(connection, query, conditions)
    if asked.checks:
        return _checked(asked, limit)
    most = RANKED // max(1, len(query.every))
    ranking = asked.ranked(limit, f"ORDER BY f.rowid DESC LIMIT {most}")
    if ranking.total < most:
        return ranking
    total = asked.count()
    return replace(ranking, total=total, ranked=most if total > most else None)


def best_of_all(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The best matches of a query that is known to have few entries in the index."""
    return _Asked.of(connection, query, conditions).ranked(limit)


def newest(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The newest matches of a query: by printed date, those without one last. Scores are 0."""
    asked = _Asked.of(connection, query, conditions)
    if asked.checks:
        return _newest_checked(asked, limit)
    total = asked.count()
    newest_keys: list[int] = []
    if total > DATED and not query.begins:
        newest_keys = asked.among_newest(limit, total)
        if not newest_keys and total > FEW:
            newest_keys = list(islice(asked.walk(), limit))
    newest_keys = newest_keys or asked.dated(limit)
    return Ranking(best=[(key, 0.0) for key in newest_keys], total=total)


def listed(connection: sqlite3.Connection, conditions: Conditions, limit: int) -> Ranking:
    """All articles that meet the conditions, newest first."""
    found = f"articles AS a WHERE {conditions.where}"
    total = connection.execute(f"SELECT count(*) FROM {found}", conditions.values)
    keys = connection.execute(
        f"SELECT a.key FROM {found} ORDER BY {_NEWEST} LIMIT ?", (*conditions.values, limit)
    )
    return Ranking(best=[(key, 0.0) for (key,) in keys], total=total.fetchone()[0])


def tally(
    connection: sqlite3.Connection, query: Query, conditions: Conditions
) -> list[tuple[str, str | None, int]]:
    """How many articles match, by station and month (2022-07; None: without a date)."""
    found, values = joined(query, conditions)
    sql = f"SELECT a.station, substr(a.published_at, 1, 7), count(*) FROM {found} GROUP BY 1, 2"
    return connection.execute(sql, values).fetchall()


def joined(query: Query, conditions: Conditions) -> tuple[str, tuple[str, ...]]:
    """SQL after FROM that gives all articles (`a`) that match, and its values.

    CROSS JOIN fixes the order: SQLite would else walk all articles and ask the index about each.
    The index that is named holds what filters and dates need, side by side: four times faster than
    to visit the articles.
    """
    if not query.every:
        return f"articles AS a WHERE {conditions.where}", conditions.values
    return (
        "articles_fts AS f CROSS JOIN articles AS a INDEXED BY articles_filters ON a.key = f.rowid"
        f" WHERE f.articles_fts MATCH ? AND {conditions.where}",
        (query.match, *conditions.values),
    )


_NEWEST = "a.published_at DESC, a.key DESC"  # NULL is the least of all


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query on an archive: what the index is asked, and what is checked by reading."""

    connection: sqlite3.Connection
    query: Query
    indexed: Query  # without the groups that are checked
    checks: tuple[Check, ...]
    conditions: Conditions
    countable: bool

    @classmethod
    def of(cls, connection: sqlite3.Connection, query: Query, conditions: Conditions) -> _Asked:
        query = query.beside(names(connection))
        groups = [*query.every, *((term,) for term in query.without)]
        often = how_often(connection, [t for group in groups for t in group], LOOKED_UP)

        def everywhere(group: Terms) -> bool:
            if any(term.field == "station" for term in group):  # stands in another table
                return False
            return any(often.get(term, 0) > LOOKED_UP for term in group)

        unwanted = tuple(term for term in query.without if everywhere((term,)))
        checks = [Check(group) for group in query.every if everywhere(group)]
        checks += [Check(unwanted, wanted=False)] if unwanted else []
        indexed = replace(
            query,
            every=tuple(group for group in query.every if not everywhere(group)),
            without=tuple(term for term in query.without if term not in unwanted),
        )
        countable = sum(often.values()) <= COUNTED
        return cls(connection, query, indexed, tuple(checks), conditions, countable)

    def ranked(self, limit: int, among: str = "") -> Ranking:
        """The best of what the index (`f`) finds, and how many it finds; of equals, the newest."""
        found, values = self._within(self.query, f"f.rowid AS key, {_BM25} AS score", among)
        sql = (
            f"WITH found AS MATERIALIZED ({found}) SELECT key, score,"
            " (SELECT count(*) FROM found) FROM found ORDER BY score DESC, key DESC LIMIT ?"
        )
        rows = self.connection.execute(sql, (*values, limit)).fetchall()
        return Ranking(best=[row[:2] for row in rows], total=rows[0][2] if rows else 0)

    def count(self) -> int:
        """How many articles match."""
        (total,) = self.connection.execute(*self._within(self.query, "count(*)")).fetchone()
        return int(total)

    def dated(self, limit: int) -> list[int]:
        """The keys of the newest matches, by comparing the dates of all."""
        found, values = joined(self.query, self.conditions)
        sql = f"SELECT a.key FROM {found} ORDER BY {_NEWEST} LIMIT ?"
        return [key for (key,) in self.connection.execute(sql, (*values, limit))]

    def among_newest(self, limit: int, total: int) -> list[int]:
        """The newest matches, where the newest articles were also the last that were held.

        Looks at as many articles as should hold twice the matches that are wanted; empty
        where these lie scattered, or hold too few.
        """
        articles = self.connection.execute("SELECT max(key) FROM articles").fetchone()[0]
        found = f"articles AS a WHERE {self.conditions.where} ORDER BY {_NEWEST} LIMIT ?"
        values = (*self.conditions.values, 2 * limit * articles // total)
        keys = [key for (key,) in self.connection.execute(f"SELECT a.key FROM {found}", values)]
        first, last = min(keys), max(keys)
        if (last - first) * total > FEW * articles:
            return []
        sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? AND rowid BETWEEN ? AND ?"
        matching = {key for (key,) in self.connection.execute(sql, (self.query.match, first, last))}
        newest_keys = [key for key in keys if key in matching][:limit]
        return newest_keys if len(newest_keys) == limit else []

    def few(self) -> list[int] | None:
        """The keys of what the index finds, by date, where articles to check are few; else None."""
        if not self.indexed.every:
            return None
        (count,) = self.connection.execute(*self._within(self.indexed, "count(*)")).fetchone()
        if count > READ:
            return None
        found, values = joined(self.indexed, self.conditions)
        sql = f"SELECT a.key FROM {found} ORDER BY {_NEWEST}"
        return [key for (key,) in self.connection.execute(sql, values)]

    def walk(self) -> Iterator[int]:
        """The keys of what the index finds, by date, asking it about each article."""
        tables, where, values = "articles AS a", self.conditions.where, self.conditions.values
        if self.indexed.every:
            tables += " CROSS JOIN articles_fts AS f ON f.rowid = a.key"
            where += " AND f.articles_fts MATCH ?"
            values = (*values, self.indexed.match)
        sql = f"SELECT a.key FROM {tables} WHERE {where} ORDER BY {_NEWEST}"
        for (key,) in self.connection.execute(sql, values):
            yield key

    def candidates(self) -> list[Scored]:
        """The newest articles for which the checks have to be made, with the index's score."""
        if self.indexed.every:
            ending = f"ORDER BY f.rowid DESC LIMIT {READ + 1}"
            found = self._within(self.indexed, f"f.rowid, {_BM25}", ending)
            return self.connection.execute(*found).fetchall()
        sql = (
            f"SELECT a.key, 0.0 FROM articles AS a WHERE {self.conditions.where}"
            " ORDER BY a.key DESC LIMIT ?"
        )
        return self.connection.execute(sql, (*self.conditions.values, READ + 1)).fetchall()

    def texts(self, key: int) -> dict[str, str]:
        """What an article says, by column of the index."""
        return texts_of(self.connection, "WHERE key = ?", key)[0]

    def holds(self, texts: dict[str, str]) -> bool:
        """Whether an article stands all checks."""
        return all(check.holds(texts) for check in self.checks)

    def _within(self, query: Query, columns: str, ending: str = "") -> tuple[str, tuple[str, ...]]:
        """SQL for what the index finds among the articles that meet the conditions; its values."""
        found = "articles_fts AS f WHERE f.articles_fts MATCH ?"
        values: tuple[str, ...] = (query.match,)
        with_ = ""
        if self.conditions.sql and self._few():
            with_ = (
                "WITH wanted (key) AS MATERIALIZED"
                f" (SELECT a.key FROM articles AS a WHERE {self.conditions.where}) "
            )
            # the plus keeps SQLite from asking the index about each key
            found += (
                " AND +f.rowid IN (SELECT key FROM wanted) AND f.rowid BETWEEN"
                " (SELECT min(key) FROM wanted) AND (SELECT max(key) FROM wanted)"
            )
            values = (*self.conditions.values, query.match)
        elif self.conditions.sql:
            found, values = joined(query, self.conditions)
        return f"{with_}SELECT {columns} FROM {found} {ending}", values

    def _few(self) -> bool:
        """Whether the conditions leave few articles."""
        found = f"articles AS a WHERE {self.conditions.where} LIMIT {FEW + 1}"
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {found})"
        (count,) = self.connection.execute(sql, self.conditions.values).fetchone()
        return bool(count <= FEW)


def _checked(asked: _Asked, limit: int) -> Ranking:
    """The best of the newest articles that stand the checks."""
    candidates = asked.candidates()
    all_read = len(candidates) <= READ
    terms = [term for check in asked.checks if check.wanted for term in check.terms]
    found = []
    for key, score in candidates[:READ]:
        texts = asked.texts(key)
        if asked.holds(texts):
            found.append((key, score + sum(weight(term, texts) for term in terms)))
    ranking = Ranking(best=_first(found, limit), total=len(found))
    if all_read:
        return ranking
    if asked.countable:
        return replace(ranking, total=asked.count(), ranked=len(found))
    return replace(ranking, at_least=True, ranked=len(found))


def _newest_checked(asked: _Asked, limit: int) -> Ranking:
    """The newest articles that stand the checks, among the newest that may."""
    keys = asked.few()
    if keys is not None:
        found = [(key, 0.0) for key in keys if asked.holds(asked.texts(key))]
        return Ranking(best=found[:limit], total=len(found))
    newest_keys = (key for key in islice(asked.walk(), READ) if asked.holds(asked.texts(key)))
    found = [(key, 0.0) for key in islice(newest_keys, limit)]
    if asked.countable:
        return Ranking(best=found, total=asked.count())
    return Ranking(best=found, total=len(found), at_least=True)


def _first(found: Iterable[Scored], limit: int) -> list[Scored]:
    """The best; of equal ones, the newest first."""
    return heapq.nlargest(limit, found, key=lambda each: (each[1], each[0]))
