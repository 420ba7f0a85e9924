"""The WARC files of an archive: all captures in them, and the digest of each closed file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.db.events import now
from archive.db.sql import insert, rows
from archive.files.contained_path import why_no_warc
from archive.files.plain_file import not_plain, reading
from archive.model.errors import StorageError
from archive.warc import Stored, Torn, Unfit, stored_in
from archive.warc.writer import OPEN_SUFFIX


def stored(folder: Path) -> Iterator[tuple[str, Stored | Unfit | Torn]]:
    """All captures of all WARC files, by name of file, and what is torn, each with its file.

    The torn end of a file that a dead run left `.open` is no damage, and is not told. What is no
    plain file, or has no name that a WARC file may have, is told and not read.
    """
    for path in sorted(folder.glob("*.warc.gz*")):
        name = path.name.removesuffix(OPEN_SUFFIX)
        if not name.endswith(".warc.gz"):
            continue
        if why := why_no_warc(name) or not_plain(path):
            yield name, Torn(0, why, None)
            continue
        for item in stored_in(path):
            torn_end = isinstance(item, Torn) and item.resumes_at is None
            if not (torn_end and path.name != name):
                yield name, item


def faults(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The rows that name no file in `warc/`, or no place in it, and what is wrong with them."""
    tables = (("captures", "warc_file"), ("set_aside", "warc_file"), ("warc_files", "name"))
    for table, column in tables:
        named = f"SELECT DISTINCT {column} AS name FROM {table} WHERE {column} IS NOT NULL"
        for row in rows(connection, named):
            if why := why_no_warc(row["name"]):
                yield (
                    f"{table}.{column} {str(row['name'])[:100]!r}",
                    f"it names no WARC file: {why}",
                )
    for row in rows(connection, _NO_PLACE):
        yield f"capture {row['id']}", "its row names no place in a WARC file"


def named(connection: sqlite3.Connection) -> set[str]:
    """The WARC files that rows name."""
    files = rows(connection, f"{_WITH_CAPTURES} UNION SELECT name FROM warc_files")
    return {row["name"] for row in files if why_no_warc(row["name"]) is None}


def without_digest(connection: sqlite3.Connection, folder: Path) -> list[str]:
    """The closed files that hold captures of ours, and have no digest yet."""
    closed = {path.name for path in folder.glob("*.warc.gz")}
    closed -= {row["name"] for row in rows(connection, "SELECT name FROM warc_files")}
    return sorted(name for name in closed if _is_named(connection, name))


def _is_named(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a row of a capture, or of what was set aside, names the file."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM captures WHERE warc_file = ?1)"
        " OR EXISTS (SELECT 1 FROM set_aside WHERE warc_file = ?1)",
        (name,),
    ).fetchone()
    return bool(row[0])


_NO_PLACE = (
    "SELECT id FROM captures WHERE typeof(warc_offset) <> 'integer' OR warc_offset < 0"
    " OR typeof(warc_length) <> 'integer' OR warc_length < 0"
)
_WITH_CAPTURES = """SELECT warc_file AS name FROM captures
    UNION SELECT warc_file FROM set_aside WHERE warc_file IS NOT NULL"""


def record_file_digest(connection: sqlite3.Connection, path: Path) -> None:
    """Write down the digest of a whole WARC file, once it is closed."""
    try:
        with reading(path) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
    row = {"name": path.name, "bytes": size, "digest": f"sha256:{digest}"}
    insert(connection, "warc_files", {**row, "digested_at": now()})
