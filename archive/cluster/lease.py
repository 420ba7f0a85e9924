"""A lease: one holder a shard at a time, renewed while its work goes on, numbered by a fence.

A holder that is not heard of for as long as its lease lasts may be replaced. It may live: stopped,
or cut off. It then finds that the state is another's, at its next renewal or when it publishes, and
is refused. How old a state is, the place of the catalogue says by its own clock; whether a lease of
one's own still lasts, a clock that no other machine needs to agree with.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from archive.cluster.names import fence_prefix, state_key
from archive.cluster.objects import Objects, Overtaken
from archive.cluster.state import Holder, State, read_state
from archive.db.events import utc
from archive.model.closable import Closable
from archive.model.errors import ArchiveError, LeaseLost, Locked


class Lease:
    """A shard that this process holds. Raises LeaseLost where it does not any more."""

    def __init__(self, objects: Objects, shard: str, state: State, version: str) -> None:
        self.objects = objects
        self.shard = shard
        self._state = state
        self._version = version
        self._lock = threading.Lock()
        self._unsure: set[str] = set()  # tokens of writings whose answer did not come
        self.heard_at = _now()

    @classmethod
    def take(cls, objects: Objects, shard: str, *, who: str, driver: str, seconds: float) -> Lease:
        """Take a shard that nobody holds, or whose holder was not heard of too long.

        Raises Locked.
        """
        seen = read_state(objects, shard)
        if not seen.lapsed:
            raise Locked(f"{objects.url}: {held_by(shard, seen.state, seen.age)}")
        since = utc(datetime.now(UTC))
        holder = Holder(who=who, driver=driver, since=since, seconds=seconds)
        state = replace(seen.state, fence=seen.state.fence + 1, holder=holder)
        state, data = state.written()
        began = _now()
        try:
            version = objects.write_if(state_key(shard), data, seen.version)
        except Overtaken:
            raise Locked(f"{objects.url}: shard {shard}: another worker took it first") from None
        lease = cls(objects, shard, state, version)
        lease.heard_at = began
        return lease

    @property
    def state(self) -> State:
        """The state that this holder wrote last."""
        return self._state

    @property
    def fence(self) -> int:
        """The number of this lease."""
        return self._state.fence

    @property
    def prefix(self) -> str:
        """Below which its holder writes."""
        return fence_prefix(self.shard, self.fence)

    @property
    def left(self) -> float:
        """Seconds for which nobody else may take the shard; negative where somebody may."""
        assert self._state.holder is not None
        return self._state.holder.seconds - (_now() - self.heard_at)

    def renew(self) -> None:
        """Be heard of."""
        self._write(lambda state: state)

    def publish(self, snapshot: str, report: Mapping[str, Any]) -> None:
        """Make a snapshot the current one."""
        self._write(
            lambda state: replace(
                state, snapshot=snapshot, report=dict(report), failures=0, failure=None
            )
        )

    def release(self, failure: str | None = None) -> None:
        """Give the shard back; `failure` says why nothing was published."""

        def freed(state: State) -> State:
            if failure is not None:
                state = replace(state, failures=state.failures + 1, failure=failure)
            return replace(state, holder=None)

        self._write(freed)

    def _write(self, change: Callable[[State], State]) -> None:
        with self._lock:
            began = _now()
            try:
                self._write_once(change)
            except Overtaken:
                self._refuse_lost()  # what stands there may be what no answer came to
                try:
                    self._write_once(change)
                except Overtaken:
                    raise self._lost() from None
            self.heard_at = began

    def _write_once(self, change: Callable[[State], State]) -> None:
        state, data = change(self._state).written()
        self._unsure.add(state.token)
        self._version = self.objects.write_if(state_key(self.shard), data, self._version)
        self._unsure.clear()
        self._state = state

    def _refuse_lost(self) -> None:
        """Take what stands there for ours where it is. Raises LeaseLost."""
        seen = read_state(self.objects, self.shard)
        if seen.version is None or seen.state.token not in self._unsure:
            raise self._lost()
        self._state, self._version = seen.state, seen.version

    def _lost(self) -> LeaseLost:
        return LeaseLost(
            f"{self.objects.url}: shard {self.shard}: its lease (number {self.fence}) has lapsed,"
            " and another worker has it; nothing of this one is published"
        )


class Renewal(Closable):
    """Renews a lease in a thread of its own until the end of the block, or until it is lost.

    `on_renewed` is called after each renewal, `on_lost` once.
    """

    def __init__(
        self,
        lease: Lease,
        *,
        on_renewed: Callable[[], object] = lambda: None,
        on_lost: Callable[[], object] = lambda: None,
    ) -> None:
        assert lease.state.holder is not None
        self._lease = lease
        self._pause = lease.state.holder.seconds / 4
        self._on_renewed = on_renewed
        self._on_lost = on_lost
        self._over = threading.Event()
        #: Why the lease is lost.
        self.lost: LeaseLost | None = None
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Renew no more."""
        self._over.set()
        self._thread.join()

    def refuse_lost(self) -> None:
        """Raises LeaseLost where the lease is."""
        if self.lost is not None:
            raise self.lost

    def _go_on(self) -> None:
        while not self._over.wait(self._pause):
            try:
                self._lease.renew()
            except LeaseLost as error:
                return self._lose(error)
            except ArchiveError as error:  # the place may answer again before the lease lapses
                if self._lease.left <= 0:
                    return self._lose(LeaseLost(f"its lease could not be renewed: {error}"))
            else:
                self._on_renewed()
        return None

    def _lose(self, error: LeaseLost) -> None:
        self.lost = error
        self._on_lost()


def held_by(shard: str, state: State, age: float) -> str:
    """Who holds a shard, in words."""
    if state.holder is None:
        return f"shard {shard}: nobody holds it"
    return (
        f"shard {shard}: {state.holder.who} holds it since {state.holder.since}, last heard of"
        f" {age:.0f} s ago"
    )


def _now() -> float:
    """Seconds that also pass while this machine sleeps, where the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
