"""Rows of tables as dicts: inserted, updated and selected."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import Any

Row = dict[str, Any]


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """Add a row; one that is there already under the same key stays as it is."""
    connection.execute(_inserting(table, tuple(row)), tuple(row.values()))


def insert_all(connection: sqlite3.Connection, table: str, given: list[Row]) -> None:
    """Add rows of the same columns, as `insert` adds each."""
    if given:
        inserting = _inserting(table, tuple(given[0]))
        connection.executemany(inserting, [tuple(row.values()) for row in given])


@cache
def _inserting(table: str, columns: tuple[str, ...]) -> str:
    """The SQL that adds a row of these columns; there are few, and each comes again and again.

    The names may be those of a table of other origin.
    """
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in columns)
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING"


def update(connection: sqlite3.Connection, table: str, values: Row, key: Row) -> None:
    """Change columns of the row with this key."""
    changes = ", ".join(f"{name} = ?" for name in values)
    where = " AND ".join(f"{name} = ?" for name in key)
    connection.execute(
        f"UPDATE {table} SET {changes} WHERE {where}", (*values.values(), *key.values())
    )


def rows(connection: sqlite3.Connection, query: str, *values: Any) -> list[Row]:
    """The rows that a query gives, as dicts."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def numbers(values: Iterable[int]) -> str:
    """Whole numbers as a JSON array, for `json_each`; as Python writes a list.

    >>> numbers({7})
    '[7]'
    """
    return str(list(values))


def one(connection: sqlite3.Connection, query: str, *values: Any) -> Row | None:
    """The first row that a query gives, or None."""
    cursor = connection.execute(query, values)
    row = cursor.fetchone()
    if row is None:
        return None
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}
