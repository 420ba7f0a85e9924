"""What a run would visit if it began now, and the stations of which it would visit anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db.events import utc
from archive.store.archive import Archive
from harvester.discovery.discover import starts
from harvester.frontier import migrations as crawl_tables
from harvester.frontier.backoffs import Backoffs
from harvester.frontier.coverage import Coverage
from harvester.frontier.frontier import Frontier
from harvester.frontier.status import Status

if TYPE_CHECKING:
    from harvester.model.station import Station
    from harvester.model.visit import Link


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


def stations_due(
    connection: sqlite3.Connection, stations: Sequence[Station], *, now: datetime
) -> list[Station]:
    """The stations of which something is due; of the others, that their lists are read today.

    Only these need a spider. To be called inside the archive's transaction.
    """
    found, coverage = [], Coverage(connection)
    for station in stations:
        lists = starts(station)
        if has_due(connection, station.name, lists, now=now, digest=station.digest):
            found.append(station)
            continue
        for link in lists:
            coverage.list_is_due(station.name, link.url, now=now)
    return found


def has_due(
    connection: sqlite3.Connection,
    station: str,
    lists: Sequence[Link],
    *,
    now: datetime,
    digest: str | None,
) -> bool:
    """Whether `Frontier.plan` would make anything of a station due, or it is pending already.

    A list is due at once that the station's file names for the first time, or names otherwise
    than before, and each list that was read with another file than that of this `digest`.
    """
    row = connection.execute(
        """SELECT EXISTS (SELECT 1 FROM crawl_frontier WHERE station = ?1 AND state = 'pending')
               OR EXISTS (SELECT 1 FROM crawl_frontier
                   WHERE station = ?1 AND state IN ('settled', 'retry') AND due_at <= ?2
                     AND (kind = 'article' OR state = 'retry' OR is_start
                          OR (kind = 'sitemap' AND found IS NOT NULL)))""",
        (station, utc(now)),
    ).fetchone()
    return bool(row[0]) or not all(_waits(connection, station, link, digest) for link in lists)


def ever_crawled(folder: Path, names: Iterable[str]) -> list[str]:
    """Those of these stations whose lists were ever visited for this archive, by name."""
    if not (folder / "archive.db").exists():
        return []
    with Archive.read_only(folder) as archive:
        if not crawl_tables.are_in(archive.connection):
            return []
        visited = (
            "SELECT EXISTS (SELECT 1 FROM crawl_frontier WHERE station = ? AND kind != 'article')"
        )
        return [n for n in sorted(names) if archive.connection.execute(visited, (n,)).fetchone()[0]]


def _waits(connection: sqlite3.Connection, station: str, link: Link, digest: str | None) -> bool:
    """Whether a list was named so before, and waits for its time to come."""
    row = connection.execute(
        """SELECT EXISTS (SELECT 1 FROM crawl_frontier WHERE url = ? AND station = ?
               AND kind = ? AND is_start AND due_at IS NOT NULL
               AND (read_at IS NULL OR station_digest IS ?))""",
        (link.url, station, link.kind, digest),
    ).fetchone()
    return bool(row[0])


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
