"""Leases: one holder a shard; who was thought dead publishes nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from archive.cluster.lease import Lease, Renewal
from archive.cluster.objects import Objects, opened
from archive.cluster.state import read_state
from archive.model.errors import Damaged, LeaseLost, Locked, NewerArchive, StorageError


def take(objects: Objects, seconds: float = 60, who: str = "one, process 1") -> Lease:
    return Lease.take(objects, "north", who=who, driver="d", seconds=seconds)


def test_a_shard_has_one_holder_at_a_time_each_with_a_higher_fence(place: str) -> None:
    objects = opened(place)
    first = take(objects)
    assert (first.fence, first.prefix) == (1, "shards/north/fence-00000001/")
    with pytest.raises(Locked, match="shard north: one, process 1 holds it since 20"):
        take(objects, who="two, process 2")
    first.renew()
    first.release()
    assert take(objects).fence == 2


def test_what_is_published_is_current_and_what_failed_is_counted(place: str) -> None:
    objects = opened(place)
    take(objects).release(failure="the disk is full")
    lease = take(objects)
    assert (lease.state.failures, lease.state.failure) == (1, "the disk is full")
    lease.publish(f"{lease.prefix}snapshot.json", {"articles": 3})
    lease.release()
    state = read_state(objects, "north").state
    assert (state.snapshot, state.snapshot_fence) == (
        "shards/north/fence-00000002/snapshot.json",
        2,
    )
    assert (state.report, state.holder, state.failures) == ({"articles": 3}, None, 0)


def test_who_is_not_heard_of_is_replaced_and_refused_when_it_comes_back(place: str) -> None:
    objects = opened(place)
    silent = take(objects, seconds=1)
    time.sleep(2.2)  # a store tells full seconds
    second = take(objects, who="two, process 2")
    assert second.fence == 2
    for write in (
        silent.renew, silent.release, lambda: silent.publish(f"{silent.prefix}snapshot.json", {}),
    ):  # fmt: skip
        with pytest.raises(LeaseLost, match=r"its lease \(number 1\) has lapsed"):
            write()
    second.publish(f"{second.prefix}snapshot.json", {})
    state = read_state(objects, "north").state
    assert state.snapshot == "shards/north/fence-00000002/snapshot.json"


def test_a_lease_is_renewed_until_it_is_lost(tmp_path: Path) -> None:
    objects, lost = opened(f"file://{tmp_path}"), []
    lease = take(objects, seconds=1)
    with Renewal(lease, on_lost=lambda: lost.append(True)) as renewal:
        time.sleep(2.5)
        with pytest.raises(Locked):
            take(objects)
        renewal.refuse_lost()
        objects.remove(["shards/north/state.json"])
        time.sleep(1)
        with pytest.raises(LeaseLost):
            renewal.refuse_lost()
    assert lost == [True]


class _Unanswered:
    """A place in a folder that does what it is asked, once without an answer."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self.fails = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._objects, name)

    def write_if(self, key: str, data: bytes, version: str | None) -> str:
        written = self._objects.write_if(key, data, version)
        if self.fails:
            self.fails = False
            raise StorageError("no answer")
        return written


def test_a_renewal_to_which_no_answer_came_is_known_as_ours(tmp_path: Path) -> None:
    place = _Unanswered(opened(f"file://{tmp_path}"))
    lease = take(place)  # type: ignore[arg-type]
    place.fails = True
    with pytest.raises(StorageError):
        lease.renew()
    lease.renew()
    lease.release()
    assert take(place).fence == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ('{"format": 9}', NewerArchive, "its format is 9"),
        ("{}", Damaged, "no object of a catalogue"),
        ('{"format": 1}', Damaged, "cannot be read"),
        (
            '{"format": 1, "fence": 3, "holder": null, "snapshot": "../x", "report": {},'
            ' "failures": 0, "failure": null, "token": ""}',
            Damaged, "it names no snapshot: '../x'",
        ),
        (
            '{"format": 1, "fence": "many", "holder": null, "snapshot": null, "report": {},'
            ' "failures": 0, "failure": null, "token": ""}',
            Damaged, "cannot be read",
        ),
    ],
)  # fmt: skip
def test_a_state_that_cannot_be_read_is_no_free_shard(
    tmp_path: Path, text: str, error: type[Exception], told: str
) -> None:
    objects = opened(f"file://{tmp_path}")
    objects.put("shards/north/state.json", text.encode())
    with pytest.raises(error, match=told):
        take(objects)
