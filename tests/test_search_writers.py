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


def test_credits_that_another_program_left_behind_are_not_in_the_way(tmp_path: Path) -> None:
    """It replaces an article, or deletes it, without foreign keys; we go on in the same second."""
    Archive.create(tmp_path / "archive").close()
    path = tmp_path / "archive" / "archive.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO stations (name, title, reads) VALUES ('s', '某站', '')")
    plain = {
        "id": "a:1", "station": "s", "url": "https://a.example/1", "blocks": "[]", "images": "[]",
        "complete": 1, "evidence": "{}", "content_digest": "", "revision": "", "state": "live",
    }  # fmt: skip
    ours = {**plain, "title": "路灯", "body": "路灯", "authors": "付鼎臣"}
    theirs = {**plain, "title": "电灯", "body": "电灯", "authors": None}
    steps = [("replace", theirs), ("delete", theirs)]
    MIXED["by_us"](path, [("insert", ours)])
    for number, (what, row) in enumerate(steps):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("DELETE FROM articles")
            if what == "replace":
                names = ", ".join(row)
                places = ", ".join(f":{name}" for name in row)
                connection.execute(f"INSERT INTO articles ({names}) VALUES ({places})", row)
        MIXED["by_us"](path, [("insert", {**ours, "title": f"路灯{number}"})])
        with closing(sqlite3.connect(path)) as connection:
            credited = "SELECT count(*), min(name) FROM credits JOIN articles USING (revision)"
            assert connection.execute(credited).fetchone() == (1, "付鼎臣")
