"""Another program writes to an archive between two reads of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from archive.store.archive import Archive

Result = TypeVar("Result")


def read_while_written(
    archive: Archive, read: Callable[[sqlite3.Connection], Result], statement: str
) -> Result:
    """What is read where, right before its last SELECT, another connection commits a statement."""
    written = False

    def write_before(last: int) -> Callable[[str], None]:
        selects = 0

        def traced(sql: str) -> None:
            nonlocal selects, written
            selects += _is_ours(sql)
            if selects == last and not written:
                with archive.transaction() as writer:
                    writer.execute(statement)
                written = True

        return traced

    with Archive.read_only(archive.folder) as reader:
        told: list[str] = []
        reader.connection.set_trace_callback(told.append)
        read(reader.connection)
        last = sum(map(_is_ours, told))
        reader.connection.set_trace_callback(write_before(last))
        result = read(reader.connection)
        reader.connection.set_trace_callback(None)
    assert written
    return result


def _is_ours(sql: str) -> bool:
    """Whether a statement is a SELECT of the program; those of FTS5 name the schema."""
    return sql.startswith("SELECT") and "FROM 'main'." not in sql
