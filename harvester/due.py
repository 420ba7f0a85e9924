"""What a run would visit if it began now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.store import Archive
from harvester import crawl_tables
from harvester.account import Account
from harvester.discover import starts
from harvester.frontier import Frontier

if TYPE_CHECKING:
    from harvester.station import Station


def due(folder: Path, stations: Sequence[Station]) -> Iterator[str]:
    """One line a station: how many lists, new articles and known ones are due. Nothing is changed.

    Raises what `Archive.read_only` raises; where there is no archive yet, only lists are due.
    """
    if not (folder / "archive.db").exists():
        yield from (f"{s.name}: {_all(len(starts(s)))}" for s in stations)
        return
    with Archive.read_only(folder) as archive:
        if not crawl_tables.are_in(archive.connection):
            yield from (f"{s.name}: {_all(len(starts(s)))}" for s in stations)
            return
        frontier, account = Frontier(archive.connection), Account(archive.connection)
        yield from (f"{each.name}: {_due(each, frontier, account)}" for each in stations)


def _all(lists: int) -> str:
    return f"{lists} of {lists} lists, 0 new articles, 0 known ones to look at again"


def _due(station: Station, frontier: Frontier, account: Account) -> str:
    now = datetime.now(UTC)
    rests = [frontier.resting(host, now=now) for host in station.hosts]
    resting = next((rest[0] for rest in rests if rest is not None), None)
    if resting is not None:
        return resting
    links = starts(station)
    fresh = {link.url for link in links} - frontier.known([link.url for link in links])
    due = account.due(station.name, now=now)
    said = (
        f"{due.lists + len(fresh)} of {len(links)} lists, {due.new} new articles, "
        f"{due.known} known ones to look at again"
    )
    return f"{said}; next at {due.following}" if due.following else said
