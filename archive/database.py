"""The file `archive.db`: made, opened, brought up to date, and told from what is not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from archive.errors import Damaged, NewerArchive, StorageError, UsageError
from archive.schema import migrations
from archive.warc.writer import sync_folder

NAME = "archive.db"
#: "NEWS" in ASCII; tells an archive from any other SQLite file.
APPLICATION_ID = 0x4E455753

_BUSY_SECONDS = 30.0
_REBUILD = "make it again from the captures with `harvest reread --rebuild`"


def create(folder: Path) -> None:
    """Make an empty database; it has its name only once it is whole."""
    unfinished = folder / f"{NAME}.new"
    unfinished.unlink(missing_ok=True)
    with storage_errors(folder):
        with closing(_connection(unfinished)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(connection)
        try:
            unfinished.rename(folder / NAME)
            sync_folder(folder)
        except OSError as error:
            raise StorageError(f"{folder}: {error.strerror}") from error


def set_aside(folder: Path) -> None:
    """Give a former database another name, with its journal files, so that nothing is lost."""
    stamp = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    for end in ("", "-wal", "-shm"):
        path = folder / f"{NAME}{end}"
        if path.exists():
            path.rename(folder / f"{NAME}.before-{stamp}{end}")
    sync_folder(folder)


def connect(folder: Path) -> sqlite3.Connection:
    """A connection that writes, to tables of today. Raises Damaged, NewerArchive, StorageError."""
    path = folder / NAME
    with storage_errors(folder):
        _refuse_what_is_not_ours(path)
        connection = _connection(path)
        try:
            _refuse_newer(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def connect_read_only(folder: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises UsageError where the tables are not of today."""
    path = folder / NAME
    with storage_errors(folder):
        _refuse_what_is_not_ours(path)
        connection = _read_only_connection(path)
        try:
            connection.execute("PRAGMA query_only = ON")
            _refuse_newer(connection, path)
            _refuse_older(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Says in the archive's own errors what SQLite says of disk and file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
            raise StorageError(
                f"{folder / NAME}: {error}; nothing of this step is held. "
                f"Make room or mend the disk and start again"
            ) from error
        if code == sqlite3.SQLITE_BUSY:
            raise StorageError(
                f"{folder / NAME}: another program has held it for {_BUSY_SECONDS:.0f} s"
            ) from error
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise Damaged(f"{folder / NAME}: {error}; {_REBUILD}") from error
        raise


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA recursive_triggers = ON")
    return connection


def _read_only_connection(path: Path) -> sqlite3.Connection:
    """WAL needs a file beside it; where none can be made, a quiet database is read without."""
    address = path.resolve().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        wal = path.with_name(f"{NAME}-wal")
        if wal.exists() and wal.stat().st_size:
            raise
        return sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
    return connection


def _refuse_what_is_not_ours(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    if not header:
        raise Damaged(f"{path}: it is empty; {_REBUILD}")
    if not header.startswith(b"SQLite format 3\x00"):
        raise Damaged(f"{path}: it is not an SQLite database; {_REBUILD}")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise Damaged(f"{path}: an SQLite database, but no archive of this program")


def _refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    applied = {migration.name for migration in migrations.applied(Database(connection))}
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if applied - known or version > len(known):
        raise NewerArchive(
            f"{path}: made by a newer version of this program; update to read and write it"
        )


def _refuse_older(connection: sqlite3.Connection, path: Path) -> None:
    if migrations.pending(Database(connection)):
        raise UsageError(
            f"{path}: made by an older version of this program; open it once for writing, "
            f"for example with `archive verify --repair`, to bring it up to date"
        )


def _migrate(connection: sqlite3.Connection) -> None:
    """Each pending migration in a transaction of its own; nothing is written where none is."""
    database = Database(connection)
    if migrations.pending(database):
        migrations.apply(database)
    version = len(migrations.applied(database))
    if connection.execute("PRAGMA user_version").fetchone()[0] != version:
        connection.execute(f"PRAGMA user_version = {version}")
