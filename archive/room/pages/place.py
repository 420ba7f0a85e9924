"""A place: its stations and those below it, their articles by month, the sources they draw on."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from archive.db.filters import lying_in
from archive.db.sql import Row, rows
from archive.figures.days import spanned
from archive.figures.kept_counts import by_month, by_source
from archive.model.errors import NothingFound
from archive.room.answer import Page
from archive.room.request import Request
from archive.store.archive import Archive

_SHOWN = 150  # stations of a page
_SOURCES = 20
_CODE = re.compile(r"(?:\d\d){1,3}|[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


def places_page(archive: Archive, request: Request) -> Page:
    """All places that a station is of, with how many stations and articles there are."""
    listed = rows(
        archive.connection,
        "SELECT s.place, max(s.place_name) AS place_name, count(*) AS stations,"
        " sum(coalesce(c.articles, 0)) AS articles FROM stations AS s"
        " LEFT JOIN station_counts AS c ON c.station = s.name"
        " WHERE s.place <> '' GROUP BY s.place ORDER BY s.place",
    )
    above: dict[str, list[Row]] = {
        each: [] for each in sorted({_above(row["place"]) for row in listed})
    }
    for row in listed:
        above[_above(row["place"])].append(row)
    data = {
        "regions": [
            {"place": code, "place_name": _name(code, below), "places": below}
            for code, below in above.items()
        ]
    }
    return Page(template="places.html", data=data)


def place_page(archive: Archive, request: Request, code: str) -> Page:
    """One place with everything below it, by its code (430300, 43, DE). Raises NothingFound."""
    stations = _stations(archive, code) if _CODE.fullmatch(code) else []
    if not stations:
        raise NothingFound(f"{code[:40]}: no station is of this place; it is a code such as 430300")
    names = [station["name"] for station in stations]
    months = by_month(archive.connection, names)
    data: dict[str, Any] = {
        "place": code,
        "place_name": _name(code, stations),
        "above": _above(code) if _above(code) != code else None,
        "articles": sum(station["articles"] for station in stations),
        "stations": stations[:_SHOWN],
        "more_stations": max(0, len(stations) - _SHOWN),
        "months": [(month, months.get(month, 0)) for month in spanned(months)],
        "sources": by_source(archive.connection, names, limit=_SOURCES),
    }
    return Page(template="place.html", data=data)


def _stations(archive: Archive, code: str) -> list[dict[str, Any]]:
    """The stations of a place and of those below it, the most articles first."""
    lies, values = lying_in((code,))
    return rows(
        archive.connection,
        "SELECT s.name, s.title, s.place, s.place_name, coalesce(c.articles, 0) AS articles"
        " FROM stations AS s LEFT JOIN station_counts AS c ON c.station = s.name"
        f" WHERE {lies} ORDER BY 5 DESC, s.name",
        *values,
    )


def _above(code: str) -> str:
    """The province, state or country in which a place lies.

    >>> _above("430321"), _above("DE-BE"), _above("430000")
    ('430000', 'DE', '430000')
    """
    return f"{code[:2]}0000" if code[:2].isdecimal() else code[:2]


def _name(code: str, stations: list[dict[str, Any]]) -> str:
    """The name of a place: that of a station there, else what the names below it begin with.

    >>> below = ({"place": code, "place_name": name} for code, name in
    ...          (("430300", "湖南省湘潭市"), ("430100", "湖南省长沙市")))
    >>> _name("430000", list(below))
    '湖南省'
    """
    names = {each["place"]: each["place_name"] or "" for each in stations}
    return names.get(code) or _shared_start(list(names.values())) or code


def _shared_start(names: list[str]) -> str:
    """What several names begin with."""
    first, last = min(names), max(names)
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    )
    return first[:same] if len(names) > 1 else ""
