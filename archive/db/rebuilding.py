"""Build archive.db again beside the former one, and let it take that one's place in one step."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.db.connection import NAME, create, open_connection, refuse_links
from archive.db.folder import former_database
from archive.files.plain_file import sync_folder
from archive.model.errors import StorageError

#: What a rebuild writes, beside the former one, until it is whole.
REBUILDING = f"{NAME}.rebuilding"


def begin_rebuilding(folder: Path) -> None:
    """Make an empty database beside the former one; what an interrupted rebuild left goes first."""
    for path in folder.glob(f"{REBUILDING}*"):
        path.unlink()
    create(folder, REBUILDING)


def publish_rebuilt(folder: Path) -> None:
    """Let a closed, rebuilt database take the place of the former, in one step.

    The former one is kept as `archive.db.before-<stamp>`. It is whole without its journal before
    that is taken away: SQLite would take it for the journal of the new one. Raises StorageError
    where another program keeps it from being so; whatever fails, the former one stands.
    """
    former = folder / NAME
    refuse_links(former)
    aside = former_database(folder)
    try:
        if former.exists():
            _set_aside(former, aside)
        (folder / REBUILDING).rename(former)
        sync_folder(folder)
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}; the former archive.db stands") from error


def _set_aside(former: Path, aside: Path) -> None:
    """Keep the former database, with its journal where that could not be brought into it."""
    whole = _empty_journal(former)
    os.link(former, aside)
    for end in ("-wal", "-shm"):
        journal = former.with_name(f"{former.name}{end}")
        if whole:
            journal.unlink(missing_ok=True)
        elif journal.exists():
            journal.rename(f"{aside}{end}")
    sync_folder(former.parent)


def _empty_journal(path: Path) -> bool:
    """Bring what stands in the journal into the file; whether that was done.

    A damaged file keeps what it has: it is being replaced for that very reason.
    """
    try:
        with closing(open_connection(path)) as connection:
            connection.execute("PRAGMA busy_timeout = 1000")
            checkpoint = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.DatabaseError:
        return False
    busy, frames, brought = checkpoint
    if busy and frames != brought:
        raise StorageError(
            f"{path}: another program is reading it, so that {path.name}-wal cannot be brought "
            f"into it; end that program and run the command again"
        )
    return True
