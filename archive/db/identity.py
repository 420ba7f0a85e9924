"""Which archive this is: an id of its own, in archive.db and in each WARC file that it writes.

By it a WARC file of this archive is told from those of others, whose word counts less. It is kept
by copies and backups, and by a rebuild. It is no seal: whoever has read it can write it.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from archive.db import connection as database
from archive.db.sql import one
from archive.model.errors import ArchiveError
from archive.warc import archives_named

_ID = re.compile(r"urn:uuid:[0-9a-f-]{36}")


def identity(connection: sqlite3.Connection) -> str | None:
    """The id of an archive; None where another program took it away."""
    row = one(connection, "SELECT id FROM archive_identity")
    return row["id"] if row and _ID.fullmatch(str(row["id"])) else None


def former_identity(folder: Path) -> str | None:
    """What an archive was called before its archive.db is made again.

    The former archive.db says it, else most of the WARC files do.
    """
    try:
        with closing(database.connect_read_only(folder)) as connection:
            known = identity(connection)
    except (ArchiveError, sqlite3.DatabaseError):
        known = None
    if known is not None:
        return known
    named = Counter(name for name in archives_named(folder / "warc") if _ID.fullmatch(name))
    return named.most_common(1)[0][0] if named else None


def take_identity(connection: sqlite3.Connection, known: str | None) -> None:
    """Let an archive be called as it was; one of which nobody knows how keeps its new id."""
    if known is not None:
        connection.execute("UPDATE archive_identity SET id = ?", (known,))
