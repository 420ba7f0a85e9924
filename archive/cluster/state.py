"""The state of a shard: its fence, who holds it, which snapshot is current, how its last run went.

All of it is one object, so that one conditional request decides both who holds a shard and whether
what was published counts: who has lost the one cannot win the other.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from archive.cluster.json_object import packed, unpacked
from archive.cluster.names import fence_of, state_key
from archive.cluster.objects import Objects


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a shard: machine and process, by order of which driver, since when, how long."""

    who: str
    driver: str
    since: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One shard, as its object says. `token` makes each writing of it unlike any other."""

    fence: int = 0
    holder: Holder | None = None
    snapshot: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    failures: int = 0  # runs in a row that published nothing
    failure: str | None = None
    token: str = ""

    @property
    def snapshot_fence(self) -> int:
        """The fence of who published the current snapshot; 0 where there is none."""
        return (fence_of(self.snapshot) or 0) if self.snapshot else 0

    def written(self) -> tuple[State, bytes]:
        """The same with a token of its own, and the bytes of its object."""
        state = replace(self, token=secrets.token_hex(8))
        return state, packed(asdict(state))


@dataclass(frozen=True, slots=True)
class Seen:
    """A state as it was read: the version of its object, and its age by the clock of the place."""

    state: State
    version: str | None
    age: float

    @property
    def lapsed(self) -> bool:
        """Whether nobody holds the shard any more, or whoever did was not heard of too long."""
        holder = self.state.holder
        return holder is None or self.age > holder.seconds


def read_state(objects: Objects, shard: str) -> Seen:
    """The state of a shard; one that never ran has none yet. Raises Damaged or NewerArchive."""
    held = objects.read(state_key(shard))
    if held is None:
        return Seen(State(), None, 0.0)
    state = unpacked(f"{objects.url}/{state_key(shard)}", held.data, _state)
    return Seen(state, held.version, held.age)


def _state(about: Any) -> State:
    holder, snapshot = about["holder"], about["snapshot"]
    if snapshot is not None and fence_of(str(snapshot)) is None:
        raise ValueError(f"it names no snapshot: {str(snapshot)[:100]!r}")
    return State(
        fence=int(about["fence"]),
        holder=None if holder is None else _holder(holder),
        snapshot=snapshot,
        report=dict(about["report"]),
        failures=int(about["failures"]),
        failure=about["failure"],
        token=str(about["token"]),
    )


def _holder(about: Mapping[str, Any]) -> Holder:
    return Holder(
        who=str(about["who"]),
        driver=str(about["driver"]),
        since=str(about["since"]),
        seconds=float(about["seconds"]),
    )
