"""The archive: one folder that is opened, locked, written in transactions and read back.

::

    with Archive.open(folder) as archive:
        archive.write_capture(capture)                     # its bytes, in the WARC
        with archive.transaction():                        # syncs the WARC first
            archive.index_capture(capture)                 # its row
            archive.store_article(article, [capture.id])   # the article, its credits, its history
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.db import connection as database
from archive.db import folder as archive_folder
from archive.db import rebuilding, record_digests
from archive.db.events import now
from archive.db.identity import former_identity, take_identity
from archive.db.lock import LOCK, WriterLock
from archive.db.sql import insert, one
from archive.history import merge
from archive.history.addresses import Role
from archive.history.merge import Status
from archive.history.sightings import Sighting
from archive.history.store_result import StoreResult
from archive.lineage.link_article import link_article, postpone
from archive.model.article import Article, Capture, PrintedTime
from archive.model.errors import NoArchive, TakenDown, UsageError
from archive.model.version import __version__
from archive.search import index as search_index
from archive.store import clocks, erased, former_pages, runs, set_aside, takedown, warc_files
from archive.store.captures import Writer
from archive.store.former_pages import JudgePages, ReadPages
from archive.store.read_archive import ReadArchive
from archive.store.runs import CrawlState, Ended
from archive.warc import Location, SetAside, Stored, Unfit, recover

__all__ = ["Archive", "CrawlState"]


class Archive(ReadArchive):
    """An open archive. Made by `create`, `open`, `read_only` or `rebuild`; close it, or use `with`.

    `connection` is the SQLite connection: others may write with it in the same transaction.
    `adopted` are the captures that a dead run left without a row: read them again. `aside_before`:
    how much was set aside when it was opened.
    """

    def __init__(
        self, folder: Path, connection: sqlite3.Connection, lock: WriterLock | None
    ) -> None:
        super().__init__(folder, connection)
        self.adopted: list[str] = []
        self.aside_before = 0
        self.run: str | None = None
        self.rebuilding = False
        self._lock = lock
        self._user_agent: str | None = None

    @classmethod
    def create(cls, folder: Path) -> Archive:
        """Make an empty archive in `folder` (made if need be), and open it for writing.

        Raises UsageError where there is one already, and Damaged where there are captures
        without a database.
        """
        archive_folder.refuse_to_write(folder)
        archive_folder.make(folder)
        lock = WriterLock(folder / LOCK)
        with lock.released_on_error():
            if (folder / database.NAME).exists():
                raise UsageError(f"{folder}: there is an archive in this folder already")
            archive_folder.refuse_orphaned_captures(folder)
            database.create(folder)
            return cls(folder, database.connect(folder), lock)

    @classmethod
    def open(cls, folder: Path, lock: WriterLock | None = None) -> Archive:
        """Open for writing as it stands, its tables brought up to date.

        `archive.custody.opening` also recovers what a crashed run left. `lock` is the writer's,
        where the caller has it already. Raises NoArchive, UsageError (a backup), NewerArchive,
        Locked, Damaged or StorageError.
        """
        archive_folder.refuse_to_write(folder)
        archive_folder.refuse_no_archive(folder)
        lock = lock or WriterLock(folder / LOCK)
        with lock.released_on_error():
            return cls(folder, database.connect(folder), lock)

    @classmethod
    def rebuild(cls, folder: Path) -> Archive:
        """Open with empty tables beside the former ones, to be filled.

        Each item of `stored` is given to `index_recovered`.

        The former archive.db stands, and can be read, until `publish`: a rebuild that dies on the
        way leaves it as it was.
        """
        if not folder.is_dir():
            raise NoArchive(f"{folder}: there is no such folder")
        archive_folder.refuse_to_write(folder)
        archive_folder.make(folder)
        lock = WriterLock(folder / LOCK)
        with lock.released_on_error():
            rebuilding.begin_rebuilding(folder)
            archive = cls(folder, database.connect(folder, rebuilding.REBUILDING), lock)
            take_identity(archive.connection, former_identity(folder))
            archive.rebuilding = True
            return archive

    @classmethod
    def read_only(cls, folder: Path) -> Archive:
        """Open for reading, also beside a writer and on media that cannot be written."""
        archive_folder.refuse_no_archive(folder)
        return cls(folder, database.connect_read_only(folder), None)

    def publish(self) -> None:
        """End a rebuild: its tables take the place of the former, in one step; then close.

        The former archive.db is kept as `archive.db.before-<stamp>`.
        """
        for leftover in recover(self.captures.folder, self.captures.end_of):
            leftover.seal(self.captures.folder)
        self.record_file_digests()
        self.connection.close()
        rebuilding.publish_rebuilt(self.folder)
        self.close()

    def close(self) -> None:
        """Close the WARC, the database and the lock.

        A WARC in which a capture has no row yet stays `.open`: the next writer adopts it.
        """
        try:
            if self.captures.close():
                self.record_file_digests()
        finally:
            self.connection.close()
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    @property
    def agent(self) -> str:
        """Who writes, as `events` names it."""
        return f"run {self.run}" if self.run else f"archive {__version__}"

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: what is kept is synced, then all writes of the block are committed.

        Raises StorageError where the disk is full; then nothing of the block is held.
        """
        if self._lock is None:
            raise UsageError(f"{self.folder}: opened for reading only")
        if self.connection.in_transaction:
            raise RuntimeError("a transaction is open already; they do not nest")
        self.captures.begin()
        with database.storage_errors(self.folder):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                record_digests.begin(self.connection)
                search_index.begin(self.connection)
                yield self.connection
                self.captures.sync()  # what was kept within the block
                self.captures.record_aside()
                search_index.add_waiting(self.connection)
                record_digests.record_written(self.connection)
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # a full disk has rolled it back already
                    self.connection.execute("ROLLBACK")
                raise
        if self.captures.committed():
            self.record_file_digests()

    def write_capture(self, capture: Capture, revisit_of: str | None = None) -> Location:
        """Append the capture to the WARC of this run; it is kept once a transaction syncs it.

        `revisit_of` is the id of a capture held before, whose payload is not stored again. A
        capture that is held already is not written again. Raises TakenDown for the address of an
        erased article.
        """
        if self._lock is None:
            raise UsageError(f"{self.folder}: opened for reading only")
        if self.is_erased(url=capture.url):
            raise TakenDown(f"{capture.url}: what stood there was erased; it is not kept again")
        writer = Writer(self.run, self._user_agent)
        return self.captures.write(capture, writer, revisit_of)

    def keep_aside(self, aside: SetAside) -> bool:
        """Append what makes no capture to the WARC of this run; its row comes with the next commit.

        False where the same bytes were set aside before. Raises TakenDown as `write_capture` does.
        """
        if self._lock is None:
            raise UsageError(f"{self.folder}: opened for reading only")
        if self.is_erased(url=aside.url):
            raise TakenDown(f"{aside.url}: what stood there was erased; it is not kept again")
        return self.captures.keep_aside(aside, Writer(self.run, self._user_agent))

    def set_aside(self, capture_id: str, reason: str) -> None:
        """Set a recorded capture aside that cannot be decoded or read."""
        set_aside.set_aside_capture(self._writing(), capture_id, reason)

    def index_capture(self, capture: Capture) -> None:
        """Add the row of a capture that was written. Raises KeyError where it was not."""
        self._writing()
        self.captures.index(capture.id)

    def index_recovered(self, item: Stored | Unfit) -> bool:
        """Add the row of what stands in a WARC already; False where it had to be set aside."""
        self._writing()
        return self.captures.index_recovered(item)

    def store_article(
        self,
        article: Article,
        captures: Sequence[str],
        *,
        read_again: ReadPages | None = None,
        judge: JudgePages | None = None,
        linking: bool = True,
    ) -> StoreResult:
        """Store the article as these indexed captures show it, given in the order of its parts.

        `read_again` reads former captures with today's reader, so that a difference between
        readers is never taken for a correction; `judge` looks at the pages of two readings, so that
        other markup is not taken for one either. An article that was erased is refused, with the
        outcome `erased`, and its captures go; one that is hidden is held and stays hidden.
        Without `linking` its lineage waits for `archive.lineage.reconcile`.
        """
        connection = self._writing()
        down = takedown.takedown_of(connection, article.id)
        if down is not None and down.action == "erase":
            erased.erase_captures(connection, article.id, list(captures))
            return StoreResult("erased", article.id, "")
        read = former_pages.read_again(self.capture, read_again)
        judged = former_pages.judge(self.capture, judge)
        with takedown.unhidden(connection, down):
            sighting = self._sighting(captures, article.published)
            result = merge.merge_article(connection, article, sighting, read, judged)
        return self._link(result, linking=linking)

    def reread(
        self, article: Article, captures: Sequence[str], revision: str | None = None
    ) -> StoreResult:
        """Replace our reading of the revision these captures show; `events` keeps the former.

        Or of `revision`, which may have been read from another sighting (`sightings_of`).
        """
        connection = self._writing()
        with takedown.unhidden(connection, takedown.takedown_of(connection, article.id)):
            result = merge.reread(connection, article, captures, self.agent, revision)
        return self._link(result, linking=True)

    def note_status(self, address_or_id: str, capture: Capture, status: Status) -> None:
        """Note that an article answered `unchanged`, or that it is gone or withdrawn.

        Where an address is given, only the canonical one can say that the article is away.
        An article that is not held stays so.
        """
        connection = self._writing()
        row = one(connection, "SELECT article, role FROM addresses WHERE url = ?", address_or_id)
        if row is not None and row["role"] != "canonical" and status != "unchanged":
            return
        article_id = row["article"] if row else address_or_id
        with takedown.unhidden(connection, takedown.takedown_of(connection, article_id)):
            merge.note_status(connection, article_id, self._sighting([capture.id]), status)

    def add_address(
        self, article_id: str, url: str, *, station: str, role: Role, seen_at: str | None = None
    ) -> None:
        """Note another address of an article that is held; one that is known keeps its role."""
        if takedown.takedown_of(self.connection, article_id) is not None:
            return
        if one(self.connection, "SELECT 1 FROM articles WHERE id = ?", article_id) is None:
            return
        row = {"url": url, "article": article_id, "station": station, "role": role}
        insert(self._writing(), "addresses", {**row, "first_seen_at": seen_at})

    def station(self, row: Mapping[str, str | None], text: str = "") -> None:
        """Hold what a station's file says (columns of `stations`), and, by digest, its text."""
        runs.describe_station(self._writing(), row, text)

    def begin_crawl(
        self, command: str, stations: Sequence[str] = (), user_agent: str | None = None
    ) -> str:
        """Open a run in the table `runs`; what is written from now on names it. Its id."""
        self.run = runs.begin_crawl(self._writing(), command, stations, user_agent)
        self._user_agent = user_agent
        return self.run

    def end_crawl(
        self,
        run: str,
        state: CrawlState,
        *,
        stations: Sequence[str],
        counts: Mapping[str, Any],
        exit_code: int,
    ) -> None:
        """Say which stations a run visited and how it ended."""
        ended = Ended(state=state, stations=stations, counts=counts, exit_code=exit_code)
        runs.end_crawl(self._writing(), run, ended)

    def record_file_digest(self, file: str) -> None:
        """Write down the digest of a whole WARC file, once it is closed."""
        warc_files.record_file_digest(self._writing(), self.captures.folder / file)

    def record_file_digests(self) -> None:
        """Give every closed WARC file that holds captures of ours its digest, if it has none."""
        fresh = warc_files.without_digest(self.connection, self.captures.folder)
        if fresh:
            with self.transaction():
                for file in fresh:
                    self.record_file_digest(file)

    def _link(self, result: StoreResult, *, linking: bool) -> StoreResult:
        """Link the article's lineage again if what it says has changed; gives the result."""
        if result.outcome in {"unchanged", "suspected"}:
            return result
        if linking:
            link_article(self.connection, result.article)
        elif result.outcome != "new":  # what is new has no lineage yet
            postpone(self.connection, result.article)
        return result

    def _writing(self) -> sqlite3.Connection:
        if not self.connection.in_transaction:
            raise RuntimeError("write inside `with archive.transaction():`")
        return self.connection

    def _sighting(self, captures: Sequence[str], published: PrintedTime | None = None) -> Sighting:
        if not captures:
            return Sighting((), now(), None, self.agent)
        row = self.captures.row(captures[0])
        if row is None:
            raise KeyError(f"{captures[0]}: record the capture before the article")
        moment = clocks.made_at(self.connection, row, published) or ""
        return Sighting(tuple(captures), moment, row["url"], self.agent, row["revisit_of"])
