"""The file `archive.db`: made, opened, brought up to date, and told from what is not ours."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.db.foreign_schema import Made, made_by, refuse_foreign, refuse_unapplied
from archive.files.plain_file import refuse_other, sync_folder
from archive.model.errors import Damaged, NewerArchive, OlderArchive, StorageError
from archive.schema.migrations import BEFORE_0_2_0, migrations

NAME = "archive.db"
#: "NEWS" in ASCII; tells an archive from any other SQLite file.
APPLICATION_ID = 0x4E455753

#: The migrations of the crawl's tables, which are the harvester's, that this version knows.
CRAWL_MIGRATIONS = frozenset({"m001_frontier", "m002_health", "m003_small_indexes"})

#: Columns of the table in which sqlite-utils writes down what was applied.
_MIGRATION_COLUMNS = {"migration_set", "name", "applied_at"}
_BUSY_SECONDS = 30.0
#: Pages of the journal (80 MB) after which SQLite copies them into archive.db. Until then a page
#: that each commit changes, as those of the indexes are, is copied once: at 1,000 pages, SQLite's
#: own figure, an archive of 100,000 articles is written to several times as much. A commit is
#: durable once its journal is synced, whenever it is copied.
_CHECKPOINT_PAGES = 20_000
#: Memory for pages: a commit of 16 visits changes more than SQLite's own 2 MB, and would be written
#: to the journal in part before its end.
_CACHE_KIBIBYTES = 16_384
#: What SQLite says where another program has dropped a table or an index of ours, or broken one.
_GONE = re.compile("no such (table|index)|vtable constructor failed")
#: What SQLite and Python say of a text that is none, where JSON or UTF-8 is expected.
_NO_TEXT = re.compile("malformed JSON|JSON cannot hold|Could not decode to UTF-8")
_REPAIR = "`archive verify --repair` makes again what can be made again"
_REBUILD = "make it again from the captures with `harvest reread --rebuild`"


def create(folder: Path, name: str = NAME) -> None:
    """Make an empty database; it has its name only once it is whole."""
    unfinished = folder / f"{NAME}.new"
    unfinished.unlink(missing_ok=True)
    with storage_errors(folder):
        with closing(open_connection(unfinished)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(connection)
        try:
            unfinished.rename(folder / name)
            sync_folder(folder)
        except OSError as error:
            raise StorageError(f"{folder}: {error.strerror}") from error


def scrub(connection: sqlite3.Connection, folder: Path) -> None:
    """Write the database again without free pages, its journal emptied: nothing deleted stays.

    Raises StorageError where another program is reading what was deleted.
    """
    with storage_errors(folder):
        connection.execute("PRAGMA secure_delete = ON")
        with _wary(connection):
            connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StorageError(
            f"{folder / NAME}: another program is reading it, so that what was erased still stands "
            f"in {NAME}-wal; end that program and run the command again"
        )


def connect(folder: Path, name: str = NAME) -> sqlite3.Connection:
    """A connection that writes, to tables of today. Raises Damaged, NewerArchive, StorageError.

    Damaged is raised, too, where the schema has what is not of this version, and would run.
    """
    path = folder / name
    connection = connect_as_made(folder, name)
    with storage_errors(folder), _broken_schema(path):
        try:
            refuse_foreign(connection, path, schema_of(connection))
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection)
            _trust_if_need_be(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def connect_as_made(folder: Path, name: str = NAME) -> sqlite3.Connection:
    """A connection that writes, to tables as the version left them that made them."""
    path = folder / name
    refuse_links(path)
    with storage_errors(folder), _broken_schema(path):
        _refuse_what_is_not_ours(path)
        connection = open_connection(path)
        try:
            _refuse_other_versions(connection, path)
            refuse_unapplied(connection, path, migrations, _applied(connection))
        except BaseException:
            connection.close()
            raise
        return connection


def pending_changes(folder: Path) -> list[str]:
    """What the next command that writes would change about the tables, one line for each step.

    Raises NoArchive, NewerArchive, OlderArchive (made before 0.2.0) or Damaged.
    """
    path = folder / NAME
    with storage_errors(folder), _broken_schema(path):
        _refuse_what_is_not_ours(path)
        with closing(_read_only_connection(path)) as connection:
            _be_wary(connection)
            _refuse_other_versions(connection, path)
            pending = migrations.pending(Database(connection))
    return [str(each.fn.__doc__).partition("\n")[0] for each in pending]


def schema_of(connection: sqlite3.Connection) -> dict[str, Made]:
    """What the migrations that were applied to a database have made in it."""
    return made_by(migrations, _applied(connection))


def _applied(connection: sqlite3.Connection) -> set[str]:
    return {each.name for each in migrations.applied(Database(connection))}


def connect_read_only(folder: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises UsageError where the tables are not of today."""
    path = folder / NAME
    with storage_errors(folder), _broken_schema(path):
        _refuse_what_is_not_ours(path)
        connection = _read_only_connection(path)
        try:
            connection.execute("PRAGMA query_only = ON")
            _be_wary(connection)
            _refuse_other_versions(connection, path)
            _refuse_older(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def _wary(connection: sqlite3.Connection) -> Iterator[None]:
    """Around a statement that also meets the tables of other programs."""
    (trusted,) = connection.execute("PRAGMA trusted_schema").fetchone()
    connection.execute("PRAGMA trusted_schema = OFF")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA trusted_schema = {trusted}")


@contextmanager
def undoing_in_memory(connection: sqlite3.Connection) -> Iterator[None]:
    """Around transactions of many statements that each change little: `PRAGMA temp_store`.

    What would undo one statement then waits in memory. Else SQLite writes it to a temporary file
    from the first statement on that changes more than 64 kB: fifty pages for an article. Temporary
    tables of the connection are lost.
    """
    connection.execute("PRAGMA temp_store = MEMORY")
    try:
        yield
    finally:
        connection.execute("PRAGMA temp_store = DEFAULT")


def copy_into(connection: sqlite3.Connection, target: Path) -> None:
    """Write the database, as it stands at one moment, to a new file; writers are not blocked."""
    (guarded,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")  # another file is written, not this one
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.execute(f"PRAGMA query_only = {guarded}")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def snapshot(path: Path) -> sqlite3.Connection:
    """A connection to a database file as it is without its journal; nothing is made beside it.

    For a file that nobody writes, and for its header.
    """
    address = path.resolve().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
    _be_wary(connection)
    return connection


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Says in the archive's own errors what SQLite says of disk and file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if _GONE.match(str(error)):
            raise Damaged(f"{folder / NAME}: {error}; {_REPAIR}") from error
        if _NO_TEXT.match(str(error)):
            raise Damaged(
                f"{folder / NAME}: {error}; `archive verify` tells in which record; {_REBUILD}"
            ) from error
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_CANTOPEN:
            raise StorageError(
                f"{folder / NAME}: {error}: it, or a file that SQLite needs beside it; see whether"
                " you may read and write the folder, and whether the disk is well"
            ) from error
        if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise StorageError(
                f"{folder / NAME}: {error}; nothing of this step is held. "
                f"Make room or mend the disk and start again"
            ) from error
        if code == sqlite3.SQLITE_READONLY:
            raise StorageError(
                f"{folder / NAME}: the file or its folder cannot be written ({error}); run"
                " the command as a user with write access, or copy the folder"
            ) from error
        if code == sqlite3.SQLITE_BUSY:
            raise StorageError(
                f"{folder / NAME}: another program has held it for {_BUSY_SECONDS:.0f} s"
            ) from error
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise Damaged(f"{folder / NAME}: {error}; {_REBUILD}") from error
        raise


@contextmanager
def _broken_schema(path: Path) -> Iterator[None]:
    """Where SQLite cannot even say in UTF-8 what is wrong with its tables."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise Damaged(f"{path}: its schema cannot be read: {error}; {_REBUILD}") from error


def open_connection(path: Path) -> sqlite3.Connection:
    """A connection that writes, whatever tables there are."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    _be_wary(connection)
    connection.execute("PRAGMA recursive_triggers = ON")
    return connection


def _be_wary(connection: sqlite3.Connection) -> None:
    """The file may be of any origin: its schema may not do what a statement of ours may."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    defend(connection, on=True)


def defend(connection: sqlite3.Connection, *, on: bool) -> None:
    """Whether SQLite refuses to write to its own schema and to the tables of the index."""
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, on)


def _trust_if_need_be(connection: sqlite3.Connection) -> None:
    """Let our triggers write to the index, where SQLite does not yet call FTS5 harmless.

    What they say was compared with what this version says, word for word.
    """
    if not _is_fts5_harmless():
        connection.execute("PRAGMA trusted_schema = ON")


@cache
def _is_fts5_harmless() -> bool:
    """Whether a trigger may write to an FTS5 table of a schema that is not trusted."""
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.execute("CREATE TABLE a (t)")
        empty.execute("CREATE VIRTUAL TABLE f USING fts5 (t)")
        empty.execute("CREATE TRIGGER b AFTER INSERT ON a BEGIN INSERT INTO f (t) VALUES (1); END")
        empty.execute("PRAGMA trusted_schema = OFF")
        try:
            empty.execute("EXPLAIN INSERT INTO a VALUES (1)")
        except sqlite3.OperationalError:
            return False
    return True


def refuse_links(path: Path) -> None:
    """Raises StorageError where SQLite would write to something else than a file of the folder."""
    for end in ("", "-wal", "-shm", "-journal"):
        refuse_other(path.with_name(f"{path.name}{end}"))


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
            raise StorageError(
                f"{path}: it was not closed, so that {wal.name} belongs to it, and SQLite must"
                f" write {NAME}-shm beside it to read both; copy the whole folder to where you may"
                " write and read it there, or open it once as a user with write access, for example"
                " with `archive verify --repair`"
            ) from None
        return sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
    return connection


def _refuse_what_is_not_ours(path: Path) -> None:
    """SQLite reads the header: where Python closes the file, SQLite's locks on it are dropped.

    Those of the whole process are: POSIX locks belong to a process and a file, not to a descriptor.
    """
    if path.exists() and not path.is_file():
        raise Damaged(f"{path}: it is no file; {_REBUILD}")
    try:
        application = _application_id(path)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
            raise
        raise Damaged(f"{path}: it is not an SQLite database; {_REBUILD}") from error
    if not path.stat().st_size:
        raise Damaged(f"{path}: it is empty; {_REBUILD}")
    if application != APPLICATION_ID:
        raise Damaged(f"{path}: an SQLite database, but no archive of this program")


def _application_id(path: Path) -> int:
    """Which program's the database is, by its header; by its journal where the two do not agree.

    Power may be cut while SQLite brings pages from the journal into the file: the header, which
    comes first, then says that the file is longer than it is. All that is in the journal still.
    """
    try:
        with closing(snapshot(path)) as header:
            (application,) = header.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        journal = path.with_name(f"{path.name}-wal")
        is_corrupt = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CORRUPT
        if not is_corrupt or not journal.exists():
            raise
        with closing(_read_only_connection(path)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
    return int(application)


def _refuse_other_versions(connection: sqlite3.Connection, path: Path) -> None:
    kind, columns = connection.execute(
        "SELECT (SELECT type FROM sqlite_schema WHERE name = '_sqlite_migrations' COLLATE NOCASE),"
        " (SELECT group_concat(name) FROM pragma_table_info('_sqlite_migrations'))"
    ).fetchone()
    if kind is not None and (kind != "table" or not {*columns.split(",")} >= _MIGRATION_COLUMNS):
        raise Damaged(f"{path}: it does not say which version made it; {_REBUILD}")
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    database = Database(connection)
    applied = {migration.name for migration in migrations.applied(database)}
    crawled = {migration.name for migration in Migrations("crawl").applied(database)}
    if BEFORE_0_2_0 in applied:
        raise OlderArchive(
            f"{path}: made before version 0.2.0, whose tables have other names; {_REBUILD}"
        )
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if applied - known or crawled - CRAWL_MIGRATIONS or version > len(known):
        raise NewerArchive(
            f"{path}: made by a newer version of this program; update to read and write it"
        )


def _refuse_older(connection: sqlite3.Connection, path: Path) -> None:
    if migrations.pending(Database(connection)):
        raise OlderArchive(
            f"{path}: made by an older version of this program; `archive upgrade` brings it up "
            f"to date, and keeps a copy of the database as it was"
        )


def _migrate(connection: sqlite3.Connection) -> None:
    """Each pending migration in a transaction of its own; nothing is written where none is."""
    database = Database(connection)
    if migrations.pending(database):
        migrations.apply(database)
    version = len(migrations.applied(database))
    if connection.execute("PRAGMA user_version").fetchone()[0] != version:
        connection.execute(f"PRAGMA user_version = {version}")
