"""SIGINT, SIGTERM and SIGHUP of a run: the first asks it to stop, the second ends it.

Whatever the run is in then, it does not outlive the second one by more than `GRACE` seconds; the
archive bears that as it bears `kill -9`. Two clocks see to it, because neither does everywhere. A
handler of Python's runs in the main thread, also within a long pattern match, but not while that
thread waits in a C library: for a disk, for a lock of SQLite's. Another thread runs then, but not
within a pattern match, which lets no other thread go on.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Seconds from the second signal to the end of the process.
GRACE = 2.0

_HEEDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """The signals that a run has received."""

    def __init__(self) -> None:
        self.first: int | None = None
        self.over = threading.Event()  # the run's books are closed
        self._stop: Callable[[], object] = lambda: None
        self._stop_at_once: Callable[[], object] = lambda: None

    def heed(
        self, stop: Callable[[], object], stop_at_once: Callable[[], object] = lambda: None
    ) -> None:
        """Call `stop` at the first signal, also at one that came already, the other at the next.

        SIGHUP stays ignored where it is, as by nohup.
        """
        self._stop, self._stop_at_once = stop, stop_at_once
        for number in _HEEDED:
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        if self.first is not None:
            stop()

    def _on_signal(self, number: int, _frame: object) -> None:
        if self.first is None:
            self.first = number
            self._stop()
            return
        code = 128 + self.first
        signal.signal(signal.SIGALRM, lambda *_: os._exit(code))
        signal.setitimer(signal.ITIMER_REAL, GRACE)
        self._stop_at_once()

    def watch(self, received: int) -> None:
        """Read the signals from a pipe as they come; a while after the second, end the process."""
        heard: list[int] = []
        while len(heard) < 2:
            numbers = os.read(received, 64)
            if not numbers:  # the other end is closed
                return
            heard += [number for number in numbers if number in _HEEDED]
        if not self.over.wait(GRACE):
            os._exit(128 + heard[0])


@contextmanager
def own_signals() -> Iterator[Signals]:
    """Heed signals from the beginning of the block; at its end they have their former meaning.

    One that comes before the run has said how it is stopped, stops it when it does.
    """
    numbers = (*_HEEDED, signal.SIGALRM)
    former = {number: signal.getsignal(number) for number in numbers}
    signals = Signals()
    received, sent = os.pipe()
    os.set_blocking(sent, False)
    former_pipe = signal.set_wakeup_fd(sent, warn_on_full_buffer=False)
    watcher = threading.Thread(target=signals.watch, args=(received,), daemon=True)
    watcher.start()
    try:
        signals.heed(lambda: None)
        yield signals
    finally:
        signals.over.set()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.set_wakeup_fd(former_pipe)
        os.close(sent)
        watcher.join()
        os.close(received)
        for number, handler in former.items():
            signal.signal(number, handler)
