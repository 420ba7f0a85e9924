"""The crawls: when, of which stations, and how each ended."""

from __future__ import annotations

from archive.db.sql import rows
from archive.room.answer import Page
from archive.room.request import Request
from archive.store.archive import Archive

_SHOWN = 100


def runs_page(archive: Archive, request: Request) -> Page:
    """The latest runs, newest first."""
    runs = rows(
        archive.connection,
        "SELECT id, command, stations, started_at, ended_at, state, counts, exit_code, version"
        f" FROM runs ORDER BY started_at DESC, id DESC LIMIT {_SHOWN}",
    )
    return Page(template="runs.html", data={"runs": runs})
