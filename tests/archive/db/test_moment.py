"""Reads of one moment: whoever writes meanwhile is not waited for, and not seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.db.moment import one_moment
from archive.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with Archive.create(tmp_path / "archive") as archive:
        yield archive


def test_a_moment_within_a_moment_is_the_same(archive: Archive) -> None:
    """The inner one neither fails nor ends the outer one."""
    count = "SELECT count(*) FROM stations"
    with Archive.read_only(archive.folder) as reader, one_moment(reader.connection):
        assert reader.connection.execute(count).fetchone() == (0,)
        with archive.transaction() as writer:
            writer.execute("INSERT INTO stations (name, title, tested_on) VALUES ('n', 'n', '')")
        with one_moment(reader.connection):
            assert reader.connection.execute(count).fetchone() == (0,)
        assert reader.connection.execute(count).fetchone() == (0,)
        assert reader.connection.in_transaction


def _fails_after_rollback(connection: sqlite3.Connection) -> None:
    with one_moment(connection):
        connection.execute("ROLLBACK")
        raise OSError("the disk")


def test_an_error_is_told_where_the_transaction_has_ended_already(archive: Archive) -> None:
    """SQLite ends one by itself where the disk fails; a second ROLLBACK would hide the error."""
    with pytest.raises(OSError, match="the disk"):
        _fails_after_rollback(archive.connection)
    assert not archive.connection.in_transaction
