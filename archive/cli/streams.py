"""Standard input, output and error: whatever the caller left closed, full, or in what encoding."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
from typing import TYPE_CHECKING

from archive.model.errors import StorageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def set_up() -> None:
    """Make all three usable, output and error in UTF-8; call it before a file is opened.

    Under a C locale or none, Chinese is written all the same.
    """
    _reserve()
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # `_Output` and `_Messages` answer it
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = _text(_Output(1, "w", closefd=False))
    sys.stderr = _text(_Messages(2, "w", closefd=False))


def _reserve() -> None:
    """Open /dev/null for those that are closed.

    Else the next file to be opened, such as a WARC file, gets the number of one of them, and what
    is printed is written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
            os.set_inheritable(opened, True)


def _text(raw: io.FileIO) -> io.TextIOWrapper:
    # half a surrogate pair, from a broken page or the name of a file, is written as \udcff
    return io.TextIOWrapper(
        io.BufferedWriter(raw), "utf-8", errors="backslashreplace", line_buffering=raw.isatty()
    )


class _Stream(io.FileIO):
    """Waits for a reader where the descriptor was set not to wait, as other programs do."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some of the data; tells how much."""
        while (count := super().write(data)) is None:
            select.select((), (self,), ())
        return count


class _Output(_Stream):
    """Standard output: what cannot be written raises StorageError, once.

    A reader that has ended, as in `archive … | head`, ends the program as it ends others.
    """

    _has_failed = False

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some of the data; after a failure nothing: Python tries once more at its end."""
        if self._has_failed:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except OSError as error:
            self._has_failed = True
            if isinstance(error, BrokenPipeError):
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                signal.raise_signal(signal.SIGPIPE)
            why = f"standard output cannot be written: {error.strerror}"
            raise StorageError(why) from error


class _Messages(_Stream):
    """Standard error: what cannot be told is not told, and the work goes on."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some of the data, or drop it."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes
