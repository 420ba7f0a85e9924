"""The WARC files of an archive: all captures in them, and the digest of each closed file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.errors import StorageError
from archive.events import now
from archive.rows import insert, rows
from archive.warc import Stored, Torn, Unfit, stored_in
from archive.warc.writer import OPEN_SUFFIX


def stored(folder: Path) -> Iterator[tuple[str, Stored | Unfit | Torn]]:
    """All captures of all WARC files, by name of file, and what is torn, each with its file.

    The torn end of a file that a dead run left `.open` is no damage, and is not told.
    """
    for path in sorted(folder.glob("*.warc.gz*")):
        name = path.name.removesuffix(OPEN_SUFFIX)
        if not name.endswith(".warc.gz"):
            continue
        for item in stored_in(path):
            torn_end = isinstance(item, Torn) and item.resumes_at is None
            if not (torn_end and path.name != name):
                yield name, item


def without_digest(connection: sqlite3.Connection, folder: Path) -> list[str]:
    """The closed files that hold captures of ours, and have no digest yet."""
    closed = {path.name for path in folder.glob("*.warc.gz")}
    closed -= {row["name"] for row in rows(connection, "SELECT name FROM warc_files")}
    if not closed:
        return []
    ours = {row["name"] for row in rows(connection, _WITH_CAPTURES)}
    return sorted(closed & ours)


_WITH_CAPTURES = """SELECT warc_file AS name FROM captures
    UNION SELECT warc_file FROM set_aside WHERE warc_file IS NOT NULL"""


def vouch(connection: sqlite3.Connection, path: Path) -> None:
    """Write down the digest of a whole WARC file, once it is closed."""
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
    row = {"name": path.name, "bytes": size, "digest": f"sha256:{digest}"}
    insert(connection, "warc_files", {**row, "sealed_at": now()})
