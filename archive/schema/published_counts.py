"""Counts that are kept: how many articles each station has by month, and by the source it credits.

A page about a place, a medium or the whole archive adds up these few rows, where it would else read
every article. Triggers keep them in step as those of `kept_counts`, and with the same exception.

What stands here is part of one migration: another table is another migration.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

#: Table → the column that it counts by, its value for an article, and whether that is counted.
_TABLES = {
    "month_counts": ("month", "substr(coalesce({row}.published_at, ''), 1, 7)", "1"),
    "source_counts": ("source", "{row}.source", "coalesce({row}.source, '') <> ''"),
}

#: Each table → the rows that it should have, counted anew.
COUNTED_ANEW = {
    table: f"SELECT a.station, {value.format(row='a')}, count(*) FROM articles AS a"
    f" WHERE {counts.format(row='a')} GROUP BY 1, 2"
    for table, (_, value, counts) in _TABLES.items()
}

_INDEX = "CREATE INDEX source_counts_source ON source_counts (source, articles)"


def create_published_counts(connection: sqlite3.Connection) -> None:
    """Make the tables, fill them with what is held, then the triggers that keep them in step."""
    for table, (name, _, _) in _TABLES.items():
        connection.execute(f"""
CREATE TABLE {table} (
    station  TEXT NOT NULL,
    {name.ljust(8)} TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (station, {name})
) WITHOUT ROWID""")
    connection.execute(_INDEX)
    count_published_anew(connection)
    for statement in (each for table in _TABLES for each in _counting(table)):
        connection.execute(statement)


def count_published_anew(connection: sqlite3.Connection) -> None:
    """Fill the tables again from what is held, within a transaction."""
    for table, rows in COUNTED_ANEW.items():
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} {rows}")


def _counting(table: str) -> Iterator[str]:
    """The triggers that count the articles in a table."""
    yield f"""CREATE TRIGGER articles_in_{table} AFTER INSERT ON articles BEGIN
    {_added(table)} END"""
    yield f"""CREATE TRIGGER articles_out_of_{table} AFTER DELETE ON articles BEGIN
    {_taken(table)} END"""
    _, value, _ = _TABLES[table]
    before, after = (f"{row}.station, {value.format(row=row)}" for row in ("old", "new"))
    yield f"""CREATE TRIGGER articles_moved_in_{table} AFTER UPDATE ON articles
WHEN ({before}) IS NOT ({after}) BEGIN
    {_taken(table)}
    {_added(table)} END"""


def _added(table: str) -> str:
    """SQL of a trigger: the new article is counted.

    Not by ON CONFLICT: in a trigger it gives way to what the writer's own statement says.
    """
    _, value, counts = _TABLES[table]
    return f"""INSERT INTO {table} SELECT new.station, {value.format(row="new")}, 0
        WHERE {counts.format(row="new")} AND NOT EXISTS
            (SELECT 1 FROM {table} WHERE {_cell(table, "new")});
    UPDATE {table} SET articles = articles + 1 WHERE {_cell(table, "new")};"""


def _taken(table: str) -> str:
    """SQL of a trigger: the old article is counted no more."""
    cell = _cell(table, "old")
    return f"""UPDATE {table} SET articles = articles - 1 WHERE {cell};
    DELETE FROM {table} WHERE {cell} AND articles <= 0;"""


def _cell(table: str, row: str) -> str:
    name, value, _ = _TABLES[table]
    return f"station = {row}.station AND {name} = {value.format(row=row)}"
