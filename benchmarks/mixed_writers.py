"""Ten thousand writes of three programs, mixed: is the index still in step with the articles.

    python benchmarks/mixed_writers.py [--writes 10000] [--seed 1]

The articles are inserted, upserted, replaced and deleted by sqlite-utils, by the stock `sqlite3`
program and by our own code, in an order drawn by chance; FTS5's integrity check compares every term
of the index with the articles after each round.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.custody.opening import open_archive
from archive.model.article import Article, Block, Credit
from archive.store.archive import Archive

ALPHABET = "路灯燈人大代表湘潭县縣，。ＡａA1①℃☕🥰한글"
ARTICLES = 300  # ids that are written again and again
ROUND = 50  # writes of one program, before another has its turn

Row = dict[str, Any]


def main() -> None:
    """Write, check, and tell."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--writes", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        done, errors = run(Path(folder) / "archive", given.writes, random.Random(given.seed))
    for name, count in sorted(done.items()):
        print(f"{count:>7,} {name}")
    print(f"{sum(done.values()):>7,} writes, {errors} integrity errors")


def run(folder: Path, writes: int, chance: random.Random) -> tuple[Counter[str], int]:
    """Make an archive and let all write: how often each did what, and how many checks failed."""
    Archive.create(folder).close()
    path = folder / "archive.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO stations (name, title, tested_on) VALUES ('s', '某站', '')")
    writers: list[Callable[[Path, Sequence[tuple[str, Row]]], None]] = [by_sqlite_utils, by_us]
    if shutil.which("sqlite3"):
        writers.append(by_the_program)
    done: Counter[str] = Counter()
    errors = 0
    while (left := writes - sum(done.values())) > 0:
        write = chance.choice(writers)
        deeds = [deed(chance) for _ in range(min(ROUND, left))]
        write(path, deeds)
        done.update(f"{what} {write.__name__.replace('_', ' ')}" for what, _ in deeds)
        errors += not in_step(path)
    return done, errors


def deed(chance: random.Random) -> tuple[str, Row]:
    """What to do, and with which row."""
    number = chance.randrange(ARTICLES)
    body = "".join(chance.choices(ALPHABET, k=chance.randint(0, 90)))
    row = {
        "id": f"a:{number}", "station": "s", "url": f"https://a.example/{number}",
        "title": body[:9], "authors": chance.choice([None, "付鼎臣", "凌雨晴、谭利波"]),
        "body": body, "blocks": "[]", "images": "[]", "complete": 1, "evidence": "{}",
        "content_digest": "", "revision": "", "state": "live",
    }  # fmt: skip
    return chance.choice(["insert", "upsert", "update", "delete"]), row


def by_sqlite_utils(path: Path, deeds: Sequence[tuple[str, Row]]) -> None:
    """As its users write."""
    with closing(sqlite3.connect(path)) as connection:
        database = Database(connection)
        articles = database.table("articles")
        for what, row in deeds:
            keyed = {**row, "key": key_of(connection, row)}
            if what == "upsert":
                articles.upsert(keyed, pk="key")
            elif what == "delete":
                articles.delete_where("id = ?", [row["id"]])
            elif what == "insert":
                articles.insert(keyed, pk="key", ignore=True)
            elif articles.count_where("id = ?", [row["id"]]):
                articles.update(keyed["key"], row)
        connection.commit()


def key_of(connection: sqlite3.Connection, row: Row) -> int:
    """The key under which the article stands, or the next one."""
    held = connection.execute("SELECT key FROM articles WHERE id = ?", (row["id"],)).fetchone()
    last = connection.execute("SELECT coalesce(max(key), 0) FROM articles").fetchone()
    return int(held[0] if held else last[0] + 1)


def by_the_program(path: Path, deeds: Sequence[tuple[str, Row]]) -> None:
    """Plain SQL into the stock program, with its defaults."""
    script = ["BEGIN;"]
    for what, row in deeds:
        names, values = ", ".join(row), ", ".join(map(quoted, row.values()))
        if what == "delete":
            script.append(f"DELETE FROM articles WHERE id = {quoted(row['id'])};")
            continue
        if what == "update":
            changes = ", ".join(f"{name} = {quoted(value)}" for name, value in row.items())
            script.append(f"UPDATE articles SET {changes} WHERE id = {quoted(row['id'])};")
            continue
        verb = "INSERT OR IGNORE" if what == "insert" else "INSERT"
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "id")
        ending = f" ON CONFLICT (id) DO UPDATE SET {changes}" if what == "upsert" else ""
        script.append(f"{verb} INTO articles ({names}) VALUES ({values}){ending};")
    script.append("COMMIT;")
    subprocess.run(["sqlite3", "-bail", str(path)], input="\n".join(script), text=True, check=True)


def quoted(value: Any) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def by_us(path: Path, deeds: Sequence[tuple[str, Row]]) -> None:
    """Held as new articles and as revisions; what we never do, delete, in SQL."""
    with open_archive(path.parent) as archive, archive.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for what, row in deeds:
            if what == "delete":
                for table in (
                    "credits",
                    "addresses",
                    "revisions",
                    "revision_captures",
                    "sightings",
                ):
                    connection.execute(f"DELETE FROM {table} WHERE article = ?", (row["id"],))
                connection.execute("DELETE FROM articles WHERE id = ?", (row["id"],))
            else:
                archive.store_article(article(row), [])


def article(row: Row) -> Article:
    """The article of a row."""
    plain = Article(id=row["id"], station=row["station"], url=row["url"], title=row["title"])
    names = (row["authors"] or "").split("、")
    return replace(
        plain,
        blocks=(Block(text=row["body"]),),
        credits=tuple(
            Credit(role="author", name=name, position=place)
            for place, name in enumerate(filter(None, names), start=1)
        ),
    )


def in_step(path: Path) -> bool:
    """Whether the index holds exactly what the articles say."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            connection.execute(
                "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
            )
        except sqlite3.DatabaseError:
            return False
    return True


if __name__ == "__main__":
    main()
