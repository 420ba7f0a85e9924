"""Captures on their way in and out: kept in the WARC of a run, recorded in a row, read back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from archive.db.events import utc
from archive.db.identity import identity
from archive.db.sql import Row, insert, one, rows
from archive.model.article import Capture
from archive.model.errors import Damaged, NothingFound
from archive.schema.clocks import MADE_AT
from archive.store import clocks, runs, set_aside
from archive.warc import (
    Earlier,
    Location,
    Revisit,
    SetAside,
    Stored,
    Torn,
    Unfit,
    WarcWriter,
    captured_at,
    path_of,
    read,
    stored_in,
    unfit_stored,
)

#: Captures of an address whose payloads are compared with the digest of a revisit.
_MOST_EARLIER = 20


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes a WARC file: the run, and what it calls itself."""

    run: str | None = None
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class _Unindexed:
    """A capture whose bytes are in the WARC, but which has no committed row yet."""

    row: Row
    location: Location
    captured_at: datetime
    doubt: clocks.Doubt | None


class Captures:
    """The captures of an archive, in the folder `warc/` and in the table `captures`."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._warc: WarcWriter | None = None
        self._unindexed: dict[str, _Unindexed] = {}
        self._recorded: list[str] = []
        self._aside: list[Unfit] = []  # kept, without a committed row

    def write(self, capture: Capture, writer: Writer, revisit_of: str | None = None) -> Location:
        """Append the capture to the WARC of the run; one that is held is not written again."""
        if capture.id in self._unindexed:
            return self._unindexed[capture.id].location
        row = self.row(capture.id)
        if row is not None:
            return _location(row)
        earlier = self._earlier(capture, revisit_of) if revisit_of else None
        location = self._written_by(writer).append(capture, earlier)
        made = _capture_row(capture, location, earlier)
        doubt = clocks.doubt_of(capture, location.file)
        self._unindexed[capture.id] = _Unindexed(made, location, capture.captured_at, doubt)
        return location

    def keep_aside(self, aside: SetAside, writer: Writer) -> bool:
        """Append what makes no capture to the WARC of the run; False where it was before.

        It gets its row with the next transaction.
        """
        if any(unfit.id == aside.id for unfit in self._aside):
            return False
        if set_aside.is_set_aside(self._connection, aside.id):
            return False
        location = self._written_by(writer).set_aside(aside)
        self._aside.append(Unfit(aside, aside.id, location))
        return True

    def _written_by(self, writer: Writer) -> WarcWriter:
        if self._warc is None:
            run = writer.run or runs.new_id()
            self._warc = WarcWriter(
                self.folder, run, writer.user_agent, archive=identity(self._connection)
            )
        return self._warc

    def index(self, capture_id: str) -> None:
        """Add the row of a capture that was written. Raises KeyError where it was not."""
        entry = self._unindexed.get(capture_id)
        if entry is None:
            if self.row(capture_id) is None:
                raise KeyError(f"{capture_id}: write it before it is indexed")
            return
        insert(self._connection, "captures", entry.row)
        if entry.doubt is not None:
            clocks.note(self._connection, capture_id, entry.doubt)
        self._recorded.append(capture_id)

    def index_recovered(self, item: Stored | Unfit) -> bool:
        """Add the row of what stands in a WARC already; False where it had to be set aside."""
        if isinstance(item, Stored):
            try:
                insert(self._connection, "captures", row_of(item))
            except (UnicodeError, OverflowError, sqlite3.IntegrityError) as error:
                item = unfit_stored(item, str(error))
            else:
                doubt = clocks.doubt_of(item.capture, item.location.file)
                if doubt is not None:
                    clocks.note(self._connection, item.capture.id, doubt)
                return True
        set_aside.set_aside_record(self._connection, item)
        return False

    def begin(self) -> None:
        """A transaction begins: what is kept is on disk before it is recorded."""
        self._recorded.clear()
        self.sync()

    def record_aside(self) -> None:
        """Give what was set aside since the last commit its rows."""
        for unfit in self._aside:
            set_aside.set_aside_record(self._connection, unfit)

    def sync(self) -> None:
        """Make what is kept survive a power cut."""
        if self._warc is not None:
            self._warc.sync()

    def committed(self) -> bool:
        """The transaction is committed; whether a full file was closed."""
        for identifier in self._recorded:
            self._unindexed.pop(identifier, None)
        self._aside.clear()
        if self._warc is None or not self._warc.full or self._unindexed:
            return False
        self._warc.close()
        self._warc = None
        return True

    def close(self) -> bool:
        """Close the WARC; whether it got its final name.

        One in which a capture has no row yet stays `.open`: the next writer adopts it.
        """
        if self._warc is None:
            return False
        warc, self._warc = self._warc, None
        if self._unindexed or self._aside:
            warc.abandon()
            return False
        warc.close()
        return True

    def row(self, capture_id: str) -> Row | None:
        """The row of a capture."""
        return one(self._connection, "SELECT * FROM captures WHERE id = ?", capture_id)

    def known(self, capture_id: str) -> Row | None:
        """The row of a capture, also of one that was written and waits for its commit."""
        entry = self._unindexed.get(capture_id)
        return entry.row if entry else self.row(capture_id)

    def read(self, capture_id: str) -> Capture:
        """The capture, read from its WARC, with the time at which it counts as made.

        Raises NothingFound or Damaged.
        """
        row = self.row(capture_id)
        if row is None:
            raise NothingFound(f"{capture_id}: no such capture in {self.folder.parent}")
        made_at = clocks.made_at(self._connection, row)
        original = row["revisit_of"]
        payload = (lambda: self.read(original).body) if original else None
        try:
            capture = read(self.folder, _location(row), payload)
        except RecursionError as error:
            raise Damaged(f"{capture_id}: what it repeats repeats it") from error
        if made_at in (None, row["captured_at"]):
            return capture
        return replace(capture, captured_at=datetime.fromisoformat(made_at))

    def item_at(self, location: Location) -> Stored | Unfit:
        """What stands in a WARC at a place, as it is understood today. Raises Damaged."""
        item = next(stored_in(path_of(self.folder, location.file), location.offset), None)
        if item is None or isinstance(item, Torn):
            reason = item.reason if item else "the file ends before it"
            raise Damaged(f"{location.file}, offset {location.offset}: {reason}")
        return item

    def nearest(self, url: str, moment: datetime) -> str | None:
        """The id of the whole capture of an address that was made nearest to a moment."""
        row = one(
            self._connection,
            "SELECT id FROM captures WHERE url = ? AND status = 200 AND revisit_of IS NULL"
            f" ORDER BY abs(julianday({MADE_AT}) - julianday(?)) LIMIT 1",
            url,
            moment.isoformat(),
        )
        return row["id"] if row else None

    def restored(self, revisit: Revisit, *, by_address: bool = False) -> tuple[Capture, str] | None:
        """A capture of a foreign WARC whose record repeats nothing, and the one that it repeats.

        None where that one is not held, or has another payload. With `by_address`, one that does
        not say what it repeats repeats what was captured at its address before. Raises Damaged.
        """
        capture = revisit.capture
        named = self._named_original(revisit)
        originals = [] if named is None else [named]
        if by_address and named is None:
            originals = self._earlier_at(revisit)
        for original in originals:
            earlier = self.read(original)
            if capture.status == 304:
                return capture, original
            if revisit.agrees(earlier.body):
                headers = capture.headers or earlier.headers
                return replace(capture, body=earlier.body, headers=headers), original
        return None

    def _named_original(self, revisit: Revisit) -> str | None:
        """The capture that a revisit names: by its id, or by address and moment."""
        row = self.row(revisit.original or "")
        if row is None and revisit.captured_at is not None:
            row = one(
                self._connection,
                "SELECT * FROM captures WHERE url = ? AND captured_at = ? ORDER BY id",
                revisit.url,
                utc(revisit.captured_at),
            )
        if row is None:
            return None
        original: str = row["revisit_of"] or row["id"]
        return original

    def _earlier_at(self, revisit: Revisit) -> list[str]:
        """Whole captures of the address before a revisit, latest first; what it says decides."""
        at = revisit.original or revisit.captured_at
        if at if revisit.capture.status == 304 else revisit.digest is None:
            return []
        candidates = rows(
            self._connection,
            "SELECT id FROM captures WHERE url = ? AND status = 200 AND revisit_of IS NULL"
            " AND captured_at <= ? ORDER BY captured_at DESC, id DESC LIMIT ?",
            revisit.url,
            utc(revisit.capture.captured_at),
            _MOST_EARLIER,
        )
        return [row["id"] for row in candidates]

    def end_of(self, file: str) -> int:
        """Where, in a WARC file, the last response record ends that has a row."""
        row = one(
            self._connection,
            "SELECT max((SELECT coalesce(max(warc_offset + warc_length), 0) FROM captures"
            "            WHERE warc_file = ?1),"
            "           (SELECT coalesce(max(warc_offset + warc_length), 0) FROM set_aside"
            "            WHERE warc_file = ?1)) AS at",
            file,
        )
        assert row is not None
        return int(row["at"])

    def _earlier(self, capture: Capture, capture_id: str) -> Earlier | None:
        """The capture held before that this one may refer to; None where it says something else."""
        entry = self._unindexed.get(capture_id)
        row = entry.row if entry else self.row(capture_id)
        if row is None:
            return None
        if row["revisit_of"]:
            return self._earlier(capture, row["revisit_of"])
        if capture.status != 304 and capture.payload_digest != row["payload_digest"]:
            return None
        try:  # its row has the moment to the second only
            moment = entry.captured_at if entry else captured_at(self.folder, _location(row))
        except Damaged:  # a payload that cannot be read is not referred to
            return None
        return Earlier(row["id"], row["url"], moment, row["payload_digest"])


def _capture_row(capture: Capture, location: Location, earlier: Earlier | None) -> Row:
    """The capture as a row of `captures`."""
    return {
        "id": capture.id,
        "url": capture.url,
        "station": capture.station,
        "run": capture.run,
        "kind": capture.kind,
        "method": capture.method,
        "status": capture.status,
        "captured_at": utc(capture.captured_at),
        "content_type": capture.header("Content-Type"),
        "payload_bytes": len(capture.body),
        "payload_digest": capture.payload_digest,
        "record_digest": location.record_digest,
        "warc_file": location.file,
        "warc_offset": location.offset,
        "warc_length": location.length,
        "ip": capture.ip,
        "found": capture.found,
        "revisit_of": earlier.id if earlier else None,
    }


def row_of(stored: Stored) -> Row:
    """A capture that stands in a WARC as a row of `captures`."""
    row = _capture_row(stored.capture, stored.location, stored.revisit_of)
    row["payload_bytes"] = stored.payload_bytes
    earlier = stored.revisit_of
    if earlier is not None and earlier.payload_digest and stored.capture.status != 304:
        row["payload_digest"] = earlier.payload_digest
    return row


def _location(row: Row) -> Location:
    """Where a row says that its record stands. Raises Damaged where that is no place in a file."""
    position = row["warc_offset"], row["warc_length"]
    if not all(isinstance(number, int) and number >= 0 for number in position):
        raise Damaged(f"capture {row['id']}: its row names no place in a WARC file: {position}")
    return Location(row["warc_file"], *position, row["record_digest"])
