"""A catalogue whose shards have the stations of the demo region, and what its shards hold."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from support.crawled import held, rows

from archive.cluster import catalogue as catalogues
from archive.cluster.manifest import Manifest, read_manifest
from archive.cluster.objects import opened
from archive.cluster.snapshots import restore
from archive.cluster.state import State, read_state
from harvester.cluster.order import Order
from harvester.demo.server import DemoServer

CREDITS = "SELECT article, role, position, name FROM credits ORDER BY 1, 2, 3, 4"
REVISIONS = "SELECT article, body FROM revisions ORDER BY 1, revision"
PAYLOADS = """SELECT url, status, payload_digest FROM captures
    WHERE kind <> 'robots' AND status <> 304"""


def new_catalogue(url: str, server: DemoServer, stations: Path, harvest: Any, shards: int) -> None:
    """Make a catalogue with all stations of the region."""
    server.write_stations(stations)
    for words in (("init", url, "--shards", shards), ("add", url, "--station-files", stations)):
        made = harvest("cluster", *words)
        assert made.returncode == 0, made.stderr


def state(url: str, shard: str) -> State:
    """The state of a shard."""
    return read_state(opened(url), shard).state


def shards_with_stations(url: str) -> list[str]:
    """The shards of a catalogue that have stations."""
    catalogue = catalogues.read(opened(url))
    return [shard for shard in catalogue.shards if catalogue.stations_of(shard)]


def bring_all(url: str, to: Path) -> list[Path]:
    """The current snapshot of each shard, each as an archive's folder."""
    folders = []
    for shard in shards_with_stations(url):
        snapshot = state(url, shard).snapshot
        assert snapshot is not None, shard
        manifest: Manifest = read_manifest(opened(url), shard, snapshot)
        (to / shard).mkdir(parents=True)
        restore(opened(url), manifest, to / shard / "archive", to / shard / "published.db")
        folders.append(to / shard / "archive")
    return folders


def told(folders: list[Path]) -> dict[str, object]:
    """What archives hold of the region, taken together: articles, revisions, credits, payloads.

    A page may have been fetched twice: each payload of an address counts once, and no 304.
    """

    def all_rows(query: str) -> list[tuple[object, ...]]:
        return sorted(row for folder in folders for row in rows(folder, query))

    return {
        "articles": sorted(row for folder in folders for row in held(folder)),
        "revisions": all_rows(REVISIONS),
        "credits": all_rows(CREDITS),
        "payloads": sorted(set(all_rows(PAYLOADS))),
    }


def doubled(folders: list[Path]) -> list[object]:
    """The ids that are held twice."""
    count = Counter(row[0] for folder in folders for row in rows(folder, "SELECT id FROM articles"))
    return [name for name, number in count.items() if number > 1]


def start_worker(
    url: str, shard: str, work: Path, *, seconds: float = 60, pause: float = 0.3
) -> subprocess.Popen[str]:
    """A worker, as a driver starts it."""
    order = Order(
        catalogue=url, shard=shard, work=str(work), driver="test", seconds=seconds, pause=pause
    )
    return subprocess.Popen(
        [sys.executable, "-m", "harvester.cluster.work", order.to_json()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


def outcome(worker: subprocess.Popen[str], seconds: float = 120) -> dict[str, Any]:
    """What a worker tells at its end."""
    output, _ = worker.communicate(timeout=seconds)
    told: dict[str, Any] = json.loads(output)
    return told


def stop_at(worker: subprocess.Popen[str], number: int) -> None:
    """Send a worker a signal that it does not feel: SIGSTOP, SIGCONT or SIGKILL."""
    os.kill(worker.pid, number)
    if number == signal.SIGKILL:
        worker.communicate()


def wait_until(happened: Any, seconds: float = 60) -> None:
    """Wait until something is true."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it does not happen"
        time.sleep(0.05)
