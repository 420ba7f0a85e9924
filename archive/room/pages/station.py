"""A station: what is held of it, on which days it printed, and on which nobody looked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.db.sql import one, rows
from archive.figures.calendar import StationDays
from archive.figures.kept_counts import by_name, by_source
from archive.model.article import EDITING_ROLES, WRITING_ROLES
from archive.model.errors import NothingFound
from archive.room.answer import Page
from archive.room.pages.medium import asked_year
from archive.room.request import Request
from archive.schema.kept_counts import FIELDS
from archive.store.archive import Archive

_PAGE = 150  # stations a page
_MOST_PAGES = 100
_SHOWN = 12  # names and sources of a list


def stations_page(archive: Archive, request: Request) -> Page:
    """The stations, with how many articles are held of each, the most first."""
    number = request.number("page", 1, most=_MOST_PAGES)
    listed = rows(
        archive.connection,
        "SELECT s.name, s.title, s.place, s.place_name, s.home,"
        " coalesce(c.articles, 0) AS articles,"
        " (SELECT min(published_at) FROM articles WHERE station = s.name) AS first_published,"
        " (SELECT max(published_at) FROM articles WHERE station = s.name) AS last_published"
        " FROM stations AS s LEFT JOIN station_counts AS c ON c.station = s.name"
        " ORDER BY 6 DESC, s.name LIMIT ? OFFSET ?",
        _PAGE + 1,
        (number - 1) * _PAGE,
    )
    more = len(listed) > _PAGE and number < _MOST_PAGES
    data = {"stations": listed[:_PAGE], "page": number, "more": more}
    return Page(template="stations.html", data=data)


def station_page(archive: Archive, request: Request, name: str) -> Page:
    """One station: all its months, and the days of one year.

    Raises NothingFound, UsageError for a year that is none.
    """
    station = one(
        archive.connection,
        "SELECT name, title, place, place_name, home, publisher FROM stations WHERE name = ?",
        name,
    )
    if station is None:
        raise NothingFound(f"{name}: no such station")
    days = StationDays(archive.connection, name)
    year = asked_year(request, days.years)
    data: dict[str, Any] = {
        "station": station,
        "counts": _counts(archive, name),
        "year": year,
        "years": days.years,
        "days": [
            {"day": day.day, "articles": day.articles, "status": day.status}
            for day in days.days(year)
        ],
        "months": [asdict(month) for month in days.months()],
        "source": by_source(archive.connection, [name], limit=_SHOWN),
        "author": by_name(archive.connection, WRITING_ROLES, [name], limit=_SHOWN),
        "editor": by_name(archive.connection, EDITING_ROLES, [name], limit=_SHOWN),
    }
    return Page(template="station.html", data=data)


def _counts(archive: Archive, name: str) -> dict[str, Any]:
    """How much is held of a station, and the share of its articles that have each field."""
    row = one(archive.connection, "SELECT * FROM station_counts WHERE station = ?", name)
    articles = row["articles"] if row else 0
    filled = {field: row[f"filled_{field}"] / articles for field in FIELDS if row and articles}
    return {
        "articles": articles,
        "captures": row["captures"] if row else 0,
        "superseded": row["superseded"] if row else 0,
        "gone": row["gone"] + row["withdrawn"] if row else 0,
        "filled": {field: round(share, 4) for field, share in filled.items()},
    }
