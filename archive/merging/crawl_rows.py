"""The crawl's account of a shard: its addresses, what is unread, coverage and tallies.

Its tables are the harvester's. They are made here by the statements that the first shard has, once
these are known to be those of this version: by the digest of their text.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from itertools import islice

from archive.db.foreign_schema import held_in, is_crawls
from archive.merging.record_rows import BATCH
from archive.merging.shard import Shard
from archive.model.errors import UsageError
from archive.store.archive import Archive

#: Of the statements that make the crawl's tables, as `archive.db.connection.CRAWL_MIGRATIONS`
#: make them, in the order of their names.
SCHEMA = "sha256:efed5128effd6577e02f51a848430619dcf4bc7637d49d7d390b7411439d63f1"

_ACCOUNT = "crawl_frontier"
_MIGRATIONS = "SELECT migration_set, name, applied_at FROM _sqlite_migrations"
#: Table → what becomes of a row whose key is there already.
_ALSO_THERE = {
    "crawl_unread": "DO NOTHING",
    "crawl_coverage": "DO UPDATE SET read = max(read, excluded.read)",
    "crawl_backoffs": "DO UPDATE SET until = max(until, excluded.until)",
    "crawl_tallies": "DO UPDATE SET count = count + excluded.count",
    "crawl_findings": "DO NOTHING",
}
#: Two shards may know one address: what has a capture of it knows more.
_BETTER = "crawl_frontier.capture IS NULL AND excluded.capture IS NOT NULL"
_ADOPTED = (
    "SELECT id FROM captures WHERE rowid > (SELECT max(captures) FROM crawl_watermark)"
    " ORDER BY rowid"
)


def make_crawl_tables(archive: Archive, shards: Sequence[Shard]) -> None:
    """Make the crawl's tables where a shard was ever crawled.

    Raises UsageError where a shard has others than those of this version.
    """
    crawled = [shard for shard in shards if _is_crawled(shard.connection)]
    for shard in crawled:
        if schema_digest(_statements(shard.connection)) != SCHEMA:
            raise UsageError(
                f"{shard.folder}: the tables of its crawls are not those of this version;"
                f" `harvest status --archive {shard.folder}` says more, and the next `harvest run`"
                " brings them up to date"
            )
    if not crawled:
        return
    connection = crawled[0].connection
    with archive.transaction() as new:
        for statement in _statements(connection):
            new.execute(statement)
        applied = connection.execute(f"{_MIGRATIONS} WHERE migration_set = 'crawl' ORDER BY id")
        new.executemany(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            applied.fetchall(),
        )
        new.execute("INSERT INTO crawl_watermark VALUES (0)")


def copy_crawl(archive: Archive, shard: Shard) -> None:
    """Copy what a shard knows of its crawls; captures that nobody has read yet still wait."""
    if not _is_crawled(shard.connection):
        return
    _copy(archive, shard, _ACCOUNT, _better_of_two(shard.connection))
    for table, also_there in _ALSO_THERE.items():
        _copy(archive, shard, table, also_there)
    with archive.transaction() as new:
        new.executemany(
            "INSERT INTO crawl_unread (capture) VALUES (?) ON CONFLICT DO NOTHING",
            shard.connection.execute(_ADOPTED).fetchall(),
        )
        new.execute(
            "UPDATE crawl_watermark SET captures = (SELECT coalesce(max(rowid), 0) FROM captures)"
        )


def schema_digest(statements: Sequence[str]) -> str:
    """The digest of the statements that make tables.

    >>> schema_digest(["CREATE TABLE a (b)"])[:15]
    'sha256:0db8786e'
    """
    return f"sha256:{hashlib.sha256(chr(10).join(statements).encode()).hexdigest()}"


def _statements(connection: sqlite3.Connection) -> list[str]:
    """What makes the crawl's tables, then their indexes, then their view; each in order."""
    kinds = ("table", "index", "view")
    made = [each for each in held_in(connection).values() if is_crawls(each)]
    made.sort(key=lambda each: (kinds.index(each.type), each.name))
    return [each.sql for each in made]


def _is_crawled(connection: sqlite3.Connection) -> bool:
    return _ACCOUNT in held_in(connection)


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of all columns, without the number that SQLite gave."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return [name for name in names if name != "key"]


def _better_of_two(connection: sqlite3.Connection) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in _columns(connection, _ACCOUNT))
    return f"DO UPDATE SET {changes} WHERE {_BETTER}"


def _copy(archive: Archive, shard: Shard, table: str, also_there: str) -> None:
    names = _columns(shard.connection, table)
    columns, places = ", ".join(names), ", ".join("?" * len(names))
    conflict = "(url) " if table == _ACCOUNT else ""
    order = "key" if table == _ACCOUNT else "1"
    copied = shard.connection.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT {conflict}{also_there}"
    )
    while batch := list(islice(copied, BATCH)):
        with archive.transaction() as connection:
            connection.executemany(statement, batch)
