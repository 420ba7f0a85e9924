"""Whether the lists of stations answer today, and name articles."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from harvester.discovery.discover import discover, starts
from harvester.model.errors import NoAnswer, NotAllowed, NotAnArticle

if TYPE_CHECKING:
    from harvester.model.station import Station
    from harvester.model.visit import Link
    from harvester.survey.survey import Fetch


async def list_problems(fetch: Fetch, stations: Sequence[Station]) -> list[str]:
    """One line for each list that gives no article: the station, the list, and why."""
    return [
        f"{station.name}: {link.url}: {why}"
        for station in stations
        for link in starts(station)
        if (why := await _problem(fetch, station, link))
    ]


async def _problem(fetch: Fetch, station: Station, link: Link) -> str | None:
    try:
        page = await fetch(link.url)
    except (NotAllowed, NoAnswer) as error:
        return str(error)
    if page.status != HTTPStatus.OK:
        return f"the server answered {page.status}"
    try:
        named = discover(page, station, link.kind)
    except NotAnArticle as error:
        return str(error)
    if not any(each.kind == "article" for each in named.links):
        return "it names no article of the station"
    return None
