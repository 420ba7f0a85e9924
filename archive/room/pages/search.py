"""The first page: one box for the query, what it finds, facets, and months."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any, get_args

from archive.db.filters import NO_FILTERS, Filters, State
from archive.db.sql import rows
from archive.model.errors import NothingFound, UsageError
from archive.room.answer import Answer, Page, moved
from archive.room.facets import breakdown
from archive.room.request import LONGEST_QUERY, Request, one_of
from archive.search.query_parser import parse
from archive.search.search import Sort, matching, search
from archive.store.archive import Archive
from archive.store.naming import address_of, article_named

PAGE = 20  # articles a page
_MOST_PAGES = 50
_SORTS: tuple[Sort, ...] = ("rank", "recent", "date")
_NEWEST = (
    "SELECT a.id, a.title, a.station, a.published_at, a.source, a.authors, a.editors,"
    " substr(a.body, 1, 80) AS body FROM {} ORDER BY a.published_at DESC, a.key DESC"
)
_ID = re.compile(r"[\w.-]+:\S+")


def search_page(archive: Archive, request: Request) -> Page | Answer:
    """What a query finds; without one, the newest articles. An address or id leads to its article.

    Raises UsageError for a query that is too long, and for filters that are none.
    """
    asked = asked_for(request)
    query = asked or ""
    article = _named(archive, query)
    if article is not None:
        return moved(request.address("article", article))
    filters = filters_of(request)
    number = request.number("page", 1, most=_MOST_PAGES)
    found = _found(archive, query, filters, _sort(request), number)
    counted = breakdown(archive.connection, asked, filters, found["total"])
    data: dict[str, Any] = {
        "query": query,
        "notes": list(parse(query).notes) if query else [],
        "sort": _sort(request),
        "page": number,
        **found,
        "facets": {
            name: [asdict(value) for value in values] for name, values in counted.facets.items()
        },
        "months": counted.months,
        "sampled": counted.sampled,
        "sql": _sql(query),
        "stations": _stations(archive),
    }
    return Page(template="search.html", data=data)


def _stations(archive: Archive) -> dict[str, str]:
    """Name and title of each station."""
    return dict(archive.connection.execute("SELECT name, title FROM stations").fetchall())


def asked_for(request: Request) -> str | None:
    """The query of an address; None where there is none. Raises UsageError for one too long."""
    query = request.text("q").strip()
    if len(query) > LONGEST_QUERY:
        raise UsageError(f"the query has {len(query):,} characters; at most {LONGEST_QUERY:,}")
    return query or None


def filters_of(request: Request) -> Filters:
    """The filters of an address. Raises UsageError where one is none."""
    return Filters(
        station=request.texts("station"),
        source=request.texts("source"),
        place=request.texts("place"),
        since=request.text("from") or None,
        until=request.text("to") or None,
        state=tuple(one_of(each, "state", get_args(State)) for each in request.texts("state")),
        lineage=one_of(request.text("lineage", "all"), "lineage", ("all", "origin")),
    )


def _sort(request: Request) -> Sort:
    return one_of(request.text("sort", "rank"), "sort", _SORTS)


def _named(archive: Archive, query: str) -> str | None:
    """The article whose address or id the query is."""
    if re.match(r"https?://", query):
        return address_of(archive.connection, query)
    if not _ID.fullmatch(query):
        return None
    try:
        named = article_named(archive.connection, query)
        archive.article(named)
    except NothingFound:
        return None
    return named


def _found(
    archive: Archive, query: str, filters: Filters, sort: Sort, number: int
) -> dict[str, Any]:
    """The articles of one page, and how many there are in all."""
    begin, end = (number - 1) * PAGE, number * PAGE
    if not query:
        return _newest(archive, filters, begin)
    results = search(archive.connection, query, filters, sort=sort, limit=end)
    hits = [hit.record() for hit in results.hits[begin:]]
    return {
        "total": results.total,
        "at_least": results.at_least,
        "hits": hits,
        "more": results.total > end and number < _MOST_PAGES,
    }


def _newest(archive: Archive, filters: Filters, begin: int) -> dict[str, Any]:
    tables, values = matching(archive.connection, None, filters)
    count = (
        "SELECT coalesce(sum(articles), 0) FROM station_counts"
        if filters == NO_FILTERS
        else f"SELECT count(*) FROM {tables}"
    )
    (total,) = archive.connection.execute(count, values).fetchone()
    listed = rows(
        archive.connection, f"{_NEWEST.format(tables)} LIMIT {PAGE} OFFSET {begin}", *values
    )
    hits = [
        {**row, "snippet": {"text": row.pop("body") or "", "marks": []}}
        for row in map(dict, listed)
    ]
    more = total > begin + PAGE and begin // PAGE + 1 < _MOST_PAGES
    return {"total": total, "at_least": False, "hits": hits, "more": more}


def _sql(query: str) -> str:
    """The query as SQL, for the file and a stock tool."""
    quoted = query.replace("'", "''")
    if not query:
        return "SELECT id, title FROM articles ORDER BY published_at DESC LIMIT 20"
    return f"SELECT id, title, snippet FROM search WHERE q = '{quoted}' ORDER BY rank LIMIT 20"
