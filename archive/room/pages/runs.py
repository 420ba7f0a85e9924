"""The crawls: when, of which stations, and how each ended."""

from __future__ import annotations

import json
from collections import Counter

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
    shown = [run | {"pages": _pages(run["counts"])} for run in runs]
    return Page(template="runs.html", data={"runs": shown})


def _pages(counts: str | None) -> dict[str, int]:
    """How many pages of all stations had which outcome; of a text that is no such table, none.

    >>> _pages('{"a": {"new": 2}, "b": {"new": 1, "gone": 1}}'), _pages("[]")
    ({'new': 3, 'gone': 1}, {})
    """
    try:
        stations = json.loads(counts or "{}")
    except ValueError:
        return {}
    summed: Counter[str] = Counter()
    for of_station in stations.values() if isinstance(stations, dict) else ():
        if isinstance(of_station, dict):
            summed.update({k: v for k, v in of_station.items() if isinstance(v, int)})
    return dict(summed)
