"""Revisits of an import whose originals are not held yet, on disk: a crawl can have millions."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

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
        pickle.dump((revisit, file), self._file)
        self.size += 1

    def drain(self) -> Iterator[tuple[Revisit, int]]:
        """Take out all that are there now; what is added meanwhile waits for the next time."""
        size, self.size = self.size, 0
        file, self._file = self._file, self._empty()
        with file:
            file.seek(0)
            for _ in range(size):
                yield pickle.load(file)  # noqa: S301  (we wrote it, into a file without a name)
