"""The first page: one box for the query, what it finds, facets, and months."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any, get_args

from archive.db.filters import NO_FILTERS, Filters, State
from archive.model.errors import NothingFound, UsageError
from archive.room.answer import Answer, Page, moved
from archive.room.facets import breakdown, breakdown_of_all
from archive.room.request import LONGEST_QUERY, Request, one_of
from archive.search.query import Query, Term
from archive.search.query_parser import parse
from archive.search.search import Found, Mode, Sort, find, find_any
from archive.store.archive import Archive
from archive.store.naming import address_of, article_named

PAGE = 20  # articles a page
_MOST_PAGES = 50
_SORTS: tuple[Sort, ...] = ("rank", "recent", "date")
_QUOTED = re.compile('["“”＂]')
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
    parsed = parse(query)
    found, mode = _found(archive, request, parsed, filters, number * PAGE)
    results = found.results
    is_all = asked is None and filters == NO_FILTERS
    counted = (
        breakdown_of_all(archive.connection)
        if is_all
        else breakdown(archive.connection, results.total, found.sample)
    )
    hits = [hit.record() for hit in results.hits[(number - 1) * PAGE :]]
    data: dict[str, Any] = {
        "query": query,
        "mode": mode,
        "asked": [term.text for term in found.asked.wanted] if mode == "question" else [],
        "notes": list(parsed.notes) if query else [],
        "sort": _sort(request),
        "page": number,
        "total": results.total,
        "at_least": results.at_least,
        "ranked_newest": results.ranked_newest,
        "hits": hits,
        "more": results.total > number * PAGE and len(hits) == PAGE and number < _MOST_PAGES,
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
        since=request.text("in") or request.text("from") or None,
        until=request.text("in") or request.text("to") or None,
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
    archive: Archive, request: Request, parsed: Query, filters: Filters, end: int
) -> tuple[Found, Mode]:
    """The first articles, and how the query was taken: as words, or as a question.

    Where no article has all the words of a free text, those that have any of the rarer ones answer
    it, as in `archive search --mode auto`.
    """
    asked, mode = asked_for(request), _mode(request)
    if mode != "question" or asked is None:
        found = find(archive.connection, asked and parsed, filters, sort=_sort(request), limit=end)
        is_question = mode == "auto" and asked and _is_free(asked, parsed)
        if found.results.total or not is_question:
            return found, "words"
    answered = find_any(archive.connection, asked or "", filters, limit=end)
    if mode == "auto" and not answered.results.total:
        return found, "words"
    return answered, "question"


def _mode(request: Request) -> Mode:
    return one_of(request.text("mode", "auto"), "mode", get_args(Mode))


def _is_free(asked: str, parsed: Query) -> bool:
    """Whether a query is nothing but words: no phrase in quotation marks, no field, nothing else.

    >>> [_is_free(query, parse(query)) for query in ("路灯什么时候亮？", "title:路灯", '"路灯"')]
    [True, False, False]
    """
    is_plain = all(
        len(nodes) == 1 and isinstance(nodes[0], Term) and nodes[0].field is None
        for nodes in parsed.all_of
    )
    is_bound = parsed.none_of or parsed.after or parsed.before
    return is_plain and bool(parsed.all_of) and not is_bound and not _QUOTED.search(asked)


def _sql(query: str) -> str:
    """The query as SQL, for the file and a stock tool."""
    quoted = query.replace("'", "''")
    if not query:
        return "SELECT id, title FROM articles ORDER BY published_at DESC LIMIT 20"
    return f"SELECT id, title, snippet FROM search WHERE q = '{quoted}' ORDER BY rank LIMIT 20"
