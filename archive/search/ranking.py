"""Which articles match a query, which of them come first, and how many there are.

FTS5 ranks every article that matches. A word found in every third article would take seconds to
rank in a large archive. What keeps every answer short, and what the answer says of it:

- Ranked are the newest `MAX_RANKED` articles that match (the last that were held); `ranked` tells
  when there are more.
- A single character is looked up as the beginning of all its pairs. One that stands everywhere is
  not looked up: up to `MAX_SCANNED` articles are read for it, until `ENOUGH` are found that have
  it, and the answer says "at least".
- A filter that leaves few articles is made a set of keys first, and the index asked within it.
- Newest first: of few matches the dates are compared; of many, the newest articles are looked
  through until enough of them match.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from archive.db.filters import Conditions
from archive.db.sql import numbers
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
    ranked: so many. `sample` are keys that stand for all: all of them where they are few, or those
    that were found by reading.
    """

    best: list[Scored]
    total: int
    at_least: bool = False
    ranked: int | None = None
    sample: tuple[int, ...] = ()


def best(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The best matches of a query, among the articles that meet the conditions."""
    plan = SearchPlan.of(connection, query, conditions)
    if plan.checks:
        return _scanned(plan, limit, by_date=False)
    most = planning.MAX_RANKED // max(1, len(query.all_of))
    scored = plan.ranked(most)
    keys = tuple(key for key, _ in scored)
    if len(keys) < most:
        return Ranking(best=scored[:limit], total=len(keys), sample=keys)
    total, sample = plan.counted(keys)
    ranked = most if total > most else None
    return Ranking(best=scored[:limit], total=total, ranked=ranked, sample=sample)


def best_of_all(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The best matches of a query that is known to have few entries in the index."""
    scored = SearchPlan.of(connection, query, conditions).ranked()
    return Ranking(best=scored[:limit], total=len(scored))


def newest(
    connection: sqlite3.Connection, query: Query, conditions: Conditions, limit: int
) -> Ranking:
    """The newest matches of a query: by printed date, those without one last. Scores are 0."""
    plan = SearchPlan.of(connection, query, conditions)
    if plan.checks:
        return _scanned(plan, limit, by_date=True)
    total, sample = _counted(plan)
    keys: list[int] = []
    if total > planning.MAX_DATE_SORT and not query.begins:
        keys = plan.among_newest(limit, total)
        if not keys and total > planning.SMALL_SET:
            keys = list(islice(plan.walk(), limit))
    keys = keys or plan.by_date(limit)
    return Ranking(best=[(key, 0.0) for key in keys], total=total, sample=sample)


def listed(connection: sqlite3.Connection, conditions: Conditions, limit: int) -> Ranking:
    """All articles that meet the conditions, newest first."""
    total, sample = _counted(SearchPlan.of(connection, Query(), conditions))
    found, values = f"articles AS a WHERE {conditions.where}", conditions.values
    if len(sample) == total:  # where no index tells of a condition, all articles are not read twice
        found = "json_each(?) AS k CROSS JOIN articles AS a ON a.key = k.value"
        values = (numbers(sample),)
    keys = connection.execute(
        f"SELECT a.key FROM {found} ORDER BY {NEWEST} LIMIT ?", (*values, limit)
    )
    return Ranking(best=[(key, 0.0) for (key,) in keys], total=total, sample=sample)


def _counted(plan: SearchPlan) -> tuple[int, tuple[int, ...]]:
    """How many articles match, and keys of all or of a sample."""
    last = plan.last(planning.SAMPLE)
    return plan.counted(last) if len(last) == planning.SAMPLE else (len(last), tuple(last))


def tally(
    connection: sqlite3.Connection, query: Query, conditions: Conditions
) -> list[tuple[str, str | None, int]]:
    """How many articles match, by station and month (2022-07; None: without a date)."""
    matching, values = matching_sql(query, conditions)
    sql = f"SELECT a.station, substr(a.published_at, 1, 7), count(*) FROM {matching} GROUP BY 1, 2"
    return connection.execute(sql, values).fetchall()


def _scanned(plan: SearchPlan, limit: int, *, by_date: bool) -> Ranking:
    """The first of the articles that stand the checks, by reading the newest that may.

    Where not all are read, no more are than give enough; those found count and are ranked.
    """
    candidates = plan.candidates(by_date=by_date)
    complete = len(candidates) <= planning.MAX_SCANNED
    terms = [term for check in plan.checks for term in check.terms]
    read = ((key, score, plan.texts(key)) for key, score in candidates[: planning.MAX_SCANNED])
    holding = ((key, score, texts) for key, score, texts in read if plan.holds(texts))
    matching = islice(holding, None if complete else max(limit, planning.ENOUGH))
    scored = [
        (key, 0.0 if by_date else score + sum(weight(term, texts) for term in terms))
        for key, score, texts in matching
    ]
    found = len(scored)
    first = scored if by_date else sorted(scored, key=lambda each: (-each[1], -each[0]))
    return Ranking(
        best=first[:limit],
        total=found,
        at_least=not complete,
        ranked=None if complete or by_date else found,
        sample=tuple(key for key, _ in scored),
    )
