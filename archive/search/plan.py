"""How a query is answered: what the index is asked, what is read for, and what each may cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nsmallest
from typing import TYPE_CHECKING

from archive.search.match_sql import (
    NEWEST,
    SCORE,
    Sql,
    matching_in_set_sql,
    matching_sql,
    walking_sql,
)
from archive.search.query import Nodes, Query
from archive.search.scan import Check, stands_often, texts_of
from archive.search.stations import names

if TYPE_CHECKING:
    import sqlite3

    from archive.db.filters import Conditions

#: Articles that are ranked, at most; of a query for two words half as many, and so on.
MAX_RANKED = 2_000
#: Articles that are read, at most, for a character that stands everywhere,
MAX_SCANNED = 800
#: and of those that have it, how many are enough.
ENOUGH = 250
#: Articles that stand for all that are found, at most, where these are counted by what they have.
SAMPLE = 1_000
#: Entries of the index for a single character, at most, for which it is still looked up.
MAX_LOOKED_UP = 50_000
#: Articles of a filter that are cheap to collect.
SMALL_SET = 20_000
#: Matches whose dates are cheap to compare.
MAX_DATE_SORT = 2_500

#: A number by which the keys of articles are multiplied, and what it is divided by: the remainder
#: scatters, so that those below a limit are a sample.
_SCATTER, _OF = 2_654_435_761, 1_000_003

Scored = tuple[int, float]  # key of an article, and its score


@dataclass(frozen=True)
class SearchPlan:
    """A query on an archive: the part that the index answers, and the checks made by reading."""

    connection: sqlite3.Connection
    query: Query
    indexed: Query  # without the groups that are checked
    checks: tuple[Check, ...]
    conditions: Conditions

    @classmethod
    def of(cls, connection: sqlite3.Connection, query: Query, conditions: Conditions) -> SearchPlan:
        """Divide a query between the index and the checks."""
        query = query.beside(names(connection))

        def everywhere(nodes: Nodes) -> bool:
            terms = [term for node in nodes for term in node.terms]
            if any(term.field == "station" for term in terms):  # stands in another table
                return False
            return any(stands_often(connection, term, MAX_LOOKED_UP) for term in terms)

        unwanted = tuple(node for node in query.none_of if everywhere((node,)))
        scanned = [group for group in query.all_of if everywhere(group)]
        checks = [Check(group) for group in scanned]
        checks += [Check(unwanted, wanted=False)] if unwanted else []
        indexed = replace(
            query,
            all_of=tuple(group for group in query.all_of if group not in scanned),
            none_of=tuple(node for node in query.none_of if node not in unwanted),
        )
        return cls(connection, query, indexed, tuple(checks), conditions)

    def ranked(self, most: int = -1) -> list[Scored]:
        """The last `most` matches (-1: all), best first."""
        with_, (matching, values) = self._matching
        sql = (
            f"WITH found AS MATERIALIZED ({with_} SELECT f.rowid AS key, {SCORE} AS score"
            f" FROM {matching} ORDER BY f.rowid DESC LIMIT {most})"
            " SELECT key, score FROM found ORDER BY score DESC, key DESC"
        )
        return self.connection.execute(sql, values).fetchall()

    def last(self, most: int) -> list[int]:
        """The keys of the last matches that were held."""
        with_, (matching, values) = self._matching
        sql = f"{with_} SELECT {self._key} FROM {matching} ORDER BY {self._key} DESC LIMIT {most}"
        return [key for (key,) in self.connection.execute(sql, values)]

    def counted(self, last: Sequence[int]) -> tuple[int, tuple[int, ...]]:
        """How many articles match, of which the last are given; and keys of a sample of them.

        How densely the last ones stand tells which share of all makes a sample; where that was
        far from so, it is taken again. It is always the same, scattered over all that is held.
        """
        (newest,) = self.connection.execute("SELECT max(key) FROM articles").fetchone()
        expected = len(last) * newest // max(1, newest - min(last) + 1)
        total, keys = self._counted(expected)
        if total * 2 < expected:
            total, keys = self._counted(total)
        return total, sampled(keys)

    def _counted(self, expected: int) -> tuple[int, list[int]]:
        """How many articles match, and of so many that are expected about `SAMPLE` keys."""
        key, (with_, (matching, values)) = self._key, self._matching
        below = _OF * SAMPLE // max(expected, SAMPLE)
        sql = (
            f"{with_} SELECT count(*), group_concat(iif({key} * {_SCATTER} % {_OF} < {below},"
            f" {key}, NULL)) FROM {matching}"
        )
        total, listed = self.connection.execute(sql, values).fetchone()
        return total, [int(each) for each in (listed or "").split(",") if each]

    def by_date(self, limit: int) -> list[int]:
        """The keys of the newest matches, by comparing the dates of all."""
        return self._newest(matching_sql(self.query, self.conditions), limit)

    def among_newest(self, limit: int, total: int) -> list[int]:
        """The newest matches, where the newest articles were also the last that were held.

        Looks at as many articles as should hold twice the matches that are wanted; empty
        where these lie scattered, or hold too few.
        """
        articles = self.connection.execute("SELECT max(key) FROM articles").fetchone()[0]
        all_ = (f"articles AS a WHERE {self.conditions.where}", self.conditions.values)
        keys = self._newest(all_, 2 * limit * articles // total)
        first, last = min(keys), max(keys)
        if (last - first) * total > SMALL_SET * articles:
            return []
        sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? AND rowid BETWEEN ? AND ?"
        matching = {key for (key,) in self.connection.execute(sql, (self.query.match, first, last))}
        newest_keys = [key for key in keys if key in matching][:limit]
        return newest_keys if len(newest_keys) == limit else []

    def walk(self) -> Iterator[int]:
        """The keys of all matches, newest first, asking the index about each article."""
        for (key,) in self.connection.execute(*walking_sql(self.query, self.conditions)):
            yield key

    def candidates(self, *, by_date: bool) -> list[Scored]:
        """The articles to be read, at most one more than are read, with the index's score.

        They are the newest by date, or the last that were held: these are scored in half the time.
        """
        most = MAX_SCANNED + 1
        if by_date:
            dated = matching_sql(self.indexed, self.conditions)
            return [(key, 0.0) for key in self._newest(dated, most)]
        if not self.indexed.all_of:
            where, values = self.conditions.where, self.conditions.values
            sql = f"SELECT a.key, 0.0 FROM articles AS a WHERE {where} ORDER BY a.key DESC"
        else:
            with_, (matching, values) = self._matching
            sql = f"{with_} SELECT f.rowid, {SCORE} FROM {matching} ORDER BY f.rowid DESC"
        return self.connection.execute(f"{sql} LIMIT {most}", values).fetchall()

    def holds(self, texts: dict[str, str]) -> bool:
        """Whether an article stands all checks."""
        return all(check.holds(texts) for check in self.checks)

    def texts(self, key: int) -> dict[str, str]:
        """What an article says, by column of the index."""
        return texts_of(self.connection, key)

    def _newest(self, matching: Sql, limit: int) -> list[int]:
        sql, values = matching
        sql = f"SELECT a.key FROM {sql} ORDER BY {NEWEST} LIMIT ?"
        return [key for (key,) in self.connection.execute(sql, (*values, limit))]

    @property
    def _key(self) -> str:
        return "f.rowid" if self.indexed.all_of else "a.key"

    @cached_property
    def _matching(self) -> tuple[str, Sql]:
        """SQL before SELECT and after FROM for what the index (`f`) finds, the cheaper way."""
        query, conditions = self.indexed, self.conditions
        if not query.all_of:
            return "", matching_sql(query, conditions)
        if not conditions.sql:
            return "", ("articles_fts AS f WHERE f.articles_fts MATCH ?", (query.match,))
        if self._leaves_few():
            return matching_in_set_sql(query, conditions)
        matching, values = matching_sql(query, conditions)
        if not conditions.is_dated:
            return "", (matching, values)
        first, last = self._span()
        return "", (f"{matching} AND f.rowid BETWEEN {first} AND {last}", values)

    def _leaves_few(self) -> bool:
        """Whether the conditions leave few articles."""
        filtered = f"articles AS a WHERE {self.conditions.where} LIMIT {SMALL_SET + 1}"
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {filtered})"
        (count,) = self.connection.execute(sql, self.conditions.values).fetchone()
        return bool(count <= SMALL_SET)

    def _span(self) -> tuple[int, int]:
        """The first and last key of articles that meet the conditions.

        Articles of one year were mostly held after one another: the index is asked for no others.
        """
        sql = f"SELECT min(a.key), max(a.key) FROM articles AS a WHERE {self.conditions.where}"
        first, last = self.connection.execute(sql, self.conditions.values).fetchone()
        return first or 0, last or 0


def sampled(keys: Iterable[int]) -> tuple[int, ...]:
    """So many of these keys as are a sample, always the same; all of them where they are few."""
    return tuple(nsmallest(SAMPLE, keys, key=lambda key: key * _SCATTER % _OF))
