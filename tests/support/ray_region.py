"""The demo region crawled by a Ray cluster of two nodes on this machine, some of which are killed.

    unshare -n sh -c 'ip link set lo up; exec python ray_region.py FOLDER node raylet stopped'

A program of its own, because Ray's ports listen on every interface: it runs where only one is.
It makes a catalogue in FOLDER, and what one undisturbed run holds in FOLDER/alone. Each further
argument is a way to lose the second node.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ |= {"PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0"}

from ray.cluster_utils import Cluster  # noqa: E402

from harvester.demo.server import DemoServer  # noqa: E402

_SECONDS = 90


def harvest(*words: object) -> None:
    """Run a command."""
    subprocess.run([sys.executable, "-m", "harvester.cli", *map(str, words)], check=True)


def family(node: Any) -> dict[int, str]:
    """The processes of a node, its raylet first: their ids and command lines."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = [node.all_processes["raylet"][0].process.pid]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    lines: dict[int, str] = {}
    for process in found:
        with suppress(OSError):
            lines[process] = Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    return lines


def is_crawling(node: Any) -> bool:
    """Whether a shard is run there, and is on its way."""
    for process, line in family(node).items():
        if "harvester.cluster.crawl_child" in line:
            with suppress(OSError):
                return time.time() - Path(f"/proc/{process}").stat().st_ctime > 2.5
    return False


def lose(node: Any, way: str) -> None:
    """Lose a node: all of it dies, its raylet dies alone, or all but its crawls hang."""
    processes = family(node)
    if way == "raylet":
        os.kill(next(iter(processes)), signal.SIGKILL)
        return
    for process, line in processes.items():
        if way == "node" or "harvester.cluster.crawl_child" not in line:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL if way == "node" else signal.SIGSTOP)


def main() -> None:
    """Crawl, and lose nodes meanwhile."""
    folder, ways = Path(sys.argv[1]), sys.argv[2:]
    url = f"file://{folder}/catalogue"
    head = {"num_cpus": 1, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    second, lost = cluster.add_node(num_cpus=1), []
    with DemoServer() as server:
        server.write_stations(folder / "alone")
        harvest("run", "--archive", folder / "alone")
        harvest("cluster", "init", url, "--shards", 6)
        harvest("cluster", "add", url, "--station-files", folder / "alone")
        driver = subprocess.Popen(
            [sys.executable, "-m", "harvester.cli", "cluster", "run", url, "--ray",
             cluster.address, "--work", str(folder / "work"), "--lease", "6"]
        )  # fmt: skip
        for way in ways:
            until = time.monotonic() + _SECONDS
            while driver.poll() is None and not is_crawling(second) and time.monotonic() < until:
                time.sleep(0.1)
            if driver.poll() is None:
                print(f"lost: {way}", flush=True)
                lose(second, way)
                lost.append(second)
                second = cluster.add_node(num_cpus=1)
        code = driver.wait(timeout=240)
    for node in lost:
        for process in family(node):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    cluster.shutdown()
    sys.exit(code)


if __name__ == "__main__":
    main()
