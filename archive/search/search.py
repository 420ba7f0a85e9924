"""Words as people type them, to ranked articles with the places where they stand."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from archive.db.filters import NO_FILTERS, Conditions, Filters
from archive.search.match_sql import Sql, matching_sql
from archive.search.query import Query
from archive.search.query_parser import parse
from archive.search.question import answers
from archive.search.ranking import Ranking, Scored, best, listed, newest, tally
from archive.search.snippet import Snippet, snippet
from archive.search.stations import in_place, known_in

if TYPE_CHECKING:
    import re
    import sqlite3

__all__ = [
    "Counts", "Filters", "Found", "Hit", "Results", "Snippet", "answer", "ask", "counts", "find",
    "find_any", "hit", "matches", "matching", "search", "snippet",
]  # fmt: skip

Sort = Literal["rank", "recent", "date"]
Mode = Literal["words", "question", "auto"]

# `recent`: today's article scores by half again as much as an old one, last year's by a quarter.
RECENCY = 0.5
RECENCY_HALVES_IN = 365.0  # days
RECENCY_AMONG = 200  # best matches that are put in a new order


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article found. A higher score is a better match; it compares within one answer only."""

    id: str
    title: str
    station: str
    published_at: str | None
    source: str | None
    authors: str | None  # names joined by 、
    editors: str | None
    score: float
    snippet: Snippet

    def record(self) -> dict[str, Any]:
        """The hit as JSON-ready data."""
        return {
            "id": self.id, "title": self.title, "station": self.station,
            "published_at": self.published_at, "source": self.source,
            "authors": self.authors, "editors": self.editors, "score": self.score,
            "snippet": {"text": self.snippet.text, "marks": [list(m) for m in self.snippet.marks]},
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """How many articles match in all, and the first of them.

    `total` is exact but for a character that stands in nearly every article of a large archive:
    then it is how many were found among the newest, and `at_least` says so. `ranked_newest` is
    given where only so many of the newest matches were ranked.
    """

    total: int
    hits: tuple[Hit, ...]
    at_least: bool = False
    ranked_newest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a query finds, and keys of articles that stand for all of these.

    The sample is all of them where they are few, and of those found by reading all that were found;
    else it is scattered over all that is held, and always the same.
    """

    results: Results
    sample: tuple[int, ...]
    asked: Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many articles match, by name of station and by month, both ascending.

    A month is 2022-07; articles without a date are counted under the empty text.
    """

    stations: dict[str, int]
    months: dict[str, int]


def search(
    connection: sqlite3.Connection,
    query: str | Query,
    filters: Filters = NO_FILTERS,
    *,
    sort: Sort = "rank",
    limit: int = 20,
) -> Results:
    """The articles that a query finds: best first, best and recent first, or newest first.

    `query` is what a person typed (see `archive.search.query_parser`), or a parsed query. Raises
    UsageError for a station that is not known.
    """
    return find(connection, query, filters, sort=sort, limit=limit).results


def find(
    connection: sqlite3.Connection,
    query: str | Query | None,
    filters: Filters = NO_FILTERS,
    *,
    sort: Sort = "rank",
    limit: int = 20,
) -> Found:
    """The same, with a sample of all that is found. None finds all articles, newest first."""
    parsed, conditions = _parsed(connection, query or "", filters)
    if query is None:
        ranking = listed(connection, conditions, limit)
    else:
        ranking = _ranking(connection, parsed, conditions, sort, limit)
    return _found(connection, ranking, parsed)


def ask(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters = NO_FILTERS,
    *,
    limit: int = 20,
) -> Results:
    """The articles that answer a question in free text, best first.

    None needs to have all its words; `total` counts those that have any of the rarer ones, and is
    at least so many where not all entries of these were read.
    """
    return find_any(connection, text, filters, limit=limit).results


def find_any(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters = NO_FILTERS,
    *,
    limit: int = 20,
) -> Found:
    """The same, with the words that were asked for and a sample of all that have any."""
    filters = known_in(connection, filters)
    answered = answers(connection, text, filters.conditions(), limit)
    return _found(connection, answered.ranking, answered.query)


def counts(
    connection: sqlite3.Connection, query: str | Query, filters: Filters = NO_FILTERS
) -> Counts:
    """How many articles a query finds, by station and by month."""
    parsed, conditions = _parsed(connection, query, filters)
    stations: Counter[str] = Counter()
    months: Counter[str] = Counter()
    if not parsed.is_searchable:
        return Counts(stations={}, months={})
    for station, month, count in tally(connection, parsed, conditions):
        stations[station] += count
        months[month or ""] += count
    return Counts(stations=dict(sorted(stations.items())), months=dict(sorted(months.items())))


def matches(
    connection: sqlite3.Connection, query: str | None, filters: Filters = NO_FILTERS
) -> Iterator[str]:
    """The ids of all articles that a query finds (None: of all), in the order of the ids."""
    found, values = matching(connection, query, filters)
    sql = f"SELECT a.id FROM {found} ORDER BY a.id"
    yield from (id for (id,) in connection.execute(sql, values))


def matching(
    connection: sqlite3.Connection, query: str | None, filters: Filters = NO_FILTERS
) -> Sql:
    """SQL after FROM for the articles (`a`) that a query finds (None: for all), and its values."""
    parsed, conditions = _parsed(connection, query or "", filters)
    if query is not None and not parsed.is_searchable:
        return "articles AS a WHERE 0", ()
    return matching_sql(parsed, conditions)


def answer(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters = NO_FILTERS,
    *,
    mode: Mode = "auto",
    limit: int = 20,
) -> list[tuple[str, float]]:
    """Ids and scores of the articles that answer a query, best first, nothing else read.

    `words`: all words must be there; `question`: any of the rarer ones; `auto`: all the words,
    and where no article has them all, any.
    """
    filters = known_in(connection, filters)
    scored: list[Scored] = []
    if mode != "question":
        parsed, conditions = _parsed(connection, text, filters)
        scored = _ranking(connection, parsed, conditions, "rank", limit).best
    if mode == "question" or (mode == "auto" and not scored):
        scored = answers(connection, text, filters.conditions(), limit).ranking.best
    named = "SELECT id FROM articles WHERE key = ?"
    return [(connection.execute(named, (key,)).fetchone()[0], score) for key, score in scored]


def _parsed(
    connection: sqlite3.Connection, query: str | Query, filters: Filters
) -> tuple[Query, Conditions]:
    """The query with its places as stations, and all conditions on the articles."""
    filters = known_in(connection, filters)
    parsed = parse(query) if isinstance(query, str) else query
    parsed = parsed.placed(lambda place: in_place(connection, place))
    return parsed, filters.conditions(parsed.after, parsed.before)


def _ranking(
    connection: sqlite3.Connection,
    query: Query,
    conditions: Conditions,
    sort: Sort,
    limit: int,
) -> Ranking:
    if not query.is_searchable:
        return Ranking(best=[], total=0)
    if not query.all_of:
        return listed(connection, conditions, limit)
    if sort == "date":
        return newest(connection, query, conditions, limit)
    if sort == "rank":
        return best(connection, query, conditions, limit)
    ranking = best(connection, query, conditions, max(limit, RECENCY_AMONG))
    return replace(ranking, best=_recent(connection, ranking.best)[:limit])


def _recent(connection: sqlite3.Connection, scored: list[Scored]) -> list[Scored]:
    """The same articles, the newer scoring higher; age counts from the newest of them."""
    dated = "SELECT substr(published_at, 1, 10) FROM articles WHERE key = ?"
    days = {key: connection.execute(dated, (key,)).fetchone()[0] for key, _ in scored}
    ages = {key: date.fromisoformat(day).toordinal() for key, day in days.items() if day}
    last = max(ages.values(), default=0)

    def boost(key: int) -> float:
        if key not in ages:
            return 1.0
        return 1.0 + RECENCY * math.exp2((ages[key] - last) / RECENCY_HALVES_IN)

    boosted = [(key, score * boost(key)) for key, score in scored]
    return sorted(boosted, key=lambda each: each[1], reverse=True)


def _found(connection: sqlite3.Connection, ranking: Ranking, query: Query) -> Found:
    results = Results(
        total=ranking.total,
        hits=tuple(hit(connection, each, query.pattern) for each in ranking.best),
        at_least=ranking.at_least,
        ranked_newest=ranking.ranked,
    )
    return Found(results=results, sample=ranking.sample, asked=query)


def hit(
    connection: sqlite3.Connection, scored: Scored, pattern: re.Pattern[str] | None = None
) -> Hit:
    """An article that was found, and the piece of it that the pattern finds (or its beginning)."""
    key, score = scored
    row = connection.execute(
        "SELECT id, title, station, published_at, source, authors, editors, body"
        " FROM articles WHERE key = ?",
        (key,),
    ).fetchone()
    *columns, body = row
    id, title, station, published_at, source, authors, editors = columns
    return Hit(
        id=id, title=title, station=station, published_at=published_at, source=source,
        authors=authors, editors=editors, score=score, snippet=snippet(body, pattern),
    )  # fmt: skip
