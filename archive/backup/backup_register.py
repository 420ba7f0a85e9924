"""`backups.jsonl`: which backups were made of an archive, and which of them hold an article."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.db import connection as database
from archive.db.folder import is_backup
from archive.files.outside_json import LARGEST_LIST, Unreadable, parsed
from archive.files.plain_file import add_line, read_bytes
from archive.model.errors import StorageError, UsageError

#: In the archive's folder: one line for each backup that was made of it.
REGISTER = "backups.jsonl"


def backups_holding(folder: Path, article: str) -> Iterator[tuple[str, str]]:
    """The backups of an archive that hold, or may hold, an article, and what is known of it."""
    for made in registered(folder):
        backup = Path(made["to"])
        if not (backup / database.NAME).is_file():
            yield made["to"], f"made {made['at']}, not to be found now; it may hold the article"
        elif _holds(backup, article):
            yield made["to"], f"made {made['at']}, still holds the article; {_instead('erase')}"


def refuse_decision(folder: Path, kind: str) -> None:
    """Raises UsageError in the folder of a backup: written to, it would fail its own check."""
    if is_backup(folder):
        raise UsageError(f"{folder}: this is a backup, which stays as it is; {_instead(kind)}")


def _instead(kind: str) -> str:
    return f"destroy it, or restore it, {kind} there, and take another backup"


def registered(folder: Path) -> list[dict[str, Any]]:
    """The backups that were made of an archive, oldest first: `at`, `to`, `bytes`."""
    path = folder / REGISTER
    try:
        lines = read_bytes(path, LARGEST_LIST).splitlines() if path.exists() else []
    except OSError as error:
        raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
    return [_entry(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1)]


def _entry(line: bytes, line_name: str) -> dict[str, Any]:
    """A line of the register; a torn one proves that there is a backup, but not which."""
    try:
        made = parsed(line)
    except Unreadable:
        made = None
    if isinstance(made, dict) and isinstance(made.get("at"), str):
        to = made.get("to")
        if isinstance(to, str) and "\0" not in to:
            return {"at": made["at"], "to": to, "bytes": made.get("bytes")}
    return {"at": "some time", "to": f"{line_name}, which cannot be read", "bytes": 0}


def _holds(folder: Path, article: str) -> bool:
    try:
        with closing(database.snapshot(folder / database.NAME)) as connection:
            return bool(
                connection.execute(
                    "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?1)"
                    " OR EXISTS (SELECT 1 FROM takedowns WHERE article = ?1 AND action = 'hide')",
                    (article,),
                ).fetchone()[0]
            )
    except sqlite3.Error:  # of an older version, or damaged: say so rather than nothing
        return True


def register(folder: Path, made: dict[str, Any]) -> None:
    """Add the line of a backup that was made. Raises StorageError."""
    try:
        add_line(folder / REGISTER, json.dumps(made, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        raise StorageError(
            f"{folder / REGISTER}: {error.strerror}; the backup in {made['to']} is whole, but this "
            f"archive does not know of it"
        ) from error
