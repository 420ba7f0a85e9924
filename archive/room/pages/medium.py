"""A medium: who credits it, who took its texts and how fast; and who reprints whom in a year."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from archive.compare.media_names import canonical_medium
from archive.db.filters import is_date
from archive.db.sql import Row, rows
from archive.figures.days import spanned
from archive.figures.kept_counts import IS_MONTH, by_month, by_source, crediting
from archive.lineage.flows import flows_between, flows_of
from archive.model.errors import NothingFound, UsageError
from archive.room.answer import Page
from archive.room.request import Request
from archive.store.archive import Archive

_SHOWN = 60  # media and stations of a list
_FLOWS = 60  # rows of a table
_MATRIX = 12  # rows and columns of the matrix, and stations of the picture


def media_page(archive: Archive, request: Request) -> Page:
    """The media that are credited most, and who reprinted whom in one year. Raises UsageError."""
    counted = by_month(archive.connection)
    years = spanned({month[:4] for month in counted})
    year = asked_year(request, years)
    flows = flows_between(archive.connection, None, year, year)
    data: dict[str, Any] = {
        "year": year,
        "years": years,
        "media": by_source(archive.connection, limit=_SHOWN),
        "flows": flows[:_FLOWS],
        "more_flows": max(0, len(flows) - _FLOWS),
        "matrix": _matrix([each for each in flows if _is_between_two(each)]),
        "titles": _titles(archive),
    }
    return Page(template="media.html", data=data)


def medium_page(archive: Archive, request: Request, name: str) -> Page:
    """One medium, by the name that is printed as source. Raises NothingFound."""
    credited = crediting(archive.connection, name)
    own = _stations_of(archive, name)
    if not credited and not own:
        raise NothingFound(f"{name[:60]}: no article credits this medium")
    titles = _titles(archive)
    months = _months(archive, name)
    flows = [flow for station in own for flow in flows_of(archive.connection, station)]
    data: dict[str, Any] = {
        "name": name,
        "articles": sum(each["articles"] for each in credited),
        "stations": own,
        "credited_by": credited[:_SHOWN],
        "more_credited_by": max(0, len(credited) - _SHOWN),
        "months": [(month, months.get(month, 0)) for month in spanned(months)],
        "taken_from_it": [each for each in flows if each["taken_from_station"] in own][:_FLOWS],
        "taken_by_it": [each for each in flows if each["taken_from_station"] not in own][:_FLOWS],
        "titles": titles,
    }
    return Page(template="medium.html", data=data)


def asked_year(request: Request, years: list[str]) -> str:
    """The year of an address; without one the latest, no future one if any. Raises UsageError."""
    present = str(datetime.now(UTC).year)
    latest = max((year for year in years if year <= present), default=(years or [present])[-1])
    year = request.text("year") or latest
    if len(year) != len("2022") or not is_date(year):
        raise UsageError(f"year={year[:40]}: it is a year such as 2022")
    return year


def _is_between_two(flow: Row) -> bool:
    return bool(flow["station"] != flow["taken_from_station"])


def _matrix(flows: list[Row]) -> dict[str, Any]:
    """The stations that took or gave most, and how much each took from each other one."""
    weights: Counter[str] = Counter()
    for flow in flows:
        weights[flow["station"]] += flow["articles"]
        weights[flow["taken_from_station"]] += flow["articles"]
    stations = [name for name, _ in weights.most_common(_MATRIX)]
    taken = {(flow["station"], flow["taken_from_station"]): flow["articles"] for flow in flows}
    return {
        "stations": stations,
        "taken": [[taken.get((by, of), 0) for of in stations] for by in stations],
    }


def _stations_of(archive: Archive, name: str) -> list[str]:
    """The stations that are this medium: of its name, or one that it is known by as well."""
    wanted = canonical_medium(name)
    known = archive.connection.execute("SELECT name, title FROM stations ORDER BY name")
    return [
        station
        for station, title in known
        if name in (station, title) or (wanted and canonical_medium(title) == wanted)
    ]


def _months(archive: Archive, name: str) -> dict[str, int]:
    counted = archive.connection.execute(
        "SELECT substr(published_at, 1, 7) AS month, count(*) FROM articles WHERE source = ?"
        f" GROUP BY month HAVING {IS_MONTH}",
        (name,),
    )
    return dict(counted.fetchall())


def _titles(archive: Archive) -> dict[str, str]:
    return {
        row["name"]: row["title"]
        for row in rows(archive.connection, "SELECT name, title FROM stations")
    }
