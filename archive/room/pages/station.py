"""A station: what is held of it, on which days it printed, and on which nobody looked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from archive.db.filters import Filters
from archive.db.sql import one, rows
from archive.figures.coverage import coverage
from archive.model.errors import NothingFound, UsageError
from archive.room.answer import Page
from archive.room.facets import facets
from archive.room.request import Request
from archive.store.archive import Archive


def stations_page(archive: Archive, request: Request) -> Page:
    """All stations, with how many articles are held of each."""
    listed = rows(
        archive.connection,
        "SELECT s.name, s.title, s.place_name, s.home, count(a.key) AS articles,"
        " min(a.published_at) AS first_published, max(a.published_at) AS last_published"
        " FROM stations AS s LEFT JOIN articles AS a ON a.station = s.name"
        " GROUP BY s.name ORDER BY articles DESC, s.name",
    )
    return Page(template="stations.html", data={"stations": listed})


def station_page(archive: Archive, request: Request, name: str) -> Page:
    """One station in one year. Raises NothingFound, UsageError for a year that is none."""
    station = one(
        archive.connection,
        "SELECT name, title, place, place_name, home FROM stations WHERE name = ?",
        name,
    )
    if station is None:
        raise NothingFound(f"{name}: no such station")
    filters = Filters(station=name)
    shown = facets(archive.connection, None, filters)
    years = sorted(value.name for value in shown["year"])
    year = request.text("year") or (years[-1] if years else str(datetime.now(UTC).year))
    if not (year.isascii() and year.isdecimal() and len(year) == len("2022")):
        raise UsageError(f"year={year[:40]}: it is a year such as 2022")
    data: dict[str, Any] = {
        "station": station,
        "year": year,
        "years": years,
        "days": _days(archive, name, year),
        "facets": {
            facet: [{"name": value.name, "articles": value.articles} for value in shown[facet]]
            for facet in ("source", "author", "editor")
        },
    }
    return Page(template="station.html", data=data)


def _days(archive: Archive, name: str, year: str) -> list[dict[str, Any]]:
    """Each day of a year: how many articles were published, and whether anybody looked."""
    filters = Filters(station=name, since=year, until=year)
    return [
        {"day": day.day, "articles": day.articles, "status": day.status}
        for day in coverage(archive.connection, filters)
    ]
