"""Tries again what was set aside: after a mended reader, or on an operator's word."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archive.custody.opening import open_archive
from archive.model.errors import Damaged, NothingFound
from archive.model.name_globs import is_glob, matched
from archive.store import set_aside
from archive.store.archive import Archive
from archive.store.set_aside import Aside, capture_made_of
from archive.warc import Stored, Unfit, capture_again
from harvester.model.errors import NoStation
from harvester.offline.importing import claimed
from harvester.run.run import Run
from harvester.run.stored_captures import process_stored

if TYPE_CHECKING:
    from archive.model.article import Capture
    from harvester.config.stations import Stations


@dataclass(slots=True, kw_only=True)
class Retried:
    """What became of what was tried again."""

    tried: int = 0
    remaining: int = 0  # still set aside, of those that were tried
    problems: list[str] = field(default_factory=list)  # with the number of each, and the reason


def of_stations(
    connection: sqlite3.Connection,
    everything: Sequence[Aside],
    stations: Stations,
    wanted: Sequence[str],
) -> list[Aside]:
    """What is of the stations of these names and globs: by its capture, else by its address.

    Raises NoStation for a name that no station has, NothingFound for such a glob.
    """
    captured = dict(
        connection.execute(
            """SELECT id, station FROM captures
               WHERE id IN (SELECT capture FROM set_aside) AND station IS NOT NULL"""
        )
    )
    named = {aside.id: captured.get(aside.capture) or _by_address(aside, stations)
             for aside in everything}  # fmt: skip
    held = {name for (name,) in connection.execute("SELECT name FROM stations")}
    known = {*held, *(station.name for station in stations), *filter(None, named.values())}
    chosen = set()
    for each in wanted:
        if not (names := matched(each, known)):
            error = NothingFound if is_glob(each) else NoStation
            raise error(f"{each}: no such station; `harvest stations` lists them all")
        chosen.update(names)
    return [aside for aside in everything if named[aside.id] in chosen]


def _by_address(aside: Aside, stations: Stations) -> str | None:
    try:
        return stations.for_page(aside.url).name
    except ValueError:  # no host can be made of it
        return None


def retry(
    folder: Path, stations: Stations, numbers: Collection[int] = (), wanted: Sequence[str] = ()
) -> Retried:
    """Record and read what is set aside once more: all of it, or of these numbers, or stations.

    Raises NothingFound for a number that names nothing, and what `of_stations` raises.
    """
    retried = Retried()
    with open_archive(folder) as archive:
        chosen = _chosen(archive, numbers)
        if wanted:
            chosen = of_stations(archive.connection, chosen, stations, wanted)
        retried.tried = len(chosen)
        run = Run(archive, stations, [], command="harvest set-aside retry")
        run.tables.tallies.counting = False
        captures = [aside.capture for aside in chosen if aside.capture is not None]
        records = (aside for aside in chosen if aside.location is not None)
        captures += [made for aside in records if (made := _record(run, aside)) is not None]
        retried.problems += process_stored(run, captures)
        if run.broken is not None:
            raise run.broken
        tried = {aside.id for aside in chosen}
        remaining = [each for each in set_aside.all_aside(archive.connection)
                if each.id in tried or each.capture in captures]  # fmt: skip
        retried.remaining = len(remaining)
        retried.problems += [f"{each.id}: {each.url}: {each.reason}" for each in remaining]
        run.end("finished", 1 if retried.problems else 0)
    return retried


def _chosen(archive: Archive, numbers: Collection[int]) -> list[Aside]:
    everything = set_aside.all_aside(archive.connection)
    if unknown := set(numbers) - {aside.id for aside in everything}:
        named = ", ".join(str(number) for number in sorted(unknown))
        raise NothingFound(f"{named}: nothing of this number is set aside; see `set-aside list`")
    return [aside for aside in everything if not numbers or aside.id in numbers]


def _record(run: Run, aside: Aside) -> str | None:
    """Make a capture of a record after all, and give it its row; None where it makes none still."""
    assert aside.location is not None
    connection = run.archive.connection
    try:
        item = run.archive.captures.item_at(aside.location)
        capture = item.capture if isinstance(item, Stored) else _write_anew(run, item, aside)
    except (ValueError, NothingFound, Damaged) as error:
        reason = str(error)
        run.flush(lambda: set_aside.tried_again(connection, aside, reason))
        return None

    def take_back() -> None:
        set_aside.take_back(connection, aside)
        if isinstance(item, Stored):
            run.archive.index_recovered(item)

    run.flush(take_back)
    return capture.id


def _write_anew(run: Run, unfit: Unfit, aside: Aside) -> Capture:
    """A capture of what had been no capture, in the WARC of this run. Raises ValueError."""
    made = capture_again(unfit.aside, capture_made_of(unfit.id))
    capture = claimed(made, aside.found or "set aside", run)
    run.keep(capture)
    run.note(capture)
    return capture
