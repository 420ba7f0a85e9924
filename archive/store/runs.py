"""The books of an archive: its runs, its stations, and the files that described them."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.db.events import now
from archive.db.sql import insert, rows
from archive.model.version import __version__

CrawlState = Literal["finished", "stopped", "interrupted", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: which stations it visited, what became of their addresses."""

    state: CrawlState
    stations: Sequence[str]
    counts: Mapping[str, Any]
    exit_code: int


def new_id() -> str:
    """An id that no run of any archive has: shards that are merged keep the ids of their runs.

    Eight bytes, where 0.2 had four: of a thousand archives with ten thousand runs each, two would
    have shared an id with the four.
    """
    return secrets.token_hex(8)


def begin_crawl(
    connection: sqlite3.Connection,
    command: str,
    stations: Sequence[str],
    user_agent: str | None,
) -> str:
    """Open the books of a run; its id."""
    run = new_id()
    row = {"id": run, "command": command, "stations": _json(stations)}
    row |= {"started_at": now(), "state": "running", "version": __version__}
    insert(connection, "runs", {**row, "user_agent": user_agent})
    return run


def end_crawl(connection: sqlite3.Connection, run: str, ended: Ended) -> None:
    """Close the books of a run."""
    connection.execute(
        "UPDATE runs SET ended_at = ?, state = ?, stations = ?, counts = ?, exit_code = ?"
        " WHERE id = ?",
        (
            now(),
            ended.state,
            _json(ended.stations),
            json.dumps(ended.counts, ensure_ascii=False),
            ended.exit_code,
            run,
        ),
    )


def has_dead_runs(connection: sqlite3.Connection) -> bool:
    """Whether a run has not closed its books."""
    dead = connection.execute("SELECT EXISTS (SELECT 1 FROM runs WHERE state = 'running')")
    return bool(dead.fetchone()[0])


def close_dead_runs(connection: sqlite3.Connection) -> None:
    """Close the books of runs that could not do it."""
    connection.execute(
        "UPDATE runs SET state = 'interrupted', ended_at = ? WHERE state = 'running'", (now(),)
    )


def described(connection: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """What is held of each station, by its name: the columns of `stations`."""
    return {row["name"]: row for row in rows(connection, "SELECT * FROM stations")}


def describe_station(
    connection: sqlite3.Connection, row: Mapping[str, str | None], text: str
) -> None:
    """Hold what a station's file says (columns of `stations`), and, by digest, its text."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "name")
    connection.execute(
        f"INSERT INTO stations ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        f" ON CONFLICT (name) DO UPDATE SET {changes}",
        tuple(row.values()),
    )
    if row.get("digest"):
        file = {"digest": row["digest"], "station": row["name"], "text": text}
        insert(connection, "station_files", {**file, "first_used_at": now()})


def _json(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)
