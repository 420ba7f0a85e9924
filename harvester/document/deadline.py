"""How long reading one page may take: CPU seconds, after which it is stopped wherever it is.

One that took for ever would hold up its reader, or all stations where pages are read in the event
loop, and each later run too. The operating system's timer of CPU time (`ITIMER_PROF`) stops it by
a signal. Python looks for signals between its own instructions and, while a pattern is matched,
every few thousand steps; not within one call of a C library, such as lxml building a tree. Such a
call ends first, and is bounded by the size of what it is given. Signals reach the main thread
only; elsewhere nothing is bounded.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, ClassVar, ParamSpec, TypeVar

from harvester.model.errors import CannotBeRead

#: A page of 2 MB takes half a second.
READING_SECONDS = 10.0
#: Where a library swallowed the first interruption, so many seconds later there is another one.
_AGAIN = 1.0

_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Over(BaseException):
    """The time is over; no library may take it for an error of its own."""


class Deadline:
    """The CPU time that all readings of one visit may take together."""

    _running: ClassVar[bool] = False

    def __init__(self, seconds: float = READING_SECONDS) -> None:
        self._seconds = seconds
        self._left = seconds
        self._former: tuple[Any, tuple[float, float]] | None = None

    def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do the work, within what is left of the time. Raises CannotBeRead once that is over.

        Within the work of another deadline, that one holds.
        """
        if threading.current_thread() is not threading.main_thread() or Deadline._running:
            return work(*args, **kwargs)
        try:
            self._begin()
            try:
                done = work(*args, **kwargs)
            finally:
                self._end()
        except (_Over, Exception) as error:
            self._end()  # the signal may have come just before
            if self._left > 0:
                raise
            raise self._exceeded() from error
        if self._left <= 0:  # the work went on all the same
            raise self._exceeded()
        return done

    def _exceeded(self) -> CannotBeRead:
        return CannotBeRead("unreadable", f"reading took more than {self._seconds:g} s")

    def _begin(self) -> None:
        if self._left <= 0:
            raise _Over
        Deadline._running = True
        handler = signal.signal(signal.SIGPROF, self._on_signal)
        self._former = handler, signal.setitimer(signal.ITIMER_PROF, self._left, _AGAIN)

    def _end(self) -> None:
        """Stop the clock, and put back what was there before; doing it twice changes nothing."""
        if self._former is None:
            return
        handler, timer = self._former
        left, _ = signal.setitimer(signal.ITIMER_PROF, *timer)
        self._left = min(self._left, left)
        signal.signal(signal.SIGPROF, handler)
        self._former = None
        Deadline._running = False

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._left = 0.0
        raise _Over
