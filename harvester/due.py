"""What a run would visit if it began now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.store import Archive
from harvester.discover import starts
from harvester.frontier import Frontier

if TYPE_CHECKING:
    from harvester.station import Station


def due(folder: Path, stations: Sequence[Station]) -> Iterator[str]:
    """One line a station: how many lists and known articles are due. Nothing is changed.

    Raises what `Archive.read_only` raises; where there is no archive yet, only lists are due.
    """
    if not (folder / "archive.db").exists():
        yield from (f"{s.name}: {len(starts(s))} lists" for s in stations)
        return
    now = datetime.now(UTC)
    with Archive.read_only(folder) as archive:
        frontier = Frontier(archive.connection)
        for station in stations:
            rests = [frontier.resting(host, now=now) for host in station.hosts]
            resting = next((rest[0] for rest in rests if rest is not None), None)
            articles = frontier.due(station.name, now=now)
            said = f"{len(starts(station))} lists, {articles} known articles"
            yield f"{station.name}: {resting or said}"
