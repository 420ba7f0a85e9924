"""Stops the reactor of a crawl: when what is in hand is finished, or at once.

In hand is an answer that comes in, and a page that is read. A request without an answer is nothing
that could be lost: its address is due again.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess

    from harvester.run.run import Run

#: Seconds that what is in hand gets to finish after a signal, and after the end of the run's time;
#: an answer may come in slowly for ever.
_DRAIN, _DRAIN_IN_TIME = 25.0, 2.0
#: Seconds without a byte of any answer after which none is in hand.
_QUIET = 1.5
_LOOK_EVERY = 0.25


class Stopper:
    """Stops one process of Scrapy, whose spiders share a run."""

    def __init__(self, process: AsyncCrawlerProcess, run: Run) -> None:
        self._process = process
        self._run = run
        self._last_byte_at = 0.0

    def ask(self) -> None:
        """Stop soon; safe to call from a signal's handler, also before the reactor runs."""
        _from_thread(self.stop)

    def ask_at_once(self) -> None:
        """Stop without waiting for what is under way."""
        _from_thread(_stop_reactor)

    def stop_after(self, seconds: float) -> None:
        """Stop as after a first signal, when so many seconds have passed."""

        def time_is_up() -> None:
            self._run.time_limit.is_up = True
            self.stop(_DRAIN_IN_TIME)

        _later(seconds, time_is_up)

    def stop(self, drain: float = _DRAIN) -> None:
        """Take no more addresses; finish what is in hand, if that is done in so many seconds."""
        self._run.stop()  # also what has not begun yet
        for crawler in self._process.crawlers:
            for arrival in (signals.headers_received, signals.bytes_received):
                crawler.signals.connect(self._note_arrival, signal=arrival)
        self._note_arrival()
        self._stopping = asyncio.ensure_future(self._process.stop())
        self._watch(time.monotonic() + drain)

    def _watch(self, ends_at: float) -> None:
        """Stop the reactor once nothing is in hand, or the time is over."""
        now = time.monotonic()
        if self._run.readers.are_reading:
            self._note_arrival()
        if now >= ends_at or now - self._last_byte_at >= _QUIET:
            _stop_reactor()
        else:
            _later(_LOOK_EVERY, lambda: self._watch(ends_at))

    def _note_arrival(self) -> None:
        self._last_byte_at = time.monotonic()


# The reactor is imported where it is used: Scrapy must have installed its own before.


def _from_thread(call: Callable[[], None]) -> None:
    from twisted.internet import reactor

    reactor.callFromThread(call)


def _later(seconds: float, call: Callable[[], None]) -> None:
    from twisted.internet import reactor

    reactor.callLater(seconds, call)  # type: ignore[arg-type]  # its stub is off


def _stop_reactor() -> None:
    from twisted.internet import reactor

    with contextlib.suppress(RuntimeError):  # it is stopping already
        reactor.stop()  # type: ignore[misc]  # its stub is off
