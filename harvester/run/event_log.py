"""The log of a run: one JSON object a line, each with its time, its run and its station.

docs/operations.md tells the events and their keys.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from archive.db.events import utc
from archive.files.plain_file import descriptor
from archive.model.errors import StorageError
from archive.model.version import __version__

if TYPE_CHECKING:
    from harvester.model.visit import Committed
    from harvester.run.run import Run


_FORMATTER = logging.Formatter()


class EventLog:
    """Writes `reports/<run>.log.jsonl`; what a killed run has written stands.

    Its writing methods raise StorageError where the file cannot be written.
    """

    def __init__(self, folder: Path, run: str) -> None:
        self._run = run
        self._path = folder / "reports" / f"{run}.log.jsonl"
        self._lock = Lock()
        try:
            self._path.parent.mkdir(exist_ok=True)
            opened = descriptor(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            # half a surrogate pair, from a broken page: \udcff is JSON too
            self._file = os.fdopen(opened, "a", encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise self._cannot(error) from error

    def write(self, event: str, station: str | None = None, **details: object) -> None:
        """Write one line; what is None is left out."""
        self._write([self._line(event, station, **details)])

    def visits(self, committed: Iterable[Committed]) -> None:
        """Write one line for each committed visit."""
        self._write(
            [
                self._line(
                    "visit",
                    visit.address.station,
                    url=visit.address.url,
                    kind=visit.address.kind,
                    outcome=visit.outcome,
                    detail=visit.detail,
                    leads_to=visit.redirect,
                    status=visit.captures[-1].status if visit.captures else None,
                    captures=[capture.id for capture in visit.captures],
                    article=visit.article.id if visit.article else None,
                    held=each.result,
                    named=visit.article_count if visit.address.kind != "article" else None,
                    fresh=visit.new_count if visit.address.kind != "article" else None,
                )
                for each in committed
                for visit in (each.visit,)
            ]
        )

    def close(self) -> None:
        """Close the file; what could not be written was told when it was."""
        with suppress(OSError):
            self._file.close()

    def _line(self, event: str, station: str | None, **details: object) -> str:
        common = {
            "at": utc(datetime.now(UTC)),
            "run": self._run,
            "station": station,
            "event": event,
        }
        known = {key: value for key, value in details.items() if value is not None}
        return json.dumps(common | known, ensure_ascii=False) + "\n"

    def _write(self, lines: list[str]) -> None:
        try:
            with self._lock:  # what readers log comes from the threads that wait for them
                self._file.writelines(lines)
                self._file.flush()
        except OSError as error:
            raise self._cannot(error) from error

    def _cannot(self, error: OSError) -> StorageError:
        return StorageError(f"{self._path}: cannot be written: {error.strerror}")


class EventLogHandler(logging.Handler):
    """Passes warnings of ours and of all libraries on to the log of the run."""

    def __init__(self, event_log: EventLog) -> None:
        super().__init__(logging.WARNING)
        self._event_log = event_log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; logging must not raise, and the next commit fails on a full disk too."""
        try:
            station = getattr(getattr(record, "spider", None), "name", None)
            self._event_log.write(
                "log",
                station,
                level=record.levelname.lower(),
                logger=record.name,
                message=record.getMessage(),
                traceback=record.exc_info and _FORMATTER.formatException(record.exc_info),
            )
        except StorageError:
            return  # the next commit meets the same disk, and ends the run
        except Exception:  # a library's message and its arguments do not fit
            self.handleError(record)


@contextmanager
def logged(run: Run, settings: Mapping[str, object]) -> Iterator[None]:
    """Give a run its log for as long as the block lasts. Raises StorageError."""
    event_log = run.event_log = EventLog(run.archive.folder, run.id)
    handler = EventLogHandler(event_log)
    logging.getLogger().addHandler(handler)
    try:
        names = [station.name for station in run.chosen]
        run.log_event("begin", None, stations=names, settings=settings, version=__version__)
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        event_log.close()
