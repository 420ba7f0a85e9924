"""Merge archives of different stations into one: their rows and files, then what follows from them.

The new archive has its name only once it is whole; the shards stay as they are.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.custody.decisions import replay
from archive.db import connection as database
from archive.db.folder import refuse_within
from archive.files.plain_file import sync_folder
from archive.lineage.reconcile import catch_up
from archive.merging.crawl_rows import copy_crawl, make_crawl_tables
from archive.merging.further_rows import copy_further
from archive.merging.record_rows import copy_records, number_of_records, refuse_taken_down
from archive.merging.shard import Shard, opened
from archive.merging.shard_files import copy_files, copy_key, refuse_no_room, write_decisions
from archive.model.errors import StorageError, UsageError
from archive.search.index import merge_added
from archive.store import crash_recovery
from archive.store.archive import Archive

#: Called with how many records are copied, and how many there are.
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What the new archive has; `notes` are what a person should know of it."""

    stations: int
    articles: int
    captures: int
    notes: tuple[str, ...]


def merge(
    folders: Sequence[Path],
    to: Path,
    *,
    link: bool = False,
    on_progress: OnProgress = lambda _done, _total: None,
) -> Merged:
    """Make one archive, in a folder that is not there yet, of the archives in these.

    With `link` WARC files are hard links where both stand on one disk. Raises UsageError where two
    shards hold the same station, article or address; Locked where one is written to; Damaged where
    something in it is not what was stored; StorageError. Then nothing is left.
    """
    if to.exists():
        raise UsageError(f"{to}: it is there already; name a folder that is not")
    refuse_within(to)
    unfinished = to.with_name(f".{to.name}.unfinished")
    with opened(folders) as shards:
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(unfinished, ignore_errors=True)
            refuse_no_room(shards, to.parent, link=link)
            merged = _merged(shards, unfinished, link=link, on_progress=on_progress)
            unfinished.rename(to)
            sync_folder(to.parent)
        except OSError as error:
            raise StorageError(f"{to}: nothing was merged: {error}") from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return merged


def _merged(
    shards: Sequence[Shard], folder: Path, *, link: bool, on_progress: OnProgress
) -> Merged:
    with database.storage_errors(folder), Archive.create(folder) as archive:
        _copy_all(archive, shards, link=link, on_progress=on_progress)
        write_decisions(shards, folder)
        notes = [f"decisions.jsonl, line {each.line}: {each.reason}" for each in replay(archive)]
        if key := copy_key(shards, folder):
            notes.append(key)
        (stations, articles, captures) = archive.connection.execute(
            "SELECT (SELECT count(*) FROM stations), (SELECT count(*) FROM articles),"
            " (SELECT count(*) FROM captures)"
        ).fetchone()
    return Merged(stations=stations, articles=articles, captures=captures, notes=tuple(notes))


def _copy_all(
    archive: Archive, shards: Sequence[Shard], *, link: bool, on_progress: OnProgress
) -> None:
    """Bring rows and files in, then make index and lineage of all of them."""
    done, total = 0, sum(map(number_of_records, shards))

    def copied(number: int) -> None:
        nonlocal done
        done += number
        on_progress(done, total)

    make_crawl_tables(archive, shards)
    for shard in shards:
        copy_files(shard, archive.folder, link=link)
        copy_records(archive, shard, copied)
        copy_further(archive, shard)
        copy_crawl(archive, shard)
    refuse_taken_down(archive)
    with archive.transaction() as connection:
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
        merge_added(connection, articles)
    crash_recovery.recover_from(archive)  # books of runs that could not close them
    _link(archive)


def _link(archive: Archive) -> None:
    """Find the lineages of all articles at once, or one by one where DuckDB is not installed."""
    from archive.lineage.batch.candidates import has_duckdb
    from archive.lineage.rebuild import rebuild

    if has_duckdb():
        with archive.transaction() as connection:
            rebuild(connection)
    else:
        catch_up(archive.connection, archive.transaction, [])
