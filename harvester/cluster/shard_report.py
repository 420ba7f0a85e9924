"""What a worker tells of the shard that it ran, in the state of the shard."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.db import connection as database
from archive.db.events import utc
from harvester.frontier import migrations as crawl_tables

_LAST_RUN = "SELECT id, ended_at, state, counts FROM runs ORDER BY started_at DESC, rowid DESC"
_HELD = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM captures)"
_BACKLOG = """SELECT count(*) FILTER (WHERE state IN ('pending', 'leased') OR due_at <= ?1),
    min(CASE WHEN state IN ('pending', 'leased') THEN ?1 ELSE due_at END) FROM crawl_frontier"""


def report_of(folder: Path, exit_code: int, stations: str) -> dict[str, Any]:
    """How the last run of an archive ended, what is held, and what is to be visited when.

    `stations` is the digest of what the run was to crawl.
    """
    now = utc(datetime.now(UTC))
    with database.storage_errors(folder), closing(database.connect_read_only(folder)) as connection:
        articles, captures = connection.execute(_HELD).fetchone()
        last = connection.execute(_LAST_RUN).fetchone()
        backlog, due_at = 0, None
        if crawl_tables.are_in(connection):
            backlog, due_at = connection.execute(_BACKLOG, (now,)).fetchone()
    run, ended_at, state, counts = last or (None, None, None, None)
    return {
        "run": run, "ended_at": ended_at, "run_state": state, "exit_code": exit_code,
        "counts": json.loads(counts) if counts else {}, "articles": articles,
        "captures": captures, "backlog": backlog, "due_at": due_at, "stations": stations,
    }  # fmt: skip
