"""One pass over a catalogue: each shard that is due is run once, wherever there is room for it.

What places the work repeats nothing. The truth about a run is the lease of its shard: one whose
lease lapsed is given up, whatever became of it, and the shard is submitted again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from archive.cluster import catalogue as catalogues
from archive.cluster.catalogue import Catalogue
from archive.cluster.lease import held_by
from archive.cluster.objects import Objects
from archive.cluster.state import Seen, read_state
from archive.db.events import utc
from archive.model.errors import ArchiveError, Locked
from harvester.cluster.order import Order, Outcome
from harvester.cluster.placement import Placement
from harvester.cluster.shard_run import digest_of

#: Runs of one shard that may fail in one pass.
MOST_FAILURES = 3
#: Of which a run is submitted again though it said why it failed: another machine may fare better.
_WORTH_ANOTHER = {74, 75, 76}


@dataclass(slots=True)
class _Running:
    shard: str
    since: float
    fence: int  # of the shard before it began


@dataclass(slots=True)
class Pass:
    """What a pass did, shard by shard."""

    done: dict[str, Outcome] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    not_due: list[str] = field(default_factory=list)
    resubmitted: int = 0
    exit_code: int = 0


class Driver:
    """Runs the shards of a catalogue that are due, by orders made after `order`."""

    def __init__(
        self,
        objects: Objects,
        catalogue: Catalogue,
        placement: Placement,
        order: Order,
        *,
        on_message: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._objects = objects
        self._catalogue = catalogue
        self._placement = placement
        self._order = order
        self._tell = on_message
        self._running: dict[str, _Running] = {}
        self._waiting: deque[str] = deque()
        self._not_before: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._foreign: dict[str, str] = {}  # the token of a holder of another driver
        self._stopping = False
        self.passed = Pass()

    def stop(self) -> None:
        """Submit nothing more, and let what runs end early."""
        self._stopping = True
        self._waiting.clear()
        self._placement.stop()

    def run(self) -> Pass:
        """Do it."""
        for shard in self._catalogue.shards:
            if self._is_due(shard):
                self._waiting.append(shard)
            else:
                self.passed.not_due.append(shard)
        looked_at = time.monotonic()
        while self._waiting or self._running:
            self._submit()
            for name, outcome in self._placement.ended(1.0).items():
                self._take(self._running.pop(name), outcome)
            if time.monotonic() - looked_at > self._order.seconds / 4:
                looked_at = time.monotonic()
                self._give_up_lapsed()
        return self.passed

    def _is_due(self, shard: str) -> bool:
        """Whether something is to be visited, or a run left something to adopt."""
        stations = self._catalogue.stations_of(shard)
        if not stations:
            return False
        state = read_state(self._objects, shard).state
        if state.snapshot_fence != state.fence or not state.report:
            return True
        if state.report.get("stations") != digest_of(
            stations, catalogues.files_of(self._objects, shard)
        ):
            return True
        due_at = state.report.get("due_at")
        return due_at is None or str(due_at) <= utc(datetime.now(UTC))

    def _submit(self) -> None:
        """Fill what room there is with shards whose time has come."""
        for _ in range(len(self._waiting)):
            if self._stopping or len(self._running) >= self._placement.slots:
                return
            shard = self._waiting.popleft()
            if self._not_before.get(shard, 0) > time.monotonic():
                self._waiting.append(shard)
                continue
            seen = read_state(self._objects, shard)
            if not seen.lapsed:
                self._wait_for(shard, seen)
                continue
            name = self._placement.submit(replace(self._order, shard=shard))
            self._running[name] = _Running(shard, time.monotonic(), seen.state.fence)

    def _wait_for(self, shard: str, seen: Seen) -> None:
        """Try a shard again that somebody holds, unless a run of another driver renews it."""
        holder, token = seen.state.holder, seen.state.token
        assert holder is not None
        foreign = holder.driver != self._order.driver
        if foreign and self._foreign.get(shard, token) != token:
            self._fail(shard, held_by(shard, seen.state, seen.age), Locked.exit_code)
            return
        self._foreign[shard] = token
        self._later(shard, min(self._order.seconds / 3, 5.0))

    def _later(self, shard: str, seconds: float) -> None:
        self._not_before[shard] = time.monotonic() + seconds
        self._waiting.append(shard)

    def _take(self, run: _Running, outcome: Outcome | None) -> None:
        """A run has ended."""
        shard = run.shard
        if outcome is not None and outcome.error is None:
            self.passed.done[shard] = outcome
            self.passed.exit_code = max(self.passed.exit_code, outcome.exit_code)
            self._tell(_told(outcome))
            return
        why = outcome.error if outcome and outcome.error else f"the worker of {shard} died"
        code = outcome.exit_code if outcome else 1
        if outcome is not None and code == Locked.exit_code:  # a failure of nobody's
            self._again(shard, why)
            return
        self._failures[shard] = self._failures.get(shard, 0) + 1
        if self._failures[shard] >= MOST_FAILURES or (outcome and code not in _WORTH_ANOTHER):
            self._fail(shard, why, code)
        else:
            self._again(shard, why)

    def _again(self, shard: str, why: str) -> None:
        if self._stopping:
            return self._fail(shard, why, 1)
        self._tell(f"{shard}: {why}; it is submitted again")
        self.passed.resubmitted += 1
        return self._later(shard, 1.0)

    def _fail(self, shard: str, why: str, code: int) -> None:
        self.passed.failed[shard] = why
        self.passed.exit_code = max(self.passed.exit_code, code)
        self._tell(f"{shard}: {why}")

    def _give_up_lapsed(self) -> None:
        """Submit shards again whose runs are not heard of, though nobody says that they ended."""
        for name, run in list(self._running.items()):
            try:
                seen = read_state(self._objects, run.shard)
            except ArchiveError:  # the place is away: the workers know it as well
                continue
            begun = seen.state.fence > run.fence
            waited = time.monotonic() - run.since
            is_lost = (seen.state.holder is not None and seen.lapsed) if begun else (
                waited > 4 * self._order.seconds
            )  # fmt: skip
            if is_lost:
                del self._running[name]
                self._placement.give_up(name)
                self._take(run, None)


def _told(outcome: Outcome) -> str:
    report = outcome.report
    line = (
        f"{outcome.shard}: {report['articles']:,} articles, {report['captures']:,} captures, run"
        f" {report['run']} {report['run_state']}, lease {outcome.fence}"
    )
    return f"{line}; exit code {outcome.exit_code}: {' '.join(outcome.notes)}" if (
        outcome.exit_code
    ) else line  # fmt: skip
