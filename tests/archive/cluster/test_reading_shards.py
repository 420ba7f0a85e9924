"""Shards read by their addresses, and all of them exported as one archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import Harvest
from support.shards import bring_all, new_catalogue, shards_with_stations

from harvester.demo.server import DemoServer


@pytest.fixture(scope="module")
def catalogue(
    tmp_path_factory: pytest.TempPathFactory, harvest: Harvest
) -> Iterator[tuple[str, Path]]:
    """A catalogue whose three shards were run, and a cache of the user's."""
    base = tmp_path_factory.mktemp("catalogue")
    url = f"file://{base}/catalogue"
    with DemoServer() as server:
        new_catalogue(url, server, base / "stations", harvest, shards=3)
        ran = harvest("cluster", "run", url, "--work", base / "work")
        assert ran.returncode == 0, ran.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(base / "cache"))
        yield url, base / "cache"


def test_a_command_that_reads_takes_the_address_of_a_shard(
    catalogue: tuple[str, Path], tmp_path: Path, archive_command: Harvest
) -> None:
    url, cache = catalogue
    shards = shards_with_stations(url)
    here = bring_all(url, tmp_path)
    for shard, folder in zip(shards, here, strict=True):
        for words in (("stats",), ("search", "的"), ("counts", "--by", "station"), ("events",)):
            there = archive_command(*words, "--archive", f"{url}#{shard}")
            at_home = archive_command(*words, "--archive", folder)
            assert (there.returncode, there.stderr) == (at_home.returncode, at_home.stderr)
            told = str(next(cache.glob(f"*/*/{shard}/0*")))
            assert there.stdout.replace(told, "") == at_home.stdout.replace(str(folder), "")


def test_a_command_that_writes_refuses_it_and_makes_nothing(
    catalogue: tuple[str, Path],
    tmp_path: Path,
    archive_command: Harvest,
    harvest: Harvest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    address = f"{catalogue[0]}#{shards_with_stations(catalogue[0])[0]}"
    refused = "this command needs a folder; a shard is read by commands that only read"
    for command, words in (
        (archive_command, ("hide", "x", "--reason", "a", "--basis", "other")),
        (archive_command, ("lineage", "rebuild")),
        (archive_command, ("upgrade",)),
        (harvest, ("run",)),
        (harvest, ("crawl", "demo-daily")),
    ):
        ran = command(*words, "--archive", address)
        assert (ran.returncode, refused in ran.stderr) == (2, True), ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("file:///nowhere/at/all#shard-00", 2, "there is no catalogue"),
        ("{url}#shard-77", 2, "it has no shard 'shard-77'; it has shard-00, shard-01, shard-02"),
        ("{url}", 2, "say which shard"),
        ("http://example.cn/x#y", 2, "file:///folder or s3://bucket/path is expected"),
    ],
)
def test_an_address_of_no_shard_is_told(
    catalogue: tuple[str, Path], archive_command: Harvest, address: str, code: int, told: str
) -> None:
    ran = archive_command("stats", "--archive", address.format(url=catalogue[0]))
    assert (ran.returncode, told in ran.stderr) == (code, True), ran.stderr


def test_an_export_of_all_shards_is_that_of_the_merged_archive(
    catalogue: tuple[str, Path], tmp_path: Path, archive_command: Harvest
) -> None:
    url, _ = catalogue
    merged = archive_command("cluster", "merge", url, "--into", tmp_path / "merged")
    assert merged.returncode == 0, merged.stderr
    for number, words in enumerate(
        [("--format", "jsonl"), ("--format", "csv", "--with", "credits,lineage,revisions"),
         ("的", "--format", "jsonl", "--lineage", "origin")]
    ):  # fmt: skip
        one, all_of_them = tmp_path / f"one-{number}", tmp_path / f"all-{number}"
        of_one = archive_command("export", *words, "--archive", tmp_path / "merged",
                                 "--output", one)  # fmt: skip
        of_all = archive_command("cluster", "export", url, *words, "--output", all_of_them)
        assert (of_one.returncode, of_all.returncode) == (0, 0), of_one.stderr + of_all.stderr
        files = sorted(path.name for path in one.iterdir())
        assert files == sorted(path.name for path in all_of_them.iterdir())
        assert len(files) > 2
        for name in files:
            if name != "manifest.json":
                assert (one / name).read_bytes() == (all_of_them / name).read_bytes(), name


def test_the_status_tells_of_each_shard(catalogue: tuple[str, Path], harvest: Harvest) -> None:
    shown = json.loads(harvest("cluster", "status", catalogue[0], "--json").stdout)
    for shard in shown["shards"]:
        if shard["stations"]:
            assert shard["snapshot"] == f"shards/{shard['shard']}/fence-00000001/snapshot.json"
            assert (shard["fence"], shard["exit_code"], shard["holder"]) == (1, 0, None)
        else:
            assert (shard["snapshot"], shard["articles"]) == (None, 0)
