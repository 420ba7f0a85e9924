"""`harvest cluster run`: many shards hold what one machine's run would hold."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.commands import Harvest
from support.crawled import assert_whole, rows
from support.shards import (
    bring_all,
    doubled,
    new_catalogue,
    outcome,
    shards_with_stations,
    start_worker,
    state,
    stop_at,
    told,
    wait_until,
)

from archive.cluster.objects import opened
from archive.merging.merge import merge
from archive.store.archive import Archive
from archive.verification.verification import Verification
from archive.verification.verify import verify
from harvester.demo.server import DemoServer


@pytest.fixture(scope="module")
def region() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="module")
def alone(region: DemoServer, tmp_path_factory: pytest.TempPathFactory, harvest: Harvest) -> Path:
    """What one undisturbed run of one machine holds of the first day."""
    folder = tmp_path_factory.mktemp("alone")
    region.write_stations(folder)
    ran = harvest("run", "--archive", folder)
    assert ran.returncode == 0, ran.stderr
    return folder


def assert_sound(folders: list[Path]) -> None:
    """`archive verify` finds nothing, and nothing is held twice."""
    for folder in folders:
        assert_whole(folder)
        with Archive.read_only(folder) as archive:
            assert list(verify(archive, Verification(remember=False)).problems) == []
    assert doubled(folders) == []


def test_shards_hold_together_what_one_run_holds_and_go_on_on_another_machine(
    place: str, region: DemoServer, alone: Path, tmp_path: Path, harvest: Harvest
) -> None:
    new_catalogue(place, region, tmp_path / "stations", harvest, shards=3)
    first = harvest("cluster", "run", place, "--work", tmp_path / "one", "--lease", 20)
    assert first.returncode == 0, first.stderr
    folders = bring_all(place, tmp_path / "brought")
    assert len(folders) >= 2
    assert told(folders) == told([alone])
    assert_sound(folders)

    idle = harvest("cluster", "run", place, "--work", tmp_path / "one")
    assert idle.stderr.splitlines()[-1].startswith("0 shards published, 0 failed, 3 not due")

    shown = json.loads(harvest("cluster", "status", place, "--json").stdout)
    assert sum(shard["articles"] for shard in shown["shards"]) == len(told([alone])["articles"])  # type: ignore[arg-type]
    assert {shard["holder"] for shard in shown["shards"]} == {None}

    merged = merge(folders, tmp_path / "merged")
    assert merged.articles == len(rows(alone, "SELECT id FROM articles"))


def test_a_worker_that_is_killed_loses_nothing_and_its_captures_are_adopted(
    region: DemoServer, alone: Path, tmp_path: Path, harvest: Harvest
) -> None:
    """Killed thrice in the same shard, each time on a machine that is then gone."""
    url = f"file://{tmp_path}/catalogue"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(url)
    for number, parts in enumerate((1, 3, 6), 1):
        wait_until(lambda: state(url, shard).holder is None or _lapsed(url, shard))
        worker = start_worker(url, shard, tmp_path / f"machine-{number}", seconds=3)
        prefix = f"shards/{shard}/fence-{number:08d}/parts/"
        wait_until(lambda prefix=prefix, n=parts: len(opened(url).sizes(prefix)) >= n)  # type: ignore[misc]
        stop_at(worker, signal.SIGKILL)
        shutil.rmtree(tmp_path / f"machine-{number}", ignore_errors=True)
        assert state(url, shard).snapshot is None
    wait_until(lambda: _lapsed(url, shard))
    last = outcome(start_worker(url, shard, tmp_path / "machine-4", seconds=20))
    assert (last["exit_code"], last["fence"]) == (0, 4)
    folders = bring_all(url, tmp_path / "brought")
    assert told(folders) == told([alone])
    assert_sound(folders)
    adopted = rows(folders[0], "SELECT count(*) FROM events WHERE type = 'adopted'")
    assert adopted == [(3,)]
    assert not [key for key in opened(url).sizes(f"shards/{shard}/") if "/parts/" in key]


def _lapsed(url: str, shard: str) -> bool:
    from archive.cluster.state import read_state

    return read_state(opened(url), shard).lapsed


def test_of_two_workers_that_believe_to_hold_a_shard_one_publishes(
    place: str, region: DemoServer, alone: Path, tmp_path: Path, harvest: Harvest
) -> None:
    """The first one is stopped for longer than its lease lasts, and goes on when it is replaced."""
    new_catalogue(place, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(place)
    first = start_worker(place, shard, tmp_path / "work", seconds=4)
    parts = f"shards/{shard}/fence-00000001/parts/"
    wait_until(lambda: len(opened(place).sizes(parts)) >= 2)
    stop_at(first, signal.SIGSTOP)
    wait_until(lambda: _lapsed(place, shard))
    second = start_worker(place, shard, tmp_path / "work", seconds=20)
    wait_until(lambda: state(place, shard).fence == 2)
    stop_at(first, signal.SIGCONT)
    refused, published = outcome(first), outcome(second)
    assert (refused["exit_code"], refused["report"]) == (75, {})
    assert "its lease (number 1) has lapsed, and another worker has it" in refused["error"]
    assert (published["exit_code"], published["fence"], published["error"]) == (0, 2, None)
    current = state(place, shard)
    assert current.snapshot == f"shards/{shard}/fence-00000002/snapshot.json"
    assert (current.holder, current.failures) == (None, 0)
    folders = bring_all(place, tmp_path / "brought")
    assert told(folders) == told([alone])
    assert_sound(folders)


def test_a_worker_that_is_stopped_before_it_publishes_publishes_nothing_later(
    region: DemoServer, tmp_path: Path, harvest: Harvest
) -> None:
    """Both have the whole shard; the first wakes when the second has published and is gone."""
    url = f"file://{tmp_path}/catalogue"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(url)
    first = start_worker(url, shard, tmp_path / "one", seconds=4)
    files = f"shards/{shard}/fence-00000001/"
    wait_until(lambda: any("/parts/" not in key for key in opened(url).sizes(files)))
    stop_at(first, signal.SIGSTOP)
    wait_until(lambda: _lapsed(url, shard))
    second = outcome(start_worker(url, shard, tmp_path / "two", seconds=30))
    assert second["exit_code"] == 0
    before = opened(url).read(f"shards/{shard}/state.json")
    stop_at(first, signal.SIGCONT)
    assert outcome(first)["exit_code"] == 75
    assert opened(url).read(f"shards/{shard}/state.json").data == before.data  # type: ignore[union-attr]
    assert_sound(bring_all(url, tmp_path / "brought"))


def test_the_run_of_a_stopped_worker_ends_by_itself(
    region: DemoServer, tmp_path: Path, harvest: Harvest
) -> None:
    """Its crawl is not stopped with it, and must not visit hosts beside that of its successor."""
    url = f"file://{tmp_path}/catalogue"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(url)
    worker = start_worker(url, shard, tmp_path / "one", seconds=4)
    parts = f"shards/{shard}/fence-00000001/parts/"
    wait_until(lambda: opened(url).sizes(parts) != {})
    stop_at(worker, signal.SIGSTOP)
    wait_until(lambda: _is_over(worker.pid), seconds=20)
    stop_at(worker, signal.SIGKILL)


def _is_over(worker: int) -> bool:
    """Whether no child of a process runs any more."""
    listed = subprocess.run(
        ["ps", "--ppid", str(worker), "-o", "stat="], capture_output=True, text=True, check=False
    )
    return all(line.startswith("Z") for line in listed.stdout.split())


def test_a_driver_whose_workers_are_killed_or_stopped_submits_their_shards_again(
    region: DemoServer, alone: Path, tmp_path: Path, harvest: Harvest
) -> None:
    url = f"file://{tmp_path}/catalogue"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=3)
    driver = subprocess.Popen(
        [sys.executable, "-m", "harvester.cli", "cluster", "run", url,
         "--work", str(tmp_path / "work"), "--lease", "4"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    shards = shards_with_stations(url)
    for shard, number in zip(shards, (signal.SIGKILL, signal.SIGSTOP), strict=False):
        holding = f"shards/{shard}/fence-00000001/parts/"
        wait_until(lambda key=holding: opened(url).sizes(key) != {})  # type: ignore[misc]
        holder = state(url, shard).holder
        assert holder is not None
        with suppress(ProcessLookupError):
            os.kill(int(holder.who.rpartition(" ")[2]), number)
    _, said = driver.communicate(timeout=200)
    assert driver.returncode == 0, said
    assert f"{len(shards)} shards published, 0 failed" in said
    folders = bring_all(url, tmp_path / "brought")
    assert told(folders) == told([alone])
    assert_sound(folders)
