"""Whoever writes, and however mixed: the index holds what the articles say."""

from __future__ import annotations

import random
import runpy
import sqlite3
from contextlib import closing
from pathlib import Path

from support.archives import new_archive
from support.commands import ROOT

MIXED = runpy.run_path(str(ROOT / "benchmarks" / "mixed_writers.py"))


def test_three_programs_write_and_the_index_is_in_step(tmp_path: Path) -> None:
    """sqlite-utils, the sqlite3 program and we insert, upsert, update and delete."""
    done, errors = MIXED["run"](tmp_path / "archive", 400, random.Random(7))
    assert (sum(done.values()), errors) == (400, 0)
    assert len(done) >= 8  # each deed by each program that is installed


def test_an_index_that_lags_behind_is_seen(tmp_path: Path) -> None:
    """The check above would see a word too many."""
    new_archive(tmp_path / "archive").close()
    path = tmp_path / "archive" / "archive.db"
    assert MIXED["in_step"](path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO articles_fts (rowid, title) VALUES (1, '路灯')")
    assert not MIXED["in_step"](path)


def changes(chance: random.Random, *, recursive: bool) -> str:
    """A statement on articles or stations, as no sensible program writes it.

    None replaces an article without telling its triggers so (`recursive`).
    """
    ways = ["", "OR IGNORE", "OR FAIL", "OR ABORT", "OR ROLLBACK"]
    how = chance.choice([*ways, "OR REPLACE"] if recursive else ways)
    key, other = chance.randint(1, 6), chance.randint(1, 6)
    station = chance.choice("stu")
    title = chance.choice(["'路灯'", "'電燈'", "NULL"])
    columns = "key, id, station, url, title, body, blocks, images, complete, evidence,"
    row = (
        f"INTO articles ({columns} content_digest, revision, state) VALUES ({key}, 'a:{other}',"
        f" '{station}', '', {title}, '亮了', '[]', '[]', 1, '{{}}', '', '', 'live')"
    )
    return chance.choice([
        f"INSERT {how} {row}",
        f"INSERT {how} {row.replace(f'({key},', '(NULL,')}",
        f"INSERT {row} ON CONFLICT (id) DO UPDATE SET title = excluded.title, key = excluded.key",
        f"INSERT {row} ON CONFLICT DO NOTHING",
        f"UPDATE {how} articles SET id = 'a:{key}' WHERE id = 'a:{other}'",
        f"UPDATE {how} articles SET key = {key}, title = {title} WHERE key = {other}",
        f"UPDATE {how} articles SET rowid = {key} WHERE key = {other}",
        f"UPDATE {how} articles SET title = {title}, complete = key % 3 WHERE key > {key}",
        f"UPDATE {how} articles SET id = 'a:{key}', station = '{station}' WHERE key > {other}",
        f"DELETE FROM articles WHERE key = {key}",
        f"INSERT {how} INTO stations (name, title, tested_on) VALUES ('{station}', {title}, '')",
        f"UPDATE {how} stations SET name = '{station}' WHERE name <> '{station}'",
        f"UPDATE {how} stations SET title = {title}",
        f"DELETE FROM stations WHERE name = '{station}'",
    ])  # fmt: skip


def test_whatever_stands_after_or_the_index_follows(tmp_path: Path) -> None:
    """Rows replaced or ignored, keys that must stay, statements that fail midway or are undone."""
    new_archive(tmp_path / "archive").close()
    path = tmp_path / "archive" / "archive.db"
    chance = random.Random(7)
    refused = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for number in range(500):
            recursive = bool(number // 100 % 2)
            connection.execute(f"PRAGMA recursive_triggers = {int(recursive)}")
            try:
                connection.execute(changes(chance, recursive=recursive))
            except sqlite3.IntegrityError:
                refused += 1
            connection.execute(
                "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
            )
            assert (
                connection.execute(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM search_pending)"
                ).fetchone()
                == connection.execute("SELECT count(*), 0 FROM articles_fts_docsize").fetchone()
            )
    assert 50 < refused < 450


def test_credits_that_another_program_left_behind_are_not_in_the_way(tmp_path: Path) -> None:
    """It replaces an article, or deletes it, without foreign keys; we go on in the same second."""
    new_archive(tmp_path / "archive").close()
    path = tmp_path / "archive" / "archive.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO stations (name, title, tested_on) VALUES ('s', '某站', '')")
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
