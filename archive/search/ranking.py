"""Which articles match a query, which of them come first, and how many there are.

FTS5 ranks every article that matches. A word found in every third article would take seconds to
rank in a large archive. What keeps every answer short, and what the answer says of it:

- Ranked are the newest `MAX_RANKED` articles that match (the last that were held); `ranked` tells
  when there are more.
- A single character is looked up as the beginning of all its pairs. One that stands everywhere is
  not looked up: `MAX_SCANNED` articles are read for it, and the answer says "at least".
- A filter that leaves few articles is made a set of keys first, and the index asked within it.
- Newest first: of few matches the dates are compared; of many, the newest articles are looked
  through until enough of them match.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from archive.db.filters import Conditions
from archive.search import plan as planning
from archive.search.match_sql import NEWEST, matching_sql
from archive.search.plan import Scored, SearchPlan
from archive.search.query import Query
from archive.search.scan import weight

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Ranking", "Scored", "best", "best_of_all", "listed", "newest", "tally"]


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
    plan = SearchPlan.of(connection, query, conditions)
    if plan.checks:
        return _scanned(plan, limit, by_date=False)
    most = planning.MAX_RANKED // max(1, len(query.all_of))
    scored, total = plan.ranked(limit, most)
    if total < most:
        return Ranking(best=scored, total=total)
    total = plan.count()
    return Ranking(best=scored, total=total, ranked=most if total > most else None)


def best_of_all(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The best matches of a query that is known to have few entries in the index."""
    scored, total = SearchPlan.of(connection, query, conditions).ranked(limit)
    return Ranking(best=scored, total=total)


def newest(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The newest matches of a query: by printed date, those without one last. Scores are 0."""
    plan = SearchPlan.of(connection, query, conditions)
    if plan.checks:
        return _scanned(plan, limit, by_date=True)
    total = plan.count()
    keys: list[int] = []
    if total > planning.MAX_DATE_SORT and not query.begins:
        keys = plan.among_newest(limit, total)
        if not keys and total > planning.SMALL_SET:
            keys = list(islice(plan.walk(), limit))
    keys = keys or plan.by_date(limit)
    return Ranking(best=[(key, 0.0) for key in keys], total=total)


def listed(connection: sqlite3.Connection, conditions: Conditions, limit: int) -> Ranking:
    """All articles that meet the conditions, newest first."""
    filtered = f"articles AS a WHERE {conditions.where}"
    total = connection.execute(f"SELECT count(*) FROM {filtered}", conditions.values)
    keys = connection.execute(
        f"SELECT a.key FROM {filtered} ORDER BY {NEWEST} LIMIT ?", (*conditions.values, limit)
    )
    return Ranking(best=[(key, 0.0) for (key,) in keys], total=total.fetchone()[0])


def tally(
    connection: sqlite3.Connection, query: Query, conditions: Conditions
) -> list[tuple[str, str | None, int]]:
    """How many articles match, by station and month (2022-07; None: without a date)."""
    matching, values = matching_sql(query, conditions)
    sql = f"SELECT a.station, substr(a.published_at, 1, 7), count(*) FROM {matching} GROUP BY 1, 2"
    return connection.execute(sql, values).fetchall()


def _scanned(plan: SearchPlan, limit: int, *, by_date: bool) -> Ranking:
    """The first of the articles that stand the checks, by reading the newest that may.

    Where not all are read, the newest come first as soon as there are enough of them.
    """
    candidates = plan.candidates(by_date=by_date)
    complete = len(candidates) <= planning.MAX_SCANNED
    terms = [term for check in plan.checks for term in check.terms]
    read = ((key, score, plan.texts(key)) for key, score in candidates[: planning.MAX_SCANNED])
    matching = ((key, score, texts) for key, score, texts in read if plan.holds(texts))
    if by_date:
        first = [(key, 0.0) for key, *_ in (matching if complete else islice(matching, limit))]
        return Ranking(best=first[:limit], total=len(first), at_least=not complete)
    scored = [
        (key, score + sum(weight(term, texts) for term in terms)) for key, score, texts in matching
    ]
    return Ranking(
        best=heapq.nlargest(limit, scored, key=lambda each: (each[1], each[0])),
        total=len(scored),
        at_least=not complete,
        ranked=None if complete else len(scored),
    )
