"""Revisits of an import whose originals are not held yet, on disk: a crawl can have millions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from types import TracebackType
from typing import IO, Any, Self

from archive.model.article import Capture
from archive.warc import Revisit

_IN_MEMORY = 1 << 24


class RevisitQueue:
    """Revisits in the order in which they were added, each with the number of its file."""

    def __init__(self) -> None:
        self.size = 0
        self._file = self._empty()

    @staticmethod
    def _empty() -> IO[bytes]:
        return tempfile.SpooledTemporaryFile(_IN_MEMORY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._file.close()

    def add(self, revisit: Revisit, file: int) -> None:
        """Put one at the end."""
        line = json.dumps([_written(revisit), file]) + "\n"
        self._file.write(line.encode())
        self.size += 1

    def drain(self) -> Iterator[tuple[Revisit, int]]:
        """Take out all that are there now; what is added meanwhile waits for the next time."""
        size, self.size = self.size, 0
        file, self._file = self._file, self._empty()
        with file:
            file.seek(0)
            for line, _ in zip(file, range(size), strict=True):
                written, number = json.loads(line)
                yield _read(written), number


def _written(revisit: Revisit) -> dict[str, Any]:
    """A revisit as JSON; its capture has no body."""
    row = {each.name: getattr(revisit, each.name) for each in fields(Revisit)}
    capture = {each.name: getattr(revisit.capture, each.name) for each in fields(Capture)}
    del capture["body"]
    moment = revisit.captured_at and revisit.captured_at.isoformat()
    return {
        **row,
        "captured_at": moment,
        "capture": {**capture, "captured_at": revisit.capture.captured_at.isoformat()},
    }


def _read(written: dict[str, Any]) -> Revisit:
    capture, moment = written["capture"], written["captured_at"]
    for headers in ("headers", "request_headers"):
        capture[headers] = tuple((name, value) for name, value in capture[headers])
    capture["captured_at"] = datetime.fromisoformat(capture["captured_at"])
    return Revisit(
        **written
        | {
            "capture": Capture(**capture, body=b""),
            "captured_at": moment and datetime.fromisoformat(moment),
        }
    )
