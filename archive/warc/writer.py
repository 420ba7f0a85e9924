"""Captures to disk: one growing `.open` file per run, closed under its final name.

`append` collects, `sync` makes it kept. A file whose write or sync failed is not trusted again:
its next owner is `archive.warc.recovery`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.files.plain_file import sync_folder
from archive.model.article import Capture
from archive.model.errors import StorageError
from archive.model.version import __version__
from archive.warc.exchange import (
    Earlier,
    metadata_record,
    request_record,
    response_record,
    worth_compressing,
)
from archive.warc.record import compress, sha256
from archive.warc.set_aside import SetAside, set_aside_record
from archive.warc.warcinfo import Maker, warcinfo_record

#: What a file is called while it may still grow.
OPEN_SUFFIX = ".open"
_FLUSH_AT = 1 << 20


@dataclass(frozen=True, slots=True)
class Location:
    """Where the response record of a capture stands, and the digest of its compressed bytes.

    `file` is the final name in the folder `warc/`, without `.open`.
    """

    file: str
    offset: int
    length: int
    record_digest: str


class WarcWriter:
    """One WARC file of one run. Raises StorageError when the disk is full or fails."""

    def __init__(
        self,
        folder: Path,
        run: str,
        user_agent: str | None = None,
        *,
        archive: str | None = None,
        max_bytes: int = 1 << 30,
    ) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self.file, self._descriptor = _create(folder, run)
        self._offset = 0  # of the next record
        self._pending = bytearray()
        self._synced = False
        maker = Maker(f"regional-news-harvester/{__version__}", user_agent, archive)
        info = warcinfo_record(self.file, run, maker, datetime.now(UTC))
        self._write(compress(info, stored=False))

    @property
    def full(self) -> bool:
        """Whether the file has reached `max_bytes`: close it and begin another."""
        return self._offset >= self._max_bytes

    def append(self, capture: Capture, revisit_of: Earlier | None = None) -> Location:
        """Add response (or revisit), request and metadata; kept only after `sync`."""
        member = compress(
            response_record(capture, revisit_of), stored=not worth_compressing(capture)
        )
        location = Location(self.file, self._offset, len(member), sha256(member))
        companions = (request_record(capture), metadata_record(capture, revisit_of))
        self._write(member + b"".join(compress(record, stored=False) for record in companions))
        return location

    def set_aside(self, aside: SetAside) -> Location:
        """Add what makes no capture; kept only after `sync`."""
        member = compress(set_aside_record(aside), stored=False)
        location = Location(self.file, self._offset, len(member), sha256(member))
        self._write(member)
        return location

    def sync(self) -> None:
        """Make all that was appended survive a power cut."""
        if self._synced:
            return
        self._flush()
        try:
            os.fdatasync(self._descriptor)
            sync_folder(self._folder)
        except OSError as error:
            raise self._broken(error) from error
        self._synced = True

    def close(self) -> None:
        """Sync, and give the file its final name."""
        if self._descriptor < 0:
            return
        self.sync()
        self._let_go()
        seal(self._folder, self.file)

    def abandon(self) -> None:
        """Sync, and leave the file `.open`, for the next writer to adopt what is in it."""
        if self._descriptor < 0:
            return
        self.sync()
        self._let_go()

    def _write(self, data: bytes) -> None:
        if self._descriptor < 0:
            raise StorageError(f"{self.file}: closed after an earlier error; start again")
        self._pending += data
        self._offset += len(data)
        self._synced = False
        if len(self._pending) >= _FLUSH_AT:
            self._flush()

    def _flush(self) -> None:
        if self._descriptor < 0:
            raise StorageError(f"{self.file}: closed after an earlier error; start again")
        view = memoryview(self._pending)
        try:
            written = 0
            while written < len(view):
                written += os.write(self._descriptor, view[written:])
        except OSError as error:
            raise self._broken(error) from error
        finally:
            view.release()
        self._pending.clear()

    def _let_go(self) -> None:
        os.close(self._descriptor)
        self._descriptor = -1

    def _broken(self, error: OSError) -> StorageError:
        """Never retried: after a failed sync the kernel may call lost pages clean."""
        self._let_go()
        return StorageError(
            f"{self._folder / self.file}{OPEN_SUFFIX}: {error.strerror}; nothing of the last pages "
            f"was acknowledged. Make room or mend the disk and start again"
        )


def seal(folder: Path, file: str) -> None:
    """Give an `.open` file its final name, durably."""
    try:
        (folder / f"{file}{OPEN_SUFFIX}").rename(folder / file)
        sync_folder(folder)
    except OSError as error:
        raise StorageError(f"{folder / file}: cannot be closed: {error.strerror}") from error


def _create(folder: Path, run: str) -> tuple[str, int]:
    """A new file that no other run has or had: `<stamp>-<run>.warc.gz`."""
    stamp = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    number = 1
    while True:
        file = f"{stamp}-{run}{f'-{number}' if number > 1 else ''}.warc.gz"
        number += 1
        if (folder / file).exists():
            continue
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            return file, os.open(folder / f"{file}{OPEN_SUFFIX}", flags, 0o644)
        except FileExistsError:
            continue
        except OSError as error:
            raise StorageError(f"{folder / file}: cannot be made: {error.strerror}") from error
