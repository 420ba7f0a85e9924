"""The pace at which a host is asked: one request at a time, with a pause that the host decides.

The pause is the station's delay, the Crawl-delay of the host's robots.txt, or five times as long as
the last answer took, whichever is longest. All stations of a run share the hosts, so that several
stations on one host ask it no faster than one.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from harvester.frontier import backoffs

#: Heritrix' delayFactor: a slow server is asked less.
SLOWNESS = 5.0
#: The longest pause between two requests, in seconds; a Crawl-delay is capped to it too.
LONGEST_PAUSE = 60.0
#: The pause is drawn from this share of it to as much more, so that no rhythm is left in logs.
JITTER = 0.25
#: The first pause after a 429 or 503 that says no time, in seconds; it doubles.
FIRST_WAIT = 5.0
#: A host that asks for longer is left alone until then, beyond the end of the run.
LONGEST_WAIT = timedelta(minutes=2)
#: So many such answers in a row, and the host is left alone for an hour.
PATIENCE = 5
_LONG_BACKOFF = timedelta(hours=1)


#: A host that was waited for so many seconds in vain is left alone for an hour: with requests that
#: may take 60 s, after the second one. Connections that fail at once come to little.
_VAIN = 90.0


class BackedOff(Exception):
    """A host is left alone, because it asked for longer than a run waits."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class Stopping(Exception):
    """The run is being stopped; nothing more is asked."""


@dataclass(slots=True)
class Host:
    """One host, as a run knows it."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic seconds: when the next request may go out
    crawl_delay: float = 0.0
    busy: int = 0  # answers in a row that asked for less
    unanswered: float = 0.0  # seconds since the last answer that it was waited for in vain
    backoff: tuple[str, datetime] | None = None  # why, and until when, it is left alone

    def pause(self, seconds: float, *, delay: float) -> None:
        """Wait before the next request as the last answer asks, which took so many seconds.

        A station that sets no delay (the demo region) is asked without pauses.
        """
        pause = 0.0
        if delay:
            pause = max(delay, min(seconds * SLOWNESS, LONGEST_PAUSE))
            pause *= 1 + random.uniform(-JITTER, JITTER)  # noqa: S311  (no secret)
        self.free_at = time.monotonic() + max(pause, self.crawl_delay)

    def no_answer(self, seconds: float, now: datetime) -> datetime | None:
        """Note a request without an answer; until when the host is to be left alone, if it is."""
        self.unanswered += seconds
        return now + _LONG_BACKOFF if self.unanswered > _VAIN else None

    def back_off(self, wanted: timedelta | None, *, delay: float, now: datetime) -> datetime | None:
        """Wait as long as a 429 or 503 asks for, or ever longer where it gives no time.

        Returns until when the host is to be left alone, where that is longer than a run waits.
        """
        self.busy += 1
        if wanted is None:
            wanted = timedelta(seconds=max(delay, FIRST_WAIT) * 2 ** (self.busy - 1))
        wanted = min(max(wanted, timedelta(seconds=delay)), backoffs.LONGEST)
        self.free_at = time.monotonic() + min(wanted, LONGEST_WAIT).total_seconds()
        if self.busy >= PATIENCE:
            return now + max(wanted, _LONG_BACKOFF)
        return now + wanted if wanted > LONGEST_WAIT else None


class Hosts(dict[str, Host]):
    """All hosts of a run, by name and port.

    `remembered` says which of them an earlier run left alone, why, and until when.
    """

    def __init__(
        self, remembered: Callable[[str], tuple[str, datetime] | None] = lambda _host: None
    ) -> None:
        super().__init__()
        self._remembered = remembered
        self.stopping = asyncio.Event()

    def __missing__(self, name: str) -> Host:
        host = self[name] = Host(backoff=self._remembered(name))
        return host

    async def take_turn(self, host: Host) -> None:
        """Wait for the host's turn and its pause; raises BackedOff or Stopping."""
        await host.turn.acquire()
        try:
            await self._pass(host)
        except BaseException:
            host.turn.release()
            raise

    async def _pass(self, host: Host) -> None:
        pause = host.free_at - time.monotonic()
        if pause > 0 and host.backoff is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)
        if self.stopping.is_set():
            raise Stopping("the run is being stopped")
        if host.backoff is not None:
            raise BackedOff(*host.backoff)
