"""What cannot be done is told in one line, with an exit code; nothing is published by half."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import Harvest
from support.object_stores import UnsureLine
from support.shards import (
    new_catalogue,
    outcome,
    shards_with_stations,
    start_worker,
    state,
)

from archive.cluster.lease import Lease, Renewal
from archive.cluster.objects import opened
from harvester.demo.server import DemoServer


@pytest.fixture(scope="module")
def region() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (None, 2, "there is no catalogue; `harvest cluster init` makes one"),
        ('{"format": 7}', 2, "its format is 7, and this version knows 1: a newer version"),
        ('{"format": 1, "id": ', 76, "catalogue.json: it cannot be read: not JSON"),
    ],
)
def test_a_catalogue_that_is_missing_newer_or_torn(
    place: str, harvest: Harvest, text: str | None, code: int, told: str
) -> None:
    if text is not None:
        opened(place).put("catalogue.json", text.encode())
    for word in ("run", "status"):
        ran = harvest("cluster", word, place)
        assert (ran.returncode, told in ran.stderr) == (code, True), ran.stderr
        assert len(ran.stderr.splitlines()) == 1


def test_what_the_commands_cannot_use_is_told(
    region: DemoServer, tmp_path: Path, harvest: Harvest
) -> None:
    url = f"file://{tmp_path}/catalogue"
    assert harvest("cluster", "init", url, "--shards", 2).returncode == 0
    (tmp_path / "none").mkdir()
    for words, code, told in (
        (("init", url, "--shards", 2), 2, "there is a catalogue already"),
        (("init", "news", "--shards", 2), 2, "no address of a catalogue"),
        (("run", url), 3, "it has no stations; `harvest cluster add` gives it some"),
        (("add", url, "--station-files", tmp_path / "none"), 3, "there is no station file in it"),
        (("add", url, "nix", "--station-files", tmp_path / "none"), 2, "no such station: nix"),
    ):
        ran = harvest("cluster", *words)
        assert (ran.returncode, told in ran.stderr) == (code, True), ran.stderr


def test_a_shard_that_another_driver_holds_is_left_to_it(
    region: DemoServer, tmp_path: Path, harvest: Harvest
) -> None:
    url = f"file://{tmp_path}/catalogue"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(url)
    held = Lease.take(opened(url), shard, who="elsewhere, process 7", driver="other", seconds=4)
    with Renewal(held):
        ran = harvest("cluster", "run", url, "--work", tmp_path / "work", "--lease", 4)
    assert ran.returncode == 75, ran.stderr
    assert f"{shard}: shard {shard}: elsewhere, process 7 holds it since" in ran.stderr
    assert state(url, shard).fence == 1


def test_a_torn_snapshot_is_told_and_stays_current(
    region: DemoServer, tmp_path: Path, harvest: Harvest
) -> None:
    url = f"file://{tmp_path}/catalogue"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(url)
    assert outcome(start_worker(url, shard, tmp_path / "one"))["exit_code"] == 0
    database = tmp_path / "catalogue" / "shards" / shard / "fence-00000001" / "archive.db.zst"
    whole = database.read_bytes()
    database.write_bytes(whole[:-100])
    failed = outcome(start_worker(url, shard, tmp_path / "two"))
    assert failed["exit_code"] == 76
    assert f"{shard}/fence-00000001/archive.db.zst: " in failed["error"]
    after = state(url, shard)
    assert (after.snapshot, after.holder, after.failures) == (
        f"shards/{shard}/fence-00000001/snapshot.json", None, 1,
    )  # fmt: skip
    shown = harvest("cluster", "status", url).stdout
    assert f"1 failure: file://{database}: " in shown
    database.write_bytes(whole)
    assert outcome(start_worker(url, shard, tmp_path / "two"))["exit_code"] == 0
    assert state(url, shard).failures == 0


def test_a_bucket_without_rights_is_told_and_nothing_is_published(
    s3: str,
    region: DemoServer,
    tmp_path: Path,
    harvest: Harvest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"s3://news/{tmp_path.name}"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(url)
    line = UnsureLine(s3, forbidden="/files/")
    monkeypatch.setenv("AWS_ENDPOINT_URL", line.address)
    failed = outcome(start_worker(url, shard, tmp_path / "one"))
    line.close()
    told = "you may not do this: see the rights on the bucket (AccessDenied)"
    assert (failed["exit_code"], told in failed["error"]) == (74, True), failed
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    after = state(url, shard)
    assert (after.snapshot, after.holder, after.failures) == (None, None, 1)
    again = outcome(start_worker(url, shard, tmp_path / "two"))
    assert (again["exit_code"], again["fence"]) == (0, 2)


def test_a_station_file_that_leads_out_of_the_folder_is_refused(
    region: DemoServer, tmp_path: Path, harvest: Harvest
) -> None:
    url = f"file://{tmp_path}/catalogue"
    new_catalogue(url, region, tmp_path / "stations", harvest, shards=1)
    (shard,) = shards_with_stations(url)
    files = {"format": 1, "files": {"stations/../../../outside.toml": "x"}, "token": ""}
    opened(url).put(f"shards/{shard}/stations.json", json.dumps(files).encode())
    failed = outcome(start_worker(url, shard, tmp_path / "work"))
    assert (failed["exit_code"], "it is that of a folder" in failed["error"]) == (76, True)
    assert not list(tmp_path.rglob("outside.toml"))
