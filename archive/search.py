"""Words as people type them, to ranked articles with the places where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal

from archive.errors import UsageError
from archive.segment import Query, Term, fold, parse, words
from archive.visible import visible_line

if TYPE_CHECKING:
    import sqlite3

Sort = Literal["rank", "date"]
Mode = Literal["words", "question", "auto"]

SNIPPET_LENGTH = 80  # characters
SNIPPET_LEAD = 20  # characters before the first mark

# A question is asked with its rarer words only, as many as this many entries of the index allow:
# ranking costs by the entry, the common words make most of them and hardly move the order.
QUESTION_ENTRIES = 150_000
QUESTION_WORDS = 3  # at the least, however common

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What articles are looked at: all, unless something is named.

    `since` and `until` are days, months or years (2022-07-22, 2022-07, 2022) as the station
    printed them, both included; with either, articles without a date are left out.
    """

    station: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day is not None and not _DATE.fullmatch(day):
                raise UsageError(f"{day!r} is no date: write 2022-07-22, 2022-07 or 2022")

    def conditions(self) -> dict[str, str]:
        """SQL conditions on `articles AS a`, each with its one parameter."""
        wanted = {
            "a.station = ?": self.station,
            "a.source = ?": self.source,
            "a.published_at >= ?": self.since,
            # every printed time of a day begins with the day: "2022-07-22T…" < "2022-07-22~"
            "a.published_at < ?": self.until and self.until + "~",
        }
        return {condition: value for condition, value in wanted.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of the original text, safe to show, and where in it the words stand."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()  # first place and the place after the last


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
    """How many articles match in all, and the first of them."""

    total: int
    hits: tuple[Hit, ...]


def search(
    connection: sqlite3.Connection,
    query: str | Query,
    filters: Filters = Filters(),
    *,
    sort: Sort = "rank",
    limit: int = 20,
) -> Results:
    """The articles that a query finds, best first or newest first.

    `query` is what a person typed (see `archive.segment.parse`), or a parsed query.
    """
    asked = parse(query) if isinstance(query, str) else query
    best = ranked(connection, asked, filters, sort=sort, limit=limit)
    hits = tuple(_hit(connection, key, score, asked.pattern) for key, score in best)
    return Results(total=_total(connection, asked, filters), hits=hits)


def ranked(
    connection: sqlite3.Connection,
    query: Query,
    filters: Filters = Filters(),
    *,
    sort: Sort = "rank",
    limit: int = 20,
) -> list[tuple[int, float]]:
    """Keys (of `articles`) and scores of the first articles that a query finds.

    Nothing but the index is read for a plain query: at a million articles, reading each that
    matches would cost more than ranking them.
    """
    tables, where, values = _found(query, filters, dated=sort == "date")
    order = "f.rank" if sort == "rank" else "a.published_at DESC NULLS LAST, a.key DESC"
    sql = f"SELECT f.rowid, -f.rank FROM {tables} WHERE {where} ORDER BY {order} LIMIT ?"
    return connection.execute(sql, (*values, limit)).fetchall()


def matches(
    connection: sqlite3.Connection, query: str | None, filters: Filters = Filters()
) -> Iterator[str]:
    """The ids of all articles that a query finds (None: of all), in the order of the ids."""
    tables, conditions = "articles AS a", filters.conditions()
    where, values = " AND ".join(conditions) or "1", tuple(conditions.values())
    if query is not None:
        tables, where, values = _found(parse(query), filters, dated=True)
    sql = f"SELECT a.id FROM {tables} WHERE {where} ORDER BY a.id"
    yield from (id for (id,) in connection.execute(sql, values))


def answer(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters = Filters(),
    *,
    mode: Mode = "auto",
    limit: int = 20,
) -> list[tuple[str, float]]:
    """Ids and scores of the articles that answer a query, best first, nothing else read.

    `words`: all words must be there; `question`: any of the rarer ones; `auto`: all the words,
    and where no article has them all, any.
    """
    best: list[tuple[int, float]] = []
    if mode != "question":
        best = ranked(connection, parse(text), filters, limit=limit)
    if mode == "question" or (mode == "auto" and not best):
        best = ranked(connection, question(connection, text), filters, limit=limit)
    named = "SELECT id FROM articles WHERE key = ?"
    return [(connection.execute(named, (key,)).fetchone()[0], score) for key, score in best]


def question(connection: sqlite3.Connection, text: str) -> Query:
    """A question in free text as a query for any of its rarer words."""
    counts = {word: _articles_with(connection, word) for word in words(text)}
    terms: list[Term] = []
    entries = 0
    for word in sorted((word for word in counts if counts[word]), key=counts.__getitem__):
        entries += counts[word]
        if entries > QUESTION_ENTRIES and len(terms) >= QUESTION_WORDS:
            break
        terms.append(Term(text=word))
    return Query(every=(tuple(terms),) if terms else ())


def _articles_with(connection: sqlite3.Connection, word: str) -> int:
    """In how many articles the index holds a word."""
    row = connection.execute("SELECT doc FROM articles_terms WHERE term = ?", (word,)).fetchone()
    return row[0] if row else 0


def _found(query: Query, filters: Filters, *, dated: bool) -> tuple[str, str, tuple[str, ...]]:
    """Tables, conditions and their values for what a query finds; `dated` needs the articles."""
    conditions = {"f.articles_fts MATCH ?": query.match, **filters.conditions()}
    tables = "articles_fts AS f"
    if dated or len(conditions) > 1:
        # CROSS JOIN fixes the order: the planner would walk the articles of a station and probe
        # the index for each, which takes seconds where this takes milliseconds.
        tables += " CROSS JOIN articles AS a ON a.key = f.rowid"
    return tables, " AND ".join(conditions), tuple(conditions.values())


def _total(connection: sqlite3.Connection, query: Query, filters: Filters) -> int:
    tables, where, values = _found(query, filters, dated=False)
    sql = f"SELECT count(*) FROM {tables} WHERE {where}"
    total: int = connection.execute(sql, values).fetchone()[0]
    return total


def _hit(
    connection: sqlite3.Connection, key: int, score: float, pattern: re.Pattern[str] | None
) -> Hit:
    row = connection.execute(
        "SELECT id, title, station, published_at, source, authors, editors, body"
        " FROM articles WHERE key = ?",
        (key,),
    ).fetchone()
    *said, body = row
    id, title, station, published_at, source, authors, editors = said
    return Hit(
        id=id, title=title, station=station, published_at=published_at, source=source,
        authors=authors, editors=editors, score=score, snippet=snippet(body, pattern),
    )  # fmt: skip


def snippet(text: str, pattern: re.Pattern[str] | None) -> Snippet:
    """The piece of a text in which most different words stand; its beginning where none does.

    Folding keeps every place, so what is found in folded text is marked in the original.

    >>> snippet("湘潭市人民代表大會常務委員會", parse("代表大会").pattern)
    Snippet(text='湘潭市人民代表大會常務委員會', marks=((5, 9),))
    """
    folded = fold(text)
    places = [m.span() for m in pattern.finditer(folded)] if pattern else []
    begin = max(0, _richest(folded, places) - SNIPPET_LEAD)
    end = begin + SNIPPET_LENGTH
    before = "…" if begin else ""
    shift = len(before) - begin
    return Snippet(
        text=before + visible_line(text[begin:end]) + ("…" if end < len(text) else ""),
        marks=tuple((a + shift, b + shift) for a, b in places if begin <= a and b <= end),
    )


def _richest(folded: str, places: list[tuple[int, int]]) -> int:
    """The place from which a snippet holds most different words."""
    room = SNIPPET_LENGTH - SNIPPET_LEAD

    def different(first: int) -> int:
        begin = places[first][0]
        near = takewhile(lambda place: place[1] <= begin + room, places[first:])
        return len({folded[a:b].lower() for a, b in near})

    best = max(range(len(places)), key=different, default=None)
    return 0 if best is None else places[best][0]
