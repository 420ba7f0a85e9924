"""Whoever writes, and however mixed: the index holds what the articles say."""

from __future__ import annotations

import random
import runpy
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.store import Archive

MIXED = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "mixed_writers.py"))


def test_three_programs_write_and_the_index_is_in_step(tmp_path: Path) -> None:
    """sqlite-utils, the sqlite3 program and we insert, upsert, replace and delete."""
    done, errors = MIXED["run"](tmp_path / "archive", 400, random.Random(7))
    assert (sum(done.values()), errors) == (400, 0)
    assert len(done) >= 8  # each deed by each program that is installed


def test_a_replacement_without_recursive_triggers_is_found_out(tmp_path: Path) -> None:
    """The one thing that SQLite does not tell the index; the check above would see it."""
    Archive.create(tmp_path / "archive").close()
    path = tmp_path / "archive" / "archive.db"
    sql = (
        "INSERT OR REPLACE INTO articles (key, id, station, url, title, body, blocks, images,"
        " complete, evidence, content_digest, revision, state)"
        " VALUES (1, 'a:1', 's', '', ?, '', '[]', '[]', 1, '{}', '', '', 'live')"
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO stations (name, title, reads) VALUES ('s', '某站', '')")
        connection.execute(sql, ("路灯",))
    assert MIXED["in_step"](path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, ("电灯",))
    assert not MIXED["in_step"](path)
