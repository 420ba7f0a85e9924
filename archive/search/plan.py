"""How a query is answered: what the index is asked, what is read for, and what each may cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from archive.db.sql import numbers
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
MAX_RANKED = 10_000
#: Articles that are read, at most, for a character that stands everywhere.
MAX_SCANNED = 800
#: Of what is found by reading them, articles that are enough for a sample.
MATCHES_FOR_SAMPLE = 250
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


@dataclass(frozen=True, slots=True)
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

    def ranked(self, limit: int, most: int = -1) -> tuple[list[Scored], int]:
        """The best of the last `most` matches (-1: of all), and how many these are."""
        with_, (matching, values) = self._matching(self.query)
        sql = (
            f"WITH found AS MATERIALIZED ({with_} SELECT f.rowid AS key, {SCORE} AS score"
            f" FROM {matching} ORDER BY f.rowid DESC LIMIT {most}) SELECT key, score,"
            " (SELECT count(*) FROM found) FROM found ORDER BY score DESC, key DESC LIMIT ?"
        )
        rows = self.connection.execute(sql, (*values, limit)).fetchall()
        return [row[:2] for row in rows], rows[0][2] if rows else 0

    def count(self) -> int:
        """How many articles match."""
        with_, (matching, values) = self._matching(self.query)
        (total,) = self.connection.execute(
            f"{with_} SELECT count(*) FROM {matching}", values
        ).fetchone()
        return int(total)

    def sampled(self, total: int, most: int) -> Sql:
        """SQL for the `key` of about so many of the matches, of which there are `total`.

        All of them where these are no more; else always the same, scattered over all that is held.
        Of what is found by reading, the last that were held.
        """
        if self.checks:
            some = self.candidates(by_date=False)[:MAX_SCANNED]
            found = (key for key, _ in some if self.holds(self.texts(key)))
            keys = list(islice(found, min(most, MATCHES_FOR_SAMPLE)))
            return "SELECT value AS key FROM json_each(?)", (numbers(keys),)
        with_, (matching, values) = self._matching(self.query)
        key = "f.rowid" if self.query.all_of else "a.key"
        if total <= most:
            return f"{with_} SELECT {key} AS key FROM {matching}", values
        share = f"{key} * {_SCATTER} % {_OF} < {_OF * most // total}"
        return f"{with_} SELECT {key} AS key FROM {matching} AND {share}", values

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
            with_, (matching, values) = self._matching(self.indexed)
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

    def _matching(self, query: Query) -> tuple[str, Sql]:
        """SQL before SELECT and after FROM for what the index (`f`) finds, the cheaper way."""
        if not query.all_of:
            return "", matching_sql(query, self.conditions)
        if not self.conditions.sql:
            return "", ("articles_fts AS f WHERE f.articles_fts MATCH ?", (query.match,))
        if self._leaves_few():
            return matching_in_set_sql(query, self.conditions)
        return "", matching_sql(query, self.conditions)

    def _leaves_few(self) -> bool:
        """Whether the conditions leave few articles."""
        filtered = f"articles AS a WHERE {self.conditions.where} LIMIT {SMALL_SET + 1}"
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {filtered})"
        (count,) = self.connection.execute(sql, self.conditions.values).fetchone()
        return bool(count <= SMALL_SET)
