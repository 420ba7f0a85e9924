"""A shard: an archive that is merged into another one, opened for reading and kept as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.custody.decision_log import FILE as DECISIONS
from archive.db import connection as database
from archive.db.foreign_schema import refuse_foreign
from archive.db.lock import LOCK, without_writer
from archive.model.errors import Damaged, UsageError
from archive.store.archive import Archive
from archive.verification.decision_check import refuse_unreadable
from archive.warc.writer import OPEN_SUFFIX

_SEE = "`archive verify --archive {}` tells what it is"


@dataclass(frozen=True, slots=True)
class Shard:
    """One of the archives that are merged, open for reading; no run writes to it meanwhile."""

    folder: Path
    connection: sqlite3.Connection

    @property
    def stations(self) -> set[str]:
        """The stations that it holds."""
        return {name for (name,) in self.connection.execute("SELECT name FROM stations")}

    def number(self, query: str) -> int:
        """The number that a query gives; 0 for NULL."""
        (number,) = self.connection.execute(query).fetchone()
        return number or 0


@contextmanager
def opened(folders: Sequence[Path]) -> Iterator[list[Shard]]:
    """The shards in these folders, each at rest, with stations of its own.

    Raises NoArchive, OlderArchive, NewerArchive, Locked, Damaged, or UsageError where two shards
    hold one station.
    """
    with ExitStack() as stack:
        shards = [_opened(folder, stack) for folder in folders]
        _refuse_shared_stations(shards)
        yield shards


def _opened(folder: Path, stack: ExitStack) -> Shard:
    archive = stack.enter_context(Archive.read_only(folder))
    stack.enter_context(without_writer(folder / LOCK))
    connection = archive.connection
    with database.storage_errors(folder):
        refuse_foreign(connection, folder / database.NAME, database.schema_of(connection))
        shard = Shard(folder, connection)
        _refuse_unfinished(shard)
    refuse_unreadable(folder / DECISIONS)
    return shard


def _refuse_unfinished(shard: Shard) -> None:
    """Raises Damaged where the next writer of the shard has something to put in order first."""
    growing = sorted(path.name for path in (shard.folder / "warc").glob(f"*{OPEN_SUFFIX}"))
    if growing:
        raise Damaged(
            f"{shard.folder}/warc/{growing[0]}: a run that died left it; `archive verify --repair"
            f" --archive {shard.folder}` takes it into the archive (a backup: restore it first)"
        )
    if shard.number("SELECT count(*) FROM takedowns WHERE finished = 0"):
        raise Damaged(
            f"{shard.folder}: an erasure is not finished; `archive verify --repair --archive"
            f" {shard.folder}` finishes it"
        )
    if others := shard.number("SELECT count(*) FROM fixity_pending"):
        raise Damaged(
            f"{shard.folder}: {others:,} of its records were written by another program;"
            f" {_SEE.format(shard.folder)}"
        )


def _refuse_shared_stations(shards: Sequence[Shard]) -> None:
    """Raises UsageError where a station stands in two shards: its history would be in pieces."""
    holder: dict[str, Path] = {}
    for shard in shards:
        for station in sorted(shard.stations):
            if station in holder:
                raise UsageError(
                    f"station {station} is held in {holder[station]} and in {shard.folder}; only"
                    " archives of different stations can be merged. `harvest import` brings the"
                    " WARC files of one into the other"
                )
            holder[station] = shard.folder
