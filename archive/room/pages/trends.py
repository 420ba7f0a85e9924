"""Terms over time: the share of the articles of each month or year that has them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.dataset.csv import BYTE_ORDER_MARK, lines
from archive.db.filters import Filters, refuse_no_span
from archive.figures.days import spanned
from archive.figures.kept_counts import by_month
from archive.figures.trends import COLUMNS, MOST_SERIES, PERIODS, Series, Span, trends
from archive.model.errors import UsageError
from archive.room.answer import Answer, Page
from archive.room.request import LONGEST_QUERY, Request, one_of
from archive.search.query_parser import parse
from archive.store.archive import Archive

#: Months that a page shows; what is longer is shown by year, unless a shorter time is asked for.
_MOST_MONTHS = 120
#: Kind of a scope → SQL for what it is called.
_LABELS = {
    "station": "title FROM stations WHERE name",
    "place": "place_name FROM stations WHERE place",
}


def trends_page(archive: Archive, request: Request) -> Page:
    """The terms of an address over time; without one, the form alone."""
    span = _span(archive, request)
    found = _found(archive, request, span)
    data: dict[str, Any] = {
        "terms": list(_terms(request)),
        "notes": _notes(request),
        "stations": list(request.texts("station")),
        "places": list(request.texts("place")),
        "by": span.by,
        "from": span.since,
        "to": span.until,
        "most": MOST_SERIES,
        "series": [_shown(archive, each) for each in found],
    }
    return Page(template="trends.html", data=data)


def trends_file(archive: Archive, request: Request) -> Answer:
    """The same as CSV, a line for each period of each series. Raises UsageError without a term."""
    found = _found(archive, request, _span(archive, request))
    if not found:
        raise UsageError("say with term= what is counted")
    rows = (
        (point.period, each.term, each.scope, point.n, point.total, point.share)
        for each in found
        for point in each.points
    )
    body = "\r\n".join([*lines(COLUMNS, rows), ""])
    return Answer(
        body=BYTE_ORDER_MARK + body.encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="trends.csv"'},
    )


def _found(archive: Archive, request: Request, span: Span) -> list[Series]:
    terms = _terms(request)
    scopes = [
        *(Filters(station=station) for station in request.texts("station")),
        *(Filters(place=place) for place in request.texts("place")),
    ]
    return trends(archive.connection, terms, scopes, span) if terms else []


def _terms(request: Request) -> tuple[str, ...]:
    """The terms that say something; one without a word would be in all articles."""
    return tuple(term for term in _given(request) if not _is_wordless(term))


def _given(request: Request) -> tuple[str, ...]:
    """All terms of an address. Raises UsageError for one that is too long."""
    terms = request.texts("term")
    if any(len(term) > LONGEST_QUERY for term in terms):
        raise UsageError(f"a term has more than {LONGEST_QUERY:,} characters")
    return terms


def _is_wordless(term: str) -> bool:
    """Whether a term has no word at all.

    >>> [_is_wordless(term) for term in ("路灯", "-路灯", " ", '"', "after:2022")]
    [False, False, True, True, True]
    """
    read = parse(term)
    return not read.all_of and not read.none_of


def _notes(request: Request) -> list[str]:
    """What of the terms is not drawn, or not read as it may be meant."""
    notes: list[str] = []
    for term in filter(str.strip, _given(request)):
        notes += parse(term).notes
        notes += [f"{term} has no word to count: it is not drawn"] if _is_wordless(term) else []
    return notes


def _span(archive: Archive, request: Request) -> Span:
    """The time that is asked for; by year where it has too many months."""
    since, until = request.text("from") or None, request.text("to") or None
    refuse_no_span(since, until)
    if request.text("by"):
        by = one_of(request.text("by"), "by", PERIODS)
        return Span(by=by, since=since, until=until)
    months = Span(since=since, until=until).summed(by_month(archive.connection))
    many = len(spanned(months)) > _MOST_MONTHS
    return Span(by="year" if many else "month", since=since, until=until)


def _shown(archive: Archive, series: Series) -> dict[str, Any]:
    """A series with the name of its scope, and the parameter that narrows a search to it."""
    label = series.scope
    if series.kind is not None:
        sql = f"SELECT {_LABELS[series.kind]} = ? LIMIT 1"
        (label,) = archive.connection.execute(sql, (series.scope,)).fetchone() or (label,)
    return {
        "term": series.term,
        "scope": series.scope,
        "scope_label": label,
        "scope_kind": series.kind,
        "points": [asdict(point) | {"share": point.share} for point in series.points],
    }
