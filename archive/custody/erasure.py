"""The files of an erasure: no byte of what was erased stays in the archive's folder.

The rows are emptied first, in one transaction (`archive.store.erased`). Then each WARC file is
written again without the captures, the index is merged so that no term of theirs stays, the
database is written again without its free pages, and what a rebuild left beside it is removed. A
process that dies on the way leaves the takedown unfinished, and the next writer goes on.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from archive.custody.index_copies import remove_copies
from archive.db import connection as database
from archive.db.rebuilding import REBUILDING
from archive.db.sql import Row, rows
from archive.files.contained_path import warc_inside
from archive.files.plain_file import sync_folder
from archive.model.errors import StorageError
from archive.store.erased import tombstone_of
from archive.warc.tombstone import Rewritten, successor, without
from archive.warc.writer import OPEN_SUFFIX

if TYPE_CHECKING:
    from archive.store.archive import Archive


def unfinished(connection: sqlite3.Connection) -> list[Row]:
    """The erasures whose files are not yet rid of what was erased."""
    return rows(connection, "SELECT * FROM takedowns WHERE finished = 0 ORDER BY at")


def finish(archive: Archive) -> None:
    """Remove all that unfinished erasures left in files. Raises StorageError, and can be repeated.

    Other programs must not be reading archive.db: what they see cannot be removed.
    """
    waiting = [row for row in unfinished(archive.connection) if not _in_open_file(archive, row)]
    if not waiting:
        return
    for file, erased in _by_file(waiting).items():
        _rewrite(archive, file, erased)
    with archive.transaction() as connection:
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    database.scrub(archive.connection, archive.folder)
    _remove_former(archive)
    with archive.transaction() as connection:
        connection.executemany(
            "UPDATE takedowns SET finished = 1 WHERE article = ?",
            [(row["article"],) for row in waiting],
        )


def _in_open_file(archive: Archive, takedown: Row) -> bool:
    """Whether what is to be removed stands in a file that is not closed: it waits for that."""
    captures = tombstone_of(takedown)["captures"].values()
    folder = archive.folder / "warc"
    return any((folder / f"{about['file']}{OPEN_SUFFIX}").exists() for about in captures)


def _by_file(waiting: list[Row]) -> dict[str, dict[str, dict[str, Any]]]:
    """WARC file → id of each capture to be erased in it → what its tombstone tells."""
    files: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for takedown in waiting:
        why = {
            "erased_at": takedown["at"],
            "reason": takedown["reason"],
            "basis": takedown["basis"],
        }
        for capture, about in tombstone_of(takedown)["captures"].items():
            fields = {name: value for name, value in about.items() if name != "file"}
            files[about["file"]][capture] = {**fields, **why}
    return files


def _rewrite(archive: Archive, file: str, erased: dict[str, dict[str, Any]]) -> None:
    """Replace a file; of one that a dead process replaced already, only the former is removed."""
    folder = archive.folder / "warc"
    former = warc_inside(folder, file, "an erasure")
    if former.exists():
        pointing = rows(
            archive.connection, "SELECT id, warc_offset FROM captures WHERE warc_file = ?", file
        )
        if pointing or not (folder / successor(file)).exists():
            rewritten = without(folder, file, erased)
            with archive.transaction() as connection:
                _point_at(connection, file, rewritten, pointing)
                archive.record_file_digest(rewritten.file)
                connection.execute("DELETE FROM warc_files WHERE name = ?", (file,))
                _rename_in_tombstones(connection, file, rewritten.file)
        former.unlink()
        sync_folder(folder)


def _point_at(
    connection: sqlite3.Connection, file: str, rewritten: Rewritten, pointing: list[Row]
) -> None:
    for row in pointing:
        try:
            offset = rewritten.offset(row["warc_offset"])
        except KeyError:  # it was torn, and is told by `archive verify` as missing
            continue
        connection.execute(
            "UPDATE captures SET warc_file = ?, warc_offset = ? WHERE id = ? AND warc_file = ?",
            (rewritten.file, offset, row["id"], file),
        )
    for row in rows(connection, "SELECT id, warc_offset FROM set_aside WHERE warc_file = ?", file):
        try:
            offset = rewritten.offset(row["warc_offset"])
        except KeyError:  # as above
            continue
        connection.execute(
            "UPDATE set_aside SET warc_file = ?, warc_offset = ? WHERE id = ?",
            (rewritten.file, offset, row["id"]),
        )


def _rename_in_tombstones(connection: sqlite3.Connection, file: str, now: str) -> None:
    """Earlier tombstones say in which file they stand."""
    for row in rows(
        connection,
        "SELECT article, digests FROM takedowns WHERE action = 'erase' AND instr(digests, ?)",
        json.dumps(file),
    ):
        digests = tombstone_of(row)
        for about in digests["captures"].values():
            if about["file"] == file:
                about["file"] = now
        connection.execute(
            "UPDATE takedowns SET digests = ? WHERE article = ?",
            (json.dumps(digests, ensure_ascii=False), row["article"]),
        )


def _remove_former(archive: Archive) -> None:
    """The databases that a rebuild set aside, or did not finish, hold the text as well.

    So does one in which a verification checked the index, and died.
    """
    remove_copies(archive.folder)
    left = list(archive.folder.glob(f"{database.NAME}.before-*"))
    if not archive.rebuilding:
        left += archive.folder.glob(f"{REBUILDING}*")
    try:
        for path in left:
            path.unlink()
        sync_folder(archive.folder)
    except OSError as error:
        raise StorageError(
            f"{archive.folder}: {error.strerror}; the erasure is not finished"
        ) from error
