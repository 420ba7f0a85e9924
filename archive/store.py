"""The archive: one folder that is opened, locked, written in transactions and read back.

::

    with Archive.open(folder) as archive:
        archive.keep(capture)                      # its bytes, in the WARC
        with archive.transaction():                # syncs the WARC first
            archive.record(capture)                # its row
            archive.hold(article, [capture.id])    # the article, its credits, its history
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from archive import __version__, database, history, holding, seal, search_index, takedown
from archive.addresses import Role
from archive.article import Article, Capture
from archive.errors import (
    Damaged,
    NoArchive,
    NothingFound,
    StorageError,
    TakenDown,
    UsageError,
)
from archive.events import Event, utc, write_event
from archive.holding import Held, ReadAgain, Sight
from archive.lineage.link import link_article, postpone
from archive.lock import WriterLock
from archive.reading import captures_shown, stored_article
from archive.rows import Row, capture_row, insert, one, rows
from archive.sighting import Sighting
from archive.warc import Earlier, Location, Stored, Torn, WarcWriter, read, recover, stored_in
from archive.warc.writer import OPEN_SUFFIX

CrawlState = Literal["finished", "stopped", "interrupted", "failed"]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A capture whose bytes are in the WARC, but which has no committed row yet."""

    row: Row
    location: Location


class Archive:
    """An open archive. Made by `create`, `open`, `read_only` or `rebuild`; close it, or use `with`.

    `connection` is the SQLite connection: others may write with it in the same transaction.
    `adopted` are the captures that a dead run left without a row: read them again.
    """

    def __init__(
        self, folder: Path, connection: sqlite3.Connection, lock: WriterLock | None
    ) -> None:
        self.folder = folder
        self.connection = connection
        self.adopted: list[str] = []
        self.run: str | None = None
        self.rebuilding = False
        self._lock = lock
        self._user_agent: str | None = None
        self._warc: WarcWriter | None = None
        self._kept: dict[str, _Kept] = {}
        self._recorded: list[str] = []

    @classmethod
    def create(cls, folder: Path) -> Archive:
        """Make an empty archive in `folder` (made if need be), and open it for writing.

        Raises UsageError where there is one already, and Damaged where there are captures
        without a database.
        """
        _make_folders(folder)
        lock = WriterLock(folder / "archive.lock")
        with _released_on_error(lock):
            if (folder / database.NAME).exists():
                raise UsageError(f"{folder}: there is an archive in this folder already")
            _refuse_orphaned_captures(folder)
            database.create(folder)
            return cls._opened(folder, lock)

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Open for writing; bring the tables up to date and recover what a dead run left.

        Raises NoArchive, NewerArchive, Locked, Damaged or StorageError.
        """
        _refuse_no_archive(folder)
        lock = WriterLock(folder / "archive.lock")
        with _released_on_error(lock):
            return cls._opened(folder, lock)

    @classmethod
    def rebuild(cls, folder: Path) -> Archive:
        """Open with empty tables beside the former ones; fill them from `stored` and `adopt`.

        The former archive.db stands, and can be read, until `publish`: a rebuild that dies on the
        way leaves it as it was.
        """
        if not folder.is_dir():
            raise NoArchive(f"{folder}: there is no such folder")
        _make_folders(folder)
        lock = WriterLock(folder / "archive.lock")
        with _released_on_error(lock):
            database.begin_rebuilding(folder)
            archive = cls(folder, database.connect(folder, database.REBUILDING), lock)
            archive.rebuilding = True
            return archive

    @classmethod
    def read_only(cls, folder: Path) -> Archive:
        """Open for reading, also beside a writer and on media that cannot be written."""
        _refuse_no_archive(folder)
        return cls(folder, database.connect_read_only(folder), None)

    @classmethod
    def upkeep(cls, folder: Path) -> Archive:
        """Open for writing as it stands: nothing is recovered, adopted or finished."""
        _refuse_no_archive(folder)
        lock = WriterLock(folder / "archive.lock")
        with _released_on_error(lock):
            return cls(folder, database.connect(folder), lock)

    @classmethod
    def _opened(cls, folder: Path, lock: WriterLock) -> Archive:
        from archive import erasure  # it imports this module

        connection = database.connect(folder)
        archive = cls(folder, connection, lock)
        try:
            archive._after_a_dead_run()
            erasure.finish(archive)
        except BaseException:
            connection.close()
            raise
        return archive

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def publish(self) -> None:
        """End a rebuild: its tables take the place of the former, in one step; then close.

        The former archive.db is kept as `archive.db.before-<stamp>`.
        """
        for leftover in recover(self.folder / "warc", self._committed):
            leftover.seal(self.folder / "warc")
        self._vouch_for_files()
        self.connection.close()
        database.publish_rebuilt(self.folder)
        self.close()

    def close(self) -> None:
        """Close the WARC, the database and the lock.

        A WARC in which a capture has no row yet stays `.open`: the next writer adopts it.
        """
        try:
            if self._warc is not None:
                warc, self._warc = self._warc, None
                if self._kept:
                    warc.abandon()
                else:
                    warc.close()
                    self._vouch_for_files()
        finally:
            self.connection.close()
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    @property
    def agent(self) -> str:
        """Who writes, as `events` names it."""
        return f"crawl {self.run}" if self.run else f"archive {__version__}"

    # --- writing -----------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: what is kept is synced, then all writes of the block are committed.

        Raises StorageError where the disk is full; then nothing of the block is held.
        """
        if self._lock is None:
            raise UsageError(f"{self.folder}: opened for reading only")
        if self.connection.in_transaction:
            raise RuntimeError("a transaction is open already; they do not nest")
        self._recorded.clear()
        self._sync()
        with database.storage_errors(self.folder):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                seal.begin(self.connection)
                search_index.begin(self.connection)
                yield self.connection
                self._sync()  # what was kept within the block
                search_index.add_waiting(self.connection)
                seal.seal(self.connection)
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # a full disk has rolled it back already
                    self.connection.execute("ROLLBACK")
                raise
        for identifier in self._recorded:
            self._kept.pop(identifier, None)
        if self._warc is not None and self._warc.full and not self._kept:
            self._warc.close()
            self._warc = None
            self._vouch_for_files()

    def keep(self, capture: Capture, revisit_of: str | None = None) -> Location:
        """Append the capture to the WARC of this run; it is kept once a transaction syncs it.

        `revisit_of` is the id of a capture held before, whose payload is not stored again. A
        capture that is held already is not written again. Raises TakenDown for the address of an
        erased article.
        """
        if self._lock is None:
            raise UsageError(f"{self.folder}: opened for reading only")
        if self.is_erased(url=capture.url):
            raise TakenDown(f"{capture.url}: what stood there was erased; it is not kept again")
        if capture.id in self._kept:
            return self._kept[capture.id].location
        row = self._capture_row(capture.id)
        if row is not None:
            return _location(row)
        earlier = self._earlier(capture, revisit_of) if revisit_of else None
        if self._warc is None:
            run = self.run or secrets.token_hex(4)
            self._warc = WarcWriter(self.folder / "warc", run, self._user_agent)
        location = self._warc.append(capture, earlier)
        self._kept[capture.id] = _Kept(capture_row(capture, location, earlier), location)
        return location

    def record(self, capture: Capture) -> None:
        """Give a kept capture its row. Raises KeyError where it was not kept before."""
        kept = self._kept.get(capture.id)
        if kept is None:
            if self._capture_row(capture.id) is None:
                raise KeyError(f"{capture.id}: keep it before it is recorded")
            return
        insert(self._writing(), "captures", kept.row)
        self._recorded.append(capture.id)

    def adopt(self, stored: Stored) -> None:
        """Give a capture that stands in a WARC already its row, as a rebuild needs it."""
        earlier = stored.revisit_of
        row = capture_row(stored.capture, stored.location, earlier)
        row["payload_bytes"] = stored.payload_bytes
        if earlier is not None and earlier.payload_digest:
            row["payload_digest"] = earlier.payload_digest
        insert(self._writing(), "captures", row)

    def hold(
        self,
        article: Article,
        captures: Sequence[str],
        *,
        read_again: Callable[[list[Capture]], Article | None] | None = None,
        linking: bool = True,
    ) -> Held:
        """Hold the article as these recorded captures show it, given in the order of its parts.

        `read_again` reads former captures with today's reader, so that a difference between
        readers is never taken for a correction. An article that was erased is refused, with the
        outcome `erased`, and its captures go; one that is hidden is held and stays hidden.
        Without `linking` its lineage waits for `archive.lineage.reconcile`.
        """
        connection = self._writing()
        if self.is_erased(article.id):
            takedown.captured_again(connection, article.id, list(captures))
            return Held("erased", article.id, "")

        def load_and_read(identifiers: list[str]) -> Article | None:
            assert read_again is not None
            try:
                captures = [self.capture(identifier) for identifier in identifiers]
            except Damaged:  # `archive verify` tells of it; the new capture is held all the same
                return None
            return read_again(captures)

        again: ReadAgain | None = load_and_read if read_again else None
        with takedown.uncovered(connection, article.id):
            held = holding.hold(connection, article, self._sighting(captures), again)
        return self._linked(held, linking=linking)

    def reread(self, article: Article, captures: Sequence[str]) -> Held:
        """Replace our reading of the revision these captures show; `events` keeps the former."""
        connection = self._writing()
        with takedown.uncovered(connection, article.id):
            held = holding.reread(connection, article, captures, self.agent)
        return self._linked(held, linking=True)

    def saw(self, address_or_id: str, capture: Capture, sight: Sight) -> None:
        """Note that an article answered `unchanged`, or that it is gone or withdrawn.

        Where an address is given, only the canonical one can say that the article is away.
        An article that is not held stays so.
        """
        connection = self._writing()
        row = one(connection, "SELECT article, role FROM addresses WHERE url = ?", address_or_id)
        if row is not None and row["role"] != "canonical" and sight != "unchanged":
            return
        article_id = row["article"] if row else address_or_id
        with takedown.uncovered(connection, article_id):
            holding.saw(connection, article_id, self._sighting([capture.id]), sight)

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
        connection = self._writing()
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "name")
        connection.execute(
            f"INSERT INTO stations ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
            f" ON CONFLICT (name) DO UPDATE SET {changes}",
            tuple(row.values()),
        )
        if row.get("digest"):
            file = {"digest": row["digest"], "station": row["name"], "text": text}
            insert(connection, "station_files", {**file, "first_used_at": _now()})

    def begin_crawl(
        self, command: str, stations: Sequence[str] = (), user_agent: str | None = None
    ) -> str:
        """Open a run in the table `crawls`; what is written from now on names it. Its id."""
        self.run = secrets.token_hex(4)
        self._user_agent = user_agent
        row = {"id": self.run, "command": command, "stations": _json_list(stations)}
        row |= {"started_at": _now(), "state": "running", "version": __version__}
        insert(self._writing(), "crawls", {**row, "user_agent": user_agent})
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
        self._writing().execute(
            "UPDATE crawls SET ended_at = ?, state = ?, stations = ?, counts = ?, exit_code = ?"
            " WHERE id = ?",
            (
                _now(),
                state,
                _json_list(stations),
                json.dumps(counts, ensure_ascii=False),
                exit_code,
                run,
            ),
        )

    # --- reading -----------------------------------------------------------------------------

    def article(self, article_id: str, revision: str | None = None) -> Article:
        """The article as it stands, or as one of its revisions said, or as it stood at a moment.

        `revision` is the name of one, or any moment: `20220722005112` (UTC). Raises NothingFound,
        or TakenDown where it is hidden or was erased.
        """
        if revision is None:
            row = one(self.connection, "SELECT * FROM articles WHERE id = ?", article_id)
        else:
            row = history.cited(self.connection, article_id, revision)
        if row is None:
            cited = f"{article_id}@{revision}" if revision else article_id
            down = takedown.takedown_of(self.connection, article_id)
            if down is not None:
                raise TakenDown(down.told())
            raise NothingFound(f"{cited}: no such article in {self.folder}")
        try:
            return stored_article(self.connection, row)
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(
                f"{article_id}: its row cannot be understood ({error}); see `archive verify`"
            ) from error

    def record_of(self, article_id: str) -> dict[str, Any]:
        """The article's record, as the documented JSON. Raises NothingFound."""
        return self.article(article_id).record()

    def capture(self, capture_id: str) -> Capture:
        """The capture, read from its WARC. Raises NothingFound or Damaged."""
        row = self._capture_row(capture_id)
        if row is None:
            raise NothingFound(f"{capture_id}: no such capture in {self.folder}")
        original = row["revisit_of"]
        payload = (lambda: self.capture(original).body) if original else None
        return read(self.folder / "warc", _location(row), payload)

    def captures_of(self, article_id: str, revision: str | None = None) -> list[Capture]:
        """The captures that show an article, or one of its revisions, in the order of parts."""
        if revision is None:
            row = one(self.connection, "SELECT revision FROM articles WHERE id = ?", article_id)
            if row is None:
                raise NothingFound(f"{article_id}: no such article in {self.folder}")
            revision = row["revision"]
        else:
            row = history.cited(self.connection, article_id, revision)
            revision = row["revision"] if row else revision
        shown = captures_shown(self.connection, article_id, revision)
        return [self.capture(identifier) for identifier in shown]

    def is_erased(self, article_id: str | None = None, url: str = "") -> bool:
        """Whether an article, or what stands at an address, was erased: it is never held again."""
        return takedown.is_erased(self.connection, article=article_id, url=url)

    def holds(self, capture_id: str) -> bool:
        """Whether a capture has its row."""
        return self._capture_row(capture_id) is not None

    def capture_at(self, url: str, moment: datetime) -> str | None:
        """The id of the whole capture of an address that was made nearest to a moment."""
        row = one(
            self.connection,
            "SELECT id FROM captures WHERE url = ? AND status = 200 AND revisit_of IS NULL"
            " ORDER BY abs(julianday(captured_at) - julianday(?)) LIMIT 1",
            url,
            moment.isoformat(),
        )
        return row["id"] if row else None

    def read_from_captures(self, station: str | None = None) -> list[tuple[str, str]]:
        """(article, revision) of all that was read from captures, also superseded revisions."""
        found = rows(
            self.connection,
            "SELECT DISTINCT h.article, h.revision FROM history AS h"
            " JOIN revision_captures AS c ON c.article = h.article AND c.revision = h.revision"
            " WHERE ?1 IS NULL OR h.station = ?1 ORDER BY h.article, h.revision",
            station,
        )
        return [(row["article"], row["revision"]) for row in found]

    def ids(self) -> list[str]:
        """The ids of all articles."""
        return [row["id"] for row in rows(self.connection, "SELECT id FROM articles ORDER BY key")]

    def stored(self) -> Iterator[tuple[str, Stored | Torn]]:
        """All captures of all WARC files, by name of file, and what is torn, each with its file.

        The torn end of a file that a dead run left `.open` is no damage, and is not told.
        """
        for path in sorted((self.folder / "warc").glob("*.warc.gz*")):
            name = path.name.removesuffix(OPEN_SUFFIX)
            if not name.endswith(".warc.gz"):
                continue
            for item in stored_in(path):
                torn_end = isinstance(item, Torn) and item.resumes_at is None
                if not (torn_end and path.name != name):
                    yield name, item

    def vouch(self, file: str) -> None:
        """Write down the digest of a whole WARC file, once it is closed."""
        path = self.folder / "warc" / file
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise StorageError(f"{path}: cannot be read: {error.strerror}") from error
        row = {"name": file, "bytes": path.stat().st_size, "digest": f"sha256:{digest}"}
        insert(self._writing(), "warc_files", {**row, "sealed_at": _now()})

    # --- inside ------------------------------------------------------------------------------

    def _after_a_dead_run(self) -> None:
        """The lock proves that no run is alive: close its books and adopt what it kept."""
        connection = self.connection
        warc = self.folder / "warc"
        leftovers = recover(warc, self._committed)
        dead = rows(connection, "SELECT id FROM crawls WHERE state = 'running'")
        if leftovers or dead:
            with self.transaction():
                connection.execute(
                    "UPDATE crawls SET state = 'interrupted', ended_at = ? WHERE state = 'running'",
                    (_now(),),
                )
                for leftover in leftovers:
                    for torn in leftover.damage:
                        self._tell("damage", leftover.file, torn.reason, offset=torn.offset)
                    for stored in leftover.adopted:
                        self.adopt(stored)
                        self.adopted.append(stored.capture.id)
                    if leftover.adopted or leftover.cut:
                        told = {"captures": len(leftover.adopted), "cut": leftover.cut}
                        self._tell("adopted", leftover.file, "success", **told)
        for leftover in leftovers:
            leftover.seal(warc)
        self._vouch_for_files()

    def _vouch_for_files(self) -> None:
        """Give every closed WARC file that holds captures of ours its digest, if it has none."""
        closed = {path.name for path in (self.folder / "warc").glob("*.warc.gz")}
        closed -= {row["name"] for row in rows(self.connection, "SELECT name FROM warc_files")}
        files = rows(self.connection, "SELECT DISTINCT warc_file AS name FROM captures")
        fresh = sorted(closed & {row["name"] for row in files}) if closed else []
        if fresh:
            with self.transaction():
                for file in fresh:
                    self.vouch(file)

    def _tell(self, kind: str, file: str, outcome: str, **detail: int) -> None:
        event = Event(type=kind, agent=self.agent, outcome=outcome, detail={"file": file, **detail})
        write_event(self.connection, event)

    def _linked(self, held: Held, *, linking: bool) -> Held:
        """The same, after the article's lineage was found again if what it says has changed."""
        if held.outcome != "unchanged":
            (link_article if linking else postpone)(self.connection, held.article)
        return held

    def _committed(self, file: str) -> int:
        row = one(
            self.connection,
            "SELECT coalesce(max(warc_offset + warc_length), 0) AS at FROM captures"
            " WHERE warc_file = ?",
            file,
        )
        assert row is not None
        return int(row["at"])

    def _sync(self) -> None:
        if self._warc is not None:
            self._warc.sync()

    def _writing(self) -> sqlite3.Connection:
        if not self.connection.in_transaction:
            raise RuntimeError("write inside `with archive.transaction():`")
        return self.connection

    def _earlier(self, capture: Capture, capture_id: str) -> Earlier | None:
        """The capture held before that this one may refer to; None where it says something else."""
        kept = self._kept.get(capture_id)
        row = kept.row if kept else self._capture_row(capture_id)
        if row is None:
            return None
        if row["revisit_of"]:
            return self._earlier(capture, row["revisit_of"])
        if capture.status != 304 and capture.payload_digest != row["payload_digest"]:
            return None
        moment = datetime.fromisoformat(row["captured_at"])
        return Earlier(row["id"], row["url"], moment, row["payload_digest"])

    def _capture_row(self, capture_id: str) -> Row | None:
        return one(self.connection, "SELECT * FROM captures WHERE id = ?", capture_id)

    def _sighting(self, captures: Sequence[str]) -> Sighting:
        if not captures:
            return Sighting((), _now(), None, self.agent)
        row = self._capture_row(captures[0])
        if row is None:
            raise KeyError(f"{captures[0]}: record the capture before the article")
        moment, url, original = row["captured_at"], row["url"], row["revisit_of"]
        return Sighting(tuple(captures), moment, url, self.agent, original)


def _make_folders(folder: Path) -> None:
    try:
        for name in ("warc", "reports", "stations", "platforms"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: no archive can be made here: {error.strerror}") from error


def _refuse_no_archive(folder: Path) -> None:
    if (folder / database.NAME).exists():
        return
    _refuse_orphaned_captures(folder)
    raise NoArchive(f"{folder}: there is no archive in this folder")


def _refuse_orphaned_captures(folder: Path) -> None:
    if any((folder / "warc").glob("*.warc.gz*")):
        raise Damaged(
            f"{folder}: there are captures in warc/, but archive.db is gone; "
            f"make it again from them with `harvest reread --rebuild`"
        )


@contextmanager
def _released_on_error(lock: WriterLock) -> Iterator[None]:
    try:
        yield
    except BaseException:
        lock.release()
        raise


def _location(row: Row) -> Location:
    return Location(row["warc_file"], row["warc_offset"], row["warc_length"], row["record_digest"])


def _now() -> str:
    return utc(datetime.now(UTC))


def _json_list(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)
