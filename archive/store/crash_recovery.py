"""What a dead run left: its books are closed, and the captures that it kept are adopted.

The writer's lock proves that no run is alive. What was appended to a WARC is synced before its rows
are committed, also where it was another process that appended it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.db.events import Event, write_event
from archive.store import runs as books
from archive.warc import Leftover, Stored, recover

if TYPE_CHECKING:
    from archive.store.archive import Archive


def recover_from(archive: Archive) -> list[str]:
    """Close the books and adopt what was kept; the ids of the captures: read them again."""
    folder = archive.captures.folder
    leftovers = recover(folder, archive.captures.end_of)
    adopted: list[str] = []
    if leftovers or books.has_dead_runs(archive.connection):
        with archive.transaction():
            books.close_dead_runs(archive.connection)
            for leftover in leftovers:
                adopted += _adopted(archive, leftover)
    for leftover in leftovers:
        leftover.seal(folder)
    return adopted


def _adopted(archive: Archive, leftover: Leftover) -> list[str]:
    """One file: rows for the captures that have none, and what is to be told of it."""
    for torn in leftover.damage:
        _log_recovery(archive, "damage", leftover.file, torn.reason, offset=torn.offset)
    adopted = []
    aside = 0
    for item in leftover.captures(archive.captures.folder):
        if archive.index_recovered(item) and isinstance(item, Stored):
            adopted.append(item.capture.id)
        else:
            aside += 1
    if adopted or aside or leftover.cut:
        counts = {"captures": len(adopted), "set_aside": aside, "cut": leftover.cut}
        _log_recovery(archive, "adopted", leftover.file, "success", **counts)
    return adopted


def _log_recovery(archive: Archive, kind: str, file: str, outcome: str, **detail: int) -> None:
    event = Event(type=kind, agent=archive.agent, outcome=outcome, detail={"file": file, **detail})
    write_event(archive.connection, event)
