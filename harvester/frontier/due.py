"""What a run would visit if it began now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.store.archive import Archive
from harvester.discovery.discover import starts
from harvester.frontier import migrations as crawl_tables
from harvester.frontier.backoffs import Backoffs
from harvester.frontier.frontier import Frontier
from harvester.frontier.status import Status

if TYPE_CHECKING:
    from harvester.model.station import Station


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
        yield from (f"{each.name}: {_due(each, archive.connection)}" for each in stations)


def _all(lists: int) -> str:
    return f"{lists} of {lists} lists, 0 new articles, 0 known ones to look at again"


def _due(station: Station, connection: sqlite3.Connection) -> str:
    now = datetime.now(UTC)
    backed_off = [
        backoff for host in station.hosts if (backoff := Backoffs(connection).of(host, now=now))
    ]
    if backed_off:
        return backed_off[0][0]
    links = starts(station)
    fresh = {link.url for link in links} - Frontier(connection).known([link.url for link in links])
    due = Status(connection).due(station.name, now=now)
    line = (
        f"{due.lists + len(fresh)} of {len(links)} lists, {due.new} new articles, "
        f"{due.known} known ones to look at again"
    )
    return f"{line}; next at {due.following}" if due.following else line
